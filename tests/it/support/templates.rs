//! Books with nothing in them, migrated once and then copied: nearly every story begins with some, and migrating costs as much as
//! many a story does.

use std::path::{Path, PathBuf};

use cambista::db::{Db, Engine, sqlite_url};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection};
use tokio::sync::OnceCell;

use super::database::{connect, options_at};

/// The lock under which one process makes the template of a server.
const LOCK: i64 = 0x_7e_b0_0c;

/// What the migrations of an engine come to: other migrations need another template.
fn fingerprint(engine: Engine) -> String {
    let folder = match engine {
        Engine::Sqlite => "migrations/sqlite",
        Engine::Postgres => "migrations/postgres",
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = std::fs::read_dir(folder).expect("the migrations");
    let mut files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(std::fs::read(file).expect("a migration"));
    }
    hex::encode(&hash.finalize()[..8])
}

/// Copies empty books of SQLite to a file that does not exist yet.
pub async fn copy_to(file: &Path) {
    static TEMPLATE: OnceCell<PathBuf> = OnceCell::const_new();
    let template = TEMPLATE.get_or_init(sqlite).await;
    std::fs::copy(template, file).expect("a copy of the template");
}

/// The template outlives the process: `cargo nextest` runs every story in one of its own.
async fn sqlite() -> PathBuf {
    let shelf = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let template = shelf.join(format!("books-{}.db", fingerprint(Engine::Sqlite)));
    if !template.exists() {
        let making = tempfile::tempdir_in(shelf).expect("a folder");
        let file = making.path().join("books.db");
        migrate(&sqlite_url(&file)).await;
        // Whoever made it at the same time made the same.
        std::fs::rename(file, &template).expect("a template");
    }
    template
}

/// The name of a database on this server from which others are made.
pub async fn on_server(server: &str) -> String {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    TEMPLATE.get_or_init(|| postgres(server)).await.clone()
}

async fn postgres(server: &str) -> String {
    let name = format!("cambista_books_{}", fingerprint(Engine::Postgres));
    let mut connection = connect(server).await;
    let locked = sqlx::query("select 1 from (select pg_advisory_lock($1)) as locked").bind(LOCK);
    locked.fetch_one(&mut connection).await.expect("the lock");
    let there: (i64,) = sqlx::query_as("select count(*) from pg_database where datname = $1")
        .bind(&name)
        .fetch_one(&mut connection)
        .await
        .expect("the databases of the server");
    if there.0 == 0 {
        // Under another name until it is whole.
        let making = format!("cambista_making_{:016x}", rand::random::<u64>());
        let (address, _) = server.rsplit_once('/').expect("postgres://…/database");
        run(&mut connection, format!("create database {making}")).await;
        migrate(&format!("{address}/{making}")).await;
        run(&mut connection, format!("alter database {making} rename to {name}")).await;
    }
    let _ = connection.close().await;
    name
}

async fn run(connection: &mut sqlx::AnyConnection, sql: String) {
    let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await;
    done.expect("the server obeys");
}

async fn migrate(url: &str) {
    let db = Db::open(&options_at(url)).await.expect("the template opens");
    db.close().await;
}
