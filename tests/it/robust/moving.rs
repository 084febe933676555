//! `cambista move-to-postgres`: the books of a file go on in PostgreSQL.

use std::time::Duration;

use sqlx::AnyConnection;

use super::{CHANNEL, captured, closes_the_batch, one_order};
use crate::support::database::{TestDb, tell};
use crate::support::desk::{account, closes_clean, pay_in};
use crate::support::process::{cambista, runs};
use crate::support::world::World;
use cambista::domain::kernel::money::Currency;

/// How often the move is killed.
const LIVES: u32 = 8;

async fn types(arguments: &[&str], url: &str) -> (i32, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    runs(folder.path(), arguments, &[("DATABASE_URL", url)]).await
}

async fn head(url: &str) -> String {
    let (code, said, wrong) = types(&["audit"], url).await;
    assert_eq!(code, 0, "{said}{wrong}");
    let (_, head) = said.split_once("Head of the chain: ").expect("a head");
    head.trim().replace(' ', ":")
}

async fn rows(connection: &mut AnyConnection, sql: &'static str) -> Vec<(String,)> {
    sqlx::query_as(sql).fetch_all(connection).await.expect("rows")
}

/// Keys and triggers, with what they do and whether they are on.
async fn guards(test_db: &TestDb) -> Vec<(String,)> {
    let mut raw = test_db.raw().await;
    let keys = "select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
                 where connamespace = cast(current_schema() as regnamespace) order by 1";
    let triggers = "select tgname || ' ' || cast(tgenabled as text) from pg_trigger where not tgisinternal order by 1";
    let mut found = rows(&mut raw, keys).await;
    found.extend(rows(&mut raw, triggers).await);
    found
}

#[test]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
fn a_desk_goes_on_in_postgres_where_its_file_ended() {
    tell(async {
        let (file, server) = (TestDb::sqlite().await, TestDb::postgres().await);
        let mut world = World::demo(&file).await;
        one_order(&world).await;
        let order = captured(&world).await;
        let books = world.books();
        let (code, _, wrong) = types(&["move-to-postgres", server.url()], &books).await;
        assert_eq!(code, 1);
        assert!(
            wrong.contains("another cambista already writes") && wrong.contains("stop it first"),
            "{wrong}"
        );
        world.ends().await;

        let before = head(&books).await;
        let (code, said, wrong) = types(&["move-to-postgres", server.url()], &books).await;
        assert_eq!(code, 0, "{said}{wrong}");
        assert!(
            said.contains(&before) && said.contains("every table was read back"),
            "{said}"
        );
        assert!(said.contains("cambista.moved-to-postgres.db"), "{said}");
        assert_eq!(head(server.url()).await, before);
        let fresh = TestDb::postgres().await;
        fresh.open().await.close().await;
        assert_eq!(
            guards(&server).await,
            guards(&fresh).await,
            "keys and triggers are on again"
        );
        let (code, _, wrong) = types(&["migrate"], &books).await;
        assert_eq!(code, 1);
        assert!(
            wrong.contains("there are no books"),
            "the old file opens no desk: {wrong}"
        );

        world.moves_to(&server);
        world.begins().await;
        world
            .person("cajero1")
            .presses(&order, "Listo")
            .await
            .says(&["Orden **1** pagada"]);
        closes_the_batch(&world).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 2 p").await;
        david.finds(CHANNEL, "Orden 2").await;
        world.closes_clean().await;
    });
}

#[test]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
fn books_move_only_into_a_postgres_database_where_nothing_is() {
    tell(async {
        let (file, server) = (TestDb::sqlite().await, TestDb::postgres().await);
        for test_db in [&file, &server] {
            let db = test_db.open().await;
            pay_in(&db, account(1, Currency::PEN), 10_000).await;
            closes_clean(&db).await;
            db.close().await;
        }
        let (before, there) = (head(file.url()).await, head(server.url()).await);
        let (code, _, wrong) = types(&["move-to-postgres", server.url()], file.url()).await;
        assert_eq!(code, 1);
        assert!(
            wrong.contains("nothing was moved") && wrong.contains("createdb"),
            "{wrong}"
        );
        assert_eq!(head(file.url()).await, before);
        assert_eq!(head(server.url()).await, there);
        let (code, _, wrong) = types(&["move-to-postgres", file.url()], server.url()).await;
        assert_eq!(code, 1);
        assert!(wrong.contains("only SQLite books move"), "{wrong}");
    });
}

#[test]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
fn a_move_to_postgres_that_is_killed_moved_all_or_nothing() {
    tell(async {
        let file = TestDb::sqlite().await;
        let db = file.open().await;
        for number in 1..=40 {
            pay_in(&db, account(number, Currency::PEN), 10_000).await;
        }
        closes_clean(&db).await;
        db.close().await;
        let path = std::path::PathBuf::from(file.url().trim_start_matches("sqlite://"));
        let away = path.with_extension("moved-to-postgres.db");
        let (mut server, before) = (TestDb::postgres().await, head(file.url()).await);
        let (folder, mut interrupted) = (tempfile::tempdir().expect("a folder"), 0);
        for life in 1..=LIVES {
            let arguments = ["move-to-postgres", server.url()];
            let victim = cambista(folder.path(), &arguments, &[("DATABASE_URL", file.url())]).spawn();
            let mut victim = victim.expect("it starts");
            // A moment of the run, whatever it is doing then: there is nothing to wait for.
            let moment = u64::from(life) * 250;
            tokio::time::sleep(Duration::from_millis(rand::random_range(0..moment))).await;
            victim.kill().await.expect("killed");
            if away.exists() {
                assert_eq!(head(server.url()).await, before, "the file is away: all of it is there");
                std::fs::rename(&away, &path).expect("back");
                server = TestDb::postgres().await;
                continue;
            }
            assert_eq!(head(file.url()).await, before);
            // The session of a killed process ends when the server notices; then the database has all or nothing.
            let (code, said, _) = types(&["audit"], server.url()).await;
            if code == 0 && said.contains(&before.replace(':', " ")) {
                server = TestDb::postgres().await;
            } else {
                interrupted += 1;
            }
        }
        assert!(0 < interrupted, "it was never interrupted");
        let (code, said, wrong) = types(&["move-to-postgres", server.url()], file.url()).await;
        assert_eq!(code, 0, "{said}{wrong}");
        assert_eq!(head(server.url()).await, before);
    });
}
