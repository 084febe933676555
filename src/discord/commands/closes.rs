//! The end of the day.

use chrono::{Datelike, Months, NaiveDate};

use super::asked::actor;
use super::group::Group;
use crate::db::Place;
use crate::discord::answer::{Declined, answer, broken, declined};
use crate::discord::content::Content;
use crate::discord::controls::{CloseOf, List};
use crate::discord::surface::Surface;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, pages, view};
use crate::domain::books::closes;
use crate::domain::people::members::Permission;
use crate::reports::desk::{Length, day_typed, month_named};

pub(super) const COMMANDS: Group = Group {
    records: &[CIERRE],
    functions: &[cierre],
};

const CIERRE: Record = Record {
    name: "cierre",
    aliases: &[],
    synonyms: &["cierres", "cuadre", "arqueo"],
    usage: "cierre [día, ayer o mes]",
    example: "cierre ayer",
    what: "el cierre de un día o de un mes: pagado por cajero y cuenta, batches abiertos, ganancias y lo que espera a alguien",
    who: Who::Only(Permission::SeeOthers),
    probe: "hoy",
};

/// Muestra el cierre de un día o de un mes
#[poise::command(prefix_command, slash_command)]
async fn cierre(
    context: Context<'_>,
    #[description = "2026-11-28, 28/11, ayer, mes, 2026-10; sin nada, el día de hoy"]
    #[rest]
    cual: Option<String>,
) -> Result<(), Never> {
    let work = async {
        let surface = context.data();
        let typed = cual.as_deref().unwrap_or_default();
        let today = match surface.desk.policy.days().day_at(surface.desk.clock.now()) {
            Some(day) => Some(open_day(surface, day).await?),
            None => None,
        };
        let of = today.and_then(|today| read(typed, today));
        let of = of.ok_or_else(|| Declined::because(view::closes::no_period(typed)))?;
        let actor = actor(context).await?;
        let page = pages::page(surface, &actor, List::Close(of), Place::First).await?;
        Ok(page.answer())
    };
    // The alerts channel, where closes are posted, is read by whoever may list everything: a close shows them nothing that a
    // report of everybody does not.
    answer(context, Content::For(Permission::ListEverything), work).await
}

/// The day that runs: the hour of closing may have been put later after a day was closed.
async fn open_day(surface: &Surface, day: NaiveDate) -> Result<NaiveDate, Declined> {
    let read = async { closes::open_day(&mut surface.desk.db.reader().await?, day).await };
    read.await.map_err(declined("closes.open_day", broken))
}

/// The day or the month that somebody typed; nothing is today.
fn read(typed: &str, today: NaiveDate) -> Option<CloseOf> {
    let typed = typed.trim().to_lowercase();
    let mut words: Vec<&str> = typed
        .split_whitespace()
        .filter(|word| *word != "de" && *word != "del")
        .collect();
    let of = |length| move |day| CloseOf { length, day };
    let (day, month) = (of(Length::Day), of(Length::Month));
    match words.first().copied() {
        Some("mes") => {
            words.remove(0);
            return month_typed(&words, today).map(month);
        }
        Some("dia" | "día") => {
            words.remove(0);
        }
        _ => {}
    }
    match words.as_slice() {
        [] => Some(day(today)),
        [one] => day_typed(one, today)
            .map(day)
            .or_else(|| month_typed(&words, today).map(month)),
        _ => month_typed(&words, today).map(month),
    }
}

/// A day of the month that is meant: `2026-10`, `10/2026`, `octubre`, `octubre 2026`, `pasado`; nothing is this month.
fn month_typed(words: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    let first_of = |year, month| NaiveDate::from_ymd_opt(year, month, 1);
    match words {
        [] | ["este" | "actual"] => today.with_day(1),
        ["pasado" | "anterior"] => today.with_day(1)?.checked_sub_months(Months::new(1)),
        [month, year] => first_of(year_of(year)?, month_named(month)?),
        [one] => {
            if let Some(month) = month_named(one) {
                // The last one that is not in the future.
                let year = if today.month() < month {
                    today.year() - 1
                } else {
                    today.year()
                };
                return first_of(year, month);
            }
            let (before, after) = one.split_once(['-', '/'])?;
            let (year, month) = if before.len() == 4 {
                (before, after)
            } else {
                (after, before)
            };
            let month = Some(month).filter(|month| month.len() <= 2)?;
            first_of(year_of(year)?, month.parse().ok()?)
        }
        _ => None,
    }
}

fn year_of(typed: &str) -> Option<i32> {
    let is_year = typed.len() == 4 && typed.bytes().all(|byte| byte.is_ascii_digit());
    typed.parse().ok().filter(|_| is_year)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_day_or_a_month_is_typed_as_people_write_it() {
        let today = "2026-11-30".parse().unwrap();
        let typed = |text| read(text, today).map(|of| format!("{} {}", of.length, of.day));
        for (text, meant) in [
            ("", "dia 2026-11-30"),
            ("hoy", "dia 2026-11-30"),
            (" Ayer ", "dia 2026-11-29"),
            ("día 28/11", "dia 2026-11-28"),
            ("2026-11-28", "dia 2026-11-28"),
            ("del 28/11/2026", "dia 2026-11-28"),
            ("mes", "mes 2026-11-01"),
            ("mes pasado", "mes 2026-10-01"),
            ("mes 2026-10", "mes 2026-10-01"),
            ("2026-10", "mes 2026-10-01"),
            ("10/2026", "mes 2026-10-01"),
            ("octubre", "mes 2026-10-01"),
            ("diciembre", "mes 2025-12-01"),
            ("mes de octubre de 2025", "mes 2025-10-01"),
        ] {
            assert_eq!(typed(text).as_deref(), Some(meant), "{text}");
        }
        for text in [
            "mañana",
            "31/02",
            "2026-13",
            "mes 31",
            "semana",
            "28/11 29/11",
            "13/2026",
            "902.70",
            "1/2/3/4",
        ] {
            assert_eq!(typed(text), None, "{text}");
        }
    }
}
