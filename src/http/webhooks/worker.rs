//! The worker that sends webhooks while the API is up.

use std::time::Duration;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::send::Sender;
use crate::db::{DbError, retrying};
use crate::domain::games::apps::webhooks::{self, Attempt, Claimed, Delivery, DeliveryState, Reach};
use crate::domain::kernel::desk::Desk;

/// How many deliveries may be in flight at once.
const DELIVERING_MAX: usize = 32;
/// The longest pause between two claims. Another process may have written a delivery without waking this worker.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// The shortest pause between two claims while nothing can be claimed.
const LOOK_AT_MOST: Duration = Duration::from_millis(250);

/// Claims deliveries and makes one attempt of each.
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

    /// Delivers until `stop` is cancelled, then finishes the deliveries in flight.
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

    /// Delivers what is due now and not claimed by another process. A delivery that fails stays until its next attempt
    /// is due.
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
                tracing::error!(error = %fault, "cannot claim webhook deliveries");
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
            // The claim runs out and the delivery is tried again.
            tracing::error!(delivery.id = delivery.id.get(), error = %fault, "a webhook delivery was interrupted; it is tried again when its claim runs out");
        }
    }

    async fn try_delivery(&self, delivery: &Delivery) -> Result<(), DbError> {
        let attempt = match self.sender.try_once(&self.desk, delivery).await {
            Err(DbError::Corrupt(broken)) => {
                tracing::error!(
                    delivery.id = delivery.id.get(),
                    broken,
                    "cannot read the content of a webhook delivery"
                );
                let why = "what happened cannot be read at the desk".to_owned();
                Attempt::Hopeless { why }
            }
            tried => tried?,
        };
        let state = retrying(|| webhooks::settle(&self.desk, delivery, &attempt)).await?;
        let (id, app) = (delivery.id.get(), delivery.app.get());
        match state {
            Some(DeliveryState::Delivered) => tracing::debug!(delivery.id = id, app.id = app, "delivered a webhook"),
            Some(DeliveryState::Waiting) => {
                tracing::info!(delivery.id = id, app.id = app, attempt = ?attempt, "a webhook delivery failed and will be tried again");
            }
            Some(DeliveryState::GivenUp) => {
                tracing::warn!(delivery.id = id, app.id = app, attempt = ?attempt, "gave up a webhook delivery");
            }
            None => tracing::info!(
                delivery.id = id,
                app.id = app,
                "another process has already recorded the result of this webhook delivery"
            ),
        }
        Ok(())
    }
}
