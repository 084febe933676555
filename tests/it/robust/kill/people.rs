//! How people trade with a desk that keeps dying: without an answer they try again.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;

use super::{PENDING, Story};
use crate::support::message::{Answer, Message};
use crate::support::patience::PATIENCE;
use crate::support::person::Person;
use crate::support::world::World;

pub(super) const RESELLERS: [(&str, &str); 3] = [
    ("david", "transacciones-david"),
    ("ana", "transacciones-ana"),
    ("luis", "transacciones-luis"),
];

/// How long somebody waits for an answer before they try again, and for that to a capture.
const ASKS_AGAIN_AFTER: Duration = Duration::from_secs(8);
const SENDS_AGAIN_AFTER: Duration = Duration::from_secs(3);
/// How long when nobody kills the desk any more: what is asked again is one more thing to do for a machine that is busy already.
const WAITS_FOR_THE_LIVING: Duration = Duration::from_secs(60);
/// How long one thing may take once nobody kills the desk any more.
const STEP_MAX: Duration = PATIENCE.saturating_mul(2);
const LOOK_AGAIN: Duration = Duration::from_millis(40);
const AWAY: &str = "Estuve fuera de servicio";

impl Story {
    /// How long somebody waits who would wait so long while the desk is being killed.
    fn patience(&self, while_killing: Duration) -> Duration {
        match self.quiet_since.get() {
            None => while_killing,
            Some(_) => WAITS_FOR_THE_LIVING,
        }
    }
}

/// A reseller opens batches, sends transfers and buys until the killing is over, and at least this many times.
pub(super) async fn resells(story: Arc<Story>, name: &'static str, channel: &'static str, batches: usize) {
    let world = World::at(&story.base);
    let reseller = Reseller {
        story: &story,
        me: world.person(name),
        channel,
    };
    let mut done = 0;
    while done < batches || story.quiet_since.get().is_none() {
        reseller.one_batch().await;
        done += 1;
    }
}

struct Reseller<'a> {
    story: &'a Story,
    me: Person<'a>,
    channel: &'static str,
}

impl Reseller<'_> {
    async fn one_batch(&self) {
        self.types("!start batch", &["Batch abierto"], &["Ya hay un batch abierto"])
            .await;
        let mut received = 0;
        for _ in 0..3 {
            let said = self.types("!t 10 p", &[], &[]).await;
            let order = said
                .as_ref()
                .and_then(Message::title)
                .and_then(|title| title.strip_prefix("Orden "));
            let order = order.and_then(|number| number.parse::<i64>().ok());
            let order = order.unwrap_or_else(|| panic!("!t was answered with {said:?}"));
            if self.ends(order).await == "pagada" {
                received += 10;
            }
        }
        if received == 0 {
            self.types("!endbatch", &["Batch cerrado"], &["No hay un batch abierto"])
                .await;
        } else {
            // The batch may have more orders than these, from commands that were typed again because no answer came.
            let all = self.received().await;
            let bought = format!("!c {all} {}", all / 4 + 1);
            self.types(&bought, &["Batch cerrado"], &["No hay un batch abierto"])
                .await;
        }
    }

    /// What the batch has received, once none of its orders is open.
    async fn received(&self) -> i64 {
        let began = Instant::now();
        loop {
            self.in_time(began);
            let seen = self.me.reads(self.channel).await;
            let since = seen
                .iter()
                .rposition(|message| message.text().contains("Batch abierto"));
            let orders: Vec<String> = seen[since.unwrap_or(0)..]
                .iter()
                .filter(|message| message.title().is_some_and(|title| title.starts_with("Orden ")))
                .map(|message| message.field("Estado"))
                .collect();
            let is_open = |state: &String| {
                state.starts_with("espera") || state.contains("falta") || state.starts_with("asignada")
            };
            if !orders.iter().any(is_open) {
                return orders.iter().filter(|state| *state == "pagada").count() as i64 * 10;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Types until the desk answers: with one of `yes` in the channel, a reply with one of `already`, or, without
    /// either, with any reply that is no apology for having been away.
    async fn types(&self, command: &str, yes: &[&str], already: &[&str]) -> Option<Message> {
        let began = Instant::now();
        loop {
            self.in_time(began);
            let body = json!({ "content": command });
            let typed = self.me.sends_without_waiting(self.channel, body).await;
            let until = Instant::now() + self.story.patience(ASKS_AGAIN_AFTER);
            while Instant::now() < until {
                let seen = self.me.reads(self.channel).await;
                let after: Vec<&Message> = seen.iter().filter(|message| is_newer(message, &typed)).collect();
                if let Some(said) = after
                    .iter()
                    .find(|said| yes.iter().any(|words| said.text().contains(words)))
                {
                    self.story.acknowledged.command(&typed, command);
                    return Some((*said).clone());
                }
                let reply = after
                    .iter()
                    .find(|said| said.0["message_reference"]["message_id"] == typed.0["id"]);
                match reply {
                    Some(said) if said.text().contains(AWAY) => break,
                    Some(said) if already.iter().any(|words| said.text().contains(words)) => return None,
                    Some(said) if yes.is_empty() => {
                        self.story.acknowledged.command(&typed, command);
                        return Some((*said).clone());
                    }
                    Some(said) => panic!("{command} was answered with {:?}", said.text()),
                    None => {}
                }
                tokio::time::sleep(LOOK_AGAIN).await;
            }
            self.story.retries.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// Waits for an order's end, and returns its state.
    async fn ends(&self, order: i64) -> String {
        let began = Instant::now();
        loop {
            self.in_time(began);
            let state = self.me.order(self.channel, order).await.field("Estado");
            if state == "pagada" || state.starts_with("cancelada") {
                return state;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// While the desk is being killed nobody waits for ever: the killing ends by itself, after a number of kills. On a busy machine each
    /// start takes as long as it takes.
    fn in_time(&self, began: Instant) {
        let Some(quiet) = self.story.quiet_since.get() else {
            return;
        };
        let since = began.max(*quiet);
        assert!(since.elapsed() < STEP_MAX, "{} waits for ever", self.me.name());
    }
}

/// Waits for the reply to what was said while nobody kills the desk.
pub(super) async fn is_answered(person: Person<'_>, channel: &str, said: &Message) {
    let began = Instant::now();
    loop {
        let seen = person.reads(channel).await;
        let answers = |message: &Message| message.0["message_reference"]["message_id"] == said.0["id"];
        if seen.iter().any(answers) {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "{:?} is never answered", said.text());
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// Waits for their private channel, which the desk makes without a command.
pub(super) async fn sees_channel(person: Person<'_>, channel: &str) {
    let began = Instant::now();
    loop {
        let seen = person.sees_channels().await;
        if seen.iter().any(|name| name == channel) {
            return;
        }
        assert!(
            began.elapsed() < PATIENCE,
            "{} never sees {channel}: {seen:?}",
            person.name()
        );
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

fn is_newer(message: &Message, than: &Message) -> bool {
    let id = |message: &Message| message.id().parse::<u64>().expect("a number");
    id(than) < id(message)
}

/// A cashier pays the orders that their messages show, rejects some, and takes some from others.
pub(super) async fn pays(story: Arc<Story>, name: &'static str, seed: u64) {
    let world = World::at(&story.base);
    let me = world.person(name);
    let mut rng = StdRng::seed_from_u64(seed ^ u64::from(name.as_bytes()[name.len() - 1]));
    let mut considered = BTreeSet::new();
    while story.trading.load(Ordering::SeqCst) {
        for message in me.reads(PENDING).await {
            let is_new = considered.insert(message.id().to_owned());
            if is_new && message.buttons() == ["Tomar"] && rng.random_ratio(1, 4) {
                me.presses_if_it_is_there(&message, "Tomar").await;
            }
        }
        let open: Vec<Message> = me
            .reads("dm")
            .await
            .into_iter()
            .filter(|message| message.buttons().len() == 2)
            .collect();
        for order in open {
            if rng.random_ratio(1, 8) {
                cancels(me, &order).await;
            } else {
                pays_one(&story, me, &order).await;
            }
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

async fn cancels(me: Person<'_>, order: &Message) {
    if let Some(form) = me.presses_if_it_is_there(order, "Cancelar").await
        && form.kind() == "modal"
    {
        me.submits_without_waiting(&form, json!({ "text": "el banco no responde" }))
            .await;
    }
}

async fn pays_one(story: &Story, me: Person<'_>, order: &Message) {
    let number: i64 = order
        .title()
        .and_then(|title| title.strip_prefix("Orden "))
        .expect("an order")
        .parse()
        .expect("a number");
    if order.field("Captura") == "no" {
        let picture = format!("capture of order {number}");
        let sent = me.sends_capture_without_waiting("dm", order, picture.as_bytes()).await;
        let until = Instant::now() + story.patience(SENDS_AGAIN_AFTER);
        loop {
            let replies = me.reads("dm").await;
            if replies
                .iter()
                .any(|said| said.0["message_reference"]["message_id"] == sent.0["id"])
            {
                break;
            }
            if until < Instant::now() {
                story.retries.fetch_add(1, Ordering::SeqCst);
                return;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }
    // A real cashier presses again when Discord says "interaction failed"; the order's message is read again first.
    match me.presses_if_it_is_there(order, "Listo").await {
        Some(answer) if answer.text().contains(&format!("Orden **{number}** pagada")) => {
            story.acknowledged.paid(number)
        }
        Some(answer) if answer.kind() == "none" => {
            story.retries.fetch_add(1, Ordering::SeqCst);
        }
        _ => {}
    }
}

impl Person<'_> {
    async fn presses_if_it_is_there(&self, message: &Message, label: &str) -> Option<Answer> {
        let path = format!("/sandbox/people/{}/press", self.name());
        let body = json!({ "message_id": message.id(), "label": label });
        let (status, answer) = self.world().try_post(&path, body).await;
        (status == 200).then_some(Answer(answer))
    }
}
