//! Accounts: asked for, decided and numbered (issue 3, number 3; S0-60 … S0-65).

use cambista::db::Source;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::{Answer, Message};
use crate::support::person::Person;
use crate::support::world::World;

const REQUESTS: &str = "solicitudes";
const FIELDS: [&str; 5] = [
    "Moneda o país",
    "Tipo: corriente, ahorro o bancaria",
    "Banco · número o teléfono",
    "Titular",
    "Saldo inicial",
];

async fn form(person: Person<'_>) -> Answer {
    let button = person.is_told("dm", "!cuenta abrir").await;
    person.presses(&button, "Pedir cuenta").await
}

/// Fills in the form that asks for an account.
async fn asks(person: Person<'_>, values: [&str; 5]) -> Answer {
    let form = form(person).await;
    let typed: Vec<(&str, &str)> = FIELDS.into_iter().zip(values).collect();
    person.fills(&form, &typed).await
}

/// Fills in the form when the desk refuses it: the answer says why, and nothing is stored.
async fn asks_in_vain(person: Person<'_>, values: [&str; 5], parts: &[&str]) {
    let before = person.world().rows().await;
    asks(person, values).await.says(parts);
    assert_eq!(person.world().rows().await, before, "{values:?} stored something");
}

/// The message that shows a request to superusers.
async fn request(world: &World, number: i64) -> Message {
    let owner = world.person("superusuario");
    owner.finds(REQUESTS, &format!("Solicitud {number}: cuenta")).await
}

/// Every account: `owner currency class type state number`.
pub(super) async fn accounts(world: &World) -> Vec<(String, String)> {
    let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
    sqlx::query_as(
        "select m.name || ' ' || a.currency || ' ' || a.class || ' ' || a.type || ' ' || a.state, a.number
           from accounts a join members m on m.id = a.member_id order by a.id",
    )
    .fetch_all(reader.conn())
    .await
    .expect("the accounts")
}

/// The events of an account, in order.
pub(super) async fn events(world: &World, account: i64) -> Vec<String> {
    let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
    let rows: Vec<(String,)> = sqlx::query_as("select event from account_backlog where account_id = $1 order by id")
        .bind(account)
        .fetch_all(reader.conn())
        .await
        .expect("the backlog");
    rows.into_iter().map(|(event,)| event).collect()
}

/// `0112-3456-…` as people read it.
fn grouped(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

on_both_engines! {
    async fn an_account_is_asked_for_decided_and_there_with_its_number(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        owner.is_told("general", "!setup panel").await.shows(&["`#registro`"]);
        maria.is_told("dm", "!saldo").await.shows(&["no tiene cuentas", "`!cuenta abrir`"]);
        let panel = maria.finds("registro", "Registro").await;
        assert_eq!(panel.buttons(), ["Revendedor", "Cliente", "Cajero", "Pedir cuenta"]);
        let form = maria.presses(&panel, "Pedir cuenta").await;
        assert_eq!(form.modal().title, "Pedir una cuenta");
        assert_eq!(form.modal().labels(), FIELDS);
        let typed = ["Venezuela", "Ahorro", "Banesco · 0134-1234567890", "María Pérez", "1.500,50"];
        let typed: Vec<(&str, &str)> = FIELDS.into_iter().zip(typed).collect();
        maria.fills(&form, &typed).await.says(&["Su solicitud **1** de una cuenta ahorro en VES", "mensaje directo"]);
        let again = ["PEN", "corriente", "", "María", "0"];
        asks_in_vain(maria, again, &["Ya tiene una solicitud por decidir, la **1**"]).await;
        world.restarts().await;

        let owner = world.person("superusuario");
        let asked = request(&world, 1).await;
        asked.shows(&["Solicitud **1** de **maria**: por decidir", "Moneda: VES", "Tipo: ahorro", "Banco: Banesco",
            "Número o teléfono: `0134-1234567890`", "Titular: María Pérez", "Saldo inicial: 1.500,50 Bs"]);
        owner.presses(&asked, "Aprobar").await.says(&["Solicitud **1** aprobada: **maria** tiene la cuenta n.º 3 (número interno `01", "1.500,50 Bs"]);
        world.restarts().await;

        let maria = world.person("maria");
        let (what, number) = accounts(&world).await.pop().expect("an account");
        assert_eq!(what, "maria VES member savings active");
        assert_eq!(events(&world, 3).await, ["opened"]);
        let number = grouped(&number);
        maria.last("dm").await.shows(&["✅ Su cuenta en VES está abierta: n.º 3", &number, "1.500,50 Bs", "`!saldo 3`"]);
        for named in ["", " VES", " venezuela", " 3", " n.º 3", &format!(" {number}"), &format!(" {}", number.replace('-', " "))] {
            let card = maria.is_told("dm", &format!("!saldo{named}")).await;
            card.shows(&["Cuenta n.º 3 · VES", &number, "ahorro en Bs", "Banco: Banesco", "Número en el banco: `0134-1234567890`", "Titular: María Pérez",
                "Saldo anterior: 0,00 Bs", "Insertado: +1.500,50 Bs", "Saldo actual: 1.500,50 Bs", "Retenido: 0,00 Bs",
                "Disponible: 1.500,50 Bs", "En dólares: 39,48 $"]);
        }
        assert_eq!(world.balance("account:3:VES").await, "1500.5");
        let second = ["VES", "corriente", "", "María", "0"];
        asks_in_vain(maria, second, &["**maria** ya tiene una cuenta en VES: la n.º 3", "una por moneda"]).await;
        world.closes_clean().await;
    }

    async fn a_rejected_account_is_not_there_and_may_be_asked_for_again(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        let form = maria.slash("general", "cuenta abrir", serde_json::json!({})).await;
        let typed: Vec<(&str, &str)> = FIELDS.into_iter().zip(["pe", "bancaria", "BCP 191-1234", "María", "0"]).collect();
        maria.fills(&form, &typed).await.says(&["Su solicitud **1**", "bancaria en PEN"]);
        let asked = request(&world, 1).await;
        asked.shows(&["Banco: BCP", "Número o teléfono: `191-1234`", "Saldo inicial: 0,00 S/"]);
        let form = owner.presses(&asked, "Rechazar").await;
        owner.submits(&form, serde_json::json!({ "text": "falta su cédula" })).await.says(&["Solicitud **1** (cuenta) de **maria** rechazada"]);
        maria.last("dm").await.shows(&["❌ Su solicitud **1** (cuenta) fue rechazada: «falta su cédula»", "`!cuenta abrir`"]);
        maria.is_told("dm", "!cuentas").await.shows(&["no tiene cuentas"]);
        asks(maria, ["PEN", "corriente", "", "María", "0"]).await.says(&["Su solicitud **2**"]);

        // Meanwhile a superuser opens one by hand: the request can only be rejected.
        owner.is_told_privately("general", "!cuenta crear @maria PEN 20").await.shows(&["n.º 3 abierta", "20,00 S/", "número interno `05"]);
        let asked = request(&world, 2).await;
        owner.presses_in_vain(&asked, "Aprobar", &["**maria** ya tiene una cuenta en PEN: la n.º 3", "solo puede rechazarse"]).await;
        owner.is_refused("general", "!cuenta crear @maria PEN 20", &["**maria** ya tiene una cuenta en PEN", "una por moneda"]).await;
        let form = owner.presses(&asked, "Rechazar").await;
        owner.submits(&form, serde_json::json!({ "text": "ya tiene una" })).await.says(&["rechazada"]);
        assert_eq!(world.balance("account:3:PEN").await, "20");
        world.closes_clean().await;
    }

    async fn every_account_has_a_number_of_its_own_however_it_was_made(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!start batch").await;
        owner.is_told_privately("general", "!cuenta crear @cajero1 VES 10 Mercantil").await.shows(&["Cuenta de pago n.º 4", "en Mercantil", "`01"]);
        for (currency, prefix) in [("USD", "`02"), ("EUR", "`03"), ("USDT", "`04"), ("COP", "`06")] {
            owner.is_told_privately("general", &format!("!cuenta crear @david {currency} 1")).await.shows(&["**david**", prefix]);
        }
        let mut clp = world.running().app.desk.db.begin().await.expect("a unit");
        sqlx::query("insert into currencies (code, scale, name) values ('CLP', 4, 'Peso chileno'), ('ARS', 4, 'Peso argentino')")
            .execute(clp.conn()).await.expect("rows");
        clp.commit().await.expect("kept");
        owner.is_told_privately("general", "!cuenta crear @david CLP 1").await.shows(&["`07"]);
        owner.is_told_privately("general", "!cuenta crear @david ARS 1").await.shows(&["`08"]);
        owner.is_refused("general", "!cuenta crear @david XXX 1", &["No conozco la moneda ni el país «XXX»"]).await;
        owner.is_refused("general", "!cuenta crear @david PTS 1", &["No conozco la moneda ni el país «PTS»"]).await;

        let all = accounts(&world).await;
        let what: Vec<&str> = all.iter().map(|(what, _)| what.as_str()).collect();
        assert_eq!(what[..4], ["cajero1 VES bank bank active", "cajero2 VES bank bank active", "david PEN member checking active",
            "cajero1 VES bank bank active"]);
        let numbers: std::collections::BTreeSet<&str> = all.iter().map(|(_, number)| number.as_str()).collect();
        assert_eq!(numbers.len(), all.len());
        for number in numbers {
            assert!(number.len() == 20 && number.bytes().all(|byte| byte.is_ascii_digit()), "{number}");
        }
        for account in 1..=10 {
            assert_eq!(events(&world, account).await, ["opened"], "{account}");
        }
        david.is_told_privately(CHANNEL, "!cuentas").await.shows(&["Cuentas de david", "n.º 3", "corriente en S/", "n.º 5", "1,00 USDT"]);
        owner.is_told_privately("general", "!cuentas @cajero1").await.shows(&["Cuentas de cajero1", "Mercantil", "5.000,00 Bs", "131,57 $"]);
        let cajero = world.person("cajero1");
        cajero.is_refused("dm", "!saldo VES", &["varias cuentas en VES", "`1` o `4`"]).await;
        david.is_refused("dm", "!cuentas @cajero1", &["Las cuentas de otros solo las ven los admins"]).await;
        david.is_refused("dm", "!cuentas @nadie", &["Las cuentas de otros solo las ven los admins"]).await;
        david.is_told("dm", "!endbatch").await;
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn what_is_wrong_in_the_form_is_named_field_by_field(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (maria, nadie) = (world.person("maria"), world.joins("nadie").await);
        let good = ["VES", "ahorro", "Banesco 0134", "María", "0"];
        let with = |place: usize, value: &'static str| {
            let mut typed = good;
            typed[place] = value;
            typed
        };
        for (typed, parts) in [
            (with(0, "XYZ"), ["No conozco la moneda ni el país «XYZ»", "`VES`"]),
            (with(0, "PTS"), ["No conozco la moneda ni el país «PTS»", "`USDT`"]),
            (with(1, "plazo *fijo*"), ["«plazo \\*fijo\\*» no es un tipo de cuenta", "`corriente`, `ahorro` o `bancaria`"]),
            (with(2, "un banco que se llama de una manera tan larga que nadie la escribiría"), ["El nombre del banco tiene", "caben 60"]),
            (with(2, "Banesco · un número que no es un número sino un texto largo"), ["El número o teléfono tiene", "caben 40"]),
            (with(3, "12"), ["El titular tiene 2 caracteres", "«Ana Pérez»"]),
            (with(3, "\u{200B}\u{200B}\u{200B}"), ["El titular tiene 0 caracteres", "de 2 a 60"]),
            (with(4, "-5"), ["El saldo inicial no vale", "no puede ser negativa"]),
            (with(4, "mil"), ["El saldo inicial no vale", "«mil» no es una cantidad"]),
            (with(4, "1.234"), ["El saldo inicial no vale", "1.234,00 Bs o 1,234 Bs"]),
        ] {
            asks_in_vain(maria, typed, &parts).await;
        }
        asks_in_vain(nadie, good, &["Para tener cuentas hace falta un rol", "canal de registro"]).await;
        world.closes_clean().await;
    }

    async fn what_people_type_into_the_form_reads_as_typed_and_does_nothing(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        asks(maria, ["VES", "ahorro", "**Ban**\u{200B}esco · @everyone", "_Ma\u{202E}ría_ <@1>", "0"]).await.says(&["**1**"]);
        let asked = request(&world, 1).await;
        let harmless = ["\\*\\*Ban\\*\\*esco", "`@everyone`", "\\_María\\_ \\<@1\\>"];
        asked.shows(&harmless);
        owner.presses(&asked, "Aprobar").await.says(&["aprobada"]);
        maria.is_told("dm", "!saldo VES").await.shows(&harmless);
        maria.is_told("dm", "!saldo **VES**").await.shows(&["No hay una cuenta «\\*\\*VES\\*\\*»"]);
        world.closes_clean().await;
    }

    async fn of_two_superusers_one_opens_the_account_and_the_other_is_told_who(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let id = world.about("david").await["id"].as_str().expect("an id").to_owned();
        world.person("superusuario").says("general", "!rol @david admin").await;
        asks(world.person("maria"), ["VES", "ahorro", "", "María", "70"]).await.says(&["**1**"]);
        let asked = request(&world, 1).await;
        world.person("david").presses_in_vain(&asked, "Aprobar", &["Las solicitudes las decide un superusuario"]).await;
        world.restarts_with(&[("CAMBISTA__DISCORD__SUPERUSERS", id.leak())]).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        let (one, two) = tokio::join!(owner.presses_without_waiting(&asked, "Aprobar"), david.presses_without_waiting(&asked, "Aprobar"));
        world.settles().await;
        let said = [one.text(), two.text()];
        assert!(said.iter().any(|text| text.contains("Solicitud **1** aprobada")), "{said:?}");
        assert!(said.iter().any(|text| text.contains("La solicitud **1** ya está aprobada: la decidió")), "{said:?}");
        assert_eq!(accounts(&world).await.len(), 3);
        assert_eq!(world.balance("account:3:VES").await, "70");
        world.closes_clean().await;
    }
}
