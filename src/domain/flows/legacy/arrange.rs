//! Decides which account each old row becomes: one open account for each client and currency (S4-1, S4-5).
//!
//! An old row's number stays with an account in its own currency: VES in the old shape (S4-18). A client's first open row
//! in a currency is the open account; the others keep their numbers as closed accounts, and their money goes on to it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cells;
use super::figures::OldAccount;
use super::inquiry::{Inquiry, ProblemKind};
use super::notes::{Note, NoteKind};
use super::plan::{Plan, PlannedAccount, PlannedClient, PlannedRow};
use super::taken_store::Taken;
use super::{CURRENCIES, slot};
use crate::domain::kernel::money::Currency;
use crate::domain::treasury::accounts::AccountNumber;

/// The old rows of one client that come in, in the order of ids, by the client's place.
pub(super) type RowsOfClients = BTreeMap<usize, Vec<OldAccount>>;

/// Makes the plan of clients whose rows are known.
pub(super) fn arrange(
    clients: Vec<PlannedClient>,
    rows: RowsOfClients,
    numbers: &HashMap<i64, AccountNumber>,
    notes: &mut Vec<Note>,
) -> Plan {
    let mut plan = Plan {
        before_of_client: vec![[0; CURRENCIES.len()]; clients.len()],
        clients,
        ..Plan::default()
    };
    for client in 0..plan.clients.len() {
        match rows.get(&client) {
            None => {
                let about = format!("cliente {}", plan.clients[client].old_id);
                notes.push(Note::new(NoteKind::NoAccounts, about, []));
            }
            Some(of_client) => one_client(&mut plan, client, of_client, numbers, notes),
        }
    }
    plan
}

fn one_client(
    plan: &mut Plan,
    client: usize,
    rows: &[OldAccount],
    numbers: &HashMap<i64, AccountNumber>,
    notes: &mut Vec<Note>,
) {
    let mut open: [Option<usize>; CURRENCIES.len()] = [None; CURRENCIES.len()];
    let first_row = plan.rows.len();
    for row in rows {
        let Some((own_slot, currency)) = row.own.and_then(|own| Some((slot(own)?, own))) else {
            continue;
        };
        let is_open = !row.is_closed && open[own_slot].is_none();
        let own = plan.accounts.len();
        plan.accounts.push(PlannedAccount {
            number: numbers.get(&row.id).cloned(),
            is_closed: !is_open,
            ..account(client, currency, row)
        });
        if is_open {
            open[own_slot] = Some(own);
        }
        plan.place_of_row.insert(row.id, plan.rows.len());
        plan.rows.push(PlannedRow {
            old_id: row.id,
            client,
            number: row.number.clone(),
            state: row.state.clone(),
            created: row.created.clone(),
            own,
            parts: Vec::new(),
            merged: None,
            history: [None; CURRENCIES.len()],
        });
    }
    for (place, row) in (first_row..).zip(rows.iter().filter(|row| row.own.is_some())) {
        money_of_row(plan, (first_row, place), row, &mut open, notes);
    }
    for row in &mut plan.rows[first_row..] {
        row.history = open.map(|account| account.or(Some(row.own)));
    }
}

/// Brings the money of a row to its client's open accounts, which are made where they are missing.
fn money_of_row(
    plan: &mut Plan,
    (first_row, place): (usize, usize),
    row: &OldAccount,
    open: &mut [Option<usize>; CURRENCIES.len()],
    notes: &mut Vec<Note>,
) {
    let (own, client) = (plan.rows[place].own, plan.rows[place].client);
    let mut moved = Vec::new();
    for (at, currency) in CURRENCIES.into_iter().enumerate() {
        let held = row.held[at];
        plan.totals[at].before += i128::from(held.found);
        plan.totals[at].decided += i128::from(held.imported) - i128::from(held.found);
        plan.before_of_client[client][at] += i128::from(held.found);
        if held.imported == 0 {
            continue;
        }
        if row.is_closed {
            let facts = [format!("{currency} {}", cells::shown(held.imported.into()))];
            notes.push(Note::new(
                NoteKind::ClosedWithMoney,
                format!("cuenta {}", row.id),
                facts,
            ));
        }
        let target = *open[at].get_or_insert_with(|| {
            plan.accounts.push(account(client, currency, row));
            plan.accounts.len() - 1
        });
        let is_own = plan.accounts[own].currency == currency;
        // What is owed goes straight to the open account: a closed one cannot owe.
        let first = if is_own && 0 < held.imported { own } else { target };
        plan.rows[place].parts.push((first, held.imported));
        if first != target {
            plan.rows[place].merged = Some((target, held.imported));
        }
        let into = &mut plan.accounts[target];
        into.balance = into.balance.saturating_add(held.imported);
        into.negative = into.negative.saturating_add(held.imported.min(0));
        if plan.accounts[own].is_closed {
            moved.push(format!("{currency} {}", cells::shown(held.imported.into())));
        }
        plan.totals[at].after += i128::from(held.imported);
    }
    let kept = plan.rows[first_row..].iter().find(|one| {
        let account = &plan.accounts[one.own];
        !account.is_closed && account.currency == plan.accounts[own].currency
    });
    if !row.is_closed
        && plan.accounts[own].is_closed
        && let Some(kept) = kept
    {
        let facts = [kept.old_id.to_string(), row.id.to_string(), moved.join(" + ")];
        let about = format!("cliente {}", plan.clients[client].old_id);
        notes.push(Note::new(NoteKind::Merged, about, facts));
    }
}

fn account(client: usize, currency: Currency, row: &OldAccount) -> PlannedAccount {
    PlannedAccount {
        client,
        currency,
        number: None,
        account_type: row.account_type,
        opened_at: row.opened_at,
        is_closed: false,
        balance: 0,
        negative: 0,
    }
}

/// The number that each old row keeps. A row that is missing here gets a new one.
pub(super) fn numbers(
    rows: &[OldAccount],
    taken: &Taken,
    inquiry: &mut Inquiry<'_>,
    notes: &mut Vec<Note>,
) -> HashMap<i64, AccountNumber> {
    let mut owners: BTreeMap<AccountNumber, Vec<i64>> = BTreeMap::new();
    let mut odd: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.own.is_some()) {
        let about = format!("cuenta {}", row.id);
        let stored = row.number.clone().unwrap_or_default();
        let Ok(number) = AccountNumber::parse(&stored) else {
            notes.push(Note::new(NoteKind::OddNumber, about, [stored.clone()]));
            odd.entry(stored).or_default().insert(row.id);
            continue;
        };
        let kept = number.digits().to_owned();
        if kept != stored {
            notes.push(Note::new(NoteKind::SpacedNumber, about, [stored, kept]));
        }
        owners.entry(number).or_default().push(row.id);
    }
    // Two rows of one odd number: each gets a number of its own, and none of them must be taken for the other.
    for (stored, ids) in odd
        .into_iter()
        .filter(|(stored, ids)| !stored.is_empty() && 1 < ids.len())
    {
        same_number(&stored, &ids.into_iter().collect::<Vec<_>>(), inquiry);
    }
    let mut kept = HashMap::new();
    for (number, ids) in owners {
        let owner = match ids.as_slice() {
            [one] => Some(*one),
            several => same_number(number.digits(), several, inquiry),
        };
        let Some(owner) = owner else { continue };
        if taken.has_number(&number) {
            let read = |answer: &str| (answer == "nuevo").then_some(());
            let about = format!("cuenta {owner}");
            inquiry.ask(ProblemKind::NumberTaken, about, number.digits().to_owned(), read);
        } else {
            kept.insert(owner, number);
        }
    }
    kept
}

/// Which of several rows keeps their number; `None` for none of them, or while nobody has decided.
fn same_number(number: &str, ids: &[i64], inquiry: &mut Inquiry<'_>) -> Option<i64> {
    let listed = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
    let read = |answer: &str| match answer.strip_prefix("cuenta ") {
        Some(id) => id.parse().ok().filter(|id| ids.contains(id)).map(Some),
        None => (answer == "ninguna").then_some(None),
    };
    let found = format!("cuentas {listed}");
    inquiry
        .ask(ProblemKind::SameNumber, format!("numero {number}"), found, read)
        .flatten()
}
