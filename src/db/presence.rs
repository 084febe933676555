//! Finds out whether other processes keep this desk open. On SQLite there are none: the file's lock prevents it. On
//! PostgreSQL every process holds one advisory lock, shared, on a connection of its own. A process that gets it
//! exclusively is alone. The server releases the lock when a process dies.

use std::sync::Arc;
use std::time::Duration;

use sqlx::{AnyConnection, Connection};
use tokio::sync::Mutex;

use super::address::Server;
use super::{DbError, advisory};

/// The key of the advisory lock. Any number that no other advisory lock of the desk uses.
const LOCK: i64 = 0x6361_6d62_6865_7265;
/// How long the server may take to answer a ping before a new connection is made.
const ANSWER_MAX: Duration = Duration::from_secs(5);
/// How long a starting process waits while the first one holds the lock exclusively, which takes one unit of work.
/// After that it fails.
const DOOR_MAX: &str = "set lock_timeout = '30s'";

/// Whether other processes keep the same desk open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Company {
    Alone,
    Others,
}

/// The presence lock of this process. When the server drops the connection without notice, [`Presence::renew`] takes
/// the lock again; a process that starts before that believes it is alone.
pub(super) struct Presence {
    server: Arc<Server>,
    /// `None` when this process never took the lock: it only uses the database.
    held: Mutex<Option<AnyConnection>>,
}

impl Presence {
    pub(super) fn on(server: Arc<Server>) -> Presence {
        Presence {
            server,
            held: Mutex::new(None),
        }
    }

    /// Takes the lock until [`Presence::leave`]. A process that is alone holds it exclusively until
    /// [`Presence::open_door`]; processes that start in the meantime wait for that.
    pub(super) async fn enter(&self) -> Result<Company, DbError> {
        let mut held = self.held.lock().await;
        let mut connection = match held.take() {
            Some(connection) => connection,
            None => advisory::connect(&self.server, DOOR_MAX).await?,
        };
        let alone = advisory::try_hold(&mut connection, LOCK).await?;
        if !alone {
            advisory::share(&mut connection, LOCK).await?;
        }
        *held = Some(connection);
        Ok(if alone { Company::Alone } else { Company::Others })
    }

    /// Turns the exclusive lock into a shared one, so that other processes can start.
    pub(super) async fn open_door(&self) -> Result<(), DbError> {
        if let Some(connection) = self.held.lock().await.as_mut() {
            advisory::share(connection, LOCK).await?;
            sqlx::query("select pg_advisory_unlock($1)")
                .bind(LOCK)
                .execute(connection)
                .await?;
        }
        Ok(())
    }

    /// Whether other processes hold the lock. A process that does not hold it cannot tell, and gets
    /// [`Company::Others`].
    pub(super) async fn company(&self) -> Result<Company, DbError> {
        let mut held = self.held.lock().await;
        let Some(connection) = held.as_mut() else {
            return Ok(Company::Others);
        };
        // A shared lock of the same session does not conflict with the exclusive one.
        if !advisory::try_hold(connection, LOCK).await? {
            return Ok(Company::Others);
        }
        sqlx::query("select pg_advisory_unlock($1)")
            .bind(LOCK)
            .execute(connection)
            .await?;
        Ok(Company::Alone)
    }

    /// Takes the lock again when its connection broke. Call it regularly. It does nothing when the lock was never
    /// taken.
    pub(super) async fn renew(&self) -> Result<(), DbError> {
        let mut held = self.held.lock().await;
        let Some(connection) = held.as_mut() else { return Ok(()) };
        if let Ok(Ok(())) = tokio::time::timeout(ANSWER_MAX, connection.ping()).await {
            return Ok(());
        }
        let mut connection = advisory::connect(&self.server, DOOR_MAX).await?;
        advisory::share(&mut connection, LOCK).await?;
        *held = Some(connection);
        Ok(())
    }

    /// Releases the lock; a process that starts later no longer finds this one.
    pub(super) async fn leave(&self) {
        if let Some(connection) = self.held.lock().await.take() {
            // An error does no harm: the server releases the lock of a closed connection.
            let _ = connection.close().await;
        }
    }
}
