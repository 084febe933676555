//! A channel in which the bot cannot write: its notices go another way meanwhile, and are shown there when it opens.

use serde_json::json;

use super::{ALERTS, BOT, CASHIERS, CHANNEL, PENDING};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::process::runs;
use crate::support::world::World;

const ALL: [&str; 5] = [
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
];

/// Order 1 is paid in david's batch.
async fn one_paid(world: &World) {
    let david = world.person("david");
    david.says(CHANNEL, "!start batch").await;
    david.says(CHANNEL, "!t 100 p").await;
    world.person("cajero1").pays(1).await.says(&["902,70 Bs"]);
}

on_both_engines! {
    async fn a_closing_reaches_its_reseller_while_the_channel_is_closed_and_the_channel_when_it_opens(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        one_paid(&world).await;
        owner.sets_permissions(CHANNEL, BOT, &[], &["send_messages"]).await;
        david.says(CHANNEL, "!c 100 26.32").await;
        // Told by direct message at once, with the gain; nothing in the channel.
        david.finds("dm", "Batch cerrado").await.shows(&["26,32 $", "2,57 $"]);
        assert_eq!(david.counts(CHANNEL, "Batch cerrado").await, 0);
        assert_eq!(world.owed().await, (0, 1), "everybody has heard it, and it is owed to the channel");
        let alarm = owner.finds(ALERTS, "No puedo escribir en").await;
        alarm.shows(&["el canal de **david**", "falta «Enviar mensajes»"]).rings(&["superusuario"]);
        david.finds("dm", "no puedo escribir en su canal").await.shows(&["Le escribo por aquí"]);
        // Told once, however often it is tried.
        for _ in 0..5 {
            world.courier_waits(600).await;
        }
        assert_eq!(owner.counts(ALERTS, "No puedo escribir en").await, 1);
        // The permission is back: the channel gets the message too, without ringing anybody.
        owner.sets_permissions(CHANNEL, BOT, &ALL, &[]).await;
        world.settles().await;
        let closing = david.finds(CHANNEL, "Batch cerrado").await;
        closing.shows(&["26,32 $", "2,57 $"]);
        assert!(closing.is_quiet() && closing.rung().is_empty());
        assert_eq!((david.counts("dm", "Batch cerrado").await, david.counts(CHANNEL, "Batch cerrado").await), (1, 1));
        assert_eq!(owner.counts(ALERTS, "Ya puedo escribir otra vez en").await, 1);
        assert_eq!(world.owed().await, (0, 0));
        world.closes_clean().await;
    }

    async fn what_went_another_way_follows_also_when_its_lane_is_just_being_tried(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        cajero.closes_dms().await;
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        let order = cajero.order(CASHIERS, 1).await;
        cajero.replies_with_capture(CASHIERS, &order, b"capture").await;
        // Their messages are to be tried again, and then there is more to tell.
        world.moves_the_hand(60).await;
        cajero.presses(&order, "Listo").await.says(&["Orden **1** pagada"]);
        let order = cajero.order(CASHIERS, 1).await;
        order.shows(&["Estado: pagada"]);
        assert!(order.buttons().is_empty(), "{}", order.text());
        // Whether the lane was tried before the press or after it, its next try ends what is no longer true.
        world.courier_waits(600).await;
        assert_eq!(world.owed().await, (0, 0));
        world.closes_clean().await;
    }

    async fn a_permission_that_is_back_after_seconds_loses_nothing(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let david = world.person("david");
        one_paid(&world).await;
        let channel = world.running().discord.channel_id(CHANNEL).expect("a channel");
        let path = format!("/channels/{channel}/messages");
        world.breaks("POST", &path, json!({ "status": 403, "code": 50013, "times": 1 })).await;
        david.says(CHANNEL, "!c 100 26.32").await;
        world.courier_waits(1).await;
        david.finds(CHANNEL, "Batch cerrado").await.shows(&["2,57 $"]);
        assert_eq!(world.owed().await, (0, 0));
        world.closes_clean().await;
    }

    async fn an_order_is_edited_wherever_it_is_shown(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        let (cajero, cajero2) = (world.person("cajero1"), world.person("cajero2"));
        david.says(CHANNEL, "!start batch").await;
        for channel in [CHANNEL, PENDING] {
            owner.sets_permissions(channel, BOT, &[], &["send_messages"]).await;
        }
        david.says(CHANNEL, "!t 100 p").await;
        let own = david.order("dm", 1).await;
        own.shows(&["Estado: asignada"]);
        assert_eq!(own.buttons(), ["Añadir beneficiario", "Cancelar orden"]);
        // The order can be taken in the cashiers' channel, instead of in the pending one.
        let taken_from = cajero2.order(CASHIERS, 1).await;
        cajero2.presses(&taken_from, "Tomar").await.says(&["es suya"]);
        for (person, channel) in [(david, "dm"), (cajero2, CASHIERS)] {
            person.order(channel, 1).await.shows(&["Cajero: cajero2"]);
        }
        cajero.order("dm", 1).await.shows(&["no la pague"]);
        for channel in [CHANNEL, PENDING] {
            owner.sets_permissions(channel, BOT, &ALL, &[]).await;
        }
        world.settles().await;
        cajero2.pays(1).await.says(&["902,70 Bs"]);
        for (person, channel) in [(david, "dm"), (david, CHANNEL), (cajero2, CASHIERS), (cajero2, PENDING)] {
            let order = person.order(channel, 1).await;
            order.shows(&["Estado: pagada"]);
            assert!(order.buttons().is_empty(), "{channel}: {}", order.text());
        }
        david.says(CHANNEL, "!c 100 26.32").await;
        world.closes_clean().await;
    }

    async fn whose_channel_is_gone_is_told_where_to_go(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        one_paid(&world).await;
        owner.deletes_channel(CHANNEL).await;
        let order = "!confirmar 1";
        owner.says("general", order).await;
        owner.says("general", "!revertir 1 pagada a otra persona").await;
        david.finds("dm", "Su canal ya no existe").await.shows(&["Le escribo por aquí"]);
        david.finds("dm", "Orden **1** revertida").await.shows(&["pagada a otra persona"]);
        owner.finds(ALERTS, "No encuentro").await.shows(&["el canal de **david**", "`!canal @revendedor`"]).rings(&["superusuario"]);
        // The new channel shows what could not be told in the old one.
        let said = format!("!canal {}", world.mention("david").await);
        owner.is_told("general", &said).await.shows(&["david"]);
        world.settles().await;
        let channels = david.sees_channels().await;
        let own = channels.iter().find(|name| name.starts_with("transacciones-david")).expect("a channel");
        david.finds(own, "Este es su canal").await.rings(&["david"]);
        david.finds(own, "Orden **1** revertida").await.shows(&["pagada a otra persona"]);
        assert_eq!(world.owed().await, (0, 0));
        david.says(own, "!endbatch").await;
        david.finds(own, "Batch cerrado").await;
        world.closes_clean().await;
    }

    async fn who_takes_no_direct_messages_is_called_without_a_word_of_what_is_private(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, cajero) = (world.person("superusuario"), world.person("cajero1"));
        cajero.closes_dms().await;
        owner.says("general", "!depositar 1 777 recarga").await;
        let called = cajero.finds(CASHIERS, "tengo un aviso privado").await;
        called.rings(&["cajero1"]);
        for channel in ["general", CASHIERS, "registro"] {
            assert_eq!(cajero.counts(channel, "777").await, if channel == "general" { 1 } else { 0 }, "{channel}");
        }
        // It arrives as soon as they accept messages again and write to the bot, or some hours later.
        cajero.opens_dms().await;
        for _ in 0..7 {
            world.courier_waits(3_600).await;
        }
        cajero.finds("dm", "entraron en su cuenta").await.shows(&["777,00 Bs", "recarga"]);
        assert_eq!(world.owed().await, (0, 0));
        world.closes_clean().await;
    }

    async fn alerts_go_to_the_owner_while_nobody_can_write_there(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let owner = world.person("superusuario");
        owner.sets_permissions(ALERTS, BOT, &[], &["send_messages"]).await;
        owner.sets_permissions(PENDING, BOT, &[], &["send_messages"]).await;
        world.person("david").says(CHANNEL, "!start batch").await;
        world.person("david").says(CHANNEL, "!t 100 p").await;
        owner.finds("dm", "No puedo escribir en").await.shows(&["falta «Enviar mensajes»"]);
        owner.sets_permissions(ALERTS, BOT, &ALL, &[]).await;
        world.settles().await;
        assert!(0 < owner.counts(ALERTS, "No puedo escribir en").await, "and then where they belong");
        owner.sets_permissions(PENDING, BOT, &ALL, &[]).await;
        world.person("cajero1").pays(1).await;
        world.person("david").says(CHANNEL, "!c 100 26.32").await;
        world.closes_clean().await;
    }

    async fn what_discord_will_never_take_is_set_aside_loudly_and_kept(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        let channel = world.running().discord.channel_id(CHANNEL).expect("a channel");
        let path = format!("/channels/{channel}/messages");
        world.breaks("POST", &path, json!({ "status": 400, "code": 50035, "times": 1 })).await;
        david.says(CHANNEL, "!start batch").await;
        assert_eq!(david.counts(CHANNEL, "Batch abierto").await, 0);
        david.finds(CHANNEL, "Hay novedades sobre el batch **1**").await;
        let alarm = owner.finds(ALERTS, "Discord no acepta un mensaje sobre el batch **1** para el canal de **david**").await;
        alarm.shows(&["En su lugar escribí allí", "`!historial b1`", "`cambista outbox retry`"]).rings(&["superusuario"]);
        // Later notices are told, and the books are right. If the refused message is the card of an order, its cashier
        // is told about the order in words.
        let asked = world.person("cajero1").says("dm", "!cola").await;
        let direct = asked.0["channel_id"].as_str().expect("a channel");
        let path = format!("/channels/{direct}/messages");
        world.breaks("POST", &path, json!({ "status": 400, "code": 50035, "times": 1 })).await;
        david.says(CHANNEL, "!t 100 p").await;
        let (cajero, order) = (world.person("cajero1"), "la orden **1**");
        cajero.finds("dm", order).await.shows(&["Consulte `!orden 1`"]).rings(&[]);
        let alarm = owner.finds(ALERTS, order).await;
        alarm.shows(&["los mensajes directos de **cajero1**", "`!asignar 1 @cajero`"]).rings(&["superusuario"]);
        let shown = cajero.is_told("dm", "!orden 1").await;
        cajero.replies_with_capture("dm", &shown, b"paid all the same").await;
        cajero.presses(&shown, "Listo").await.says(&["902,70 Bs"]);
        let url = world.books();
        let folder = tempfile::tempdir().expect("a folder");
        world.is_down_while(async |_| {
            let database = [("DATABASE_URL", url.as_str())];
            let (code, said, wrong) = runs(folder.path(), &["outbox"], &database).await;
            assert_eq!((code, said.contains("(batch_opened), channel")), (0, true), "{said}{wrong}");
            let (code, said, wrong) = runs(folder.path(), &["outbox", "retry"], &database).await;
            assert_eq!((code, said.contains("2 of them are owed again")), (0, true), "{said}{wrong}");
        }).await;
        world.person("david").finds(CHANNEL, "Batch abierto").await;
        world.person("david").says(CHANNEL, "!c 100 26.32").await;
        world.closes_clean().await;
    }
}
