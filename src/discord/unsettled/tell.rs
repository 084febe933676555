//! Tells an outcome: as a reply to the message, or by direct message.

use poise::serenity_prelude as serenity;
use serenity::{
    ChannelId, CreateAllowedMentions, CreateMessage, Mentionable, MessageId, MessageReference, MessageReferenceKind,
    Nonce, UserId,
};

use super::asker::Asker;
use crate::discord::mentions::nobody;
use crate::discord::retry::{code, code_of, describe, is_transient, retried};
use crate::discord::surface::Surface;
use crate::discord::view;

/// Returns whether the promise is settled: it was told, or telling it is impossible for good.
pub(super) async fn tell(surface: &Surface, asker: Asker, words: String) -> bool {
    let words = match asker.line {
        Some(line) => view::typing::of_line(line, &words),
        None => words,
    };
    let words = surface.with_prefix(words);
    let told = if asker.is_message {
        reply(surface, asker, words).await
    } else {
        write_to(surface, asker, words).await
    };
    match told {
        Ok(()) => true,
        Err(error) if is_transient(&error) => {
            tracing::warn!(error = describe(&error), "cannot tell an outcome; it is tried again");
            false
        }
        Err(error) => {
            tracing::error!(
                error = describe(&error),
                event.id = asker.event,
                "cannot tell an outcome; it is not tried again"
            );
            true
        }
    }
}

/// This rings the author, who may be busy with something else by now.
async fn reply(surface: &Surface, asker: Asker, words: String) -> serenity::Result<()> {
    let channel = ChannelId::new(asker.channel);
    let reference = MessageReference::new(MessageReferenceKind::Default, channel)
        .message_id(MessageId::new(asker.event))
        .fail_if_not_exists(false);
    let mentions = CreateAllowedMentions::new().replied_user(true);
    let message = CreateMessage::new()
        .content(words)
        .reference_message(reference)
        .allowed_mentions(mentions);
    send(surface, channel, asker, message).await
}

/// By direct message. If those are closed, in the channel where the person pressed. The words do not say what they did.
async fn write_to(surface: &Surface, asker: Asker, words: String) -> serenity::Result<()> {
    let user = UserId::new(asker.user);
    let message = CreateMessage::new().content(words.clone()).allowed_mentions(nobody());
    let direct = async {
        let channel = retried(|| user.create_dm_channel(&surface.http)).await?;
        send(surface, channel.id, asker, message).await
    };
    match direct.await {
        Err(error) if code_of(&error) == Some(code::CLOSED_DM) => {
            let words = format!("{} {words}", user.mention());
            let message = CreateMessage::new()
                .content(words)
                .allowed_mentions(nobody().users([user]));
            send(surface, ChannelId::new(asker.channel), asker, message).await
        }
        told => told,
    }
}

async fn send(surface: &Surface, channel: ChannelId, asker: Asker, message: CreateMessage) -> serenity::Result<()> {
    let nonce = match asker.nth {
        1 => format!("u{}", asker.event),
        nth => format!("u{}.{nth}", asker.event),
    };
    let message = message.nonce(Nonce::String(nonce)).enforce_nonce(true);
    match retried(|| channel.send_message(&surface.http, message.clone())).await {
        Ok(_) => Ok(()),
        // Discord accepted it; only serenity cannot parse the message in the response.
        Err(serenity::Error::Json(error)) => {
            tracing::debug!(%error, "cannot parse the response to a message");
            Ok(())
        }
        Err(error) => Err(error),
    }
}
