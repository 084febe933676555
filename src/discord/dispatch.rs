//! What comes in from Discord, event by event: once, in its channel's turn, and only what is the desk's.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, OnceLock};

use futures::FutureExt;
use poise::serenity_prelude as serenity;
use serenity::{Context, FullEvent, Interaction};
use tokio_util::task::TaskTracker;

use super::guild::Gate;
use super::handled::{EventId, Handled};
use super::turns::Turns;
use super::{Data, Framework, Never, typing};

/// A framework that keeps the record around poise, lets in only what is the desk's, and gives poise messages command by
/// command ([`typing`]).
pub(super) struct Recording {
    pub(super) inner: poise::Framework<Data, Never>,
    pub(super) handled: Handled,
    pub(super) gate: Gate,
    /// Filled before the gateway is dialled.
    pub(super) slot: Arc<OnceLock<Data>>,
    pub(super) turns: Turns,
    /// Handlers in flight, for an orderly end.
    pub(super) in_flight: TaskTracker,
}

#[serenity::async_trait]
impl serenity::Framework for Recording {
    async fn init(&mut self, client: &serenity::Client) {
        self.inner.init(client).await;
    }

    async fn dispatch(&self, context: Context, event: FullEvent) {
        let _in_flight = self.in_flight.token();
        let Some((event_id, channel)) = identity(&event) else {
            self.pass_on(context, event).await;
            return;
        };
        let id = event_id.of_what();
        if !self.handled.begin(event_id) {
            tracing::debug!(event.id = id, "an event arrived again and is left out");
            return;
        }
        // An interaction waits for its turn where its three seconds are counted, not here.
        let _turn = match channel {
            Some(channel) => Some(self.turns.take(channel).await),
            None => None,
        };
        let dispatched = AssertUnwindSafe(self.pass_on(context, event)).catch_unwind();
        if dispatched.await.is_err() {
            tracing::error!(event.id = id, "a handler panicked");
        }
        self.handled.end(event_id);
    }
}

impl Recording {
    async fn pass_on(&self, context: Context, event: FullEvent) {
        let lets_in = match self.slot.get() {
            Some(surface) => self.gate.lets_in(surface, &event).await,
            None => true,
        };
        if lets_in {
            self.give(context, event).await;
        }
    }

    /// A message may hold several commands, which poise does not know: it gets them one after the other.
    async fn give(&self, context: Context, event: FullEvent) {
        match &event {
            FullEvent::Message { new_message } => typing::hear(self.for_poise(&context).await, new_message).await,
            FullEvent::MessageUpdate { event, .. } => typing::edited(self.for_poise(&context).await, event).await,
            _ => serenity::Framework::dispatch(&self.inner, context, event).await,
        }
    }

    /// What poise needs of its framework to be given a message by hand.
    async fn for_poise<'a>(&'a self, context: &'a Context) -> Framework<'a> {
        poise::FrameworkContext {
            serenity_context: context,
            options: self.inner.options(),
            user_data: self.inner.user_data().await,
            shard_manager: self.inner.shard_manager(),
        }
    }
}

/// What an event is known by, and the channel where it has to wait for its turn.
fn identity(event: &FullEvent) -> Option<(EventId, Option<u64>)> {
    match event {
        FullEvent::Message { new_message } => {
            let channel = (!new_message.author.bot).then_some(new_message.channel_id.get());
            Some((EventId::New(new_message.id.get()), channel))
        }
        // Discord sends one without a moment of editing when it shows a link, a pin or a thread.
        FullEvent::MessageUpdate { event, .. } => {
            let by_person = event.author.as_ref().is_some_and(|author| !author.bot);
            let is_edit = by_person && event.content.is_some() && event.edited_timestamp.is_some();
            is_edit.then(|| (EventId::Edit(event.id.get()), Some(event.channel_id.get())))
        }
        FullEvent::InteractionCreate { interaction } => Some((EventId::New(interaction_id(interaction)), None)),
        _ => None,
    }
}

fn interaction_id(interaction: &Interaction) -> u64 {
    interaction.id().get()
}
