//! The sandbox's Discord and the real bot, with or without the demo desk.

use std::path::Path;
use std::sync::Arc;

use cambista::app::{App, Probe, SandboxDesk, SandboxDeskOptions, SandboxOnly};
use cambista::clock::Clock;
use cambista::config::{Config, Sources};
use cambista::db::{IfMissing, sqlite_url};
use cambista::sandbox::SandboxServer;

/// What is set up before anybody acts.
#[derive(Debug, Clone, Copy)]
pub enum Stage {
    /// The people, prices and accounts of the worked example.
    Demo,
    /// As `cambista sandbox --empty`: prices, but no people except the owner.
    Empty,
    /// A Discord with people, and a desk with empty books.
    NoDesk,
}

/// The Discord and the bot of a world.
pub struct Running {
    pub discord: SandboxServer,
    pub app: App,
}

impl Running {
    pub async fn start(stage: Stage, options: SandboxDeskOptions, settings: &[(&str, &str)], clock: Clock) -> Running {
        match stage {
            Stage::Demo | Stage::Empty => {
                let mut sources = quiet_sources();
                let settings = settings
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
                sources.variables.extend(settings);
                let config = Config::load(&sources).expect("the settings are valid");
                let desk = SandboxDesk::start(options, &config, clock).await;
                let desk = desk.expect("the sandbox opens");
                Running {
                    discord: desk.discord,
                    app: desk.app,
                }
            }
            Stage::NoDesk => Running::without_desk(options, clock).await,
        }
    }

    /// As `cambista sandbox --discord-only` and `cambista run` beside it.
    async fn without_desk(options: SandboxDeskOptions, clock: Clock) -> Running {
        let data_dir = options.data_dir.clone().expect("a world has a folder");
        let books = sqlite_url(&data_dir.join("cambista.db"));
        let database_url = options.database_url.clone().unwrap_or(books);
        let mut sources = quiet_sources();
        let config = Config::load(&sources).expect("the defaults are valid");
        let only = SandboxOnly::start(options, &config).await.expect("the sandbox opens");
        let environment = only.environment().map(|(name, value)| (name.to_owned(), value));
        sources.variables.extend(environment);
        sources.variables.insert("DATABASE_URL".to_owned(), database_url);
        let mut config = Config::load(&sources).expect("the sandbox's environment is valid");
        config.desk.data_dir = data_dir;
        config.database.if_missing = IfMissing::Create;
        let app = App::start(&config, clock).await.expect("the desk opens");
        only.discord.set_probe(Arc::new(Probe::of(&app)));
        app.bot.wait_ready().await.expect("Discord lets the bot in");
        Running {
            discord: only.discord,
            app,
        }
    }

    /// Stops the bot while Discord runs, awaits `meanwhile`, and starts the bot again on its books.
    pub async fn without_bot(
        self,
        settings: &[(&str, &str)],
        (data_dir, books): (&Path, &str),
        clock: Clock,
        meanwhile: impl Future<Output = ()>,
    ) -> Running {
        let Running { discord, app } = self;
        app.shutdown().await;
        meanwhile.await;
        let app = Running::another_process(&discord, settings, (data_dir, books), clock).await;
        discord.set_probe(Arc::new(Probe::of(&app)));
        Running { discord, app }
    }

    /// Opens a desk as `cambista run` does, in a Discord that runs already.
    pub async fn another_process(
        discord: &SandboxServer,
        settings: &[(&str, &str)],
        (data_dir, books): (&Path, &str),
        clock: Clock,
    ) -> App {
        let mut sources = quiet_sources();
        let environment = [
            ("DISCORD_TOKEN", discord.token().to_owned()),
            ("CAMBISTA_DISCORD_API", discord.url()),
            ("CAMBISTA__DISCORD__GUILD_ID", discord.guild_id().to_string()),
            ("DATABASE_URL", books.to_owned()),
        ];
        let settings = settings.iter().map(|(name, value)| (*name, (*value).to_owned()));
        let all = environment.into_iter().chain(settings);
        sources
            .variables
            .extend(all.map(|(name, value)| (name.to_owned(), value)));
        let mut config = Config::load(&sources).expect("the settings are valid");
        config.desk.data_dir = data_dir.to_owned();
        let app = App::start(&config, clock).await.expect("the desk opens");
        app.bot.wait_ready().await.expect("Discord lets the bot in");
        app
    }

    pub async fn shutdown(self) {
        self.app.shutdown().await;
        self.discord.shutdown().await;
    }
}

/// The default settings, with the API on a free port and sweeps as rare as possible: stories step them by hand.
pub(super) fn quiet_sources() -> Sources {
    let mut sources = Sources::default();
    let every = ("CAMBISTA__SWEEPS__EVERY_SECONDS".to_owned(), "3600".to_owned());
    let api = ("CAMBISTA_HTTP_ADDR".to_owned(), "127.0.0.1:0".to_owned());
    let durability = ("CAMBISTA__DATABASE__DURABILITY".to_owned(), "relaxed".to_owned());
    sources.variables.extend([every, api, durability]);
    sources
}
