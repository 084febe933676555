//! The single writer of an SQLite file, and the group commit.
//!
//! A task owns the only writing connection. It lends the connection to one unit of work at a time, inside a savepoint,
//! and gets it back with a verdict: keep or drop. Kept units stay in the open transaction and are acknowledged together
//! after **one** COMMIT, which happens when nobody else waits to write or when the group is full. [`Lease`] returns the
//! connection in its `Drop`, so a caller may be dropped at any await: its savepoint is rolled back and the next caller
//! is served.

use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use tokio::sync::{mpsc, oneshot};

use super::DbError;
use super::file_guard::FileGuard;
use super::file_lock::FileLock;
use super::sqlite_file::refused_or_unknown;
use super::wake::Wake;
use crate::meters::CommitMeters;

/// What to do with the unit when its connection is returned.
enum Verdict {
    /// Keep what was written. Report to `acknowledge` once it is on disk, and ring the listeners when `wake` is set.
    Keep {
        acknowledge: oneshot::Sender<Result<(), DbError>>,
        wake: bool,
    },
    Drop,
}

struct Homecoming {
    connection: AnyConnection,
    verdict: Verdict,
}

/// The writing connection while it is lent to one unit of work.
pub(super) struct Lease {
    lent: Option<(AnyConnection, oneshot::Sender<Homecoming>)>,
}

impl Lease {
    pub(super) fn connection(&mut self) -> &mut AnyConnection {
        &mut self
            .lent
            .as_mut()
            .expect("the connection is lent until the lease ends")
            .0
    }

    /// Adds the unit to the group and waits until the group is on disk.
    pub(super) async fn keep(mut self, wake: bool) -> Result<(), DbError> {
        let (acknowledge, acknowledged) = oneshot::channel();
        if !self.go_home(Verdict::Keep { acknowledge, wake }) {
            return Err(DbError::Closed);
        }
        let lost = || Err(DbError::OutcomeUnknown("the writer is gone".to_owned()));
        acknowledged.await.unwrap_or_else(|_| lost())
    }

    /// Returns the connection, and whether the writer took it. When the writer is gone, the connection closes here and
    /// an open transaction is rolled back.
    fn go_home(&mut self, verdict: Verdict) -> bool {
        match self.lent.take() {
            Some((connection, home)) => home.send(Homecoming { connection, verdict }).is_ok(),
            None => false,
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.go_home(Verdict::Drop);
    }
}

type Begin = oneshot::Sender<Result<Lease, DbError>>;

/// What callers ask of the writer, in the order of arrival.
enum Ask {
    Begin(Begin),
    /// Finish, close the file, release its lock, and then report it.
    Close(oneshot::Sender<()>),
}

/// The callers' handle of the writer task.
pub(super) struct Writer {
    asks: mpsc::UnboundedSender<Ask>,
    guard: Arc<FileGuard>,
}

/// How many savepoints of kept units may be nested. Each page that is written has to be compared with all of them.
const NESTED_MAX: usize = 32;

/// The largest size of a group, and how long it may wait for further units.
#[derive(Debug, Clone, Copy)]
pub(super) struct GroupLimits {
    pub(super) units_max: usize,
    pub(super) wait_max: Duration,
}

impl Writer {
    /// The task holds the lock until the connection is closed, so that nobody opens the file while the last unit is
    /// committed.
    pub(super) fn start(
        connection: AnyConnection,
        (lock, guard): (FileLock, Arc<FileGuard>),
        limits: GroupLimits,
        (wake, meters): (Wake, CommitMeters),
    ) -> Self {
        let (asks, waiting) = mpsc::unbounded_channel();
        let desk = Desk {
            guard: guard.clone(),
            is_in_doubt: false,
            connection: Some(connection),
            waiting,
            limits,
            wake,
            meters,
            group: Group::default(),
            lock,
        };
        tokio::spawn(desk.run());
        Self { asks, guard }
    }

    pub(super) async fn begin(&self) -> Result<Lease, DbError> {
        let (asking, answer) = oneshot::channel();
        // The writer ends when it is closed, and when its file is gone.
        let ended = || Err(self.guard.found_gone().err().unwrap_or(DbError::Closed));
        if self.asks.send(Ask::Begin(asking)).is_err() {
            return ended();
        }
        answer.await.unwrap_or_else(|_| ended())
    }

    /// Waits until everything asked before is done and the file is closed. Later units are refused.
    pub(super) async fn close(&self) {
        let (asking, closed) = oneshot::channel();
        if self.asks.send(Ask::Close(asking)).is_ok() {
            // An error means that the writer had already ended.
            let _ = closed.await;
        }
    }
}

/// The units that will share the next COMMIT.
#[derive(Default)]
struct Group {
    /// BEGIN was sent.
    open: bool,
    /// How many units the group has had, including dropped ones. It numbers their savepoints.
    served: u32,
    /// The oldest kept unit whose savepoint is still open, and how many kept units are nested from it on.
    oldest: Option<u32>,
    nested: usize,
    acknowledges: Vec<oneshot::Sender<Result<(), DbError>>>,
    wake: bool,
}

/// The state of the writer task.
struct Desk {
    connection: Option<AnyConnection>,
    waiting: mpsc::UnboundedReceiver<Ask>,
    limits: GroupLimits,
    wake: Wake,
    meters: CommitMeters,
    group: Group,
    lock: FileLock,
    guard: Arc<FileGuard>,
    /// A COMMIT failed in a way that may have left it in the write-ahead log. It stays there until something else is
    /// written over it.
    is_in_doubt: bool,
}

impl Desk {
    async fn run(mut self) {
        let mut last = LastGroup {
            units: 1,
            commit_took: Duration::ZERO,
        };
        loop {
            let next = if self.group.open {
                self.company(&last).await
            } else {
                self.waiting.recv().await
            };
            match next {
                Some(Ask::Begin(begin)) => self.serve(begin).await,
                Some(Ask::Close(closed)) => return self.close(closed).await,
                None if self.group.open => last = self.commit().await,
                None => break,
            }
            if self.limits.units_max <= self.group.acknowledges.len() {
                last = self.commit().await;
            }
            if self.connection.is_none() || self.guard.found_gone().is_err() {
                break;
            }
        }
        let (nobody, _) = oneshot::channel();
        self.close(nobody).await;
    }

    async fn close(mut self, closed: oneshot::Sender<()>) {
        if self.group.open {
            self.commit().await;
        }
        if let Some(connection) = self.connection.take()
            && let Err(error) = connection.close().await
        {
            tracing::error!(%error, "the database file did not close cleanly");
        }
        drop(self.lock);
        let _ = closed.send(());
    }

    /// The next request for the open group, if one is waiting or comes soon. The task waits only while the group is
    /// smaller than the last one, and for at most an eighth of the last commit's time (docs/PERFORMANCE.md).
    async fn company(&mut self, last: &LastGroup) -> Option<Ask> {
        if let Ok(ask) = self.waiting.try_recv() {
            return Some(ask);
        }
        if last.units <= self.group.acknowledges.len() {
            return None;
        }
        let deadline = Instant::now() + (last.commit_took / 8).min(self.limits.wait_max);
        while Instant::now() < deadline {
            tokio::task::yield_now().await;
            if let Ok(ask) = self.waiting.try_recv() {
                return Some(ask);
            }
        }
        None
    }

    async fn serve(&mut self, begin: Begin) {
        if begin.is_closed() {
            return;
        }
        if self.is_in_doubt
            && let Err(error) = self.settle_doubt().await
        {
            tracing::error!(%error, "cannot make sure yet that a failed commit left nothing behind; no unit is started");
            let _ = begin.send(Err(error));
            return;
        }
        let unit = self.group.served;
        let ready = if self.group.open {
            self.start_savepoint(unit).await
        } else {
            self.execute(format!("begin immediate; savepoint whole; savepoint unit{unit}"))
                .await
        };
        if let Err(error) = ready {
            let _ = begin.send(Err(error.clone()));
            self.fail(&error).await;
            return;
        }
        self.group.open = true;
        self.group.served += 1;
        let Some(connection) = self.connection.take() else {
            return;
        };
        let (home, homecoming) = oneshot::channel();
        // If the caller is gone, the lease is dropped here, and its `Drop` returns the connection.
        drop(begin.send(Ok(Lease {
            lent: Some((connection, home)),
        })));
        let Ok(Homecoming { connection, verdict }) = homecoming.await else {
            return;
        };
        self.connection = Some(connection);
        match verdict {
            Verdict::Keep { acknowledge, wake } => {
                self.group.oldest.get_or_insert(unit);
                self.group.nested += 1;
                self.group.acknowledges.push(acknowledge);
                self.group.wake |= wake;
            }
            Verdict::Drop => {
                let undo = format!("rollback to unit{unit}; release unit{unit}");
                if let Err(error) = self.execute(undo).await {
                    self.fail(&error).await;
                }
            }
        }
    }

    async fn commit(&mut self) -> LastGroup {
        let began = Instant::now();
        let units = self.group.acknowledges.len();
        match self.guard.check() {
            Ok(()) => self.commit_group(began).await,
            Err(gone) => self.fail(&gone).await,
        }
        LastGroup {
            units,
            commit_took: began.elapsed(),
        }
    }

    async fn commit_group(&mut self, began: Instant) {
        // Releasing `whole` releases the savepoints of the units. When SQLite rolled back by itself (a full disk),
        // `whole` is gone and the release fails. A bare COMMIT would instead keep only later units and acknowledge the
        // earlier ones too.
        if let Err(error) = self.execute("release whole; commit".to_owned()).await {
            let fault = refused_or_unknown(error);
            self.is_in_doubt |= fault.is_outcome_unknown();
            return self.fail(&fault).await;
        }
        // The group may have been written into a file that is no longer at its path.
        let kept = self.guard.check();
        if let Err(gone) = &kept {
            tracing::error!(error = %gone, "a group of units of work was written into a file that is gone");
        }
        let outcome = kept.map_err(|gone| DbError::OutcomeUnknown(gone.to_string()));
        let group = std::mem::take(&mut self.group);
        if outcome.is_ok() && !group.acknowledges.is_empty() {
            self.meters.note_kept(group.acknowledges.len(), began.elapsed());
        }
        for acknowledge in group.acknowledges {
            let _ = acknowledge.send(outcome.clone());
        }
        if group.wake && outcome.is_ok() {
            self.wake.ring();
        }
    }

    /// Makes sure that nothing is left of a commit that failed: another commit overwrites it in the write-ahead log. If
    /// the process dies before that, the next start may find the failed commit kept.
    async fn settle_doubt(&mut self) -> Result<(), DbError> {
        self.guard.check()?;
        let connection = self.connection.as_mut().ok_or(DbError::Closed)?;
        let (version,): (i64,) = sqlx::query_as("pragma user_version").fetch_one(connection).await?;
        // Writing the same number again is a write.
        let again = format!("begin immediate; pragma user_version = {version}; commit");
        if let Err(error) = self.execute(again).await {
            let _ = self.execute("rollback".to_owned()).await;
            return Err(error);
        }
        self.is_in_doubt = false;
        Ok(())
    }

    /// Drops the open transaction, which can no longer be trusted, and reports the error to every unit in it.
    async fn fail(&mut self, error: &DbError) {
        tracing::error!(error = %error, "a group of units of work was dropped");
        let group = std::mem::take(&mut self.group);
        for acknowledge in group.acknowledges {
            let _ = acknowledge.send(Err(error.clone()));
        }
        // This fails when SQLite already rolled back by itself, which is fine.
        let _ = self.execute("rollback".to_owned()).await;
    }

    async fn execute(&mut self, statement: String) -> Result<(), DbError> {
        let connection = self.connection.as_mut().ok_or(DbError::Closed)?;
        // Safe: the text is a constant of this file with at most a number in it.
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await?;
        Ok(())
    }

    async fn start_savepoint(&mut self, unit: u32) -> Result<(), DbError> {
        if self.group.nested < NESTED_MAX {
            return self.start(format!("savepoint unit{unit}")).await;
        }
        self.group.nested = 0;
        // Await this statement, instead of sending it ahead: when SQLite rolled back by itself, it must fail. Sent
        // ahead outside a transaction, the savepoint would begin one, and its release would commit units that nobody
        // acknowledges.
        match self.group.oldest.take() {
            Some(oldest) => {
                self.execute(format!("release unit{oldest}; savepoint unit{unit}"))
                    .await
            }
            None => self.start(format!("savepoint unit{unit}")).await,
        }
    }

    /// Sends a statement without waiting for its result: the connection works in order, so the unit's own statements
    /// come after it. If it fails, this savepoint is missing when it is needed, and the group is dropped.
    async fn start(&mut self, statement: String) -> Result<(), DbError> {
        let connection = self.connection.as_mut().ok_or(DbError::Closed)?;
        let mut sent = pin!(sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection));
        match futures::poll!(sent.as_mut()) {
            Poll::Ready(done) => done.map(|_| ()).map_err(DbError::from),
            Poll::Pending => Ok(()),
        }
    }
}

/// Size and duration of the last group, used to predict the next one.
struct LastGroup {
    units: usize,
    commit_took: Duration,
}
