//! Commands that poise could not call: bad arguments, unknown names, panics.

use poise::FrameworkError;
use poise::serenity_prelude::CommandInteraction;

use super::answer::{Declined, Pressed, answer, answer_interaction};
use super::args::ArgumentError;
use super::content::Content;
use super::reply::reply_to;
use super::surface::Surface;
use super::view::help::Records;
use super::{Context, Data, Never, view};

/// Answers a command that poise could not call, instead of poise's own English message.
pub(super) async fn on_error(error: FrameworkError<'_, Data, Never>) {
    let words = words(&error).unwrap_or_default();
    match error {
        FrameworkError::ArgumentParse { ctx, .. } | FrameworkError::SubcommandRequired { ctx } => say(ctx, words).await,
        FrameworkError::UnknownCommand { msg, framework, .. } => {
            reply_to(framework.user_data, msg, Err(Declined::because(words))).await;
        }
        FrameworkError::UnknownInteraction {
            framework, interaction, ..
        } => {
            outdated(framework.user_data, interaction).await;
        }
        FrameworkError::CommandStructureMismatch { ctx, .. } => {
            outdated(ctx.framework.user_data, ctx.interaction).await
        }
        FrameworkError::CommandPanic { ctx, .. } => {
            tracing::error!(
                command = ctx.command().qualified_name.as_ref(),
                "reading a command panicked"
            );
            let Ok(()) = answer(ctx, Content::Public, async { Err(Declined::in_doubt()) }).await;
        }
        // Other variants need checks, cooldowns or permissions, which no command here has, or an error that cannot
        // exist.
        other => tracing::error!(error = %other, "poise reported an unexpected error"),
    }
}

/// Why a typed command could not be called; `None` if it is not a mistake of its author.
pub(super) fn words(error: &FrameworkError<'_, Data, Never>) -> Option<String> {
    match error {
        FrameworkError::ArgumentParse { error, input, ctx, .. } => {
            Some(bad_argument(*ctx, error.as_ref(), input.as_deref()))
        }
        FrameworkError::SubcommandRequired { ctx } => {
            let record = ctx.data().records.find(&ctx.command().qualified_name);
            Some(view::arguments::usage(record, view::arguments::subcommand_required()))
        }
        FrameworkError::UnknownCommand {
            msg,
            content_start,
            framework,
            ..
        } => {
            let records = &framework.user_data.records;
            let typed = msg.content.get(usize::from(*content_start)..).unwrap_or_default();
            let typed = typed.trim_start();
            let (word, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
            let words = match glued(records, word) {
                Some((name, figure)) => view::arguments::glued_command(word, name, figure, rest.trim()),
                None => view::arguments::unknown_command(records, word, rest.trim()),
            };
            Some(if msg.attachments.is_empty() {
                words
            } else {
                format!("{words} {}", view::arguments::file_not_kept())
            })
        }
        FrameworkError::CommandPanic { .. } => Some(view::FAULT.to_owned()),
        _ => None,
    }
}

/// Splits `t100` into a command and the number that should follow it.
fn glued<'a>(records: &Records, word: &'a str) -> Option<(&'a str, &'a str)> {
    let at = word.find(|c: char| c.is_ascii_digit())?;
    let (name, figure) = word.split_at(at);
    records.has(&name.to_lowercase()).then_some((name, figure))
}

async fn say(context: Context<'_>, words: String) {
    let Ok(()) = answer(context, Content::Public, async { Err(Declined::because(words)) }).await;
}

fn bad_argument(
    context: Context<'_>,
    error: &(dyn std::error::Error + Send + Sync + 'static),
    input: Option<&str>,
) -> String {
    if let Some(number) = order_to_pay(context) {
        return view::arguments::paying_an_order(number);
    }
    let problem = if let Some(error) = error.downcast_ref::<ArgumentError>() {
        let words = view::arguments::bad_argument(error);
        if let ArgumentError::CutNumber { .. } = error {
            return words;
        }
        words
    } else if error.is::<poise::TooFewArguments>() {
        view::arguments::too_few().to_owned()
    } else if error.is::<poise::TooManyArguments>() {
        view::arguments::too_many().to_owned()
    } else {
        view::arguments::unreadable(input)
    };
    let record = context.data().records.find(&context.command().qualified_name);
    view::arguments::usage(record, &problem)
}

/// For `!pagar 13`: the number of an order that somebody tries to pay, although `!pagar` gives coins to a person.
fn order_to_pay(context: Context<'_>) -> Option<&str> {
    let poise::Context::Prefix(typed) = context else {
        return None;
    };
    order_number(typed.args).filter(|_| context.command().name == "pagar")
}

/// The digits of `13` or `#13`; `None` for anything else.
pub(super) fn order_number(typed: &str) -> Option<&str> {
    let digits = typed.trim().trim_start_matches('#');
    let is_short = (1..10).contains(&digits.len());
    (is_short && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

async fn outdated(surface: &Surface, interaction: &CommandInteraction) {
    let words = view::arguments::outdated_slash_command();
    let pressed = Pressed::command(interaction);
    answer_interaction(surface, &pressed, async { Err(Declined::because(words)) }).await;
}
