//! Connections to PostgreSQL: with time limits, errors that name the server, and the session settings for durability.

use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::pool::{PoolConnection, PoolOptions};
use sqlx::{Any, AnyConnection, AnyPool, AssertSqlSafe, Connection};
use tokio::time::Instant;

use super::address::Server;
use super::{DbError, DbOptions, Durability};

/// How long connecting may take before it fails with an error that names the server.
const CONNECT_MAX: Duration = Duration::from_secs(5);
/// How long a caller waits for a connection of the pool.
const ACQUIRE_MAX: Duration = Duration::from_secs(4);
/// The pause before another attempt to connect to a server that is starting up, or before looking again whether a standby
/// became the primary.
const ASK_AGAIN_AFTER: Duration = Duration::from_millis(200);
/// How long the last statement of a connection may take before the connection is closed instead of returned to the
/// pool.
const RETURN_MAX: Duration = Duration::from_secs(5);

/// Sets `synchronous_commit` to `on` for this session when it is `off`. `local`, `remote_write`, `on` and
/// `remote_apply` stay: with each of them a commit is on the server's disk, and which standby it waits for is the
/// operator's choice.
const DURABLE: &str =
    "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";
/// A unit awaits only the database. A session that is idle inside a transaction has therefore lost its client, and must
/// release its locks before the next attempt stops waiting for them. `lock_timeout` is shorter than the client's own
/// limit, so that the client gets an answer.
const BOUNDED: &str = "set idle_in_transaction_session_timeout = '20s'; set lock_timeout = '8s'";

/// Settings that are checked before the desk uses a server.
struct Settings {
    synchronous_commit: String,
    fsync: String,
    full_page_writes: String,
    read_only: String,
    is_standby: bool,
}

impl Server {
    /// Connects, and sets what durability needs.
    ///
    /// # Errors
    /// [`DbError::Unreachable`] within [`CONNECT_MAX`]; [`DbError::Pooler`].
    pub(super) async fn connect(&self, durability: Durability) -> Result<AnyConnection, DbError> {
        let until = Instant::now() + CONNECT_MAX;
        let mut connection = loop {
            match tokio::time::timeout_at(until, AnyConnection::connect(&self.url)).await {
                Ok(Ok(connection)) => break connection,
                Ok(Err(error)) if is_starting(&error) && Instant::now() + ASK_AGAIN_AFTER < until => {
                    tokio::time::sleep(ASK_AGAIN_AFTER).await;
                }
                Ok(Err(error)) => return Err(self.fault(error)),
                Err(_late) => return Err(self.unreachable(format!("no answer within {CONNECT_MAX:?}"))),
            }
        };
        if durability == Durability::Required {
            sqlx::raw_sql(DURABLE).execute(&mut connection).await?;
        }
        Ok(connection)
    }

    /// The pool for units and readers. It connects only when a connection is needed.
    pub(super) fn pool(&self, options: &DbOptions) -> Result<AnyPool, DbError> {
        let durable = match options.durability {
            Durability::Required => DURABLE,
            Durability::Relaxed => "",
        };
        let pool: PoolOptions<Any> = AnyPoolOptions::new()
            .max_connections(options.postgres_connections_max)
            .acquire_timeout(ACQUIRE_MAX)
            .after_connect(move |connection: &mut AnyConnection, _| {
                Box::pin(async move {
                    // Safe: both texts are constants of this file.
                    let told = AssertSqlSafe(format!("{BOUNDED}; {durable}"));
                    sqlx::raw_sql(told).execute(connection).await?;
                    Ok(())
                })
            });
        pool.connect_lazy(&self.url).map_err(|error| self.fault(error))
    }

    /// Connects to a server that takes writes. During a failover a proxy may lead to the standby for a moment, so this is
    /// tried for as long as connecting may take.
    ///
    /// # Errors
    /// As [`Server::connect`] and [`Server::check`].
    pub(super) async fn connect_to_primary(&self, durability: Durability) -> Result<AnyConnection, DbError> {
        let until = Instant::now() + CONNECT_MAX;
        loop {
            let mut connection = self.connect(durability).await?;
            match self.check(&mut connection, durability).await {
                Ok(()) => return Ok(connection),
                Err(DbError::ReadOnly(_)) if Instant::now() + ASK_AGAIN_AFTER < until => {
                    tokio::time::sleep(ASK_AGAIN_AFTER).await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Refuses a server that takes no writes, and a server that may lose acknowledged commits, unless `durability` is
    /// relaxed.
    async fn check(&self, connection: &mut AnyConnection, durability: Durability) -> Result<(), DbError> {
        let found = settings(connection).await?;
        if found.is_standby || found.read_only == "on" {
            return Err(DbError::ReadOnly(self.read_only(found.is_standby)));
        }
        let asked = [
            ("fsync", &found.fsync, found.fsync == "off"),
            (
                "full_page_writes",
                &found.full_page_writes,
                found.full_page_writes == "off",
            ),
            (
                "synchronous_commit",
                &found.synchronous_commit,
                found.synchronous_commit == "off",
            ),
        ];
        for (setting, value, is_off) in asked {
            if !is_off {
                continue;
            }
            match durability {
                Durability::Required => {
                    return Err(DbError::NotDurable {
                        server: self.name.clone(),
                        setting,
                        value: value.clone(),
                    });
                }
                Durability::Relaxed => tracing::warn!(
                    setting,
                    value,
                    "database.durability is \"relaxed\": a crash of the server MAY LOSE what people were told is saved"
                ),
            }
        }
        Ok(())
    }

    /// # Errors
    /// [`DbError::ReadOnly`] when the server would refuse writes now.
    pub(super) async fn check_writable(&self, connection: &mut AnyConnection) -> Result<(), DbError> {
        let found = settings(connection).await?;
        if found.is_standby || found.read_only == "on" {
            return Err(DbError::ReadOnly(self.read_only(found.is_standby)));
        }
        Ok(())
    }

    fn read_only(&self, is_standby: bool) -> String {
        let name = &self.name;
        if is_standby {
            format!("PostgreSQL at {name} is a standby (pg_is_in_recovery); name the primary in DATABASE_URL")
        } else {
            format!("PostgreSQL at {name} has default_transaction_read_only = on; set it off")
        }
    }

    /// Turns a driver's error into one that names the server.
    pub(super) fn fault(&self, error: sqlx::Error) -> DbError {
        let unsupported = error
            .as_database_error()
            .map(|error| error.message())
            .filter(|message| message.contains("unsupported startup parameter"));
        if let Some(message) = unsupported {
            return DbError::Pooler {
                server: self.name.clone(),
                found: message.to_owned(),
                change:
                    "set `ignore_startup_parameters = extra_float_digits` and `pool_mode = session` in pgbouncer.ini"
                        .to_owned(),
            };
        }
        match error {
            sqlx::Error::PoolTimedOut => self.unreachable(format!(
                "no connection within {ACQUIRE_MAX:?}: no answer, or all of them are in use"
            )),
            sqlx::Error::PoolClosed => DbError::Closed,
            sqlx::Error::Database(error) => self.unreachable(error.message().to_owned()),
            other => self.unreachable(other.to_string()),
        }
    }

    fn unreachable(&self, cause: String) -> DbError {
        DbError::Unreachable {
            server: self.name.clone(),
            cause,
        }
    }
}

/// Whether another attempt may succeed soon: the server starts up, or a proxy before it (HAProxy) has no server yet. Such a
/// proxy accepts the connection and closes it, which the driver reports as an end or as an answer of a zero byte.
fn is_starting(error: &sqlx::Error) -> bool {
    use std::io::ErrorKind::{ConnectionRefused, ConnectionReset, UnexpectedEof};
    match error {
        sqlx::Error::Io(error) => matches!(error.kind(), ConnectionRefused | ConnectionReset | UnexpectedEof),
        sqlx::Error::Protocol(said) => said.contains("unexpected response from SSLRequest: 0x00"),
        sqlx::Error::Database(error) => error.code().is_some_and(|code| code == "57P03"),
        _ => false,
    }
}

async fn settings(connection: &mut AnyConnection) -> Result<Settings, DbError> {
    let row: (String, String, String, String, String) = sqlx::query_as(
        "select current_setting('synchronous_commit'), current_setting('fsync'), current_setting('full_page_writes'),
                current_setting('transaction_read_only'), cast(pg_is_in_recovery() as text)",
    )
    .fetch_one(connection)
    .await?;
    let (synchronous_commit, fsync, full_page_writes, read_only, is_standby) = row;
    Ok(Settings {
        synchronous_commit,
        fsync,
        full_page_writes,
        read_only,
        is_standby: is_standby == "true",
    })
}

/// A connection of the pool, lent to a reader. Returning it has a time limit, so that a dead network does not use up
/// the pool.
pub(super) struct Lent(Option<PoolConnection<Any>>);

impl Lent {
    pub(super) fn new(connection: PoolConnection<Any>) -> Lent {
        Lent(Some(connection))
    }

    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        self.0.as_mut().expect("it is here until it is dropped")
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(connection) = self.0.take() {
            bring_home(connection, "");
        }
    }
}

/// Executes `last` and returns the connection to the pool. When it does not answer in time, or fails, it is closed,
/// which ends its session and transaction.
pub(super) fn bring_home(connection: PoolConnection<Any>, last: &'static str) {
    // There is no runtime any more when the process is ending.
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        drop(connection.detach());
        return;
    };
    runtime.spawn(async move {
        let mut connection = connection;
        match tokio::time::timeout(RETURN_MAX, sqlx::raw_sql(last).execute(&mut *connection)).await {
            Ok(Ok(_)) => {}
            Ok(Err(_)) | Err(_) => drop(connection.detach()),
        }
    });
}
