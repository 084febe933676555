//! When everything is done, and when it is not.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cambista::sandbox::BotProbe;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::World;

struct Full(AtomicBool);

#[async_trait::async_trait]
impl BotProbe for Full {
    fn has_handled(&self, _event_id: u64) -> bool {
        true
    }

    async fn outbox_is_empty(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn a_full_outbox_is_not_idle() {
    let world = World::start().await;
    let probe = Arc::new(Full(AtomicBool::new(false)));
    world.server.set_probe(probe.clone());
    let (status, answer) = world.try_control(Method::GET, "idle?timeout_ms=1", Value::Null).await;
    assert_eq!(status, 503);
    assert_eq!(answer["idle"], json!(false));
    probe.0.store(true, Ordering::SeqCst);
    world.idle().await;
}

#[tokio::test]
async fn without_a_bot_nothing_is_idle() {
    let world = World::start().await;
    let (status, answer) = world.try_control(Method::GET, "idle?timeout_ms=1", Value::Null).await;
    assert_eq!(status, 503);
    assert_eq!(answer["reason"], "no bot is connected");
}
