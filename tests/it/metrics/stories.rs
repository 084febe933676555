//! Figures of the desk's own work, after people did something.

use std::fmt::Write;

use serde_json::json;
use sqlx::{AssertSqlSafe, Connection};

use super::page::Page;
use super::{CHANNEL, OWN_ADDRESS, page};
use crate::support::database::{TestDb, connect};
use crate::support::process;
use crate::support::world::World;
use crate::{on_both_engines, on_sqlite};

/// More cashiers than there may be series of float.
const CASHIERS: usize = 320;

on_both_engines! {
    async fn a_transfer_is_counted_from_when_it_is_typed_until_listo(test_db: TestDb) {
        let world = World::demo_at_hand_with(&test_db, &OWN_ADDRESS).await;
        let before = page(&world).await;
        let (assigned, of_ves) = ("{kind=\"transfer\",state=\"assigned\"}", "{cashier=\"4\",currency=\"VES\",status=\"working\"}");
        let (float, promised) = (format!("cambista_cashier_float{of_ves}"), format!("cambista_cashier_float_promised{of_ves}"));
        before.has(&[
            (&format!("cambista_orders_open{assigned}"), 0.0),
            (&promised, 0.0),
            ("cambista_orders_ended_total{kind=\"transfer\",state=\"completed\"}", 0.0),
            ("cambista_audit_books_agree", 1.0),
            ("cambista_database_up", 1.0),
            ("cambista_discord_up", 1.0),
            ("cambista_discord_gateway_up", 1.0),
            ("cambista_discord_gateway_reconnects_total", 0.0),
            ("cambista_backup_last_timestamp_seconds", 0.0),
            (&format!("cambista_build_info{{version=\"{}\"}}", env!("CARGO_PKG_VERSION")), 1.0),
        ]);
        let had = before.value(&float);
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        world.moves_the_hand(3).await;
        let open = page(&world).await;
        open.has(&[
            (&format!("cambista_orders_open{assigned}"), 1.0),
            (&format!("cambista_orders_oldest_age_seconds{assigned}"), 180.0),
            (&float, had),
            (&promised, 902.7),
            ("cambista_notices_waiting", 0.0),
            ("cambista_notices_oldest_age_seconds", 0.0),
            ("cambista_notices_set_aside", 0.0),
        ]);
        let cajero = world.person("cajero1");
        let order = cajero.order("dm", 1).await;
        cajero.replies_with_capture("dm", &order, b"paid").await;
        cajero.presses(&cajero.order("dm", 1).await, "Listo").await;
        let done = page(&world).await;
        done.has(&[
            (&format!("cambista_orders_open{assigned}"), 0.0),
            ("cambista_orders_open{kind=\"transfer\",state=\"processing\"}", 0.0),
            ("cambista_orders_ended_total{kind=\"transfer\",state=\"completed\"}", 1.0),
            ("cambista_order_completion_duration_seconds_count{kind=\"transfer\"}", 1.0),
            ("cambista_order_completion_duration_seconds_bucket{le=\"120.0\",kind=\"transfer\"}", 0.0),
            ("cambista_order_completion_duration_seconds_bucket{le=\"300.0\",kind=\"transfer\"}", 1.0),
            (&float, had - 902.7),
            (&promised, 0.0),
        ]);
        // It is counted once, however often the page is read.
        page(&world).await.has(&[("cambista_orders_ended_total{kind=\"transfer\",state=\"completed\"}", 1.0)]);
        assert!(0.0 < done.value("cambista_db_commit_duration_seconds_count"));
        assert!(0.0 < done.value("cambista_db_commit_units_sum"));
        assert!(0.0 < done.value("cambista_courier_requests_total"));
        assert!(0.0 < done.value("cambista_disk_free_bytes"));
        world.sweeps().await;
        assert!(0.0 < page(&world).await.value("cambista_sweep_duration_seconds_count{sweep=\"orders.remind\"}"));
        names_nobody(&done);
        world.closes_clean().await;
    }

    async fn many_cashiers_are_few_series_and_their_money_is_all_there(test_db: TestDb) {
        let world = World::demo_with(&test_db, &OWN_ADDRESS).await;
        let before = page(&world).await;
        hires_by_sql(&world).await;
        let after = page(&world).await;
        let family = "cambista_cashier_float";
        assert!(CASHIERS < after.count(family) + 25, "those of the demo are there too");
        assert!(after.count(family) <= 304, "{}", after.count(family));
        let others = after.value(&format!("{family}{{cashier=\"other\",currency=\"VES\",status=\"working\"}}"));
        assert!(others.abs() < 0.000_1, "they have nothing yet: {others}");
        assert!(before.text().lines().count() + 2 * 304 > after.text().lines().count());
        names_nobody(&after);
    }

    async fn a_desk_without_its_database_still_has_a_page(test_db: TestDb) {
        let world = World::demo_with(&test_db, &OWN_ADDRESS).await;
        world.running().app.desk.db.close().await;
        let page = page(&world).await;
        page.has(&[("cambista_database_up", 0.0), ("cambista_audit_books_agree", 1.0)]);
        assert!(0.0 < page.value("cambista_db_commit_duration_seconds_count"));
        for gone in ["cambista_orders_open", "cambista_cashier_float", "cambista_app_events_open"] {
            assert!(!page.names().contains(gone), "{gone} is not known");
        }
    }

    async fn what_discord_refuses_is_counted_by_its_code(test_db: TestDb) {
        let world = World::demo_with(&test_db, &OWN_ADDRESS).await;
        let refused = "cambista_courier_failures_total{code=\"50013\"}";
        page(&world).await.has(&[(refused, 0.0)]);
        let messages = "/channels/*/messages";
        world.breaks("POST", messages, json!({ "status": 403, "code": 50013, "times": 1 })).await;
        world.person("david").says(CHANNEL, "!start batch").await;
        page(&world).await.has(&[(refused, 1.0)]);
    }
}

on_sqlite! {
    async fn the_figures_are_at_their_own_address_and_never_at_the_apis(test_db: TestDb) {
        let world = World::demo_with(&test_db, &OWN_ADDRESS).await;
        let own = page(&world).await;
        let api = format!("http://{}/metrics", world.running().app.http_addr());
        assert_eq!(reqwest::get(&api).await.expect("an answer").status().as_u16(), 404, "it is elsewhere");
        let addr = world.running().app.metrics_addr().expect("an address");
        for nothing in ["/livez", "/finance/event", "/openapi.json"] {
            let answer = reqwest::get(format!("http://{addr}{nothing}")).await.expect("an answer");
            assert_eq!(answer.status().as_u16(), 404, "{nothing}");
        }
        world.closes_clean().await;
        // Without an address of their own, a page that anybody may read says nothing about the desk's work and money.
        let world = World::demo(&test_db).await;
        assert_eq!(world.running().app.metrics_addr(), None);
        let beside = Page::at(&format!("http://{}/metrics", world.running().app.http_addr())).await;
        let missing: Vec<String> = own.names().difference(&beside.names()).cloned().collect();
        assert_eq!(
            missing,
            [
                "cambista_backup_last_timestamp_seconds",
                "cambista_cashier_float",
                "cambista_cashier_float_promised",
                "cambista_disk_free_bytes",
                "cambista_disk_size_bytes",
                "cambista_lanes_closed",
                "cambista_notices_detoured",
                "cambista_notices_oldest_age_seconds",
                "cambista_notices_set_aside",
                "cambista_notices_waiting",
                "cambista_order_completion_duration_seconds",
                "cambista_orders_ended_total",
                "cambista_orders_oldest_age_seconds",
                "cambista_orders_open",
            ]
        );
        assert!(beside.names().is_subset(&own.names()));
        world.closes_clean().await;
    }

    async fn figures_are_read_again_only_after_their_time(test_db: TestDb) {
        let settings = [("CAMBISTA_METRICS_ADDR", "127.0.0.1:0"), ("CAMBISTA__METRICS__REFRESH_SECONDS", "300")];
        let world = World::demo_with(&test_db, &settings).await;
        let waiting = "cambista_orders_open{kind=\"transfer\",state=\"assigned\"}";
        page(&world).await.has(&[(waiting, 0.0)]);
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        page(&world).await.has(&[(waiting, 0.0)]);
    }

    async fn a_backup_is_seen_by_the_desk_that_is_open(test_db: TestDb) {
        let world = World::demo_with(&test_db, &OWN_ADDRESS).await;
        let data_dir = world.data_dir().to_str().expect("a plain path").to_owned();
        let books = world.books();
        let environment = [("CAMBISTA_DATA_DIR", data_dir.as_str()), ("DATABASE_URL", books.as_str())];
        let folder = tempfile::tempdir().expect("a folder");
        let (code, said, wrong) = process::runs(folder.path(), &["backup", "there"], &environment).await;
        assert_eq!(code, 0, "{said}{wrong}");
        let at = page(&world).await.value("cambista_backup_last_timestamp_seconds");
        let now = page(&world).await.value("cambista_audit_last_timestamp_seconds");
        assert!((at - now).abs() < 3_600.0, "{at} {now}");
    }
}

/// No label is a name of the demo's people, an account's number, or an id of Discord.
fn names_nobody(page: &Page) {
    for value in page.label_values() {
        let word = value.to_lowercase();
        for name in ["david", "cajero", "super", "maria", "ana", "banesco", "mercantil"] {
            assert!(!word.contains(name), "{value}");
        }
        let digits = value.chars().filter(char::is_ascii_digit).count();
        assert!(digits < 8 || value.contains('.'), "{value}");
    }
}

/// Hires cashiers, each with an account, faster than people could.
async fn hires_by_sql(world: &World) {
    let mut sql = String::new();
    for number in 0..CASHIERS {
        let id = 9_000 + number;
        let account_number = format!("{:020}", 90_000_000_000_000_000 + number);
        write!(
            sql,
            "insert into members (id, name, role, registered_at_ms) values ({id}, 'ana{id}', 'cashier', 1);
             insert into accounts (id, member_id, currency, class, state, opened_at_ms, number, type)
             values ({id}, {id}, 'VES', 'bank', 'active', 1, '{account_number}', 'checking');"
        )
        .expect("a String takes it");
    }
    let mut connection = connect(&world.books()).await;
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .expect("hired");
    connection.close().await.expect("closed");
}
