//! Figures about the API's apps and players, read when the page is fetched.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// Values that are read when the metrics are requested.
#[derive(Debug, Clone)]
pub(in crate::http) struct Counts {
    pub(in crate::http) open_events: i64,
    pub(in crate::http) webhooks_waiting: i64,
    pub(in crate::http) players: PlayerCounts,
}

/// Values about players' transactions.
#[derive(Debug, Clone, Default)]
pub(in crate::http) struct PlayerCounts {
    /// Category, state, and how many.
    pub(in crate::http) transactions: Vec<(&'static str, &'static str, i64)>,
    pub(in crate::http) requests_open: i64,
    pub(in crate::http) oldest_age_seconds: i64,
    /// Kind, and how many are open.
    pub(in crate::http) alarms: Vec<(&'static str, i64)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfTransactions {
    category: &'static str,
    state: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfAlarms {
    kind: &'static str,
}

/// The gauges of [`Counts`].
#[derive(Default)]
pub(super) struct CountGauges {
    open_events: Gauge,
    webhooks_waiting: Gauge,
    transactions: Family<OfTransactions, Gauge>,
    requests_open: Gauge,
    oldest_age_seconds: Gauge,
    alarms: Family<OfAlarms, Gauge>,
}

impl CountGauges {
    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register(
            "app_events_open",
            "How many events of apps are open",
            self.open_events.clone(),
        );
        registry.register(
            "webhook_deliveries_waiting",
            "How many deliveries apps are still to be sent",
            self.webhooks_waiting.clone(),
        );
        registry.register(
            "player_transactions",
            "How many transactions of players there are, by category and present state",
            self.transactions.clone(),
        );
        registry.register(
            "cash_requests_open",
            "How many deposits and withdrawals of players have not ended",
            self.requests_open.clone(),
        );
        registry.register(
            "cash_request_oldest_age_seconds",
            "How long ago the oldest open deposit or withdrawal was asked for",
            self.oldest_age_seconds.clone(),
        );
        registry.register(
            "player_alarms_open",
            "How many alarms about players' transactions are open, by kind",
            self.alarms.clone(),
        );
    }

    pub(super) fn set(&self, counts: &Counts) {
        self.open_events.set(counts.open_events);
        self.webhooks_waiting.set(counts.webhooks_waiting);
        // What is counted no longer must not keep its last value.
        self.transactions.clear();
        for (category, state, count) in &counts.players.transactions {
            self.transactions
                .get_or_create(&OfTransactions { category, state })
                .set(*count);
        }
        self.requests_open.set(counts.players.requests_open);
        self.oldest_age_seconds.set(counts.players.oldest_age_seconds);
        for (kind, count) in &counts.players.alarms {
            self.alarms.get_or_create(&OfAlarms { kind }).set(*count);
        }
    }
}
