//! `cambista restore`.

use std::path::Path;

use chrono::DateTime;

use super::make::{in_background, stamp};
use super::manifest::{CAPTURES, FILE, Kind, Manifest};
use super::{BackupError, audit_and_close, audit_file, configured_kind, files};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{BooksPlace, Db};
use crate::discord::captures;
use crate::domain::books::ledger::audit::Clean;

/// What to do about books that are in the place already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfThere {
    Refuse,
    /// Copy them beside the place, then replace them.
    Replace,
}

/// Puts a backup in the place that DATABASE_URL names, after it stood its audit, and brings back the captures that are
/// missing. Returns the text to print.
///
/// # Errors
/// [`BackupError`]: the books in the place are as before; captures may have been added.
pub async fn restore(config: &Config, clock: &Clock, backup: &Path, if_there: IfThere) -> Result<String, BackupError> {
    let manifest = Manifest::read(backup)?;
    let configured = configured_kind(config);
    if manifest.kind != configured {
        return Err(other_engine(manifest.kind, configured));
    }
    let books = backup.join(manifest.kind.books());
    let (file, sha256) = (books.clone(), manifest.books_sha256.clone());
    in_background(move || match files::hash(&file) {
        Ok(found) if found == sha256 => Ok(()),
        _ => Err(BackupError::Damaged(file)),
    })
    .await?;
    let copied = match manifest.kind {
        Kind::Sqlite => put_file((config, clock), backup, &manifest, if_there).await?,
        Kind::Postgres => put_dump(config, backup, &manifest).await?,
    };
    Ok(told(&manifest, copied))
}

/// Makes the books ready beside the place, and puts them there by one rename. Returns what happened to those before.
async fn put_file(
    (config, clock): (&Config, &Clock),
    backup: &Path,
    manifest: &Manifest,
    if_there: IfThere,
) -> Result<Vec<String>, BackupError> {
    let place = BooksPlace::lock(config.database.url.reveal()).await?;
    if place.has_books() && if_there == IfThere::Refuse {
        return Err(BackupError::BooksThere(place.file().to_owned()));
    }
    let workshop = place.workshop();
    files::remove(&workshop)?;
    files::make_private(&workshop)?;
    let (from, ready) = (backup.join(FILE), workshop.join(FILE));
    std::fs::copy(&from, &ready).map_err(BackupError::file(&ready))?;
    let clean = audit_file(config, &ready, "the books of the backup").await?;
    compare(&clean, manifest)?;
    let mut said = vec![bring_captures(config, backup).await?];
    // A name of its own every time: of two restores, the first has the books that people worked with.
    let what = format!("restore-{}", stamp(clock.now()));
    if let Some(copy) = place.put(&ready, &what).await? {
        said.push(format!("The books that were there are in {}.", copy.display()));
    }
    files::remove(&workshop)?;
    Ok(said)
}

/// PostgreSQL takes the dump completely or not at all, into an empty database; the audit comes after.
async fn put_dump(config: &Config, backup: &Path, manifest: &Manifest) -> Result<Vec<String>, BackupError> {
    let url = config.database.url.reveal();
    Db::restore_dump(url, &backup.join(manifest.kind.books())).await?;
    let audited = async {
        let db = Db::open(&crate::app::db_options(config)).await?;
        let clean = audit_and_close(db, "the books of the backup").await?;
        compare(&clean, manifest)
    };
    audited
        .await
        .map_err(|error| BackupError::RestoredBooks(Box::new(error)))?;
    Ok(vec![bring_captures(config, backup).await?])
}

async fn bring_captures(config: &Config, backup: &Path) -> Result<String, BackupError> {
    let (from, to) = (backup.join(CAPTURES), captures::folder(&config.desk.data_dir));
    let brought = in_background(move || files::bring_back(&from, &to)).await?;
    Ok(match brought {
        0 => "No capture was missing.".to_owned(),
        brought => format!("{brought} captures were missing and are back."),
    })
}

fn compare(clean: &Clean, manifest: &Manifest) -> Result<(), BackupError> {
    let found = clean.head();
    if found == manifest.head() && clean.entries == manifest.entries {
        return Ok(());
    }
    Err(BackupError::OtherHead {
        found,
        expected: manifest.head(),
    })
}

fn other_engine(backup: Kind, configured: Kind) -> BackupError {
    BackupError::OtherEngine {
        backup: backup.name(),
        configured: configured.name(),
        change: match backup {
            Kind::Sqlite => {
                "name a file, sqlite://FILE, and restore there; `cambista move-to-postgres` then moves the books"
            }
            Kind::Postgres => "name an empty database of a PostgreSQL server",
        },
    }
}

fn told(manifest: &Manifest, more: Vec<String>) -> String {
    let at = DateTime::from_timestamp_millis(manifest.made_at_ms.ms()).unwrap_or_default();
    let mut lines = vec![format!(
        "Restored the books of {}: {} journal rows, head of the chain {}. The audit is clean.",
        at.format("%Y-%m-%d %H:%M:%S UTC"),
        manifest.journal_rows,
        manifest.head()
    )];
    lines.extend(more);
    if !manifest.captures_lost.is_empty() {
        lines.push(format!(
            "{} captures were lost before the backup was made; backup.toml names them.",
            manifest.captures_lost.len()
        ));
    }
    lines.push(
        "What was done after that moment is not in these books. Next: `cambista run`. It compares the books with what the \
         desk told in Discord, and says what is missing before it opens (docs/OPERATIONS.md, \"After a restore\")."
            .to_owned(),
    );
    lines.join("\n")
}
