//! Cashiers come and go: orders that wait, reminders, and orders that go to somebody else.

use insta::assert_snapshot;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::person::Person;
use crate::support::world::World;

/// Opens a batch with one order, which is cajero1's.
async fn one_order(world: &World) {
    let david = world.person("david");
    david.says(CHANNEL, "!start batch").await;
    david.says(CHANNEL, "!t 100 p").await;
}

/// How many messages that this person reads in a channel contain these words.
async fn count(person: Person<'_>, channel: &str, words: &str) -> usize {
    let seen = person.reads(channel).await;
    seen.iter().filter(|message| message.text().contains(words)).count()
}

async fn sweep_at_once_after(world: &World, minutes: i64) {
    world.moves_the_hand(minutes).await;
    let app = &world.running().app;
    tokio::join!(app.sweep(), app.sweep(), app.sweep(), app.sweep());
    world.settles().await;
}

const REMINDED: &str = "espera su pago desde hace";

on_both_engines! {
    async fn a_cashier_who_lets_an_order_lie_is_rung_once_and_then_it_goes_to_another(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, cajero1, cajero2) = (world.person("superusuario"), world.person("cajero1"), world.person("cajero2"));
        one_order(&world).await;
        world.passes(4).await;
        assert_eq!(count(cajero1, "dm", REMINDED).await, 0);
        world.passes(1).await;
        world.sweeps().await;
        world.passes(5).await;
        assert_eq!(count(cajero1, "dm", REMINDED).await, 1);
        let order = cajero1.order("dm", 1).await;
        cajero1.reply_to("dm", &order).await.shows(&["La orden **1** espera su pago desde hace 5 min", "`!ocupado`"]);
        assert_eq!(world.backlog_told(1).await.len(), 2);

        world.passes(5).await;
        assert_eq!(count(cajero1, "dm", "⛔ Orden **1**: **no la pague**, ahora la tiene **cajero2**").await, 1);
        cajero2.order("dm", 1).await.shows(&["902,70 Bs"]);
        assert_eq!(world.backlog_told(1).await[2..], ["assigned → assigned, cajero2, -, overdue"]);
        owner.is_told_privately("general", "!orden 1").await.shows(&["asignada a cajero2 · por la mesa: su cajero tardaba"]);

        // The second cashier's time starts anew. Nobody is left after them, which is told once.
        world.passes(5).await;
        assert_eq!((count(cajero1, "dm", REMINDED).await, count(cajero2, "dm", REMINDED).await), (1, 1));
        for _ in 0..3 {
            world.passes(10).await;
        }
        assert_eq!(world.backlog_told(1).await.len(), 3);
        let alarm = owner.finds("alertas", "no hay otro cajero disponible").await;
        alarm.shows(&["La orden **1** lleva 15 min con **cajero2**", "`!asignar 1 @cajero`"]);
        assert_eq!(count(owner, "alertas", "no hay otro cajero disponible").await, 1);
        cajero2.pays(1).await.says(&["902,70 Bs"]);
        world.closes_clean().await;
    }

    async fn time_in_which_the_bot_was_down_counts_against_nobody(test_db: TestDb) {
        let mut world = World::demo_at_hand(&test_db).await;
        one_order(&world).await;
        world.passes(4).await;
        world.is_closed_for(10).await;
        world.sweeps().await;
        assert_eq!(count(world.person("cajero1"), "dm", REMINDED).await, 0);
        world.passes(1).await;
        let cajero1 = world.person("cajero1");
        let order = cajero1.order("dm", 1).await;
        cajero1.reply_to("dm", &order).await.shows(&["espera su pago desde hace 5 min"]);
        cajero1.is_told("dm", "!cola").await.shows(&["**1** · 902,70 Bs · asignada, espera el pago · cajero1 · 5 min"]);

        world.is_closed_for(60).await;
        world.passes(9).await;
        assert_eq!(world.backlog_told(1).await.len(), 2);
        assert_eq!(count(world.person("cajero1"), "dm", REMINDED).await, 1);
        world.passes(1).await;
        assert_eq!(world.backlog_told(1).await[2..], ["assigned → assigned, cajero2, -, overdue"]);
        world.person("cajero2").pays(1).await.says(&["Orden **1** pagada"]);
        world.closes_clean().await;
    }

    async fn time_in_which_the_bot_lived_and_could_do_nothing_counts_against_nobody_either(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        one_order(&world).await;
        world.passes(4).await;
        world.jumps(60);
        sweep_at_once_after(&world, 0).await;
        let cajero1 = world.person("cajero1");
        assert_eq!(count(cajero1, "dm", REMINDED).await, 0);
        world.passes(1).await;
        let order = cajero1.order("dm", 1).await;
        cajero1.reply_to("dm", &order).await.shows(&["espera su pago desde hace 5 min"]);
        cajero1.pays(1).await.says(&["Orden **1** pagada"]);
        world.closes_clean().await;
    }

    async fn a_busy_cashiers_orders_go_to_others_but_not_what_is_paid(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (david, cajero1, cajero2) = (world.person("david"), world.person("cajero1"), world.person("cajero2"));
        one_order(&world).await;
        for _ in 2..=3 {
            david.says(CHANNEL, "!t 100 p").await;
        }
        let (paid, unpaid) = (cajero1.order("dm", 1).await, cajero1.order("dm", 3).await);
        cajero1.replies_with_capture("dm", &paid, b"paid").await;
        cajero1.is_told("dm", "!ocupado").await.shows(&[
            "Está **en pausa** y no recibe órdenes nuevas", "La orden **3** la tiene ahora **cajero2**: no la pague",
            "La orden **1** sigue siendo suya, porque ya la está pagando: confírmela con **Listo**", "`!disponible`",
        ]);
        let steps = ["assigned → assigned, cajero2, cajero1, busy"];
        assert_eq!(world.backlog_told(3).await[2..], steps);
        cajero1.reply_to("dm", &unpaid).await.shows(&["⛔ Orden **3**: **no la pague**, ahora la tiene **cajero2**"]);

        // The same message again, the same words again, and a sweep: nothing moves twice.
        let told = cajero1.reads("dm").await.len();
        world.post("/sandbox/gateway", serde_json::json!({ "repeat_last_event": true })).await;
        world.settles().await;
        assert_eq!(cajero1.reads("dm").await.len(), told);
        cajero1.is_told("dm", "!ocupado").await.shows(&["Ya estaba **en pausa**", "La orden **1** sigue siendo suya"]);
        world.sweeps().await;
        assert_eq!(world.backlog_told(3).await[2..], steps);
        assert_eq!(world.backlog_told(1).await.len(), 3);

        david.says(CHANNEL, "!t 100 p").await;
        cajero2.order("dm", 4).await;
        cajero1.presses(&paid, "Listo").await.says(&["Orden **1** pagada", "902,70 Bs"]);
        cajero1.is_told("dm", "!ocupado").await.shows(&["Ya estaba **en pausa**", "No tenía órdenes abiertas"]);
        for order in 2..=4 {
            cajero2.pays(order).await.says(&["902,70 Bs"]);
        }
        world.closes_clean().await;
    }

    async fn what_waits_goes_to_who_becomes_available_and_to_who_gets_float(test_db: TestDb) {
        let mut world = World::demo_at_hand(&test_db).await;
        world.person("cajero2").says("dm", "!ocupado").await;
        one_order(&world).await;
        let (david, cajero1) = (world.person("david"), world.person("cajero1"));
        let first = cajero1.order("dm", 1).await;
        cajero1.slashes("cajeros", "ocupado", serde_json::json!({})).await
            .says(&["La orden **1** espera a otro cajero: no la pague"]);
        cajero1.reply_to("dm", &first).await.shows(&["⛔ Orden **1**: **no la pague**, ya no está a su cargo"]);
        david.order(CHANNEL, 1).await.shows(&["Orden **1**: espera cajero", "Cajero: nadie todavía"]);
        david.says(CHANNEL, "!t 500 p").await;
        assert_eq!(world.backlog_told(1).await[2..], ["assigned → pending, -, cajero1, busy"]);
        world.sweeps().await;
        assert_eq!(world.backlog_told(1).await.len(), 3);

        world.restarts().await;
        let (owner, cajero1, cajero2) = (world.person("superusuario"), world.person("cajero1"), world.person("cajero2"));
        cajero1.is_told("dm", "!disponible").await
            .shows(&["Está **disponible** y recibe órdenes", "La orden **1** esperaba y ahora es suya", "`!ocupado`"]);
        let again = cajero1.order("dm", 1).await;
        assert_eq!(again.buttons(), ["Listo", "Cancelar"]);
        cajero1.reply_to("dm", &again).await.shows(&["La orden **1** vuelve a ser suya"]);
        assert_eq!(world.backlog_told(2).await, ["- → pending, -, david, -"]);
        cajero1.is_told("dm", "!disponible").await
            .shows(&["Ya estaba **disponible**", "no espera ninguna que usted pueda pagar"]);

        owner.says("general", "!cuenta crear @cajero1 VES 4600 Mercantil").await;
        world.sweeps().await;
        cajero1.order("dm", 2).await.shows(&["4.513,50 Bs", "cajero1 · Mercantil"]);
        assert_eq!(world.backlog_told(2).await[1..], ["pending → assigned, cajero1, -, -"]);
        assert_eq!(count(cajero2, "dm", "Orden").await, 0);
        cajero1.pays(1).await;
        cajero1.pays(2).await;
        cajero2.is_told("dm", "!disponible").await.shows(&["no espera ninguna que usted pueda pagar"]);
        for name in ["david", "maria", "superusuario"] {
            for typed in ["!ocupado", "!disponible"] {
                let no = ["Las órdenes las pagan los cajeros", "`!ayuda`"];
                world.person(name).is_refused("general", typed, &no).await;
            }
        }
        world.closes_clean().await;
    }

    async fn an_order_is_given_by_hand_and_each_slip_has_its_sentence(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        let (cajero1, cajero2) = (world.person("cajero1"), world.person("cajero2"));
        one_order(&world).await;
        david.says(CHANNEL, "!t 500 p").await;
        david.says(CHANNEL, "!t 100 p").await;
        owner.says("general", "!cuenta crear @cajero1 VES 300").await;
        world.joins("sin-cuenta").await;
        owner.says("general", "!rol @sin-cuenta cajero").await;
        assert_snapshot!(owner.sees_refused("general", &["!asignar 2 @cajero1", "!asignar 2 @sin-cuenta"]).await, @"
        > !asignar 2 @cajero1
        (by direct message)
        La orden **2** necesita 4.513,50 Bs, y la cuenta de **cajero1** con más libre tiene 3.194,60 Bs. Elija a otro cajero; quién puede lo dice `!cola`.

        > !asignar 2 @sin-cuenta
        (by direct message)
        La orden **2** necesita 4.513,50 Bs, y **sin-cuenta** no tiene una cuenta en esa moneda. Elija a otro cajero; quién puede lo dice `!cola`.
        ");
        owner.says("general", "!baja @sin-cuenta").await;
        assert_snapshot!(owner.sees_refused("general", &["!asignar 2 @sin-cuenta"]).await, @"
        > !asignar 2 @sin-cuenta
        **sin-cuenta** no es cajero. Elija a un cajero: quién hay y con cuánto saldo lo dice `!cola`.
        ");
        for name in ["david", "cajero2", "maria"] {
            let no = ["Las órdenes las asignan los admins y los superusuarios", "`!ayuda`"];
            world.person(name).is_refused("general", "!asignar 1 @cajero2", &no).await;
        }
        let first = cajero1.order("dm", 3).await;
        owner.is_told_privately("general", "!cuenta crear @cajero2 VES 2000 Provincial").await;
        owner.is_told_privately("general", "!asignar 3 @cajero2").await
            .shows(&["La orden **3** es ahora de **cajero2** (la tenía **cajero1**, a quien avisé)"]);
        cajero1.reply_to("dm", &first).await.shows(&["⛔ Orden **3**: **no la pague**, ahora la tiene **cajero2**"]);
        cajero2.order("dm", 3).await.shows(&["cajero2 · Provincial"]);
        assert_eq!(world.backlog_told(3).await[2..], ["assigned → assigned, cajero2, superusuario, ordered"]);

        cajero1.says("dm", "!ocupado").await;
        owner.slashes("general", "asignar", serde_json::json!({ "numero": "3", "persona": "cajero1" })).await
            .says(&["es ahora de **cajero1**", "Ojo: está en pausa"]);
        cajero1.finds("dm", "La orden **3** vuelve a ser suya").await;
        cajero1.replies_with_capture("dm", &first, b"three").await;
        assert_snapshot!(owner.sees_refused("general", &["!asignar 3 @cajero2"]).await, @"
        > !asignar 3 @cajero2
        (by direct message)
        La orden **3** ya no cambia de cajero: la captura de **cajero1** llegó. La confirma con **Listo**; si no puede, un superusuario con `!confirmar 3`.
        ");
        cajero1.presses(&first, "Listo").await.says(&["Orden **3** pagada"]);
        assert_snapshot!(owner.sees_refused("general", &["!asignar 3 @cajero2"]).await, @"
        > !asignar 3 @cajero2
        La orden **3** ya está así: *pagada*. No hay nada más que hacer. Si el banco regresó el dinero: `!devolver`; si fue un error, un superusuario la revierte: `!revertir`.
        ");
        world.closes_clean().await;
    }

    async fn the_queue_says_what_waits_and_who_could_pay_it(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david, cajero1) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        cajero1.is_told("dm", "!cola").await.shows(&[
            "Cola · 0 órdenes abiertas", "No espera ninguna orden", "cajero1 — 5.000,00 Bs libres · 0 órdenes",
        ]);
        one_order(&world).await;
        world.passes(3).await;
        cajero1.replies_with_capture("dm", &cajero1.order("dm", 1).await, b"one").await;
        david.says(CHANNEL, "!t 500 p").await;
        david.says(CHANNEL, "!t 500 p").await;
        owner.says("general", "!rol @maria admin").await;
        let queue = world.person("maria").is_told_privately("general", "!cola").await;
        queue.shows(&[
            "Cola · 3 órdenes abiertas",
            "**1** · 902,70 Bs · captura recibida, falta confirmar · cajero1 · 3 min\n\
             **2** · 4.513,50 Bs · asignada, espera el pago · cajero2 · menos de 1 min\n\
             **3** · 4.513,50 Bs · espera cajero · menos de 1 min",
            "Disponibles: cajero1 — 4.097,30 Bs libres · 1 orden\ncajero2 — 486,50 Bs libres · 1 orden",
        ]);
        assert_eq!(queue.field("En pausa"), "");
        world.person("cajero2").says("dm", "!ocupado").await;
        let queue = owner.slashes("general", "cola", serde_json::json!({})).await;
        queue.says(&["**2** · 4.513,50 Bs · espera cajero", "Disponibles: cajero1 — 4.097,30 Bs", "En pausa: cajero2"]);
        cajero1.says("dm", "!ocupado").await;
        owner.is_told_privately("general", "!cola").await.shows(&["Disponibles: Nadie. Un cajero vuelve con `!disponible`"]);
        for _ in 0..20 {
            david.says(CHANNEL, "!t 1 p").await;
        }
        owner.is_told_privately("general", "!cola").await.shows(&["Cola · 23 órdenes abiertas", "**20** · ", "Y más: 3 que llegaron después"]);
        assert!(!owner.is_told_privately("general", "!cola").await.text().contains("**21** · "));
        for name in ["david", "nadie"] {
            if name == "nadie" {
                world.joins(name).await;
            }
            world.person(name).is_refused("general", "!cola", &["Eso solo lo ven", "`!ayuda`"]).await;
        }
        world.closes_clean().await;
    }

    async fn who_sent_the_capture_still_confirms_it_whatever_they_are_now(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        let (cajero1, cajero2) = (world.person("cajero1"), world.person("cajero2"));
        one_order(&world).await;
        for _ in 2..=6 {
            david.says(CHANNEL, "!t 100 p").await;
        }
        let (first, third) = (cajero1.order("dm", 1).await, cajero1.order("dm", 3).await);
        let (second, fourth) = (cajero2.order("dm", 2).await, cajero2.order("dm", 4).await);
        for (cashier, order) in [(cajero1, &first), (cajero1, &third), (cajero2, &second)] {
            cashier.replies_with_capture("dm", order, order.id().as_bytes()).await;
        }
        // Their unpaid orders are no longer theirs; a phone that shows an old state still shows the button.
        world.goes_stale(&fourth, 1).await;
        for typed in ["!baja @cajero1", "!rol @cajero2 cliente"] {
            owner.says("general", typed).await;
        }
        world.goes_stale(&first, 1).await;
        cajero1.presses(&first, "Listo").await.says(&["Orden **1** pagada", "902,70 Bs"]);
        cajero1.presses_in_vain(&first, "Listo", &["La orden **1** ya está así: *pagada*"]).await;
        let form = cajero1.presses(&third, "Cancelar").await;
        let answer = cajero1.submits(&form, serde_json::json!({ "text": "el banco la devolvió" })).await;
        answer.says(&["Orden **3** cancelada por el cajero"]);
        cajero2.presses_in_vain(&fourth, "Listo", &["Las órdenes las pagan los cajeros", "*cliente*"]).await;

        // The other one cannot or will not: a superuser confirms for them.
        assert_snapshot!(owner.sees_refused("general", &[
            "!confirmar 99", "!confirmar x", "!confirmar", "!confirmar 1", "!confirmar 3", "!confirmar 4",
        ]).await, @"
        > !confirmar 99
        No hay una orden 99. Mire el número en el mensaje de la orden, o en `!transacciones`.

        > !confirmar x
        «x» no es un número de orden. Escriba solo el número, como `12`.

        > !confirmar
        Faltan datos. Se escribe así: `!confirmar <n>`. Ejemplo: `!confirmar 12`.

        > !confirmar 1
        La orden **1** ya está confirmada. No hay nada más que hacer.

        > !confirmar 3
        La orden **3** ya está así: *cancelada por el cajero*. No se paga. Si un cajero ya la había pagado, hay que avisar a un superusuario; si hace falta, se pide otra vez con `!t`; un giro, con `!giro`; un depósito o retiro, con `!deposito` o `!retirar`.

        > !confirmar 4
        La orden **4** no tiene captura: nadie mostró que la pagó. Désela a otro cajero con `!asignar 4 @cajero`, o cancélela con `!cancelar 4`.
        ");
        let no = ["La orden de otro solo la confirma un superusuario", "`!ayuda`"];
        for name in ["david", "cajero2"] {
            world.person(name).is_refused("general", "!confirmar 2", &no).await;
        }
        world.goes_stale(&second, 1).await;
        let confirmed = owner.is_told_privately("general", "!confirmar 2").await;
        confirmed.shows(&["Orden **2** confirmada: 902,70 Bs salieron de la cuenta de **cajero2**, a quien avisé"]);
        world.post("/sandbox/gateway", serde_json::json!({ "repeat_last_event": true })).await;
        world.settles().await;
        assert_eq!(world.backlog_told(2).await.last().map(String::as_str), Some("processing → completed, cajero2, superusuario, -"));
        cajero2.reply_to("dm", &second).await.shows(&["La orden **2** la confirmó **superusuario** por usted"]);
        david.finds(CHANNEL, "✅ Orden **2** pagada").await;
        assert_eq!(world.balance("account:2:VES").await, "4097.3");
        cajero2.presses_in_vain(&second, "Listo", &["La orden **2** ya está así: *pagada*"]).await;
        world.closes_clean().await;
    }

    async fn sweeps_at_once_ring_move_give_and_tell_once(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        let (cajero1, cajero2) = (world.person("cajero1"), world.person("cajero2"));
        one_order(&world).await;
        david.says(CHANNEL, "!t 100 p").await;
        sweep_at_once_after(&world, 5).await;
        assert_eq!((count(cajero1, "dm", REMINDED).await, count(cajero2, "dm", REMINDED).await), (1, 1));
        sweep_at_once_after(&world, 10).await;
        assert_eq!(world.backlog_told(1).await[2..], ["assigned → assigned, cajero2, -, overdue"]);
        assert_eq!(world.backlog_told(2).await[2..], ["assigned → assigned, cajero1, -, overdue"]);
        david.says(CHANNEL, "!t 600 p").await;
        owner.says("general", "!cuenta crear @cajero1 VES 6000").await;
        sweep_at_once_after(&world, 0).await;
        assert_eq!(world.backlog_told(3).await[1..], ["pending → assigned, cajero1, -, -"]);
        sweep_at_once_after(&world, 15).await;
        sweep_at_once_after(&world, 15).await;
        for order in 1..=3 {
            assert_eq!(count(owner, "alertas", &format!("La orden **{order}** lleva")).await, 1);
        }
        assert_eq!((count(cajero1, "dm", REMINDED).await, count(cajero2, "dm", REMINDED).await), (3, 2));
        world.closes_clean().await;
    }

    async fn a_cashier_with_closed_messages_is_rung_in_the_cashiers_channel(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        world.closes_dms("cajero1").await;
        one_order(&world).await;
        world.passes(5).await;
        let (cajero1, mention) = (world.person("cajero1"), world.mention("cajero1").await);
        let rung = cajero1.finds("cajeros", REMINDED).await;
        rung.shows(&[&format!("{mention} ⏰ La orden **1** espera su pago")]);
        let mentions = rung.0["mentions"].as_array().expect("a list").clone();
        assert!(mentions.iter().any(|user| user["username"] == "cajero1"), "{mentions:?}");
        cajero1.says("cajeros", "!ocupado").await;
        cajero1.finds("cajeros", &format!("{mention} ⛔ Orden **1**: **no la pague**")).await;
        world.closes_clean().await;
    }
}
