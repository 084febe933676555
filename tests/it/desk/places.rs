//! The desk's places are known by id, and no stranger can read there (issue 9, number 4).

use reqwest::Method;
use serde_json::{Value, json};

use super::{CHANNEL, PENDING};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::person::Person;
use crate::support::running::Stage;
use crate::support::world::World;

const OWNER: &str = "/sandbox/people/superusuario";
const REQUESTS: &str = "solicitudes";
const ALERTS: &str = "alertas";

/// Changes Discord while no bot is running.
async fn prepares(world: &World, method: Method, path: &str, body: Value) -> Value {
    let (status, answer) = world.control(method, path, body).await;
    assert!((200..300).contains(&status), "{path}: {status} {answer}");
    answer
}

/// Somebody new asks to be a cashier.
async fn asks_for_a_role<'w>(world: &'w World, name: &'static str) -> Person<'w> {
    let person = world.joins(name).await;
    let form = person
        .presses(&person.finds("registro", "Registro").await, "Cajero")
        .await;
    let fields = [("Su nombre, como lo verán los demás", name), ("Su país", "Perú")];
    person
        .fills(&form, &fields)
        .await
        .says(&["en manos de un superusuario"]);
    person
}

/// How many messages of a channel contain these words.
async fn count(person: Person<'_>, channel: &str, words: &str) -> usize {
    let seen = person.reads(channel).await;
    seen.iter().filter(|message| message.text().contains(words)).count()
}

async fn sends(world: &World, orders: usize) {
    for _ in 0..orders {
        world.person("david").says(CHANNEL, "!t 100 p").await;
    }
}

on_both_engines! {
    async fn a_public_channel_that_was_there_first_is_not_taken_for_a_private_one(test_db: TestDb) {
        let mut world = World::before_the_desk(&test_db, Stage::Empty).await;
        for name in [REQUESTS, ALERTS] {
            prepares(&world, Method::DELETE, &format!("{OWNER}/channels/{name}"), Value::Null).await;
        }
        let open = prepares(&world, Method::POST, &format!("{OWNER}/channels"), json!({ "name": REQUESTS })).await;
        let open = open["id"].as_str().expect("an id").to_owned();
        prepares(&world, Method::POST, &format!("{OWNER}/roles"), json!({ "name": "Amigos" })).await;
        let friends = json!({ "name": ALERTS, "private_to": ["Amigos", "cambista"] });
        prepares(&world, Method::POST, &format!("{OWNER}/channels"), friends).await;
        world.opens().await;

        let owner = world.person("superusuario");
        owner.finds("dm", "El canal `#solicitudes`: hay uno con ese nombre y no lo uso, porque lo puede leer `@everyone`").await;
        owner.finds("dm", "El canal `#alertas`: hay uno con ese nombre y no lo uso, porque lo puede leer `@Amigos`").await;
        let told = owner.is_told_privately("general", "!setup").await;
        told.shows(&[
            "✘ Hay un canal «solicitudes» y no se usa: lo puede leer `@everyone`", "`!setup propios`",
            "✘ Hay un canal «alertas» y no se usa: lo puede leer `@Amigos`", "Corrija lo marcado con ✘",
        ]);
        assert!(!told.text().contains("Todo está listo"), "{}", told.text());

        // Meanwhile requests go to the owner alone.
        owner.says("general", "!setup panel").await;
        let eva = asks_for_a_role(&world, "eva").await;
        owner.finds("dm", "Solicitud 1: rol").await.shows(&["Nombre: eva"]);
        assert_eq!(eva.reads(&open).await.len(), 0);

        // The desk makes its own, with the same name and another id.
        let told = owner.is_told("dm", "!setup propios").await;
        told.shows(&["El canal «solicitudes»: creado", "El canal «alertas»: creado", "Todo está listo"]);
        asks_for_a_role(&world, "ana").await;
        let asked = world.requests().await;
        let asked = asked.iter().rev().find(|one| one["body"]["content"].as_str().is_some_and(|text| text.contains("ana")));
        assert!(asked.is_some(), "the request was shown");
        assert_eq!((eva.reads(&open).await.len(), count(owner, "dm", "Solicitud 2: rol").await), (0, 0));
        world.closes_clean().await;
    }

    async fn a_channel_that_is_closed_as_it_must_be_is_adopted(test_db: TestDb) {
        let world = World::before_the_desk(&test_db, Stage::NoDesk).await;
        let mut world = world;
        world.opens().await;
        let owner = world.person("superusuario");
        let told = owner.is_told("dm", "!setup revisar").await;
        told.shows(&["El canal «solicitudes» existe", "El rol «Cajero» existe", "Todo está listo"]);
        assert_eq!(owner.reads(ALERTS).await.len(), 0, "nothing is wrong");
        // A superuser's `!setup` adopts a channel with the right name that no stranger can read.
        owner.deletes_channel(REQUESTS).await;
        owner.makes_private_channel(REQUESTS, &["Admin", "cambista"]).await;
        owner.is_told("dm", "!setup revisar").await.shows(&["✘ Falta el canal «solicitudes»"]);
        owner.is_told("dm", "!setup").await.shows(&["El canal «solicitudes» ya existía y solo lo lee quien debe", "Todo está listo"]);
        owner.finds(ALERTS, "✅ El canal `#solicitudes`: ya está como debe").await;
        world.closes_clean().await;
    }

    async fn a_new_name_changes_nothing_and_a_second_of_a_name_means_nothing(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        owner.changes_role("Cajero", json!({ "name": "Pagador" })).await;
        owner.makes_role("Cajero").await;
        owner.renames_channel(REQUESTS, "peticiones").await;
        owner.makes_channel(REQUESTS).await;
        owner.renames_channel("registro", "entrada").await;
        world.restarts().await;

        let owner = world.person("superusuario");
        world.joins("luis").await;
        owner.is_told("general", "!rol @luis cajero").await.shows(&["**luis** ahora es cajero"]);
        assert_eq!(world.about("luis").await["roles"], json!(["Pagador"]));
        // Whoever holds the other role of the same name reads nothing of the desk.
        world.person("maria").holds_roles(&["Cliente", "Cajero"]).await;
        world.joins("rosa").await;
        owner.says("general", "!rol @rosa revendedor").await;
        for (name, sees) in [("luis", true), ("cajero1", true), ("maria", false)] {
            let seen = world.person(name).sees_channels().await;
            for channel in ["transacciones-rosa", PENDING] {
                assert_eq!(seen.contains(&channel.to_owned()), sees, "{name}: {seen:?}");
            }
        }
        owner.is_told("general", "!setup panel").await.shows(&["`#entrada`"]);
        let eva = world.joins("eva").await;
        let form = eva.presses(&eva.finds("entrada", "Registro").await, "Cajero").await;
        eva.fills(&form, &[("Su nombre, como lo verán los demás", "eva"), ("Su país", "Perú")]).await;
        owner.finds("peticiones", "Solicitud 1: rol").await.shows(&["Nombre: eva"]);
        assert_eq!(owner.reads(REQUESTS).await.len(), 0);
        assert_eq!(count(owner, ALERTS, "⚠️").await, 0);
        world.closes_clean().await;
    }

    async fn what_is_deleted_is_missed_once_and_made_again(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        owner.says("general", "!setup panel").await;
        owner.deletes_channel(REQUESTS).await;
        owner.finds(ALERTS, "⚠️ El canal de solicitudes no está. `!setup` (o `cambista setup`) lo crea").await;
        asks_for_a_role(&world, "eva").await;
        owner.finds(ALERTS, "Solicitud 1: rol").await;
        owner.is_told_privately("general", "!setup").await.shows(&["El canal «solicitudes»: creado", "Todo está listo"]);
        owner.finds(ALERTS, "✅ El canal `#solicitudes`: ya está como debe").await;
        asks_for_a_role(&world, "ana").await;
        owner.finds(REQUESTS, "Solicitud 2: rol").await;
        let seen = world.person("eva").sees_channels().await;
        assert!(!seen.contains(&REQUESTS.to_owned()), "{seen:?}");

        // A role is deleted while the bot is not running.
        owner.deletes_role("Cajero").await;
        owner.finds(ALERTS, "⚠️ El rol de cajero no está").await;
        let seen = world.person("cajero1").sees_channels().await;
        assert!(!seen.contains(&PENDING.to_owned()) && !seen.contains(&CHANNEL.to_owned()), "{seen:?}");
        world.restarts().await;
        let owner = world.person("superusuario");
        assert_eq!(count(owner, ALERTS, "⚠️ El rol de cajero no está").await, 1, "once");
        owner.is_told("dm", "!setup").await
            .shows(&["El rol «Cajero»: creado", "El canal «transacciones-david» quedó abierto al rol «Cajero»", "Todo está listo"]);
        world.settles().await;
        for cashier in ["cajero1", "cajero2"] {
            assert_eq!(world.about(cashier).await["roles"], json!(["Cajero"]));
            let seen = world.person(cashier).sees_channels().await;
            assert!(seen.contains(&PENDING.to_owned()) && seen.contains(&CHANNEL.to_owned()), "{cashier}: {seen:?}");
        }
        assert_eq!(count(world.person("cajero1"), "dm", "Ahora es **cajero**").await, 1, "nobody became one");

        // Without alerts, the owner hears it directly.
        owner.deletes_channel(ALERTS).await;
        owner.last("dm").await.shows(&["⚠️ El canal de alertas no está", "por mensaje directo a quien posee"]);
        world.closes_clean().await;
    }

    async fn a_channel_of_the_desk_or_one_that_others_read_is_nobodys_own(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        world.joins("rosa").await;
        owner.says("general", "!rol @rosa revendedor").await;
        for (channel, parts) in [
            ("general", ["lo puede leer `@everyone`", "`!canal @rosa`"]),
            ("registro", ["Ese es el canal de registro", "sin canal y se crea uno privado"]),
            (ALERTS, ["Ese es el canal de alertas", "`!canal @david`"]),
            ("transacciones-clientes", ["Ese es el canal de los clientes", "`!canal @david`"]),
            (CHANNEL, ["ya es de **david**", "`!canal @david`"]),
        ] {
            owner.is_refused("general", &format!("!canal @rosa #{channel}"), &parts).await;
        }
        owner.makes_role("Amigos").await;
        owner.makes_private_channel("caja", &["rosa", "Amigos", "maria", "Cajero", "cajero1", "cambista"]).await;
        owner.is_refused("general", "!canal @rosa #caja", &["lo puede leer `@Amigos` y **maria**"]).await;
        owner.unsets_permissions("caja", "Amigos").await;
        owner.unsets_permissions("caja", "maria").await;
        owner.is_told("general", "!canal @rosa #caja").await.shows(&["es ahora el canal de **rosa**"]);
        world.person("rosa").says("caja", "!start batch").await;
        world.person("rosa").last("caja").await.shows(&["rosa-cuentas"]);
        world.closes_clean().await;
    }

    async fn a_channel_that_is_opened_later_gets_nothing_private_until_it_is_closed(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero, maria) =
            (world.person("superusuario"), world.person("david"), world.person("cajero2"), world.person("maria"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p Ana Rojas 0102-1234").await;
        owner.sets_permissions(CHANNEL, "@everyone", &["view_channel"], &[]).await;
        // On PostgreSQL the chain's head may be announced afterwards, so this is not always the last message.
        owner.finds(ALERTS, "⚠️ El canal de revendedor `#transacciones-david` lo puede leer `@everyone`").await.shows(&["va por mensaje directo"]);
        let before = maria.reads(CHANNEL).await.len();
        david.is_told(CHANNEL, "!t 50 p Luis Paz 0414-9").await.shows(&["Se lo envié por mensaje directo"]);
        david.order("dm", 2).await.shows(&["Luis Paz 0414-9", "451,35 Bs"]);
        cajero.pays(2).await.says(&["Orden **2** pagada"]);
        david.finds("dm", "✅ Orden **2** pagada").await.shows(&["batch 1"]);
        david.is_told_privately(CHANNEL, "!batch").await.shows(&["batch 1"]);
        david.is_told_privately(CHANNEL, "!orden 1").await.shows(&["Ana Rojas"]);
        let seen = maria.reads(CHANNEL).await;
        let told: Vec<String> = seen[before..].iter().map(Message::text).collect();
        assert!(told.iter().all(|text| !text.contains("Bs") && !text.contains("batch 1")), "{told:?}");
        // A change that does not concern the desk is not told.
        owner.makes_role("Amigos").await;
        owner.sets_permissions(CHANNEL, "Amigos", &["view_channel"], &[]).await;
        assert_eq!(count(owner, ALERTS, "El canal de revendedor `#transacciones-david`").await, 1);

        owner.unsets_permissions(CHANNEL, "Amigos").await;
        owner.sets_permissions(CHANNEL, "@everyone", &[], &["view_channel"]).await;
        owner.finds(ALERTS, "✅ El canal de revendedor `#transacciones-david`: ya está como debe").await;
        david.says(CHANNEL, "!t 10 p").await;
        david.order(CHANNEL, 3).await.shows(&["90,27 Bs"]);
        world.closes_clean().await;
    }

    async fn channels_that_were_bound_in_the_past_are_found_at_the_start(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        world.binds_as_before("david", "general").await;
        world.restarts().await;
        let (owner, david, maria) = (world.person("superusuario"), world.person("david"), world.person("maria"));
        // On PostgreSQL the chain's head may be announced afterwards, so this is not always the last message.
        owner.finds(ALERTS, "El canal de revendedor").await.shows(&["El canal de revendedor `#general` lo puede leer `@everyone`", "`!canal @…`"]);
        owner.is_told("dm", "!setup revisar").await.shows(&["✘ El canal «general» de un revendedor lo puede leer `@everyone`"]);
        david.says("general", "!start batch").await;
        david.says("general", "!t 100 p Ana Rojas 0102-1234").await;
        david.order("dm", 1).await.shows(&["Ana Rojas 0102-1234"]);
        assert_eq!(count(maria, "general", "Bs").await, 0);
        world.restarts().await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        assert_eq!(count(owner, ALERTS, "⚠️").await, 1, "once");
        // A private channel is made, and the open one stays as it was.
        owner.is_told("general", "!canal @david").await.shows(&["es ahora el canal de **david**"]);
        owner.finds(ALERTS, "ya está como debe").await;
        david.says(CHANNEL, "!t 10 p").await;
        david.order(CHANNEL, 2).await.shows(&["90,27 Bs"]);
        world.closes_clean().await;
    }

    async fn a_private_place_that_is_opened_sends_its_contents_the_next_way(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, maria) = (world.person("superusuario"), world.person("david"), world.person("maria"));
        owner.says("general", "!setup panel").await;
        david.says(CHANNEL, "!start batch").await;
        for channel in [PENDING, REQUESTS, "cajeros"] {
            owner.sets_permissions(channel, "@everyone", &["view_channel"], &[]).await;
            owner.last(ALERTS).await.shows(&[&format!("`#{channel}` lo puede leer `@everyone`"), "no se publica nada privado"]);
        }
        // Orders go only to their cashier, requests to the place of alerts.
        sends(&world, 2).await;
        asks_for_a_role(&world, "eva").await;
        owner.finds(ALERTS, "Solicitud 1: rol").await;
        for channel in [PENDING, REQUESTS, "cajeros"] {
            assert_eq!(maria.reads(channel).await.len(), 0, "{channel}");
        }
        world.person("cajero2").order("dm", 2).await;
        // Alerts go to the owner when their channel is open to others.
        owner.sets_permissions(ALERTS, "@everyone", &["view_channel"], &[]).await;
        owner.last("dm").await.shows(&["`#alertas` lo puede leer `@everyone`"]);
        for channel in [PENDING, REQUESTS, "cajeros", ALERTS] {
            owner.sets_permissions(channel, "@everyone", &[], &["view_channel"]).await;
        }
        owner.finds(ALERTS, "✅ El canal `#alertas`: ya está como debe").await;
        sends(&world, 1).await;
        world.person("cajero2").order(PENDING, 3).await;
        world.closes_clean().await;
    }

    async fn a_role_that_strangers_hold_is_not_adopted(test_db: TestDb) {
        let mut world = World::before_the_desk(&test_db, Stage::NoDesk).await;
        prepares(&world, Method::PATCH, "/sandbox/people/maria", json!({ "roles": ["Cajero"] })).await;
        world.opens().await;
        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        let told = owner.is_told("dm", "!setup").await;
        told.shows(&["✘ Hay un rol «Cajero» y no se usa: lo tienen **maria**", "Quíteselo o déselo con `!rol`"]);
        assert!(!told.text().contains("Todo está listo"));
        maria.holds_roles(&[]).await;
        owner.is_told("dm", "!setup").await
            .shows(&["El rol «Cajero» ya existía y no lo tiene nadie: desde ahora es el de la mesa", "Todo está listo"]);
        owner.is_told("dm", "!rol @cajero1 cajero").await.shows(&["**cajero1** ahora es cajero"]);
        assert_eq!(world.about("cajero1").await["roles"], json!(["Cajero"]));
        world.closes_clean().await;
    }

    async fn a_role_given_by_hand_opens_nothing_private(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, maria) = (world.person("superusuario"), world.person("david"), world.person("maria"));
        david.says(CHANNEL, "!start batch").await;
        maria.holds_roles(&["Cliente", "Cajero"]).await;
        owner.last(ALERTS).await.shows(&["El rol «Cajero» lo tiene en Discord **maria** sin tenerlo en la mesa", "déselo con `!rol`"]);
        sends(&world, 1).await;
        david.order("dm", 1).await.shows(&["902,70 Bs"]);
        for channel in [PENDING, CHANNEL] {
            assert_eq!(count(maria, channel, "902,70").await, 0, "{channel}");
        }
        maria.holds_roles(&["Cliente"]).await;
        owner.finds(ALERTS, "✅ El rol «Cajero»: ya está como debe").await;
        sends(&world, 1).await;
        david.order(CHANNEL, 2).await;
        // Somebody whose role the desk changes is not a stranger while Discord has not followed yet.
        owner.says("general", "!rol @maria cajero").await;
        owner.says("general", "!rol @maria cliente").await;
        assert_eq!(count(owner, ALERTS, "⚠️ El rol «Cajero»").await, 1, "once");
        world.closes_clean().await;
    }
}
