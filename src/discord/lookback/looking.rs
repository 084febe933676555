//! Collects what the desk's old messages in Discord show.

use poise::serenity_prelude as serenity;
use serenity::{Embed, Message, MessageType, UserId};

use crate::discord::controls::{self, Written};
use crate::discord::ids::{channel_id, message_id};
use crate::discord::view;
use crate::discord::view::older_books::Titled;
use crate::domain::books::older::{Seen, SeenHead, SeenMessage};
use crate::domain::kernel::marks::Marked;
use crate::ids::{BatchId, DiscordMessageId, OrderId, RequestNumber};

/// Collects what is seen.
pub(super) struct Looking {
    me: UserId,
    /// Messages up to this one are ignored, because older books that were accepted may have sent them.
    until: Option<DiscordMessageId>,
    pub(super) seen: Seen,
}

impl Looking {
    pub(super) fn new(me: UserId, until: Option<DiscordMessageId>) -> Self {
        Looking {
            me,
            until,
            seen: Seen::default(),
        }
    }

    pub(super) fn at(&mut self, message: &Message, is_alert: bool) {
        let id = message_id(message.id);
        if message.author.id != self.me || Some(id) <= self.until {
            return;
        }
        self.seen.newest = self.seen.newest.max(Some(id));
        let custom_ids = controls::custom_ids(message);
        for named in custom_ids.iter().flat_map(|custom_id| controls::named_by(custom_id)) {
            self.number(named);
        }
        // Embeds with a link are ignored: they may be previews, whose titles anybody can choose.
        for embed in message.embeds.iter().filter(|embed| embed.url.is_none()) {
            self.ended(embed);
        }
        if is_answer(message, self.me) {
            return;
        }
        if let Some((seq, hash)) = view::older_books::announced_head(&message.content).filter(|_| is_alert)
            && let Ok(hash) = hex::decode(hash)
        {
            self.seen.heads.push(SeenHead { seq, hash });
        }
        let titles = message.embeds.iter().filter(|embed| embed.url.is_none());
        for title in titles.filter_map(|embed| embed.title.as_deref()) {
            self.titled(title);
        }
        let is_recorded = |custom_id: &String| {
            let names = controls::named_by(custom_id);
            let shows = matches!(names.first(), Some(Marked::Order(_) | Marked::Request(_)));
            shows && Written::read(custom_id).marks.is_none()
        };
        if custom_ids.iter().any(is_recorded) {
            self.seen.recorded.push(SeenMessage {
                channel: channel_id(message.channel_id),
                message: id,
            });
        }
    }

    fn number(&mut self, named: Marked) {
        let highest = &mut self.seen.highest;
        match named {
            Marked::Batch(id) => highest.batches = highest.batches.max(id.get()),
            Marked::Order(id) => highest.orders = highest.orders.max(id.get()),
            Marked::Request(number) => highest.requests = highest.requests.max(number.get()),
            Marked::Account(_)
            | Marked::CoinOffer(_)
            | Marked::Correction(_)
            | Marked::Member(_)
            | Marked::Question(_) => {}
        }
    }

    fn titled(&mut self, title: &str) {
        let highest = &mut self.seen.highest;
        match view::older_books::titled(title) {
            Some(Titled::Batch(number)) => highest.batches = highest.batches.max(number),
            Some(Titled::Order(number)) => highest.orders = highest.orders.max(number),
            Some(Titled::Request(number)) => highest.requests = highest.requests.max(number),
            None => {}
        }
    }

    fn ended(&mut self, embed: &Embed) {
        let colour = embed.colour.map(|colour| colour.0);
        let ended = &mut self.seen.ended;
        match embed
            .title
            .as_deref()
            .and_then(|title| view::older_books::ended(title, colour))
        {
            Some(Titled::Batch(number)) => drop(ended.batches.insert(BatchId::new(number))),
            Some(Titled::Order(number)) => drop(ended.orders.insert(OrderId::new(number))),
            Some(Titled::Request(number)) => drop(ended.requests.insert(RequestNumber::new(number))),
            None => {}
        }
    }
}

/// Whether the message answers somebody's command, press or message. Answers are not recorded.
fn is_answer(message: &Message, me: UserId) -> bool {
    let answers_a_person = message.kind == MessageType::InlineReply
        && message
            .referenced_message
            .as_ref()
            .is_none_or(|first| first.author.id != me);
    message.interaction_metadata.is_some() || message.webhook_id.is_some() || answers_a_person
}
