//! The query of a list of transactions: filters, dates and pages.

use axum::extract::{FromRequestParts, Query as Given};
use axum::http::request::Parts;
use chrono::{DateTime, NaiveDate, TimeZone};
use chrono_tz::Tz;

use super::error::PlayerError;
use crate::clock::Moment;
use crate::domain::flows::players::{Category, Listing, Side, Slice, TransactionState};
use crate::http::body::quoted;
use crate::ids::PlayerTransactionId;

const LIMIT_DEFAULT: i64 = 50;
const LIMIT_MAX: i64 = 100;
/// The last page that can be asked for by its number; whoever needs more follows `siguiente`.
const PAGE_MAX: i64 = 10_000;

/// The parameters of a call as they were given; none is there twice.
pub(super) struct Query(Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = PlayerError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Query, PlayerError> {
        let given = Given::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let Given(given) = given.map_err(|_| PlayerError::field("la consulta", "legible"))?;
        for (at, (name, _)) in given.iter().enumerate() {
            if given[..at].iter().any(|(earlier, _)| earlier == name) {
                return Err(PlayerError::field(&quoted(name), "un solo valor: está dos veces"));
            }
        }
        Ok(Query(given))
    }
}

impl Query {
    /// A parameter; `None` when it is missing. An empty one is there, and refused by whoever reads it.
    pub(super) fn find(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(given, _)| given == name);
        found.map(|(_, value)| value.trim())
    }

    fn read<T>(&self, name: &str, expected: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, PlayerError> {
        let Some(value) = self.find(name) else { return Ok(None) };
        read(value).map(Some).ok_or_else(|| PlayerError::field(name, expected))
    }

    fn whole(&self, name: &str, max: i64) -> Result<Option<i64>, PlayerError> {
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

    /// `tipo`, `categoria`, `estado`, `fechaInicio`, `fechaFin`.
    pub(super) fn listing(&self, zone: Tz) -> Result<Listing, PlayerError> {
        let (from, before) = self.dates(zone)?;
        Ok(Listing {
            side: self.read("tipo", &one_of(Side::ALL.iter().map(|side| side.code())), |word| {
                Side::from_code(word).ok()
            })?,
            category: self.read(
                "categoria",
                &one_of(Category::ALL.iter().map(|one| one.code())),
                |word| Category::from_code(word).ok(),
            )?,
            state: self.read(
                "estado",
                &one_of(TransactionState::ALL.iter().map(|one| one.code())),
                |word| TransactionState::from_code(word).ok(),
            )?,
            from,
            before,
            ..Listing::default()
        })
    }

    /// `fechaInicio` and `fechaFin`: days of the desk's time zone, both included, or instants.
    pub(super) fn dates(&self, zone: Tz) -> Result<(Option<Moment>, Option<Moment>), PlayerError> {
        const EXPECTED: &str = "un día (`2026-11-29`) o un instante (`2026-11-29T15:00:00Z`)";
        let from = self.read("fechaInicio", EXPECTED, |text| moment_of(text, zone, 0))?;
        let before = self.read("fechaFin", EXPECTED, |text| moment_of(text, zone, 1))?;
        match (from, before) {
            (Some(from), Some(before)) if before <= from => {
                Err(PlayerError::field("fechaFin", "un momento después de `fechaInicio`"))
            }
            dates => Ok(dates),
        }
    }

    /// `limite`, and either `cursor` or `pagina`. One row more than the limit is read, to know whether there is more.
    pub(super) fn page(&self) -> Result<Page, PlayerError> {
        let limit = self.whole("limite", LIMIT_MAX)?.unwrap_or(LIMIT_DEFAULT);
        let below = self.whole("cursor", i64::MAX)?.map(PlayerTransactionId::new);
        let number = self.whole("pagina", PAGE_MAX)?.unwrap_or(1);
        if below.is_some() && 1 < number {
            return Err(PlayerError::field("pagina", "sola, sin `cursor`: use uno de los dos"));
        }
        Ok(Page { limit, number, below })
    }
}

fn one_of<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    let codes: Vec<String> = codes.map(|code| format!("`{code}`")).collect();
    format!("uno de estos: {}", codes.join(", "))
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
pub(super) struct Page {
    pub(super) limit: i64,
    pub(super) number: i64,
    below: Option<PlayerTransactionId>,
}

impl Page {
    pub(super) fn slice(&self) -> Slice {
        Slice {
            below: self.below,
            skip: (self.number - 1) * self.limit,
            rows_max: self.limit + 1,
        }
    }

    /// Whether the page was asked for by its number, and not by a cursor.
    pub(super) fn is_numbered(&self) -> bool {
        self.below.is_none()
    }

    /// Cuts a list that was read with one row more. Whether there is a further page.
    pub(super) fn cut<T>(&self, rows: &mut Vec<T>) -> bool {
        let kept = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let more = kept < rows.len();
        rows.truncate(kept);
        more
    }
}

#[cfg(test)]
mod tests {
    use super::{Query, moment_of};

    fn query(given: &[(&str, &str)]) -> Query {
        Query(
            given
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }

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
    fn a_filter_that_is_no_word_of_the_specification_is_refused_and_named() {
        let lima = chrono_tz::America::Lima;
        assert!(
            query(&[("tipo", "debito"), ("estado", "en_proceso")])
                .listing(lima)
                .is_ok()
        );
        for (name, value) in [
            ("tipo", "gasto"),
            ("categoria", "x"),
            ("estado", "pending"),
            ("fechaFin", "ayer"),
        ] {
            let refused = query(&[(name, value)]).listing(lima).expect_err(value);
            assert!(format!("{refused:?}").contains(name), "{refused:?}");
        }
        let backwards = query(&[("fechaInicio", "2026-11-29"), ("fechaFin", "2026-11-28")]);
        assert!(backwards.listing(lima).is_err());
    }

    #[test]
    fn a_page_is_asked_for_by_number_or_by_cursor() {
        let page = query(&[("limite", "20"), ("pagina", "3")]).page().expect("a page");
        assert_eq!((page.slice().skip, page.slice().rows_max), (40, 21));
        assert!(query(&[("cursor", "5"), ("pagina", "2")]).page().is_err());
        for wrong in ["", "0", "101", "x", "-1", "1.5"] {
            assert!(query(&[("limite", wrong)]).page().is_err(), "{wrong}");
        }
    }
}
