//! A unit of work on PostgreSQL: one transaction. It always knows whether its COMMIT was sent.

use std::sync::Arc;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgDatabaseError, PgSeverity};
use sqlx::{Any, AnyConnection, AnyPool};

use super::DbError;
use super::address::Server;
use super::postgres::bring_home;
use super::wake::Wake;

/// Time limits for BEGIN and COMMIT. A slow disk or a distant standby needs seconds. Whoever waits longer is told the
/// outcome later.
const BEGIN_MAX: Duration = Duration::from_secs(5);
const COMMIT_MAX: Duration = Duration::from_secs(5);

pub(super) struct PostgresUnit {
    /// `None` only while the unit ends.
    connection: Option<PoolConnection<Any>>,
}

impl PostgresUnit {
    pub(super) async fn begin(pool: &AnyPool, server: &Arc<Server>) -> Result<Self, DbError> {
        let (pool, server) = (pool.clone(), server.clone());
        // In a task of its own: a caller that is dropped must not interrupt BEGIN halfway.
        let begun = tokio::spawn(async move {
            let connection = pool.acquire().await.map_err(|error| server.fault(error))?;
            let mut unit = Self {
                connection: Some(connection),
            };
            let begin = sqlx::raw_sql("begin").execute(unit.connection());
            match tokio::time::timeout(BEGIN_MAX, begin).await {
                Ok(begun) => begun.map_err(|error| server.fault(error))?,
                Err(_late) => {
                    unit.throw_away();
                    return Err(server.fault(sqlx::Error::PoolTimedOut));
                }
            };
            Ok(unit)
        });
        begun.await.map_err(|_| DbError::Closed)?
    }

    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        self.connection.as_mut().expect("it is here until the unit ends")
    }

    /// Commits, and rings `wake` after a successful commit.
    ///
    /// # Errors
    /// [`DbError::OutcomeUnknown`] when the server did not say whether the unit was kept.
    pub(super) async fn commit(mut self, wake: Option<Wake>) -> Result<(), DbError> {
        // In a task of its own: a caller that is dropped must not interrupt COMMIT halfway.
        let commit = tokio::spawn(async move {
            // After a failed statement PostgreSQL answers COMMIT with a rollback and reports success. It refuses every
            // other statement, so `select 1` fails then and the COMMIT behind it is not executed.
            let commit = sqlx::raw_sql("select 1; commit").execute(self.connection());
            match tokio::time::timeout(COMMIT_MAX, commit).await {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => {
                    let fault = refused_or_unknown(error);
                    if fault.is_outcome_unknown() {
                        self.throw_away();
                    }
                    return Err(fault);
                }
                Err(_late) => {
                    self.throw_away();
                    return Err(DbError::OutcomeUnknown(format!(
                        "no answer to COMMIT within {COMMIT_MAX:?}"
                    )));
                }
            }
            // The transaction is over: there is nothing to roll back before the connection returns to the pool.
            drop(self.connection.take());
            if let Some(wake) = wake {
                wake.ring();
            }
            Ok(())
        });
        let lost = |_| Err(DbError::OutcomeUnknown("the committing task is gone".to_owned()));
        commit.await.unwrap_or_else(lost)
    }

    /// Closes the connection, which ends its session, instead of returning it to the pool.
    fn throw_away(&mut self) {
        if let Some(connection) = self.connection.take() {
            drop(connection.detach());
        }
    }
}

impl Drop for PostgresUnit {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            bring_home(connection, "rollback");
        }
    }
}

/// An ERROR in answer to COMMIT means that nothing was kept. Anything else, for example a FATAL of a server that is
/// being stopped, may come after the transaction was kept.
fn refused_or_unknown(error: sqlx::Error) -> DbError {
    let is_refusal = error.as_database_error().is_some_and(|error| {
        let is_error = error
            .try_downcast_ref::<PgDatabaseError>()
            .is_some_and(|error| error.severity() == PgSeverity::Error);
        let says_unknown = error
            .code()
            .is_some_and(|code| code == "40003" || code.starts_with("08"));
        is_error && !says_unknown
    });
    if is_refusal {
        DbError::from(error)
    } else {
        DbError::OutcomeUnknown(error.to_string())
    }
}
