//! The world of a story: a sandbox with the real bot in it.

use std::time::Duration;

use cambista::app::{App, Demo, SandboxDeskOptions, SandboxOnly};
use cambista::clock::{Clock, HandClock};
use cambista::config::{Config, Sources};
use cambista::db::Engine;
use serde_json::{Value, json};

use super::database::TestDb;
use super::desk::NOON;
use super::person::Person;
use super::running::{Running, Stage};
use super::templates;

/// A desk in a Discord of its own.
pub struct World {
    pub(super) running: Option<Running>,
    /// The Discord alone, until the desk is opened.
    only: Option<SandboxOnly>,
    stage: Stage,
    /// Settings that replace defaults, as environment variables.
    settings: Vec<(&'static str, &'static str)>,
    pub(super) data_dir: tempfile::TempDir,
    pub(super) database_url: Option<String>,
    pub(super) http: reqwest::Client,
    pub(super) base: String,
    pub(super) story: String,
    pub(super) clock: Clock,
    /// Whether Discord's rate limits are on, also after a restart.
    rate_limits: bool,
}

impl World {
    /// The demo desk on this database.
    pub async fn demo(test_db: &TestDb) -> World {
        World::on(Stage::Demo, test_db, &[]).await
    }

    /// The demo desk with other settings than the defaults.
    pub async fn demo_with(test_db: &TestDb, settings: &[(&'static str, &'static str)]) -> World {
        World::on(Stage::Demo, test_db, settings).await
    }

    /// A desk with published prices, but no people except the owner `superusuario`.
    pub async fn empty(test_db: &TestDb) -> World {
        World::empty_with(test_db, &[]).await
    }

    /// As [`World::empty`], with other settings than the defaults.
    pub async fn empty_with(test_db: &TestDb, settings: &[(&'static str, &'static str)]) -> World {
        World::on(Stage::Empty, test_db, settings).await
    }

    /// A sandbox that runs elsewhere: only people's acts and reads work.
    pub fn at(base: &str) -> World {
        World {
            running: None,
            only: None,
            stage: Stage::NoDesk,
            settings: Vec::new(),
            data_dir: tempfile::tempdir().expect("a temporary folder"),
            database_url: None,
            http: reqwest::Client::new(),
            base: base.to_owned(),
            story: String::new(),
            clock: Clock::System,
            rate_limits: false,
        }
    }

    /// The demo's Discord, with a desk that nobody has set up.
    pub async fn without_desk(test_db: &TestDb) -> World {
        World::on(Stage::NoDesk, test_db, &[]).await
    }

    /// The demo desk with a clock that only [`World::passes`] moves. Discord itself lives in real time.
    pub async fn demo_at_hand(test_db: &TestDb) -> World {
        World::demo_at_hand_with(test_db, &[]).await
    }

    /// As [`World::demo_at_hand`], with other settings than the defaults.
    pub async fn demo_at_hand_with(test_db: &TestDb, settings: &[(&'static str, &'static str)]) -> World {
        let clock = Clock::Hand(HandClock::starting_at(NOON));
        World::on_clock(clock, Stage::Demo, test_db, settings).await
    }

    /// Starts only the Discord, so that people can act before the desk first opens. Use [`World::control`], which does
    /// not wait for a bot.
    pub async fn before_the_desk(test_db: &TestDb, stage: Stage) -> World {
        let mut world = World::not_yet_open(Clock::System, stage, test_db, &[]);
        let config = Config::load(&Sources::default()).expect("the defaults are valid");
        let only = SandboxOnly::start(world.options(), &config).await.expect("a Discord");
        world.base = only.discord.url();
        world.only = Some(only);
        world
    }

    /// Opens the desk in the prepared Discord.
    pub async fn opens(&mut self) {
        let only = self.only.take().expect("a Discord that was prepared");
        only.discord.shutdown().await;
        self.open().await;
    }

    async fn on(stage: Stage, test_db: &TestDb, settings: &[(&'static str, &'static str)]) -> World {
        World::on_clock(Clock::System, stage, test_db, settings).await
    }

    async fn on_clock(
        clock: Clock,
        stage: Stage,
        test_db: &TestDb,
        settings: &[(&'static str, &'static str)],
    ) -> World {
        let mut world = World::not_yet_open(clock, stage, test_db, settings);
        world.open().await;
        world
    }

    fn not_yet_open(clock: Clock, stage: Stage, test_db: &TestDb, settings: &[(&'static str, &'static str)]) -> World {
        let database_url = match test_db.engine() {
            Engine::Sqlite => None,
            Engine::Postgres => Some(test_db.url().to_owned()),
        };
        let data_dir = tempfile::tempdir().expect("a temporary folder");
        World {
            running: None,
            only: None,
            stage,
            settings: settings.to_vec(),
            data_dir,
            database_url,
            http: reqwest::Client::new(),
            base: String::new(),
            story: std::thread::current().name().unwrap_or("story").replace("::", "."),
            clock,
            rate_limits: false,
        }
    }

    pub(super) fn options(&self) -> SandboxDeskOptions {
        SandboxDeskOptions {
            addr: "127.0.0.1:0".parse().expect("an address"),
            data_dir: Some(self.data_dir.path().to_owned()),
            database_url: self.database_url.clone(),
            demo: match self.stage {
                Stage::Empty => Demo::OwnerOnly,
                Stage::Demo | Stage::NoDesk => Demo::WorkedExample,
            },
            rate_limits: self.rate_limits,
        }
    }

    pub(super) async fn open(&mut self) {
        let books = self.data_dir.path().join("cambista.db");
        if self.database_url.is_none() && !books.exists() {
            templates::copy_to(&books).await;
        }
        let desk = Running::start(self.stage, self.options(), &self.settings, self.clock.clone()).await;
        self.base = desk.discord.url();
        self.running = Some(desk);
        self.settles().await;
    }

    /// Stops bot and Discord as SIGTERM does, and starts them again on the same data.
    pub async fn restarts(&mut self) {
        self.running.take().expect("a running desk").shutdown().await;
        self.open().await;
    }

    /// Stops bot and Discord as SIGTERM does; [`World::begins`] starts them again on the same data.
    pub async fn ends(&mut self) {
        self.running.take().expect("a running desk").shutdown().await;
    }

    pub async fn begins(&mut self) {
        self.open().await;
    }

    /// As [`World::restarts`], with other settings from now on.
    pub async fn restarts_with(&mut self, settings: &[(&'static str, &'static str)]) {
        self.settings.extend_from_slice(settings);
        self.restarts().await;
    }

    /// Where books and captures are.
    pub fn data_dir(&self) -> &std::path::Path {
        self.data_dir.path()
    }

    /// From now on Discord applies its rate limits.
    pub fn limits_requests(&mut self) {
        self.rate_limits = true;
        self.running().discord.set_rate_limits(true);
    }

    /// Removes the limit that [`World::slows`] set.
    pub fn forgets_slowness(&self, channel: &str) {
        let discord = &self.running().discord;
        let id = discord.channel_id(channel).expect("a channel");
        discord.set_channel_limit(id, None);
    }

    /// Limits a channel of the guild to this many messages, and as many edits, per `window_ms`.
    pub fn slows(&self, channel: &str, messages: u32, window_ms: u64) {
        let discord = &self.running().discord;
        let id = discord.channel_id(channel).expect("a channel");
        discord.set_channel_limit(id, Some((messages, Duration::from_millis(window_ms))));
    }

    /// The database address of the books.
    pub fn books(&self) -> String {
        match &self.database_url {
            Some(url) => url.clone(),
            None => format!("sqlite://{}", self.data_dir.path().join("cambista.db").display()),
        }
    }

    /// Stops the bot, lets something happen in Discord, and starts the bot again.
    pub async fn is_down_while(&mut self, meanwhile: impl AsyncFnOnce(&World)) {
        let running = self.running.take().expect("a running desk");
        let (settings, books, clock) = (self.settings.clone(), self.books(), self.clock.clone());
        let place = (self.data_dir.path(), books.as_str());
        let running = running.without_bot(&settings, place, clock, meanwhile(self)).await;
        self.running = Some(running);
        self.settles().await;
    }

    /// A second process of the desk, in the same Discord, with this address of its books.
    pub async fn another_process(&self, books: &str) -> App {
        let place = (self.data_dir.path(), books);
        Running::another_process(&self.running().discord, &self.settings, place, self.clock.clone()).await
    }

    pub fn running(&self) -> &Running {
        self.running.as_ref().expect("a running desk")
    }

    pub fn person(&self, name: &'static str) -> Person<'_> {
        Person { world: self, name }
    }

    /// Waits until every event is handled and every notice told.
    pub async fn settles(&self) {
        let answer = self.get("/sandbox/idle?timeout_ms=120000").await;
        assert_eq!(answer["idle"], true, "the desk did not come to rest: {answer}");
    }

    pub async fn get(&self, path: &str) -> Value {
        let response = self
            .http
            .get(format!("{}{path}", self.base))
            .send()
            .await
            .expect("the sandbox answers");
        response.json().await.expect("JSON")
    }

    /// Posts and returns status and answer, also of a refusal.
    pub async fn try_post(&self, path: &str, body: Value) -> (u16, Value) {
        let request = self.http.post(format!("{}{path}", self.base)).json(&body);
        let response = request.send().await.expect("the sandbox answers");
        let status = response.status().as_u16();
        (status, response.json().await.unwrap_or(Value::Null))
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.try_post(path, body).await;
        assert!((200..300).contains(&status), "POST {path}: {status} {answer}");
        answer
    }

    /// Makes the bot's next matching requests fail.
    pub async fn breaks(&self, method: &str, path: &str, fault: Value) {
        let mut body = json!({ "match": { "method": method, "path": path } });
        let fields = fault.as_object().expect("an object").clone();
        body.as_object_mut().expect("an object").extend(fields);
        self.post("/sandbox/faults", body).await;
    }

    /// Everything the bot asked Discord for.
    pub async fn requests(&self) -> Vec<Value> {
        self.get("/sandbox/requests?after=0")
            .await
            .as_array()
            .expect("a list")
            .clone()
    }
}
