//! The answer to something typed: a reply where everybody may read it, else a direct message and a short word.

use poise::serenity_prelude as serenity;
use serenity::{CreateMessage, Message, MessageReference, MessageReferenceKind, Nonce};

use super::answer::{Answer, Outcome, clipped, nobody, shown};
use super::content::Content;
use super::retry::{code, code_of, describe, retried};
use super::surface::{Surface, channel_id, message_id, user_id};
use super::unsettled::Asker;
use super::view::face::Face;
use super::{Data, Never, buttons, view};
use crate::db::DbError;
use crate::domain::members;
use crate::domain::outbox::{self, Notice};

/// A command as it was typed.
pub(super) struct Typed<'a> {
    message: &'a Message,
    /// How the same is chosen instead; not every command can be.
    slash: Option<&'a str>,
}

impl<'a> Typed<'a> {
    pub(super) fn of(context: poise::PrefixContext<'a, Data, Never>) -> Self {
        let command = context.command();
        let slash = command.slash_action.map(|_| command.qualified_name.as_ref());
        Self {
            message: context.msg,
            slash,
        }
    }

    /// Something typed that is no command.
    pub(super) fn without_slash(message: &'a Message) -> Self {
        Self { message, slash: None }
    }
}

/// Replies where the command was typed when everybody who reads there may read the answer. Else it goes by direct
/// message, and a short word says so.
pub(super) async fn reply_or_direct(surface: &Surface, typed: &Typed<'_>, content: Content, outcome: Outcome) {
    let message = typed.message;
    let content = content_of(&outcome, content);
    if message.guild_id.is_none() || content.may_be_read_in(surface, message.channel_id) {
        reply_to(surface, message, outcome).await;
        return;
    }
    if let Ok(Answer::Told(_)) = outcome {
        // The courier tells it: where this was typed, unless others read a reseller's channel.
        let is_a_resellers = surface
            .watched(message.channel_id)
            .is_some_and(|watched| watched.reseller.is_some());
        if is_a_resellers {
            say(surface, message, view::privacy::told_directly()).await;
        }
        return;
    }
    let words = match direct(
        surface,
        message,
        shown(surface, Asker::of_message(message), outcome).await,
    )
    .await
    {
        Ok(()) => view::privacy::told_directly(),
        Err(error) if code_of(&error) == Some(code::CLOSED_DM) => view::privacy::closed_messages(typed.slash),
        Err(error) => {
            tracing::warn!(
                error = describe(&error),
                "an answer could not be sent by direct message"
            );
            view::privacy::not_delivered(typed.slash)
        }
    };
    say(surface, message, words).await;
}

/// What an answer contains: a refusal that shows nothing of the books is anybody's.
fn content_of(outcome: &Outcome, of_command: Content) -> Content {
    match outcome {
        Ok(Answer::As(content, _)) => *content,
        Ok(Answer::Told(_) | Answer::Say(_) | Answer::Show(_) | Answer::Face(_) | Answer::Turn(_)) => of_command,
        Err(declined) if declined.carries_figures() => of_command,
        Err(_) => Content::Public,
    }
}

/// Replies to a message, whoever reads it. Nobody is pinged, and a message that arrives twice is answered once (the
/// nonce).
pub(super) async fn reply_to(surface: &Surface, message: &Message, outcome: Outcome) {
    if let Ok(Answer::Told(_)) = outcome {
        return;
    }
    let done = outcome.is_ok();
    let reference = MessageReference::new(MessageReferenceKind::Default, message.channel_id)
        .message_id(message.id)
        .fail_if_not_exists(false);
    let face = shown(surface, Asker::of_message(message), outcome).await;
    let reply = created(surface, face, 'r', message).await;
    let reply = reply.reference_message(reference);
    let sent = retried(|| message.channel_id.send_message(&surface.http, reply.clone())).await;
    if let Err(error) = sent {
        tracing::error!(
            message.id = message.id.get(),
            error = describe(&error),
            "a reply could not be sent; whoever waits for it is told later"
        );
        owe_answer(surface, message, done).await;
    }
}

/// Somebody typed something and was not answered: the courier tells them what became of it, as soon as it can.
async fn owe_answer(surface: &Surface, message: &Message, done: bool) {
    let owed = async {
        let desk = &surface.desk;
        let found =
            members::find_members_by_discord(&mut desk.db.reader().await?, &[user_id(message.author.id)]).await?;
        let Some(member) = found.first() else { return Ok(()) };
        let notice = Notice::AnswerLost {
            channel: channel_id(message.channel_id),
            message: message_id(message.id),
            member: member.id,
            done,
        };
        let mut tx = desk.db.begin().await?;
        outbox::enqueue(&mut tx, &format!("typed:{}", message.id), &notice, desk.clock.now()).await?;
        tx.commit().await
    };
    if let Err(fault) = owed.await {
        let fault: DbError = fault;
        tracing::error!(error = %fault, "a lost reply could not be owed");
    }
}

async fn say(surface: &Surface, message: &Message, words: String) {
    reply_to(surface, message, Ok(Answer::Say(words))).await;
}

async fn direct(surface: &Surface, message: &Message, face: Face) -> serenity::Result<()> {
    let channel = retried(|| message.author.create_dm_channel(&surface.http)).await?.id;
    let answer = created(surface, face, 'd', message).await;
    retried(|| channel.send_message(&surface.http, answer.clone())).await?;
    Ok(())
}

async fn created(surface: &Surface, face: Face, letter: char, answers: &Message) -> CreateMessage {
    let rows = buttons::marked_rows(surface, &face.rows).await;
    CreateMessage::new()
        .content(clipped(surface, face.content))
        .embeds(face.embeds)
        .add_files(face.pictures)
        .components(rows)
        .allowed_mentions(nobody())
        .nonce(Nonce::String(format!("{letter}{}", answers.id)))
        .enforce_nonce(true)
}
