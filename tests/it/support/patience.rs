//! How long stories wait for something that must happen. Only a failing story waits that long, so the limit may be far
//! above what a busy machine needs.

use std::time::Duration;

use tokio::time::{Instant, sleep};

pub const PATIENCE: Duration = Duration::from_secs(120);
const LOOKS_EVERY: Duration = Duration::from_millis(25);

/// Repeats `look` until it returns something; panics with `awaited` when it takes too long.
pub async fn at_last<T>(awaited: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    seen_within(PATIENCE, look)
        .await
        .unwrap_or_else(|| panic!("{awaited} did not come in {} s", PATIENCE.as_secs()))
}

/// Repeats `look` until it returns something; `None` when it takes longer than `patience`.
pub async fn seen_within<T>(patience: Duration, mut look: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let until = Instant::now() + patience;
    loop {
        if let Some(seen) = look().await {
            return Some(seen);
        }
        if until < Instant::now() {
            return None;
        }
        sleep(LOOKS_EVERY).await;
    }
}

/// Turns a condition into the answer of a look without a value.
pub fn when(it_is_so: bool) -> Option<()> {
    it_is_so.then_some(())
}
