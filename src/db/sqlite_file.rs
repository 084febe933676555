//! Resolves the real name of an SQLite file, and opens connections to it.

use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use sqlx::any::AnyPoolOptions;
use sqlx::pool::PoolOptions;
use sqlx::{Any, AnyConnection, AnyPool, Connection};

use super::address::driver_url;
use super::{DbError, IfMissing};

/// Settings of the writing connection: readers do not block the writer, and a commit is on disk when it returns.
/// Without `recursive_triggers`, an `insert or replace` would bypass the triggers that protect the journal.
pub(super) const WRITER: &str = "pragma busy_timeout = 5000; pragma journal_mode = wal; pragma synchronous = full; \
     pragma foreign_keys = on; pragma recursive_triggers = on; pragma wal_autocheckpoint = 1000; \
     pragma cache_size = -65536; pragma temp_store = memory";
pub(super) const READER: &str = "pragma busy_timeout = 5000; pragma query_only = on; pragma cache_size = -16384";

/// The real name of the file: absolute, without links and `..`. With [`IfMissing::Create`] this creates the folder;
/// opening the database then creates the file.
///
/// # Errors
/// [`DbError::NoBooks`] when there is no file. [`DbError::File`] when the path is not a file, or when the file has
/// several names (hard links): the write-ahead log is found by name, so opening the file by another name would miss
/// what the log contains.
pub(super) fn resolve(typed: &Path, if_missing: IfMissing) -> Result<PathBuf, DbError> {
    let fault = |cause: String| DbError::File {
        path: typed.display().to_string(),
        cause,
    };
    let real = match typed.canonicalize() {
        Ok(real) => real,
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(fault(error.to_string())),
        Err(_) if typed.symlink_metadata().is_ok() => return Err(fault("it is a link that leads nowhere".to_owned())),
        Err(_) if if_missing == IfMissing::Refuse => return Err(DbError::NoBooks(typed.display().to_string())),
        Err(_) => {
            let name = typed.file_name().ok_or_else(|| fault("it names no file".to_owned()))?;
            let folder = typed.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = folder.unwrap_or(Path::new("."));
            std::fs::create_dir_all(folder).map_err(|error| fault(error.to_string()))?;
            folder
                .canonicalize()
                .map_err(|error| fault(error.to_string()))?
                .join(name)
        }
    };
    if let Ok(metadata) = real.metadata() {
        if !metadata.is_file() {
            return Err(fault("it is no file".to_owned()));
        }
        if metadata.nlink() != 1 {
            return Err(fault(format!(
                "it has {} names (hard links; `find -inum {}` shows them): copy it to a file of its own, or remove the others",
                metadata.nlink(),
                metadata.ino()
            )));
        }
    }
    if real.to_str().is_none() {
        return Err(fault("its real name is not UTF-8".to_owned()));
    }
    Ok(real)
}

/// Opens the file at its real name.
pub(super) async fn connect(real: &Path, if_missing: IfMissing) -> Result<AnyConnection, DbError> {
    let mode = match if_missing {
        IfMissing::Create => "rwc",
        IfMissing::Refuse => "rw",
    };
    Ok(AnyConnection::connect(&url(real, mode)).await?)
}

pub(super) async fn readers(real: &Path, connections_max: u32) -> Result<AnyPool, DbError> {
    let options: PoolOptions<Any> = AnyPoolOptions::new()
        .max_connections(connections_max.max(1))
        // A local file does not disconnect; testing the connection first would double the cost of a read.
        .test_before_acquire(false)
        .after_connect(|connection: &mut AnyConnection, _| {
            Box::pin(async move {
                sqlx::raw_sql(READER).execute(connection).await?;
                Ok(())
            })
        });
    Ok(options.connect(&url(real, "rw")).await?)
}

fn url(real: &Path, mode: &str) -> String {
    driver_url(&real.to_string_lossy(), mode)
}

/// Tells whether a failed commit certainly kept nothing. SQLite returns these codes before it writes anything (a
/// constraint, a lock, a missing savepoint). Any other error, during the writing, may have left the whole transaction
/// in the log.
pub(super) fn refused_or_unknown(error: DbError) -> DbError {
    // SQLITE_ERROR, SQLITE_BUSY, SQLITE_CONSTRAINT.
    const REFUSALS: [i64; 3] = [1, 5, 19];
    let DbError::Sqlx(cause) = &error else { return error };
    let code = cause.as_database_error().and_then(sqlx::error::DatabaseError::code);
    let primary = code.and_then(|code| code.parse::<i64>().ok()).map(|code| code & 0xff);
    if primary.is_some_and(|code| REFUSALS.contains(&code)) {
        error
    } else {
        DbError::OutcomeUnknown(error.to_string())
    }
}
