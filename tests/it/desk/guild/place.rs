//! A Discord and books that are opened as `cambista run` does it, with or without a guild in the configuration.

use cambista::app::{App, Demo, SandboxDeskOptions, SandboxOnly, open_desk};
use cambista::clock::Clock;
use cambista::config::{Config, Sources};
use cambista::db::Source;
use cambista::discord::setup::{Mode, setup};
use serde_json::json;

use super::OTHER;
use crate::support::database::{TestDb, on_new_books};
use crate::support::world::World;

const INVITATION: &str = "https://discord.com/oauth2/authorize?client_id=";

/// A Discord, and books that were never opened.
pub struct Place {
    pub only: SandboxOnly,
    pub world: World,
    database_url: String,
    data: tempfile::TempDir,
}

impl Place {
    pub async fn new(test_db: &TestDb) -> Place {
        let options = SandboxDeskOptions {
            addr: "127.0.0.1:0".parse().expect("an address"),
            data_dir: None,
            database_url: None,
            demo: Demo::WorkedExample,
            rate_limits: false,
        };
        let config = Config::load(&Sources::default()).expect("the defaults are valid");
        let only = SandboxOnly::start(options, &config).await.expect("the sandbox opens");
        let world = World::at(&only.discord.url());
        Place {
            only,
            world,
            database_url: test_db.url().to_owned(),
            data: tempfile::tempdir().expect("a folder"),
        }
    }

    /// The environment of `cambista run`, with or without a guild.
    pub fn config(&self, guild: Option<u64>) -> Config {
        let mut sources = Sources::default();
        let [token, api, _] = self.only.environment();
        let guild = guild.map(|guild| ("CAMBISTA__DISCORD__GUILD_ID", guild.to_string()));
        let own = [
            token,
            api,
            ("DATABASE_URL", self.database_url.clone()),
            ("CAMBISTA_HTTP_ADDR", "127.0.0.1:0".to_owned()),
            ("CAMBISTA__SWEEPS__EVERY_SECONDS", "3600".to_owned()),
            ("CAMBISTA_DATA_DIR", self.data.path().display().to_string()),
        ];
        let all = own
            .into_iter()
            .chain(guild)
            .map(|(name, value)| (name.to_owned(), value));
        sources.variables.extend(all);
        on_new_books(Config::load(&sources).expect("the settings are valid"))
    }

    pub fn guild(&self, name: &str) -> u64 {
        self.only.discord.guild_id_of(name).expect("a guild")
    }

    /// Starts the desk, which must refuse to open with these words.
    pub async fn is_refused(&self, guild: Option<u64>, parts: &[&str]) {
        let config = self.config(guild);
        let refused = match App::start(&config, Clock::System).await {
            Ok(app) => {
                app.shutdown().await;
                panic!("the desk opened");
            }
            Err(refused) => refused.to_string(),
        };
        let books = open_desk(&config, Clock::System).await;
        let set_up = setup(&config, books.as_ref(), Mode::Look).await;
        let set_up = set_up.expect("Discord answers").to_text();
        if let Ok(desk) = books {
            desk.db.close().await;
        }
        for part in parts {
            assert!(refused.contains(part), "no {part:?} in: {refused}");
            assert!(
                set_up.contains(part),
                "`cambista setup` does not say {part:?}: {set_up}"
            );
        }
        assert!(refused.contains(INVITATION), "{refused}");
    }

    /// Opens the desk, and returns its guild.
    pub async fn opens(&self, guild: Option<u64>) -> i64 {
        let app = App::start(&self.config(guild), Clock::System)
            .await
            .expect("the desk opens");
        app.bot.wait_ready().await.expect("Discord lets the bot in");
        let opened = app.bot.guild().get();
        app.shutdown().await;
        opened
    }

    /// The backlog of the desk's guild: event, reason, old and new guild.
    pub async fn backlog(&self) -> Vec<(String, String, Option<i64>, i64)> {
        let desk = open_desk(&self.config(None), Clock::System).await.expect("the books");
        let mut reader = desk.db.reader().await.expect("a reader");
        let rows =
            sqlx::query_as("select event, reason, old_guild_id, new_guild_id from desk_guild_backlog order by id")
                .fetch_all(reader.conn())
                .await
                .expect("the backlog");
        drop(reader);
        desk.db.close().await;
        rows
    }

    pub async fn eva_invites_the_bot(&self) {
        let body = json!({ "name": OTHER, "bot": true });
        self.world.post("/sandbox/people/eva/guilds", body).await;
    }
}

pub fn signed(id: u64) -> i64 {
    i64::try_from(id).expect("an id of Discord")
}
