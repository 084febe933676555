//! Which cashier has an order, and the captures that prove its payment.

use super::{CHANNEL, PENDING};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::pictures::picture;
use crate::support::world::World;

on_both_engines! {
    async fn an_order_taken_over_is_no_longer_the_first_cashiers(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero1, cajero2) = (world.person("david"), world.person("cajero1"), world.person("cajero2"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        let pending = cajero2.order(PENDING, 1).await;
        pending.shows(&["asignada a **cajero1**", "Con **Tomar** la paga otro cajero"]);
        let first = cajero1.order("dm", 1).await;
        cajero1.presses(&pending, "Tomar").await.says(&["La orden **1** es suya. "]);
        cajero2.presses(&pending, "Tomar").await.says(&["La orden **1** es suya (la tenía cajero1)", "mensaje directo"]);
        let now = cajero1.order("dm", 1).await;
        now.shows(&["**no la pague**, ahora la tiene **cajero2**"]);
        assert!(now.buttons().is_empty());
        cajero1.reply_to("dm", &first).await.shows(&["Orden **1**: **no la pague**, ahora la tiene **cajero2**"]);
        let late = cajero1.replies_with_capture("dm", &first, b"late").await;
        cajero1.reply_to("dm", &late).await.shows(&["ya no es suya y la captura no se guardó", "Avisé a los superusuarios"]);

        // A phone that shows an old state still shows the buttons.
        david.says(CHANNEL, "!t 100 p").await;
        let second = cajero1.order("dm", 2).await;
        world.goes_stale(&second, 1).await;
        cajero2.presses(&cajero2.order(PENDING, 2).await, "Tomar").await.says(&["es suya"]);
        cajero1.presses_in_vain(&second, "Listo", &["la tiene **cajero2**, no usted", "No la pague"]).await;
        cajero2.pays(1).await;
        cajero2.pays(2).await.says(&["902,70 Bs"]);
        assert_eq!(world.backlog_told(2).await, [
            "- → pending, -, david, -", "pending → assigned, cajero1, -, -", "assigned → assigned, cajero2, cajero2, -",
            "assigned → processing, cajero2, cajero2, -", "processing → completed, cajero2, cajero2, -",
        ]);
        for (cashier, times) in [(cajero1, 2), (cajero2, 0)] {
            let seen = cashier.reads("dm").await;
            assert_eq!(seen.iter().filter(|message| message.text().starts_with("⛔")).count(), times);
        }
        world.closes_clean().await;
    }

    async fn what_a_cashier_has_paid_nobody_takes_and_nobody_cancels(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero1, cajero2) = (world.person("david"), world.person("cajero1"), world.person("cajero2"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        let (direct, pending, shown) =
            (cajero1.order("dm", 1).await, cajero2.order(PENDING, 1).await, david.order(CHANNEL, 1).await);
        cajero1.presses_in_vain(&direct, "Listo", &["Falta la captura de la orden **1**", "Responda al mensaje"]).await;
        for message in [&pending, &shown] {
            world.goes_stale(message, 2).await;
        }
        cajero1.replies_with_capture("dm", &direct, b"paid").await;
        assert_eq!(cajero1.order("dm", 1).await.buttons(), ["Listo", "Cancelar"]);
        let there = ["ya la está pagando **cajero1**", "su captura llegó"];
        cajero2.presses_in_vain(&pending, "Tomar", &there).await;
        david.presses_in_vain(&shown, "Cancelar orden", &there).await;
        david.is_refused(CHANNEL, "!cancelar 1", &there).await;

        world.goes_stale(&direct, 1).await;
        cajero1.presses(&direct, "Listo").await.says(&["Orden **1** pagada", "902,70 Bs"]);
        let paid = world.balances().await;
        cajero1.presses_in_vain(&direct, "Listo", &["ya está así: *pagada*", "No hay nada más que hacer"]).await;
        cajero2.presses_in_vain(&pending, "Tomar", &["ya está así: *pagada*"]).await;
        let form = cajero1.presses(&direct, "Cancelar").await;
        let late = cajero1.submits(&form, serde_json::json!({ "text": "tarde" })).await;
        late.says(&["ya está así: *pagada*"]);
        assert_eq!(world.balances().await, paid);
        world.closes_clean().await;
    }

    async fn an_order_that_nobody_can_pay_waits_for_who_takes_it(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero1) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        for _ in 1..=3 {
            david.says(CHANNEL, "!t 500 p").await;
        }
        cajero1.order("dm", 1).await;
        world.person("cajero2").order("dm", 2).await;
        david.order(CHANNEL, 3).await.shows(&["Orden **3**: espera cajero", "Cajero: nadie todavía", "4.513,50 Bs"]);
        let pending = cajero1.order(PENDING, 3).await;
        pending.shows(&["espera cajero", "pulse **Tomar**"]);
        cajero1.presses_in_vain(&pending, "Tomar", &["Orden **3**", "Hacen falta 4.513,50 Bs", "tiene 486,50 Bs"]).await;
        owner.presses_in_vain(&pending, "Tomar", &["Las órdenes las pagan los cajeros"]).await;
        david.is_refused(CHANNEL, "!endbatch", &["hay órdenes abiertas", "Orden **3**: 4.513,50 Bs — espera cajero"]).await;

        owner.is_told("general", "!cuenta crear @cajero1 VES 4.500 Mercantil").await.shows(&["4.500,00 Bs", "4,50 Bs"]);
        owner.is_told_privately("general", "!cuenta crear @cajero1 VES 4513,50 Mercantil").await.shows(&["Mercantil", "4.513,50 Bs"]);
        cajero1.presses(&pending, "Tomar").await.says(&["La orden **3** es suya."]);
        cajero1.order("dm", 3).await.shows(&["cajero1 · Mercantil"]);
        let asked = cajero1.pays(3).await;
        let banks = asked.message().options("¿De qué cuenta la pagó?");
        assert!(banks[0].starts_with("Mercantil …") && banks[1].starts_with("Banesco …"), "{banks:?}");
        let chosen = cajero1.selects(&asked.message(), "¿De qué cuenta la pagó?", &[&banks[0]]).await;
        chosen.says(&["Orden **3** pagada", "4.513,50 Bs"]);
        assert_eq!(world.backlog_told(3).await[..2], ["- → pending, -, david, -", "pending → assigned, cajero1, cajero1, -"]);
        david.is_told(CHANNEL, "!cancelar 2").await.shows(&["Orden **2** cancelada antes de pagarse"]);
        world.closes_clean().await;
    }

    async fn with_two_open_orders_a_capture_says_which_it_proves(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        let nothing = cajero.sends_capture("dm", b"for nothing").await;
        cajero.reply_to("dm", &nothing).await.shows(&["No tiene órdenes abiertas", "no se guardó", "**Tomar**"]);
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        david.says(CHANNEL, "!t 100 9.2").await;
        cajero.presses(&cajero.order(PENDING, 2).await, "Tomar").await;

        let before = world.rows().await;
        let bare = cajero.sends_capture("dm", b"which?").await;
        cajero.reply_to("dm", &bare).await.shows(&["Tiene varias órdenes abiertas; diga cuál", "902,70 Bs", "922,76 Bs", "Responda con la captura"]);
        assert_eq!(world.rows().await, before);
        let second = cajero.order("dm", 2).await;
        let sent = cajero.replies_with_capture("dm", &second, b"the second").await;
        cajero.reply_to("dm", &sent).await.shows(&["Captura recibida para la orden **2**", "**Listo**"]);
        cajero.presses_in_vain(&cajero.order("dm", 1).await, "Listo", &["Falta la captura de la orden **1**"]).await;
        cajero.presses(&second, "Listo").await.says(&["Orden **2** pagada"]);

        // The file is kept under its hash in the data directory, because Discord's link expires.
        assert_eq!(world.capture_like(b"the second"), picture(b"the second"));

        // Only one order is left: any picture is its capture.
        let sent = cajero.sends_capture("dm", b"the first").await;
        cajero.reply_to("dm", &sent).await.shows(&["Captura recibida para la orden **1**", "[Ver la orden](https://discord.com/channels/@me/"]);
        cajero.presses(&cajero.order("dm", 1).await, "Listo").await.says(&["Orden **1** pagada"]);
        david.last(CHANNEL).await.shows(&["1.825,46 Bs"]);
        world.closes_clean().await;
    }

    async fn a_capture_used_twice_raises_an_alarm_and_stops_nobody(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        for order in 1..=2 {
            david.says(CHANNEL, "!t 100 p").await;
            let asked = cajero.order("dm", order).await;
            let sent = cajero.replies_with_capture("dm", &asked, b"the same picture").await;
            let reply = cajero.reply_to("dm", &sent).await;
            if order == 2 {
                reply.shows(&["Esta misma captura ya se usó en la orden 1", "avisé a los superusuarios", "antes de pulsar **Listo**"]);
            }
            cajero.presses(&asked, "Listo").await.says(&["pagada"]);
        }
        let mut alarms = owner.reads("alertas").await;
        alarms.retain(|alarm| alarm.text().contains("captura"));
        assert_eq!(alarms.len(), 1);
        alarms[0].shows(&["La captura de la orden **2** es la misma que la de **la orden 1**", "`!orden 2`"]);
        david.last(CHANNEL).await.shows(&["1.805,40 Bs"]);
        world.closes_clean().await;
    }

    async fn an_order_is_shown_to_who_takes_part(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, maria) = (world.person("david"), world.person("maria"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p *María* @everyone").await;
        david.is_told(CHANNEL, "!orden 1").await.shows(&["902,70 Bs", "`*María* @everyone`", "· por david", "asignada a cajero1"]);
        david.is_told(CHANNEL, "!ORDEN #1").await.shows(&["902,70 Bs"]);
        world.person("cajero2").is_told("cajeros", "!orden 1").await.shows(&["902,70 Bs"]);
        maria.is_refused("general", "!orden 1", &["no es suya", "Solo la ven quienes participan"]).await;
        david.is_told(CHANNEL, "!cancelar 1").await.shows(&["Orden **1** cancelada antes de pagarse"]);
        david.is_refused(CHANNEL, "!cancelar 1", &["ya está así: *cancelada antes de pagarse*"]).await;
        world.closes_clean().await;
    }
}
