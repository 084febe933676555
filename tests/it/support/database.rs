//! A separate database for every story, on either engine.

use std::str::FromStr;

use cambista::config::Config;
use cambista::db::{Db, DbOptions, Durability, Engine, IfMissing, sqlite_url};
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, AssertSqlSafe, ConnectOptions, Connection};

use super::proxy::Proxy;
use super::templates;

/// The address of a running PostgreSQL server whose user may create databases (`.ci/postgres` sets it).
const POSTGRES_URL: &str = "CAMBISTA_TEST_POSTGRES_URL";
const DURABLE_URL: &str = "CAMBISTA_TEST_POSTGRES_DURABLE_URL";
/// A program that kills the durable server as a crash would, and starts it again.
pub const DURABLE_RESTART: &str = "CAMBISTA_TEST_POSTGRES_DURABLE_RESTART";

/// Reads a variable that `.ci/postgres` sets; panics with what to do when it is missing.
pub fn named(variable: &str) -> String {
    let value = std::env::var(variable);
    value.unwrap_or_else(|_| {
        panic!("{variable} is not set: run this beside a server, .ci/postgres cargo test -- --include-ignored")
    })
}

/// How stories open a database: it is created, and durability is relaxed, because most test servers run without fsync.
pub fn options_at(url: &str) -> DbOptions {
    DbOptions {
        durability: Durability::Relaxed,
        if_missing: IfMissing::Create,
        ..DbOptions::at(url)
    }
}

/// As [`options_at`], for the settings of a desk.
pub fn on_new_books(mut config: Config) -> Config {
    config.database.durability = Durability::Relaxed;
    config.database.if_missing = IfMissing::Create;
    config
}

/// An empty database, deleted when the story ends. It outlives the [`Db`]s opened on it, so a story can restart.
pub struct TestDb {
    url: String,
    engine: Engine,
    _thrown_away: ThrownAway,
    /// The lock for the durable server. Dropped last.
    turn: Option<std::fs::File>,
}

enum ThrownAway {
    Folder(#[expect(dead_code, reason = "removed when dropped")] tempfile::TempDir),
    Database { server: String, name: String },
}

impl TestDb {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self {
            url: sqlite_url(&folder.path().join("desk.db")),
            engine: Engine::Sqlite,
            _thrown_away: ThrownAway::Folder(folder),
            turn: None,
        }
    }

    /// A database on the server of [`POSTGRES_URL`]. Tests that call this are ignored by default.
    pub async fn postgres() -> Self {
        Self::on_server(named(POSTGRES_URL)).await
    }

    /// Books with nothing in them on the same server.
    pub async fn books_on_postgres() -> Self {
        let server = named(POSTGRES_URL);
        let template = templates::on_server(&server).await;
        Self::created(server, |name| format!("create database {name} template {template}")).await
    }

    /// A database on a server with full durability, which the story may kill. A file lock lets one story at a time use
    /// it.
    pub async fn durable() -> Self {
        let (server, restart) = (named(DURABLE_URL), named(DURABLE_RESTART));
        let turn = std::fs::File::open(restart).expect("the program that restarts it");
        let turn = tokio::task::spawn_blocking(move || turn.lock().map(|()| turn))
            .await
            .expect("no panic");
        let mut own = Self::on_server(server).await;
        own.turn = Some(turn.expect("a lock"));
        own
    }

    async fn on_server(server: String) -> Self {
        Self::created(server, |name| format!("create database {name}")).await
    }

    async fn created(server: String, statement: impl FnOnce(&str) -> String) -> Self {
        let name = format!("cambista_test_{:016x}", rand::random::<u64>());
        run_on(&server, statement(&name)).await;
        let (address, _) = server.rsplit_once('/').expect("postgres://…/database");
        Self {
            url: format!("{address}/{name}"),
            engine: Engine::Postgres,
            _thrown_away: ThrownAway::Database { server, name },
            turn: None,
        }
    }

    /// Another empty database of the same engine.
    pub async fn another(&self) -> Self {
        match self.engine() {
            Engine::Sqlite => TestDb::sqlite().await,
            Engine::Postgres => TestDb::postgres().await,
        }
    }

    /// From now on the address has the host and port of `other`.
    pub fn is_reached_by(&mut self, other: &str) {
        let (mut url, other) = (url::Url::parse(&self.url), url::Url::parse(other));
        let (url, other) = (url.as_mut().expect("an address"), other.expect("an address"));
        url.set_host(other.host_str()).expect("a host");
        url.set_port(other.port()).expect("a port");
        self.url = url.to_string();
    }

    /// From now on the address goes through the returned proxy.
    pub async fn behind_a_proxy(&mut self) -> Proxy {
        let mut url = url::Url::parse(&self.url).expect("an address");
        let server = format!("{}:{}", url.host_str().expect("a host"), url.port().unwrap_or(5432));
        let proxy = Proxy::to(server.parse().expect("a numeric address")).await;
        url.set_port(Some(proxy.addr().port())).expect("a port");
        self.url = url.into();
        proxy
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Opens it as the desk does, with the defaults.
    pub async fn open(&self) -> Db {
        Db::open(&options_at(&self.url)).await.expect("the test database opens")
    }

    /// A plain connection, for statements that the desk never runs.
    pub async fn raw(&self) -> AnyConnection {
        connect(&self.url).await
    }
}

impl Drop for ThrownAway {
    fn drop(&mut self) {
        let ThrownAway::Database { server, name } = self else {
            return;
        };
        let (server, sql) = (server.clone(), format!("drop database if exists {name} with (force)"));
        // `Drop` cannot await, and the story's runtime may be ending.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime
                .expect("a runtime to clean up in")
                .block_on(run_on(&server, sql));
        });
        let cleaned = dropping.join();
        assert!(cleaned.is_ok() || std::thread::panicking(), "{name} was not dropped");
    }
}

async fn run_on(server: &str, sql: String) {
    let mut connection = connect(server).await;
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .expect("the server obeys");
    let _ = connection.close().await;
}

/// A plain connection to a database, for statements that the desk never runs.
pub async fn connect(url: &str) -> AnyConnection {
    sqlx::any::install_default_drivers();
    let options = AnyConnectOptions::from_str(url).expect("a database address");
    options.connect().await.expect("the test database answers")
}

/// The statement after which entries may be changed: somebody writes past the desk.
pub fn unguarded_entries(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "drop trigger if exists entries_keep",
        Engine::Postgres => "alter table entries disable trigger user",
    }
}

/// Runs one story on a runtime of its own.
///
/// `cargo test` runs both engines in one process, where the same inline snapshot is met twice: insta takes that for a loop unless
/// duplicates are allowed on the thread that polls the story.
pub fn tell(story: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime for the story");
    insta::allow_duplicates! { runtime.block_on(story) }
}

/// Defines one story for both engines: `name::sqlite`, and `name::postgres`, which is ignored by default.
///
/// ```ignore
/// on_both_engines! {
///     async fn a_unit_is_kept_whole(test_db: TestDb) { … }
/// }
/// ```
#[macro_export]
macro_rules! on_both_engines {
    ($($stories:tt)+) => { $crate::on_engines! { books_on_postgres $($stories)+ } };
}

/// As [`on_both_engines!`], with databases that have no tables yet.
#[macro_export]
macro_rules! on_both_empty_engines {
    ($($stories:tt)+) => { $crate::on_engines! { postgres $($stories)+ } };
}

/// Defines stories for both engines; on PostgreSQL their database comes from this function of [`TestDb`].
#[macro_export]
macro_rules! on_engines {
    ($postgres:ident $(async fn $name:ident($db:ident: $TestDb:ty) $story:block)+) => {$(
        async fn $name($db: $TestDb) $story

        mod $name {
            #[test]
            fn sqlite() {
                $crate::support::database::tell(async {
                    super::$name($crate::support::database::TestDb::sqlite().await).await;
                });
            }

            #[test]
            #[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
            fn postgres() {
                $crate::support::database::tell(async {
                    super::$name($crate::support::database::TestDb::$postgres().await).await;
                });
            }
        }
    )+};
}

/// Defines one story for SQLite alone: a long one about Discord, permissions, typing or exact words, whose statements others run on both
/// engines. Its name is the same as if it ran on both.
#[macro_export]
macro_rules! on_sqlite {
    ($(async fn $name:ident($db:ident: $TestDb:ty) $story:block)+) => {$(
        async fn $name($db: $TestDb) $story

        mod $name {
            #[test]
            fn sqlite() {
                $crate::support::database::tell(async {
                    super::$name($crate::support::database::TestDb::sqlite().await).await;
                });
            }
        }
    )+};
}
