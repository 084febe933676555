//! The desk belongs to one guild and to the people in it (issue 9, numbers 1 and 2).

mod comparison;
mod first_opening;
mod outage;
mod owner;
mod place;

use serde_json::json;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::person::Person;
use crate::support::world::World;

const OTHER: &str = "Otra casa";
const OTHER_GENERAL: &str = "general@Otra casa";
const STRANGER: &str = "Usted no está en el servidor de la mesa";

/// The number of members in the books.
async fn members(world: &World) -> i64 {
    use cambista::db::Source;
    let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
    let (count,): (i64,) = sqlx::query_as("select count(*) from members")
        .fetch_one(reader.conn())
        .await
        .expect("a count");
    count
}

/// The owner of another guild tries everything that could give them a role at the desk, and is refused.
async fn gets_nowhere(eva: Person<'_>) {
    let world = eva.world();
    let (rows, known) = (world.rows().await, members(world).await);
    for typed in ["!setrates PEN VES 1", "!rol @eva admin", "!ayuda", "!nada", "!tasas"] {
        eva.says(OTHER_GENERAL, typed).await;
        eva.is_told("dm", typed).await.shows(&[STRANGER]);
    }
    eva.sends_capture("dm", b"a picture").await;
    eva.last("dm").await.shows(&[STRANGER]);
    eva.says("dm", "hola").await;
    eva.last("dm").await.shows(&[STRANGER]);
    let heard = eva.reads(OTHER_GENERAL).await;
    assert!(
        heard.iter().all(|message| message.0["author"]["username"] == "eva"),
        "the bot spoke in another guild"
    );
    assert_eq!(
        (world.rows().await, members(world).await),
        (rows, known),
        "a stranger left something in the books"
    );
}

/// Checks that the owner of the desk's guild still has all rights.
async fn the_owner_works(world: &World) {
    let owner = world.person("superusuario");
    owner.is_told("general", "!setrates PEN VES 9").await.shows(&["9"]);
    owner.is_told("dm", "!setcut @david 40").await.shows(&["40"]);
}

on_both_engines! {
    async fn a_strangers_second_guild_is_nothing_to_the_desk_before_and_after_a_restart(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        world.person("eva").makes_guild_with_bot(OTHER).await;
        gets_nowhere(world.person("eva")).await;
        let slash = json!({ "channel": OTHER_GENERAL, "command": "tasas", "options": {} });
        let (status, _) = world.try_post("/sandbox/people/eva/slash", slash).await;
        assert_eq!(status, 404, "commands are registered in the desk's guild alone");
        the_owner_works(&world).await;
        // From now on READY lists the other guild first.
        world.lists_guilds(&[OTHER, "Cambista"]).await;
        world.restarts().await;
        gets_nowhere(world.person("eva")).await;
        the_owner_works(&world).await;
        world.begins_a_new_session().await;
        gets_nowhere(world.person("eva")).await;
        the_owner_works(&world).await;

        // Somebody in both guilds is a member by direct message, and nobody in the other guild.
        world.person("david").enters(OTHER).await;
        let david = world.person("david");
        david.is_told("dm", "!ganancias").await.shows(&["Ganancias de david"]);
        david.says(OTHER_GENERAL, "!start batch").await;
        david.says(CHANNEL, "!start batch").await;
        david.last(CHANNEL).await.shows(&["batch 1"]);
        // A name that exists only in the other guild is not found.
        let owner = world.person("superusuario");
        owner.is_refused("general", "!rol @eva cliente", &["No encuentro a «eva» en este servidor"]).await;
        let eva = world.mention("eva").await;
        owner.is_refused("general", &format!("!rol {eva} cliente"), &["No encuentro a «eva» en este servidor"]).await;
        world.closes_clean().await;
    }

    async fn a_bot_that_is_removed_is_not_ready_until_it_is_invited_again(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, cajero1) = (world.person("superusuario"), world.person("cajero1"));
        world.person("eva").makes_guild_with_bot(OTHER).await;
        cajero1.enters(OTHER).await;
        assert!(ready(&world).await);
        owner.kicks("cambista").await;
        assert!(!ready(&world).await);
        cajero1.is_told("dm", "!cola").await.shows(&["El bot no está ahora en el servidor de la mesa"]);
        let before = registered(&world).await;
        owner.invites_bot("Cambista").await;
        assert!(ready(&world).await);
        assert_eq!(registered(&world).await, before + 1, "Discord forgets the commands of a bot that is removed");
        cajero1.is_told("dm", "!cola").await.shows(&["No espera ninguna orden"]);
        owner.slashes("general", "tasas", json!({})).await.says(&["PEN"]);
        the_owner_works(&world).await;
        world.closes_clean().await;
    }
}

/// How often the bot registered its guild's commands.
async fn registered(world: &World) -> usize {
    let is_it = |request: &&serde_json::Value| {
        let path = request["path"].as_str().unwrap_or_default();
        request["method"] == "PUT" && path.contains("/guilds/") && path.ends_with("/commands")
    };
    world.requests().await.iter().filter(is_it).count()
}

/// Whether `/readyz` answers that the desk is ready.
async fn ready(world: &World) -> bool {
    let addr = world.running().app.http_addr();
    // The answer is cached for a second.
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    let answer = reqwest::get(format!("http://{addr}/readyz")).await.expect("an answer");
    answer.status().is_success()
}
