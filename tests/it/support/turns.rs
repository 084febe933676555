//! Things that happen at once, each a little later than the others.

/// Lets others go first so many times, and then does it. Inside a `join!` this is what decides who comes when.
pub async fn after<T>(turns: u32, what: impl Future<Output = T>) -> T {
    for _ in 0..turns {
        tokio::task::yield_now().await;
    }
    what.await
}
