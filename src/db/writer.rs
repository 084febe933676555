//! The one writer of an SQLite file, and the group commit.
//!
//! A task owns the only writing connection. Whoever begins a unit of work is handed the connection, inside a
//! savepoint, and hands it back with a verdict: keep or drop. Kept units stay in the open transaction and are
//! acknowledged together after **one** COMMIT, which happens when nobody else waits to write, or when the group is
//! full. Since the connection comes home by [`Lease`]'s `Drop`, a caller may vanish at any await: its savepoint is
//! rolled back and the next one is served.

use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use sqlx::{AnyConnection, AssertSqlSafe, Connection};
use tokio::sync::{mpsc, oneshot};

use super::DbError;
use super::file_lock::FileLock;
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
        self.go_home(Verdict::Keep { acknowledge, wake });
        acknowledged.await.unwrap_or(Err(DbError::Closed))
    }

    fn go_home(&mut self, verdict: Verdict) {
        if let Some((connection, home)) = self.lent.take() {
            // When the writer is gone the connection closes here, and an open transaction with it.
            let _ = home.send(Homecoming { connection, verdict });
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
    /// `lock` is held until the connection is closed: nobody may open the file while a last unit is being kept.
    pub(super) fn start(connection: AnyConnection, lock: FileLock, limits: GroupLimits, wake: Wake) -> Self {
        let (asks, waiting) = mpsc::unbounded_channel();
        let desk = Desk {
            connection: Some(connection),
            waiting,
            limits,
            wake,
            group: Group::default(),
            lock,
        };
        tokio::spawn(desk.run());
        Self { asks }
    }

    pub(super) async fn begin(&self) -> Result<Lease, DbError> {
        let (asking, answer) = oneshot::channel();
        self.asks.send(Ask::Begin(asking)).map_err(|_| DbError::Closed)?;
        answer.await.unwrap_or(Err(DbError::Closed))
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
            if self.connection.is_none() {
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
        // The units' savepoints go with `whole`. When SQLite rolled back by itself in between (a full disk), `whole` is
        // gone: a bare COMMIT would keep only what came after and acknowledge what came before.
        match self.execute("release whole; commit".to_owned()).await {
            Ok(()) => {
                let group = std::mem::take(&mut self.group);
                for acknowledge in group.acknowledges {
                    let _ = acknowledge.send(Ok(()));
                }
                if group.wake {
                    self.wake.ring();
                }
            }
            Err(error) => self.fail(&error).await,
        }
        LastGroup {
            units,
            commit_took: began.elapsed(),
        }
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
