//! Answers something typed: with a reply if all readers of the channel may read the answer, else by direct message and
//! a short notice.

use poise::serenity_prelude as serenity;
use serenity::{ChannelId, CreateMessage, Message, MessageId, MessageReference, MessageReferenceKind, Nonce};

use super::mentions::nobody;

use super::answer::{Answer, Outcome, clipped, shown};
use super::content::Content;
use super::exposed::is_exposed;
use super::ids::{channel_id, message_id, user_id};
use super::retry::{code, code_of, describe, retried};
use super::surface::Surface;
use super::typing::given::line_of;
use super::typing::line::{Among, Line, Reading, Stage};
use super::unsettled::Asker;
use super::view::face::Face;
use super::{Context, Data, Never, components, view};
use crate::db::DbError;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::people::members;

/// A typed command.
pub(super) struct Typed<'a> {
    message: &'a Message,
    /// Which of the message's commands this is.
    line: Line,
    /// The slash command of the same name, if there is one.
    slash: Option<&'a str>,
    /// Whether it contains bank data that people read who must not. Then every answer in the channel says so.
    is_exposed: bool,
}

impl<'a> Typed<'a> {
    fn of(context: poise::PrefixContext<'a, Data, Never>, line: Line) -> Self {
        let command = context.command();
        let slash = command.slash_action.map(|_| command.qualified_name.as_ref());
        Self {
            message: context.msg,
            line,
            slash,
            is_exposed: is_exposed(
                context.framework.user_data,
                context.msg,
                &command.qualified_name,
                context.args,
            ),
        }
    }

    /// A message without a command.
    pub(super) fn without_slash(message: &'a Message) -> Self {
        Self {
            message,
            line: Line::ALONE,
            slash: None,
            is_exposed: false,
        }
    }

    fn asker(&self) -> Asker {
        Asker::of_message(self.message).of_line(&self.line)
    }

    /// The nonce of an answer, so that an answer that is sent twice appears once. The answers to single commands have
    /// other nonces than the answer to the whole message.
    fn nonce(&self, letter: char) -> String {
        match self.line.label() {
            None => format!("{letter}{}", self.message.id),
            Some(_) => format!("{letter}{}.{}", self.message.id, self.line.nth),
        }
    }

    /// If the message has several commands, each answer says which line it is about.
    fn labelled(&self, mut face: Face) -> Face {
        if let Some(number) = self.line.label() {
            face.content = view::typing::of_line(number, &face.content);
        }
        face
    }
}

/// Ends a typed command: answers it, or, if it was only read, records whether that succeeded.
pub(super) async fn end(
    context: Context<'_>,
    typed: poise::PrefixContext<'_, Data, Never>,
    content: Content,
    outcome: Outcome,
) {
    let line = line_of(context);
    match line.stage {
        Stage::Read => note_reading(context, typed.msg, line, outcome).await,
        Stage::CarryOut => reply_or_direct(context.data(), &Typed::of(typed, line), content, outcome).await,
    }
}

/// Records the result of a command that was only read: its refusal says why it could not be read, unless the reading
/// was complete.
async fn note_reading(context: Context<'_>, message: &Message, line: Line, outcome: Outcome) {
    if let (Err(declined), false) = (outcome, line.reading == Reading::Done) {
        let why = declined.words(context.data(), Asker::of_message(message)).await;
        let reading = Reading::Failed(why);
        context.set_invocation_data(Line { reading, ..line }).await;
    }
}

/// Replies where the command was typed, if everybody who reads there may read the answer. Else the answer goes by
/// direct message, and a short notice says so.
pub(super) async fn reply_or_direct(surface: &Surface, typed: &Typed<'_>, content: Content, outcome: Outcome) {
    let message = typed.message;
    let content = content_of(&outcome, content);
    if message.guild_id.is_none() || content.may_be_read_in(surface, message.channel_id) {
        reply_to_typed(surface, typed, said_of_line(&typed.line, outcome)).await;
        return;
    }
    if let Ok(Answer::Told(_)) = outcome {
        // The courier announces it where this was typed, unless strangers can read a reseller's channel.
        let is_a_resellers = surface
            .watched(message.channel_id)
            .is_some_and(|watched| watched.reseller.is_some());
        if is_a_resellers {
            say(surface, typed, view::privacy::told_directly()).await;
        } else if typed.line.among == Among::Others {
            say(surface, typed, view::clients::noted()).await;
        } else {
            reply_to_typed(surface, typed, outcome).await;
        }
        return;
    }
    let face = typed.labelled(shown(surface, typed.asker(), outcome).await);
    let words = match direct(surface, typed, face).await {
        Ok(()) => view::privacy::told_directly(),
        Err(error) if code_of(&error) == Some(code::CLOSED_DM) => view::privacy::closed_messages(typed.slash),
        Err(error) => {
            tracing::warn!(error = describe(&error), "cannot send an answer by direct message");
            view::privacy::not_delivered(typed.slash)
        }
    };
    say(surface, typed, words).await;
}

/// If the message has several commands, each is answered in words, so that it is clear what each line did.
fn said_of_line(line: &Line, outcome: Outcome) -> Outcome {
    match outcome {
        Ok(Answer::Told(words)) if line.among == Among::Others => Ok(Answer::Say(words)),
        outcome => outcome,
    }
}

/// How private an answer is. A refusal without figures is public.
fn content_of(outcome: &Outcome, of_command: Content) -> Content {
    match outcome {
        Ok(Answer::As(content, _)) => *content,
        Ok(Answer::Told(_) | Answer::Say(_) | Answer::Show(_) | Answer::Face(_) | Answer::Turn(_)) => of_command,
        Err(declined) if declined.carries_figures() => of_command,
        Err(_) => Content::Public,
    }
}

/// Replies to a message, whoever reads it. It rings nobody. Because of the nonce, a message that arrives twice is
/// answered once.
pub(super) async fn reply_to(surface: &Surface, message: &Message, outcome: Outcome) {
    reply_to_typed(surface, &Typed::without_slash(message), outcome).await;
}

/// The same for one command of a message.
async fn reply_to_typed(surface: &Surface, typed: &Typed<'_>, outcome: Outcome) {
    let is_told = matches!(outcome, Ok(Answer::Told(_)));
    if is_told && !typed.is_exposed {
        return;
    }
    let (message, done) = (typed.message, outcome.is_ok());
    let mut face = match is_told {
        true => Face::new(String::new()),
        false => typed.labelled(shown(surface, typed.asker(), outcome).await),
    };
    if typed.is_exposed {
        let words = [face.content.as_str(), view::privacy::delete_yours()];
        face.content = words.join("\n").trim_start().to_owned();
    }
    let place = (message.channel_id, message.id);
    if let Err(error) = reply(surface, place, typed.nonce('r'), face).await {
        tracing::error!(
            message.id = message.id.get(),
            error = describe(&error),
            "cannot send a reply; its author is told later"
        );
        owe_answer(surface, typed, done).await;
    }
}

/// Tells the author of an edit what it did, once per message.
pub(super) async fn say_of_edit(surface: &Surface, channel: ChannelId, message: MessageId, words: String) {
    let place = (channel, message);
    if let Err(error) = reply(surface, place, format!("e{message}"), Face::new(words)).await {
        tracing::error!(
            message.id = message.get(),
            error = describe(&error),
            "cannot send the answer to an edit"
        );
    }
}

async fn reply(
    surface: &Surface,
    (channel, message): (ChannelId, MessageId),
    nonce: String,
    face: Face,
) -> serenity::Result<()> {
    let reference = MessageReference::new(MessageReferenceKind::Default, channel)
        .message_id(message)
        .fail_if_not_exists(false);
    let reply = created(surface, face, nonce).await.reference_message(reference);
    retried(|| channel.send_message(&surface.http, reply.clone())).await?;
    Ok(())
}

/// An answer could not be sent. The courier tells the author later what the command did.
async fn owe_answer(surface: &Surface, typed: &Typed<'_>, done: bool) {
    let message = typed.message;
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
            line: typed.line.label(),
        };
        let key = match typed.line.nth {
            1 => format!("typed:{}", message.id),
            nth => format!("typed:{}:{nth}", message.id),
        };
        let mut tx = desk.db.begin().await?;
        outbox::enqueue(&mut tx, &key, &notice, desk.clock.now()).await?;
        tx.commit().await
    };
    if let Err(fault) = owed.await {
        let fault: DbError = fault;
        tracing::error!(error = %fault, "cannot record that a reply is owed");
    }
}

async fn say(surface: &Surface, typed: &Typed<'_>, words: String) {
    reply_to_typed(surface, typed, Ok(Answer::Say(words))).await;
}

async fn direct(surface: &Surface, typed: &Typed<'_>, face: Face) -> serenity::Result<()> {
    let author = &typed.message.author;
    let channel = retried(|| author.create_dm_channel(&surface.http)).await?.id;
    let answer = created(surface, face, typed.nonce('d')).await;
    retried(|| channel.send_message(&surface.http, answer.clone())).await?;
    Ok(())
}

async fn created(surface: &Surface, face: Face, nonce: String) -> CreateMessage {
    let rows = components::marked_rows(surface, &face.rows).await;
    CreateMessage::new()
        .content(clipped(surface, face.content))
        .embeds(face.embeds)
        .add_files(face.files)
        .components(rows)
        .allowed_mentions(nobody())
        .nonce(Nonce::String(nonce))
        .enforce_nonce(true)
}
