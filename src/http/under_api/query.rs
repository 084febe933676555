//! The query of a list: filters, dates and pages.

use axum::extract::{FromRequestParts, Query as Given};
use axum::http::request::Parts;
use chrono::{DateTime, NaiveDate, TimeZone};
use chrono_tz::Tz;

use super::refusal::Refusal;
use crate::clock::Moment;
use crate::domain::kernel::money::Currency;
use crate::http::body::quoted;

const LIMIT_DEFAULT: i64 = 50;
const LIMIT_MAX: i64 = 100;
/// The last page that can be asked for by its number; whoever needs more follows `siguiente`.
const PAGE_MAX: i64 = 10_000;

const MOMENT_EXPECTED: &str = "un día (`2026-11-29`) o un instante (`2026-11-29T15:00:00Z`)";

/// The parameters of a call as they were given; none is there twice.
pub(in crate::http) struct Query(Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Query, Refusal> {
        let given = Given::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let Given(given) = given.map_err(|_| Refusal::field("la consulta", "legible"))?;
        for (at, (name, _)) in given.iter().enumerate() {
            if given[..at].iter().any(|(earlier, _)| earlier == name) {
                return Err(Refusal::field(&quoted(name), "un solo valor: está dos veces"));
            }
        }
        Ok(Query(given))
    }
}

impl Query {
    /// A parameter; `None` when it is missing. An empty one is there, and refused by whoever reads it.
    pub(in crate::http) fn find(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(given, _)| given == name);
        found.map(|(_, value)| value.trim())
    }

    pub(in crate::http) fn read<T>(
        &self,
        name: &str,
        expected: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        let Some(value) = self.find(name) else { return Ok(None) };
        read(value).map(Some).ok_or_else(|| Refusal::field(name, expected))
    }

    pub(in crate::http) fn whole(&self, name: &str, max: i64) -> Result<Option<i64>, Refusal> {
        let expected = format!("un número entero de 1 a {max}");
        let number = |value: &str| {
            let is_digits = value.bytes().all(|b| b.is_ascii_digit());
            value
                .parse()
                .ok()
                .filter(|number| is_digits && (1..=max).contains(number))
        };
        self.read(name, &expected, number)
    }

    /// `fechaInicio` and `fechaFin`: days of the desk's time zone, both included, or instants.
    pub(in crate::http) fn dates(&self, zone: Tz) -> Result<(Option<Moment>, Option<Moment>), Refusal> {
        let from = self.since("fechaInicio", zone)?;
        let before = self.read("fechaFin", MOMENT_EXPECTED, |text| moment_of(text, zone, 1))?;
        match (from, before) {
            (Some(from), Some(before)) if before <= from => {
                Err(Refusal::field("fechaFin", "un momento después de `fechaInicio`"))
            }
            dates => Ok(dates),
        }
    }

    /// The beginning of a day of the desk's time zone, or an instant.
    pub(in crate::http) fn since(&self, name: &str, zone: Tz) -> Result<Option<Moment>, Refusal> {
        self.read(name, MOMENT_EXPECTED, |text| moment_of(text, zone, 0))
    }

    /// `limite`, and either `cursor` or `pagina`. One row more than the limit is read, to know whether there is more.
    pub(in crate::http) fn page(&self) -> Result<Page, Refusal> {
        let limit = self.whole("limite", LIMIT_MAX)?.unwrap_or(LIMIT_DEFAULT);
        let below = self.whole("cursor", i64::MAX)?;
        let number = self.whole("pagina", PAGE_MAX)?.unwrap_or(1);
        if below.is_some() && 1 < number {
            return Err(Refusal::field("pagina", "sola, sin `cursor`: use uno de los dos"));
        }
        Ok(Page { limit, number, below })
    }
}

/// For whoever sent another word.
pub(in crate::http) fn one_of<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    let codes: Vec<String> = codes.map(|code| format!("`{code}`")).collect();
    format!("uno de estos: {}", codes.join(", "))
}

/// Reads a currency that must be one of `known`. `read` finds it in what was sent; it gets the words for what is expected, and what
/// a currency is called.
pub(in crate::http) fn one_currency<T>(
    known: &[Currency],
    read: impl FnOnce(&str, &dyn Fn(&str) -> Option<Currency>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let expected = one_of(known.iter().map(Currency::as_str));
    let called = |word: &str| known.iter().copied().find(|currency| currency.as_str() == word);
    read(&expected, &called)
}

/// The beginning of a day of the desk, `days_later` days later; or an instant as it is.
fn moment_of(text: &str, zone: Tz, days_later: u64) -> Option<Moment> {
    // Chrono also reads `2026-1-2`, and years that are no years.
    let is_day = text.len() == "2026-11-29".len() && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if is_day && let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        let day = day.checked_add_days(chrono::Days::new(days_later))?;
        let midnight = zone.from_local_datetime(&day.and_hms_opt(0, 0, 0)?).earliest()?;
        return Some(Moment::from_ms(midnight.timestamp_millis()));
    }
    let instant = DateTime::parse_from_rfc3339(text).ok()?;
    Some(Moment::from_ms(instant.timestamp_millis()))
}

/// A page of a list.
pub(in crate::http) struct Page {
    pub(in crate::http) limit: i64,
    pub(in crate::http) number: i64,
    /// Only what is older than this number.
    pub(in crate::http) below: Option<i64>,
}

impl Page {
    /// Cuts a list that was read with one row more. Whether there is a further page.
    pub(in crate::http) fn cut<T>(&self, rows: &mut Vec<T>) -> bool {
        let kept = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = kept < rows.len();
        rows.truncate(kept);
        more
    }
}

/// A query as a test gives it.
#[cfg(test)]
pub(in crate::http) fn query(given: &[(&str, &str)]) -> Query {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Query(given.iter().map(owned).collect())
}

#[cfg(test)]
mod tests {
    use super::{moment_of, query};

    #[test]
    fn a_day_begins_at_midnight_of_the_desk_and_ends_with_the_next() {
        let lima = chrono_tz::America::Lima;
        let from = moment_of("2026-11-29", lima, 0).expect("a day").ms();
        assert_eq!(from, 1_795_928_400_000, "05:00 UTC");
        assert_eq!(moment_of("2026-11-29", lima, 1).expect("a day").ms() - from, 86_400_000);
        let instant = moment_of("2026-11-29T05:00:00Z", lima, 1).expect("an instant").ms();
        assert_eq!(instant, from);
        for wrong in [
            "29/11/2026",
            "2026-13-01",
            "2026-1-2",
            "-262143-01-01",
            "ayer",
            "2026-11-29T05:00",
        ] {
            assert!(moment_of(wrong, lima, 0).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_page_is_asked_for_by_number_or_by_cursor() {
        let page = query(&[("limite", "20"), ("pagina", "3")]).page().expect("a page");
        assert_eq!((page.limit, page.number, page.below), (20, 3, None));
        assert!(query(&[("cursor", "5"), ("pagina", "2")]).page().is_err());
        for wrong in ["", "0", "101", "x", "-1", "1.5"] {
            assert!(query(&[("limite", wrong)]).page().is_err(), "{wrong}");
        }
    }
}
