//! Wakes workers when a unit that concerns them is on disk.

use std::future::pending;
use std::sync::Arc;

use tokio::sync::watch;

/// Wakes all listeners.
#[derive(Clone)]
pub(super) struct Wake(Arc<watch::Sender<u64>>);

impl Wake {
    pub(super) fn new() -> Wake {
        Wake(Arc::new(watch::Sender::new(0)))
    }

    pub(super) fn ring(&self) {
        self.0.send_modify(|units| *units = units.wrapping_add(1));
    }

    pub(super) fn listen(&self) -> Kept {
        Kept(self.0.subscribe())
    }
}

/// Listens for units that asked to wake somebody. Every worker has its own listener, so that each one is woken.
pub struct Kept(watch::Receiver<u64>);

impl Kept {
    /// Waits until such a unit is on disk. Units kept since the last call count as one.
    pub async fn next(&mut self) {
        if self.0.changed().await.is_err() {
            // The database is closed: no further unit will be kept.
            pending::<()>().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::Wake;

    #[test]
    fn each_listener_hears_what_was_kept_while_it_was_busy_once() {
        let wake = Wake::new();
        let (mut one, mut other) = (wake.listen(), wake.listen());
        assert!(one.next().now_or_never().is_none());
        wake.ring();
        wake.ring();
        for listener in [&mut one, &mut other] {
            assert!(listener.next().now_or_never().is_some());
            assert!(listener.next().now_or_never().is_none());
        }
    }
}
