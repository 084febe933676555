//! The query of a list of transactions.

use chrono_tz::Tz;

use crate::domain::flows::players::{Category, Listing, Side, Slice, TransactionState};
use crate::http::under_api::query::{Page, Query, one_of};
use crate::http::under_api::refusal::Refusal;
use crate::ids::PlayerTransactionId;

impl Query {
    /// `tipo`, `categoria`, `estado`, `fechaInicio`, `fechaFin`.
    pub(super) fn listing(&self, zone: Tz) -> Result<Listing, Refusal> {
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
}

impl Page {
    /// Whether the page was asked for by its number, and not by a cursor.
    pub(super) fn is_numbered(&self) -> bool {
        self.below.is_none()
    }

    /// One row more than the limit, to know whether there is more.
    pub(super) fn slice(&self) -> Slice {
        Slice {
            below: self.below.map(PlayerTransactionId::new),
            skip: (self.number - 1) * self.limit,
            rows_max: self.limit + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::http::under_api::query::query;

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
    fn a_page_by_its_number_skips_those_before_it() {
        let page = query(&[("limite", "20"), ("pagina", "3")]).page().expect("a page");
        assert_eq!((page.slice().skip, page.slice().rows_max), (40, 21));
    }
}
