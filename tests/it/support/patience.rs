//! How long stories wait for what must come: only one that fails waits so long, so it may be far above what a busy machine needs.

use std::time::Duration;

use tokio::time::{Instant, sleep};

pub const PATIENCE: Duration = Duration::from_secs(120);
const LOOKS_EVERY: Duration = Duration::from_millis(25);

/// Looks until there is something, and fails with what was waited for.
pub async fn at_last<T>(awaited: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    seen_within(PATIENCE, look)
        .await
        .unwrap_or_else(|| panic!("{awaited} did not come in {} s", PATIENCE.as_secs()))
}

/// The same, with what there is to say when it does not come.
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

/// `Some` where it is so: for looks that find no more than that.
pub fn when(it_is_so: bool) -> Option<()> {
    it_is_so.then_some(())
}
