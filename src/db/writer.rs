//! The one writer of an SQLite file, and the group commit.
//!
//! A task owns the only writing connection. Whoever begins a unit of work is handed the connection, inside a
//! savepoint, and hands it back with a verdict: keep or drop. Kept units stay in the open transaction and are
//! acknowledged together after **one** COMMIT, which happens when nobody else waits to write, or when the group is
//! full. Since the connection comes home by [`Lease`]'s `Drop`, a caller may vanish at any await: its savepoint is
//! rolled back and the next one is served.

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

/// How a lent connection comes home.
enum Verdict {
    /// Keep what was written; tell `acknowledge` once it is on disk, and wake the courier when `wake` is set.
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

/// The writing connection, lent to one unit of work.
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

    /// Hands the unit to the group and waits until the group is on disk.
    pub(super) async fn keep(mut self, wake: bool) -> Result<(), DbError> {
        let (acknowledge, acknowledged) = oneshot::channel();
        if !self.go_home(Verdict::Keep { acknowledge, wake }) {
            return Err(DbError::Closed);
        }
        let lost = || Err(DbError::OutcomeUnknown("the writer is gone".to_owned()));
        acknowledged.await.unwrap_or_else(|_| lost())
    }

    /// Whether the writer took it. When it is gone the connection closes here, and an open transaction with it.
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

/// What is asked of the writer, first come, first served.
enum Ask {
    Begin(Begin),
    /// Finish, close the file and let go of it; then say so.
    Close(oneshot::Sender<()>),
}

/// Where units of work ask for the writing connection.
pub(super) struct Writer {
    asks: mpsc::UnboundedSender<Ask>,
    guard: Arc<FileGuard>,
}

/// Savepoints of kept units that may stand inside each other: every page that is written looks through all of them.
const NESTED_MAX: usize = 32;

/// How large a group may grow and how long it may wait for company.
#[derive(Debug, Clone, Copy)]
pub(super) struct GroupLimits {
    pub(super) units_max: usize,
    pub(super) wait_max: Duration,
}

impl Writer {
    /// The lock is held until the connection is closed: nobody may open the file while a last unit is being kept.
    pub(super) fn start(
        connection: AnyConnection,
        (lock, guard): (FileLock, Arc<FileGuard>),
        limits: GroupLimits,
        wake: Wake,
    ) -> Self {
        let (asks, waiting) = mpsc::unbounded_channel();
        let desk = Desk {
            guard: guard.clone(),
            is_in_doubt: false,
            connection: Some(connection),
            waiting,
            limits,
            wake,
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
            // An error only says that the writer was gone already.
            let _ = closed.await;
        }
    }
}

/// The units that will share the next COMMIT.
#[derive(Default)]
struct Group {
    /// BEGIN was sent.
    open: bool,
    /// Units served so far, dropped ones included. Each has a savepoint of its own name.
    served: u32,
    /// The oldest kept unit whose savepoint still stands, and how many stand inside it.
    oldest: Option<u32>,
    nested: usize,
    acknowledges: Vec<oneshot::Sender<Result<(), DbError>>>,
    wake: bool,
}

/// The writer task's own state.
struct Desk {
    connection: Option<AnyConnection>,
    waiting: mpsc::UnboundedReceiver<Ask>,
    limits: GroupLimits,
    wake: Wake,
    group: Group,
    lock: FileLock,
    guard: Arc<FileGuard>,
    /// A COMMIT failed in a way that may have left it on disk: the write-ahead log holds it until something is written over it.
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

    /// The next unit for the open group, if one is there or comes soon enough to be worth the wait: as many as last
    /// time are expected, for an eighth of the last commit's time at most (docs/PERFORMANCE.md).
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
            tracing::error!(%error, "a commit that failed cannot be settled yet; no unit is begun");
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
        // A caller that gave up meanwhile lets the lease drop here, which sends the connection straight home.
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
            Ok(()) => self.commit_group().await,
            Err(gone) => self.fail(&gone).await,
        }
        LastGroup {
            units,
            commit_took: began.elapsed(),
        }
    }

    async fn commit_group(&mut self) {
        // The units' savepoints go with `whole`. When SQLite rolled back by itself in between (a full disk), `whole` is
        // gone: a bare COMMIT would keep only what came after and acknowledge what came before.
        if let Err(error) = self.execute("release whole; commit".to_owned()).await {
            let fault = refused_or_unknown(error);
            self.is_in_doubt |= fault.is_outcome_unknown();
            return self.fail(&fault).await;
        }
        // It may have been written into a file that nobody will find again.
        let kept = self.guard.check();
        if let Err(gone) = &kept {
            tracing::error!(error = %gone, "a group of units of work was written into a file that is gone");
        }
        let outcome = kept.map_err(|gone| DbError::OutcomeUnknown(gone.to_string()));
        let group = std::mem::take(&mut self.group);
        for acknowledge in group.acknowledges {
            let _ = acknowledge.send(outcome.clone());
        }
        if group.wake && outcome.is_ok() {
            self.wake.ring();
        }
    }

    /// Makes certain that nothing of a commit that failed is left: another commit takes its place in the write-ahead log. A
    /// process that dies before it may find the first one kept.
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

    /// The transaction cannot be trusted any more: everything in it is dropped and everybody in it is told.
    async fn fail(&mut self, error: &DbError) {
        tracing::error!(error = %error, "a group of units of work was dropped");
        let group = std::mem::take(&mut self.group);
        for acknowledge in group.acknowledges {
            let _ = acknowledge.send(Err(error.clone()));
        }
        // Fails when SQLite already rolled back by itself, which is what is wanted.
        let _ = self.execute("rollback".to_owned()).await;
    }

    async fn execute(&mut self, statement: String) -> Result<(), DbError> {
        let connection = self.connection.as_mut().ok_or(DbError::Closed)?;
        // Safe: the text is ours, with a number in it at most.
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await?;
        Ok(())
    }

    async fn start_savepoint(&mut self, unit: u32) -> Result<(), DbError> {
        if self.group.nested < NESTED_MAX {
            return self.start(format!("savepoint unit{unit}")).await;
        }
        self.group.nested = 0;
        // Waited for, and never sent ahead: outside a transaction (SQLite rolled back by itself) a savepoint begins one
        // and its release would commit units that nobody acknowledges. The oldest is missing then, and this fails.
        match self.group.oldest.take() {
            Some(oldest) => {
                self.execute(format!("release unit{oldest}; savepoint unit{unit}"))
                    .await
            }
            None => self.start(format!("savepoint unit{unit}")).await,
        }
    }

    /// Sends one statement ahead without waiting for it: the connection runs in order, so the unit's own statements
    /// come after it. Should it fail, the savepoint of this name is missing when it is needed, and the group is dropped.
    async fn start(&mut self, statement: String) -> Result<(), DbError> {
        let connection = self.connection.as_mut().ok_or(DbError::Closed)?;
        let mut sent = pin!(sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection));
        match futures::poll!(sent.as_mut()) {
            Poll::Ready(done) => done.map(|_| ()).map_err(DbError::from),
            Poll::Pending => Ok(()),
        }
    }
}

/// What the last group looked like: the best guess of the next.
struct LastGroup {
    units: usize,
    commit_took: Duration,
}
