//! Passes the line of a command through poise to its handler.

use super::line::{Line, Reading, Stage};
use crate::discord::Context;

/// The line of the command that is being handled.
pub(in crate::discord) fn line_of(context: Context<'_>) -> Line {
    let poise::Context::Prefix(typed) = context else {
        return Line::ALONE;
    };
    // The lock is free: only one handler works on an invocation.
    let held = typed.invocation_data.try_lock().ok();
    let line = held.and_then(|held| held.downcast_ref::<Line>().cloned());
    line.unwrap_or(Line::ALONE)
}

/// Records that the command was read. Returns `false` when it must now be carried out.
pub(in crate::discord) async fn ends_here(context: Context<'_>) -> bool {
    let line = line_of(context);
    if line.stage == Stage::CarryOut {
        return false;
    }
    let reading = Reading::Done;
    context.set_invocation_data(Line { reading, ..line }).await;
    true
}
