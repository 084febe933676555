//! What people write outside of commands: captures from cashiers, and small talk.

mod fetch;
pub(super) mod files;

use poise::serenity_prelude as serenity;
use serenity::{Attachment, Message};

use super::answer::{Answer, Declined, Outcome, declined, reply_to};
use super::surface::{Surface, message_id};
use super::view;
use crate::db::{DbError, retrying};
use crate::domain::members::{Actor, Permission};
use crate::domain::orders::{self, NewProof, Order};
use crate::domain::outbox;
use crate::ids::{OrderId, RequestId};
use fetch::{Fetched, NotFetched};

/// What an order's messages are recorded as: `order:12`.
const ORDER_SUBJECT: &str = "order:";
/// More files than that in one message are no captures of one payment.
const FILES_MAX: usize = 5;

/// Takes a message that is no command. Only direct messages and the cashiers' channel are listened to.
pub(super) async fn hear(surface: &Surface, message: &Message) {
    let is_direct = message.guild_id.is_none();
    let names = &surface.config.discord.channels;
    let is_listened_to = is_direct
        || (!message.attachments.is_empty() && surface.find_channel(&names.cashiers) == Some(message.channel_id));
    if message.author.bot || !is_listened_to || message.content.starts_with(&surface.config.discord.prefix) {
        return;
    }
    let outcome = take(surface, message).await;
    reply_to(surface, message, outcome).await;
}

async fn take(surface: &Surface, message: &Message) -> Outcome {
    let actor = surface
        .identify(&message.author)
        .await
        .map_err(declined("members.identify", broken))?;
    let pays = actor.may(Permission::CarryOutOrders);
    if message.attachments.is_empty() {
        let open = if pays {
            open_orders(surface, &actor).await?
        } else {
            Vec::new()
        };
        let words = if open.is_empty() {
            view::proofs::small_talk()
        } else {
            view::proofs::waiting_for_capture(&open)
        };
        return Ok(Answer::Say(words));
    }
    if !pays {
        return Err(Declined::because(view::proofs::only_cashiers()));
    }
    let order = order_meant(surface, &actor, message).await?;
    let mut last = None;
    for attachment in message.attachments.iter().take(FILES_MAX) {
        last = Some(attach(surface, &actor, message, order, attachment).await?);
    }
    let done = last.ok_or_else(|| Declined::because(view::proofs::wrong_kind()))?;
    Ok(Answer::Say(view::proofs::attached(&done)))
}

/// The order whose message was replied to; else the only one that is open.
async fn order_meant(surface: &Surface, actor: &Actor, message: &Message) -> Result<OrderId, Declined> {
    let replied_to = message
        .message_reference
        .as_ref()
        .and_then(|reference| reference.message_id);
    if let Some(replied_to) = replied_to {
        let read = async {
            let mut reader = surface.desk.db.reader().await?;
            outbox::find_subject_of(&mut reader, message_id(replied_to)).await
        };
        let shown = read.await.map_err(declined("outbox.find_subject_of", broken))?;
        let order = shown.and_then(|(subject, _)| subject.strip_prefix(ORDER_SUBJECT)?.parse().ok());
        if let Some(order) = order {
            return Ok(OrderId::new(order));
        }
    }
    match open_orders(surface, actor).await?.as_slice() {
        [] => Err(Declined::because(view::proofs::no_open_order())),
        [only] => Ok(only.id),
        several => Err(Declined::because(view::proofs::which_order(several))),
    }
}

async fn open_orders(surface: &Surface, actor: &Actor) -> Result<Vec<Order>, Declined> {
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        orders::list_open_of(&mut reader, actor.member).await
    };
    read.await.map_err(declined("orders.list_open_of", broken))
}

async fn attach(
    surface: &Surface,
    actor: &Actor,
    message: &Message,
    order: OrderId,
    attachment: &Attachment,
) -> Result<orders::ProofAttached, Declined> {
    let fetched = match fetch::fetch(surface, attachment).await {
        Ok(fetched) => fetched,
        Err(no) => return Err(not_fetched(surface, &no)),
    };
    let Fetched { bytes, content_type } = fetched;
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let stored = files::store(&surface.config.desk.data_dir, bytes).await;
    let sha256 = stored.map_err(|error| {
        tracing::error!(order.id = order.get(), %error, "a capture could not be stored");
        Declined::because(view::FAULT)
    })?;
    let proof = NewProof {
        order,
        sha256,
        bytes: size,
        content_type,
        file_name: view::text::clip(&attachment.filename, 120),
        message: message_id(message.id),
    };
    let request = RequestId::new("discord", format!("{}-{}", message.id, attachment.id));
    let done = retrying(|| orders::attach_proof(&surface.desk, actor, &request, &proof)).await;
    done.map_err(declined("orders.attach_proof", view::desk::order_refused))
}

fn not_fetched(surface: &Surface, no: &NotFetched) -> Declined {
    let words = match no {
        NotFetched::WrongKind => view::proofs::wrong_kind(),
        NotFetched::TooLarge => view::proofs::too_large(surface.config.desk.capture_max_bytes),
        NotFetched::Empty => view::proofs::empty_file(),
        NotFetched::Download(why) => {
            tracing::error!(why, "a capture could not be fetched from Discord");
            view::proofs::not_downloaded()
        }
    };
    Declined::because(words)
}

fn broken(_: &DbError) -> String {
    view::FAULT.to_owned()
}
