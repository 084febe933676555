//! Backups: a folder with the books, the captures that they name, and a manifest. Made while the desk is open, proved by
//! an audit, and put back by [`restore()`].
//!
//! ```text
//! DIR/cambista-20261130T143100.123Z/
//!     backup.toml      what it is, written last
//!     cambista.db      SQLite; or cambista.dump, `pg_dump --format=custom`
//!     captures/        one file each, by its SHA-256
//! ```

mod error;
mod files;
pub(super) mod last;
mod make;
mod manifest;
mod restore;
mod to_postgres;

pub use error::BackupError;
pub use make::{Backup, back_up};
pub use restore::{IfThere, restore};
pub use to_postgres::move_to_postgres;

use std::path::Path;

use crate::config::Config;
use crate::db::{Db, sqlite_url};
use crate::domain::books::ledger::audit::{Clean, audit};
use manifest::Kind;

/// Which engine DATABASE_URL names, without opening anything.
fn configured_kind(config: &Config) -> Kind {
    match config.database.url.reveal().starts_with("sqlite:") {
        true => Kind::Sqlite,
        false => Kind::Postgres,
    }
}

/// Opens SQLite books in a file that is nobody's yet, which brings their schema up to date, audits them and closes them.
async fn audit_file(config: &Config, file: &Path, what: &'static str) -> Result<Clean, BackupError> {
    let mut options = crate::app::db_options(config);
    options.url = sqlite_url(file);
    audit_and_close(Db::open(&options).await?, what).await
}

async fn audit_and_close(db: Db, what: &'static str) -> Result<Clean, BackupError> {
    let engine = db.engine();
    let clean = match db.snapshot().await {
        Ok(mut snapshot) => audit(&mut snapshot, engine).await,
        Err(fault) => Err(fault.into()),
    };
    db.close().await;
    clean.map_err(BackupError::audit(what))
}
