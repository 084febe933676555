//! `cambista backup`.

use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use chrono::DateTime;

use super::manifest::{CAPTURES, DUMP, FILE, Kind, MANIFEST, Manifest};
use super::{BackupError, configured_kind, files, last};
use crate::clock::{Clock, Moment};
use crate::config::Config;
use crate::db::{Db, Engine, Reader, known_schema_version, sqlite_url};
use crate::discord::captures;
use crate::domain::books::ledger::audit::{Clean, audit};
use crate::domain::orders::list_capture_names;

/// What the name of every complete backup begins with.
const PREFIX: &str = "cambista-";
/// A backup in the making, and one that is being removed.
const UNFINISHED: &str = ".unfinished";
const REMOVING: &str = ".removing";
const LOCK: &str = ".lock";
/// Names of captures read at a time.
const NAMES_AT_ONCE: i64 = 1_000;

/// A complete backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    pub path: PathBuf,
    pub journal_rows: u64,
    /// `NUMBER:HASH` of the last seal.
    pub head: String,
    pub captures: usize,
    /// Captures that the books name and that are not in the backup, because they are lost or damaged.
    pub captures_lost: Vec<String>,
    /// Older backups that were removed.
    pub removed: Vec<PathBuf>,
}

/// Makes a backup in `folder`, while the desk may be open, and then removes all but the newest `keep` of them. The books
/// are of one moment; the captures are read after it, so that none of theirs is missing.
///
/// # Errors
/// [`BackupError`]: there is no new backup then, and none was removed.
pub async fn back_up(
    config: &Config,
    clock: &Clock,
    folder: &Path,
    keep: Option<NonZeroUsize>,
) -> Result<Backup, BackupError> {
    files::make_private(folder)?;
    let _lock = lock(folder)?;
    for left in [UNFINISHED, REMOVING] {
        files::remove(&folder.join(left))?;
    }
    let before = list(folder)?.pop();
    let unfinished = folder.join(UNFINISHED);
    files::make_private(&unfinished.join(CAPTURES))?;
    let at = clock.now();
    let kind = configured_kind(config);
    let (mut copied, clean) = copy_books(config, kind, &unfinished).await?;
    let mut manifest = Manifest::of(kind, known_schema_version(), at, &clean);
    let named = read_names(&mut copied).await?;
    drop(copied);
    let (live, there) = (captures::folder(&config.desk.data_dir), unfinished.join(CAPTURES));
    let previous = before.map(|before| before.join(CAPTURES));
    let gathered = in_background(move || files::gather(&live, previous, &there)).await?;
    let books = unfinished.join(kind.books());
    files::sync(&books)?;
    manifest.books_sha256 = files::hash(&books).map_err(BackupError::file(&books))?;
    manifest.captures = gathered.len();
    manifest.captures_lost = named.difference(&gathered).cloned().collect();
    manifest.write(&unfinished)?;
    files::sync(&unfinished)?;
    let path = folder.join(name_at(at));
    files::rename(&unfinished, &path)?;
    tracing::info!(backup = %path.display(), journal.rows = clean.journal_rows, "backed up");
    if let Err(error) = last::write(&config.desk.data_dir, at) {
        tracing::warn!(%error, "it cannot be noted in the data directory when this backup was made");
    }
    let removed = match keep {
        Some(keep) => remove_old(folder, keep)?,
        None => Vec::new(),
    };
    Ok(Backup {
        path,
        journal_rows: clean.journal_rows,
        head: clean.head(),
        captures: gathered.len(),
        captures_lost: manifest.captures_lost,
        removed,
    })
}

/// Copies the books and audits them: on SQLite the copy itself, on PostgreSQL the very moment that is dumped (what is in
/// the dump is audited when it is restored).
async fn copy_books(config: &Config, kind: Kind, folder: &Path) -> Result<(Reader, Clean), BackupError> {
    let url = config.database.url.reveal();
    match kind {
        Kind::Sqlite => {
            let copy = folder.join(FILE);
            Db::copy_file(url, &copy).await?;
            let mut reader = Db::open_snapshot(&sqlite_url(&copy)).await?;
            let clean = audit(&mut reader, Engine::Sqlite).await;
            Ok((reader, clean.map_err(BackupError::audit("the copied books"))?))
        }
        Kind::Postgres => {
            let mut reader = Db::open_snapshot(url).await?;
            reader.dump(url, &folder.join(DUMP)).await?;
            let clean = audit(&mut reader, Engine::Postgres).await;
            Ok((reader, clean.map_err(BackupError::audit("the books"))?))
        }
    }
}

async fn read_names(reader: &mut Reader) -> Result<BTreeSet<String>, BackupError> {
    let mut named = BTreeSet::new();
    let mut after = String::new();
    loop {
        let some = list_capture_names(reader, &after, NAMES_AT_ONCE).await?;
        let Some(last) = some.last() else { return Ok(named) };
        after = last.clone();
        named.extend(some);
    }
}

/// One backup at a time in a folder; the system ends the lock with the process.
fn lock(folder: &Path) -> Result<File, BackupError> {
    let path = folder.join(LOCK);
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(BackupError::file(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(BackupError::UnderWay(folder.to_owned())),
        Err(TryLockError::Error(cause)) => Err(BackupError::file(&path)(cause)),
    }
}

/// The complete backups of a folder, oldest first.
fn list(folder: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(BackupError::file(folder))? {
        let entry = entry.map_err(BackupError::file(folder))?;
        let is_backup = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if is_backup && entry.path().join(MANIFEST).is_file() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

fn remove_old(folder: &Path, keep: NonZeroUsize) -> Result<Vec<PathBuf>, BackupError> {
    let mut backups = list(folder)?;
    let removed: Vec<PathBuf> = backups.drain(..backups.len().saturating_sub(keep.get())).collect();
    for old in &removed {
        // A folder that is half removed is no backup any more: it loses its name first.
        let removing = folder.join(REMOVING);
        files::rename(old, &removing)?;
        files::remove(&removing)?;
    }
    Ok(removed)
}

/// `cambista-20261130T143100.123Z`: sorted by name is sorted by time.
fn name_at(at: Moment) -> String {
    format!("{PREFIX}{}", stamp(at))
}

/// A moment as part of a file's name.
pub(super) fn stamp(at: Moment) -> String {
    let time = DateTime::from_timestamp_millis(at.ms()).unwrap_or_default();
    time.format("%Y%m%dT%H%M%S%.3fZ").to_string()
}

pub(super) async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.expect("file work does not panic")
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::{MANIFEST, list, name_at, remove_old};
    use crate::clock::Moment;

    #[test]
    fn the_newest_stay_and_nothing_else_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let day = 86_400_000;
        for days in [3, 1, 2] {
            let path = folder.path().join(name_at(Moment::from_ms(days * day)));
            std::fs::create_dir(&path).unwrap();
            std::fs::write(path.join(MANIFEST), "").unwrap();
        }
        // No manifest: somebody's own folder.
        std::fs::create_dir(folder.path().join("cambista-old")).unwrap();
        let removed = remove_old(folder.path(), NonZeroUsize::new(2).unwrap()).unwrap();
        assert_eq!(removed, [folder.path().join("cambista-19700102T000000.000Z")]);
        assert_eq!(list(folder.path()).unwrap().len(), 2);
        assert!(folder.path().join("cambista-old").exists());
        assert!(
            remove_old(folder.path(), NonZeroUsize::new(2).unwrap())
                .unwrap()
                .is_empty()
        );
    }
}
