//! What a backup says about itself: `backup.toml`, written last.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::BackupError;
use crate::clock::Moment;
use crate::domain::books::ledger::audit::Clean;

pub(super) const MANIFEST: &str = "backup.toml";
/// The books of a backup of SQLite, and of PostgreSQL.
pub(super) const FILE: &str = "cambista.db";
pub(super) const DUMP: &str = "cambista.dump";
pub(super) const CAPTURES: &str = "captures";
/// What this binary writes and reads.
const FORMAT: u32 = 1;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    pub(super) fn books(self) -> &'static str {
        match self {
            Kind::Sqlite => FILE,
            Kind::Postgres => DUMP,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Sqlite => "SQLite",
            Kind::Postgres => "PostgreSQL",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) format: u32,
    /// The cambista that made it.
    pub(super) cambista: String,
    pub(super) kind: Kind,
    pub(super) schema: i64,
    pub(super) made_at_ms: Moment,
    /// Of the file with the books.
    pub(super) books_sha256: String,
    pub(super) journal_rows: u64,
    pub(super) entries: u64,
    pub(super) head_seq: i64,
    pub(super) head_hash: String,
    pub(super) captures: usize,
    /// Captures that the books name and that were not there, or not as they were stored.
    pub(super) captures_lost: Vec<String>,
}

impl Manifest {
    pub(super) fn of(kind: Kind, schema: i64, at: Moment, clean: &Clean) -> Manifest {
        Manifest {
            format: FORMAT,
            cambista: env!("CARGO_PKG_VERSION").to_owned(),
            kind,
            schema,
            made_at_ms: at,
            books_sha256: String::new(),
            journal_rows: clean.journal_rows,
            entries: clean.entries,
            head_seq: clean.head_seq,
            head_hash: hex::encode(&clean.head_hash),
            captures: 0,
            captures_lost: Vec::new(),
        }
    }

    pub(super) fn head(&self) -> String {
        format!("{}:{}", self.head_seq, self.head_hash)
    }

    /// # Errors
    /// [`BackupError::NoBackup`] for a folder without one; [`BackupError::Manifest`].
    pub(super) fn read(backup: &Path) -> Result<Manifest, BackupError> {
        let path = backup.join(MANIFEST);
        let text = std::fs::read_to_string(&path).map_err(|_| BackupError::NoBackup(backup.to_owned()))?;
        let bad = |why: String| BackupError::Manifest {
            path: path.clone(),
            why,
        };
        let manifest: Manifest = toml::from_str(&text).map_err(|error| bad(error.to_string()))?;
        if FORMAT < manifest.format {
            return Err(bad("a newer cambista made it: install that one".to_owned()));
        }
        Ok(manifest)
    }

    pub(super) fn write(&self, backup: &Path) -> Result<(), BackupError> {
        let path = backup.join(MANIFEST);
        let text = toml::to_string(self).expect("plain fields");
        std::fs::write(&path, text).map_err(BackupError::file(&path))?;
        super::files::sync(&path)
    }
}
