//! The state that all handlers share.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::kept::Kept;
use super::limit::Limiter;
use super::metrics::{Counts, Metrics};
use super::probes::Readiness;
use super::strangers::Strangers;
use crate::domain::games::apps::webhooks::Reach;
use crate::domain::kernel::desk::Desk;
use crate::domain::people::tokens::Keyring;
use crate::ids::AppKeyId;

/// Tells whether the bot is connected to Discord. This trait exists because the surfaces do not depend on each other.
#[async_trait]
pub trait DiscordProbe: Send + Sync {
    async fn is_up(&self) -> bool;
}

#[derive(Clone)]
pub(super) struct Api(Arc<Parts>);

pub(super) struct Parts {
    pub(super) desk: Desk,
    pub(super) limiter: Limiter<AppKeyId>,
    /// The limits of the API for players, per holder of tokens.
    pub(super) holders: Limiter<String>,
    /// The keys that sign tokens.
    pub(super) keyring: Keyring,
    pub(super) strangers: Strangers,
    pub(super) metrics: Metrics,
    /// What the readiness probe found last. Kept for a moment, since probes need no key.
    pub(super) readiness: Kept<Readiness>,
    pub(super) counts: Kept<Option<Counts>>,
    pub(super) discord: Arc<dyn DiscordProbe>,
    /// Which addresses apps may register for webhooks.
    pub(super) webhooks_reach: Reach,
    /// The time limit of a call.
    pub(super) call_max: Duration,
}

impl Api {
    pub(super) fn new(parts: Parts) -> Api {
        Api(Arc::new(parts))
    }
}

impl std::ops::Deref for Api {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
