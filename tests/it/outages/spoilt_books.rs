//! Somebody writes past the desk while it is open, or the database goes back in time: the desk notices by itself.

use std::time::Duration;

use cambista::app::AppError;

use super::{CHANNEL, count};
use crate::on_both_engines;
use crate::support::database::{TestDb, unguarded_entries};
use crate::support::desk::closes_clean;
use crate::support::patience::at_last;
use crate::support::world::World;

const DIFFER: &str = "Los libros no cuadran";

async fn trades(world: &World) {
    let david = world.person("david");
    david.says(CHANNEL, "!start batch").await;
    david.says(CHANNEL, "!t 100 p").await;
    world.person("cajero1").pays(1).await;
    closes_clean(&world.running().app.desk.db).await;
}

on_both_engines! {
    async fn an_audit_that_finds_a_difference_tells_superusers_once_a_day(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        trades(&world).await;
        let owner = world.person("superusuario");
        world.running().app.audit().await;
        assert_eq!(count(owner, "alertas", DIFFER).await, 0);
        david_trades_again(&world).await;
        let may_now = unguarded_entries(test_db.engine());
        let spoil = "update entries set amount_minor = amount_minor + 1, current_minor = current_minor + 1
                      where id = (select max(id) from entries)";
        let mut tx = world.running().app.desk.db.begin().await.expect("a unit");
        for sql in [may_now, spoil] {
            sqlx::query(sql).execute(tx.conn()).await.expect(sql);
        }
        tx.commit().await.expect("kept");
        world.running().app.audit().await;
        world.settles().await;
        owner.finds("alertas", DIFFER).await.shows(&["`cambista audit` dice: `", "journal row"]);
        world.running().app.audit().await;
        // It still works, and people can go on talking about it.
        owner.is_told_privately("general", "!posicion").await;
        assert_eq!(count(owner, "alertas", DIFFER).await, 1);
    }
}

async fn david_trades_again(world: &World) {
    world.person("david").says(CHANNEL, "!t 50 p").await;
    world.person("cajero1").pays(2).await;
    closes_clean(&world.running().app.desk.db).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
async fn an_open_desk_ends_when_its_database_lost_what_was_committed_on_postgres() {
    let test_db = TestDb::postgres().await;
    let world = World::demo(&test_db).await;
    trades(&world).await;
    let mut raw = test_db.raw().await;
    let may_now = "alter table seals disable trigger user";
    sqlx::raw_sql(may_now).execute(&mut raw).await.expect("nobody watches");
    // As on a standby that lacked the last commits, and whose chain went on in another way. The desk must have seen the seal
    // before: so again until it has.
    let replaced = "update seals set hash = sha256(hash) where seq = (select max(seq) from seals)";
    let found = async || {
        sqlx::raw_sql(replaced).execute(&mut raw).await.expect("replaced");
        let lost = tokio::time::timeout(Duration::from_secs(2), world.running().app.lost());
        lost.await.ok()
    };
    let error = at_last("the loss", found).await;
    assert!(matches!(error, AppError::Lost(seq) if 0 < seq), "{error}");
}
