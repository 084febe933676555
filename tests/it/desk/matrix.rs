//! Who may do what: every command, button, menu and form against everybody there is, driven through the real surface (issue 3,
//! number 8). The commands are read off their records: what a record says of who may give it is compared with what happens. A button
//! that is not in the table of controls fails the test that reads buttons off the program.

mod controls;
mod read_tables;
mod reads;
mod records;

use std::collections::BTreeSet;

use cambista::discord::{Record, Who, all_records};
use cambista::domain::people::members::Permission;
use serde_json::{Value, json};

use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::person::Person;
use crate::support::world::World;

/// A letter per kind of person, and somebody who is one.
const PEOPLE: [(char, &str); 7] = [
    ('I', "invitado"),
    ('C', "maria"),
    ('R', "david"),
    ('K', "cajero2"),
    ('A', "jefe"),
    ('S', "superusuario"),
    // Was a cashier and was sent away (*baja*).
    ('B', "despedido"),
];
const ALL: &str = "ICRKASB";
/// The letter of people who left the server, whatever they were: a cashier and an admin.
const LEFT: char = 'L';
const PEOPLE_WHO_LEFT: [&str; 2] = ["cajero2", "jefe"];

/// What only those read who may not.
const REFUSED: [&str; 2] = ["Lo que usted puede hacer: `!ayuda`", "Usted está de baja"];

/// What people who left read where they may not.
const GONE: &str = "Usted ya no está en el servidor de la mesa";

/// Who has a permission, by letter. It is written here once more and not asked of the program, so that a change of it is seen.
fn with(permission: Permission) -> &'static str {
    match permission {
        Permission::PublishPrices
        | Permission::SetUpDesk
        | Permission::ConfirmForCashier
        | Permission::ReverseOrders
        | Permission::ReopenBatches
        | Permission::SeeOthers
        | Permission::DecideRequests
        | Permission::ManageApps
        | Permission::GiveCoins
        | Permission::SetFloors => "S",
        Permission::RunDeskBatch
        | Permission::AssignOrders
        | Permission::ListEverything
        | Permission::SeeRequests
        | Permission::SeeAccounts
        | Permission::AdjustAccounts
        | Permission::GiveLinkCodes => "AS",
        Permission::SeeEverything | Permission::ReturnOrders => "KAS",
        Permission::SeeBatch => "RKAS",
        Permission::SendTransfer | Permission::HoldAccounts => "CRKAS",
        Permission::RunBatch | Permission::SendGiros => "RAS",
        Permission::WithdrawTransfer | Permission::ExchangeMoney => "CRAS",
        Permission::CarryOutOrders => "K",
        Permission::SeeClients => "RS",
        Permission::SeePoints | Permission::MoveOwnMoney => "CS",
        // Whoever left may see and withdraw what is theirs.
        Permission::SeeOwn => "CRKASBL",
        Permission::MoveCoins | Permission::Link => ALL,
        Permission::UseTokens => "ICRKAS",
    }
}

/// Who is let through when they give the command.
fn let_through(record: &Record) -> &'static str {
    match record.who {
        Who::Everybody | Who::ShownTo(_) => "ICRKASBL",
        Who::EverybodyHere => ALL,
        Who::Only(permission) => with(permission),
    }
}

/// To whom of those in the server the help shows it.
fn shown_to(record: &Record) -> &'static str {
    match record.who {
        Who::Everybody | Who::EverybodyHere => ALL,
        Who::Only(permission) | Who::ShownTo(permission) => with(permission),
    }
}

/// What is typed to give it without changing anything.
fn typed(record: &Record) -> String {
    format!("!{} {}", record.name, record.probe).trim_end().to_owned()
}

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

/// Everything `!ayuda` shows this person, page after page.
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

/// The options of a slash command as somebody fills them in who reads `typed`.
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

/// Every registered command by its full name, subcommands spelled out.
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

on_sqlite! {
    async fn everybody_types_and_chooses_every_command_and_is_let_through_or_told_why_not(test_db: TestDb) {
        let world = cast(&test_db).await;
        let registered = registered(&world).await;
        let named: BTreeSet<&str> = registered.iter().map(|(name, _)| name.as_str()).collect();
        let recorded: BTreeSet<&str> = all_records().iter().map(|record| record.name).collect();
        assert_eq!(named, recorded, "each registered command has a record");
        let mut wrong = Vec::new();
        for record in all_records() {
            let (_, definition) = registered.iter().find(|(name, _)| name == record.name).expect("it is there");
            for (letter, who) in PEOPLE {
                let person = world.person(who);
                let said = person.says("general", &typed(record)).await;
                let by_prefix = person.reply_to("general", &said).await.text();
                let by_slash = person.slash("general", record.name, options(definition, record.probe)).await;
                for (how, words) in [("typed", by_prefix), ("chosen", by_slash.text())] {
                    if is_refused(&words) == let_through(record).contains(letter) {
                        wrong.push(format!("{who} {how} {:?} and read: {words}", typed(record)));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "not as in the records:\n{}", wrong.join("\n"));
        world.closes_clean().await;
    }

    async fn who_left_types_every_command_and_may_only_see_and_withdraw_what_is_theirs(test_db: TestDb) {
        let world = cast(&test_db).await;
        let owner = world.person("superusuario");
        // From another server they still reach the bot.
        world.person("eva").makes_guild_with_bot("Otra casa").await;
        for name in PEOPLE_WHO_LEFT {
            world.person(name).enters("Otra casa").await;
            owner.kicks(name).await;
        }
        let mut wrong = Vec::new();
        for name in PEOPLE_WHO_LEFT {
            let gone = world.person(name);
            for record in all_records() {
                let typed = typed(record);
                let rows = world.rows().await;
                let words = gone.is_told("dm", &typed).await.text();
                if words.contains(GONE) == let_through(record).contains(LEFT) || is_refused(&words) {
                    wrong.push(format!("{name} typed {typed:?} and read: {words}"));
                }
                if world.rows().await != rows {
                    wrong.push(format!("{name} typed {typed:?}, which left something in the books"));
                }
            }
        }
        assert!(wrong.is_empty(), "not as in the records:\n{}", wrong.join("\n"));
        world.closes_clean().await;
    }

    async fn the_help_shows_everybody_what_they_may_and_nothing_else(test_db: TestDb) {
        let world = cast(&test_db).await;
        let mut wrong = Vec::new();
        for (letter, who) in PEOPLE {
            let help = help_of(world.person(who)).await;
            for record in all_records() {
                let name = record.name;
                let is_shown = help.contains(&format!("`!{name}`")) || help.contains(&format!("`!{name} "));
                if is_shown != shown_to(record).contains(letter) {
                    wrong.push(format!("{who} and {name}: shown {is_shown}"));
                }
            }
        }
        assert!(wrong.is_empty(), "not as in the records:\n{}", wrong.join("\n"));
        world.closes_clean().await;
    }
}
