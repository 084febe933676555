//! Opening and closing the database.

use std::path::PathBuf;
use std::sync::{Arc, Once};
use std::time::Duration;

use sqlx::{AnyPool, Connection as _};

use super::address::{Address, Server};
use super::file_guard::FileGuard;
use super::file_lock::FileLock;
use super::options::{DbOptions, Durability, Engine, IfMissing};
use super::postgres_unit::PostgresUnit;
use super::presence::{Company, Presence};
use super::sequences::Sequences;
use super::voice::{Grip, Voice};
use super::wake::{Kept, Wake};
use super::writer::{GroupLimits, Writer};
use super::{DbError, Reader, Tx, migrations, sqlite_file};
use crate::meters::CommitMeters;

/// The desk's database. Clones share it.
#[derive(Clone)]
pub struct Db {
    shared: Arc<Shared>,
}

struct Shared {
    backend: Backend,
    readers: AnyPool,
    sequences: Arc<Sequences>,
    /// Rung after the commit of each unit that asked for it ([`Tx::wake_when_kept`]).
    kept: Wake,
    meters: CommitMeters,
}

enum Backend {
    Sqlite {
        writer: Writer,
        guard: Arc<FileGuard>,
    },
    Postgres {
        pool: AnyPool,
        server: Arc<Server>,
        presence: Presence,
        voice: Arc<Voice>,
    },
}

impl Db {
    /// Opens the database and migrates its schema. On SQLite it also takes the file's lock and starts the writer.
    ///
    /// # Errors
    /// [`DbError::BadUrl`], [`DbError::NoBooks`], [`DbError::AlreadyOpen`], [`DbError::SchemaTooNew`],
    /// [`DbError::Unreachable`], [`DbError::NotDurable`], [`DbError::Pooler`], [`DbError::ReadOnly`], or another fault.
    pub async fn open(options: &DbOptions) -> Result<Self, DbError> {
        install_drivers();
        match Address::read(&options.url)? {
            Address::Sqlite(path) => Self::open_sqlite(&path, options).await,
            Address::Postgres(server) => Self::open_postgres(server, options).await,
        }
    }

    async fn open_sqlite(typed: &std::path::Path, options: &DbOptions) -> Result<Self, DbError> {
        let file = sqlite_file::resolve(typed, options.if_missing)?;
        let lock = FileLock::take(&file).await?;
        let mut connection = sqlite_file::connect(&file, options.if_missing).await?;
        let place = file.display().to_string();
        migrations::check_books(&mut connection, &place, options.if_missing).await?;
        sqlx::raw_sql(sqlite_file::WRITER).execute(&mut connection).await?;
        migrations::run_sqlite(&mut connection, &file).await?;
        let sequences = Arc::new(Sequences::read(&mut connection).await?);
        let kept = Wake::new();
        let limits = GroupLimits {
            units_max: options.group_max.max(1),
            wait_max: Duration::from_micros(options.group_wait_max_us),
        };
        let guard = Arc::new(FileGuard::on(&file, lock.path())?);
        let meters = CommitMeters::default();
        let told = (kept.clone(), meters.clone());
        let writer = Writer::start(connection, (lock, guard.clone()), limits, told);
        let readers = sqlite_file::readers(&file, options.readers_max).await?;
        let backend = Backend::Sqlite { writer, guard };
        Ok(Self::on(backend, readers, sequences, (kept, meters)))
    }

    async fn open_postgres(server: Server, options: &DbOptions) -> Result<Self, DbError> {
        server.check_sessions().await?;
        let mut connection = server.connect_to_primary(options.durability).await?;
        migrations::check_books(&mut connection, &server.place, options.if_missing).await?;
        migrations::run_postgres(&mut connection).await?;
        drop(connection);
        let (pool, server) = (server.pool(options)?, Arc::new(server));
        let backend = Backend::Postgres {
            pool: pool.clone(),
            presence: Presence::on(server.clone()),
            voice: Arc::new(Voice::on(server.clone())),
            server,
        };
        let told = (Wake::new(), CommitMeters::default());
        Ok(Self::on(backend, pool, Arc::new(Sequences::default()), told))
    }

    fn on(backend: Backend, readers: AnyPool, sequences: Arc<Sequences>, (kept, meters): (Wake, CommitMeters)) -> Self {
        Self {
            shared: Arc::new(Shared {
                backend,
                readers,
                sequences,
                kept,
                meters,
            }),
        }
    }

    /// Copies the books of an SQLite address to a file beside them, whose name says before `what`; `None` on PostgreSQL,
    /// whose server makes its own copies. The caller keeps others from writing, by the open [`Db`].
    ///
    /// # Errors
    /// [`DbError::File`], or another fault: there is no copy then.
    pub async fn back_up(url: &str, what: &str) -> Result<Option<PathBuf>, DbError> {
        let Address::Sqlite(path) = Address::read(url)? else {
            return Ok(None);
        };
        let file = sqlite_file::resolve(&path, IfMissing::Refuse)?;
        let mut connection = sqlite_file::connect(&file, IfMissing::Refuse).await?;
        let copy = migrations::back_up(&mut connection, &file, what).await?;
        connection.close().await?;
        Ok(Some(copy))
    }

    /// Opens the database for reading only, while other processes may write: it migrates nothing and takes no lock.
    ///
    /// # Errors
    /// [`DbError::NoBooks`]; [`DbError::SchemaTooOld`] or [`DbError::SchemaTooNew`] when the schema is not the one this
    /// binary knows.
    pub async fn open_snapshot(url: &str) -> Result<Reader, DbError> {
        install_drivers();
        let (mut connection, engine, place) = match Address::read(url)? {
            Address::Sqlite(path) => {
                let file = sqlite_file::resolve(&path, IfMissing::Refuse)?;
                let mut connection = sqlite_file::connect(&file, IfMissing::Refuse).await?;
                sqlx::raw_sql(sqlite_file::READER).execute(&mut connection).await?;
                (connection, Engine::Sqlite, file.display().to_string())
            }
            Address::Postgres(server) => {
                server.check_sessions().await?;
                let connection = server.connect(Durability::Relaxed).await?;
                (connection, Engine::Postgres, server.place)
            }
        };
        migrations::check_books(&mut connection, &place, IfMissing::Refuse).await?;
        migrations::check(&mut connection).await?;
        sqlx::raw_sql(stand_still(engine)).execute(&mut connection).await?;
        Ok(Reader::own(connection))
    }

    pub fn engine(&self) -> Engine {
        match self.shared.backend {
            Backend::Sqlite { .. } => Engine::Sqlite,
            Backend::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Starts a unit of work.
    pub async fn begin(&self) -> Result<Tx, DbError> {
        let begun = self.begin_uncounted().await;
        begun.inspect_err(|fault| self.shared.meters.note_refused(fault.unit_refusal()))
    }

    async fn begin_uncounted(&self) -> Result<Tx, DbError> {
        let (sequences, meters) = (self.shared.sequences.clone(), self.shared.meters.clone());
        match &self.shared.backend {
            Backend::Sqlite { writer, .. } => Ok(Tx::sqlite(writer.begin().await?, sequences, meters)),
            Backend::Postgres {
                pool, server, voice, ..
            } => {
                let unit = PostgresUnit::begin(pool, server).await?;
                let told = (self.shared.kept.clone(), meters);
                Ok(Tx::postgres(unit, sequences, told, voice.clone()))
            }
        }
    }

    /// What commits cost, and what was not kept.
    pub fn meters(&self) -> CommitMeters {
        self.shared.meters.clone()
    }

    /// A connection for reading committed data.
    ///
    /// # Errors
    /// [`DbError::Unreachable`]; [`DbError::FileGone`], because a new connection opens the file by its name and would
    /// read another file.
    pub async fn reader(&self) -> Result<Reader, DbError> {
        let readers = &self.shared.readers;
        match &self.shared.backend {
            Backend::Sqlite { guard, .. } => {
                guard.check()?;
                Ok(Reader::pooled(readers.acquire().await?))
            }
            Backend::Postgres { server, .. } => {
                let connection = readers.acquire().await.map_err(|error| server.fault(error))?;
                Ok(Reader::lent(connection))
            }
        }
    }

    /// The highest migration in the database, read now. Probes use it to check that the database answers and takes
    /// writes.
    ///
    /// # Errors
    /// [`DbError::ReadOnly`] for a server that became a standby.
    pub async fn schema_version(&self) -> Result<i64, DbError> {
        let mut reader = self.reader().await?;
        let connection = super::Source::conn(&mut reader);
        if let Backend::Postgres { server, .. } = &self.shared.backend {
            server.check_writable(connection).await?;
        }
        migrations::found_version(connection).await
    }

    /// A reader that sees a single moment of the database. It occupies one of the reading connections until it is
    /// dropped.
    pub async fn snapshot(&self) -> Result<Reader, DbError> {
        let (readers, begin) = (self.shared.readers.clone(), stand_still(self.engine()));
        // In a task of its own: a caller that is dropped must not interrupt BEGIN halfway.
        let begun = tokio::spawn(async move { readers.begin_with(begin).await });
        let begun = begun.await.map_err(|_| DbError::Closed)?;
        Ok(Reader::still(begun.map_err(|error| self.fault(error))?))
    }

    /// Adds the server's name to the error, on PostgreSQL.
    fn fault(&self, error: sqlx::Error) -> DbError {
        match &self.shared.backend {
            Backend::Sqlite { .. } => DbError::from(error),
            Backend::Postgres { server, .. } => server.fault(error),
        }
    }

    /// Takes the presence lock, which this process holds until the database is closed, and says whether other processes
    /// keep this desk open. The first process holds it exclusively: others wait until it calls [`Db::let_others_in`].
    pub async fn enter(&self) -> Result<Company, DbError> {
        match &self.shared.backend {
            Backend::Sqlite { .. } => Ok(Company::Alone),
            Backend::Postgres { presence, .. } => presence.enter().await,
        }
    }

    /// Lets other processes start. The process that found itself alone calls this after the work that it must do alone.
    pub async fn let_others_in(&self) -> Result<(), DbError> {
        match &self.shared.backend {
            Backend::Sqlite { .. } => Ok(()),
            Backend::Postgres { presence, .. } => presence.open_door().await,
        }
    }

    /// Takes the presence lock again when the server lost it. A process that called [`Db::enter`] calls this every few
    /// seconds.
    pub async fn stay(&self) -> Result<(), DbError> {
        match &self.shared.backend {
            Backend::Sqlite { .. } => Ok(()),
            Backend::Postgres { presence, .. } => presence.renew().await,
        }
    }

    /// Whether other processes keep this desk open. Only a process that called [`Db::enter`] can be [`Company::Alone`].
    pub async fn company(&self) -> Result<Company, DbError> {
        match &self.shared.backend {
            Backend::Sqlite { .. } => Ok(Company::Alone),
            Backend::Postgres { presence, .. } => presence.company().await,
        }
    }

    /// Releases the presence lock before the database is closed.
    pub async fn leave(&self) {
        match &self.shared.backend {
            Backend::Sqlite { .. } => {}
            Backend::Postgres { presence, .. } => presence.leave().await,
        }
    }

    /// Asks for the voice in Discord, or proves that this process still has it ([`super::voice`]). A process that answers
    /// in Discord calls this every second. On SQLite it always has the voice.
    ///
    /// # Errors
    /// A fault: this process does not have the voice now.
    pub async fn hold_voice(&self) -> Result<Grip, DbError> {
        match &self.shared.backend {
            Backend::Sqlite { .. } => Ok(Grip::ALONE),
            Backend::Postgres { voice, .. } => voice.hold().await,
        }
    }

    /// Gives the voice to another process.
    pub async fn give_up_voice(&self) {
        match &self.shared.backend {
            Backend::Sqlite { .. } => {}
            Backend::Postgres { voice, .. } => voice.leave().await,
        }
    }

    /// Subscribes to the units that ask to wake somebody ([`Tx::wake_when_kept`]) and are on disk, from now on.
    pub fn kept(&self) -> Kept {
        self.shared.kept.listen()
    }

    /// Waits for the readers and the running units, then closes the database, so that the file can be opened again at
    /// once. Without this call the database closes by itself shortly after its last clone and its last unit are
    /// dropped.
    pub async fn close(&self) {
        self.shared.readers.close().await;
        match &self.shared.backend {
            Backend::Sqlite { writer, .. } => writer.close().await,
            Backend::Postgres {
                pool, presence, voice, ..
            } => {
                pool.close().await;
                voice.leave().await;
                presence.leave().await;
            }
        }
    }
}

pub(super) fn install_drivers() {
    static DRIVERS: Once = Once::new();
    DRIVERS.call_once(sqlx::any::install_default_drivers);
}

/// The statement that begins a snapshot: everything after the first read comes from the same moment.
fn stand_still(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "begin",
        Engine::Postgres => "begin isolation level repeatable read read only",
    }
}
