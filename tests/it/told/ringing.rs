//! Whoever a notice concerns gets a message that rings.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::{ALERTS, CHANNEL, REQUESTS};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::pictures::picture;
use crate::support::world::World;

on_both_engines! {
    async fn superusers_are_rung_for_a_request_and_who_asked_for_its_decision(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 20").await;
        let asked = owner.finds(REQUESTS, "Solicitud 1: tasa").await;
        asked.rings(&["superusuario"]);
        owner.presses(&asked, "Aprobar").await.says(&["aprobada"]);
        david.finds("dm", "Su solicitud **1**").await.shows(&["aprobada"]);
        // An edit rings nobody, so it does not call people who have nothing left to do.
        let decided = owner.finds(REQUESTS, "Solicitud 1: tasa").await;
        assert!(!decided.content().contains("<@"), "{}", decided.content());
        david.says(CHANNEL, "!t 100 30").await;
        let asked = owner.finds(REQUESTS, "Solicitud 2: tasa").await;
        let form = owner.presses(&asked, "Rechazar").await;
        owner.submits(&form, json!({ "text": "muy lejos" })).await;
        david.finds("dm", "Su solicitud **2**").await.shows(&["rechazada", "muy lejos"]);
        world.person("david").says(CHANNEL, "!cancelar 1").await;
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn superusers_named_in_the_settings_are_rung_too(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let maria = world.about("maria").await["id"].as_str().expect("an id").to_owned();
        let maria: &'static str = Box::leak(maria.into_boxed_str());
        world.restarts_with(&[("CAMBISTA__DISCORD__SUPERUSERS", maria)]).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 20").await;
        let asked = world.person("superusuario").finds(REQUESTS, "Solicitud 1: tasa").await;
        asked.rings(&["maria", "superusuario"]);
        world.closes_clean().await;
    }

    async fn an_alarm_rings_superusers(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        for order in [1, 2] {
            david.says(CHANNEL, "!t 10 p").await;
            let shown = if cajero.counts("dm", &format!("Orden {order}\n")).await == 1 { cajero } else { world.person("cajero2") };
            let message = shown.order("dm", order).await;
            shown.replies_with_capture("dm", &message, b"the same picture").await;
            shown.presses(&message, "Listo").await;
        }
        let alarm = owner.finds(ALERTS, "es el mismo archivo").await;
        alarm.rings(&["superusuario"]);
        david.says(CHANNEL, "!c 20 6").await;
        world.closes_clean().await;
    }

    async fn a_reversal_tells_cashier_and_reseller_who_did_it_and_why(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        cajero.pays(1).await.says(&["902,70 Bs"]);
        owner.says("general", "!revertir 1 la cuenta era de otro").await;
        let told = cajero.finds("dm", "Orden **1** revertida").await;
        told.shows(&["por **superusuario**", "la cuenta era de otro", "902,70 Bs volvieron a su cuenta"]);
        assert!(!told.is_quiet());
        let order = cajero.order("dm", 1).await;
        assert_eq!(told.0["message_reference"]["message_id"], order.0["id"], "beside its order");
        let there = david.finds(CHANNEL, "Orden **1** revertida").await;
        there.shows(&["por **superusuario**", "la cuenta era de otro"]).rings(&["david"]);
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn whoever_typed_an_order_is_rung_when_somebody_else_ends_it(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        let order = cajero.order("dm", 1).await;
        let form = cajero.presses(&order, "Cancelar").await;
        cajero.submits(&form, json!({ "text": "el banco no responde" })).await;
        david.finds(CHANNEL, "❌ Orden **1** cancelada por **cajero1**").await.rings(&["david"]);
        david.says(CHANNEL, "!t 50 p").await;
        owner.says("general", "!cancelar 2").await;
        david.finds(CHANNEL, "❌ Orden **2** cancelada por **superusuario**").await.rings(&["david"]);
        // People are not told what they cancelled themselves.
        david.says(CHANNEL, "!t 60 p").await;
        david.says(CHANNEL, "!cancelar 3").await;
        assert_eq!(david.counts(CHANNEL, "❌ Orden **3**").await, 0);
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn everybody_with_a_part_of_a_gain_hears_their_own_figure(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero, cajero2) = (world.person("david"), world.person("cajero1"), world.person("cajero2"));
        david.says(CHANNEL, "!start batch").await;
        for (order, typed) in [(1, "!t 100 p"), (2, "!t 100 9.2")] {
            david.says(CHANNEL, typed).await;
            cajero.pays(order).await;
        }
        david.says(CHANNEL, "!c 200 52.63").await;
        david.finds("dm", "Se cerró el batch **1**").await.shows(&["**1,84 $** como revendedor", "`!ganancias`"]);
        let own = cajero.finds("dm", "Se cerró el batch **1**").await;
        own.shows(&["**2,76 $** por lo que pagó"]);
        assert!(!own.text().contains("1,84"), "nobody else's figure: {}", own.text());
        assert_eq!(cajero2.counts("dm", "Se cerró el batch").await, 0, "who has no part hears nothing");
        world.closes_clean().await;
    }

    async fn who_gets_a_role_an_account_or_a_cut_hears_it(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        let rosa = world.joins("rosa").await;
        let mention = world.mention("rosa").await;
        for typed in [
            format!("!rol {mention} revendedor"), format!("!setcut {mention} 35"),
            format!("!cuenta crear {mention} PEN 100"), "!depositar 3 50 regalo".to_owned(),
            format!("!dar {mention} 7 por venir"),
        ] {
            owner.says("general", &typed).await;
        }
        rosa.finds("dm", "Ahora es **revendedor**").await;
        rosa.finds("dm", "Su parte de la ganancia es ahora **35 %**").await.shows(&["antes: 0 %", "**superusuario**"]);
        rosa.finds("dm", "Su cuenta en PEN está abierta").await.shows(&["100,00 S/"]);
        rosa.finds("dm", "entraron en su cuenta").await.shows(&["50,00 S/", "regalo"]);
        rosa.finds("dm", "le dio **7 monedas**").await.shows(&["**superusuario**", "por venir"]);
        for message in rosa.reads("dm").await {
            assert!(!message.is_quiet(), "{}", message.text());
        }
        // The same cut again is not told.
        owner.says("general", &format!("!setcut {mention} 35")).await;
        assert_eq!(rosa.counts("dm", "Su parte de la ganancia").await, 1);
        world.closes_clean().await;
    }

    async fn a_clients_order_that_is_undone_is_told_to_the_client(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, maria, cajero) = (world.person("superusuario"), world.person("maria"), world.person("cajero1"));
        owner.says("transacciones-clientes", "!start batch").await;
        let file = json!({ "name": "pago.png", "base64": STANDARD.encode(picture(b"hola")) });
        maria.sends("dm", json!({ "content": "!t 100 p Ana 0102-1234", "files": [file] })).await;
        cajero.pays(1).await.says(&["902,70 Bs"]);
        maria.finds("dm", "Su orden **1** está pagada").await;
        owner.says("general", "!revertir 1 el banco la devolvió").await;
        maria.finds("dm", "Su orden **1** fue revertida").await.shows(&["por **superusuario**", "el banco la devolvió"]);
        owner.says("transacciones-clientes", "!endbatch").await;
        world.closes_clean().await;
    }
}
