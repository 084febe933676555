//! The table of wrong inputs and the desk's answer to each, kept as `snapshots/wrong_input_*.snap` for review. None of
//! them stores anything. `cargo insta review`, or INSTA_UPDATE=always, accepts a new answer.

use crate::desk::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::person::Person;
use crate::support::replies::TOLD_DIRECTLY;
use crate::support::world::World;

/// Types each input and returns the answers. All of them together store nothing.
async fn typed_amiss(person: Person<'_>, channel: &str, inputs: &[&str]) -> String {
    let world = person.world();
    // The person's first message registers them, which does store something.
    person.says(channel, "hola").await;
    let before = world.rows().await;
    let mut table = String::new();
    for input in inputs {
        let said = person.says(channel, input).await;
        let seen = person.reads(channel).await;
        let answers: Vec<&Message> = seen
            .iter()
            .filter(|one| one.0["message_reference"]["message_id"] == said.0["id"])
            .collect();
        assert!(!answers.is_empty(), "{input:?} met with silence");
        table.push_str(&format!("{}\n", shown(input)));
        for answer in answers {
            let by_direct_message = answer.text() == TOLD_DIRECTLY;
            let told = match by_direct_message {
                true => format!("(por mensaje directo) {}", person.last("dm").await.told()),
                false => answer.told(),
            };
            table.push_str(&format!("    {}\n", told.replace('\n', "\n    ")));
        }
    }
    assert_eq!(world.rows().await, before, "something was stored");
    table
}

/// The typed text with invisible characters written out.
fn shown(typed: &str) -> String {
    let seen = |c: char| match c {
        '\n' => " ⏎ ".to_owned(),
        c if c.is_ascii() || c.is_alphanumeric() || "¡¿«»€½！−’".contains(c) => c.to_string(),
        c => format!("⟨U+{:04X}⟩", u32::from(c)),
    };
    typed.chars().map(seen).collect()
}

macro_rules! reads_as_the_table {
    ($name:literal, $table:expr) => {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!($name, $table);
        });
    };
}

const TRANSFERS: &[&str] = &[
    "!t",
    "!t 100",
    "!t p",
    "!t p 100",
    "!t abc p",
    "!t 0 p",
    "!t 0,00 p",
    "!t -5 p",
    "!t −5 p",
    "!t - 5 p",
    "!t 5. p",
    "!t 1.234 p",
    "!t 1,234 p",
    "!t 1'234 p",
    "!t 1’234 p",
    "!t 100,555 p",
    "!t 100.5555 p",
    "!t 1 234,567 p",
    "!t 9999999999999 p",
    "!t 1e3 p",
    "!t 10k p",
    "!t 100 mil p",
    "!t 1.23.456 p",
    "!t 12 34,5 p",
    "!t 1 23 p",
    "!t 0x10 p",
    "!t ١٠٠ p",
    "!t ½ p",
    "!t **5** p",
    "!t <@123> p",
    "!t 5% p",
    "!t 9 500",
    "!t 9 500 9.2",
    "!t 9 500 9,2 María",
    "!t 1 234 567 9.2 Ana",
    "!t 9\u{a0}500 9.2 Ana",
    "!t $50 p",
    "!t 5$ p",
    "!t 50 USD p",
    "!t 50 dólares p",
    "!t Bs 100 p",
    "!t 100 bs. p",
    "!t €50 p",
    "!t 50 pesos p",
    "!t 50 USDT p",
    "!t 50 monedas p",
    "!t $ 50 soles p",
    "!t 50 zloty p",
    "!t 9.2 500 p",
    "!t 100 9.2 P",
    "!t 100 x",
    "!t 100 0",
    "!t 100 -9",
    "!t 100 4.100",
    "!t 100 4,100",
    "!t 100 4'100",
    "!t 100 4 100",
    "!t 100 4 100 María",
    "!t 100 9.2.1",
    "!t 100 9,",
    "!t 100 9%",
    "!t 100 P9",
    "!t 100 0.0000000000001",
    "!t 100 1000000000000",
];

const PURCHASES: &[&str] = &[
    "!c",
    "!c 200",
    "!c abc 26",
    "!c 0 26",
    "!c -1 26",
    "!c 100 0",
    "!c 100 x",
    "!c 100 26.12345",
    "!c 100 26.125",
    "!c 100 26 27",
    "!c 6 600 270",
    "!c 100 26 USD",
    "!c 100 26 dólares",
    "!c 100 26 EUR",
    "!c $ 100 26",
    "!c 100 26 PEN",
    "!c 100 26 zloty rublo",
    "!c 100.01 26",
    "!c 100 26",
];

const PRICES: &[&str] = &[
    "!setrates",
    "!setrates PEN VES",
    "!setrates PEN COP 4.100",
    "!setrates PEN COP 4,100",
    "!setrates PEN COP 4 100",
    "!setrates PEN COP 4'100",
    "!setrates PEN COP 4\u{202f}100",
    "!setrates PEN VES p",
    "!setrates PEN VES 0",
    "!setrates PEN VES -9",
    "!setrates PEN VES 9 10",
    "!setrates PEN VES 9 soles",
    "!setrates PEN XXX 9",
    "!setrates soles Perú 9",
    "!setrates 9 PEN XXX",
    "!setusdvalue VES",
    "!setusdvalue VES 1.234",
    "!setusdvalue USD 2",
    "!setusdvalue ABC 38",
    "!setusdvalue 38 XXX",
    "!setbsusdvalue mucho",
    "!setbsusdvalue 1 234",
    "!setfee XX 1",
    "!setfee VE 101",
    "!setfee VE 1.234,5",
    "!setfee VE x",
    "!setfee VE 1 2",
    "!setfee VE -1",
    "!setcut @david 140",
    "!setcut @david 40 50",
    "!setcut @cajero1 40",
    "!setcut 140 @david",
];

const ACCOUNTS: &[&str] = &[
    "!depositar",
    "!depositar 1",
    "!depositar 99 50",
    "!depositar VES 50",
    "!depositar 1 5 000 recarga",
    "!depositar 1 5.000 recarga",
    "!depositar 1 50 USD recarga",
    "!depositar 1 -50 recarga",
    "!ajustar 1 50",
    "!ajustar 1 0 nada",
    "!ajustar 1 - 50 comisión",
    "!ajustar 1 -1 000 comisión",
    "!ajustar 1 x comisión",
    "!sobregiro 1",
    "!sobregiro 1 -5",
    "!sobregiro 1 mucho",
    "!cuenta",
    "!cuenta crear",
    "!cuenta crear @nadie VES 5",
    "!cuenta crear @cajero1 XXX 5",
    "!cuenta crear @cajero1 VES -5",
    "!cuenta crear @cajero1 USD 5.000",
    "!cuenta crear @cajero1 USD 5 000 Banesco",
    "!cuenta crear @cajero1 USD 50 soles",
    "!saldo XXX",
    "!saldo 999",
    "!movimientos",
    "!movimientos 1 0",
    "!movimientos 1 x",
    "!cerrar-cuenta 99",
];

const ORDERS: &[&str] = &[
    "!orden",
    "!orden x",
    "!orden 0",
    "!orden n.º 99",
    "!orden 12 13",
    "!orden 99999999999999999999",
    "!cancelar",
    "!cancelar doce",
    "!cancelar 99",
    "!revertir 1",
    "!revertir 99 porque sí",
    "!asignar 1",
    "!asignar @cajero1 1",
    "!asignar 99 @cajero1",
    "!confirmar 99",
    "!historial",
    "!historial x",
    "!historial b99",
    "!transacciones 99",
    "!transacciones foo",
    "!pendientes @fantasma",
    "!solicitudes foo",
    "!solicitud x",
    "!solicitud 99",
];

const PEOPLE: &[&str] = &[
    "!pagar",
    "!pagar 13",
    "!pagar @david",
    "!pagar @fantasma 5",
    "!pagar @david 1 500 el almuerzo",
    "!pagar @david 1,5",
    "!pagar @david 50 soles",
    "!pagar @david 0",
    "!dar @david 5",
    "!canjear",
    "!canjear x",
    "!canjear 1.000",
    "!canjear 100 puntos más",
    "!rol @maria jefe",
    "!rol @fantasma cajero",
    "!rol @maria",
    "!rol jefe @maria",
    "!rol @cambista cajero",
    "!canal @maria",
    "!canal @david #nada",
    "!baja @fantasma",
    "!start batch PEN",
    "!start batch Marte Venus",
    "!start",
    "!request-retiro 50",
];

const UNKNOWN: &[&str] = &[
    "!exportar",
    "!buscar 13",
    "!reporte",
    "!cierre",
    "!listo 13",
    "!pagado 13",
    "!transferir 100 p",
    "!comprar 200 52.63",
    "!ayudame",
    "!ayúdame por favor",
    "!anular 3",
    "!deshacer 3",
    "!tomar 3",
    "!tasa",
    "!retirar 50",
    "!descanso",
    "!registrarme",
    "!aprobar 2",
    "!endbach",
    "!setrats",
    "!xyzzy",
];

const NEAR: &[&str] = &[
    "t 100 p",
    "t 100",
    "t 1.234 p",
    "¡t 100 p",
    "¡t 100 p!",
    "！t 100 p",
    "/t 100 p",
    "1t 100 p",
    "`!t 100 p`",
    "```\n!t 100 p\n```",
    "> !t 100 p",
    "**!t 100 p**",
    "c 200 52.63",
    "orden 1",
    "saldo",
    "\u{200b}!t abc p",
    "!\u{feff}t abc p",
    "!t 100 p\n!xyzzy",
    "!t 100 p\n!t abc p",
    "!t 100 p Ana\n0102-1234\n!t 1.234 p",
    "!t 100 p\nt 60 p Pedro",
    "!t 100 p\n¡t 60 p",
    "María 0102\n!t 100 p",
    "!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n\
     !t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p\n!t 1 p",
];

on_both_engines! {
    async fn transfers_and_purchases_typed_amiss(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        let transfers = typed_amiss(david, CHANNEL, TRANSFERS).await;
        david.says(CHANNEL, "!t 100 p").await;
        let purchases = typed_amiss(david, CHANNEL, PURCHASES).await;
        world.closes_clean().await;
        reads_as_the_table!("wrong_input_transfers", transfers + &purchases);
    }

    async fn prices_and_accounts_typed_amiss(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        world.joins("nadie").await;
        let owner = world.person("superusuario");
        let table = typed_amiss(owner, "general", PRICES).await + &typed_amiss(owner, "general", ACCOUNTS).await;
        world.closes_clean().await;
        reads_as_the_table!("wrong_input_prices_and_accounts", table);
    }

    async fn orders_and_people_typed_amiss(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        let table = typed_amiss(owner, "general", ORDERS).await + &typed_amiss(owner, "general", PEOPLE).await;
        world.closes_clean().await;
        reads_as_the_table!("wrong_input_orders_and_people", table);
    }

    async fn words_and_near_misses_typed_amiss(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        let table = typed_amiss(david, CHANNEL, UNKNOWN).await + &typed_amiss(david, CHANNEL, NEAR).await;
        world.closes_clean().await;
        reads_as_the_table!("wrong_input_words_and_near_misses", table);
    }
}
