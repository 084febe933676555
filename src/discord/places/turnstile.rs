//! Runs the same work one at a time. Callers who arrive while it runs share the next run.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

/// Runs one review at a time; callers who wait share the next one.
#[derive(Default)]
pub(in crate::discord) struct Turnstile {
    asked: AtomicU64,
    /// The number of the last caller whose request is done.
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
        // One run for the first caller, and one for everybody who asked during it.
        assert!(reviews.load(Ordering::SeqCst) <= 2);
        turnstile.pass(review).await;
        assert!(reviews.load(Ordering::SeqCst) <= 3);
    }
}
