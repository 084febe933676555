//! Accounts: asked for, decided, numbered, looked at, moved by hand and closed (issue 3, number 3; S0-60 … S0-65).

use cambista::db::Source;

use super::{CHANNEL, PENDING};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::{Answer, Message};
use crate::support::world::{Person, World};

const REQUESTS: &str = "solicitudes";
const FIELDS: [&str; 5] = [
    "Moneda o país",
    "Tipo: corriente, ahorro o bancaria",
    "Banco · número o teléfono",
    "Titular",
    "Saldo inicial",
];
const WHICH: &str = "¿De qué cuenta la pagó?";

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

/// The same where the desk says no: it says why, and nothing is stored.
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
async fn accounts(world: &World) -> Vec<(String, String)> {
    let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
    sqlx::query_as(
        "select m.name || ' ' || a.currency || ' ' || a.class || ' ' || a.type || ' ' || a.state, a.number
           from accounts a join members m on m.id = a.member_id order by a.id",
    )
    .fetch_all(reader.conn())
    .await
    .expect("the accounts")
}

/// What became of an account, in order.
async fn events(world: &World, account: i64) -> Vec<String> {
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
        asks_in_vain(maria, again, &["Ya tiene una solicitud igual por decidir, la **1**"]).await;
        world.restarts().await;

        let owner = world.person("superusuario");
        let asked = request(&world, 1).await;
        asked.shows(&["Solicitud **1** de **maria**: por decidir", "Moneda: VES", "Tipo: ahorro", "Banco: Banesco",
            "Número o teléfono: 0134-1234567890", "Titular: María Pérez", "Saldo inicial: 1.500,50 Bs"]);
        owner.presses(&asked, "Aprobar").await.says(&["Solicitud **1** aprobada: **maria** tiene la cuenta n.º 3 (`01", "1.500,50 Bs"]);
        world.restarts().await;

        let maria = world.person("maria");
        let (what, number) = accounts(&world).await.pop().expect("an account");
        assert_eq!(what, "maria VES member savings active");
        assert_eq!(events(&world, 3).await, ["opened"]);
        let number = grouped(&number);
        maria.last("dm").await.shows(&["✅ Su cuenta en VES está abierta: n.º 3", &number, "1.500,50 Bs", "`!saldo 3`"]);
        for named in ["", " VES", " venezuela", " 3", " n.º 3", &format!(" {number}"), &format!(" {}", number.replace('-', " "))] {
            let card = maria.is_told("dm", &format!("!saldo{named}")).await;
            card.shows(&["Cuenta n.º 3 · VES", &number, "ahorro en Bs", "Banco: Banesco · 0134-1234567890", "Titular: María Pérez",
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
        asked.shows(&["Banco: BCP", "Número o teléfono: 191-1234", "Saldo inicial: 0,00 S/"]);
        let form = owner.presses(&asked, "Rechazar").await;
        owner.submits(&form, serde_json::json!({ "text": "falta su cédula" })).await.says(&["Solicitud **1** (cuenta) de **maria** rechazada"]);
        maria.last("dm").await.shows(&["❌ Su solicitud **1** (cuenta) fue rechazada: «falta su cédula»", "`!cuenta abrir`"]);
        maria.is_told("dm", "!cuentas").await.shows(&["no tiene cuentas"]);
        asks(maria, ["PEN", "corriente", "", "María", "0"]).await.says(&["Su solicitud **2**"]);

        // Meanwhile a superuser opens one by hand: the request can only be rejected.
        owner.is_told("general", "!cuenta crear @maria PEN 20").await.shows(&["n.º 3 abierta", "20,00 S/", "Su número: `05"]);
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
        owner.is_told("general", "!cuenta crear @cajero1 VES 10 Mercantil").await.shows(&["Cuenta de pago n.º 4", "en Mercantil", "`01"]);
        for (currency, prefix) in [("USD", "`02"), ("EUR", "`03"), ("USDT", "`04"), ("COP", "`06")] {
            owner.is_told("general", &format!("!cuenta crear @david {currency} 1")).await.shows(&["**david**", prefix]);
        }
        let mut clp = world.running().app.desk.db.begin().await.expect("a unit");
        sqlx::query("insert into currencies (code, scale, name) values ('CLP', 4, 'Peso chileno'), ('ARS', 4, 'Peso argentino')")
            .execute(clp.conn()).await.expect("rows");
        clp.commit().await.expect("kept");
        owner.is_told("general", "!cuenta crear @david CLP 1").await.shows(&["`07"]);
        owner.is_told("general", "!cuenta crear @david ARS 1").await.shows(&["`08"]);
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
        david.is_told(CHANNEL, "!cuentas").await.shows(&["Cuentas de david", "n.º 3", "corriente en S/", "n.º 5", "1,00 USDT"]);
        owner.is_told("general", "!cuentas @cajero1").await.shows(&["Cuentas de cajero1", "Mercantil", "5.000,00 Bs", "131,57 $"]);
        let cajero = world.person("cajero1");
        cajero.is_refused("dm", "!saldo VES", &["varias cuentas en VES", "`1` o `4`"]).await;
        david.is_refused("dm", "!cuentas @cajero1", &["Las cuentas de otros solo las ven los admins"]).await;
        david.is_refused("dm", "!cuentas @nadie", &["No encuentro a «@\u{200B}nadie»"]).await;
        david.is_told("dm", "!endbatch").await;
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }

    async fn an_admin_moves_money_by_hand_and_the_books_say_why(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, eva) = (world.person("superusuario"), world.joins("eva").await);
        let (cajero, maria) = (world.person("cajero1"), world.person("maria"));
        owner.says("general", "!rol @eva admin").await;
        owner.is_told("general", "!cuenta crear @maria USD 100").await.shows(&["n.º 3"]);
        eva.is_told("general", "!depositar 3 50,25 *recarga*").await.shows(&["Se sumaron 50,25 $ a la cuenta n.º 3", "**maria**",
            "saldo anterior 100,00 $, insertado 50,25 $, saldo actual 150,25 $"]);
        maria.last("dm").await.shows(&["50,25 $ entraron en su cuenta n.º 3", "saldo actual 150,25 $", "Motivo: «\\*recarga\\*»"]);
        eva.is_told("general", "!ajustar 3 -50,25 comisión del banco").await.shows(&["Se restaron 50,25 $ de la cuenta n.º 3", "saldo actual 100,00 $"]);
        eva.is_told("general", "!ajustar 3 +1 redondeo").await.shows(&["saldo actual 101,00 $"]);
        maria.is_told("dm", "!saldo USD").await.shows(&["Saldo anterior: 100,00 $", "Insertado: +1,00 $", "Saldo actual: 101,00 $", "En dólares: 101,00 $"]);
        eva.is_told("general", "!saldo 3").await.shows(&["Dueño: maria", "Saldo actual: 101,00 $"]);
        eva.is_refused("general", "!ajustar 3 -101,01 de más", &["no se pueden restar 101,01 $", "disponibles hay 101,00 $", "`!sobregiro 3 …`"]).await;
        for (typed, parts) in [
            ("!ajustar 3 50", ["Faltan datos.", "`!ajustar <cuenta> <±monto> <motivo>`"]),
            ("!ajustar 3 0 nada", ["no puede ser cero", "`100`"]),
            ("!ajustar 3 --5 doble", ["«--5» no es una cantidad", "`100,50`"]),
            ("!ajustar 3 1.234 mil", ["puede ser 1.234,00 $ o 1,234 $", "sin separador"]),
            ("!ajustar 3 5 a", ["El motivo tiene 1 caracteres", "de 3 a 200"]),
            ("!depositar 3 -5", ["no puede ser negativa", "sin el signo menos"]),
            ("!depositar 3 x", ["«x» no es una cantidad", "`1.234,56`"]),
            ("!depositar 99 5", ["No hay una cuenta «99»", "su número de 20 cifras"]),
            ("!depositar 01234567890123456789 5", ["No hay una cuenta «01234567890123456789»", "`!cuentas`"]),
            ("!depositar VES 5", ["Usted no tiene una cuenta en VES", "`!cuenta abrir`"]),
            ("!depositar nada 5", ["No hay una cuenta «NADA»", "la moneda de una suya"]),
            ("!sobregiro 3 5", ["El sobregiro de una cuenta solo lo decide un superusuario", "*admin*"]),
        ] {
            eva.is_refused("general", typed, &parts).await;
        }
        for typed in ["!depositar USD 5", "!ajustar USD 5 mío"] {
            maria.is_refused("dm", typed, &["Los saldos solo los mueve a mano un admin", "*cliente*"]).await;
        }
        maria.is_refused("dm", "!saldo 1", &["La cuenta n.º 1 es de otra persona", "`!cuentas`"]).await;
        maria.is_refused("dm", "!movimientos 1", &["es de otra persona"]).await;

        owner.is_told("general", "!sobregiro 1 1.000,50").await.shows(&["cuenta n.º 1", "**cajero1** puede quedar hasta 1.000,50 Bs bajo cero",
            "antes: 0,00 Bs", "Disponible ahora: 6.000,50 Bs"]);
        cajero.last("dm").await.shows(&["puede quedar ahora hasta 1.000,50 Bs bajo cero"]);
        eva.is_told("general", "!ajustar 1 -6000 pago fuera").await.shows(&["saldo actual -1.000,00 Bs"]);
        cajero.is_told("dm", "!saldo").await.shows(&["Saldo actual: -1.000,00 Bs", "Disponible: 0,50 Bs", "Puede bajar hasta: -1.000,50 Bs"]);
        owner.is_refused("general", "!sobregiro 1 0", &["La cuenta n.º 1 ya está en -1.000,00 Bs", "`!depositar 1 …`"]).await;
        owner.is_refused("general", "!sobregiro 1 -5", &["El sobregiro no vale", "no puede ser negativa"]).await;
        owner.is_told("general", "!depositar 1 6000").await.shows(&["saldo actual 5.000,00 Bs"]);
        owner.is_told("general", "!sobregiro 1 0").await.shows(&["hasta 0,00 Bs bajo cero (antes: 1.000,50 Bs)"]);
        assert_eq!(events(&world, 1).await, ["opened", "floor_set", "floor_set"]);
        world.closes_clean().await;
    }

    async fn movements_are_turned_page_by_page_even_after_a_restart(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        owner.says("general", "!cuenta crear @maria USD 0").await;
        maria.is_told("dm", "!movimientos USD").await.shows(&["En la cuenta n.º 3 no se ha movido nada todavía"]);
        for n in 1..=20 {
            owner.says("general", &format!("!depositar 3 {n} recarga {n}")).await;
        }
        let first = maria.is_told("general", "!movimientos USD").await;
        first.shows(&["Movimientos de la cuenta n.º 3 · USD", "190,00 $ → **+20,00 $** → 210,00 $", "depósito: «recarga 13»", "Página 1"]);
        assert!(!first.text().contains("recarga 12»"));
        assert_eq!(first.buttons(), ["Siguientes ›"]);
        world.restarts().await;

        let (owner, maria) = (world.person("superusuario"), world.person("maria"));
        // What moves meanwhile shifts no page.
        owner.says("general", "!depositar 3 100 después").await;
        let second = maria.presses(&first, "Siguientes ›").await.message();
        second.shows(&["depósito: «recarga 12»", "depósito: «recarga 5»", "Página 2"]);
        assert_eq!(second.buttons(), ["‹ Anteriores", "Siguientes ›"]);
        let third = maria.presses(&second, "Siguientes ›").await.message();
        third.shows(&["0,00 $ → **+1,00 $** → 1,00 $", "Página 3"]);
        assert_eq!(third.buttons(), ["‹ Anteriores"]);
        maria.presses(&third, "‹ Anteriores").await.message().shows(&["«recarga 12»", "Página 2"]);
        world.person("david").presses_in_vain(&third, "‹ Anteriores", &["La cuenta n.º 3 es de otra persona"]).await;
        maria.is_told("dm", "!movimientos USD 3").await.shows(&["Página 3", "«recarga 5»"]);
        for page in ["0", "x", "-1", "1001"] {
            maria.is_refused("dm", &format!("!movimientos USD {page}"), &["no es una página", "`!movimientos VES 2`"]).await;
        }
        maria.is_refused("dm", "!movimientos USD 9", &["no tiene una página 9"]).await;
        world.closes_clean().await;
    }

    async fn an_account_closes_when_nothing_needs_it(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        let eva = world.joins("eva").await;
        owner.says("general", "!rol @eva admin").await;
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        cajero.order("dm", 1).await;
        cajero.is_refused("dm", "!cerrar-cuenta VES", &["n.º 1 no se puede cerrar", "se van a pagar las órdenes **1**"]).await;
        david.is_refused("dm", "!cerrar-cuenta PEN", &["n.º 3 no se puede cerrar", "el batch **1**", "abierto"]).await;
        eva.is_refused("general", "!cerrar-cuenta 3", &["La cuenta n.º 3 es de otra persona"]).await;
        david.is_refused("dm", "!cerrar-cuenta 1", &["La cuenta n.º 1 es de otra persona"]).await;
        david.says(CHANNEL, "!cancelar 1").await;
        david.says(CHANNEL, "!endbatch").await;
        cajero.is_refused("dm", "!cerrar-cuenta VES", &["tiene 5.000,00 Bs", "`!ajustar`"]).await;
        owner.says("general", "!sobregiro 1 10").await;
        owner.says("general", "!ajustar 1 -5005 se llevó todo").await;
        cajero.is_refused("dm", "!cerrar-cuenta VES", &["tiene -5,00 Bs", "Primero hay que cubrirlo"]).await;
        owner.says("general", "!depositar 1 5").await;
        owner.is_told("general", "!cerrar-cuenta 1").await.shows(&["La cuenta n.º 1", "**cajero1** está cerrada", "`!movimientos 1`"]);
        cajero.last("dm").await.shows(&["Su cuenta n.º 1", "se cerró"]);
        for typed in ["!cerrar-cuenta 1", "!depositar 1 5", "!ajustar 1 5 tarde", "!sobregiro 1 5"] {
            owner.is_refused("general", typed, &["La cuenta n.º 1 está cerrada"]).await;
        }
        cajero.is_refused("dm", "!cerrar-cuenta VES", &["Usted no tiene una cuenta en VES"]).await;
        cajero.is_told("dm", "!saldo 1").await.shows(&["Cuenta n.º 1 · VES · cerrada", "Saldo actual: 0,00 Bs"]);
        cajero.is_told("dm", "!movimientos 1").await.shows(&["ajuste: «se llevó todo»", "saldo inicial"]);
        david.is_told("dm", "!cerrar-cuenta PEN").await.shows(&["La cuenta n.º 3", "está cerrada"]);
        assert_eq!(events(&world, 3).await, ["opened", "closed"]);
        // The next batch opens another one.
        david.says(CHANNEL, "!start batch").await;
        assert_eq!(accounts(&world).await.last().expect("one").0, "david PEN member checking active");
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
            (with(3, "12"), ["El titular tiene 2 caracteres o ninguna letra", "«Ana Pérez»"]),
            (with(3, "\u{200B}\u{200B}\u{200B}"), ["El titular tiene 3 caracteres o ninguna letra", "de 2 a 60"]),
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
        let harmless = ["\\*\\*Ban\\*\\*esco", "@\u{200B}everyone", "\\_María\\_ \\<@\u{200B}1\\>"];
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

    async fn a_cashier_with_several_accounts_says_which_one_paid(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        owner.says("general", "!cuenta crear @cajero1 VES 2000 *Mercantil*").await;
        owner.says("general", "!cuenta crear @cajero1 VES 10 Provincial").await;
        david.says(CHANNEL, "!start batch").await;
        for _ in 1..=2 {
            david.says(CHANNEL, "!t 100 p").await;
        }
        cajero.presses(&cajero.order(PENDING, 2).await, "Tomar").await;
        let order = cajero.order("dm", 1).await;
        let before = world.balances().await;
        cajero.replies_with_capture("dm", &order, b"paid").await;
        let rows = world.rows().await;
        let menu = cajero.presses(&order, "Listo").await.message();
        menu.shows(&["Orden **1**: 902,70 Bs", "Elija de qué cuenta la pagó"]);
        let banks = menu.options(WHICH);
        assert_eq!(banks.len(), 2, "{banks:?}");
        assert!(banks[0].starts_with("Banesco …") && banks[0].ends_with(" · 5.000,00 Bs"), "{banks:?}");
        assert!(banks[1].starts_with("*Mercantil* …") && banks[1].ends_with(" · 2.000,00 Bs"), "{banks:?}");
        assert_eq!((world.balances().await, world.rows().await), (before, rows));
        let other = cajero.presses(&order, "Listo").await.message();
        world.restarts().await;

        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        cajero.selects(&menu, WHICH, &[&banks[1]]).await.says(&["Orden **1** pagada", "902,70 Bs"]);
        assert_eq!(world.balance("account:3:VES").await, "1097.3");
        assert_eq!(world.balance("account:1:VES").await, "5000");
        cajero.selects(&other, WHICH, &[&banks[0]]).await.says(&["La orden **1** ya está así: *pagada*"]);
        assert_eq!(world.balance("account:1:VES").await, "5000");
        david.last(CHANNEL).await.shows(&["902,70 Bs"]);

        // Between menu and choice the account was emptied.
        let menu = cajero.pays(2).await.message();
        let banks = menu.options(WHICH);
        owner.says("general", "!ajustar 3 -1000 se movió").await;
        cajero.selects(&menu, WHICH, &[&banks[1]]).await.says(&["La orden **2** son 902,70 Bs", "disponibles 97,30 Bs", "elija otra"]);
        let order = cajero.order("dm", 2).await;
        // One is left that can: nobody is asked.
        cajero.presses(&order, "Listo").await.says(&["Orden **2** pagada"]);
        assert_eq!(world.balance("account:1:VES").await, "4097.3");
        world.closes_clean().await;
    }
}
