//! Passes one command to poise, either to be read only or to be carried out.

use std::any::Any;

use poise::MessageDispatchTrigger;
use poise::serenity_prelude::Message;
use tokio::sync::Mutex;

use super::line::{Line, Reading, Stage};
use super::lines::Command;
use super::spelled::respelled;
use super::swapped::put_right;
use crate::discord::{Framework, errors};

/// A copy of the message that contains only this command.
fn as_message(framework: Framework<'_>, message: &Message, text: &str) -> Message {
    let mut one = message.clone();
    one.content = in_order(framework, text).unwrap_or_else(|| text.to_owned());
    one
}

/// The same command with its arguments spelled and ordered as it expects them.
fn in_order(framework: Framework<'_>, text: &str) -> Option<String> {
    let prefix = framework.user_data.config.discord.prefix.as_str();
    let mut tree = Vec::new();
    let typed = text.strip_prefix(prefix)?.trim_start();
    let (_, args) = poise::find_command(&framework.options.commands, typed, true, &mut tree)?;
    let command = &tree.last()?.qualified_name;
    let spelled = respelled(command, args);
    let right = put_right(command, spelled.as_deref().unwrap_or(args)).or(spelled)?;
    let head = text.strip_suffix(args)?;
    Some(format!("{head}{right}"))
}

/// Carries out a command and answers it.
pub(super) async fn carry_out(framework: Framework<'_>, message: &Message, command: &Command, line: Line) {
    let message = as_message(framework, message, &command.text);
    let invocation: Mutex<Box<dyn Any + Send + Sync>> = Mutex::new(Box::new(line));
    let (mut tree, trigger) = (Vec::new(), MessageDispatchTrigger::MessageCreate);
    let given = poise::dispatch_message(framework, &message, trigger, &invocation, &mut tree).await;
    if let Err(error) = given {
        error.handle(framework.options).await;
    }
}

/// Checks a command as far as possible without the books: its name, the number of words, valid amounts.
///
/// # Errors
/// The reason, in words, why it cannot be read.
pub(super) async fn read(framework: Framework<'_>, message: &Message, text: &str) -> Result<(), String> {
    let line = Line {
        stage: Stage::Read,
        ..Line::ALONE
    };
    let message = as_message(framework, message, text);
    let invocation: Mutex<Box<dyn Any + Send + Sync>> = Mutex::new(Box::new(line));
    let (mut tree, trigger) = (Vec::new(), MessageDispatchTrigger::MessageCreate);
    let given = poise::dispatch_message(framework, &message, trigger, &invocation, &mut tree).await;
    if let Err(error) = given {
        return Err(errors::words(&error).unwrap_or_default());
    }
    let line = invocation.lock().await.downcast_ref::<Line>().cloned();
    match line.map(|line| line.reading) {
        Some(Reading::Failed(why)) => Err(why),
        Some(Reading::NotBegun | Reading::Done) | None => Ok(()),
    }
}

/// The name of the command in a text without prefix, taken from its first word, even if the rest is wrong.
pub(super) fn name_of(framework: Framework<'_>, text: &str) -> Option<String> {
    let options = framework.options;
    let mut tree = Vec::new();
    poise::find_command(&options.commands, text.trim_start(), true, &mut tree)?;
    tree.first().map(|command| command.name.to_string())
}
