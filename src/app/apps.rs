//! What the composition root does for the API and its apps.

use std::fmt::Write;
use std::sync::Arc;

use async_trait::async_trait;

use super::{AppError, open_desk};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::retrying;
use crate::discord::{Bot, Connection};
use crate::domain::games::apps::keys::{self, App, KeyError, KeyIssued, NewApp};
use crate::domain::kernel::desk::Desk;
use crate::domain::people::members::Actor;
use crate::domain::people::tokens;
use crate::http::DiscordProbe;
use crate::ids::RequestId;

/// The most apps that are listed.
const LISTED_MAX: i64 = 1_000;

struct Line(Connection);

#[async_trait]
impl DiscordProbe for Line {
    async fn is_up(&self) -> bool {
        self.0.is_up().await
    }

    async fn is_connected(&self) -> bool {
        self.0.is_connected().await
    }
}

pub(super) fn probe(bot: &Bot) -> Arc<dyn DiscordProbe> {
    Arc::new(Line(bot.connection()))
}

/// A command of an operator about apps. Anybody with access to the database may give it; its actor is the desk itself.
#[derive(Debug, Clone, Copy)]
pub enum KeyOrder<'a> {
    Create(NewApp<'a>),
    List,
    Rotate(&'a str),
    Revoke(&'a str),
}

impl KeyOrder<'_> {
    /// Opens the database, carries the command out, and returns the text to print.
    ///
    /// # Errors
    /// [`AppError::Db`], [`AppError::Key`].
    pub async fn carry_out(self, config: &Config, clock: Clock) -> Result<String, AppError> {
        let desk = open_desk(config, clock).await?;
        let done = self.on(&desk).await;
        desk.db.close().await;
        Ok(done?)
    }

    async fn on(self, desk: &Desk) -> Result<String, KeyError> {
        let (actor, run) = (Actor::desk(), hex::encode(rand::random::<[u8; 16]>()));
        let request = RequestId::new("cli", run);
        match self {
            KeyOrder::Create(app) => keys::create_app(desk, &actor, &request, app).await.map(issued),
            KeyOrder::Rotate(name) => keys::rotate_key(desk, &actor, &request, name).await.map(issued),
            KeyOrder::Revoke(name) => {
                let revoked = retrying(|| keys::revoke_key(desk, &actor, &request, name)).await?;
                Ok(format!("The key of {} is not valid any more.", revoked.name))
            }
            KeyOrder::List => {
                let mut reader = desk.db.reader().await?;
                Ok(listed(&keys::list_apps(&mut reader, &actor, LISTED_MAX).await?))
            }
        }
    }
}

/// Makes another key that signs tokens, and returns the text to print.
///
/// # Errors
/// [`AppError::Db`], [`AppError::Token`].
pub async fn rotate_token_key(config: &Config, clock: Clock) -> Result<String, AppError> {
    let desk = open_desk(config, clock).await?;
    let request = RequestId::new("cli", hex::encode(rand::random::<[u8; 16]>()));
    let actor = Actor::desk();
    let rotated = retrying(|| tokens::rotate_signing_key(&desk, &actor, &request)).await;
    desk.db.close().await;
    let rotated = rotated?;
    Ok(format!(
        "Key {} signs tokens from now on. Those of the key before stay valid until they expire, an hour at most.",
        rotated.kid
    ))
}

fn issued(key: KeyIssued) -> String {
    let shown = key.token.as_ref().map_or("(shown before)", |token| token.reveal());
    format!("App {}: {}\nIts key, shown this once:\n{shown}", key.app, key.name)
}

fn listed(apps: &[App]) -> String {
    if apps.is_empty() {
        return "There are no apps. `cambista app create NAME` makes one.".to_owned();
    }
    let mut text = String::new();
    for app in apps {
        let key = app.key.as_deref().unwrap_or("revoked");
        let used = app
            .last_used_at
            .and_then(|at| chrono::DateTime::from_timestamp_millis(at.ms()));
        let used = used.map_or_else(
            || "never used".to_owned(),
            |at| format!("used {}", at.format("%Y-%m-%d %H:%M UTC")),
        );
        let told = app.webhook_url.as_deref().map(|url| format!("  webhook {url}"));
        write!(
            text,
            "{}{}  {}  {}  key {key}  {used}{}",
            if text.is_empty() { "" } else { "\n" },
            app.id,
            app.name,
            app.role,
            told.unwrap_or_default()
        )
        .expect("writing to a String cannot fail");
    }
    if i64::try_from(apps.len()).is_ok_and(|listed| LISTED_MAX <= listed) {
        text.push_str("\nThere may be more: only this many are listed.");
    }
    text
}
