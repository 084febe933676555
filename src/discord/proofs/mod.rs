//! Handles messages without commands: captures from cashiers, and small talk.

mod fetch;
pub(crate) mod files;
pub(super) mod kinds;
mod payouts;
mod replied_to;

use poise::serenity_prelude as serenity;
use serenity::{Attachment, Message};

use super::answer::{Answer, Declined, Outcome, declined, unread};
use super::content::Content;
use super::ids::message_id;
use super::reply::{Typed, reply_or_direct};
use super::surface::Surface;
use super::{trouble, view};
use crate::db::retrying;
use crate::domain::orders::{self, NewProof, OrderError, ProofAttached};
use crate::domain::people::members::{Actor, Permission, Role};
use crate::domain::people::places::Place as Desk;
use crate::domain::people::requests::StoredCapture;
use crate::ids::{DiscordMessageId, OrderId, RequestId};
use crate::reports;
use crate::reports::orders::OrderClass;
use crate::reports::shift::OpenOrder;
use fetch::{Fetched, NotFetched};
use replied_to::Meant;

/// More files than this in one message are not captures of one payment.
const FILES_MAX: usize = 5;

/// Where a capture was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Direct,
    Cashiers,
    /// Where superusers decide on requests: captures of payouts.
    Requests,
}

/// Handles a message without a command: any direct message, and files where cashiers and superusers work. Others are
/// ignored.
pub(super) async fn hear(surface: &Surface, message: &Message) {
    let Some(place) = place_of(surface, message) else {
        return;
    };
    let outcome = take(surface, message, place).await;
    let content = Content::For(Permission::SeeEverything);
    reply_or_direct(surface, &Typed::without_slash(message), content, outcome).await;
}

fn place_of(surface: &Surface, message: &Message) -> Option<Place> {
    if message.guild_id.is_none() {
        return Some(Place::Direct);
    }
    if !has_files(message) {
        return None;
    }
    let here = Some(message.channel_id);
    // Without a channel of their own, requests are shown in the alerts channel.
    let requests = surface.place(Desk::Requests);
    if here == requests.or_else(|| surface.place(Desk::Alerts)) {
        Some(Place::Requests)
    } else if here == surface.place(Desk::Cashiers) {
        Some(Place::Cashiers)
    } else {
        None
    }
}

async fn take(surface: &Surface, message: &Message, place: Place) -> Outcome {
    let actor = surface
        .identify(&message.author)
        .await
        .map_err(unread("members.identify"))?;
    let pays = actor.may(Permission::CarryOutOrders);
    let files: Vec<&Attachment> = files_of(message).collect();
    if files.is_empty() {
        let open = if pays {
            open_orders(surface, &actor).await?
        } else {
            Vec::new()
        };
        let words = if open.is_empty() {
            view::proofs::small_talk()
        } else {
            view::shift::what_waits(&open)
        };
        return Ok(Answer::Say(words));
    }
    let meant = replied_to::find(surface, message).await?;
    if let Meant::Request(number) = meant {
        return payouts::take(surface, &actor, message, number).await;
    }
    if place == Place::Requests {
        return Err(Declined::because(view::payouts::answer_a_request()));
    }
    if !pays && actor.role == Role::Client {
        return Err(Declined::because(view::clients::how_to_send()));
    }
    if !pays {
        return Err(Declined::because(view::proofs::only_cashiers()));
    }
    let order = order_meant(surface, &actor, meant).await?;
    let captures = kept_all(surface, message).await?;
    let is_heic = captures
        .iter()
        .any(|(_, capture)| files::is_heic(&capture.content_type));
    let mut last = None;
    let given = captures.len();
    for (before, (request, capture)) in captures.into_iter().enumerate() {
        let proof = NewProof {
            order,
            capture,
            reference: None,
        };
        let done = attach(surface, &actor, &request, &proof).await;
        let done = done.map_err(|no| after_some(no.about(&request), before, given))?;
        // If one of the captures was used before, the answer is about that one.
        last = last.filter(ProofAttached::is_reused).or(Some(done));
    }
    let done = last.ok_or_else(|| Declined::because(view::proofs::wrong_kind()))?;
    let class = reports::orders::class_of_order(&surface.desk, order).await;
    let class = class.map_err(unread("reports.orders"))?.unwrap_or(OrderClass::Other);
    let completing = view::orders::completing(order, class);
    let mut words = view::proofs::attached(&done, files.len(), is_heic, completing);
    // A person who replied to the order's message sees it above.
    if meant == Meant::Nothing {
        let read = async {
            let mut reader = surface.desk.db.reader().await?;
            reports::shift::own_card(&mut reader, &actor, order).await
        };
        let card = read.await.map_err(declined("reports.shift", view::reads::refused))?;
        words.push_str(&card.map(view::shift::link).unwrap_or_default());
    }
    Ok(Answer::Face(Box::new(
        view::face::Face::new(words).buttons(vec![completing]),
    )))
}

/// Attaches a capture. If the order was the actor's and now belongs to somebody else, the capture is not attached, and
/// superusers are told that the order may be paid.
pub(super) async fn attach(
    surface: &Surface,
    actor: &Actor,
    request: &RequestId,
    proof: &NewProof,
) -> Result<ProofAttached, Declined> {
    let refuse = declined("orders.attach_proof", view::desk::order_refused);
    match retrying(|| orders::attach_proof(&surface.desk, actor, request, proof)).await {
        Err(error @ OrderError::NotYours { .. }) => {
            let said = request.part("paid_before");
            match retrying(|| orders::say_paid_before(&surface.desk, actor, &said, proof.order)).await {
                Ok(true) => Err(Declined::because(view::alarms::not_yours_any_more(proof.order))),
                Ok(false) => Err(refuse(error)),
                Err(error) => Err(refuse(error)),
            }
        }
        done => done.map_err(refuse),
    }
}

/// The files of a message and of the message that it forwards.
pub(super) fn files_of(message: &Message) -> impl Iterator<Item = &Attachment> {
    let forwarded = message
        .message_snapshots
        .iter()
        .flat_map(|snapshot| &snapshot.attachments);
    message.attachments.iter().chain(forwarded)
}

pub(super) fn has_files(message: &Message) -> bool {
    files_of(message).next().is_some()
}

/// The order whose message was replied to; else the actor's only open order.
async fn order_meant(surface: &Surface, actor: &Actor, meant: Meant) -> Result<OrderId, Declined> {
    if let Meant::Order(order) = meant {
        return Ok(order);
    }
    only_open(surface, actor).await
}

/// The only open order of a cashier.
async fn only_open(surface: &Surface, actor: &Actor) -> Result<OrderId, Declined> {
    only_of(&open_orders(surface, actor).await?)
}

pub(super) fn only_of(open: &[OpenOrder]) -> Result<OrderId, Declined> {
    match open {
        [] => Err(Declined::because(view::proofs::no_open_order())),
        [only] => Ok(only.order.id),
        several => Err(Declined::with_figures(view::shift::which(several))),
    }
}

/// A cashier's open orders, the oldest first.
pub(super) async fn open_orders(surface: &Surface, actor: &Actor) -> Result<Vec<OpenOrder>, Declined> {
    let read = async {
        let mut reader = surface.desk.db.reader().await?;
        reports::shift::own_open(&mut reader, actor, surface.desk.clock.now()).await
    };
    read.await.map_err(declined("reports.shift", view::reads::refused))
}

/// Fetches and stores all files of a message, or fails before any is attached, so that nobody has to find out which of
/// them counted. Each file's id makes attaching it safe to repeat.
async fn kept_all(surface: &Surface, message: &Message) -> Result<Vec<(RequestId, StoredCapture)>, Declined> {
    let files: Vec<&Attachment> = files_of(message).collect();
    if FILES_MAX < files.len() {
        return Err(Declined::because(view::proofs::too_many(FILES_MAX, files.len())));
    }
    let mut kept = Vec::with_capacity(files.len());
    for file in files {
        let capture = stored(surface, file, message_id(message.id)).await?;
        let request = RequestId::new("discord", format!("{}-{}", message.id, file.id));
        kept.push((request, capture));
    }
    Ok(kept)
}

/// Files are attached one by one: those before the refused one are attached, and the answer says so.
fn after_some(no: Declined, before: usize, given: usize) -> Declined {
    match before {
        0 => no,
        before => no.after(view::proofs::some_attached(before, given)),
    }
}

/// Fetches and stores a capture. `carried_by` is the message that contains it.
pub(super) async fn stored(
    surface: &Surface,
    attachment: &Attachment,
    carried_by: DiscordMessageId,
) -> Result<StoredCapture, Declined> {
    let fetched = fetch::fetch(surface, attachment).await;
    let Fetched { bytes, content_type } = fetched.map_err(|no| not_fetched(surface, attachment, &no))?;
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let length = bytes.len();
    let sha256 = files::store(&surface.config.desk.data_dir, bytes).await;
    let sha256 = sha256.map_err(|error| {
        tracing::error!(%error, "cannot store a capture");
        let trouble = trouble::capture_not_kept(surface, length, &error);
        Declined::because(view::proofs::not_kept(trouble))
    })?;
    Ok(StoredCapture {
        sha256,
        bytes: size,
        content_type,
        file_name: view::text::clip(&attachment.filename, 120),
        message: carried_by,
    })
}

fn not_fetched(surface: &Surface, attachment: &Attachment, no: &NotFetched) -> Declined {
    let words = match no {
        NotFetched::WrongKind => view::proofs::wrong_kind(),
        NotFetched::NotByItsBytes => view::proofs::not_by_its_bytes(&attachment.filename),
        NotFetched::TooLarge => view::proofs::too_large(surface.config.desk.capture_max_bytes),
        NotFetched::Empty => view::proofs::empty_file(),
        NotFetched::Download(why) => {
            tracing::error!(why, "cannot fetch a capture from Discord");
            view::proofs::not_downloaded()
        }
    };
    Declined::because(words)
}
