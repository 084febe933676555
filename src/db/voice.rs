//! The voice: of all processes that keep a desk open, the one that answers in Discord. On SQLite there is one process. On
//! PostgreSQL the voice is an exclusive advisory lock on a connection of its own, because the presence connection
//! ([`super::presence`]) may wait for half a minute at the door.
//!
//! The server releases the lock when the connection ends. A machine that lost its power, or is suspended, does not end it:
//! whoever has the voice therefore sends a statement every second ([`Voice::hold`]), and another process ends the session
//! of one that has not sent any for [`SILENT_FOR`].
//!
//! A unit that carries out what somebody typed or pressed checks in its transaction that the session of this process
//! still has the voice, and holds [`UNITS`] shared from then on. Who gets the voice waits for these units: after that
//! nothing of another process can be committed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use sqlx::{AnyConnection, Connection};
use tokio::sync::Mutex;

use super::address::Server;
use super::{DbError, advisory};

/// The key of the advisory lock. As all keys here, a number that no other advisory lock of the desk uses.
const VOICE: i64 = 0x6361_6d62_766f_6963;
/// Held shared by each unit that needs the voice, and for a moment exclusively by a process that just got it.
const UNITS: i64 = 0x6361_6d62_756e_6974;
/// Held shared by the connection of each process that asks for the voice.
const SPEAKERS: i64 = 0x6361_6d62_7370_6b72;
/// How long the server may take to answer whoever has the voice.
const ANSWER_MAX: Duration = Duration::from_secs(2);
/// A session that has the voice and sent nothing for this time is ended.
const SILENT_FOR: Duration = Duration::from_secs(12);
/// Longer than a session may be idle inside a transaction (`postgres.rs`): a unit that lost its client has ended by then.
const UNITS_MAX: Duration = Duration::from_secs(30);
const WAIT_FOR_UNITS: &str = "set lock_timeout = '25s'";

/// Which rows of `pg_locks` have the key `$1` in this database: PostgreSQL shows a key as two halves.
macro_rules! of_key {
    () => {
        "locktype = 'advisory' and granted and objsubid = 1
         and database = (select oid from pg_database where datname = current_database())
         and ((cast(classid as bigint) << 32) | cast(objid as bigint)) = $1"
    };
}

/// What was found when this process asked for the voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grip {
    /// `None`: another process has the voice. Otherwise how many times this process has got it so far: when the number
    /// grew, another process may have had it in between.
    pub held: Option<u64>,
    /// Whether other processes ask for the voice too.
    pub others: bool,
}

impl Grip {
    /// On SQLite there are no others.
    pub(super) const ALONE: Grip = Grip {
        held: Some(1),
        others: false,
    };
}

/// The voice of this process.
pub(super) struct Voice {
    server: Arc<Server>,
    held: Mutex<Held>,
    /// The server's process id of the session that holds the lock; [`NEVER_ASKED`], or [`SILENT`].
    session: AtomicI64,
    /// Whether there were others when the server last answered.
    others: AtomicBool,
}

/// This process never asked for the voice: it is a tool, and what it does is nobody's message.
const NEVER_ASKED: i64 = 0;
const SILENT: i64 = -1;

#[derive(Default)]
struct Held {
    connection: Option<AnyConnection>,
    /// The server's process id of `connection`, once it holds the lock.
    session: Option<i64>,
    times: u64,
}

impl Voice {
    pub(super) fn on(server: Arc<Server>) -> Voice {
        Voice {
            server,
            held: Mutex::default(),
            session: AtomicI64::new(NEVER_ASKED),
            others: AtomicBool::new(false),
        }
    }

    /// Asks for the voice, or proves that this process still has it. Call it every second.
    ///
    /// # Errors
    /// A fault: this process does not have the voice, and the next call connects again.
    pub(super) async fn hold(&self) -> Result<Grip, DbError> {
        let mut held = self.held.lock().await;
        self.hold_now(&mut held).await
    }

    async fn hold_now(&self, held: &mut Held) -> Result<Grip, DbError> {
        match self.ask(held).await {
            Ok(grip) => {
                self.others.store(grip.others, Ordering::SeqCst);
                self.session.store(held.session.unwrap_or(SILENT), Ordering::SeqCst);
                Ok(grip)
            }
            Err(fault) => {
                self.session.store(SILENT, Ordering::SeqCst);
                held.connection = None;
                if held.session.take().is_some() {
                    tracing::warn!(error = %fault, "the connection that has the voice in Discord broke");
                }
                Err(fault)
            }
        }
    }

    async fn ask(&self, held: &mut Held) -> Result<Grip, DbError> {
        let connection = match &mut held.connection {
            Some(connection) => connection,
            none => none.insert(connect(&self.server).await?),
        };
        let had_lock = held.session.is_some();
        let asked = async {
            let speakers = count_speakers(connection).await?;
            let has_lock = had_lock || advisory::try_hold(connection, VOICE).await?;
            Ok::<_, DbError>((1 < speakers, has_lock))
        };
        let (others, has_lock) = self.within(ANSWER_MAX, asked).await?;
        if !has_lock {
            self.within(ANSWER_MAX, end_silent(connection)).await?;
            return Ok(Grip { held: None, others });
        }
        if !had_lock {
            self.within(UNITS_MAX, wait_for_units(connection)).await?;
            held.session = Some(self.within(ANSWER_MAX, own_session(connection)).await?);
            held.times += 1;
        }
        let held = Some(held.times);
        Ok(Grip { held, others })
    }

    async fn within<T>(&self, limit: Duration, asked: impl Future<Output = Result<T, DbError>>) -> Result<T, DbError> {
        let late = |_| self.server.fault(sqlx::Error::PoolTimedOut);
        tokio::time::timeout(limit, asked).await.map_err(late)?
    }

    /// Checks in a unit's transaction that this process has the voice, until the unit ends. A process that never asked for
    /// the voice passes. A process that lost it by a broken connection while it was alone takes it again.
    ///
    /// # Errors
    /// [`DbError::NoVoice`]; [`DbError::Raced`] when the lock was lost just now, and a new attempt may take it again; a
    /// fault.
    pub(super) async fn check(&self, unit: &mut AnyConnection) -> Result<(), DbError> {
        let session = self.session.load(Ordering::SeqCst);
        if session == NEVER_ASKED {
            return Ok(());
        }
        if session == SILENT {
            let taken = self.take_again().await?;
            return if has_lock(unit, taken).await? {
                Ok(())
            } else {
                Err(DbError::NoVoice)
            };
        }
        if has_lock(unit, session).await? {
            return Ok(());
        }
        // This unit holds `UNITS` now. Taking the lock again would wait for it, so another attempt does that.
        let _changed = self
            .session
            .compare_exchange(session, SILENT, Ordering::SeqCst, Ordering::SeqCst);
        Err(if self.others.load(Ordering::SeqCst) {
            DbError::NoVoice
        } else {
            DbError::Raced("voice")
        })
    }

    /// The session that has the voice again, for a process that was alone when it lost it.
    async fn take_again(&self) -> Result<i64, DbError> {
        let mut held = self.held.lock().await;
        if self.others.load(Ordering::SeqCst) {
            return Err(DbError::NoVoice);
        }
        // The first call may find that the connection broke; the second one connects again.
        let grip = match self.hold_now(&mut held).await {
            Ok(grip) => grip,
            Err(_broken) => self.hold_now(&mut held).await?,
        };
        match held.session {
            Some(session) if !grip.others => Ok(session),
            Some(_) | None => Err(DbError::NoVoice),
        }
    }

    /// Gives the voice up: another process has it within a second.
    pub(super) async fn leave(&self) {
        let mut held = self.held.lock().await;
        if self.session.load(Ordering::SeqCst) != NEVER_ASKED {
            self.session.store(SILENT, Ordering::SeqCst);
        }
        held.session = None;
        if let Some(connection) = held.connection.take() {
            // An error does no harm: the server releases the lock of a closed connection.
            let _ = tokio::time::timeout(ANSWER_MAX, connection.close()).await;
        }
    }
}

async fn connect(server: &Server) -> Result<AnyConnection, DbError> {
    let mut connection = advisory::connect(server, WAIT_FOR_UNITS).await?;
    // Nobody takes it exclusively, so this waits for nothing.
    advisory::share(&mut connection, SPEAKERS).await?;
    Ok(connection)
}

/// How many processes ask for the voice, this one included.
async fn count_speakers(connection: &mut AnyConnection) -> Result<i64, DbError> {
    let (speakers,): (i64,) = sqlx::query_as(concat!("select count(distinct pid) from pg_locks where ", of_key!()))
        .bind(SPEAKERS)
        .fetch_one(connection)
        .await?;
    Ok(speakers)
}

async fn own_session(connection: &mut AnyConnection) -> Result<i64, DbError> {
    let (session,): (i64,) = sqlx::query_as("select cast(pg_backend_pid() as bigint)")
        .fetch_one(connection)
        .await?;
    Ok(session)
}

/// Ends the session that has the voice when its process has sent nothing for [`SILENT_FOR`]. A role may end its own
/// sessions. The CTE is materialized, so that no other session is ended.
async fn end_silent(connection: &mut AnyConnection) -> Result<(), DbError> {
    let ended = sqlx::query_as::<_, (i64,)>(concat!(
        "with silent as materialized (
           select pid from pg_stat_activity
            where state = 'idle'
              and state_change < clock_timestamp() - make_interval(secs => cast($2 as double precision))
              and pid in (select pid from pg_locks where ",
        of_key!(),
        "))
         select cast(pid as bigint) from silent where pg_terminate_backend(pid)"
    ))
    .bind(VOICE)
    .bind(SILENT_FOR.as_secs_f64())
    .fetch_all(connection)
    .await?;
    if !ended.is_empty() {
        tracing::warn!(
            silent_for_s = SILENT_FOR.as_secs(),
            "the process that had the voice in Discord is silent, so its session was ended"
        );
    }
    Ok(())
}

/// Waits until no unit of another process is under way that needs the voice. Those that begin later do not have it.
async fn wait_for_units(connection: &mut AnyConnection) -> Result<(), DbError> {
    // The lock ends with this statement's own transaction, also when the caller is dropped in between.
    sqlx::query("select cast(pg_advisory_xact_lock($1) as text)")
        .bind(UNITS)
        .execute(connection)
        .await?;
    Ok(())
}

/// Holds [`UNITS`] until the unit ends, and then asks whether this session has the voice. The order matters: a CTE that is
/// materialized is computed before the row that reads it.
async fn has_lock(unit: &mut AnyConnection, session: i64) -> Result<bool, DbError> {
    let (held, _): (bool, String) = sqlx::query_as(concat!(
        "with unit as materialized (select cast(pg_advisory_xact_lock_shared($3) as text) as taken)
         select exists (select 1 from pg_locks where cast(pid as bigint) = $2 and unit.taken is not null and ",
        of_key!(),
        "), unit.taken from unit"
    ))
    .bind(VOICE)
    .bind(session)
    .bind(UNITS)
    .fetch_one(unit)
    .await?;
    Ok(held)
}
