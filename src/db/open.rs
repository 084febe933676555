//! Opening and closing the database.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::pool::PoolOptions;
use sqlx::{Any, AnyConnection, AnyPool, Connection};

use super::file_lock::FileLock;
use super::migrations;
use super::presence::{Company, Presence};
use super::sequences::Sequences;
use super::wake::{Kept, Wake};
use super::writer::{GroupLimits, Writer};
use super::{DbError, Reader, Tx};

/// Which database stands behind the driver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// How to open the database (`[database]` in config/cambista.toml).
#[derive(Debug, Clone)]
pub struct DbOptions {
    /// `sqlite://FILE` or `postgres://…`.
    pub url: String,
    /// Reading connections to SQLite.
    pub readers_max: u32,
    /// Units of work that may share one COMMIT on SQLite.
    pub group_max: usize,
    /// How long a group may wait for company, in microseconds.
    pub group_wait_max_us: u64,
    /// Connections to PostgreSQL, beside the one of [`Db::enter`].
    pub postgres_connections_max: u32,
}

impl DbOptions {
    /// The defaults of config/cambista.toml for a database address.
    pub fn at(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            readers_max: 4,
            group_max: 256,
            group_wait_max_us: 500,
            postgres_connections_max: 8,
        }
    }
}

/// The desk's database. Clones share it.
#[derive(Clone)]
pub struct Db {
    shared: Arc<Shared>,
}

struct Shared {
    backend: Backend,
    readers: AnyPool,
    sequences: Arc<Sequences>,
    /// Woken when a unit that asked for it is on disk ([`Tx::wake_when_kept`]).
    kept: Wake,
}

enum Backend {
    Sqlite(Writer),
    Postgres { pool: AnyPool, presence: Presence },
}

/// What every connection to SQLite is told: readers do not block the writer, and a commit is on disk when it returns.
/// Without `recursive_triggers` an `insert or replace` would slip past the triggers that keep the journal.
const SQLITE_WRITER: &str = "pragma busy_timeout = 5000; pragma journal_mode = wal; pragma synchronous = full; \
     pragma foreign_keys = on; pragma recursive_triggers = on; pragma wal_autocheckpoint = 1000; \
     pragma cache_size = -65536; pragma temp_store = memory";
const SQLITE_READER: &str = "pragma busy_timeout = 5000; pragma query_only = on; pragma cache_size = -16384";

impl Db {
    /// Opens the database, brings its schema up to date and starts the writer.
    ///
    /// # Errors
    /// [`DbError::BadUrl`], [`DbError::AlreadyOpen`], [`DbError::SchemaTooNew`], or a fault of the database.
    pub async fn open(options: &DbOptions) -> Result<Self, DbError> {
        install_drivers();
        match engine_of(&options.url)? {
            Engine::Sqlite => Self::open_sqlite(options).await,
            Engine::Postgres => Self::open_postgres(options).await,
        }
    }

    async fn open_sqlite(options: &DbOptions) -> Result<Self, DbError> {
        let path = sqlite_path(&options.url)?;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|cause| DbError::File {
                path: folder.display().to_string(),
                cause: cause.to_string(),
            })?;
        }
        let lock = FileLock::take(&path).await?;
        let mut connection = connect_sqlite(&path, SQLITE_WRITER).await?;
        migrations::run_sqlite(&mut connection, &path).await?;
        let sequences = Arc::new(Sequences::read(&mut connection).await?);
        let kept = Wake::new();
        let limits = GroupLimits {
            units_max: options.group_max.max(1),
            wait_max: Duration::from_micros(options.group_wait_max_us),
        };
        let writer = Writer::start(connection, lock, limits, kept.clone());
        let readers = sqlite_readers(&path, options.readers_max).await?;
        let backend = Backend::Sqlite(writer);
        Ok(Self {
            shared: Arc::new(Shared {
                backend,
                readers,
                sequences,
                kept,
            }),
        })
    }

    async fn open_postgres(options: &DbOptions) -> Result<Self, DbError> {
        let pool = AnyPoolOptions::new()
            .max_connections(options.postgres_connections_max)
            .acquire_timeout(Duration::from_secs(30))
            .connect(&options.url)
            .await?;
        let mut connection = pool.acquire().await?;
        migrations::run_postgres(&mut connection).await?;
        drop(connection);
        let backend = Backend::Postgres {
            pool: pool.clone(),
            presence: Presence::on(&options.url),
        };
        let sequences = Arc::new(Sequences::default());
        let kept = Wake::new();
        Ok(Self {
            shared: Arc::new(Shared {
                backend,
                readers: pool,
                sequences,
                kept,
            }),
        })
    }

    /// Opens for reading only, beside whoever writes: nothing is migrated and nothing is locked.
    ///
    /// # Errors
    /// [`DbError::SchemaTooOld`] or [`DbError::SchemaTooNew`] when the schema is not this binary's.
    pub async fn open_snapshot(url: &str) -> Result<Reader, DbError> {
        install_drivers();
        let mut connection = match engine_of(url)? {
            Engine::Sqlite => {
                let path = sqlite_path(url)?;
                if !path.exists() {
                    return Err(DbError::File {
                        path: path.display().to_string(),
                        cause: "no such file".into(),
                    });
                }
                connect_sqlite(&path, SQLITE_READER).await?
            }
            Engine::Postgres => AnyConnection::connect(url).await?,
        };
        migrations::check(&mut connection).await?;
        sqlx::raw_sql(stand_still(engine_of(url)?))
            .execute(&mut connection)
            .await?;
        Ok(Reader::own(connection))
    }

    pub fn engine(&self) -> Engine {
        match self.shared.backend {
            Backend::Sqlite(_) => Engine::Sqlite,
            Backend::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Starts a unit of work.
    pub async fn begin(&self) -> Result<Tx, DbError> {
        let sequences = self.shared.sequences.clone();
        match &self.shared.backend {
            Backend::Sqlite(writer) => Ok(Tx::sqlite(writer.begin().await?, sequences)),
            Backend::Postgres { pool, .. } => {
                let pool = pool.clone();
                // In a task of its own: a caller that is dropped must not leave half a BEGIN on the wire.
                let begun = tokio::spawn(async move { pool.begin().await });
                let transaction = begun.await.map_err(|_| DbError::Closed)??;
                Ok(Tx::postgres(transaction, sequences, self.shared.kept.clone()))
            }
        }
    }

    /// A connection for reading what is committed.
    pub async fn reader(&self) -> Result<Reader, DbError> {
        Ok(Reader::pooled(self.shared.readers.acquire().await?))
    }

    /// The highest migration in the database, read now: it also tells whether the database answers.
    pub async fn schema_version(&self) -> Result<i64, DbError> {
        let mut reader = self.reader().await?;
        migrations::found_version(super::Source::conn(&mut reader)).await
    }

    /// A reader that sees one moment for as long as it lives. It holds one of the readers' connections until it is dropped.
    pub async fn snapshot(&self) -> Result<Reader, DbError> {
        let (readers, begin) = (self.shared.readers.clone(), stand_still(self.engine()));
        // In a task of its own: a caller that is dropped must not leave half a BEGIN on the wire.
        let begun = tokio::spawn(async move { readers.begin_with(begin).await });
        Ok(Reader::still(begun.await.map_err(|_| DbError::Closed)??))
    }

    /// Takes a place among the processes that keep this desk open, until the database is closed, and says whether any other
    /// is there. Who is alone is followed by nobody until [`Db::let_others_in`].
    pub async fn enter(&self) -> Result<Company, DbError> {
        match &self.shared.backend {
            Backend::Sqlite(_) => Ok(Company::Alone),
            Backend::Postgres { presence, .. } => presence.enter().await,
        }
    }

    /// To be called by who was alone, when what had to be done alone is done.
    pub async fn let_others_in(&self) -> Result<(), DbError> {
        match &self.shared.backend {
            Backend::Sqlite(_) => Ok(()),
            Backend::Postgres { presence, .. } => presence.open_door().await,
        }
    }

    /// Takes the place again when the server lost it. To be called every few seconds by who entered.
    pub async fn stay(&self) -> Result<(), DbError> {
        match &self.shared.backend {
            Backend::Sqlite(_) => Ok(()),
            Backend::Postgres { presence, .. } => presence.renew().await,
        }
    }

    /// Whether any other process keeps this desk open, for one that entered itself; one that did not always has company.
    pub async fn company(&self) -> Result<Company, DbError> {
        match &self.shared.backend {
            Backend::Sqlite(_) => Ok(Company::Alone),
            Backend::Postgres { presence, .. } => presence.company().await,
        }
    }

    /// Gives the place up before the database is closed.
    pub async fn leave(&self) {
        match &self.shared.backend {
            Backend::Sqlite(_) => {}
            Backend::Postgres { presence, .. } => presence.leave().await,
        }
    }

    /// Hears of units from now on that asked for it ([`Tx::wake_when_kept`]) and are on disk.
    pub fn kept(&self) -> Kept {
        self.shared.kept.listen()
    }

    /// Waits for the readers and the units under way, then closes: the file may be opened again at once. Without it
    /// the database closes by itself a moment after its last clone and its last unit are dropped.
    pub async fn close(&self) {
        self.shared.readers.close().await;
        match &self.shared.backend {
            Backend::Sqlite(writer) => writer.close().await,
            Backend::Postgres { pool, presence } => {
                pool.close().await;
                presence.leave().await;
            }
        }
    }
}

fn install_drivers() {
    static DRIVERS: Once = Once::new();
    DRIVERS.call_once(sqlx::any::install_default_drivers);
}

fn engine_of(url: &str) -> Result<Engine, DbError> {
    if url.starts_with("sqlite:") {
        Ok(Engine::Sqlite)
    } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        Ok(Engine::Postgres)
    } else {
        // The address may hold a password: only its scheme is repeated.
        Err(DbError::BadUrl(url.split(':').next().unwrap_or_default().to_owned()))
    }
}

/// The file of `sqlite://FILE`. A database in memory is refused: readers would not see what the writer writes.
fn sqlite_path(url: &str) -> Result<PathBuf, DbError> {
    let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
    let path = path.split('?').next().unwrap_or_default();
    if path.is_empty() || path.contains(":memory:") {
        return Err(DbError::BadUrl(url.to_owned()));
    }
    Ok(PathBuf::from(path))
}

async fn connect_sqlite(path: &Path, pragmas: &'static str) -> Result<AnyConnection, DbError> {
    let mut connection = AnyConnection::connect(&sqlite_url(path)).await?;
    sqlx::raw_sql(pragmas).execute(&mut connection).await?;
    Ok(connection)
}

fn sqlite_url(path: &Path) -> String {
    format!("sqlite://{}?mode=rwc", path.display())
}

async fn sqlite_readers(path: &Path, connections_max: u32) -> Result<AnyPool, DbError> {
    let options: PoolOptions<Any> = AnyPoolOptions::new()
        .max_connections(connections_max.max(1))
        // A file does not hang up; asking first would double the cost of a read.
        .test_before_acquire(false)
        .after_connect(|connection: &mut AnyConnection, _| {
            Box::pin(async move {
                sqlx::raw_sql(SQLITE_READER).execute(connection).await?;
                Ok(())
            })
        });
    Ok(options.connect(&sqlite_url(path)).await?)
}

/// What begins a snapshot: all that is read after its first statement is of one moment.
fn stand_still(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "begin",
        Engine::Postgres => "begin isolation level repeatable read read only",
    }
}
