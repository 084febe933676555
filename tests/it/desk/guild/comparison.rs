//! The guild's members are compared with the books, but only with a complete list.

use std::time::Duration;

use cambista::app::{App, open_desk};
use cambista::clock::Clock;
use cambista::db::Source;
use cambista::domain::flows::registration;
use cambista::domain::people::members::{Actor, Person, Role, identify};
use cambista::ids::{DiscordUserId, RequestId};
use serde_json::json;

use super::place::{Place, signed};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::patience::PATIENCE;

/// More members than Discord lists in one page.
const NEWCOMERS: usize = 1_010;

/// Writes these people into the books as cashiers, before the desk opens.
async fn know(place: &Place, names: &[&str]) {
    let desk = open_desk(&place.config(None), Clock::System).await.expect("the books");
    for name in names {
        let id = place.only.discord.user_id(name).expect("somebody");
        let person = Person {
            discord_user: DiscordUserId::new(signed(id)),
            name: (*name).to_owned(),
            superuser: false,
        };
        let member = identify(&desk, &person).await.expect("registered").member;
        let request = RequestId::new("story", name);
        registration::assign_role(&desk, &Actor::desk(), &request, member, Role::Cashier)
            .await
            .expect("a role");
    }
    desk.db.close().await;
}

/// Opens the desk, waits for the comparison, and returns who is recorded as gone.
async fn gone_after_opening(place: &Place) -> Vec<String> {
    let app = App::start(&place.config(None), Clock::System)
        .await
        .expect("the desk opens");
    app.bot.wait_ready().await.expect("Discord lets the bot in");
    let compared = async {
        while !app.bot.connection().is_settled() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, compared).await.expect("compared");
    let mut reader = app.desk.db.reader().await.expect("a reader");
    let gone: Vec<(String,)> = sqlx::query_as("select name from members where left_at_ms is not null order by id")
        .fetch_all(reader.conn())
        .await
        .expect("who is gone");
    drop(reader);
    app.shutdown().await;
    gone.into_iter().map(|(name,)| name).collect()
}

on_both_engines! {
    async fn nobody_loses_their_rights_because_discord_did_not_answer(test_db: TestDb) {
        let place = Place::new(&test_db).await;
        know(&place, &["cajero1", "cajero2", "david"]).await;
        let kick = json!({ "person": "cajero1" });
        place.world.post("/sandbox/people/superusuario/kick", kick).await;
        // The list of members fails for all tries of two comparisons, and the question about the missing person for all
        // of its tries.
        place.world.breaks("GET", "/guilds/*/members", json!({ "status": 503, "times": 10 })).await;
        place.world.breaks("GET", "/guilds/*/members/*", json!({ "status": 500, "times": 5 })).await;
        assert_eq!(gone_after_opening(&place).await, ["cajero1"]);
        place.only.discord.shutdown().await;
    }

    async fn a_guild_of_more_people_than_discord_lists_at_once_loses_nobody(test_db: TestDb) {
        let place = Place::new(&test_db).await;
        for number in 0..NEWCOMERS {
            place.world.post("/sandbox/people", json!({ "name": format!("p{number}") })).await;
        }
        let last = format!("p{}", NEWCOMERS - 1);
        know(&place, &["cajero1", "p0", &last]).await;
        place.world.post("/sandbox/people/superusuario/kick", json!({ "person": "p0" })).await;
        assert_eq!(gone_after_opening(&place).await, ["p0"]);
        place.only.discord.shutdown().await;
    }
}
