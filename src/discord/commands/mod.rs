//! The commands: typed with a prefix or chosen with a slash, from one definition each.
//!
//! Each reads its arguments, calls one use-case and shows the outcome. Doc comments of commands are what Discord shows people. Beside
//! each stands its [`Record`]: its names, what the help says of it, and who may give it.

mod accounts;
mod apps;
mod asked;
mod balances;
mod banks;
mod batches;
mod cash;
mod cashiers;
mod channels;
pub(super) mod clients;
mod closes;
mod coins;
mod completion;
mod earnings;
mod exchange;
mod giros;
mod group;
mod help;
mod linking;
mod members;
mod orders;
mod payouts;
mod person;
mod prices;
mod queries;
mod reports;
mod requests;
mod search;
mod setup;
mod shift;
mod tokens;
mod undoing;

use super::view::help::{Record, Records, Topic};
use super::{Data, Never};
use group::Group;

/// The topics of the help, in its order, and the files that hold the commands of each. A new command is added in its file; only a new
/// file is added here.
const TOPICS: [(&str, &[Group]); 9] = [
    ("Batches y transferencias", &[batches::COMMANDS]),
    (
        "Órdenes",
        &[
            orders::COMMANDS,
            queries::COMMANDS,
            reports::COMMANDS,
            closes::COMMANDS,
            search::COMMANDS,
            shift::COMMANDS,
            cashiers::COMMANDS,
            undoing::COMMANDS,
        ],
    ),
    (
        "Ganancias y retiros",
        &[earnings::COMMANDS, clients::COMMANDS, payouts::COMMANDS, cash::COMMANDS],
    ),
    ("Giros y bancos", &[giros::COMMANDS, banks::COMMANDS]),
    ("Tasas y comisiones", &[prices::COMMANDS]),
    (
        "Personas y cuentas",
        &[
            requests::COMMANDS,
            members::COMMANDS,
            channels::COMMANDS,
            balances::COMMANDS,
            accounts::COMMANDS,
            exchange::COMMANDS,
            linking::COMMANDS,
        ],
    ),
    ("Servidor", &[setup::COMMANDS]),
    ("Monedas y juegos", &[coins::COMMANDS, apps::COMMANDS, tokens::COMMANDS]),
    ("Ayuda", &[help::COMMANDS]),
];

/// What poise is given, in the order of the help.
pub(super) fn functions() -> Vec<poise::Command<Data, Never>> {
    let groups = TOPICS.iter().flat_map(|(_, groups)| groups.iter());
    groups
        .flat_map(|group| group.functions.iter())
        .map(|function| function())
        .collect()
}

/// The records, by topic.
pub(super) fn records() -> Records {
    let topic = |(name, groups): &(&'static str, &'static [Group])| {
        let records = groups.iter().flat_map(|group| group.records.iter()).collect();
        Topic { name, records }
    };
    Records::new(TOPICS.iter().map(topic).collect())
}

/// The record of each command, for tests that go through all of them.
pub fn all_records() -> Vec<&'static Record> {
    records().all().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Data, Never, functions, records};

    /// Every name that reaches a handler. Poise writes full names only when its framework is built.
    fn names_of(parents: &str, command: &poise::Command<Data, Never>) -> Vec<String> {
        let name = format!("{parents}{}", command.name);
        let below = format!("{name} ");
        let mut names: Vec<String> = command.aliases.iter().map(ToString::to_string).collect();
        names.extend(command.subcommands.iter().flat_map(|child| names_of(&below, child)));
        if !command.subcommand_required {
            names.push(name);
        }
        names
    }

    #[test]
    fn every_name_that_can_be_typed_stands_in_one_record() {
        let mut typed: Vec<String> = functions().iter().flat_map(|command| names_of("", command)).collect();
        let records = records();
        let mut recorded: Vec<&str> = records.all().flat_map(|record| record.names()).collect();
        typed.sort_unstable();
        recorded.sort_unstable();
        assert_eq!(typed, recorded);
        let once: BTreeSet<&str> = recorded.iter().copied().collect();
        assert_eq!(once.len(), recorded.len());
    }
}
