//! `cambista report`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::endings::{DONE, FAILED, MISUSED, print};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::domain::people::members::{self, Actor, NamedInBooks};
use crate::ids::MemberId;
use crate::reports::desk::rendered::{FileKind, render};
use crate::reports::desk::sheets::Sheet;
use crate::reports::desk::{DeskReport, Length, Span, day_typed, read};

/// What is typed after `report`.
#[derive(Debug, clap::Args)]
pub(super) struct ReportOptions {
    /// dia, semana or mes: the one that contains --date.
    #[arg(value_parser = length)]
    length: Length,
    /// Only what concerns this person, by name. Without it, everybody.
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
    /// A day of the period, like 2026-11-30; without it, today at the desk.
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
    /// Where it is written; the ending says what: .xlsx, .csv, .png or .pdf.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The table of a .csv: resumen, ordenes, batches, cuentas, ganancias or movimientos.
    #[arg(long, value_name = "TABLE", default_value = "ordenes", value_parser = Sheet::from_code)]
    sheet: Sheet,
}

fn length(typed: &str) -> Result<Length, String> {
    Length::named(typed).ok_or_else(|| "write dia, semana or mes".to_owned())
}

/// Why there is no report.
enum Stopped {
    Misused(String),
    Failed(String),
}

impl Stopped {
    fn failed(error: impl std::fmt::Display) -> Stopped {
        Stopped::Failed(error.to_string())
    }
}

/// Writes a report into a file. Reads a snapshot, so that the desk may be open.
pub(super) async fn write_report(options: &ReportOptions, config: &Config) -> u8 {
    match carry_out(options, config).await {
        Ok(said) => {
            print(&said);
            DONE
        }
        Err(Stopped::Misused(why)) => {
            eprintln!("{why}");
            MISUSED
        }
        Err(Stopped::Failed(why)) => {
            eprintln!("There is no report: {why}");
            FAILED
        }
    }
}

async fn carry_out(options: &ReportOptions, config: &Config) -> Result<String, Stopped> {
    let name = options.out.to_string_lossy();
    let kind = FileKind::of_name(&name, options.sheet).ok_or_else(|| {
        let endings = FileKind::ENDINGS.join(", ");
        Stopped::Misused(format!(
            "{name}: a report is written as one of {endings}. End --out with one of them."
        ))
    })?;
    let days = config.desk.days();
    let now = Clock::System.now();
    let today = days
        .day_at(now)
        .ok_or_else(|| Stopped::failed("the clock is beyond the calendar"))?;
    let day = match options.date.as_deref() {
        Some(typed) => day_of(typed, today)?,
        None => today,
    };
    let span = Span::containing(options.length, day, days);
    let span = span.ok_or_else(|| Stopped::Misused(format!("{day} is beyond the calendar. Give another --date.")))?;
    let mut snapshot = Db::open_snapshot(config.database.url.reveal())
        .await
        .map_err(Stopped::failed)?;
    let whose = match options.person.as_deref() {
        Some(typed) => Some(person(&mut snapshot, typed).await?),
        None => None,
    };
    let report = read::desk_report(&mut snapshot, &Actor::desk(), whose, span, now).await;
    let report = report.map_err(Stopped::failed)?;
    let rendered = render(&report, kind).map_err(Stopped::failed)?;
    keep(&options.out, &rendered.bytes).map_err(|error| Stopped::Failed(format!("{name}: {error}")))?;
    Ok(told(&report, &name))
}

fn day_of(typed: &str, today: NaiveDate) -> Result<NaiveDate, Stopped> {
    let day = day_typed(typed, today);
    day.ok_or_else(|| {
        Stopped::Misused(format!(
            "{typed:?} is no day. Write --date like 2026-11-30 or 30/11/2026."
        ))
    })
}

async fn person(snapshot: &mut crate::db::Reader, typed: &str) -> Result<MemberId, Stopped> {
    let named = members::named(snapshot, &Actor::desk(), typed).await;
    match named.map_err(Stopped::failed)? {
        NamedInBooks::One(member) => Ok(member.id),
        NamedInBooks::Several(several) => {
            let names: Vec<String> = several.into_iter().map(|member| member.discord_name).collect();
            let names = names.join(", ");
            Err(Stopped::Misused(format!(
                "{typed:?} are several people. Give --person the Discord name: {names}."
            )))
        }
        NamedInBooks::Nobody { like } => {
            let names: Vec<String> = like.into_iter().map(|member| member.name).collect();
            let hint = match names.is_empty() {
                true => String::new(),
                false => format!(" Like it: {}.", names.join(", ")),
            };
            Err(Stopped::Misused(format!(
                "Nobody in these books is called {typed:?}.{hint}"
            )))
        }
    }
}

/// Writes the whole file or nothing: a file that was there stays until the new one is complete. Only its owner reads it.
fn keep(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

fn told(report: &DeskReport, name: &str) -> String {
    let wrong = report.totals.iter().filter(|total| !total.agrees()).count();
    let (first, last) = (report.span.first_day, report.span.last_day);
    let orders = report.orders.len();
    let (zone, closes_at) = (report.span.time_zone, report.span.closes_at);
    let mut said = format!("{name}: {first} to {last} ({zone}, days end at {closes_at}), {orders} orders.");
    if report.is_cut {
        said.push_str(" There are more rows than it holds: ask for a shorter period.");
    } else if 0 < wrong {
        said.push_str(" Some totals differ from the books: see the sheet Resumen, and run `cambista audit`.");
    }
    said
}
