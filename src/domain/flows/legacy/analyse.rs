//! Reads the whole old book and says what an import of it would do. Writes nothing.

use std::collections::HashMap;

use chrono_tz::Tz;

use super::arrange::{RowsOfClients, arrange, numbers};
use super::book::{self, Fingerprint, Shape, Table};
use super::cells;
use super::decisions::Decisions;
use super::figures::{OldAccount, Reading, bring_together};
use super::inquiry::{Inquiry, Problem, ProblemKind};
use super::notes::{Note, NoteKind};
use super::plan::{Plan, PlannedClient};
use super::progress::{Progress, Stage};
use super::taken_store::Taken;
use super::{CURRENCIES, ImportError, persons, transactions};
use crate::db::ForeignBook;

/// What reading the book came to.
#[derive(Debug)]
pub struct Analysis {
    /// SHA-256 over every row.
    pub fingerprint: String,
    /// Where it was read, without a password.
    pub place: String,
    pub zone: Tz,
    pub plan: Plan,
    /// Sorted by kind and row.
    pub notes: Vec<Note>,
    /// The first hundred thousand of each kind.
    pub problems: Vec<Problem>,
    /// How many of each kind there are.
    pub problem_counts: Vec<(ProblemKind, usize)>,
    /// Decisions about what is no problem.
    pub unused: Vec<String>,
    /// The fingerprint that the decisions are about, when it is not this book's.
    pub decided_for: Option<String>,
    /// How many values of transactions had more decimals than people saw: [`super::RoundedValues`].
    pub rounded: u64,
    /// How many of all these keep the book from being imported.
    pub open: usize,
    pub(super) decisions: Option<String>,
    pub(super) transactions: Option<Table>,
}

/// Reads the book. `taken`: what the desk has already.
///
/// # Errors
/// [`ImportError::NoBook`] when it is no book of the old application; [`ImportError::TooMuch`] when everything is decided and the
/// sum of a currency is beyond the books; a fault.
pub async fn analyse(
    book: &mut ForeignBook,
    taken: &Taken,
    decisions: &Decisions,
    zone: Tz,
    progress: &dyn Progress,
) -> Result<Analysis, ImportError> {
    let mut inquiry = Inquiry::new(decisions);
    let (mut notes, mut fingerprint) = (Vec::new(), Fingerprint::new());
    let mut clients = read_clients(book, &mut fingerprint, (&mut inquiry, &mut notes), progress).await?;
    let accounts = read_accounts(book, &mut fingerprint, zone, (&mut inquiry, &mut notes), progress).await?;
    persons::separate(&mut clients, taken, &mut inquiry, &mut notes);
    let numbers = numbers(&accounts, taken, &mut inquiry, &mut notes);
    let (rows, left) = by_client(&clients, accounts, &mut inquiry, &mut notes);
    let mut plan = arrange(clients, rows, &numbers, &mut notes);
    for row in left {
        for (totals, held) in plan.totals.iter_mut().zip(row.held) {
            totals.before += i128::from(held.found);
            totals.decided -= i128::from(held.found);
        }
    }
    let transactions = Table::find(book, book::TRANSACTIONS).await?;
    let mut rounded = 0;
    match &transactions {
        None => notes.push(Note::new(NoteKind::NoTransactions, "", [])),
        Some(table) => {
            fingerprint.table(table);
            let look = |row: &crate::db::ForeignRow| {
                fingerprint.row(row);
                rounded += transactions::rounded(table, row).len() as u64;
                transactions::look(table, row, &plan, zone, &mut inquiry);
            };
            table.each(book, (progress, Stage::ReadTransactions), look).await?;
        }
    }
    plan.transactions = transactions.as_ref().map_or(0, |table| table.rows);
    let found = inquiry.finish();
    if found.open == 0 {
        require_room(&plan)?;
    }
    let fingerprint = fingerprint.finish();
    let decided_for = decisions.fingerprint.clone().filter(|about| *about != fingerprint);
    notes.sort_by_key(|note| (note.kind, order_of(&note.about)));
    let mut problems = found.problems;
    problems.sort_by_key(|problem| (problem.kind, order_of(&problem.about)));
    Ok(Analysis {
        fingerprint,
        place: book.place().to_owned(),
        zone,
        plan,
        notes,
        problems,
        problem_counts: found.counts.into_iter().collect(),
        unused: found.unused,
        rounded,
        open: found.open + usize::from(decided_for.is_some()),
        decided_for,
        decisions: decisions.text().map(str::to_owned),
        transactions,
    })
}

/// All that comes in of a currency is one balance of the books, with the other sign.
fn require_room(plan: &Plan) -> Result<(), ImportError> {
    for (currency, totals) in CURRENCIES.into_iter().zip(&plan.totals) {
        if i64::try_from(totals.after).is_err() {
            let total = totals.after;
            return Err(ImportError::TooMuch { currency, total });
        }
    }
    Ok(())
}

/// `cuenta 4 EUR` comes before `cuenta 10 EUR`.
fn order_of(about: &str) -> (String, i64, String) {
    let mut words = about.splitn(3, ' ');
    let mut word = || words.next().unwrap_or_default();
    let (what, number, rest) = (word(), word(), word());
    match number.parse() {
        Ok(id) if number.len() < 19 => (what.to_owned(), id, rest.to_owned()),
        _ => (what.to_owned(), 0, number.to_owned()),
    }
}

async fn read_clients(
    book: &mut ForeignBook,
    fingerprint: &mut Fingerprint,
    (inquiry, notes): (&mut Inquiry<'_>, &mut Vec<Note>),
    progress: &dyn Progress,
) -> Result<Vec<PlannedClient>, ImportError> {
    let table = book::required(book, book::CLIENTS).await?;
    fingerprint.table(&table);
    let mut clients = Vec::new();
    let read = |row: &crate::db::ForeignRow| {
        fingerprint.row(row);
        clients.push(persons::read(&table, row, inquiry, notes));
    };
    table.each(book, (progress, Stage::ReadClients), read).await?;
    Ok(clients)
}

async fn read_accounts(
    book: &mut ForeignBook,
    fingerprint: &mut Fingerprint,
    zone: Tz,
    (inquiry, notes): (&mut Inquiry<'_>, &mut Vec<Note>),
    progress: &dyn Progress,
) -> Result<Vec<OldAccount>, ImportError> {
    let table = book::required(book, book::ACCOUNTS).await?;
    let shape = Shape::of(&table)?;
    notes.push(Note::new(
        match shape {
            Shape::Old => NoteKind::OldColumns,
            Shape::Both => NoteKind::BothColumns,
            Shape::New => NoteKind::NewColumns,
        },
        "",
        [],
    ));
    fingerprint.table(&table);
    let mut reading = Reading {
        table: &table,
        shape,
        zone,
        inquiry,
        notes,
    };
    let mut accounts = Vec::new();
    let read = |row: &crate::db::ForeignRow| {
        fingerprint.row(row);
        accounts.push(reading.account(row));
    };
    table.each(book, (progress, Stage::ReadAccounts), read).await?;
    Ok(accounts)
}

/// The rows that come in, by client, and those that stay behind.
fn by_client(
    clients: &[PlannedClient],
    accounts: Vec<OldAccount>,
    inquiry: &mut Inquiry<'_>,
    notes: &mut Vec<Note>,
) -> (RowsOfClients, Vec<OldAccount>) {
    let places: HashMap<i64, usize> = clients.iter().map(|client| client.old_id).zip(0..).collect();
    let (mut rows, mut left) = (RowsOfClients::new(), Vec::new());
    for account in accounts {
        let known = account.client.and_then(|client| places.get(&client).copied());
        let place = known.or_else(|| {
            let read = |answer: &str| match answer.strip_prefix("cliente ") {
                Some(id) => places.get(&id.parse().ok()?).copied().map(Some),
                None => (answer == "omitir").then_some(None),
            };
            let found = account
                .client
                .map_or_else(String::new, |client| format!("cliente {client}"));
            let about = format!("cuenta {}", account.id);
            inquiry.ask(ProblemKind::NoClient, about, found, read).flatten()
        });
        match place {
            Some(place) if account.own.is_some() => rows.entry(place).or_default().push(account),
            Some(_) | None => left.push(account),
        }
    }
    for (place, of_client) in &mut rows {
        let mut of_client: Vec<&mut OldAccount> = of_client.iter_mut().collect();
        bring_together(clients[*place].old_id, &mut of_client, inquiry, notes);
    }
    for account in &mut left {
        let elsewhere = account.count_what_stays();
        let known = CURRENCIES.iter().zip(&account.held);
        let all = known
            .map(|(currency, held)| (currency.as_str(), *held))
            .chain(elsewhere.map(|held| ("saldo", held)));
        for (name, held) in all.filter(|(_, held)| held.found != 0) {
            let facts = [format!("{name} {}", cells::shown(held.found.into()))];
            notes.push(Note::new(NoteKind::LeftBehind, format!("cuenta {}", account.id), facts));
        }
    }
    (rows, left)
}
