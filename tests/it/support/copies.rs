//! Copies of the books: taking one, going on in Discord, and putting the copy back.

use std::path::PathBuf;

use cambista::app::{App, SandboxDesk, SandboxOnly, accept_older_books, open_desk};
use cambista::config::Config;
use cambista::domain::flows::batches::{self, NewTransfer, RateChoice};
use cambista::domain::kernel::questions::AsTyped;
use cambista::domain::people::members;
use cambista::ids::{DiscordChannelId, DiscordUserId};
use serde_json::json;
use sqlx::any::AnyConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use super::database::TestDb;
use super::desk::fresh_request;
use super::message::Message;
use super::person::Person;
use super::running::quiet_sources;
use super::world::World;

/// The address of the PostgreSQL server with the story's database (`.ci/postgres` sets it).
const POSTGRES_URL: &str = "CAMBISTA_TEST_POSTGRES_URL";

/// A copy of the books, deleted when dropped if it is a database.
pub enum Copy {
    File(PathBuf),
    Database(String),
}

impl World {
    fn file(&self) -> PathBuf {
        self.data_dir.path().join("cambista.db")
    }

    /// Copies the books of a closed desk.
    pub async fn copies_books(&self) -> Copy {
        let Some(url) = &self.database_url else {
            let copy = self.data_dir.path().join("copy.db");
            std::fs::copy(self.file(), &copy).expect("a copy");
            return Copy::File(copy);
        };
        let name = name_of(url);
        let copy = format!("{name}_copy");
        run(format!("drop database if exists {copy} with (force)")).await;
        run(format!("create database {copy} template {name}")).await;
        Copy::Database(copy)
    }

    /// Replaces the books of a closed desk by a copy.
    pub async fn puts_back(&self, copy: &Copy) {
        match copy {
            Copy::File(copy) => {
                for ending in ["db-wal", "db-shm"] {
                    let _ = std::fs::remove_file(self.file().with_extension(ending));
                }
                std::fs::copy(copy, self.file()).expect("the copy is put back");
            }
            Copy::Database(copy) => {
                let name = name_of(self.database_url.as_deref().expect("a database"));
                run(format!("drop database {name} with (force)")).await;
                run(format!("create database {name} template {copy}")).await;
            }
        }
    }

    /// From now on the desk's books are in this database.
    pub fn moves_to(&mut self, test_db: &TestDb) {
        self.database_url = Some(test_db.url().to_owned());
    }

    /// Carries out `!t <amount> p` for a reseller on the books of a closed desk. Nobody is told before the desk opens.
    pub async fn places_an_order_without_discord(&mut self, who: &str, channel: &str, amount: &str) {
        let config = Config::load(&quiet_sources()).expect("the defaults are valid");
        let only = SandboxOnly::start(self.options(), &config).await;
        let only = only.expect("the sandbox opens");
        let id = |found: Option<u64>| i64::try_from(found.expect("it is in this Discord")).expect("63 bits");
        let person = members::Person {
            discord_user: DiscordUserId::new(id(only.discord.user_id(who))),
            name: who.to_owned(),
            superuser: false,
        };
        let typed = NewTransfer {
            channel: DiscordChannelId::new(id(only.discord.channel_id(channel))),
            message: None,
            amount: amount.to_owned(),
            rate: RateChoice::Published,
            beneficiary: None,
            picture: None,
        };
        only.discord.shutdown().await;
        let mut sources = quiet_sources();
        sources.variables.insert("DATABASE_URL".to_owned(), self.books());
        let config = Config::load(&sources).expect("the settings are valid");
        let desk = open_desk(&config, self.clock.clone()).await.expect("the books open");
        let actor = members::identify(&desk, &person).await.expect("a reseller");
        batches::transfer(&desk, &actor, &fresh_request(), &typed, &AsTyped::new("!t"))
            .await
            .expect("an order");
        desk.db.close().await;
    }

    /// Tries to open the desk, which must fail, and returns the error.
    pub async fn stays_closed(&self) -> String {
        let config = Config::load(&quiet_sources()).expect("the defaults are valid");
        match SandboxDesk::start(self.options(), &config, self.clock.clone()).await {
            Ok(_) => panic!("the desk opened"),
            Err(error) => error.to_string(),
        }
    }

    /// Runs `act` with Discord alone, while the desk is closed: for what people read and do there, and for commands
    /// typed on the server.
    pub async fn with_discord<T>(&mut self, act: impl AsyncFnOnce(&World, &Config) -> T) -> T {
        let config = Config::load(&quiet_sources()).expect("the defaults are valid");
        let only = SandboxOnly::start(self.options(), &config).await;
        let only = only.expect("the sandbox opens");
        self.base = only.discord.url();
        let mut sources = quiet_sources();
        let environment = only.environment().map(|(name, value)| (name.to_owned(), value));
        sources.variables.extend(environment);
        sources.variables.insert("DATABASE_URL".to_owned(), self.books());
        let mut config = Config::load(&sources).expect("the sandbox's environment is valid");
        config.desk.data_dir = self.data_dir.path().to_owned();
        let done = act(self, &config).await;
        only.discord.shutdown().await;
        done
    }

    /// Types `cambista accept-older-books`.
    pub async fn accepts_older_books(&self, config: &Config) -> String {
        let accepted = accept_older_books(config, self.clock.clone()).await;
        accepted.expect("the books are accepted")
    }

    /// Types `cambista run` and stops it if it opened; otherwise returns the error.
    pub async fn tries_to_run(&self, config: &Config) -> Result<(), String> {
        let app = App::start(config, self.clock.clone()).await;
        let app = app.map_err(|error| error.to_string())?;
        app.shutdown().await;
        Ok(())
    }

    /// Removes all faults from the sandbox.
    pub async fn mends(&self) {
        let request = self.http.delete(format!("{}/sandbox/faults", self.base));
        let response = request.send().await.expect("the sandbox answers");
        assert!(response.status().is_success(), "{}", response.status());
    }

    /// Deletes the books of a closed desk.
    pub async fn loses_books(&self) {
        let Some(url) = &self.database_url else {
            for ending in ["db", "db-wal", "db-shm"] {
                let _ = std::fs::remove_file(self.file().with_extension(ending));
            }
            return;
        };
        let name = name_of(url);
        run(format!("drop database {name} with (force)")).await;
        run(format!("create database {name}")).await;
    }

    /// Posts a message with one button as the bot, as an older version did.
    pub async fn bot_posts(&self, channel: &str, content: &str, custom_id: &str) -> Message {
        let discord = &self.running().discord;
        let channel = discord.channel_id(channel).expect("a channel");
        let button = json!({ "type": 2, "style": 1, "label": "Antes", "custom_id": custom_id });
        let rows = json!([{ "type": 1, "components": [button] }]);
        let body = json!({ "content": content, "components": rows, "allowed_mentions": { "parse": [] } });
        let request = self
            .http
            .post(format!("{}/api/v10/channels/{channel}/messages", self.base));
        let request = request.header("authorization", format!("Bot {}", discord.token()));
        let response = request.json(&body).send().await.expect("the sandbox answers");
        assert!(response.status().is_success(), "{}", response.status());
        Message(response.json().await.expect("a message"))
    }
}

impl Person<'_> {
    /// The message that shows an order to this person, if there is one.
    pub async fn sees_order(&self, channel: &str, number: i64) -> Option<Message> {
        let title = format!("Orden {number}");
        let seen = self.reads(channel).await;
        seen.into_iter().rev().find(|message| message.title() == Some(&title))
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let Copy::Database(name) = self else { return };
        let sql = format!("drop database if exists {name} with (force)");
        // `Drop` cannot await, and the story's runtime may be ending.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime to clean up in").block_on(run(sql));
        });
        let cleaned = dropping.join();
        assert!(cleaned.is_ok() || std::thread::panicking(), "a copy was not dropped");
    }
}

fn name_of(url: &str) -> &str {
    url.rsplit_once('/').expect("postgres://…/database").1
}

async fn run(sql: String) {
    let server = std::env::var(POSTGRES_URL).expect("a server");
    let options: AnyConnectOptions = server.parse().expect("a database address");
    let mut connection = options.connect().await.expect("the server answers");
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .expect("the server obeys");
    let _ = connection.close().await;
}
