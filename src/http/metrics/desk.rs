//! The desk's own figures: orders, float, what people are to be told, and the machine around it. Cashiers are ids, and no
//! label is a name, a number of an account or anything that somebody typed.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use crate::clock::Moment;
use crate::domain::kernel::money::Currency;
use crate::domain::orders::{ORDER_KINDS, OrderState};
use crate::http::state::Found;
use crate::reports::gauges::{CashierFloat, Gauges, OpenOrders};

/// At most so many series of cashiers' float; what more cashiers have is summed under [`OTHER`].
const FLOAT_SERIES_MAX: usize = 300;
const OTHER: &str = "other";

/// What was read for these figures, and when.
#[derive(Debug, Clone)]
pub(in crate::http) struct DeskRead {
    pub(in crate::http) gauges: Gauges,
    pub(in crate::http) around: Found,
    pub(in crate::http) at: Moment,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfOrders {
    kind: &'static str,
    state: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, EncodeLabelSet)]
struct OfFloat {
    cashier: String,
    currency: String,
    status: &'static str,
}

/// Whole units of a currency. A float: an account holds far less than what a float counts exactly.
type Amount = Gauge<f64, AtomicU64>;

/// The gauges of [`DeskRead`].
#[derive(Default)]
pub(super) struct DeskGauges {
    orders: Family<OfOrders, Gauge>,
    orders_oldest: Family<OfOrders, Gauge>,
    float: Family<OfFloat, Amount>,
    promised: Family<OfFloat, Amount>,
    notices_waiting: Gauge,
    notices_oldest: Gauge,
    notices_detoured: Gauge,
    notices_set_aside: Gauge,
    lanes_closed: Gauge,
    disk_free: Gauge,
    disk_total: Gauge,
    backup_at: Gauge,
}

impl DeskGauges {
    pub(super) fn register(&self, registry: &mut Registry) {
        self.register_work(registry);
        let mut gauge = |name: &str, help: &str, gauge: &Gauge| registry.register(name, help, gauge.clone());
        gauge(
            "notices_waiting",
            "How many notices and tellings nobody has heard yet in any way",
            &self.notices_waiting,
        );
        gauge(
            "notices_oldest_age_seconds",
            "How long ago the oldest of them was written",
            &self.notices_oldest,
        );
        gauge(
            "notices_detoured",
            "How many tellings were heard another way and are still owed in their own place",
            &self.notices_detoured,
        );
        gauge(
            "notices_set_aside",
            "How many notices and tellings Discord will never accept as they are",
            &self.notices_set_aside,
        );
        gauge(
            "lanes_closed",
            "How many places in Discord take no message of the desk now",
            &self.lanes_closed,
        );
        gauge(
            "disk_free_bytes",
            "How much space is left where the desk keeps its files",
            &self.disk_free,
        );
        gauge(
            "disk_size_bytes",
            "How much space there is in all where the desk keeps its files",
            &self.disk_total,
        );
        gauge(
            "backup_last_timestamp_seconds",
            "When the last complete backup was made, in seconds since 1970; 0 when there is none",
            &self.backup_at,
        );
    }

    fn register_work(&self, registry: &mut Registry) {
        registry.register(
            "orders_open",
            "How many orders have not ended, by kind and state",
            self.orders.clone(),
        );
        registry.register(
            "orders_oldest_age_seconds",
            "How long ago the oldest of them was made",
            self.orders_oldest.clone(),
        );
        registry.register(
            "cashier_float",
            "What a cashier's bank accounts in a currency can pay, in units of that currency, by the cashier's id",
            self.float.clone(),
        );
        registry.register(
            "cashier_float_promised",
            "How much of that is promised to open orders, in units of that currency",
            self.promised.clone(),
        );
    }

    pub(super) fn set(&self, read: &DeskRead) {
        let age_seconds = |since: Moment| read.at.ms_since(since).max(0) / 1_000;
        self.set_orders(read, age_seconds);
        self.float.clear();
        self.promised.clear();
        for (of, (available, promised)) in floats(&read.gauges.floats) {
            self.float.get_or_create(&of).set(available);
            self.promised.get_or_create(&of).set(promised);
        }
        let outbox = &read.gauges.outbox;
        self.notices_waiting.set(outbox.waiting);
        self.notices_oldest.set(outbox.oldest.map_or(0, age_seconds));
        self.notices_detoured.set(outbox.detoured);
        self.notices_set_aside.set(outbox.set_aside);
        self.lanes_closed.set(outbox.lanes_closed);
        let bytes = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
        if let Some(disk) = read.around.disk {
            self.disk_free.set(bytes(disk.free_bytes));
            self.disk_total.set(bytes(disk.total_bytes));
        }
        self.backup_at.set(read.around.backup.map_or(0, |at| at.ms() / 1_000));
    }

    /// Every kind and open state has a series, so that a rule finds a zero instead of nothing.
    fn set_orders(&self, read: &DeskRead, age_seconds: impl Fn(Moment) -> i64) {
        for kind in ORDER_KINDS.iter().map(|kind| kind.rules().code) {
            for state in OrderState::ALL.iter().filter(|state| state.is_open()) {
                let is_it = |open: &&OpenOrders| open.kind.code() == kind && open.state == *state;
                let found = read.gauges.open.iter().find(is_it);
                let of = OfOrders {
                    kind,
                    state: state.code(),
                };
                self.orders.get_or_create(&of).set(found.map_or(0, |open| open.count));
                let age = found.map_or(0, |open| age_seconds(open.oldest));
                self.orders_oldest.get_or_create(&of).set(age);
            }
        }
    }
}

/// What each series of float shows: available and promised. Cashiers beyond the bound are one.
fn floats(floats: &[CashierFloat]) -> BTreeMap<OfFloat, (f64, f64)> {
    let mut sums: BTreeMap<OfFloat, (f64, f64)> = BTreeMap::new();
    for (at, float) in floats.iter().enumerate() {
        let currency = float.available.currency();
        let cashier = match at < FLOAT_SERIES_MAX {
            true => float.cashier.get().to_string(),
            false => OTHER.to_owned(),
        };
        let of = OfFloat {
            cashier,
            currency: currency.as_str().to_owned(),
            status: if float.takes_orders { "working" } else { "paused" },
        };
        let sum = sums.entry(of).or_default();
        sum.0 += units(float.available.minor(), currency);
        sum.1 += units(float.promised.minor(), currency);
    }
    sums
}

/// An amount in whole units, for a graph.
fn units(minor: i64, currency: Currency) -> f64 {
    minor as f64 / 10_f64.powf(f64::from(currency.scale()))
}

#[cfg(test)]
mod tests {
    use super::{CashierFloat, FLOAT_SERIES_MAX, floats};
    use crate::domain::kernel::money::{Currency, Money};
    use crate::ids::MemberId;

    fn float(cashier: i64, currency: Currency, takes_orders: bool) -> CashierFloat {
        CashierFloat {
            cashier: MemberId::new(cashier),
            takes_orders,
            available: Money::from_minor(15_000, currency),
            promised: Money::from_minor(5_000, currency),
        }
    }

    #[test]
    fn however_many_cashiers_there_are_the_series_are_few_and_nothing_is_left_out() {
        let many: Vec<CashierFloat> = (1..=4_000)
            .map(|id| {
                float(
                    id,
                    [Currency::VES, Currency::USD][usize::from(id % 2 == 0)],
                    id % 3 == 0,
                )
            })
            .collect();
        let shown = floats(&many);
        // Two currencies, working or paused.
        assert_eq!(shown.len(), FLOAT_SERIES_MAX + 4);
        let sum: f64 = shown.values().map(|(available, _)| available).sum();
        assert!((sum - 4_000.0 * 1.5).abs() < 0.001, "{sum}");
        let sum: f64 = shown.values().map(|(_, promised)| promised).sum();
        assert!((sum - 4_000.0 * 0.5).abs() < 0.001, "{sum}");
    }
}
