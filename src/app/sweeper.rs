//! The sweep: what the desk does by itself every few seconds. One list of steps, each of which is safe to repeat and
//! safe beside another process that does the same.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::BoxFuture;

use super::closing;
use crate::db::{DbError, retrying};
use crate::domain::flows::players;
use crate::domain::games::apps::events;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::uptime::{self, Finding};
use crate::domain::orders;
use crate::domain::people::requests;
use crate::meters::SweepMeters;

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// One step of the sweep.
struct Step {
    name: &'static str,
    run: fn(&Desk) -> BoxFuture<'_, Result<(), Fault>>,
}

/// The steps in their order: orders are given to others before cashiers are reminded, so that nobody is rung for an
/// order that they no longer have.
const STEPS: [Step; 10] = [
    Step {
        name: "uptime.beat",
        run: beat,
    },
    Step {
        name: "orders.hand_on_unbacked",
        run: hand_on_unbacked,
    },
    Step {
        name: "orders.reassign_overdue",
        run: reassign_overdue,
    },
    Step {
        name: "orders.give_waiting",
        run: give_waiting,
    },
    Step {
        name: "orders.tell_waiting_float",
        run: tell_waiting_float,
    },
    Step {
        name: "orders.remind",
        run: remind,
    },
    Step {
        name: "requests.expire_due",
        run: expire_requests,
    },
    Step {
        name: "apps.expire_due",
        run: expire_events,
    },
    Step {
        name: "players.watch",
        run: watch_players,
    },
    Step {
        name: "closes.close_due",
        run: close_due,
    },
];

/// Sweeps for as long as the desk is open.
pub(super) async fn sweep_forever(desk: Desk, meters: SweepMeters, every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        sweep(&desk, &meters).await;
    }
}

/// Writes heartbeats, however rarely the desk is swept.
pub(super) async fn beat_forever(desk: Desk, meters: SweepMeters) {
    loop {
        tokio::time::sleep(uptime::BEAT_EVERY).await;
        take(&desk, &meters, &STEPS[0]).await;
    }
}

/// Takes every step once. A step that fails is logged and stops no other.
pub(super) async fn sweep(desk: &Desk, meters: &SweepMeters) {
    for step in &STEPS {
        take(desk, meters, step).await;
    }
}

/// The meters of all steps, before any is taken.
pub(super) fn meters() -> SweepMeters {
    let meters = SweepMeters::default();
    for step in &STEPS {
        meters.expect(step.name);
    }
    meters
}

async fn take(desk: &Desk, meters: &SweepMeters, step: &Step) {
    let began = Instant::now();
    let taken = AssertUnwindSafe((step.run)(desk)).catch_unwind().await;
    meters.note_taken(step.name, began.elapsed());
    if !matches!(taken, Ok(Ok(()))) {
        meters.note_failed(step.name);
    }
    match taken {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(sweep = step.name, %error, "a sweep failed and is tried again"),
        Err(_panic) => tracing::error!(sweep = step.name, "a sweep panicked; its unit of work was dropped"),
    }
}

fn beat(desk: &Desk) -> BoxFuture<'_, Result<(), Fault>> {
    async {
        let beat = retrying(|| uptime::beat(&desk.db, &desk.clock)).await;
        // A heartbeat is a write like any other: whether it was kept shows whether the desk can save.
        desk.health.note_writes(beat.as_ref().err().map(DbError::trouble));
        log(beat?);
        Ok(())
    }
    .boxed()
}

/// Logs what a heartbeat of a running desk found.
pub(super) fn log(finding: Option<Finding>) {
    match finding {
        Some(Finding::Outage(outage)) => {
            let duration_ms = outage.to.ms_since(outage.from);
            tracing::warn!(
                duration_ms,
                "there was no heartbeat for some time; that time counts against nobody"
            );
        }
        Some(Finding::ClockWentBack { ahead_ms }) => log_clock(ahead_ms),
        None => {}
    }
}

pub(super) fn log_clock(ahead_ms: i64) {
    tracing::warn!(
        ahead_ms,
        "the last heartbeat lay in the future and was reset: the clock was wrong and has gone back"
    );
}

fn hand_on_unbacked(desk: &Desk) -> BoxFuture<'_, Result<(), Fault>> {
    async {
        let moved = retrying(|| orders::hand_on_unbacked(desk)).await?;
        if 0 < moved {
            tracing::warn!(
                orders = moved,
                "orders were handed on: their accounts no longer hold the money"
            );
        }
        Ok(())
    }
    .boxed()
}

fn reassign_overdue(desk: &Desk) -> BoxFuture<'_, Result<(), Fault>> {
    async {
        let moved = retrying(|| orders::reassign_overdue(desk)).await?;
        if 0 < moved {
            tracing::info!(orders = moved, "orders that lay too long went to other cashiers");
        }
        Ok(())
    }
    .boxed()
}

fn give_waiting(desk: &Desk) -> BoxFuture<'_, Result<(), Fault>> {
    async {
        let given = retrying(|| orders::give_waiting(desk)).await?;
        if !given.is_empty() {
            tracing::info!(orders = given.len(), "orders that waited have a cashier now");
        }
        Ok(())
    }
    .boxed()
}

fn tell_waiting_float(desk: &Desk) -> BoxFuture<'_, Result<(), Fault>> {
    async {
        let told = retrying(|| orders::tell_waiting_float(desk)).await?;
        if 0 < told {
            tracing::info!(orders = told, "people were told again that orders wait for float");
        }
        Ok(())
    }
    .boxed()
}

fn remind(desk: &Desk) -> BoxFuture<'_, Result<(), Fault>> {
    async {
        let rung = retrying(|| orders::remind(desk)).await?;
        if 0 < rung {
            tracing::info!(orders = rung, "cashiers were reminded of orders");
        }
        Ok(())
    }
    .boxed()
}

fn expire_requests(desk: &Desk) -> BoxFuture<'_, Result<(), Fault>> {
    async {
        let expired = retrying(|| requests::expire_due(desk)).await?;
        if 0 < expired {
            tracing::info!(requests = expired, "requests that nobody decided expired");
        }
        Ok(())
    }
    .boxed()
}

fn expire_events(desk: &Desk) -> BoxFuture<'_, Result<(), Fault>> {
    async {
        let done = retrying(|| events::expire_due(desk)).await?;
        if 0 < done.expired {
            tracing::info!(
                events = done.expired,
                "events of apps without a ping expired and released their holds"
            );
        }
        for (event, error) in done.failed {
            tracing::error!(event.id = event.get(), %error, "an event could not be expired and is tried again");
        }
        Ok(())
    }
    .boxed()
}

fn watch_players(desk: &Desk) -> BoxFuture<'_, Result<(), Fault>> {
    async {
        let told = retrying(|| players::watch(desk)).await?;
        if 0 < told {
            tracing::warn!(alarms = told, "alarms about players' transactions began or ended");
        }
        Ok(())
    }
    .boxed()
}

fn close_due(desk: &Desk) -> BoxFuture<'_, Result<(), Fault>> {
    async {
        let closed = retrying(|| closing::close_due(desk)).await?;
        if 0 < closed {
            tracing::info!(closes = closed, "days or months were closed");
        }
        Ok(())
    }
    .boxed()
}
