//! The old transactions: history, which moves nothing any more.

use chrono_tz::Tz;

use super::ImportError;
use super::analyse::Analysis;
use super::book::Table;
use super::cells::{self, Amount};
use super::inquiry::{Inquiry, ProblemKind};
use super::plan::Plan;
use super::slot;
use crate::clock::Moment;
use crate::db::{ForeignBook, ForeignRow};
use crate::domain::kernel::money::Currency;

/// A transaction as it will be kept. Accounts are places in [`Plan::accounts`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) old_id: i64,
    pub(super) old_source: Option<i64>,
    pub(super) old_target: Option<i64>,
    pub(super) source: Option<usize>,
    pub(super) target: Option<usize>,
    pub(super) kind: Option<String>,
    pub(super) source_currency: Option<String>,
    pub(super) target_currency: Option<String>,
    pub(super) source_amount: Option<String>,
    pub(super) target_amount: Option<String>,
    pub(super) rate: Option<String>,
    pub(super) receipt: Option<String>,
    pub(super) state: Option<String>,
    pub(super) happened: Option<String>,
    pub(super) at: Moment,
}

/// What is wrong with a transaction.
struct Faults {
    account: Option<(ProblemKind, String)>,
    currency: Option<String>,
    unreadable: Option<String>,
}

/// The columns that hold amounts and rates.
const DECIMALS: [&str; 3] = ["monto_origen", "monto_destino", "tasa_cambio"];

/// A value of a transaction whose stored float had more decimals than people saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundedValue {
    pub transaction: i64,
    /// The old column.
    pub column: &'static str,
    pub stored: String,
    pub shown: String,
}

/// The values of one transaction that people saw rounded, in the order of the columns.
pub(super) fn rounded(table: &Table, row: &ForeignRow) -> Vec<RoundedValue> {
    let of_column = |column| match cells::amount(table.cell(row, column)) {
        Amount::Read {
            minor,
            stored: Some(stored),
        } => Some(RoundedValue {
            transaction: row.id,
            column,
            stored,
            shown: cells::shown(minor.into()),
        }),
        Amount::Read { .. } | Amount::Null | Amount::Beyond { .. } | Amount::Unreadable(_) => None,
    };
    DECIMALS.into_iter().filter_map(of_column).collect()
}

/// Goes through all rounded values a page at a time, because there may be millions.
pub struct RoundedValues<'a> {
    book: &'a mut ForeignBook,
    table: Option<&'a Table>,
    after: i64,
}

impl<'a> RoundedValues<'a> {
    /// Of a book that was analysed; it still sees the moment of the analysis.
    pub fn of(book: &'a mut ForeignBook, analysis: &'a Analysis) -> RoundedValues<'a> {
        RoundedValues {
            book,
            table: analysis.transactions.as_ref().filter(|_| 0 < analysis.rounded),
            after: i64::MIN,
        }
    }

    /// The next values, perhaps none; `None` after the last transaction.
    ///
    /// # Errors
    /// A fault of the old book.
    pub async fn next_page(&mut self) -> Result<Option<Vec<RoundedValue>>, ImportError> {
        let Some(table) = self.table else { return Ok(None) };
        let rows = table.page(self.book, self.after).await?;
        let Some(last) = rows.last() else { return Ok(None) };
        self.after = last.id;
        Ok(Some(rows.iter().flat_map(|row| rounded(table, row)).collect()))
    }
}

/// Reads a transaction, and re-points it to its client's accounts in the currencies of its two sides.
pub(super) fn read(table: &Table, row: &ForeignRow, plan: &Plan, zone: Tz) -> Kept {
    let (kept, _) = read_with_faults(table, row, plan, zone);
    kept
}

/// Notes what is wrong with a transaction. It is kept in any case, once somebody has decided so.
pub(super) fn look(table: &Table, row: &ForeignRow, plan: &Plan, zone: Tz, inquiry: &mut Inquiry<'_>) {
    let (_, faults) = read_with_faults(table, row, plan, zone);
    let keep = |answer: &str| (answer == "conservar").then_some(());
    let about = || format!("transaccion {}", row.id);
    if let Some((kind, found)) = faults.account {
        inquiry.ask(kind, about(), found, keep);
    }
    if let Some(found) = faults.currency {
        inquiry.ask(ProblemKind::TransactionCurrency, about(), found, keep);
    }
    if let Some(found) = faults.unreadable {
        inquiry.ask(ProblemKind::UnreadableTransaction, about(), found, keep);
    }
}

fn read_with_faults(table: &Table, row: &ForeignRow, plan: &Plan, zone: Tz) -> (Kept, Faults) {
    let text = |column| cells::text(table.cell(row, column));
    let account = |column| cells::reference(table.cell(row, column));
    let one = account("cuenta_id");
    let (old_source, old_target) = (
        account("cuenta_origen_id").or(one),
        account("cuenta_destino_id").or(one),
    );
    let (source_currency, target_currency) = (text("moneda_origen"), text("moneda_destino"));
    let mut unreadable = Vec::new();
    let mut amount = |column: &'static str| match cells::amount(table.cell(row, column)) {
        Amount::Null => None,
        Amount::Read { minor, .. } => Some(cells::shown(minor.into())),
        Amount::Beyond { stored, .. } => Some(stored),
        Amount::Unreadable(stored) => {
            unreadable.push(format!("{column} {stored}"));
            Some(stored)
        }
    };
    let [source_amount, target_amount, rate] = DECIMALS.map(&mut amount);
    let happened = text("fecha_transaccion");
    let at = happened.as_deref().and_then(|text| cells::moment(text, zone));
    if at.is_none() {
        unreadable.push(format!("fecha {}", happened.as_deref().unwrap_or_default()));
    }
    let known = |text: &Option<String>| text.as_deref().and_then(|text| slot(Currency::parse(text).ok()?));
    let currencies = (known(&source_currency), known(&target_currency));
    let wrong = [(currencies.0, &source_currency), (currencies.1, &target_currency)]
        .into_iter()
        .find(|(known, _)| known.is_none())
        .map(|(_, stored)| stored.clone().unwrap_or_default());
    let kept = Kept {
        old_id: row.id,
        source: point(plan, old_source, currencies.0),
        target: point(plan, old_target, currencies.1),
        old_source,
        old_target,
        kind: text("tipo_operacion"),
        source_currency,
        target_currency,
        source_amount,
        target_amount,
        rate,
        receipt: text("comprobante"),
        state: text("estado"),
        happened,
        at: at.map_or(Moment::from_ms(0), |(at, _)| at),
    };
    let faults = Faults {
        account: account_fault(plan, old_source, old_target),
        currency: wrong,
        unreadable: (!unreadable.is_empty()).then(|| unreadable.join(", ")),
    };
    (kept, faults)
}

/// The client's account in a currency; in a currency that nobody knows, or in which there is none, the one that bears the
/// old number.
fn point(plan: &Plan, old: Option<i64>, currency: Option<usize>) -> Option<usize> {
    let row = &plan.rows[*plan.place_of_row.get(&old?)?];
    currency.map_or(Some(row.own), |currency| row.history[currency])
}

fn account_fault(plan: &Plan, source: Option<i64>, target: Option<i64>) -> Option<(ProblemKind, String)> {
    let sides = [source, target];
    let gone = sides
        .into_iter()
        .flatten()
        .find(|old| !plan.place_of_row.contains_key(old));
    match gone {
        Some(old) => Some((ProblemKind::Orphan, format!("cuenta {old}"))),
        None if sides.contains(&None) => Some((ProblemKind::NoAccount, String::new())),
        None => None,
    }
}
