//! Which line a handler of poise is given.

use super::line::{Line, Reading, Stage};
use crate::discord::Context;

/// The line of this command.
pub(in crate::discord) fn line_of(context: Context<'_>) -> Line {
    let poise::Context::Prefix(typed) = context else {
        return Line::ALONE;
    };
    // Nobody else holds it: one handler works on one invocation.
    let held = typed.invocation_data.try_lock().ok();
    let line = held.and_then(|held| held.downcast_ref::<Line>().cloned());
    line.unwrap_or(Line::ALONE)
}

/// Notes that the command was read. `false` when it is to be carried out now.
pub(in crate::discord) async fn ends_here(context: Context<'_>) -> bool {
    let line = line_of(context);
    if line.stage == Stage::CarryOut {
        return false;
    }
    let reading = Reading::Done;
    context.set_invocation_data(Line { reading, ..line }).await;
    true
}
