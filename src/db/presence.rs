//! Who else of the desk is there. On SQLite nobody: the file's lock sees to it. On PostgreSQL every process that keeps the
//! desk open holds one advisory lock, shared, on a connection of its own; who gets it exclusively is alone. The server lets
//! go of it when a process dies, however it dies.

use std::sync::Arc;
use std::time::Duration;

use sqlx::{AnyConnection, Connection};
use tokio::sync::Mutex;

use super::address::Server;
use super::{DbError, Durability};

/// Any number that no other advisory lock of the desk uses.
const LOCK: i64 = 0x6361_6d62_6865_7265;
/// How long a server may take to say that it is there, before another connection is made.
const ANSWER_MAX: Duration = Duration::from_secs(5);
/// How long somebody who comes in may keep others waiting at the door: it is one unit of work. Then they give up.
const DOOR_MAX: &str = "set lock_timeout = '30s'";

/// Whether other processes keep the same desk open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Company {
    Alone,
    Others,
}

/// This process among those of the desk. A place that is lost without a word, by a server that changed, is taken again
/// with [`Presence::renew`]; somebody who starts before that takes themselves for alone.
pub(super) struct Presence {
    server: Arc<Server>,
    /// `None`: this process never came in, it only uses the database.
    held: Mutex<Option<AnyConnection>>,
}

impl Presence {
    pub(super) fn on(server: Arc<Server>) -> Presence {
        Presence {
            server,
            held: Mutex::new(None),
        }
    }

    /// Comes in, until [`Presence::leave`]. Who is alone keeps the door shut until [`Presence::open_door`]; whoever comes
    /// meanwhile waits for that.
    pub(super) async fn enter(&self) -> Result<Company, DbError> {
        let mut held = self.held.lock().await;
        let mut connection = match held.take() {
            Some(connection) => connection,
            None => connect(&self.server).await?,
        };
        let (alone,): (bool,) = sqlx::query_as("select pg_try_advisory_lock($1)")
            .bind(LOCK)
            .fetch_one(&mut connection)
            .await?;
        if !alone {
            share(&mut connection).await?;
        }
        *held = Some(connection);
        Ok(if alone { Company::Alone } else { Company::Others })
    }

    /// Lets others in, after having been alone.
    pub(super) async fn open_door(&self) -> Result<(), DbError> {
        if let Some(connection) = self.held.lock().await.as_mut() {
            share(connection).await?;
            sqlx::query("select pg_advisory_unlock($1)")
                .bind(LOCK)
                .execute(connection)
                .await?;
        }
        Ok(())
    }

    /// Whether others are in. Who never came in cannot tell, and is not alone.
    pub(super) async fn company(&self) -> Result<Company, DbError> {
        let mut held = self.held.lock().await;
        let Some(connection) = held.as_mut() else {
            return Ok(Company::Others);
        };
        // The place that this session holds itself is not in its way.
        let (alone,): (bool,) = sqlx::query_as("select pg_try_advisory_lock($1)")
            .bind(LOCK)
            .fetch_one(&mut *connection)
            .await?;
        if !alone {
            return Ok(Company::Others);
        }
        sqlx::query("select pg_advisory_unlock($1)")
            .bind(LOCK)
            .execute(connection)
            .await?;
        Ok(Company::Alone)
    }

    /// Takes the place again when its connection broke. To be asked now and then; nothing for who never came in.
    pub(super) async fn renew(&self) -> Result<(), DbError> {
        let mut held = self.held.lock().await;
        let Some(connection) = held.as_mut() else { return Ok(()) };
        if let Ok(Ok(())) = tokio::time::timeout(ANSWER_MAX, connection.ping()).await {
            return Ok(());
        }
        let mut connection = connect(&self.server).await?;
        share(&mut connection).await?;
        *held = Some(connection);
        Ok(())
    }

    /// Goes away; who starts after that does not find this process any more.
    pub(super) async fn leave(&self) {
        if let Some(connection) = self.held.lock().await.take() {
            // Whatever goes wrong here, the server lets go of a connection that is gone.
            let _ = connection.close().await;
        }
    }
}

async fn connect(server: &Server) -> Result<AnyConnection, DbError> {
    // It writes nothing.
    let mut connection = server.connect(Durability::Relaxed).await?;
    sqlx::raw_sql(DOOR_MAX).execute(&mut connection).await?;
    Ok(connection)
}

async fn share(connection: &mut AnyConnection) -> Result<(), DbError> {
    sqlx::query("select cast(pg_advisory_lock_shared($1) as text)")
        .bind(LOCK)
        .execute(connection)
        .await?;
    Ok(())
}
