//! The bot beside the sandbox, as far as the sandbox asks it.

/// What the sandbox may ask the bot that runs beside it in the same process.
#[async_trait::async_trait]
pub trait BotProbe: Send + Sync {
    /// Whether the bot has finished with this message or interaction (Discord id).
    fn has_handled(&self, event_id: u64) -> bool;
    /// Whether it is dealing with any event at this moment, also with one that has no id of its own.
    fn is_at_work(&self) -> bool {
        false
    }
    /// Whether nothing waits to be told to people.
    async fn outbox_is_empty(&self) -> bool;
}
