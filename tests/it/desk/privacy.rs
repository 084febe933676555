//! Private answers stay private: what strangers would read goes by direct message (issue 9, number 5).

use serde_json::{Value, json};

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::person::Person;
use crate::support::world::World;

const CLIENTS: &str = "transacciones-clientes";
const PAYOUTS: &str = "request-retiro";
/// Channels that many read.
const READ_BY_MANY: [&str; 5] = ["general", "registro", PAYOUTS, "logros", CLIENTS];

/// Who types what, how it is done as a slash command, and a part of the answer.
const PRIVATE: &[(&str, &str, &str, &str)] = &[
    ("david", "saldo", "", "Saldo actual"),
    ("david", "cuentas", "", "PEN"),
    ("david", "movimientos", "PEN", "Movimientos de la cuenta"),
    ("david", "ganancias", "", "1,84 $"),
    ("david", "clientes", "", "Comisiones ganadas"),
    ("david", "transacciones", "", "Transacciones de david"),
    ("david", "pendientes", "", "Órdenes pendientes de david"),
    ("david", "canceladas", "", "Órdenes canceladas de david"),
    ("david", "historial", "1", "902,70 Bs"),
    ("david", "historial", "b1", "Historial del batch 1"),
    ("david", "orden", "1", "902,70 Bs"),
    ("maria", "puntos", "", "Sus puntos"),
    ("superusuario", "solicitudes", "todas", "Solicitudes"),
    ("superusuario", "solicitud", "1", "Solicitud 1: retiro"),
    ("superusuario", "cola", "", "Cola"),
    ("superusuario", "transacciones", "", "Transacciones de todos"),
    ("superusuario", "ganancias", "@david", "Ganancias de david"),
    ("superusuario", "saldo", "1", "Saldo actual"),
    ("superusuario", "cuentas", "@cajero1", "Banesco"),
    ("superusuario", "depositar", "1 5", "saldo actual"),
    ("superusuario", "ajustar", "1 -5 por probar", "saldo actual"),
    ("superusuario", "sobregiro", "1 0", "Disponible ahora"),
    ("superusuario", "setcut", "@david 40", "40 %"),
    ("superusuario", "cuenta crear", "@maria USD 7", "7,00 $"),
    ("superusuario", "app lista", "", "juego"),
    ("superusuario", "setup revisar", "", "El canal «solicitudes»"),
];

/// The worked example with an open order, a cancelled one, and a payout that was asked for.
async fn worked_example(test_db: &TestDb) -> World {
    let world = World::demo_with(test_db, &[("CAMBISTA__PAYOUTS__MINIMUM_USD", "1")]).await;
    let david = world.person("david");
    david.says(CHANNEL, "!start batch").await;
    for (order, typed) in [(1, "!t 100 p Ana Rojas 0102"), (2, "!t 100 9.2")] {
        david.says(CHANNEL, typed).await;
        world.person("cajero1").pays(order).await;
    }
    david.says(CHANNEL, "!c 200 52.63").await;
    david.says("dm", "!request-retiro 1 Binance 77").await;
    david.says(CHANNEL, "!start batch").await;
    for _ in 3..=4 {
        david.says(CHANNEL, "!t 50 p").await;
    }
    david.says(CHANNEL, "!cancelar 4").await;
    world
}

/// The bot's messages in this channel after the first `before` ones.
async fn said_since(person: Person<'_>, channel: &str, before: usize) -> Vec<String> {
    let seen = person.reads(channel).await;
    let of_bot = |message: &&Message| message.0["author"]["bot"] == json!(true);
    seen[before..].iter().filter(of_bot).map(Message::text).collect()
}

/// A command's options, filled in with the words of `typed`.
fn options(name: &str, typed: &str) -> Value {
    match (name, typed) {
        (_, "") => json!({}),
        ("movimientos" | "saldo", account) => json!({ "cuenta": account }),
        ("historial", which) => json!({ "cual": which }),
        ("orden" | "solicitud", number) => json!({ "numero": number }),
        ("solicitudes", state) => json!({ "estado": state }),
        ("cuentas" | "ganancias", person) => json!({ "persona": person }),
        ("depositar", _) => json!({ "cuenta": "1", "monto": "5" }),
        ("ajustar", _) => json!({ "cuenta": "1", "monto": "-5", "motivo": "por probar" }),
        ("sobregiro", _) => json!({ "cuenta": "1", "limite": "0" }),
        ("setcut", _) => json!({ "persona": "david", "porcentaje": "40" }),
        ("cuenta crear", _) => json!({ "persona": "maria", "moneda": "EUR", "saldo": "7" }),
        (other, typed) => panic!("nobody knows the options of {other} {typed}"),
    }
}

on_both_engines! {
    async fn what_is_typed_where_many_read_is_answered_directly(test_db: TestDb) {
        let world = worked_example(&test_db).await;
        for (index, (who, name, arguments, part)) in PRIVATE.iter().enumerate() {
            let person = world.person(who);
            let mut channel = READ_BY_MANY[index % READ_BY_MANY.len()];
            if !person.sees_channels().await.contains(&channel.to_owned()) {
                channel = "general";
            }
            let typed = format!("!{name} {arguments}");
            person.is_told_privately(channel, typed.trim()).await.shows(&[part]);
        }
        for channel in READ_BY_MANY {
            for text in said_since(world.person("superusuario"), channel, 0).await {
                for figure in ["Bs", "$", "S/", "Ana Rojas", "Banesco", "Binance"] {
                    assert!(!text.contains(figure), "{figure:?} stands in #{channel}: {text}");
                }
            }
        }
        world.closes_clean().await;
    }

    async fn what_is_chosen_is_answered_for_its_person_alone(test_db: TestDb) {
        let world = worked_example(&test_db).await;
        for (who, name, arguments, part) in PRIVATE {
            let part = if *name == "cuenta crear" { "7,00" } else { part };
            world.person(who).slashes("general", name, options(name, arguments)).await.says(&[part]);
        }
        world.closes_clean().await;
    }

    async fn who_closed_their_messages_is_told_how_to_read_it(test_db: TestDb) {
        let world = worked_example(&test_db).await;
        let david = world.person("david");
        david.closes_dms().await;
        let before = david.reads("dm").await.len();
        david.is_told("general", "!saldo").await
            .shows(&["sus mensajes directos están cerrados", "Ábralos", "`/saldo`", "solo a usted"]);
        // A command that exists only as text can be typed by direct message.
        david.is_told(PAYOUTS, "!retiro 9 Binance 7").await.shows(&["mensajes directos están cerrados", "`/request-retiro`"]);
        assert_eq!(david.reads("dm").await.len(), before);
        david.slashes("general", "saldo", json!({})).await.says(&["Saldo actual"]);
        david.opens_dms().await;
        david.is_told_privately("general", "!saldo").await.shows(&["Saldo actual"]);
        world.closes_clean().await;
    }

    async fn the_business_of_a_channel_stays_in_it_and_that_of_another_does_not(test_db: TestDb) {
        let world = worked_example(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        world.joins("rosa").await;
        owner.says("general", "!rol @rosa revendedor").await;
        let rosa = world.person("rosa");
        rosa.says("transacciones-rosa", "!start batch").await;
        rosa.says("transacciones-rosa", "!t 10 p Rosa Cliente").await;

        david.is_told(CHANNEL, "!batch").await.shows(&["batch 2"]);
        for typed in ["!orden 1", "!historial 1", "!historial b1"] {
            david.is_told(CHANNEL, typed).await.shows(&["902,70 Bs"]);
        }
        david.is_told(CHANNEL, "!c 100 26").await.shows(&["hay órdenes abiertas", "451,35 Bs"]);
        for typed in ["!orden 5", "!historial 5"] {
            owner.is_told_privately(CHANNEL, typed).await.shows(&["90,27 Bs"]);
        }
        owner.is_told_privately(CHANNEL, "!historial b3").await.shows(&["De **rosa**"]);
        // Cashiers read a reseller's channel, but may not read what is in the reseller's account.
        david.is_told_privately(CHANNEL, "!saldo").await.shows(&["Saldo actual"]);
        david.is_told_privately(CHANNEL, "!ganancias").await.shows(&["1,84 $"]);

        // In the cashiers' channel orders may be shown; accounts and earnings may not.
        cajero.is_told("cajeros", "!cola").await.shows(&["Cola"]);
        cajero.is_told("cajeros", "!orden 5").await.shows(&["Rosa Cliente"]);
        cajero.is_told_privately("cajeros", "!saldo").await.shows(&["Saldo actual"]);
        owner.is_told_privately("cajeros", "!solicitudes todas").await.shows(&["Solicitudes"]);
        // In the admins' channels everything may be shown that admins may see.
        for channel in ["solicitudes", "alertas"] {
            owner.is_told(channel, "!solicitudes todas").await.shows(&["Solicitudes"]);
            owner.is_told(channel, "!saldo 1").await.shows(&["Saldo actual"]);
            owner.is_told(channel, "!transacciones").await.shows(&["Transacciones de todos"]);
            owner.is_told_privately(channel, "!ganancias @david").await.shows(&["1,84 $"]);
        }
        world.closes_clean().await;
    }

    async fn a_refusal_with_figures_is_private_and_one_without_is_not(test_db: TestDb) {
        let world = worked_example(&test_db).await;
        let (david, maria) = (world.person("david"), world.person("maria"));
        david.is_told_privately(PAYOUTS, "!request-retiro 9 Binance 7").await.shows(&["Ya tiene un retiro por pagar"]);
        world.person("cajero1").is_told_privately(PAYOUTS, "!request-retiro 9 Zelle").await
            .shows(&["Pidió 9,00 $, y tiene 2,76 $ disponibles"]);
        david.is_told("general", "!request-retiro 9 Binance 7").await.shows(&["Los retiros se piden en"]);
        david.is_told("general", "!saldo 1").await.shows(&["es de otra persona"]);
        maria.is_told("general", "!cola").await.shows(&["Eso solo lo ven"]);
        // Typing mistakes are answered where they were typed.
        david.is_told("general", "!transacciones 99").await.shows(&["un número de 1 a 25"]);
        // A client's points would tell what they sent; coins may be shown to everybody.
        world.person("superusuario").says("general", "!rol @maria cliente").await;
        maria.is_told_privately("general", "!canjear 100").await.shows(&["0 puntos"]);
        david.is_told("general", "!monedas").await.shows(&["**0 monedas**"]);
        let seen = said_since(maria, PAYOUTS, 0).await;
        assert!(seen.iter().all(|text| !text.contains('$')), "{seen:?}");
        world.closes_clean().await;
    }
    async fn whoever_typed_bank_data_where_others_read_is_told_to_delete_it(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, maria) = (world.person("superusuario"), world.person("david"), world.person("maria"));
        let delete = ["Borre su mensaje", "yo no puedo borrarlo", "por mensaje directo"];
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p Ana Rojas 0102-1234").await;
        david.says("dm", "!request-retiro 1 Binance ID 123456").await;
        for channel in [CHANNEL, "dm"] {
            assert_eq!(david.counts(channel, "Borre su mensaje").await, 0, "{channel} is closed");
        }
        david.is_told("general", "!t 100 p Ana Rojas 0102-1234").await.shows(&delete);
        david.is_told("general", "!t 100").await;
        david.is_told(PAYOUTS, "!request-retiro 1 Binance ID 123456").await.shows(&delete);
        assert_eq!(david.counts("general", "Borre su mensaje").await, 1);
        // In a reseller's channel that others can read, as long as they can.
        owner.sets_permissions(CHANNEL, "@everyone", &["view_channel"], &[]).await;
        let told = david.is_told(CHANNEL, "!t 10 p Ana Rojas 0102-1234").await;
        told.shows(&["Se lo envié por mensaje directo"]).shows(&delete);
        // All clients read the clients' channel.
        owner.says(CLIENTS, "!start batch PEN VES").await;
        maria.types_with_capture(CLIENTS, "!t 100 p Ana 0102-1234", b"pago").await;
        assert_eq!(maria.counts(CLIENTS, "Borre su mensaje").await, 1);
        world.closes_clean().await;
    }
}
