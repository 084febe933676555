//! Figures for Prometheus.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

/// What the answer's content type says.
pub(super) const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    /// The pattern, not the path: there are as many as there are calls in the documentation.
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Took {
    route: String,
}

/// What is looked up when it is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counts {
    pub(super) open_events: i64,
    pub(super) webhooks_waiting: i64,
    pub(super) discord_up: bool,
}

pub(super) struct Metrics {
    registry: Registry,
    answered: Family<Answered, Counter>,
    took: Family<Took, Histogram>,
    open_events: Gauge,
    webhooks_waiting: Gauge,
    discord_up: Gauge,
}

impl Metrics {
    pub(super) fn new() -> Metrics {
        let mut registry = Registry::with_prefix("cambista");
        let answered = Family::<Answered, Counter>::default();
        let buckets = || Histogram::new(exponential_buckets(0.000_25, 2.0, 16));
        let took = Family::<Took, Histogram>::new_with_constructor(buckets);
        let (open_events, webhooks_waiting, discord_up) = (Gauge::default(), Gauge::default(), Gauge::default());
        registry.register("http_requests", "Calls answered", answered.clone());
        registry.register("http_request_duration_seconds", "How long calls took", took.clone());
        registry.register("app_events_open", "Events of apps that are open", open_events.clone());
        registry.register(
            "webhook_deliveries_waiting",
            "What apps are still to be told",
            webhooks_waiting.clone(),
        );
        registry.register(
            "discord_up",
            "Whether the bot is connected to Discord",
            discord_up.clone(),
        );
        Metrics {
            registry,
            answered,
            took,
            open_events,
            webhooks_waiting,
            discord_up,
        }
    }

    pub(super) fn note(&self, method: &str, route: &str, status: u16, took: Duration) {
        let known = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];
        let method = if known.contains(&method) { method } else { "other" };
        let answered = Answered {
            method: method.to_owned(),
            route: route.to_owned(),
            status,
        };
        self.answered.get_or_create(&answered).inc();
        let route = route.to_owned();
        self.took.get_or_create(&Took { route }).observe(took.as_secs_f64());
    }

    /// Everything as text, with what is read at this moment.
    pub(super) fn render(&self, counts: Counts) -> String {
        self.open_events.set(counts.open_events);
        self.webhooks_waiting.set(counts.webhooks_waiting);
        self.discord_up.set(i64::from(counts.discord_up));
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("writing to a String cannot fail");
        text
    }
}
