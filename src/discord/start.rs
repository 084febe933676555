//! Connecting to Discord and leaving it.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use poise::serenity_prelude as serenity;
use poise::{Framework, FrameworkOptions, PrefixFrameworkOptions};
use serenity::gateway::ConnectionStage;
use serenity::{ClientBuilder, GatewayIntents, Http, HttpBuilder, ShardManager};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::answer::nobody;
use super::handled::{Handled, Recording};
use super::retry::{describe, retried};
use super::surface::Surface;
use super::turns::Turns;
use super::{Data, Never, away, commands, courier, errors, events, places};
use crate::config::Config;
use crate::domain::desk::Desk;

/// How long the end waits for handlers in flight, and then for the courier.
const HANDLERS_MAX: Duration = Duration::from_secs(10);
const COURIER_MAX: Duration = Duration::from_secs(10);

/// Why the bot did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("DISCORD_TOKEN is not set")]
    NoToken,
    #[error("{base} is set as Discord's API but does not answer: {cause}")]
    Unreachable { base: String, cause: String },
    #[error("Discord does not accept the token")]
    BadToken,
    #[error("Discord: {0}")]
    Discord(String),
}

/// The running bot.
pub struct Bot {
    handled: Handled,
    surface: Arc<Surface>,
    shards: Arc<ShardManager>,
    in_flight: TaskTracker,
    stop_courier: CancellationToken,
    courier: JoinHandle<()>,
    /// Why the gateway ended, once it did.
    ended: watch::Receiver<Option<String>>,
}

/// Connects to Discord and begins to listen and to tell.
///
/// # Errors
/// [`StartError`]; once started, a lost connection is made again by itself.
pub async fn start(desk: Desk, config: &Config) -> Result<Bot, StartError> {
    let http = connect(config).await?;
    let (handled, turns, in_flight) = (Handled::default(), Turns::default(), TaskTracker::new());
    let slot: Arc<OnceLock<Data>> = Arc::default();
    let framework = Recording {
        inner: framework(config, slot.clone()),
        handled: handled.clone(),
        turns: turns.clone(),
        in_flight: in_flight.clone(),
    };
    let client = ClientBuilder::new_with_http(http, intents()).framework(framework).await;
    let mut client = client.map_err(|error| StartError::Discord(describe(&error)))?;
    let surface = Arc::new(Surface::new(
        desk,
        config.clone(),
        client.http.clone(),
        client.cache.clone(),
        turns,
    ));
    slot.get_or_init(|| surface.clone());
    let shards = client.shard_manager.clone();
    let (ended_now, ended) = watch::channel(None);
    tokio::spawn(async move {
        let why = match client.start().await {
            Ok(()) => "the gateway was closed".to_owned(),
            Err(error) => describe(&error),
        };
        ended_now.send_replace(Some(why));
    });
    let stop_courier = CancellationToken::new();
    let courier = tokio::spawn({
        let (surface, stop, handled) = (surface.clone(), stop_courier.clone(), handled.clone());
        async move {
            surface.wait_ready().await;
            let missed = away::find_missed(&surface).await;
            tokio::join!(
                courier::run(surface.clone(), stop),
                away::answer_missed(&surface, &handled, missed)
            );
        }
    });
    Ok(Bot {
        handled,
        surface,
        shards,
        in_flight,
        stop_courier,
        courier,
        ended,
    })
}

/// The bot's line to Discord.
#[derive(Clone)]
pub struct Connection {
    surface: Arc<Surface>,
    shards: Arc<ShardManager>,
}

impl Connection {
    /// Whether the guild is known and every gateway connection stands at this moment.
    pub async fn is_up(&self) -> bool {
        let runners = self.shards.runners.lock().await;
        let stand = runners
            .values()
            .all(|runner| runner.stage == ConnectionStage::Connected);
        self.surface.is_ready() && !runners.is_empty() && stand
    }
}

impl Bot {
    /// Waits until the guild is known and the slash commands are registered.
    ///
    /// # Errors
    /// [`StartError::Discord`] when Discord does not let the bot in (token, intents).
    pub async fn wait_ready(&self) -> Result<(), StartError> {
        tokio::select! {
            () = self.surface.wait_ready() => Ok(()),
            error = self.ended() => Err(error),
        }
    }

    /// Waits until the gateway ends by itself, which it does only when Discord refuses the bot for good.
    pub async fn ended(&self) -> StartError {
        let mut ended = self.ended.clone();
        match ended.wait_for(Option::is_some).await {
            Ok(why) => StartError::Discord(why.clone().unwrap_or_default()),
            Err(_gone) => StartError::Discord("the gateway's task is gone".to_owned()),
        }
    }

    /// For asking whether Discord can be reached.
    pub fn connection(&self) -> Connection {
        Connection {
            surface: self.surface.clone(),
            shards: self.shards.clone(),
        }
    }

    /// Which events are done with.
    pub fn handled(&self) -> Handled {
        self.handled.clone()
    }

    /// Hears nothing more, finishes what was begun, tells what is due, and ends.
    pub async fn shutdown(self) {
        self.shards.shutdown_all().await;
        self.in_flight.close();
        if tokio::time::timeout(HANDLERS_MAX, self.in_flight.wait()).await.is_err() {
            tracing::warn!("handlers were still at work at the end");
        }
        self.stop_courier.cancel();
        if !self.surface.is_ready() {
            self.courier.abort();
        }
        let mut courier = self.courier;
        if tokio::time::timeout(COURIER_MAX, &mut courier).await.is_err() {
            tracing::warn!("notices were still due at the end; they are told after the next start");
            courier.abort();
        }
    }
}

/// What the bot asks Discord to hear, each for its reason.
fn intents() -> GatewayIntents {
    // The guild, its channels and roles: names are looked up there.
    GatewayIntents::GUILDS
        // Who the people are: `@david` typed by name, and whose roles follow the desk's. Privileged.
        | GatewayIntents::GUILD_MEMBERS
        // Typed commands in channels.
        | GatewayIntents::GUILD_MESSAGES
        // Captures and typed commands in direct messages.
        | GatewayIntents::DIRECT_MESSAGES
        // What typed commands say. Privileged.
        | GatewayIntents::MESSAGE_CONTENT
}

/// A client for Discord, or for the server that stands in its place. That one must be there: otherwise serenity would
/// silently dial Discord's gateway.
pub(super) async fn connect(config: &Config) -> Result<Http, StartError> {
    let token = config.discord.token.as_ref().ok_or(StartError::NoToken)?;
    let mut builder = HttpBuilder::new(token.reveal()).default_allowed_mentions(nobody());
    if let Some(base) = &config.discord.api_base {
        // With its rate limiter on, serenity ignores the address and asks Discord.
        builder = builder.proxy(base.clone()).ratelimiter_disabled(true);
    }
    let http = builder.build();
    let application = retried(|| http.get_current_application_info()).await;
    let application = application.map_err(|error| refused(config, &error))?;
    http.set_application_id(application.id);
    retried(|| http.get_gateway())
        .await
        .map_err(|error| refused(config, &error))?;
    Ok(http)
}

fn refused(config: &Config, error: &serenity::Error) -> StartError {
    let is_unauthorized = matches!(error, serenity::Error::Http(serenity::HttpError::UnsuccessfulRequest(response))
        if response.status_code == serenity::StatusCode::UNAUTHORIZED);
    if is_unauthorized {
        return StartError::BadToken;
    }
    let cause = describe(error);
    match &config.discord.api_base {
        Some(base) => StartError::Unreachable {
            base: base.clone(),
            cause,
        },
        None => StartError::Discord(cause),
    }
}

fn framework(config: &Config, slot: Arc<OnceLock<Data>>) -> Framework<Data, Never> {
    let options = FrameworkOptions {
        commands: commands::all(),
        on_error: |error| Box::pin(errors::on_error(error)),
        event_handler: |framework, event| Box::pin(events::on_event(framework, event)),
        allowed_mentions: Some(nobody()),
        // Who may decide is the desk's affair, not that of the application's owner.
        initialize_owners: false,
        prefix_options: PrefixFrameworkOptions {
            prefix: Some(config.discord.prefix.clone().into()),
            mention_as_prefix: false,
            case_insensitive_commands: true,
            ..Default::default()
        },
        ..Default::default()
    };
    Framework::builder()
        .options(options)
        .setup(move |_, ready, framework| {
            Box::pin(async move {
                let surface = slot.get().cloned().expect("it is filled before the gateway is dialled");
                surface.choose_guild(ready.guilds.first().map(|guild| guild.id));
                register(&surface, framework).await;
                places::open(&surface).await;
                Ok(surface)
            })
        })
        .build()
}

/// Tells Discord the slash commands of the one guild. Without them everything can still be typed.
async fn register(surface: &Surface, framework: &Framework<Data, Never>) {
    let Some(guild) = surface.guild() else {
        tracing::error!("the bot is in no guild; invite it first (`cambista setup` prints the link)");
        return;
    };
    let commands = poise::builtins::create_application_commands(&framework.options().commands);
    let registered = retried(|| guild.set_commands(&surface.http, commands.clone())).await;
    match registered {
        Ok(_) => tracing::info!(
            guild.id = guild.get(),
            commands = commands.len(),
            "slash commands are registered"
        ),
        Err(error) => tracing::error!(error = describe(&error), "slash commands could not be registered"),
    }
    surface.commands_registered();
}
