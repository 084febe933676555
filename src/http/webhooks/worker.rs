//! Delivers what apps are owed, for as long as the API is up.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::send::Sender;
use crate::db::{DbError, retrying};
use crate::domain::games::apps::webhooks::{self, Attempt, Claimed, Delivery, DeliveryState, Reach};
use crate::domain::kernel::desk::Desk;

/// How many deliveries are under way at once.
const DELIVERING_MAX: usize = 32;
/// The worker looks after itself at least that often: another process may have written a delivery.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// And at most that often while deliveries wait for others of their app.
const LOOK_AT_MOST: Duration = Duration::from_millis(250);

/// Claims deliveries and tries them.
#[derive(Clone)]
pub(in crate::http) struct Deliverer {
    desk: Desk,
    sender: Sender,
}

impl Deliverer {
    pub(in crate::http) fn new(desk: Desk, reach: Reach) -> Deliverer {
        Deliverer {
            desk,
            sender: Sender::new(reach),
        }
    }

    /// Delivers until it is stopped, and then finishes what is under way.
    pub(in crate::http) async fn run(self, stop: CancellationToken) {
        let mut under_way: JoinSet<()> = JoinSet::new();
        let mut kept = self.desk.db.kept();
        while !stop.is_cancelled() {
            if under_way.len() == DELIVERING_MAX {
                under_way.join_next().await;
                continue;
            }
            let claimed = self.claim(DELIVERING_MAX - under_way.len()).await;
            let pause = self.pause(&claimed);
            let is_idle = claimed.deliveries.is_empty();
            for delivery in claimed.deliveries {
                let own = self.clone();
                under_way.spawn(async move { own.deliver(delivery).await });
            }
            if is_idle {
                tokio::select! {
                    () = kept.next() => {}
                    _ = under_way.join_next(), if !under_way.is_empty() => {}
                    () = tokio::time::sleep(pause) => {}
                    () = stop.cancelled() => {}
                }
            }
            while under_way.try_join_next().is_some() {}
        }
        while under_way.join_next().await.is_some() {}
    }

    /// Delivers what is due now and nobody else is at. What fails waits for its next time.
    pub(in crate::http) async fn deliver_due(&self) {
        loop {
            let claimed = self.claim(DELIVERING_MAX).await;
            if claimed.deliveries.is_empty() {
                return;
            }
            futures::future::join_all(claimed.deliveries.into_iter().map(|delivery| self.deliver(delivery))).await;
        }
    }

    async fn claim(&self, free: usize) -> Claimed {
        let deliveries_max = i64::try_from(free).unwrap_or(1);
        match retrying(|| webhooks::claim_due(&self.desk, deliveries_max)).await {
            Ok(claimed) => claimed,
            Err(fault) => {
                tracing::error!(error = %fault, "what apps are to be told cannot be read");
                Claimed {
                    deliveries: Vec::new(),
                    next_due: None,
                }
            }
        }
    }

    fn pause(&self, claimed: &Claimed) -> Duration {
        let Some(due) = claimed.next_due else { return LOOK_EVERY };
        let wait_ms = u64::try_from(due.ms_since(self.desk.clock.now())).unwrap_or(0);
        Duration::from_millis(wait_ms).clamp(LOOK_AT_MOST, LOOK_EVERY)
    }

    async fn deliver(&self, delivery: Delivery) {
        if let Err(fault) = self.try_delivery(&delivery).await {
            // Its claim runs out, and it is tried again.
            tracing::error!(delivery.id = delivery.id.get(), error = %fault, "a webhook's delivery broke off");
        }
    }

    async fn try_delivery(&self, delivery: &Delivery) -> Result<(), DbError> {
        let attempt = match self.sender.try_once(&self.desk, delivery).await {
            Err(DbError::Corrupt(broken)) => {
                tracing::error!(
                    delivery.id = delivery.id.get(),
                    broken,
                    "what an app is to be told cannot be read"
                );
                let why = "what happened cannot be read at the desk".to_owned();
                Attempt::Hopeless { why }
            }
            tried => tried?,
        };
        let state = retrying(|| webhooks::settle(&self.desk, delivery, &attempt)).await?;
        let (id, app) = (delivery.id.get(), delivery.app.get());
        match state {
            Some(DeliveryState::Delivered) => tracing::debug!(delivery.id = id, app.id = app, "an app was told"),
            Some(DeliveryState::Waiting) => {
                tracing::info!(delivery.id = id, app.id = app, attempt = ?attempt, "an app could not be told and is tried again");
            }
            Some(DeliveryState::GivenUp) => {
                tracing::warn!(delivery.id = id, app.id = app, attempt = ?attempt, "telling an app is given up");
            }
            None => tracing::info!(
                delivery.id = id,
                app.id = app,
                "another process tried it too, and what that found counts"
            ),
        }
        Ok(())
    }
}
