//! Finds the order or request whose message somebody replied to.
//!
//! Only messages that the books know count: another message of the desk may show an order 2 of other books.

use poise::serenity_prelude as serenity;
use serenity::{Message, MessageReferenceKind};

use crate::discord::answer::broken;
use crate::discord::answer::{Declined, declined};
use crate::discord::controls::{self, Written};
use crate::discord::ids::message_id;
use crate::discord::marked::{On, has_marks, is_shown_on};
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::domain::kernel::marks::Marked;
use crate::domain::kernel::outbox;
use crate::ids::{OrderId, RequestNumber};

/// The prefix of an order's subject in `shown_messages`: `order:12`.
const ORDER_SUBJECT: &str = "order:";
/// The prefix of a request's subject.
const REQUEST_SUBJECT: &str = "request:";

/// What a message replies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meant {
    Order(OrderId),
    Request(RequestNumber),
    /// The message is no reply, or replies to something other than an order or a request.
    Nothing,
}

/// Finds what the replied-to message shows.
pub(super) async fn find(surface: &Surface, message: &Message) -> Result<Meant, Declined> {
    let reference = message
        .message_reference
        .as_ref()
        // A forwarded message is not a reply.
        .filter(|reference| reference.kind == MessageReferenceKind::Default);
    let Some(answered) = reference.and_then(|reference| reference.message_id) else {
        return Ok(Meant::Nothing);
    };
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        outbox::find_subject_of(&mut reader, message_id(answered)).await
    };
    if let Some((subject, _)) = read.await.map_err(declined("outbox.find_subject_of", broken))? {
        return Ok(meant_by(&subject));
    }
    let first = message.referenced_message.as_deref();
    if first.is_some_and(|first| is_of_a_person(surface, first)) {
        return Ok(Meant::Nothing);
    }
    let on = On {
        channel: message.channel_id,
        message: answered,
    };
    for custom_id in first.iter().flat_map(|first| controls::custom_ids(first)) {
        if let Some(meant) = named_by(surface, &custom_id, on).await? {
            return Ok(meant);
        }
    }
    tracing::info!(
        message.id = answered.get(),
        "refused a reply to a message that these books do not know"
    );
    Err(Declined::because(view::proofs::of_other_books()))
}

/// A person's own message shows no order. A forwarded one may be anything.
fn is_of_a_person(surface: &Surface, message: &Message) -> bool {
    message.author.id != surface.cache.current_user().id && message.message_snapshots.is_empty()
}

fn meant_by(subject: &str) -> Meant {
    let number_behind = |kind: &str| subject.strip_prefix(kind).and_then(|number| number.parse().ok());
    if let Some(order) = number_behind(ORDER_SUBJECT) {
        return Meant::Order(OrderId::new(order));
    }
    match number_behind(REQUEST_SUBJECT) {
        Some(number) => Meant::Request(RequestNumber::new(number)),
        None => Meant::Nothing,
    }
}

/// A message that is not recorded (yet) shows by its buttons what it is about.
async fn named_by(surface: &Surface, custom_id: &str, on: On) -> Result<Option<Meant>, Declined> {
    let names = controls::named_by(custom_id);
    let Some(meant) = names.first().and_then(|first| meant(*first)) else {
        return Ok(None);
    };
    let is_meant = match Written::read(custom_id).marks {
        Some(marks) => has_marks(surface, marks, &names).await,
        None => is_shown_on(surface, names[0], on).await,
    };
    let is_meant = is_meant.map_err(declined("marks.find_marks", broken))?;
    Ok(is_meant.then_some(meant))
}

fn meant(named: Marked) -> Option<Meant> {
    match named {
        Marked::Order(order) => Some(Meant::Order(order)),
        Marked::Request(number) => Some(Meant::Request(number)),
        Marked::Account(_)
        | Marked::Batch(_)
        | Marked::CoinOffer(_)
        | Marked::Correction(_)
        | Marked::Member(_)
        | Marked::Question(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Meant, meant_by};
    use crate::ids::{OrderId, RequestNumber};

    #[test]
    fn a_recorded_message_shows_an_order_a_request_or_neither() {
        assert_eq!(meant_by("order:2"), Meant::Order(OrderId::new(2)));
        assert_eq!(meant_by("request:7"), Meant::Request(RequestNumber::new(7)));
        for subject in ["notice:2", "order:", "order:x", "books"] {
            assert_eq!(meant_by(subject), Meant::Nothing, "{subject}");
        }
    }
}
