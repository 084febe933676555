//! Starts and stops the Discord bot.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use poise::serenity_prelude as serenity;
use poise::{Framework, FrameworkOptions, PrefixFrameworkOptions};
use serenity::gateway::ConnectionStage;
use serenity::{ClientBuilder, GatewayIntents, ShardManager};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::args::banks::BooksOfArguments;
use super::connect::{StartError, connect};
use super::dispatch::Recording;
use super::guild::{self, Gate, Reach};
use super::handled::Handled;
use super::ids::signed;
use super::mentions::nobody;
use super::retry::describe;
use super::slash::register;
use super::surface::{Events, Line, Surface};
use super::turns::Turns;
use super::voice::Voice;
use super::{Data, Never, away, commands, courier, errors, events, places, trouble, unsettled};
use crate::config::Config;
use crate::domain::books::older::find_mark_of_acceptance;
use crate::domain::kernel::desk::Desk;
use crate::ids::DiscordGuildId;
use crate::meters::CourierMeters;

/// How long shutdown waits for running handlers, and then for the courier.
const HANDLERS_MAX: Duration = Duration::from_secs(10);
const COURIER_MAX: Duration = Duration::from_secs(10);

/// The running bot.
pub struct Bot {
    handled: Handled,
    surface: Arc<Surface>,
    shards: Arc<ShardManager>,
    in_flight: TaskTracker,
    stop_courier: CancellationToken,
    courier: JoinHandle<()>,
    comparing: JoinHandle<()>,
    /// Keeps the voice.
    speaking: JoinHandle<()>,
    /// Why the gateway ended, once it has.
    ended: watch::Receiver<Option<String>>,
}

/// Connects to Discord and starts handling events and sending notices.
///
/// # Errors
/// [`StartError`]. After a successful start, a lost connection is re-established automatically.
pub async fn start(desk: Desk, config: &Config, meters: CourierMeters) -> Result<Bot, StartError> {
    let http = connect(config).await?;
    let guild = guild::open(&http, &desk, config).await?;
    let kept_apart = find_mark_of_acceptance(&mut desk.db.reader().await?).await?;
    let owner = guild::find_owner(&http, guild).await;
    let voice = Voice::open(desk.db.clone()).await?;
    let (handled, turns, in_flight) = (Handled::default(), Turns::default(), TaskTracker::new());
    let slot: Arc<OnceLock<Data>> = Arc::default();
    let framework = Recording {
        inner: framework(config, slot.clone()),
        handled: handled.clone(),
        gate: Gate::default(),
        slot: slot.clone(),
        turns: turns.clone(),
        voice: voice.clone(),
        in_flight: in_flight.clone(),
        meters: meters.clone(),
    };
    let client = ClientBuilder::new_with_http(http, intents()).framework(framework).await;
    let mut client = client.map_err(|error| StartError::Discord(describe(&error)))?;
    let line = Line {
        http: client.http.clone(),
        cache: client.cache.clone(),
        guild,
        kept_apart: kept_apart.unwrap_or_default(),
        owner,
        meters: meters.clone(),
    };
    let events = Events {
        turns,
        handled: handled.clone(),
        voice: voice.clone(),
    };
    client.data.write().await.insert::<BooksOfArguments>(desk.db.clone());
    let surface = Arc::new(Surface::new(desk, config.clone(), commands::records(), line, events));
    slot.get_or_init(|| surface.clone());
    let speaking = tokio::spawn({
        let surface = surface.clone();
        async move { tokio::join!(voice.keep_forever(), away::catch_up_forever(&surface)).0 }
    });
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
    let courier = tokio::spawn(tell_forever(surface.clone(), stop_courier.clone()));
    let comparing = tokio::spawn(guild::compare_forever(surface.clone()));
    Ok(Bot {
        handled,
        surface,
        shards,
        in_flight,
        stop_courier,
        courier,
        comparing,
        speaking,
        ended,
    })
}

/// Tells what is owed, once the guild is known.
async fn tell_forever(surface: Arc<Surface>, stop: CancellationToken) {
    surface.wait_ready().await;
    let missed = away::find_missed(&surface).await;
    tokio::join!(
        courier::run(surface.clone(), stop.clone()),
        unsettled::settle_forever(&surface, stop.clone()),
        trouble::watch_forever(&surface, stop),
        away::answer_missed(&surface, missed)
    );
}

/// The bot's connection to Discord.
#[derive(Clone)]
pub struct Connection {
    surface: Arc<Surface>,
    shards: Arc<ShardManager>,
    in_flight: TaskTracker,
}

impl Connection {
    /// Whether any event is being handled at this moment.
    pub fn is_at_work(&self) -> bool {
        !self.in_flight.is_empty()
    }

    /// Whether it is known who is in the guild, or the guild cannot be reached.
    pub fn is_settled(&self) -> bool {
        self.surface.home.is_compared() || self.surface.home.reach() != Reach::Here
    }

    /// Whether the guild can be reached and all gateway connections are up.
    pub async fn is_up(&self) -> bool {
        let is_here = self.surface.is_ready() && self.surface.home.reach() == Reach::Here;
        is_here && self.is_connected().await
    }

    /// Whether all gateway connections are up.
    pub async fn is_connected(&self) -> bool {
        let runners = self.shards.runners.lock().await;
        let stand = runners
            .values()
            .all(|runner| runner.stage == ConnectionStage::Connected);
        !runners.is_empty() && stand
    }
}

impl Bot {
    /// Waits until the guild is known and the slash commands are registered.
    ///
    /// # Errors
    /// [`StartError::Discord`] when Discord refuses the bot (token, intents).
    pub async fn wait_ready(&self) -> Result<(), StartError> {
        tokio::select! {
            () = self.surface.wait_ready() => Ok(()),
            error = self.ended() => Err(error),
        }
    }

    /// Waits until the gateway ends by itself, which happens only when Discord refuses the bot for good.
    pub async fn ended(&self) -> StartError {
        let mut ended = self.ended.clone();
        match ended.wait_for(Option::is_some).await {
            Ok(why) => StartError::Discord(why.clone().unwrap_or_default()),
            Err(_gone) => StartError::Discord("the gateway's task is gone".to_owned()),
        }
    }

    /// The guild in which the desk works.
    pub fn guild(&self) -> DiscordGuildId {
        DiscordGuildId::new(signed(self.surface.guild().get()))
    }

    /// A handle to ask whether Discord can be reached.
    pub fn connection(&self) -> Connection {
        Connection {
            surface: self.surface.clone(),
            shards: self.shards.clone(),
            in_flight: self.in_flight.clone(),
        }
    }

    /// Makes the courier check the outbox now. It does so by itself too, but moving a test clock does not wake it.
    pub fn look_at_outbox(&self) {
        self.surface.looks.notify_one();
    }

    /// Which events were handled.
    pub fn handled(&self) -> Handled {
        self.handled.clone()
    }

    /// Checks once whether the desk can save, and tells the alerts channel what changed. The bot does so by itself.
    pub async fn look_for_trouble(&self) {
        trouble::look(&self.surface).await;
    }

    /// Stops receiving events, waits for running handlers, tells what is due, and ends.
    pub async fn shutdown(self) {
        self.shards.shutdown_all().await;
        self.comparing.abort();
        self.in_flight.close();
        if tokio::time::timeout(HANDLERS_MAX, self.in_flight.wait()).await.is_err() {
            tracing::warn!("handlers were still running at shutdown");
        }
        // From now on another process answers.
        self.speaking.abort();
        self.surface.desk.db.give_up_voice().await;
        self.stop_courier.cancel();
        if !self.surface.is_ready() {
            self.courier.abort();
        }
        let mut courier = self.courier;
        if tokio::time::timeout(COURIER_MAX, &mut courier).await.is_err() {
            tracing::warn!("notices were still due at shutdown; they are told after the next start");
            courier.abort();
        }
    }
}

/// The events that the bot subscribes to.
fn intents() -> GatewayIntents {
    // The guild with its channels and roles, whose names are looked up.
    GatewayIntents::GUILDS
        // The members: names such as `@david`, and their roles. Privileged.
        | GatewayIntents::GUILD_MEMBERS
        // Typed commands in channels.
        | GatewayIntents::GUILD_MESSAGES
        // Captures and typed commands in direct messages.
        | GatewayIntents::DIRECT_MESSAGES
        // The text of typed commands. Privileged.
        | GatewayIntents::MESSAGE_CONTENT
}

fn framework(config: &Config, slot: Arc<OnceLock<Data>>) -> Framework<Data, Never> {
    let options = FrameworkOptions {
        commands: commands::functions(),
        on_error: |error| Box::pin(errors::on_error(error)),
        event_handler: |framework, event| Box::pin(events::on_event(framework, event)),
        allowed_mentions: Some(nobody()),
        // The desk decides who may do what, not the owner of the application.
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
        .setup(move |_, _, framework| {
            Box::pin(async move {
                let surface = slot.get().cloned().expect("it is filled before the gateway is dialled");
                register(&surface, &framework.options().commands).await;
                places::open(&surface).await;
                Ok(surface)
            })
        })
        .build()
}
