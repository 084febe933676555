//! Ended orders, counted from the backlog: each row once, whichever process wrote it.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use crate::domain::orders::{ORDER_KINDS, OrderState};
use crate::reports::gauges::Ending;

/// On PostgreSQL units that run at the same time become visible in any order: so many rows are read again each time.
const LATE_ROWS_MAX: i64 = 500;
/// From a quarter of a minute to a day.
const COMPLETION_SECONDS: [f64; 13] = [
    15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1_800.0, 3_600.0, 7_200.0, 14_400.0, 28_800.0, 86_400.0,
];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfEndings {
    kind: &'static str,
    state: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfKind {
    kind: &'static str,
}

/// Which rows were counted.
struct Counted {
    /// Rows up to here were there before this process began.
    before: i64,
    newest: i64,
    /// Those above `newest - LATE_ROWS_MAX`.
    lately: BTreeSet<i64>,
}

/// The counters of ended orders.
pub(super) struct Endings {
    ended: Family<OfEndings, Counter>,
    completion: Family<OfKind, Histogram>,
    counted: Mutex<Counted>,
}

impl Endings {
    /// Counts what comes after the row `before` of the backlog.
    pub(super) fn after(before: i64) -> Endings {
        let endings = Endings {
            ended: Family::default(),
            completion: Family::new_with_constructor(|| Histogram::new(COMPLETION_SECONDS)),
            counted: Mutex::new(Counted {
                before,
                newest: before,
                lately: BTreeSet::new(),
            }),
        };
        for kind in ORDER_KINDS.iter().map(|kind| kind.rules().code) {
            drop(endings.completion.get_or_create(&OfKind { kind }));
            for state in OrderState::ALL.iter().filter(|state| !state.is_open()) {
                let state = state.code();
                drop(endings.ended.get_or_create(&OfEndings { kind, state }));
            }
        }
        endings
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register(
            "orders_ended",
            "How many orders ended since this process began, by kind and the state in which they ended; one that was undone \
             counts again",
            self.ended.clone(),
        );
        registry.register(
            "order_completion_duration_seconds",
            "How long it took from when an order was typed until its cashier confirmed it",
            self.completion.clone(),
        );
    }

    /// After which row of the backlog it must be read.
    pub(super) fn read_after(&self) -> i64 {
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.before.max(counted.newest.saturating_sub(LATE_ROWS_MAX))
    }

    /// Counts the rows that were not counted yet.
    pub(super) fn note(&self, rows: &[Ending]) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        for row in rows {
            if counted.lately.insert(row.id) {
                self.count(row);
            }
            counted.newest = counted.newest.max(row.id);
        }
        let oldest = counted.newest.saturating_sub(LATE_ROWS_MAX);
        counted.lately.retain(|id| oldest < *id);
    }

    fn count(&self, row: &Ending) {
        let kind = row.kind.code();
        let of = OfEndings {
            kind,
            state: row.state.code(),
        };
        self.ended.get_or_create(&of).inc();
        if row.state == OrderState::Completed {
            let took_ms = row.at.ms_since(row.made_at).max(0);
            self.completion
                .get_or_create(&OfKind { kind })
                .observe(took_ms as f64 / 1_000.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Ending, Endings, LATE_ROWS_MAX, OfEndings};
    use crate::clock::Moment;
    use crate::domain::orders::{Kind, OrderState};

    fn ending(id: i64) -> Ending {
        Ending {
            id,
            kind: Kind::of_code("transfer").unwrap(),
            state: OrderState::Completed,
            at: Moment::from_ms(90_000),
            made_at: Moment::from_ms(0),
        }
    }

    fn completed(endings: &Endings) -> u64 {
        let of = OfEndings {
            kind: "transfer",
            state: "completed",
        };
        endings.ended.get_or_create(&of).get()
    }

    #[test]
    fn a_row_is_counted_once_also_when_it_becomes_visible_late() {
        let endings = Endings::after(10);
        assert_eq!(endings.read_after(), 10);
        endings.note(&[ending(11), ending(13)]);
        assert_eq!((completed(&endings), endings.read_after()), (2, 10));
        // 12 was written by a unit that ended later.
        endings.note(&[ending(11), ending(12), ending(13)]);
        assert_eq!(completed(&endings), 3);
        let far = 13 + 3 * LATE_ROWS_MAX;
        endings.note(&[ending(far)]);
        assert_eq!((completed(&endings), endings.read_after()), (4, far - LATE_ROWS_MAX));
        assert_eq!(endings.counted.lock().unwrap().lately.len(), 1);
    }
}
