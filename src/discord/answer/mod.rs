//! Sends the answer of a handler: a reply to a typed message, or the response to an interaction within three seconds.

mod declined;

use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::time::Duration;

use futures::FutureExt;
use poise::serenity_prelude as serenity;
use serenity::{
    Builder, CreateEmbed, CreateInteractionResponse, CreateInteractionResponseFollowup,
    CreateInteractionResponseMessage, EditInteractionResponse, InteractionId, Message,
};

use super::content::Content;
use super::controls::Form;
use super::mentions::nobody;
use super::retry::{code, code_of, describe, retried};
use super::surface::Surface;
use super::unsettled::Asker;
use super::view::face::Face;
use super::{Context, Never, components, reply, view};
pub(super) use declined::{Declined, broken, declined, unread};

/// An interaction is deferred when its work takes longer than this. Discord waits three seconds, and the deferral must
/// arrive before that.
const PUT_OFF_AFTER: Duration = Duration::from_millis(1_500);
/// The time limit of a handler. Without it, a dead network would block the channel's turn for ever.
const WORK_MAX: Duration = Duration::from_secs(60);

/// The answer of a handler that succeeded.
pub(super) enum Answer {
    /// The courier announces it publicly. Only an interaction gets these words, because it must be answered.
    Told(String),
    Say(String),
    Show(Box<CreateEmbed>),
    /// With buttons or menus.
    Face(Box<Face>),
    /// The pressed message is replaced by this one (another page of a list, a question that was answered).
    Turn(Box<Face>),
    /// An answer with another content than its command's, for example because it turned out to belong to a channel or
    /// to show nothing.
    As(Content, Box<Answer>),
}

impl Answer {
    /// The same answer, marked as containing only this content.
    pub(super) fn containing(self, content: Content) -> Self {
        Answer::As(content, Box::new(self))
    }

    fn face(self) -> Face {
        match self {
            Answer::Told(words) | Answer::Say(words) => Face::new(words),
            Answer::Show(embed) => Face::of_embed(*embed),
            Answer::Face(face) | Answer::Turn(face) => *face,
            Answer::As(_, answer) => answer.face(),
        }
    }
}

pub(super) type Outcome = Result<Answer, Declined>;

/// Answers a typed or slash command. The answer to a slash command is shown only to its person. The answer to a typed
/// one goes into the channel, or by direct message when the channel has readers who may not read such content.
pub(super) async fn answer(
    context: Context<'_>,
    content: Content,
    work: impl Future<Output = Outcome> + Send,
) -> Result<(), Never> {
    answer_for(Readers::Person, context, content, work).await
}

/// Answers a command that also concerns somebody else: typed or slash, the channel reads what was done.
pub(super) async fn answer_in_the_open(
    context: Context<'_>,
    work: impl Future<Output = Outcome> + Send,
) -> Result<(), Never> {
    answer_for(Readers::Channel, context, Content::Public, work).await
}

async fn answer_for(
    readers: Readers,
    context: Context<'_>,
    content: Content,
    work: impl Future<Output = Outcome> + Send,
) -> Result<(), Never> {
    let surface = context.data();
    match context {
        poise::Context::Prefix(typed) => {
            let outcome = finish(work).await;
            reply::end(context, typed, content, outcome).await;
        }
        poise::Context::Application(chosen) => {
            let mut interaction = Pressed::command(chosen.interaction);
            interaction.readers = readers;
            answer_interaction(surface, &interaction, work).await;
        }
    }
    Ok(())
}

/// Runs the work. When it panics or takes too long, it may already have committed.
async fn finish(work: impl Future<Output = Outcome>) -> Outcome {
    match tokio::time::timeout(WORK_MAX, AssertUnwindSafe(work).catch_unwind()).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_panic)) => {
            tracing::error!("a handler panicked; its uncommitted work was rolled back");
            Err(Declined::in_doubt())
        }
        Err(_late) => {
            tracing::error!("a handler took too long and was dropped");
            Err(Declined::in_doubt())
        }
    }
}

/// Who reads the answer to an interaction. A refusal is shown only to its person, except after a deferral of an open
/// command: who reads the answer had to be decided then, before the outcome was known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Readers {
    Person,
    Channel,
    /// Everybody who reads the pressed message, which is replaced.
    OfMessage,
}

/// What is needed to answer an interaction.
pub(super) struct Pressed<'a> {
    id: InteractionId,
    token: &'a str,
    channel: serenity::ChannelId,
    user: serenity::UserId,
    readers: Readers,
}

impl<'a> Pressed<'a> {
    pub(super) fn command(interaction: &'a serenity::CommandInteraction) -> Self {
        Self::new(
            interaction.id,
            &interaction.token,
            (interaction.channel_id, interaction.user.id),
        )
    }

    pub(super) fn button(interaction: &'a serenity::ComponentInteraction) -> Self {
        Self::new(
            interaction.id,
            &interaction.token,
            (interaction.channel_id, interaction.user.id),
        )
    }

    pub(super) fn modal(interaction: &'a serenity::ModalInteraction) -> Self {
        Self::new(
            interaction.id,
            &interaction.token,
            (interaction.channel_id, interaction.user.id),
        )
    }

    fn new(id: InteractionId, token: &'a str, (channel, user): (serenity::ChannelId, serenity::UserId)) -> Self {
        let readers = Readers::Person;
        Self {
            id,
            token,
            channel,
            user,
            readers,
        }
    }

    fn asker(&self) -> Asker {
        Asker::of_interaction(self.id, self.channel, self.user)
    }

    /// The pressed message is replaced even when the work takes long.
    pub(super) fn in_place(self) -> Self {
        let readers = Readers::OfMessage;
        Self { readers, ..self }
    }
}

/// Answers an interaction in every case: at once when the work is quick, else by deferring it and sending the answer
/// later.
pub(super) async fn answer_interaction(
    surface: &Surface,
    pressed: &Pressed<'_>,
    work: impl Future<Output = Outcome> + Send,
) {
    let in_turn = async {
        let _turn = surface.turns.take(pressed.channel.get()).await;
        finish(work).await
    };
    let mut in_turn = pin!(in_turn);
    if let Ok(outcome) = tokio::time::timeout(PUT_OFF_AFTER, &mut in_turn).await {
        let turns = matches!(outcome, Ok(Answer::Turn(_)));
        let is_for_all = outcome.is_ok() && pressed.readers == Readers::Channel;
        let face = shown(surface, pressed.asker(), outcome).await;
        let rows = components::marked_rows(surface, &face.rows).await;
        let message = CreateInteractionResponseMessage::new()
            .ephemeral(!is_for_all)
            .content(clipped(surface, face.content))
            .embeds(face.embeds)
            // Set even when it is empty: a message that turns to another page must lose the pictures of the previous
            // one.
            .files(face.files)
            .components(rows)
            .allowed_mentions(nobody());
        let response = if turns {
            CreateInteractionResponse::UpdateMessage(message)
        } else {
            CreateInteractionResponse::Message(message)
        };
        respond(surface, pressed, &response).await;
        return;
    }
    put_off(surface, pressed).await;
    fill_in(surface, pressed, in_turn.await).await;
}

async fn put_off(surface: &Surface, pressed: &Pressed<'_>) {
    let message = CreateInteractionResponseMessage::new();
    let response = match pressed.readers {
        Readers::Person => CreateInteractionResponse::Defer(message.ephemeral(true)),
        Readers::Channel => CreateInteractionResponse::Defer(message),
        Readers::OfMessage => CreateInteractionResponse::Acknowledge,
    };
    respond(surface, pressed, &response).await;
}

async fn fill_in(surface: &Surface, pressed: &Pressed<'_>, outcome: Outcome) {
    let turns = matches!(outcome, Ok(Answer::Turn(_)));
    let face = shown(surface, pressed.asker(), outcome).await;
    let sent = if pressed.readers == Readers::OfMessage && !turns {
        say_beside(surface, pressed, face).await
    } else {
        fill(surface, pressed, face).await
    };
    match sent {
        Ok(_) => {}
        // Discord accepted it; only serenity cannot parse the message in the response.
        Err(serenity::Error::Json(error)) => tracing::debug!(%error, "cannot parse the response to an answer"),
        Err(error) => log_undelivered(pressed, &error),
    }
}

/// Replaces the deferred or the pressed message.
async fn fill(surface: &Surface, pressed: &Pressed<'_>, face: Face) -> serenity::Result<Message> {
    let rows = components::marked_rows(surface, &face.rows).await;
    let edit = EditInteractionResponse::new()
        .content(clipped(surface, face.content))
        .embeds(face.embeds)
        .components(rows)
        .allowed_mentions(nobody());
    let edit = face
        .files
        .into_iter()
        .fold(edit, EditInteractionResponse::new_attachment);
    retried(|| edit.clone().execute(&surface.http, pressed.token)).await
}

/// Sends it only to the person who pressed; the pressed message stays.
async fn say_beside(surface: &Surface, pressed: &Pressed<'_>, face: Face) -> serenity::Result<Message> {
    let rows = components::marked_rows(surface, &face.rows).await;
    let beside = CreateInteractionResponseFollowup::new()
        .ephemeral(true)
        .content(clipped(surface, face.content))
        .embeds(face.embeds)
        .files(face.files)
        .components(rows)
        .allowed_mentions(nobody());
    retried(|| beside.clone().execute(&surface.http, (None, pressed.token))).await
}

/// Sends the first response to an interaction, of any kind (for example a modal).
pub(super) async fn respond(surface: &Surface, pressed: &Pressed<'_>, response: &CreateInteractionResponse) {
    // Clone for each try, because executing removes the files.
    let call = || response.clone().execute(&surface.http, (pressed.id, pressed.token));
    match retried(call).await {
        Ok(()) => {}
        // An earlier try arrived although its response did not.
        Err(error) if code_of(&error) == Some(code::ALREADY_ANSWERED) => {}
        Err(error) => log_undelivered(pressed, &error),
    }
}

fn log_undelivered(pressed: &Pressed<'_>, error: &serenity::Error) {
    let id = pressed.id.get();
    tracing::error!(
        interaction.id = id,
        error = describe(error),
        "cannot answer an interaction"
    );
}

/// How an answer looks to the person who asked.
pub(super) async fn shown(surface: &Surface, asker: Asker, outcome: Outcome) -> Face {
    match outcome {
        Ok(answer) => answer.face(),
        Err(mut declined) => {
            let typed = declined.take_typed();
            let face = Face::new(declined.words(surface, asker).await);
            match typed {
                Some(typed) => view::controls::filled(face, &typed),
                None => face,
            }
        }
    }
}

/// Opens a form. A typed command cannot open one, so it is answered with `button`, which does.
pub(super) async fn open_form(context: Context<'_>, form: Form, button: Face) -> Result<(), Never> {
    let surface = context.data();
    match context {
        poise::Context::Prefix(typed) => {
            let button = Ok(Answer::Face(Box::new(button)));
            reply::end(context, typed, Content::Public, button).await;
        }
        poise::Context::Application(chosen) => {
            let response = CreateInteractionResponse::Modal(components::modal(surface, form).await);
            respond(surface, &Pressed::command(chosen.interaction), &response).await;
        }
    }
    Ok(())
}

pub(super) fn clipped(surface: &Surface, words: String) -> String {
    view::text::clip(&surface.with_prefix(words), view::text::CONTENT_CHARS_MAX)
}
