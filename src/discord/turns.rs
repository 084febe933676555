//! One thing after the other in each channel.
//!
//! serenity gives every event a task of its own. Somebody who types `!start batch` and `!t 100 p` in one breath, or
//! sends a capture and presses Listo, means them in that order.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// Above this many known channels those that nobody waits for are forgotten.
const CHANNELS_KEPT: usize = 256;

/// Whose turn it is, per channel. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Turns {
    channels: Arc<Mutex<HashMap<u64, Arc<AsyncMutex<()>>>>>,
}

/// A turn; the next in the channel begins when it is dropped.
pub(super) struct Turn {
    _guard: OwnedMutexGuard<()>,
}

impl Turns {
    /// Waits until everything that asked before for this channel is done.
    pub(super) async fn take(&self, channel: u64) -> Turn {
        let line = self.line(channel);
        Turn {
            _guard: line.lock_owned().await,
        }
    }

    fn line(&self, channel: u64) -> Arc<AsyncMutex<()>> {
        let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        if CHANNELS_KEPT < channels.len() {
            channels.retain(|_, line| 1 < Arc::strong_count(line));
        }
        channels.entry(channel).or_default().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::Turns;

    #[tokio::test]
    async fn a_second_one_waits_in_the_same_channel_and_not_in_another() {
        let turns = Turns::default();
        let first = turns.take(1).await;
        let _other = turns.take(2).await;
        let waiting = tokio::spawn({
            let turns = turns.clone();
            async move { drop(turns.take(1).await) }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        drop(first);
        waiting.await.unwrap();
    }
}
