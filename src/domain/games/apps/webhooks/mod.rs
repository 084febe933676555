//! Webhooks: an app is told what became of its events and what people achieved, without asking.
//!
//! An app has at most one address. What it is told is written in the same unit of work as what happened
//! (`webhook_deliveries`, an outbox of its own) and delivered afterwards, at least once, in no particular order. A
//! delivery is `waiting → delivered | given_up`; one that was given up can be asked for again. For an app without an
//! address nothing is stored.

mod ask_again;
mod claim;
mod endpoint;
mod error;
mod register;
mod remove;
mod secret;
mod settle;
mod show;
mod store;
mod try_out;

pub use ask_again::ask_again;
pub use claim::{Claimed, claim_due};
pub use endpoint::{Endpoint, Reach};
pub use error::WebhookError;
pub use register::{WebhookRegistered, register_webhook};
pub use remove::remove_webhook;
pub use secret::SigningSecret;
pub use settle::{Attempt, settle};
pub use show::find_own_webhook;
pub use store::{count_due, count_waiting, find_webhook, list_deliveries};
pub use try_out::try_out;

use std::time::Duration;

use crate::clock::Moment;
use crate::coded_enum;
use crate::db::{DbError, Tx};
use crate::ids::{AchievementId, AppEventId, AppId, MemberId, WebhookDeliveryId};

/// How often a delivery is tried before it is given up. With the waits below that takes about a day.
pub const ATTEMPTS_MAX: i64 = 32;
/// The wait after the first failure, in milliseconds; it doubles with each further failure.
const RETRY_FIRST_MS: i64 = 5_000;
/// The longest wait between two tries, in milliseconds.
const RETRY_MAX_MS: i64 = 3_600_000;
/// How many deliveries of one app may wait: an address that never answers must not fill the books with waiting rows.
/// Further ones are given up at once, and can be asked for again.
const WAITING_MAX: i64 = 1_000;
/// How many deliveries of one app are tried at once: an address that does not answer must not keep other apps waiting.
pub const UNDER_WAY_MAX: i64 = 4;
/// How long one try may take, everything included.
pub const TRY_MAX: Duration = Duration::from_secs(10);
/// How long a claim lasts, in milliseconds: longer than a try, so that only a dead process loses it.
const CLAIM_MS: i64 = 30_000;

coded_enum! {
    /// What a delivery tells.
    pub enum NewsKind {
        EventClosed => "event.closed",
        EventExpired => "event.expired",
        AchievementCompleted => "achievement.completed",
        /// A test that the app asked for.
        Test => "webhook.test",
    }
}

coded_enum! {
    /// The state of a delivery.
    pub enum DeliveryState {
        Waiting => "waiting",
        Delivered => "delivered",
        GivenUp => "given_up",
    }
}

/// What happened, by its ids; the body of the call is made from them when it is delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    EventClosed(AppEventId),
    EventExpired(AppEventId),
    AchievementCompleted {
        achievement: AchievementId,
        member: MemberId,
    },
    Test,
}

impl News {
    pub fn kind(self) -> NewsKind {
        match self {
            News::EventClosed(_) => NewsKind::EventClosed,
            News::EventExpired(_) => NewsKind::EventExpired,
            News::AchievementCompleted { .. } => NewsKind::AchievementCompleted,
            News::Test => NewsKind::Test,
        }
    }
}

/// The address of an app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    pub app: AppId,
    /// As it was registered. It is checked again before each delivery, because what is allowed may have changed.
    pub url: String,
    pub secret: SigningSecret,
    pub registered_at: Moment,
}

/// Something that an app is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub id: WebhookDeliveryId,
    pub app: AppId,
    pub news: News,
    pub created_at: Moment,
    pub state: DeliveryState,
    /// How often it was tried, since it was made or last asked for again.
    pub attempts: i64,
    /// When it is tried next, while it waits.
    pub due_at: Moment,
    /// Why the last try failed.
    pub last_error: Option<String>,
    pub ended_at: Option<Moment>,
    /// When the claim under which it is tried expires.
    pub claimed_until: Moment,
}

/// Deletes an app's address, when its key is revoked.
pub(super) async fn forget(tx: &mut Tx, app: AppId) -> Result<(), DbError> {
    store::delete_webhook(tx, app).await
}

/// Stores a delivery of news for an app, if it has an address.
pub(super) async fn tell_app(tx: &mut Tx, app: AppId, news: News, at: Moment) -> Result<(), DbError> {
    if find_webhook(tx, app).await?.is_none() {
        return Ok(());
    }
    add_delivery(tx, app, news, at).await?;
    Ok(())
}

/// Stores a delivery for an app that has an address. When too many wait already, it is given up at once.
async fn add_delivery(tx: &mut Tx, app: AppId, news: News, at: Moment) -> Result<WebhookDeliveryId, DbError> {
    let waiting = store::count_waiting_of(tx, app, WAITING_MAX).await?;
    let id = store::insert_delivery(tx, app, news, at).await?;
    if WAITING_MAX <= waiting {
        store::refuse(tx, id, "too many deliveries were waiting", at).await?;
    } else {
        tx.wake_when_kept();
    }
    Ok(id)
}
