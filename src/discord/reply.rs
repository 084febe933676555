//! The answer to something typed: a reply to its message, or to one of its commands.

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, CreateMessage, Message, MessageId, MessageReference, MessageReferenceKind, Nonce};

use super::answer::{Answer, Outcome, clipped, nobody, shown};
use super::commands::clients::is_overheard;
use super::retry::{describe, retried};
use super::surface::Surface;
use super::typing::line::{Among, Line, Reading, Stage};
use super::view::face::Face;
use super::{Context, buttons, view};

/// Ends a typed command: it is answered, or it is noted whether it could be read when that was all.
pub(super) async fn end(context: Context<'_>, message: &Message, outcome: Outcome) {
    let line = Line::of(context);
    match line.stage {
        Stage::Read => note_reading(context, line, outcome).await,
        Stage::CarryOut => {
            let outcome = said_of_line(context, &line, outcome);
            reply_to_line(context.data(), message, &line, outcome).await;
        }
    }
}

/// A command was only to be read: its refusal says why that was not possible, unless it ended where the doing begins.
async fn note_reading(context: Context<'_>, line: Line, outcome: Outcome) {
    if let (Err(declined), false) = (outcome, line.reading == Reading::Done) {
        let reading = Reading::Failed(declined.words);
        context.set_invocation_data(Line { reading, ..line }).await;
    }
}

/// Among other commands each is answered in words, so that everybody sees which line became what.
fn said_of_line(context: Context<'_>, line: &Line, outcome: Outcome) -> Outcome {
    match outcome {
        Ok(Answer::Told(_)) if line.among == Among::Others && is_overheard(context) => {
            Ok(Answer::Say(view::clients::noted()))
        }
        Ok(Answer::Told(words)) if line.among == Among::Others => Ok(Answer::Say(words)),
        outcome => outcome,
    }
}

/// Replies to a message. Nobody is pinged, and a message that arrives twice is answered once (the nonce).
pub(super) async fn reply_to(surface: &Surface, message: &Message, outcome: Outcome) {
    reply_to_line(surface, message, &Line::ALONE, outcome).await;
}

/// The same to one of several commands of a message.
async fn reply_to_line(surface: &Surface, message: &Message, line: &Line, outcome: Outcome) {
    if let Ok(Answer::Told(_)) = outcome {
        return;
    }
    let mut face = shown(outcome);
    let mut nonce = format!("r{}", message.id);
    if let Some(number) = line.label() {
        face.content = view::typing::of_line(number, &face.content);
        nonce = format!("{nonce}.{}", line.nth);
    }
    reply(surface, (message.channel_id, message.id), nonce, face).await;
}

/// Says to whoever edited a message what became of it, once for a message.
pub(super) async fn say_of_edit(surface: &Surface, channel: ChannelId, message: MessageId, words: String) {
    reply(surface, (channel, message), format!("e{message}"), Face::new(words)).await;
}

async fn reply(surface: &Surface, (channel, message): (ChannelId, MessageId), nonce: String, face: Face) {
    let reference = MessageReference::new(MessageReferenceKind::Default, channel)
        .message_id(message)
        .fail_if_not_exists(false);
    let reply = CreateMessage::new()
        .content(clipped(surface, face.content))
        .embeds(face.embeds)
        .add_files(face.pictures)
        .components(buttons::rows(&face.rows))
        .reference_message(reference)
        .allowed_mentions(nobody())
        .nonce(Nonce::String(nonce))
        .enforce_nonce(true);
    let sent = retried(|| channel.send_message(&surface.http, reply.clone())).await;
    if let Err(error) = sent {
        tracing::error!(
            message.id = message.get(),
            error = describe(&error),
            "a reply could not be sent"
        );
    }
}
