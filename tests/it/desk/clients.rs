//! Clients: their transfers with the capture of their own payment, their points, and their referrers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::person::Person;
use crate::support::pictures::picture;
use crate::support::world::World;

const CLIENTS: &str = "transacciones-clientes";
const CASHIERS: &str = "cajeros";
const TERMS: &[(&str, &str)] = &[
    ("CAMBISTA__CLIENTS__REFERRAL_PERCENT", "10"),
    ("CAMBISTA__CLIENTS__DESK_CUT_PERCENT", "50"),
    ("CAMBISTA__CLIENTS__POINTS_PER_USD", "2"),
];

/// Types a command with a picture that is refused: the answer says why, and nothing is stored.
async fn is_refused_with_capture(person: Person<'_>, channel: &str, content: &str, bytes: &[u8], parts: &[&str]) {
    let before = person.world().rows().await;
    let said = person.types_with_capture(channel, content, bytes).await;
    person.reply_to(channel, &said).await.shows(parts);
    assert_eq!(person.world().rows().await, before, "{content:?} stored something");
}

/// Somebody new becomes a client whom david brought.
async fn registers(world: &World, name: &'static str, country: &str) {
    let owner = world.person("superusuario");
    owner.says("general", "!setup panel").await;
    let client = world.joins(name).await;
    let panel = client.finds("registro", "Registro").await;
    let pressed = client.presses(&panel, "Cliente").await;
    let message = pressed.message();
    let menu = message.selects().pop().expect("a menu");
    let form = client.selects(&message, &menu, &["david"]).await;
    let fields = form.modal().fields;
    let (its_name, its_country) = (fields[0].label.clone(), fields[1].label.clone());
    client.fills(&form, &[(&its_name, name), (&its_country, country)]).await;
    let asked = owner.last("solicitudes").await;
    owner.presses(&asked, "Aprobar").await.says(&["es cliente"]);
}

on_both_engines! {
    async fn clients_orders_of_one_batch_come_out_to_the_cent(test_db: TestDb) {
        let mut world = World::demo_with(&test_db, TERMS).await;
        registers(&world, "eva", "PE").await;
        let (owner, eva, maria) = (world.person("superusuario"), world.person("eva"), world.person("maria"));
        owner.says(CLIENTS, "!start batch PEN VES").await;
        maria.last(CLIENTS).await.shows(&["Se reciben transferencias de PEN a VES", "con la captura de su pago"]);
        owner.finds(CASHIERS, "la mesa-cuentas · batch 1").await.shows(&["0,00 S/"]);

        eva.types_with_capture("dm", "!t 100 p Ana 0102", b"eva paid once").await;
        let own = eva.order("dm", 1).await;
        own.shows(&["Su orden **1**: asignada", "902,70 Bs", "Ana 0102", "Cliente: eva", "Captura del cliente: sí"]);
        assert_eq!(own.buttons(), ["Cancelar orden"]);
        world.restarts().await;

        let (owner, eva, maria) = (world.person("superusuario"), world.person("eva"), world.person("maria"));
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        let asked = cajero.order("dm", 1).await;
        asked.shows(&["902,70 Bs", "Cliente: eva", "Captura: no", "Captura del cliente: sí"]);
        assert_eq!(world.file_of(&asked, "cliente-1.png").await, picture(b"eva paid once"));
        // The client's capture is not the cashier's.
        cajero.presses_in_vain(&asked, "Listo", &["Falta la captura de la orden **1**"]).await;
        cajero.replies_with_capture("dm", &asked, b"eva paid once").await;
        cajero.last("dm").await.shows(&["Esa es la captura con que el cliente pagó la orden **1**"]);
        cajero.pays(1).await.says(&["Orden **1** pagada"]);
        let told = eva.last("dm").await;
        told.shows(&["Su orden **1** está pagada: 900,00 Bs", "Pagada a:\n`Ana 0102`"]);
        assert_eq!(world.file_of(&told, "orden-1.png").await, picture(b"capture of order 1"));
        owner.finds(CASHIERS, "Orden **1** pagada").await.shows(&["100,00 S/", "902,70 Bs", "23,755 $"]);

        eva.types_with_capture("dm", "!t 100 p", b"eva paid twice").await;
        cajero.pays(2).await;
        maria.types_with_capture(CLIENTS, "!t 100 p Luis 0414", b"maria paid").await;
        // Others read there only that it was taken.
        let public = eva.finds(CLIENTS, "Orden **3** de **maria**").await;
        assert!(!public.text().contains("Luis") && !public.text().contains("Bs"), "{}", public.text());
        maria.order("dm", 3).await.shows(&["Luis 0414", "902,70 Bs"]);
        cajero.pays(3).await;
        maria.finds(CLIENTS, "Orden **3** de **maria**: pagada").await;
        assert!(!eva.reads(CLIENTS).await.iter().any(|message| message.text().contains('$')));

        // 902.70 / 38 = 23.755: 23 dollars, two points each.
        eva.is_told("dm", "!puntos").await.shows(&["**92 PTS**", "+46 PTS · orden 2", "+46 PTS · orden 1"]);
        assert_eq!(world.balances().await["issuance:PTS"], -138);

        // Sent 3 × 23.755263 = 71.2657: 71.26. Bought 77.79. Gain 6.53.
        // eva's orders: 2 × (25.93 − 23.755263) = 4.349473; a tenth is 0.43. Left 6.10, half of it the desk's.
        owner.is_told(CLIENTS, "!c 300 77.79").await.shows(&["Anotado", "canal de los cajeros"]);
        owner.last(CASHIERS).await.shows(&[
            "batch 1 cerrado", "300,00 S/", "77,79 $", "71,26 $", "Ganancia generada en el batch = 6,53 $",
            "Parte de la mesa (50 % de lo que queda) = 3,05 $", "Comisión por clientes david = 0,43 $",
            "Ganancia Cajero cajero1 = 3,05 $",
        ]);
        maria.finds(CLIENTS, "Por ahora no se reciben más transferencias de PEN a VES").await;
        let balances = world.balances().await;
        let earned: Vec<i64> = balances.iter().filter(|(code, _)| code.contains("earnings")).map(|(_, of)| *of).collect();
        assert_eq!((balances["profit:USD"], earned.iter().sum::<i64>()), (-34_800, 34_800));
        let list = david.is_told_privately(CHANNEL, "!clientes").await;
        list.shows(&["Clientes de david", "**eva**: 2 órdenes pagadas, 47,51 $", "Comisiones ganadas: 0,43 $"]);
        owner.is_told_privately("general", "!clientes @david").await.shows(&["**eva**"]);
        david.is_refused(CHANNEL, "!clientes @cajero1", &["solo los ve un superusuario"]).await;
        world.closes_clean().await;
    }

    async fn a_clients_transfer_that_cannot_be_taken_says_why(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, maria, cajero) =
            (world.person("superusuario"), world.person("david"), world.person("maria"), world.person("cajero1"));
        is_refused_with_capture(maria, "dm", "!t 100 p", b"paid", &["Ahora no se reciben transferencias"]).await;
        for who in [david, maria, cajero] {
            let parts = ["Los batches de los clientes los abren los admins"];
            if who.name() != "david" {
                who.is_refused(CLIENTS, "!start batch", &parts).await;
            }
        }
        owner.says(CLIENTS, "!start batch").await;
        owner.is_refused(CLIENTS, "!start batch", &["Ya hay un batch abierto aquí"]).await;
        maria.is_refused(CLIENTS, "!t 100 p", &["Falta la captura de su pago"]).await;
        maria.is_refused("general", "!t 100 p", &["Sus transferencias se escriben en <#", "mensaje directo"]).await;
        cajero.is_refused(CLIENTS, "!t 100 p", &["En este canal envían los clientes"]).await;
        maria.is_refused(CLIENTS, "!batch", &["Ese batch es de otra persona"]).await;
        david.is_refused(CHANNEL, "!historial b1", &["Ese batch es de la mesa, para sus clientes", "los cajeros y los admins"]).await;
        owner.is_told_privately("general", "!historial b1").await.shows(&["De la mesa, para sus clientes · PEN → VES", "1 paso"]);
        maria.is_refused("dm", "!start batch", &["*cliente*"]).await;
        for (typed, part) in [
            ("!t 0 p", "no puede ser cero"), ("!t 1.234 p", "puede ser"), ("!t 100 x", "no es una tasa"), ("!t 100", "Faltan datos"),
        ] {
            is_refused_with_capture(maria, "dm", typed, b"paid", &[part]).await;
        }
        let text = json!({ "name": "nota.txt", "base64": STANDARD.encode(b"no picture") });
        let said = maria.sends("dm", json!({ "content": "!t 100 p", "files": [text] })).await;
        maria.reply_to("dm", &said).await.shows(&["Eso no es una captura"]);

        maria.types_with_capture("dm", "!t 100 p", b"paid").await;
        maria.order("dm", 1).await.shows(&["Su orden **1**"]);
        is_refused_with_capture(maria, "dm", "!t 50 p", b"paid", &["Esa captura ya pagó otra orden"]).await;
        maria.is_told("dm", "!cancelar 1").await.shows(&["Orden **1** cancelada"]);
        cajero.finds("dm", "**no la pague**").await;
        // A cancelled order was not paid: its capture can be used again.
        maria.types_with_capture("dm", "!t 50 p", b"paid").await;
        cajero.order("dm", 2).await.shows(&["451,35 Bs"]);
        let form = cajero.presses(&cajero.order("dm", 2).await, "Cancelar").await;
        cajero.submits(&form, json!({ "text": "cuenta cerrada" })).await;
        maria.last("dm").await.shows(&["Su orden **2** no se pudo pagar: «cuenta cerrada»", "la misma captura"]);
        maria.is_refused("dm", "!cancelar 2", &["ya está así"]).await;

        owner.is_refused("general", "!canal @david #transacciones-clientes", &["Ese es el canal de los clientes"]).await;
        owner.is_told(CLIENTS, "!endbatch").await.shows(&["Anotado"]);
        owner.is_refused(CLIENTS, "!endbatch", &["No hay un batch abierto aquí"]).await;
        world.closes_clean().await;
    }

    async fn a_clients_order_is_theirs_to_see_and_to_take_back(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        registers(&world, "eva", "PE").await;
        let (owner, eva, maria) = (world.person("superusuario"), world.person("eva"), world.person("maria"));
        owner.says(CLIENTS, "!start batch").await;
        let placed = eva.slash_with_file(CLIENTS, "t", json!({ "monto": "100", "tasa": "p" }), ("captura", b"eva paid")).await;
        placed.says(&["Orden **1** por 902,70 Bs: ya tiene cajero"]);
        let own = eva.order("dm", 1).await;
        eva.is_told("dm", "!orden 1").await.shows(&["902,70 Bs", "Cliente: eva"]);
        maria.is_refused("dm", "!orden 1", &["Esa orden no es suya"]).await;
        maria.is_refused("dm", "!cancelar 1", &["La orden **1** es de otra persona"]).await;
        world.goes_stale(&own, 1).await;
        let (first, second) =
            tokio::join!(eva.presses_without_waiting(&own, "Cancelar orden"), eva.presses_without_waiting(&own, "Cancelar orden"));
        world.settles().await;
        let told = [first.text(), second.text()].concat();
        assert!(told.contains("Orden **1** cancelada") && told.contains("ya está así: *cancelada"), "{told}");
        maria.closes_dms().await;
        maria.types_with_capture(CLIENTS, "!t 100 p Luis", b"maria paid").await;
        maria.finds(CLIENTS, "Orden **2** de **maria**: asignada").await.shows(&["abra sus mensajes directos"]);
        world.person("cajero1").pays(2).await;
        maria.finds(CLIENTS, "Orden **2** de **maria**: pagada").await;
        maria.opens_dms().await;
        owner.is_told_privately("general", "!revertir 2 el banco lo devolvió").await.shows(&["revertida"]);
        maria.is_told("dm", "!puntos").await.shows(&["**0 PTS**", "-23 PTS · orden 2 revertida", "+23 PTS · orden 2"]);
        owner.says(CLIENTS, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn several_batches_of_the_desk_stand_side_by_side(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        registers(&world, "eva", "CO").await;
        let (owner, eva, maria) = (world.person("superusuario"), world.person("eva"), world.person("maria"));
        owner.says("general", "!setrates COP VES 0.01").await;
        owner.says("general", "!setrates PEN COP 1000").await;
        owner.says("general", "!setusdvalue COP 4000").await;
        for corridor in ["PEN VES", "COP VES"] {
            owner.says(CLIENTS, &format!("!start batch {corridor}")).await;
        }
        owner.is_refused(CLIENTS, "!batch", &["Diga cuál batch", "PEN → VES y COP → VES", "`!batch PEN VES`"]).await;
        owner.is_refused(CLIENTS, "!endbatch", &["`!endbatch PEN VES`"]).await;
        owner.is_refused(CLIENTS, "!c 10 2", &["`!c 200 52.63 PEN VES`"]).await;
        owner.is_refused(CLIENTS, "!c 10 2 PEN", &["Faltan datos"]).await;
        owner.is_refused(CLIENTS, "!endbatch PEN COP", &["Diga cuál batch"]).await;
        owner.is_told_privately(CLIENTS, "!batch co ve").await.shows(&["batch 2", "Pesos"]);
        owner.slashes(CLIENTS, "batch", serde_json::json!({ "de": "co", "a": "ve" })).await.says(&["batch 2", "Pesos"]);

        // eva's country uses pesos; maria gave no country and gets the usual corridor; a typed corridor wins.
        eva.types_with_capture("dm", "!t 10000 p Ana", b"eva paid").await;
        eva.order("dm", 1).await.shows(&["10.000,00 COP a tasa 0,01", "100,30 Bs"]);
        maria.types_with_capture("dm", "!t 100 p", b"maria paid").await;
        maria.order("dm", 2).await.shows(&["100,00 S/ a tasa 9"]);
        maria.types_with_capture("dm", "!t 20000 p COP VES Luis 0414", b"maria paid again").await;
        maria.order("dm", 3).await.shows(&["20.000,00 COP a tasa 0,01", "Beneficiario: `Luis 0414`"]);
        for order in 1..=3 {
            owner.is_told("general", &format!("!cancelar {order}")).await;
        }
        for corridor in ["PEN VES", "COP VES"] {
            owner.is_told(CLIENTS, &format!("!endbatch {corridor}")).await.shows(&["Anotado"]);
        }
        world.closes_clean().await;
    }

    async fn a_clients_rate_outside_the_band_waits_with_its_capture(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, maria, cajero) = (world.person("superusuario"), world.person("maria"), world.person("cajero1"));
        owner.says(CLIENTS, "!start batch").await;
        let said = maria.types_with_capture("dm", "!t 100 12 Luis", b"maria paid").await;
        maria.reply_to("dm", &said).await.shows(&["solicitud **1**"]);
        is_refused_with_capture(maria, "dm", "!t 100 12 Luis", b"maria paid", &["Ya tiene una solicitud por decidir", "**1**"]).await;
        let asked = owner.last("solicitudes").await;
        maria.types_with_capture("dm", "!t 100 p Luis", b"maria paid").await;
        owner.presses_in_vain(&asked, "Aprobar", &["La captura de la solicitud **1** ya pagó otra orden"]).await;
        maria.says("dm", "!cancelar 1").await;
        owner.presses(&asked, "Aprobar").await.says(&["sale como orden **2**, 1.203,60 Bs"]);
        maria.order("dm", 2).await.shows(&["1.203,60 Bs", "Captura del cliente: sí", "Luis"]);
        assert_eq!(world.file_of(&cajero.order("dm", 2).await, "cliente-2.png").await, picture(b"maria paid"));
        cajero.pays(2).await;
        owner.is_told(CLIENTS, "!c 100 40").await;
        owner.last(CASHIERS).await.shows(&["Ganancia generada en el batch = 8,33 $", "cajero1 = 8,33 $"]);
        world.closes_clean().await;
    }
}
