//! Payouts of earnings: asked for, held, and paid with a capture or given back (S0-67 … S0-70, Q-13).

use cambista::db::{Source, retrying};
use cambista::domain::flows::payouts::{self, AskPayout, PayoutError};
use cambista::domain::people::members::{self, Actor};
use cambista::domain::people::requests::RequestError;
use cambista::ids::{DiscordUserId, RequestId};
use serde_json::json;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::person::Person;
use crate::support::pictures::picture;
use crate::support::world::World;

const PAYOUTS: &str = "request-retiro";
const REQUESTS: &str = "solicitudes";
/// A lower minimum, because the worked example gains only 4.60 $.
const LITTLE: [(&str, &str); 1] = [("CAMBISTA__PAYOUTS__MINIMUM_USD", "1")];
const DAVID: &str = "member:2:earnings:USD";

/// The worked example: david earns 1.84 $ and cajero1 2.76 $.
async fn rich(test_db: &TestDb) -> World {
    let world = World::demo_with(test_db, &LITTLE).await;
    let david = world.person("david");
    david.says(CHANNEL, "!start batch").await;
    for (order, typed) in [(1, "!t 100 p"), (2, "!t 100 9.2")] {
        david.says(CHANNEL, typed).await;
        world.person("cajero1").pays(order).await;
    }
    david.says(CHANNEL, "!c 200 52.63").await;
    assert_eq!(world.balance(DAVID).await, "1.84");
    world
}

/// The message that shows a payout to superusers.
async fn request(world: &World, number: i64) -> Message {
    let title = format!("Solicitud {number}: retiro");
    world.person("superusuario").finds(REQUESTS, &title).await
}

async fn capture(by: Person<'_>, number: i64, bytes: &[u8]) -> Message {
    let asked = request(by.world(), number).await;
    let sent = by.replies_with_capture(REQUESTS, &asked, bytes).await;
    by.reply_to(REQUESTS, &sent).await
}

async fn pays(world: &World, number: i64) {
    let owner = world.person("superusuario");
    capture(owner, number, format!("payout {number}").as_bytes()).await;
    owner
        .presses(&request(world, number).await, "Pagado")
        .await
        .says(&[" pagado: "]);
}

/// This person as an actor.
async fn actor(world: &World, name: &'static str) -> Actor {
    let id = world.about(name).await["id"].as_str().expect("an id").to_owned();
    let person = members::Person {
        discord_user: DiscordUserId::new(id.parse().expect("a number")),
        name: name.to_owned(),
        superuser: name == "superusuario",
    };
    let desk = &world.running().app.desk;
    members::identify(desk, &person).await.expect("a member")
}

/// The sum of open holds on an account, in minor units.
async fn held(world: &World, code: &str) -> i64 {
    let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
    let (held,): (i64,) = sqlx::query_as("select held_minor from ledger_accounts where code = $1")
        .bind(code.to_owned())
        .fetch_one(reader.conn())
        .await
        .expect("a balance");
    held
}

on_both_engines! {
    async fn what_was_earned_is_asked_for_paid_and_gone(test_db: TestDb) {
        let world = rich(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        let told = david.is_told_privately(PAYOUTS, "!request-retiro 1,50 Binance ID 123456").await;
        told.shows(&["Retiro **1** pedido: **1,50 $** a «Binance ID 123456»", "apartado", "Le quedan 0,34 $"]);
        assert_eq!((world.balance(DAVID).await.as_str(), held(&world, DAVID).await), ("1.84", 15_000));

        let asked = request(&world, 1).await;
        asked.shows(&[
            "Solicitud **1** de **david**", "responda a este mensaje con la captura", "Monto: **1,50 $**",
            "Pagar a: `Binance ID 123456`\n`123456`", "0,34 $ disponibles · 1,50 $ retenidos · 0,00 $ ya retirados",
            "`!ganancias @david`", "Captura: no",
        ]);
        assert_eq!(asked.buttons(), ["Pagado", "Rechazar"]);
        let missing = ["Falta la captura del retiro **1**", "Responda al mensaje"];
        owner.presses_in_vain(&asked, "Pagado", &missing).await;

        let said = capture(owner, 1, b"paid to david").await;
        said.shows(&["Captura recibida para el retiro **1**", "**Pagado**"]);
        request(&world, 1).await.shows(&["la captura está. Pulse **Pagado**", "Captura: sí"]);
        owner.presses(&asked, "Pagado").await.says(&["Retiro **1** pagado: 1,50 $ salieron de las ganancias de **david**"]);
        assert_eq!((world.balance(DAVID).await.as_str(), held(&world, DAVID).await), ("0.34", 0));
        assert_eq!(world.balance("payouts:USD").await, "1.5");

        let heard = david.last("dm").await;
        heard.shows(&["Su retiro **1** está pagado: **1,50 $** a «Binance ID 123456»", "`!ganancias`"]);
        assert_eq!(world.file_of(&heard, "retiro-1.png").await, picture(b"paid to david"));
        let decided = request(&world, 1).await;
        decided.shows(&["aprobada", "por superusuario", "1,50 $ ya retirados"]);
        assert!(decided.buttons().is_empty());
        world.closes_clean().await;
    }

    async fn a_rejected_payout_is_available_again(test_db: TestDb) {
        let world = rich(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says("dm", "!retiro todo Banesco 0102-1234").await;
        david.last("dm").await.shows(&["Retiro **1** pedido: **1,84 $** a «Banesco 0102-1234»", "Le quedan 0,00 $"]);
        let form = owner.presses(&request(&world, 1).await, "Rechazar").await;
        owner.submits(&form, json!({ "text": "esa cuenta no existe" })).await.says(&["(retiro) de **david** rechazada"]);
        david.last("dm").await.shows(&["rechazada: «esa cuenta no existe»", "otra vez disponible: `!ganancias`"]);
        assert_eq!((world.balance(DAVID).await.as_str(), held(&world, DAVID).await), ("1.84", 0));
        let late = capture(owner, 1, b"too late").await;
        late.shows(&["ya está rechazada", "**superusuario**"]);
        // The destination is remembered, however the request ended.
        david.is_told_privately(PAYOUTS, "!request-retiro").await.shows(&["Retiro **2** pedido: **1,84 $** a «Banesco 0102-1234»"]);
        pays(&world, 2).await;
        assert_eq!(world.balance(DAVID).await, "0");
        world.closes_clean().await;
    }

    async fn what_is_earned_meanwhile_survives_a_restart_between_any_two_steps(test_db: TestDb) {
        let mut world = rich(&test_db).await;
        world.restarts().await;
        world.person("david").says(PAYOUTS, "!request-retiro Zelle david@example.com").await;
        world.restarts().await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        world.person("cajero1").pays(3).await;
        david.says(CHANNEL, "!c 100 26.32").await;
        assert_eq!(world.balance(DAVID).await, "2.86");
        world.restarts().await;
        capture(world.person("superusuario"), 1, b"the picture").await;
        world.restarts().await;
        let asked = request(&world, 1).await;
        world.person("superusuario").presses(&asked, "Pagado").await.says(&["1,84 $ salieron"]);
        world.restarts().await;
        assert_eq!((world.balance(DAVID).await.as_str(), held(&world, DAVID).await), ("1.02", 0));
        let david = world.person("david");
        let paid = david.reads("dm").await.iter().filter(|one| one.text().contains("está pagado")).count();
        assert_eq!(paid, 1);
        david.is_told_privately(PAYOUTS, "!request-retiro").await.shows(&["Retiro **2** pedido: **1,02 $** a «Zelle david@example.com»"]);
        world.restarts().await;
        let form = world.person("superusuario").presses(&request(&world, 2).await, "Rechazar").await;
        world.restarts().await;
        world.person("superusuario").submits(&form, json!({ "text": "mañana" })).await.says(&["rechazada"]);
        assert_eq!((world.balance(DAVID).await.as_str(), held(&world, DAVID).await), ("1.02", 0));
        world.closes_clean().await;
    }

    async fn of_two_superusers_one_pays_and_the_other_hears_who(test_db: TestDb) {
        let mut world = rich(&test_db).await;
        let id = world.about("maria").await["id"].as_str().expect("an id").to_owned();
        world.restarts_with(&[("CAMBISTA__DISCORD__SUPERUSERS", id.leak())]).await;
        let (owner, maria, david) = (world.person("superusuario"), world.person("maria"), world.person("david"));
        owner.says("general", "!rol @maria admin").await;
        david.says(PAYOUTS, "!request-retiro 1 Zelle x").await;
        capture(maria, 1, b"one picture").await.shows(&["Captura recibida"]);
        let asked = request(&world, 1).await;
        world.goes_stale(&asked, 99).await;
        let (one, other) = tokio::join!(
            owner.presses_without_waiting(&asked, "Pagado"),
            maria.presses_without_waiting(&asked, "Pagado"),
        );
        world.settles().await;
        let (first, second, by) = if one.text().contains("salieron") { (one, other, "superusuario") } else { (other, one, "maria") };
        first.says(&["Retiro **1** pagado: 1,00 $ salieron"]);
        second.says(&["El retiro **1** ya está pagado", "lo pagó **", by, "No lo pague otra vez"]);
        maria.presses_in_vain(&asked, "Pagado", &["El retiro **1** ya está pagado"]).await;
        let form = owner.presses(&asked, "Rechazar").await;
        owner.submits(&form, json!({ "text": "me arrepentí" })).await.says(&["ya está aprobada", by]);
        assert_eq!(world.balance("payouts:USD").await, "1");
        assert_eq!(david.reads("dm").await.iter().filter(|one| one.text().contains("está pagado")).count(), 1);

        // **Pagado** and **Rechazar** at once: only one of them counts.
        david.says(PAYOUTS, "!request-retiro").await;
        david.last("dm").await.shows(&["0,84 $ es menos de lo mínimo que se retira, 1,00 $"]);
        world.person("cajero1").says(PAYOUTS, "!request-retiro 2 Zelle y").await;
        capture(owner, 2, b"another").await;
        let asked = request(&world, 2).await;
        let form = maria.presses(&asked, "Rechazar").await;
        let (paid, rejected) = tokio::join!(
            owner.presses_without_waiting(&asked, "Pagado"),
            maria.submits_without_waiting(&form, json!({ "text": "todavía no" })),
        );
        world.settles().await;
        let is_paid = paid.text().contains("salieron");
        assert_ne!(is_paid, rejected.text().contains("rechazada. Se lo dije"), "{}\n{}", paid.text(), rejected.text());
        assert_eq!(world.balance("payouts:USD").await, if is_paid { "3" } else { "1" });
        world.closes_clean().await;
    }

    async fn a_phone_presses_and_fills_in_instead_of_typing(test_db: TestDb) {
        let world = rich(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        let asked = david.is_told(PAYOUTS, "!request-retiro").await;
        assert_eq!(asked.buttons(), ["Retirar"]);
        let form = david.presses(&asked, "Retirar").await;
        assert_eq!(form.modal().title, "Retirar ganancias");
        let before = world.rows().await;
        david.submits(&form, json!({ "amount": "2" })).await.says(&["Pidió 2,00 $"]);
        let form = david.presses(&asked, "Retirar").await;
        david.submits(&form, json!({ "amount": "" })).await.says(&["Falta dónde pagarle"]);
        let form = david.presses(&asked, "Retirar").await;
        let too_long = json!({ "interaction_id": form.0["interaction_id"], "fields": { "where": "x".repeat(201) } });
        assert_eq!(world.try_post("/sandbox/people/david/submit", too_long).await.0, 422, "the form itself refuses");
        assert_eq!(world.rows().await, before);
        let form = david.presses(&asked, "Retirar").await;
        let done = david.submits(&form, json!({ "amount": "1", "where": "Binance\nID 7" })).await;
        done.says(&["Retiro **1** pedido: **1,00 $** a «Binance ID 7»"]);

        // A button under somebody else's message asks for the person who presses it.
        let form = cajero.presses(&asked, "Retirar").await;
        cajero.submits(&form, json!({ "where": "Zelle" })).await.says(&["Retiro **2** pedido: **2,76 $** a «Zelle»"]);
        let none = json!({ "monto": "1" });
        david.slashes("general", "request-retiro", none).await.says(&["por mensaje directo"]);
        let again = json!({ "monto": "1", "donde": "Zelle" });
        david.slashes(PAYOUTS, "request-retiro", again).await.says(&["Ya tiene un retiro por pagar, el **1**"]);
        pays(&world, 1).await;
        david.slashes(PAYOUTS, "request-retiro", json!({ "monto": "Zelle" })).await.says(&["«Zelle» no es una cantidad"]);
        pays(&world, 2).await;
        world.closes_clean().await;
    }

    async fn only_superusers_pay_and_every_capture_says_what_it_proves(test_db: TestDb) {
        let world = rich(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        owner.says("general", "!rol @maria admin").await;
        let maria = world.person("maria");
        david.says(PAYOUTS, "!request-retiro 1 Zelle x").await;
        let asked = request(&world, 1).await;
        let before = world.rows().await;
        capture(maria, 1, b"not hers").await.shows(&["Las solicitudes las decide un superusuario"]);
        maria.presses_in_vain(&asked, "Pagado", &["Las solicitudes las decide un superusuario"]).await;
        let bare = owner.sends_capture(REQUESTS, b"of what?").await;
        owner.reply_to(REQUESTS, &bare).await.shows(&["no sé de qué retiro es", "respondiendo"]);
        let text = json!({ "content": "", "reply_to": asked.id(), "files": [{ "name": "nota.txt", "base64": "aG9sYQ==" }] });
        let note = owner.sends(REQUESTS, text).await;
        owner.reply_to(REQUESTS, &note).await.shows(&["no es una captura"]);
        assert_eq!(world.rows().await, before);

        capture(owner, 1, b"capture of order 1").await.shows(&["Esta misma captura ya se usó en la orden 1", "antes de pulsar **Pagado**"]);
        owner.last("alertas").await.shows(&["La captura del retiro **1** es la misma que la de **la orden 1**"]);
        capture(owner, 1, b"the right one").await.shows(&["Captura recibida para el retiro **1**"]);
        owner.presses(&asked, "Pagado").await.says(&["pagado"]);
        assert_eq!(world.file_of(&david.last("dm").await, "retiro-1.png").await, picture(b"the right one"));
        capture(owner, 1, b"late").await.shows(&["El retiro **1** ya está pagado", "**superusuario**"]);

        world.person("cajero1").says("dm", "!request-retiro todo Zelle").await;
        capture(owner, 2, b"the right one").await.shows(&["ya se usó en el retiro 1"]);
        owner.last("alertas").await.shows(&["**el retiro 1**"]);
        owner.presses(&request(&world, 2).await, "Pagado").await.says(&["pagado"]);
        world.closes_clean().await;
    }

    async fn a_decision_outlives_closed_messages_and_a_discord_that_fails(test_db: TestDb) {
        let world = rich(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(PAYOUTS, "!request-retiro 1 Zelle x").await;
        david.closes_dms().await;
        pays(&world, 1).await;
        david.last(PAYOUTS).await.shows(&["<@", "Su retiro **1** está pagado", "abra sus mensajes directos"]);
        assert!(!david.last(PAYOUTS).await.text().contains('$'));
        assert_eq!(world.balance("payouts:USD").await, "1");
        request(&world, 1).await.shows(&["aprobada"]);

        // The capture is too large for the message: the person is still told that they are paid.
        let cajero = world.person("cajero1");
        cajero.says("dm", "!request-retiro 2 Zelle y").await;
        capture(owner, 2, b"a picture").await;
        let direct = cajero.last("dm").await.0["channel_id"].as_str().expect("a channel").to_owned();
        let path = format!("/channels/{direct}/messages");
        world.breaks("POST", &path, json!({ "status": 413, "code": 40005, "times": 1 })).await;
        owner.presses(&request(&world, 2).await, "Pagado").await.says(&["pagado"]);
        let heard = cajero.last("dm").await;
        heard.shows(&["Su retiro **2** está pagado"]);
        assert!(heard.files().is_empty());
        world.closes_clean().await;
    }

    async fn the_same_request_made_again_sets_aside_and_pays_once(test_db: TestDb) {
        let mut world = rich(&test_db).await;
        let (david, owner) = (actor(&world, "david").await, actor(&world, "superusuario").await);
        let typed = AskPayout { amount: Some("1".into()), destination: Some("Zelle".into()) };
        let (asking, paying) = (RequestId::new("story", "ask"), RequestId::new("story", "pay"));
        let desk = world.running().app.desk.clone();
        let ask = || retrying(|| payouts::ask(&desk, &david, &asking, &typed));
        let (one, other) = tokio::join!(ask(), ask());
        assert_eq!(one.expect("the first"), other.expect("the second"));
        world.settles().await;
        capture(world.person("superusuario"), 1, b"the picture").await;
        let number = payouts::ask(&desk, &david, &asking, &typed).await.expect("what was asked").number;
        let pay = || retrying(|| payouts::pay(&desk, &owner, &paying, number));
        let (one, other) = tokio::join!(pay(), pay());
        assert_eq!(one.expect("the first"), other.expect("the second"));
        drop(desk);
        world.restarts().await;
        let desk = world.running().app.desk.clone();
        assert_eq!(payouts::pay(&desk, &owner, &paying, number).await.expect("the receipt").number, number);
        let late = payouts::pay(&desk, &owner, &RequestId::new("story", "later"), number).await;
        assert!(matches!(late, Err(PayoutError::Request(RequestError::Decided { .. }))), "{late:?}");
        let mixed = payouts::ask(&desk, &david, &paying, &typed).await;
        assert!(matches!(mixed, Err(PayoutError::OtherInput(_))), "{mixed:?}");
        drop(desk);
        assert_eq!((world.balance(DAVID).await.as_str(), held(&world, DAVID).await), ("0.84", 0));
        assert_eq!(world.balance("payouts:USD").await, "1");
        world.closes_clean().await;
    }

    async fn answers_that_are_lost_pay_and_tell_once_and_alerts_stand_in_for_a_missing_channel(test_db: TestDb) {
        let world = rich(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        owner.deletes_channel(REQUESTS).await;
        let lost = |times: u32| json!({ "status": 502, "times": times, "after": true });
        world.breaks("POST", "/messages", lost(2)).await;
        david.says(PAYOUTS, "!request-retiro 1 Zelle x").await;
        let asked = owner.finds("alertas", "Solicitud 1: retiro").await;
        owner.replies_with_capture("alertas", &asked, b"the picture").await;
        world.breaks("POST", "/interactions/", lost(1)).await;
        world.breaks("POST", "/messages", lost(1)).await;
        world.breaks("PATCH", "/messages", lost(2)).await;
        owner.presses(&asked, "Pagado").await.says(&["Retiro **1** pagado"]);
        owner.finds("alertas", "Solicitud 1: retiro").await.shows(&["aprobada"]);
        let count = |seen: Vec<Message>, words: &str| seen.iter().filter(|one| one.text().contains(words)).count();
        assert_eq!(count(owner.reads("alertas").await, "Solicitud 1: retiro"), 1);
        assert_eq!(count(david.reads("dm").await, "está pagado"), 1);
        assert_eq!(count(david.reads("dm").await, "Retiro **1** pedido"), 1);
        assert_eq!(world.balance("payouts:USD").await, "1");
        world.closes_clean().await;
    }

    async fn whoever_is_sent_away_still_gets_their_money(test_db: TestDb) {
        let world = rich(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(PAYOUTS, "!request-retiro 1 *Zelle* <@1> `x` @everyone").await;
        request(&world, 1).await.shows(&["*Zelle* <@1> `x` @everyone"]);
        owner.says("general", "!baja @david").await;
        david.finds("dm", "se cerró").await.shows(&["(retiro)", "de baja", "otra vez disponible"]);
        assert_eq!((world.balance(DAVID).await.as_str(), held(&world, DAVID).await), ("1.84", 0));
        let closed = request(&world, 1).await;
        assert!(closed.buttons().is_empty());
        david.is_told("dm", "!request-retiro").await.shows(&["Retiro **2** pedido: **1,84 $** a «\\*Zelle\\*"]);
        pays(&world, 2).await;
        assert_eq!(world.balance(DAVID).await, "0");
        david.is_refused("dm", "!request-retiro", &["Todavía no tiene ganancias"]).await;
        world.closes_clean().await;
    }
}
