//! Receives Discord's events: each one once, in its channel's turn, and only if it concerns the desk and this process
//! answers in Discord.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, OnceLock};

use futures::FutureExt;
use poise::serenity_prelude as serenity;
use serenity::gateway::ConnectionStage;
use serenity::{Context, FullEvent, Interaction};
use tokio_util::task::TaskTracker;
use tracing::Instrument;

use super::guild::Gate;
use super::handled::{EventId, Handled};
use super::turns::Turns;
use super::voice::{self, Voice};
use super::{Data, Framework, Never, typing};
use crate::meters::CourierMeters;
use crate::trace::{self, TraceId};

/// Wraps poise's framework: records events, drops what does not concern the desk, and passes messages to poise command
/// by command ([`typing`]).
pub(super) struct Recording {
    pub(super) inner: poise::Framework<Data, Never>,
    pub(super) handled: Handled,
    pub(super) gate: Gate,
    /// Set before the gateway is dialled.
    pub(super) slot: Arc<OnceLock<Data>>,
    pub(super) turns: Turns,
    pub(super) voice: Voice,
    /// Counts running handlers, so that shutdown can wait for them.
    pub(super) in_flight: TaskTracker,
    pub(super) meters: CourierMeters,
}

#[serenity::async_trait]
impl serenity::Framework for Recording {
    async fn init(&mut self, client: &serenity::Client) {
        self.inner.init(client).await;
    }

    async fn dispatch(&self, context: Context, event: FullEvent) {
        let _in_flight = self.in_flight.token();
        if let FullEvent::ShardStageUpdate { event } = &event
            && event.new == ConnectionStage::Connected
        {
            self.meters.note_connected();
        }
        let Some((event_id, channel)) = identity(&event) else {
            self.pass_on(context, event).await;
            return;
        };
        let id = event_id.of_what();
        // What is dropped here is not recorded: when this process gets the voice it may have to answer it.
        if let Some(typed) = voice::time_of(&event)
            && !self.voice.deals_with(typed).await
        {
            tracing::debug!(event.id = id, "left an event to the process that has the voice");
            return;
        }
        if !self.handled.begin(event_id) {
            tracing::debug!(event.id = id, "ignored an event that arrived before");
            return;
        }
        // An interaction does not wait for its turn here, but where its three seconds are counted.
        let _turn = match channel {
            Some(channel) => Some(self.turns.take(channel).await),
            None => None,
        };
        // Whatever is logged for this event can be found by one id, also in another process.
        let trace = TraceId::of_discord(id);
        let span = tracing::info_span!("event", trace.id = %trace);
        let dispatched = AssertUnwindSafe(trace::within(trace, self.pass_on(context, event)))
            .catch_unwind()
            .instrument(span);
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

    /// A message may contain several commands, which poise does not support: it gets them one by one.
    async fn give(&self, context: Context, event: FullEvent) {
        match &event {
            FullEvent::Message { new_message } => typing::hear(self.for_poise(&context).await, new_message).await,
            FullEvent::MessageUpdate { event, .. } => typing::edited(self.for_poise(&context).await, event).await,
            _ => serenity::Framework::dispatch(&self.inner, context, event).await,
        }
    }

    /// What poise needs to be given a message by hand.
    async fn for_poise<'a>(&'a self, context: &'a Context) -> Framework<'a> {
        poise::FrameworkContext {
            serenity_context: context,
            options: self.inner.options(),
            user_data: self.inner.user_data().await,
            shard_manager: self.inner.shard_manager(),
        }
    }
}

/// The id of an event, and the channel whose turn it must take.
fn identity(event: &FullEvent) -> Option<(EventId, Option<u64>)> {
    match event {
        FullEvent::Message { new_message } => {
            let channel = (!new_message.author.bot).then_some(new_message.channel_id.get());
            Some((EventId::New(new_message.id.get()), channel))
        }
        // Discord also sends this event for link previews, pins and threads, but then without the time of an edit.
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
