//! `cambista move-to-postgres`.

use std::path::PathBuf;

use super::BackupError;
use super::manifest::FILE;
use crate::config::Config;
use crate::db::{BooksPlace, Company, Copied, Db, DbError, DbOptions, Engine, IfMissing, Transplant, sqlite_url};
use crate::domain::books::ledger::audit::{Clean, audit};

/// What the file is called that the desk does not open any more: `cambista.moved-to-postgres.db`.
const MOVED: &str = "moved-to-postgres";

/// Copies the SQLite books of DATABASE_URL to an empty database at `target`, proves that both are the same, and renames
/// the file. Returns the text to print. The desk must be closed.
///
/// # Errors
/// [`BackupError`]: the file is as before, and nothing of it was committed there.
pub async fn move_to_postgres(config: &Config, target: &str) -> Result<String, BackupError> {
    let url = config.database.url.reveal();
    if !url.starts_with("sqlite:") {
        return Err(BackupError::NoFile);
    }
    let mut there = crate::app::db_options(config);
    target.clone_into(&mut there.url);
    there.if_missing = IfMissing::Create;
    // The file first: its lock keeps the desk closed.
    let source = Db::open(&crate::app::db_options(config)).await?;
    let moved = match Db::open(&there).await {
        Ok(server) => {
            let moved = copy_all(&source, &server, target).await;
            server.close().await;
            moved
        }
        Err(fault) => Err(fault.into()),
    };
    source.close().await;
    let (clean, copied) = moved?;
    let file = match move_away(url).await {
        Ok(away) => format!(
            "The file is kept as {}; no desk opens on it by mistake.",
            away.display()
        ),
        Err(fault) => format!("The file could not be renamed ({fault}): move it away, so that no desk opens on it."),
    };
    Ok(format!(
        "Moved {} tables with {} rows; every table was read back and is the same. Both audits are clean, with {} journal \
         rows and the same head of the chain, {}.\n\
         {file} Captures stay where they are.\n\
         Next: set DATABASE_URL to the new database, then `cambista run`.",
        copied.tables,
        copied.rows,
        clean.journal_rows,
        clean.head(),
    ))
}

async fn move_away(url: &str) -> Result<PathBuf, DbError> {
    BooksPlace::lock(url).await?.move_away(MOVED).await
}

async fn copy_all(source: &Db, server: &Db, target: &str) -> Result<(Clean, Copied), BackupError> {
    // Nobody opens the new books before they are whole.
    if server.enter().await? != Company::Alone {
        return Err(BackupError::Db(DbError::AlreadyOpen("the new database".to_owned())));
    }
    let folder = tempfile::tempdir().map_err(BackupError::file(&std::env::temp_dir()))?;
    let mut empty = DbOptions::at(sqlite_url(&folder.path().join(FILE)));
    empty.if_missing = IfMissing::Create;
    let empty = Db::open(&empty).await?;
    let copied = compare_and_keep(source, &empty, target).await;
    empty.close().await;
    copied
}

async fn compare_and_keep(source: &Db, empty: &Db, target: &str) -> Result<(Clean, Copied), BackupError> {
    let mut old = source.snapshot().await?;
    let here = audit(&mut old, Engine::Sqlite).await;
    let here = here.map_err(BackupError::audit("the books"))?;
    let mut copy = Transplant::copy(&mut old, &mut empty.snapshot().await?, target).await?;
    let there = audit(copy.reader(), Engine::Postgres).await;
    let there = there.map_err(BackupError::audit("the copied books"))?;
    if here != there {
        return Err(BackupError::OtherFigures {
            here: format!("{here:?}"),
            there: format!("{there:?}"),
        });
    }
    Ok((here, copy.keep().await?))
}
