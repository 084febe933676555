//! The state that all requests of the sandbox share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tokio_util::sync::CancellationToken;

use super::BotProbe;
use super::limits::Limits;
use super::traffic::Traffic;
use super::world::World;

pub(super) struct Hub {
    world: Mutex<World>,
    traffic: Mutex<Traffic>,
    limits: Mutex<Limits>,
    probe: RwLock<Option<Arc<dyn BotProbe>>>,
    pub token: String,
    pub stop: CancellationToken,
}

impl Hub {
    pub(super) fn new(world: World, token: String) -> Self {
        Hub {
            world: Mutex::new(world),
            traffic: Mutex::new(Traffic::default()),
            limits: Mutex::new(Limits::default()),
            probe: RwLock::new(None),
            token,
            stop: CancellationToken::new(),
        }
    }

    /// Locks the state. Never hold the guard over an `await`.
    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn traffic(&self) -> MutexGuard<'_, Traffic> {
        self.traffic.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// If both are needed, lock the world first.
    pub(super) fn limits(&self) -> MutexGuard<'_, Limits> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn probe(&self) -> Option<Arc<dyn BotProbe>> {
        self.probe.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set_probe(&self, probe: Arc<dyn BotProbe>) {
        *self.probe.write().unwrap_or_else(PoisonError::into_inner) = Some(probe);
    }
}
