//! Checks that a connection to PostgreSQL keeps its session.
//!
//! The desk needs that: its processes find each other by session locks, statements are prepared once per session, and
//! durability is a session setting. A pooler that gives each transaction another session (PgBouncer in transaction or
//! statement mode) breaks all three without an error; for example, two desks would each believe that they are alone.

use std::time::Duration;

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};

use super::address::Server;
use super::{DbError, Durability};

/// The time limit of the check. With a pooler that has only one session for the desk, it would wait for ever.
const CHECK_MAX: Duration = Duration::from_secs(5);

/// What identifies the session of a connection.
struct Session {
    backend: String,
    mark: String,
}

impl Server {
    /// Sets a mark in the session of one connection. Then checks that a second connection with an open transaction does
    /// not see the mark, and that the first connection still does.
    ///
    /// # Errors
    /// [`DbError::Pooler`] with the setting to change; [`DbError::Unreachable`].
    pub(super) async fn check_sessions(&self) -> Result<(), DbError> {
        // Outside the limit: a server that does not answer at all is unreachable, whatever stands before it.
        let first = self.connect(Durability::Relaxed).await?;
        match tokio::time::timeout(CHECK_MAX, self.compare_sessions(first)).await {
            Ok(checked) => checked,
            Err(_late) => Err(self.pooler(
                "it gives the desk fewer than two sessions at once",
                "let it have as many as database.postgres_connections_max and three more (PgBouncer: default_pool_size)",
            )),
        }
    }

    async fn compare_sessions(&self, mut first: AnyConnection) -> Result<(), DbError> {
        let mark = hex::encode(rand::random::<[u8; 16]>());
        let mut second = self.connect(Durability::Relaxed).await?;
        // Safe: the mark is hexadecimal. Not a prepared statement, because even that may fail behind a pooler.
        let set = AssertSqlSafe(format!("select set_config('cambista.session', '{mark}', false)"));
        sqlx::raw_sql(set).execute(&mut first).await?;
        let began = session(&mut first).await?;
        let met = match sqlx::raw_sql("begin").execute(&mut second).await {
            Ok(_) => session(&mut second).await?,
            Err(error) => return Err(self.one_per_transaction(&error.to_string())),
        };
        let found = session(&mut first).await?;
        let _ = second.close().await;
        let _ = first.close().await;
        if met.mark == mark || met.backend == began.backend {
            return Err(self.one_per_transaction("two connections share a session"));
        }
        if found.mark != mark || found.backend != began.backend {
            return Err(self.one_per_transaction("a connection changes its session"));
        }
        Ok(())
    }

    fn one_per_transaction(&self, found: &str) -> DbError {
        let change = "set `pool_mode = session` (PgBouncer), or name the server itself in DATABASE_URL; the desk's locks, \
             prepared statements and durability need a session of their own";
        self.pooler(found, change)
    }

    fn pooler(&self, found: &str, change: &str) -> DbError {
        DbError::Pooler {
            server: self.name.clone(),
            found: found.to_owned(),
            change: change.to_owned(),
        }
    }
}

async fn session(connection: &mut AnyConnection) -> Result<Session, DbError> {
    let asked = "select cast(pg_backend_pid() as text), coalesce(current_setting('cambista.session', true), '')";
    let row = sqlx::raw_sql(asked).fetch_one(connection).await?;
    Ok(Session {
        backend: row.try_get(0)?,
        mark: row.try_get(1)?,
    })
}
