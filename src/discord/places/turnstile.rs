//! Many may ask for the same work at once; it is done one at a time, and once for all who asked while it was done.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

/// One review at a time; whoever asks while others wait shares the next one.
#[derive(Default)]
pub(in crate::discord) struct Turnstile {
    asked: AtomicU64,
    /// Up to which asking everything was looked at.
    done: Mutex<u64>,
}

impl Turnstile {
    pub(super) async fn pass<F: Future<Output = ()>>(&self, work: impl FnOnce() -> F) {
        let own = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let mut done = self.done.lock().await;
        if own <= *done {
            return;
        }
        let now = self.asked.load(Ordering::SeqCst);
        work().await;
        *done = now;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::Turnstile;

    #[tokio::test]
    async fn those_who_ask_while_others_wait_share_one_review() {
        let (turnstile, reviews) = (Turnstile::default(), AtomicU32::new(0));
        let review = || async {
            reviews.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
        };
        let asked = (0..10).map(|_| turnstile.pass(review));
        futures::future::join_all(asked).await;
        // The first, and one for everybody who asked while it ran.
        assert!(reviews.load(Ordering::SeqCst) <= 2);
        turnstile.pass(review).await;
        assert!(reviews.load(Ordering::SeqCst) <= 3);
    }
}
