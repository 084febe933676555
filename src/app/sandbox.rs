//! `cambista sandbox`: a small Discord, and the real bot connected to it over real HTTP and WebSocket.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tempfile::TempDir;

use super::{App, AppError, Demo, open_desk};
use crate::clock::Clock;
use crate::config::{Config, Secret};
use crate::db::{IfMissing, sqlite_url};
use crate::discord::{Connection, Handled};
use crate::domain::games::apps::webhooks;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox;
use crate::sandbox::{self, BotProbe, SandboxOptions, SandboxServer, Seed};

/// How a sandbox is started.
#[derive(Debug, Clone)]
pub struct SandboxDeskOptions {
    /// Port 0 picks a free one.
    pub addr: SocketAddr,
    /// Where books, captures and Discord are kept; without it everything is gone at the end.
    pub data_dir: Option<PathBuf>,
    /// A database to use in place of the data directory's own.
    pub database_url: Option<String>,
    pub demo: Demo,
    /// Whether Discord's rate limits apply.
    pub rate_limits: bool,
}

/// A Discord and an open desk in one process.
pub struct SandboxDesk {
    pub discord: SandboxServer,
    pub app: App,
    /// Dropped last: the data of a sandbox without a data directory.
    _temporary: Option<TempDir>,
}

/// A Discord whose desk is not open yet.
pub struct SandboxBegun {
    pub discord: SandboxServer,
    demo: Demo,
    database_url: Option<String>,
    folder: PathBuf,
    temporary: Option<TempDir>,
}

impl SandboxBegun {
    /// Starts Discord.
    ///
    /// # Errors
    /// [`AppError::Sandbox`].
    pub async fn start(options: SandboxDeskOptions, config: &Config) -> Result<SandboxBegun, AppError> {
        let (folder, temporary) = folder_of(options.data_dir.as_deref())?;
        let discord = start_discord(&options, options.demo.seed(config)).await?;
        Ok(SandboxBegun {
            discord,
            demo: options.demo,
            database_url: options.database_url,
            folder,
            temporary,
        })
    }

    /// Waits while Discord has an outage in the guild: no desk can be opened there.
    pub async fn wait_reachable(&self) {
        while self.discord.has_outage() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Sets up the demo desk unless it is there, connects the bot, and waits until it knows its guild.
    ///
    /// # Errors
    /// [`AppError`]: what did not start.
    pub async fn open(self, config: &Config, clock: Clock) -> Result<SandboxDesk, AppError> {
        let config = config_for(config, &self.discord, &self.folder, self.database_url);
        let desk = open_desk(&config, clock).await?;
        self.demo.set_up(&desk, &self.discord).await?;
        let app = App::open(desk, &config).await?;
        self.discord.set_probe(Arc::new(Probe::of(&app)));
        app.bot.wait_ready().await?;
        Ok(SandboxDesk {
            discord: self.discord,
            app,
            _temporary: self.temporary,
        })
    }
}

/// How often it is checked whether the outage of a guild has ended.
const LOOK_EVERY: Duration = Duration::from_millis(100);

impl SandboxDesk {
    /// Starts Discord, sets up the demo desk unless it is there, and connects the bot.
    ///
    /// # Errors
    /// [`AppError`]: what did not start.
    pub async fn start(options: SandboxDeskOptions, config: &Config, clock: Clock) -> Result<SandboxDesk, AppError> {
        SandboxBegun::start(options, config).await?.open(config, clock).await
    }

    /// Closes the desk, then Discord.
    pub async fn shutdown(self) {
        self.app.shutdown().await;
        self.discord.shutdown().await;
    }
}

/// Only the Discord: the bot is another process.
pub struct SandboxOnly {
    pub discord: SandboxServer,
    _temporary: Option<TempDir>,
}

impl SandboxOnly {
    /// # Errors
    /// [`AppError::Sandbox`].
    pub async fn start(options: SandboxDeskOptions, config: &Config) -> Result<SandboxOnly, AppError> {
        let (_, temporary) = folder_of(options.data_dir.as_deref())?;
        let mut seed = options.demo.seed(config);
        // The books of the other process are empty: nobody has a role in them, so nobody may hold one here.
        for role in &mut seed.roles {
            role.members.clear();
        }
        let discord = start_discord(&options, seed).await?;
        Ok(SandboxOnly {
            discord,
            _temporary: temporary,
        })
    }

    /// What `cambista run` needs to connect to this Discord.
    pub fn environment(&self) -> [(&'static str, String); 3] {
        [
            ("DISCORD_TOKEN", self.discord.token().to_owned()),
            ("CAMBISTA_DISCORD_API", self.discord.url()),
            ("CAMBISTA__DISCORD__GUILD_ID", self.discord.guild_id().to_string()),
        ]
    }
}

/// The data directory, or a temporary one.
fn folder_of(data_dir: Option<&std::path::Path>) -> Result<(PathBuf, Option<TempDir>), AppError> {
    let fault = |path: &std::path::Path, cause| AppError::File {
        path: path.display().to_string(),
        cause,
    };
    match data_dir {
        Some(folder) => {
            std::fs::create_dir_all(folder).map_err(|cause| fault(folder, cause))?;
            Ok((folder.to_owned(), None))
        }
        None => {
            let temporary = TempDir::with_prefix("cambista-").map_err(|cause| fault(&std::env::temp_dir(), cause))?;
            Ok((temporary.path().to_owned(), Some(temporary)))
        }
    }
}

async fn start_discord(options: &SandboxDeskOptions, seed: Seed) -> Result<SandboxServer, AppError> {
    Ok(sandbox::start(SandboxOptions {
        addr: options.addr,
        data_dir: options.data_dir.clone(),
        seed,
        rate_limits: options.rate_limits,
    })
    .await?)
}

/// The configuration of a bot that connects to this Discord and keeps its books in this folder. A `DATABASE_URL` of the
/// environment is ignored: it may be that of a real desk.
fn config_for(
    config: &Config,
    discord: &SandboxServer,
    folder: &std::path::Path,
    database_url: Option<String>,
) -> Config {
    let mut config = config.clone();
    config.discord.token = Some(Secret::new(discord.token()));
    config.discord.api_base = Some(discord.url());
    // The demo claims the desk for this Discord's guild.
    config.discord.guild_id = None;
    config.desk.data_dir = folder.to_owned();
    let own = sqlite_url(&folder.join("cambista.db"));
    config.database.url = Secret::new(database_url.unwrap_or(own));
    config.database.if_missing = IfMissing::Create;
    config
}

/// Tells the sandbox whether the bot and the desk have done everything.
pub struct Probe {
    handled: Handled,
    connection: Connection,
    desk: Desk,
}

impl Probe {
    pub fn of(app: &App) -> Probe {
        Probe {
            handled: app.bot.handled(),
            connection: app.bot.connection(),
            desk: app.desk.clone(),
        }
    }
}

#[async_trait]
impl BotProbe for Probe {
    fn has_handled(&self, event_id: u64) -> bool {
        self.handled.has_handled(event_id)
    }

    fn is_at_work(&self) -> bool {
        self.connection.is_at_work()
    }

    /// Not while the bot still finds out who is in the guild: that may lead to notices.
    async fn outbox_is_empty(&self) -> bool {
        if !self.connection.is_settled() {
            return false;
        }
        let Ok(mut reader) = self.desk.db.reader().await else {
            return false;
        };
        // With a hand-moved clock, what is due later waits until the clock is moved, so only what is due now counts.
        let now = self.desk.clock.now();
        let due = outbox::count_due(&mut reader, now).await;
        let notices = match (&self.desk.clock, due) {
            (Clock::System, Ok(0)) => outbox::count_waiting(&mut reader).await,
            (Clock::System | Clock::Hand(_), due) => due,
        };
        let (notices, deliveries) = (notices, webhooks::count_due(&mut reader, now).await);
        matches!((notices, deliveries), (Ok(0), Ok(0)))
    }
}
