//! The first opening claims a guild; later ones open for that one alone.

use cambista::app::{move_desk, open_desk};
use cambista::clock::Clock;
use cambista::domain::flows::registration;
use cambista::domain::people::channels::{self, BindChannel};
use cambista::domain::people::members::{Actor, Person, Role, identify};
use cambista::ids::{DiscordChannelId, DiscordGuildId, DiscordUserId, RequestId};
use serde_json::json;

use super::OTHER;
use super::place::{Place, signed};
use crate::on_both_engines;
use crate::support::database::TestDb;

on_both_engines! {
    async fn of_several_guilds_none_is_guessed_and_the_one_that_was_claimed_stays(test_db: TestDb) {
        let place = Place::new(&test_db).await;
        place.eva_invites_the_bot().await;
        let (own, other) = (place.guild("Cambista"), place.guild(OTHER));
        place.is_refused(None, &["varios servidores", "«Cambista»", "«Otra casa»", &own.to_string(), "discord.guild_id"]).await;
        place.is_refused(Some(7), &["El bot no está en el servidor 7 de la configuración"]).await;
        assert_eq!(place.backlog().await, []);

        assert_eq!(place.opens(Some(own)).await, signed(own));
        place.world.control(reqwest::Method::PUT, "/sandbox/guilds", json!({ "order": [OTHER, "Cambista"] })).await;
        assert_eq!(place.opens(None).await, signed(own));
        let refused = [format!("La mesa es del servidor {own}"), format!("cambista desk move --guild {other}")];
        place.is_refused(Some(other), &[&refused[0], &refused[1]]).await;
        let claimed = ("claimed".to_owned(), "configured".to_owned(), None, signed(own));
        assert_eq!(place.backlog().await, std::slice::from_ref(&claimed));

        // The desk does not move to a guild that the bot is not in; the refusal names the guilds that it is in.
        let nowhere = move_desk(&place.config(Some(own)), Clock::System, DiscordGuildId::new(5)).await;
        let nowhere = nowhere.expect_err("there is no such guild").to_string();
        for part in ["El bot no está en el servidor 5, o ese servidor no existe", "«Cambista»", "«Otra casa»", "Nada cambió"] {
            assert!(nowhere.contains(part), "no {part:?} in: {nowhere}");
        }
        assert_eq!(place.backlog().await.len(), 1);
        // Moved by the command, it opens only for the new guild.
        let to = DiscordGuildId::new(signed(other));
        let told = move_desk(&place.config(Some(own)), Clock::System, to).await.expect("moved");
        assert!(told.contains(&format!("belongs to guild {other} now")) && told.contains("still names"), "{told}");
        move_desk(&place.config(None), Clock::System, to).await.expect("the same again changes nothing");
        place.is_refused(Some(own), &[&format!("La mesa es del servidor {other}")]).await;
        assert_eq!(place.opens(None).await, signed(other));
        let moved = ("moved".to_owned(), "ordered".to_owned(), Some(signed(own)), signed(other));
        assert_eq!(place.backlog().await, [claimed, moved]);

        // The bot is no longer in the desk's guild.
        let kick = json!({ "person": "cambista", "guild": OTHER });
        place.world.post("/sandbox/people/eva/kick", kick).await;
        place.is_refused(None, &[&format!("La mesa es del servidor {other}, y el bot no está en él")]).await;
        place.only.discord.shutdown().await;
    }

    async fn the_only_guild_is_claimed_and_a_bot_in_none_is_told_to_be_invited(test_db: TestDb) {
        let place = Place::new(&test_db).await;
        place.world.post("/sandbox/people/superusuario/kick", json!({ "person": "cambista" })).await;
        place.is_refused(None, &["El bot no está en ningún servidor"]).await;
        place.world.post("/sandbox/people/superusuario/invite", json!({ "guild": "Cambista" })).await;
        assert_eq!(place.opens(None).await, signed(place.guild("Cambista")));
        place.eva_invites_the_bot().await;
        assert_eq!(place.opens(None).await, signed(place.guild("Cambista")));
        assert_eq!(place.backlog().await[0].1, "only_one");
        place.only.discord.shutdown().await;
    }

    async fn a_desk_from_before_opens_where_its_channels_are(test_db: TestDb) {
        let place = Place::new(&test_db).await;
        place.eva_invites_the_bot().await;
        let desk = open_desk(&place.config(None), Clock::System).await.expect("the books");
        let david = Person { discord_user: DiscordUserId::new(101), name: "david".into(), superuser: false };
        let david = identify(&desk, &david).await.expect("registered").member;
        let (actor, request) = (Actor::desk(), |what: &str| RequestId::new("story", what));
        registration::assign_role(&desk, &actor, &request("role"), david, Role::Reseller).await.expect("a role");
        let channel = place.only.discord.channel_id("transacciones-david").expect("a channel");
        let binding = BindChannel {
            reseller: david,
            discord_channel: DiscordChannelId::new(signed(channel)),
            name: "transacciones-david".into(),
        };
        channels::bind(&desk, &actor, &request("bind"), &binding).await.expect("bound");
        desk.db.close().await;

        let (own, other) = (place.guild("Cambista"), place.guild(OTHER));
        place.is_refused(Some(other), &["Los canales de los revendedores están en el servidor «Cambista»"]).await;
        assert_eq!(place.opens(None).await, signed(own));
        assert_eq!(place.backlog().await[0].1, "channels");
        place.only.discord.shutdown().await;
    }
}
