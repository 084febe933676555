//! Caches an answer for a short time, so that frequent questions cost little.

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

/// How long an answer to whoever asks is reused.
const KEPT_FOR: Duration = Duration::from_secs(1);

/// The last answer. Callers that arrive while it is being read wait for it.
pub(super) struct Kept<T> {
    last: Mutex<Option<(Instant, T)>>,
    kept_for: Duration,
}

impl<T: Clone> Kept<T> {
    pub(super) fn new() -> Kept<T> {
        Kept::lasting(KEPT_FOR)
    }

    /// With another time for which an answer is reused; zero reads each time.
    pub(super) fn lasting(kept_for: Duration) -> Kept<T> {
        Kept {
            last: Mutex::new(None),
            kept_for,
        }
    }

    pub(super) async fn get(&self, read: impl Future<Output = T>) -> T {
        let mut last = self.last.lock().await;
        if let Some((at, answer)) = &*last
            && at.elapsed() < self.kept_for
        {
            return answer.clone();
        }
        let answer = read.await;
        *last = Some((Instant::now(), answer.clone()));
        answer
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures::future::join_all;

    use super::{KEPT_FOR, Kept};

    #[tokio::test(start_paused = true)]
    async fn a_flood_of_questions_costs_one_reading_a_second() {
        let (kept, readings) = (Kept::new(), AtomicUsize::new(0));
        let read = || async {
            tokio::task::yield_now().await;
            readings.fetch_add(1, Ordering::SeqCst) + 1
        };
        for second in 1..=3 {
            let answers = join_all((0..100).map(|_| kept.get(read()))).await;
            assert!(answers.iter().all(|answer| *answer == second), "{answers:?}");
            tokio::time::advance(KEPT_FOR).await;
        }
        assert_eq!(readings.load(Ordering::SeqCst), 3);
    }
}
