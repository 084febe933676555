//! The report of an import: the same lines for the same book, whether it was carried out or not.

use std::io::Write;

use super::words;
use crate::db::ForeignBook;
use crate::domain::flows::legacy::{
    Analysis, CURRENCIES, ImportError, Imported, Plan, PlannedAccount, RoundedValues, shown_amount,
};

/// How it ended.
pub(super) enum Ending {
    /// A dry run of a book that can come in.
    WouldImport,
    /// So many problems have no answer.
    Stopped(usize),
    Imported {
        imported: Imported,
        /// The copy of the desk's books from before; `None` on PostgreSQL.
        copy: Option<String>,
    },
}

/// Why a report is not whole.
pub(super) enum ReportError {
    Book(ImportError),
    Write(std::io::Error),
}

/// Writes it. The transactions that it lists are read again, so that the memory never holds them.
pub(super) async fn report(
    out: &mut impl Write,
    book: &mut ForeignBook,
    analysis: &Analysis,
    ending: &Ending,
) -> Result<(), ReportError> {
    let mut lines = words::head(analysis);
    chapter(&mut lines, words::TOTALS, totals(&analysis.plan));
    chapter(&mut lines, words::CLIENTS, clients(&analysis.plan));
    chapter(&mut lines, words::ACCOUNTS, accounts(analysis));
    chapter(&mut lines, words::PROBLEMS, words::problems(analysis));
    chapter(
        &mut lines,
        words::NOTES,
        analysis.notes.iter().map(words::note).collect(),
    );
    let so_far = match analysis.rounded {
        0 => Vec::new(),
        values => vec![words::rounded_values(values)],
    };
    chapter(&mut lines, words::ROUNDED, so_far);
    print(out, &mut lines)?;
    let mut rounded = RoundedValues::of(book, analysis);
    while let Some(values) = rounded.next_page().await.map_err(ReportError::Book)? {
        lines.extend(values.iter().map(words::rounded_value));
        print(out, &mut lines)?;
    }
    chapter(&mut lines, words::RESULT, vec![words::ending(ending)]);
    print(out, &mut lines)?;
    out.flush().map_err(ReportError::Write)
}

fn print(out: &mut impl Write, lines: &mut Vec<String>) -> Result<(), ReportError> {
    for line in lines.drain(..) {
        writeln!(out, "{line}").map_err(ReportError::Write)?;
    }
    Ok(())
}

fn chapter(lines: &mut Vec<String>, title: &str, mut content: Vec<String>) {
    lines.push(String::new());
    lines.push(format!("== {title} =="));
    if content.is_empty() {
        content.push(words::NOTHING.to_owned());
    }
    lines.append(&mut content);
}

fn totals(plan: &Plan) -> Vec<String> {
    let all = CURRENCIES.into_iter().zip(plan.totals);
    all.map(|(currency, totals)| words::total(currency, totals)).collect()
}

fn clients(plan: &Plan) -> Vec<String> {
    let line = |(place, client): (usize, &crate::domain::flows::legacy::PlannedClient)| {
        let sums = plan.of_client(place);
        let sums: Vec<String> = sums
            .into_iter()
            .map(|(currency, before, after)| format!("{currency} {} -> {}", shown_amount(before), shown_amount(after)))
            .collect();
        words::client(client, &sums)
    };
    plan.clients.iter().enumerate().map(line).collect()
}

fn accounts(analysis: &Analysis) -> Vec<String> {
    let plan = &analysis.plan;
    let mut shown: Vec<&PlannedAccount> = plan.accounts.iter().collect();
    // Within a client as the currencies are listed, whatever row made which.
    shown.sort_by_key(|account| {
        let currency = CURRENCIES.iter().position(|currency| *currency == account.currency);
        (account.client, currency, account.is_closed)
    });
    let line = |account: &PlannedAccount| {
        let owner = plan.clients[account.client].old_id;
        words::account(owner, account, analysis.zone)
    };
    shown.into_iter().map(line).collect()
}
