//! The interface through which the sandbox asks the bot.

/// What the sandbox asks a bot that runs in the same process.
#[async_trait::async_trait]
pub trait BotProbe: Send + Sync {
    /// Whether the bot has finished handling this message or interaction (Discord id).
    fn has_handled(&self, event_id: u64) -> bool;
    /// Whether it is handling any event at this moment, also one without an id of its own.
    fn is_at_work(&self) -> bool {
        false
    }
    /// Whether no notice is waiting to be told.
    async fn outbox_is_empty(&self) -> bool;
}
