//! Who may do what: every command, button, menu and form for every kind of person, through the real surface (issue 3,
//! number 8). A command or control that is missing from these tables fails the tests that read them off the program.

mod controls;
mod reads;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::person::Person;
use crate::support::world::World;

/// A letter for each kind of person, and somebody of that kind.
const PEOPLE: [(char, &str); 7] = [
    ('I', "invitado"),
    ('C', "maria"),
    ('R', "david"),
    ('K', "cajero2"),
    ('A', "jefe"),
    ('S', "superusuario"),
    // A cashier who was deactivated (*baja*).
    ('B', "despedido"),
];
const ALL: &str = "ICRKASB";

/// Answers that only people without permission get.
const REFUSED: [&str; 2] = ["Lo que usted puede hacer: `!ayuda`", "Usted está de baja"];

/// Each command, typed so that it changes nothing that matters here, and who is let through.
const COMMANDS: &[(&str, &str, &str)] = &[
    ("start batch", "XXX YYY", "RAS"),
    ("t", "0 p", "CRKAS"),
    ("batch", "", ALL),
    ("c", "0 0", "RAS"),
    ("endbatch", "", "RAS"),
    ("cancelar", "999", "CRAS"),
    ("orden", "999", ALL),
    ("transacciones", "5", "CRKASB"),
    ("pendientes", "", "CRKASB"),
    ("canceladas", "", "CRKASB"),
    ("historial", "999", ALL),
    ("ganancias", "", "CRKASB"),
    ("clientes", "", "RS"),
    ("puntos", "", "CS"),
    ("revertir", "999 prueba", "S"),
    ("reabrir", "999 prueba", "S"),
    ("disponible", "", "K"),
    ("ocupado", "", "K"),
    ("listo", "999", "K"),
    ("siguiente", "", "K"),
    ("relevo", "@invitado", "K"),
    ("cola", "", "KAS"),
    ("asignar", "999 @cajero1", "AS"),
    ("confirmar", "999", "S"),
    ("clientes", "", "RS"),
    ("puntos", "", "CS"),
    ("request-retiro", "1 Binance", ALL),
    ("solicitudes", "", "AS"),
    ("solicitud", "999", "AS"),
    ("tasas", "", ALL),
    ("setrates", "XXX VES 9", "S"),
    ("setusdvalue", "XXX 9", "S"),
    ("setbsusdvalue", "38", "S"),
    ("setfee", "XX 0.3", "S"),
    ("rol", "@maria cliente", "S"),
    ("setcut", "@maria 40", "S"),
    ("baja", "@despedido", "S"),
    ("setup crear", "", "S"),
    ("setup revisar", "", "S"),
    ("setup propios", "", "S"),
    ("setup panel", "", "S"),
    ("canal", "@maria", "S"),
    ("cuenta abrir", "", ALL),
    ("cuenta crear", "@invitado XXX 0", "S"),
    ("cuentas", "", ALL),
    ("saldo", "999", ALL),
    ("movimientos", "999", ALL),
    ("depositar", "999 1", "AS"),
    ("ajustar", "999 1 prueba", "AS"),
    ("sobregiro", "999 1", "S"),
    ("cerrar-cuenta", "999", "CRKAS"),
    ("diario", "", ALL),
    ("monedas", "", ALL),
    ("ranking", "", ALL),
    ("logros", "", ALL),
    ("pagar", "@cajero1 0", ALL),
    ("canjear", "0", ALL),
    ("dar", "@cajero1 0 prueba", "S"),
    ("app crear", "%", "S"),
    ("app lista", "", "S"),
    ("app rotar", "nada", "S"),
    ("app revocar", "nada", "S"),
    ("ayuda", "", ALL),
];

/// The commands that somebody who left the server may still use by direct message: to see and to withdraw what is
/// theirs, and commands that tell nothing about the desk.
const OF_GONE: &[&str] = &[
    "batch",
    "orden",
    "transacciones",
    "pendientes",
    "canceladas",
    "historial",
    "ganancias",
    "request-retiro",
    "tasas",
    // The command shows the button; the form refuses.
    "cuenta abrir",
    "cuentas",
    "saldo",
    "movimientos",
    "monedas",
    "ranking",
    "logros",
    "ayuda",
];

/// The answer to all their other commands.
const GONE: &str = "Usted ya no está en el servidor de la mesa";

/// Commands that the help hides from these people: asking is harmless, but there is nothing of theirs to see.
const HELD_BACK: &[(&str, &str)] = &[
    ("I", "orden"),
    ("I", "historial"),
    ("I", "cuentas"),
    ("I", "saldo"),
    ("I", "movimientos"),
    ("IB", "cuenta abrir"),
    ("ICB", "batch"),
];

async fn cast(test_db: &TestDb) -> World {
    let world = World::demo(test_db).await;
    let owner = world.person("superusuario");
    world.closes_dms("cajero1").await;
    for name in ["invitado", "jefe", "despedido"] {
        world.joins(name).await;
    }
    for typed in [
        "!setup panel",
        "!rol @jefe admin",
        "!rol @despedido cajero",
        "!baja @despedido",
    ] {
        owner.says("general", typed).await;
    }
    world
}

/// All pages of `!ayuda` for this person.
async fn help_of(person: Person<'_>) -> String {
    let said = person.says("general", "!ayuda").await;
    let mut page = person.reply_to("general", &said).await;
    let mut told = page.text();
    while page.buttons().iter().any(|label| label == "Siguientes ›") {
        page = person.presses(&page, "Siguientes ›").await.message();
        told.push_str(&page.text());
    }
    told
}

fn is_refused(words: &str) -> bool {
    REFUSED.iter().any(|part| words.contains(part))
}

/// The options of a slash command, filled in with the words of `typed`.
fn options(command: &Value, typed: &str) -> Value {
    let mut left = typed;
    let mut filled = serde_json::Map::new();
    let wanted = command["options"].as_array().cloned().unwrap_or_default();
    for (index, option) in wanted.iter().enumerate() {
        let (word, rest) = match left.split_once(' ') {
            Some((word, rest)) if index + 1 < wanted.len() => (word, rest),
            _ => (left, ""),
        };
        left = rest;
        if !word.is_empty() {
            let name = option["name"].as_str().expect("an option has a name");
            filled.insert(name.to_owned(), json!(word.trim_start_matches('@')));
        }
    }
    Value::Object(filled)
}

/// Every registered slash command by its full name, with subcommands.
async fn registered(world: &World) -> Vec<(String, Value)> {
    let commands = world.get("/sandbox/commands").await;
    let mut found = Vec::new();
    for command in commands.as_array().expect("a list") {
        let name = command["name"].as_str().expect("a name").to_owned();
        let options = command["options"].as_array().cloned().unwrap_or_default();
        let children: Vec<&Value> = options.iter().filter(|option| option["type"] == 1).collect();
        for child in &children {
            found.push((
                format!("{name} {}", child["name"].as_str().expect("a name")),
                (*child).clone(),
            ));
        }
        if children.is_empty() {
            found.push((name, command.clone()));
        }
    }
    found
}

on_both_engines! {
    async fn everybody_types_and_chooses_every_command_and_is_let_through_or_told_why_not(test_db: TestDb) {
        let world = cast(&test_db).await;
        let registered = registered(&world).await;
        let named: BTreeSet<&str> = registered.iter().map(|(name, _)| name.as_str()).collect();
        let listed: BTreeSet<&str> = COMMANDS.iter().map(|(name, ..)| *name).collect();
        assert_eq!(named, listed, "the table of commands is the program's");
        let mut wrong = Vec::new();
        for (name, arguments, may) in COMMANDS {
            let (_, definition) = registered.iter().find(|(registered, _)| registered == name).expect("it is there");
            for (letter, who) in PEOPLE {
                let person = world.person(who);
                let typed = format!("!{name} {arguments}");
                let said = person.says("general", typed.trim()).await;
                let by_prefix = person.reply_to("general", &said).await.text();
                let by_slash = person.slash("general", name, options(definition, arguments)).await;
                for (how, words) in [("typed", by_prefix), ("chosen", by_slash.text())] {
                    if is_refused(&words) == may.contains(letter) {
                        wrong.push(format!("{who} {how} {typed:?} and read: {words}"));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "not as in the table:\n{}", wrong.join("\n"));
        world.closes_clean().await;
    }

    async fn who_left_types_every_command_and_may_only_see_and_withdraw_what_is_theirs(test_db: TestDb) {
        let world = cast(&test_db).await;
        let owner = world.person("superusuario");
        // A cashier and an admin who left: their former role makes no difference. Through another server they can still
        // write to the bot.
        world.person("eva").makes_guild_with_bot("Otra casa").await;
        for name in ["cajero2", "jefe"] {
            world.person(name).enters("Otra casa").await;
            owner.kicks(name).await;
        }
        let mut wrong = Vec::new();
        for name in ["cajero2", "jefe"] {
            let gone = world.person(name);
            for (command, arguments, _) in COMMANDS {
                let typed = format!("!{command} {arguments}");
                let rows = world.rows().await;
                let words = gone.is_told("dm", typed.trim()).await.text();
                if words.contains(GONE) == OF_GONE.contains(command) || is_refused(&words) {
                    wrong.push(format!("{name} typed {typed:?} and read: {words}"));
                }
                if world.rows().await != rows {
                    wrong.push(format!("{name} typed {typed:?}, which left something in the books"));
                }
            }
        }
        assert!(wrong.is_empty(), "not as in the table:\n{}", wrong.join("\n"));
        world.closes_clean().await;
    }

    async fn the_help_shows_everybody_what_they_may_and_nothing_else(test_db: TestDb) {
        let world = cast(&test_db).await;
        let mut wrong = Vec::new();
        for (letter, who) in PEOPLE {
            let help = help_of(world.person(who)).await;
            for (name, _, may) in COMMANDS {
                let is_shown = help.contains(&format!("`!{name}`")) || help.contains(&format!("`!{name} "));
                let is_meant = may.contains(letter) && !HELD_BACK.iter().any(|(from, held)| from.contains(letter) && held == name);
                if is_shown != is_meant {
                    wrong.push(format!("{who} and {name}: shown {is_shown}"));
                }
            }
        }
        assert!(wrong.is_empty(), "not as in the table:\n{}", wrong.join("\n"));
        world.closes_clean().await;
    }
}
