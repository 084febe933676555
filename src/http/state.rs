//! The state that all handlers share.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::kept::Kept;
use super::limit::Limiter;
use super::metrics::{Counts, DeskRead, Metrics};
use super::probes::Readiness;
use super::strangers::Strangers;
use crate::clock::Moment;
use crate::domain::games::apps::webhooks::Reach;
use crate::domain::kernel::desk::Desk;
use crate::domain::people::tokens::Keyring;
use crate::ids::AppKeyId;
use crate::meters::Meters;

/// Tells whether the bot is connected to Discord. This trait exists because the surfaces do not depend on each other.
#[async_trait]
pub trait DiscordProbe: Send + Sync {
    /// Whether the desk's guild can be reached.
    async fn is_up(&self) -> bool;
    /// Whether the gateway is connected.
    async fn is_connected(&self) -> bool;
}

/// The disk where the desk keeps its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disk {
    pub free_bytes: u64,
    pub total_bytes: u64,
}

/// What was found around the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// `None` when the system does not say.
    pub disk: Option<Disk>,
    /// When the last complete backup was made, if ever.
    pub backup: Option<Moment>,
}

/// Looks at the machine. This trait exists because the API knows neither folders nor backups.
pub trait Surroundings: Send + Sync {
    fn look(&self) -> Found;
}

/// What `/metrics` shows beside the books.
pub struct Watched {
    pub discord: Arc<dyn DiscordProbe>,
    pub surroundings: Arc<dyn Surroundings>,
    pub meters: Meters,
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
    /// The desk's own figures.
    pub(super) figures: Kept<Option<DeskRead>>,
    pub(super) discord: Arc<dyn DiscordProbe>,
    pub(super) surroundings: Arc<dyn Surroundings>,
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
