//! `cambista outbox`: what was set aside, for whoever runs the desk.

use super::{AppError, open_desk};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::domain::kernel::outbox;

/// How many are listed. More of them mean that the program is broken, and the first ones show how.
const LISTED_MAX: i64 = 200;

/// Lists everything that was set aside, one per line. Reads a snapshot, so that the desk may be open.
///
/// # Errors
/// [`AppError::Db`].
pub async fn list(config: &Config) -> Result<String, AppError> {
    let mut snapshot = Db::open_snapshot(config.database.url.reveal()).await?;
    let kept = outbox::list_set_aside(&mut snapshot, LISTED_MAX).await?;
    if kept.is_empty() {
        return Ok("Nothing is set aside: everything was told or is still being tried.".to_owned());
    }
    let line = |one: &outbox::SetAside| {
        let place = one.place.as_deref().unwrap_or("everywhere");
        format!("notice {} ({}), {place}: {}", one.notice, one.kind, one.why)
    };
    let mut lines: Vec<String> = kept.iter().map(line).collect();
    lines.push("`cambista outbox retry` tells them again.".to_owned());
    Ok(lines.join("\n"))
}

/// Makes everything that was set aside due again, and returns the text to print.
///
/// # Errors
/// [`AppError::Db`].
pub async fn retry(config: &Config, clock: Clock) -> Result<String, AppError> {
    let desk = open_desk(config, clock).await?;
    let mut tx = desk.db.begin().await?;
    let owed = outbox::owe_again(&mut tx, desk.clock.now()).await?;
    tx.commit().await?;
    desk.db.close().await;
    Ok(format!("{owed} of them are owed again."))
}
