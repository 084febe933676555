//! Decides the order of concurrent futures.

/// Yields `turns` times before it awaits `what`. Inside a `join!` this decides which future comes first.
pub async fn after<T>(turns: u32, what: impl Future<Output = T>) -> T {
    for _ in 0..turns {
        tokio::task::yield_now().await;
    }
    what.await
}
