//! Copies of SQLite books, and putting a copy in the place of the books.

use std::path::{Path, PathBuf};

use sqlx::{AnyConnection, AssertSqlSafe, Connection};

use super::address::Address;
use super::file_guard::beside;
use super::file_lock::FileLock;
use super::{Db, DbError, IfMissing, sqlite_file};

/// Copies the whole database to `copy`. The copy has everything that was committed when it began, and gets its name only
/// when it is complete and on disk. Others may write meanwhile.
///
/// `vacuum into` and not SQLite's backup interface: it reads at one moment and is not begun again by every writer. It
/// keeps all rows with their ids.
pub(super) async fn copy_into(connection: &mut AnyConnection, copy: &Path) -> Result<(), DbError> {
    let unfinished = copy.with_extension("unfinished");
    remove_if_there(&unfinished)?;
    let quoted = unfinished.display().to_string().replace('\'', "''");
    // Safe: the name is quoted. The driver passes no placeholder to `vacuum into`.
    sqlx::raw_sql(AssertSqlSafe(format!("vacuum into '{quoted}'")))
        .execute(connection)
        .await?;
    sync(&unfinished)?;
    rename(&unfinished, copy)
}

impl Db {
    /// Copies the books of an SQLite address to `copy`, also while a desk has them open.
    ///
    /// # Errors
    /// [`DbError::NoBooks`]; [`DbError::BadUrl`] for PostgreSQL; [`DbError::File`], or another fault: there is no copy then.
    pub async fn copy_file(url: &str, copy: &Path) -> Result<(), DbError> {
        super::open::install_drivers();
        let file = sqlite_file::resolve(&path_of(url)?, IfMissing::Refuse)?;
        let mut connection = sqlite_file::connect(&file, IfMissing::Refuse).await?;
        super::migrations::check_books(&mut connection, &file.display().to_string(), IfMissing::Refuse).await?;
        copy_into(&mut connection, copy).await?;
        connection.close().await?;
        Ok(())
    }
}

/// The place of SQLite books that nobody has open; it is locked until this is dropped.
pub struct BooksPlace {
    file: PathBuf,
    _lock: FileLock,
}

impl BooksPlace {
    /// Locks the place. Its folder is made where it is missing.
    ///
    /// # Errors
    /// [`DbError::AlreadyOpen`]; [`DbError::BadUrl`] for PostgreSQL; [`DbError::File`].
    pub async fn lock(url: &str) -> Result<BooksPlace, DbError> {
        super::open::install_drivers();
        let file = sqlite_file::resolve(&path_of(url)?, IfMissing::Create)?;
        let lock = FileLock::take(&file).await?;
        Ok(BooksPlace { file, _lock: lock })
    }

    pub fn file(&self) -> &Path {
        &self.file
    }

    pub fn has_books(&self) -> bool {
        self.file.exists()
    }

    /// A folder beside the books, on the same disk, in which other books are made ready. The caller makes and removes it.
    pub fn workshop(&self) -> PathBuf {
        beside(&self.file, ".restoring")
    }

    /// Puts the file `ready` into the place, by one rename. Books that are there are copied before, to a file beside them
    /// whose name says before `what`, and whose path is returned.
    ///
    /// # Errors
    /// [`DbError::File`] or another fault: the books are as before.
    pub async fn put(&self, ready: &Path, what: &str) -> Result<Option<PathBuf>, DbError> {
        let copy = match self.has_books() {
            true => Some(self.copy_and_settle(what).await?),
            false => None,
        };
        self.refuse_log()?;
        sync(ready)?;
        rename(ready, &self.file)?;
        Ok(copy)
    }

    /// Renames the books to `cambista.<what>.db`, so that no desk opens on them.
    ///
    /// # Errors
    /// [`DbError::File`] or another fault: the books are as before.
    pub async fn move_away(&self, what: &str) -> Result<PathBuf, DbError> {
        let away = self.file.with_extension(format!("{what}.db"));
        if away.exists() {
            return Err(fault(&away, "it is there already: move it to another place"));
        }
        let mut connection = sqlite_file::connect(&self.file, IfMissing::Refuse).await?;
        self.settle(&mut connection).await?;
        connection.close().await?;
        self.refuse_log()?;
        rename(&self.file, &away)?;
        Ok(away)
    }

    async fn copy_and_settle(&self, what: &str) -> Result<PathBuf, DbError> {
        let mut connection = sqlite_file::connect(&self.file, IfMissing::Refuse).await?;
        // In the workshop until it is whole: what a killed process leaves there is removed by the next one.
        let ready = self.workshop().join("before.db");
        copy_into(&mut connection, &ready).await?;
        let copy = self.file.with_extension(format!("before-{what}.db"));
        rename(&ready, &copy)?;
        self.settle(&mut connection).await?;
        connection.close().await?;
        Ok(copy)
    }

    /// Brings everything from the write-ahead log into the file and ends the log: the log of one file would be applied
    /// to whatever file has its name.
    async fn settle(&self, connection: &mut AnyConnection) -> Result<(), DbError> {
        let set: Result<(String,), sqlx::Error> = sqlx::query_as("pragma journal_mode = delete")
            .fetch_one(connection)
            .await;
        match set {
            Ok((mode,)) if mode == "delete" => Ok(()),
            Ok(_) | Err(sqlx::Error::Database(_)) => Err(fault(
                &self.file,
                "another program has it open (Litestream, sqlite3): stop that program first",
            )),
            Err(error) => Err(error.into()),
        }
    }

    fn refuse_log(&self) -> Result<(), DbError> {
        let log = beside(&self.file, "-wal");
        if log.exists() {
            return Err(fault(
                &log,
                "it is left from other books and would be applied to these: move it to another place",
            ));
        }
        Ok(())
    }
}

fn path_of(url: &str) -> Result<PathBuf, DbError> {
    match Address::read(url)? {
        Address::Sqlite(path) => Ok(path),
        Address::Postgres(server) => Err(DbError::BadUrl {
            address: server.place,
            why: "this needs books in a file, sqlite://FILE".to_owned(),
        }),
    }
}

fn remove_if_there(path: &Path) -> Result<(), DbError> {
    match std::fs::remove_file(path) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(fault(path, cause)),
        _ => Ok(()),
    }
}

fn sync(path: &Path) -> Result<(), DbError> {
    let synced = std::fs::File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|cause| fault(path, cause))
}

/// Renames a file, and has its new name on disk.
fn rename(from: &Path, to: &Path) -> Result<(), DbError> {
    std::fs::rename(from, to).map_err(|cause| fault(to, cause))?;
    match to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => sync(folder),
        None => sync(Path::new(".")),
    }
}

fn fault(path: &Path, cause: impl ToString) -> DbError {
    DbError::File {
        path: path.display().to_string(),
        cause: cause.to_string(),
    }
}
