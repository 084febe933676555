//! Working on a phone: paying in one step, showing the oldest order again, handing over the shift.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::pictures::picture;
use crate::support::world::World;

/// Opens a batch with so many orders of 10 soles, all of them cajero1's.
async fn with_orders(test_db: &TestDb, orders: usize) -> World {
    let world = World::demo_at_hand(test_db).await;
    world.person("cajero2").says("dm", "!ocupado").await;
    world.person("david").says(CHANNEL, "!start batch").await;
    // The same amount to the same beneficiary would be asked about.
    for nth in 1..=orders {
        let typed = format!("!t 10 p Ana Ruiz 0102-12{nth:02}");
        world.person("david").says(CHANNEL, &typed).await;
    }
    world
}

on_sqlite! {
    async fn an_order_is_paid_in_one_step_by_slash_in_the_direct_messages(test_db: TestDb) {
        let world = with_orders(&test_db, 2).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        let options = json!({ "numero": "1", "referencia": "  004512 " });
        let paid = cajero.slash_with_file("dm", "listo", options, ("captura", b"paid from the phone")).await;
        paid.says(&["Orden **1**", "90,27 Bs"]);
        assert_eq!(world.capture_like(b"paid from the phone"), picture(b"paid from the phone"));
        david.order(CHANNEL, 1).await.shows(&["pagada", "Referencia", "004512"]);
        // Paid again in any way: it is paid once.
        let again = cajero.slash_with_file("dm", "listo", json!({ "numero": "1" }), ("captura", b"paid again")).await;
        again.says(&["La orden **1** ya está así: *pagada*"]);
        cajero.is_refused("dm", "!listo 1", &["pagada"]).await;
        // Typed with the picture attached; the only open order need not be named.
        let file = json!({ "name": "a.png", "content_type": "image/png", "base64": STANDARD.encode(picture(b"a capture")) });
        let sent = cajero.sends("dm", json!({ "content": "!listo", "files": [file] })).await;
        cajero.reply_to("dm", &sent).await.shows(&["Orden **2**", "90,27 Bs"]);
        cajero.is_refused("dm", "!listo", &["No tiene órdenes abiertas: no hay nada que confirmar", "**Tomar**", "`!cola`"]).await;
        cajero.is_refused("dm", "!listo ref 123", &["No tiene órdenes abiertas"]).await;
        david.says(CHANNEL, "!c 20 5.2").await;
        world.closes_clean().await;
    }

    async fn what_is_missing_to_pay_in_one_step_is_said_and_nothing_moves(test_db: TestDb) {
        let world = with_orders(&test_db, 2).await;
        let (owner, cajero) = (world.person("superusuario"), world.person("cajero1"));
        cajero.is_refused("dm", "!listo", &["Tiene varias órdenes abiertas", "[**1**](https://discord.com/channels/@me/", "90,27 Bs · `Ana Ruiz"]).await;
        cajero.is_refused("dm", "!listo 1", &["Falta la captura de la orden **1**", "`!listo 1` con la captura adjunta"]).await;
        cajero.is_refused("dm", "!listo 1 004512", &["La referencia se guarda con la captura"]).await;
        for typed in ["!listo 1 ref 004512", "!listo 1 Ref.: 004512"] {
            cajero.is_refused("dm", typed, &["La referencia se guarda con la captura"]).await;
        }
        cajero.is_refused("dm", "!listo ref", &["Falta la referencia", "`!listo <n> 004512`"]).await;
        cajero.is_refused("dm", "!listo ref 123", &["Tiene varias órdenes abiertas"]).await;
        cajero.is_refused("dm", "!listo 99", &["No hay una orden 99"]).await;
        cajero.is_refused("dm", "!listo x", &["«x» no es un número de orden"]).await;
        world.person("david").is_refused("dm", "!listo 1", &["Lo que usted puede hacer: `!ayuda`"]).await;
        world.person("cajero2").is_refused("dm", "!listo 1", &["**cajero1**"]).await;
        let long = json!({ "numero": "1", "referencia": "9".repeat(61) });
        let refused = cajero.slash_with_file("dm", "listo", long, ("captura", b"with a novel")).await;
        refused.says(&["La referencia tiene 61 caracteres y caben 60"]);
        owner.is_told("dm", "!orden 1").await.shows(&["asignada, espera el pago"]);
        // The capture was used for another order: a human must look before money moves.
        let paid = cajero.slash_with_file("dm", "listo", json!({ "numero": "1" }), ("captura", b"one picture")).await;
        paid.says(&["Orden **1**"]);
        let reused = cajero.slash_with_file("dm", "listo", json!({ "numero": "2" }), ("captura", b"one picture")).await;
        reused.says(&["Esta misma captura ya se usó en la orden 1"]);
        owner.is_told("dm", "!orden 2").await.shows(&["captura recibida, falta confirmar"]);
        cajero.is_told("dm", "!listo 2").await.shows(&["Orden **2**"]);
        world.person("david").says(CHANNEL, "!c 20 5.2").await;
        world.closes_clean().await;
    }

    async fn the_number_is_completed_from_ones_own_open_orders(test_db: TestDb) {
        let world = with_orders(&test_db, 12).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        let numbers = |offered: Vec<(String, String)>| offered.into_iter().map(|(_, value)| value).collect::<Vec<_>>();
        let all = cajero.completes("dm", "listo", "numero", "").await;
        assert_eq!(all.len(), 12);
        assert_eq!(all[0], ("1 · 90,27 Bs · Ana Ruiz 0102-1201".to_owned(), "1".to_owned()));
        assert_eq!(numbers(cajero.completes("dm", "listo", "numero", "1").await), ["1", "10", "11", "12"]);
        assert_eq!(numbers(cajero.completes("dm", "listo", "numero", "#11").await), ["11"]);
        assert_eq!(numbers(cajero.completes("dm", "cancelar", "numero", "RUIZ 0102-1203").await), ["3"]);
        assert_eq!(numbers(cajero.completes("dm", "listo", "numero", "1207").await), ["7"]);
        assert_eq!(cajero.completes("dm", "listo", "numero", "x").await, []);
        // Paid orders are no longer offered. Resellers are offered their own orders, and nobody those of somebody else.
        cajero.pays(1).await;
        assert_eq!(numbers(cajero.completes("dm", "orden", "numero", "1").await), ["10", "11", "12"]);
        assert_eq!(numbers(david.completes(CHANNEL, "orden", "numero", "1").await), ["10", "11", "12"]);
        assert_eq!(world.person("cajero2").completes("dm", "listo", "numero", "").await, []);
        assert_eq!(world.joins("rosa").await.completes("general", "orden", "numero", "").await, []);
        world.closes_clean().await;
    }

    async fn a_reference_that_another_order_has_rings_and_numbers_of_orders_are_no_reference(test_db: TestDb) {
        let world = with_orders(&test_db, 3).await;
        let (owner, cajero) = (world.person("superusuario"), world.person("cajero1"));
        let paid = cajero.slash_with_file("dm", "listo", json!({ "numero": "1", "referencia": "00-45 12" }), ("captura", b"the first")).await;
        paid.says(&["Orden **1**"]);
        // The same bank reference, typed differently, with another picture: a human must look before money moves.
        let again = cajero.slash_with_file("dm", "listo", json!({ "numero": "2", "referencia": "ref 4512" }), ("captura", b"the second")).await;
        again.says(&["Esa referencia ya se usó en la orden 1", "los superusuarios fueron avisados"]);
        owner.finds("alertas", "La orden **2** trae la referencia").await.shows(&["4512", "`!orden 2` y `!orden 1`"]).rings(&["superusuario"]);
        owner.is_told("dm", "!orden 2").await.shows(&["captura recibida, falta confirmar", "4512"]);
        let two = ["**3** también es el número de una de las órdenes suyas abiertas", "`!listo 2` y `!listo 3`"];
        cajero.is_refused("dm", "!listo 2 3", &two).await;
        let file = json!({ "name": "a.png", "content_type": "image/png", "base64": STANDARD.encode(picture(b"a third")) });
        let sent = cajero.sends("dm", json!({ "content": "!listo 3 2", "files": [file] })).await;
        cajero.reply_to("dm", &sent).await.shows(&["No confirmé nada", "**2** también es"]);
        owner.is_told("dm", "!orden 3").await.shows(&["asignada, espera el pago"]);
        cajero.is_told("dm", "!listo 2").await.shows(&["Orden **2**"]);
        // Words or a number with few digits are not a reference; then the capture is not stored either.
        let before = world.rows().await;
        for typed in ["!listo 3 pagado por banesco", "!listo 3 ref 2"] {
            let sent = cajero.sends("dm", json!({ "content": typed, "files": [file] })).await;
            let reply = cajero.reply_to("dm", &sent).await;
            reply.shows(&["no es la referencia del banco: tiene al menos 4 cifras", "`!listo 3 004512`", "`!listo 3`"]);
        }
        let chosen = cajero.slash_with_file("dm", "listo", json!({ "numero": "3", "referencia": "2" }), ("captura", b"short")).await;
        chosen.says(&["«2» no es la referencia del banco"]);
        assert_eq!(world.rows().await, before);
        let sent = cajero.sends("dm", json!({ "content": "!listo 3 ref 0002", "files": [file] })).await;
        cajero.reply_to("dm", &sent).await.shows(&["Orden **3**", "90,27 Bs"]);
        assert_eq!(owner.counts("alertas", "trae la referencia").await, 1);
        world.person("david").says(CHANNEL, "!c 30 7.8").await;
        world.closes_clean().await;
    }

    async fn the_answer_to_a_capture_and_the_order_asked_for_carry_the_buttons(test_db: TestDb) {
        let world = with_orders(&test_db, 3).await;
        let cajero = world.person("cajero1");
        let order = cajero.order("dm", 1).await;
        let sent = cajero.replies_with_capture("dm", &order, b"the first").await;
        let answer = cajero.reply_to("dm", &sent).await;
        cajero.presses(&answer, "Listo").await.says(&["90,27 Bs"]);
        cajero.presses(&answer, "Listo").await.says(&["pagada"]);
        // The oldest open order is shown again, and this message can be answered like its first one.
        let next = cajero.is_told("dm", "!siguiente").await;
        next.shows(&["Orden **2**", "Es la más antigua de 2.", "Ana Ruiz 0102-1202"]);
        cajero.replies_with_capture("dm", &next, b"the second").await;
        cajero.presses(&next, "Listo").await.says(&["Orden **2**"]);
        let asked = cajero.is_told("dm", "!orden 3").await;
        asked.shows(&["hecha, espera cajero"]);
        cajero.replies_with_capture("dm", &asked, b"the third").await;
        cajero.presses(&asked, "Listo").await.says(&["Orden **3**"]);
        cajero.is_told("dm", "!siguiente").await.shows(&["No tiene órdenes abiertas"]);
        // Whoever does not carry the order out sees no buttons.
        let seen = world.person("superusuario").is_told("dm", "!orden 3").await;
        assert!(seen.buttons().is_empty(), "{:?}", seen.buttons());
        world.person("david").says(CHANNEL, "!c 30 7.8").await;
        world.closes_clean().await;
    }

    async fn a_cashier_with_many_orders_reads_them_in_one_list(test_db: TestDb) {
        let world = with_orders(&test_db, 12).await;
        let cajero = world.person("cajero1");
        let list = cajero.is_told("dm", "hola").await;
        list.shows(&["Sus órdenes abiertas:", "90,27 Bs · `Ana Ruiz 0102-1201` · menos de 1 min", "… y 2 más nuevas.", "`!siguiente`"]);
        assert_eq!(list.text().matches("https://discord.com/channels/@me/").count(), 10);
        world.closes_clean().await;
    }

    async fn a_shift_goes_to_the_next_cashier_with_all_that_waits(test_db: TestDb) {
        let world = with_orders(&test_db, 3).await;
        let (david, cajero1, cajero2) = (world.person("david"), world.person("cajero1"), world.person("cajero2"));
        let order = cajero1.order("dm", 1).await;
        cajero1.replies_with_capture("dm", &order, b"on its way").await;
        for (typed, parts) in [
            ("!relevo @cajero1", ["Un turno se entrega a otro cajero", "`!ocupado`"]),
            ("!relevo @david", ["**david** no es cajero", "`!cola`"]),
            ("!relevo", ["Faltan datos", "`!relevo @cajero`"]),
        ] {
            cajero1.is_refused("dm", typed, &parts).await;
        }
        let done = cajero1.is_told("dm", "!relevo @cajero2").await;
        done.shows(&["Su turno queda en manos de **cajero2**", "**2** (cajero2) y **3** (cajero2)", "La orden **1** sigue siendo suya", "está en pausa"]);
        let told = cajero2.finds("dm", "**cajero1** le entregó su turno").await;
        told.shows(&["**2**", "**3**", "90,27 Bs · `Ana Ruiz"]);
        assert!(!told.text().contains("**1**"), "{}", told.text());
        cajero1.finds("dm", "Orden **2**: **no la pague**, ahora la tiene **cajero2**").await;
        world.person("superusuario").is_told("dm", "!orden 2").await.shows(&["asignada a cajero2 · por cajero1: cambio de turno"]);
        // New orders do not go to the cashier who ended the shift.
        david.says(CHANNEL, "!t 10 p").await;
        david.order(CHANNEL, 4).await.shows(&["espera cajero"]);
        cajero1.presses(&order, "Listo").await.says(&["Orden **1**"]);
        cajero2.pays(2).await;
        cajero2.pays(3).await;
        cajero2.says("dm", "!disponible").await;
        cajero2.pays(4).await.says(&["90,27 Bs"]);
        // The answer also says when there were no open orders.
        cajero2.is_told("dm", "!relevo @cajero1").await.shows(&["No tenía órdenes abiertas"]);
        cajero1.finds("dm", "No quedó ninguna orden para usted").await;
        david.says(CHANNEL, "!c 40 10.4").await;
        world.closes_clean().await;
    }

    async fn who_gets_a_shift_reads_what_waits_for_float_and_who_gives_it_reads_why(test_db: TestDb) {
        let world = with_orders(&test_db, 2).await;
        let (owner, david, cajero1, cajero2) = (world.person("superusuario"), world.person("david"), world.person("cajero1"), world.person("cajero2"));
        david.says(CHANNEL, "!t 300 p Luis Mora").await;
        // cajero2 can pay one of the small ones and nothing else.
        owner.means("dm", "!ajustar 2 -4900 comisión").await;
        let done = cajero1.is_told("dm", "!relevo @cajero2").await;
        done.shows(&[
            "La orden **1** la tiene ahora **cajero2**", "2 órdenes esperan a otro cajero: **2** y **3**. No las pague ni las confirme.",
            "Esperan porque ni las cuentas de **cajero2** ni las de otro cajero disponible tienen saldo para ellas", "`!depositar`",
            "**cajero2** está en pausa",
        ]);
        let told = cajero2.finds("dm", "**cajero1** le entregó su turno. Esto espera ahora su pago").await;
        told.shows(&[
            "90,27 Bs · `Ana Ruiz 0102-1201`", "⏳ Esto espera en la cola, porque ni sus cuentas ni las de otro cajero disponible tienen saldo",
            "**2** · 90,27 Bs · `Ana Ruiz 0102-1202`", "**3** · 2.708,10 Bs · `Luis Mora`", "Usted está en pausa: para recibir órdenes, `!disponible`",
        ]);
        // A shift whose orders nobody can pay does not count as empty either.
        cajero1.says("dm", "!disponible").await;
        owner.means("dm", "!ajustar 2 -60 comisión").await;
        world.sweeps().await;
        let done = cajero1.is_told("dm", "!relevo @cajero2").await;
        done.shows(&["3 órdenes esperan a otro cajero"]);
        let told = cajero2.last("dm").await;
        told.shows(&["**cajero1** le entregó su turno.\n⏳ Esto espera en la cola", "**1** · 90,27 Bs"]);
        assert!(!told.text().contains("No quedó ninguna orden"), "{}", told.text());
        cajero1.says("dm", "!disponible").await;
        for order in 1..=3 {
            cajero1.pays(order).await;
        }
        david.says(CHANNEL, "!c 320 84").await;
        world.closes_clean().await;
    }

    async fn every_command_is_offered_in_direct_messages_and_once_in_the_server(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cajero = world.person("cajero1");
        cajero.slash("dm", "cola", json!({})).await.says(&["No espera ninguna orden"]);
        cajero.slashes("cajeros", "cola", json!({})).await.says(&["No espera ninguna orden"]);
        world.closes_clean().await;
    }

    async fn a_refused_form_comes_back_with_what_was_typed_also_after_a_restart(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        world.person("superusuario").says("general", "!setup panel").await;
        let cajero = world.person("cajero1");
        let form = cajero.presses(&cajero.finds("registro", "Registro").await, "Pedir cuenta").await;
        let typed = [
            ("Moneda o país", "Marte"),
            ("Tipo: corriente, ahorro o bancaria", "ahorro"),
            ("Banco · número o teléfono", "*Banesco* · 0134-1"),
            ("Titular", "Ana Pérez"),
            ("Saldo inicial", "0"),
        ];
        let refused = cajero.fills(&form, &typed).await;
        refused.says(&["Marte"]);
        let message = refused.message();
        message.shows(&["Lo que escribió", "Ana Pérez"]);
        assert_eq!(message.buttons(), ["Corregir"]);
        world.restarts().await;
        let cajero = world.person("cajero1");
        let again = cajero.presses(&message, "Corregir").await;
        let fields = again.modal().fields;
        for (label, value) in typed {
            let field = fields.iter().find(|field| field.label == label).expect("the field");
            assert_eq!(field.value, value);
        }
        let corrected: Vec<(&str, &str)> = typed.iter().map(|(label, value)| (*label, if *label == "Moneda o país" { "USD" } else { value })).collect();
        let done = cajero.fills(&again, &corrected).await;
        assert!(done.message().buttons().is_empty(), "{}", done.text());
        done.says(&["solicitud"]);
        world.closes_clean().await;
    }

    async fn who_paid_an_order_that_went_elsewhere_is_heard_before_it_is_paid_twice(test_db: TestDb) {
        let world = with_orders(&test_db, 1).await;
        let (owner, cajero1, cajero2) = (world.person("superusuario"), world.person("cajero1"), world.person("cajero2"));
        let order = cajero1.order("dm", 1).await;
        cajero2.says("dm", "!disponible").await;
        cajero1.says("dm", "!ocupado").await;
        cajero2.order("dm", 1).await.shows(&["90,27 Bs"]);
        let sent = cajero1.replies_with_capture("dm", &order, b"paid before it went").await;
        cajero1.reply_to("dm", &sent).await.shows(&["ya no es suya", "Avisé a los superusuarios"]);
        let alarm = owner.finds("alertas", "**cajero1** mandó una captura de la orden **1**, que ahora tiene **cajero2**").await;
        alarm.shows(&["`!asignar 1 @cajero`"]);
        cajero2.finds("dm", "**Pregunte antes de pagarla**").await.shows(&["**cajero1**"]);
        // Somebody who never had the order is only refused.
        world.person("david").is_refused("dm", "!listo 1", &["`!ayuda`"]).await;
        owner.says("general", "!asignar 1 @cajero1").await;
        cajero1.pays(1).await.says(&["Orden **1**"]);
        world.person("david").says(CHANNEL, "!c 10 2.6").await;
        world.closes_clean().await;
    }

    async fn an_order_with_a_capture_that_is_cancelled_is_no_secret(test_db: TestDb) {
        let world = with_orders(&test_db, 1).await;
        let (owner, cajero) = (world.person("superusuario"), world.person("cajero1"));
        let order = cajero.order("dm", 1).await;
        cajero.replies_with_capture("dm", &order, b"paid at the bank").await;
        owner.means("general", "!ajustar 1 -4950 sin fondos").await;
        cajero.presses(&order, "Listo").await.says(&["La captura está guardada", "no la cancele"]);
        let form = cajero.presses(&order, "Cancelar").await;
        cajero.submits(&form, json!({ "text": "no tengo saldo" })).await;
        owner.finds("alertas", "**cajero1** canceló la orden **1** aunque tenía captura").await.shows(&["`!orden 1`"]);
        world.person("david").says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }
}
