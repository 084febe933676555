//! Metrics for Prometheus.

use std::time::Duration;

use axum::http::HeaderMap;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use super::headers::wanted;

/// The text format of the metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Prometheus' text format 0.0.4, which every Prometheus and its tools read.
    Prometheus,
    OpenMetrics,
}

impl Form {
    /// OpenMetrics, if the client names it and prefers it; else Prometheus' text format, even if it accepts neither.
    pub(super) fn asked_for(headers: &HeaderMap) -> Form {
        let [plain, open] = wanted(headers, ["text/plain", "application/openmetrics-text"]);
        if plain < open {
            Form::OpenMetrics
        } else {
            Form::Prometheus
        }
    }

    /// The content type of the answer.
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Form::Prometheus => "text/plain; version=0.0.4; charset=utf-8",
            Form::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: String,
    /// The route's pattern instead of the path, so that the number of label values stays small.
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Took {
    route: String,
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

/// Values that are read when the metrics are requested.
#[derive(Debug, Clone)]
pub(super) struct Counts {
    pub(super) open_events: i64,
    pub(super) webhooks_waiting: i64,
    pub(super) discord_up: bool,
    pub(super) players: PlayerCounts,
}

/// Values about players' transactions.
#[derive(Debug, Clone, Default)]
pub(super) struct PlayerCounts {
    /// Category, state, and how many.
    pub(super) transactions: Vec<(&'static str, &'static str, i64)>,
    pub(super) requests_open: i64,
    pub(super) oldest_age_seconds: i64,
    /// Kind, and how many are open.
    pub(super) alarms: Vec<(&'static str, i64)>,
}

/// Gauges of players' transactions.
#[derive(Default)]
struct PlayerGauges {
    transactions: Family<OfTransactions, Gauge>,
    requests_open: Gauge,
    oldest_age_seconds: Gauge,
    alarms: Family<OfAlarms, Gauge>,
}

impl PlayerGauges {
    fn register(&self, registry: &mut Registry) {
        registry.register(
            "player_transactions",
            "Transactions of players by category and present state",
            self.transactions.clone(),
        );
        registry.register(
            "cash_requests_open",
            "Deposits and withdrawals that have not ended",
            self.requests_open.clone(),
        );
        registry.register(
            "cash_request_oldest_age_seconds",
            "How long ago the oldest open deposit or withdrawal was asked for",
            self.oldest_age_seconds.clone(),
        );
        registry.register(
            "player_alarms_open",
            "Open alarms about players' transactions by kind",
            self.alarms.clone(),
        );
    }

    fn set(&self, counts: &PlayerCounts) {
        // What is counted no longer must not keep its last value.
        self.transactions.clear();
        for (category, state, count) in &counts.transactions {
            self.transactions
                .get_or_create(&OfTransactions { category, state })
                .set(*count);
        }
        self.requests_open.set(counts.requests_open);
        self.oldest_age_seconds.set(counts.oldest_age_seconds);
        for (kind, count) in &counts.alarms {
            self.alarms.get_or_create(&OfAlarms { kind }).set(*count);
        }
    }
}

pub(super) struct Metrics {
    registry: Registry,
    answered: Family<Answered, Counter>,
    took: Family<Took, Histogram>,
    open_events: Gauge,
    webhooks_waiting: Gauge,
    discord_up: Gauge,
    players: PlayerGauges,
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
        let players = PlayerGauges::default();
        players.register(&mut registry);
        Metrics {
            registry,
            players,
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

    /// Writes all metrics as text, including values that are read now.
    pub(super) fn render(&self, counts: &Counts, form: Form) -> String {
        self.open_events.set(counts.open_events);
        self.webhooks_waiting.set(counts.webhooks_waiting);
        self.discord_up.set(i64::from(counts.discord_up));
        self.players.set(&counts.players);
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("writing to a String cannot fail");
        match form {
            Form::OpenMetrics => text,
            Form::Prometheus => as_prometheus(&text),
        }
    }
}

/// Converts OpenMetrics into Prometheus' text format 0.0.4, which prometheus-client cannot write. There, the help and
/// type of a counter use the name of its sample, which ends in `_total`, and there is no `# EOF`.
fn as_prometheus(open_metrics: &str) -> String {
    let counters: Vec<&str> = open_metrics
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE ")?.strip_suffix(" counter"))
        .collect();
    let mut text = String::with_capacity(open_metrics.len());
    for line in open_metrics.lines().filter(|line| *line != "# EOF") {
        let mut words = line.splitn(4, ' ');
        match (words.next(), words.next(), words.next(), words.next()) {
            (Some("#"), Some(what), Some(name), Some(rest)) if counters.contains(&name) => {
                text.push_str(&format!("# {what} {name}_total {rest}"));
            }
            _ => text.push_str(line),
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::http::{HeaderMap, HeaderValue};

    use super::{Counts, Form, Metrics, PlayerCounts};

    fn counts(transactions: &[(&'static str, &'static str, i64)]) -> Counts {
        Counts {
            open_events: 2,
            webhooks_waiting: 0,
            discord_up: true,
            players: PlayerCounts {
                transactions: transactions.to_vec(),
                requests_open: 1,
                oldest_age_seconds: 60,
                alarms: vec![("pending", 1)],
            },
        }
    }

    #[test]
    fn a_state_that_no_transaction_has_any_more_is_not_shown() {
        let metrics = Metrics::new();
        let sample = |state| format!("cambista_player_transactions{{category=\"deposito\",state=\"{state}\"}} 1");
        let before = metrics.render(&counts(&[("deposito", "pendiente", 1)]), Form::Prometheus);
        assert!(before.contains(&sample("pendiente")), "{before}");
        let after = metrics.render(&counts(&[("deposito", "completada", 1)]), Form::Prometheus);
        assert!(
            after.contains(&sample("completada")) && !after.contains(&sample("pendiente")),
            "{after}"
        );
        assert!(
            after.contains("cambista_player_alarms_open{kind=\"pending\"} 1"),
            "{after}"
        );
    }

    fn rendered(form: Form) -> String {
        let metrics = Metrics::new();
        metrics.note("GET", "/finance/event", 200, Duration::from_millis(3));
        metrics.render(&counts(&[("deposito", "completada", 1)]), form)
    }

    /// The rules of `promtool check metrics`: every sample belongs to a family with a type and a help text; the names
    /// of counters, and only those, end in `_total`; no other name ends like a sample of a counter or histogram.
    #[test]
    fn every_figure_has_its_help_and_its_type_under_its_own_name() {
        let text = rendered(Form::Prometheus);
        assert!(!text.contains("# EOF") && text.ends_with('\n'));
        let lines_of = |what: &str| -> Vec<(String, String)> {
            let after = |line: &str| {
                let rest = line.strip_prefix(&format!("# {what} "))?;
                let (name, more) = rest.split_once(' ')?;
                Some((name.to_owned(), more.to_owned()))
            };
            text.lines().filter_map(after).collect()
        };
        let (helps, types) = (lines_of("HELP"), lines_of("TYPE"));
        assert_eq!(helps.len(), types.len());
        for (name, kind) in &types {
            let help = helps.iter().find(|(of, _)| of == name).expect("a help");
            assert!(!help.1.trim().is_empty() && help.1 != name.as_str(), "{name}");
            assert_eq!(kind == "counter", name.ends_with("_total"), "{name}");
            assert!(
                !["_bucket", "_count", "_sum", "_info"]
                    .iter()
                    .any(|end| name.ends_with(end)),
                "{name}"
            );
        }
        for sample in text.lines().filter(|line| !line.starts_with('#')) {
            let name = sample.split(['{', ' ']).next().expect("a name");
            let family = types.iter().find(|(family, kind)| {
                let parts = ["_bucket", "_sum", "_count"].map(|end| format!("{family}{end}"));
                family == name || (kind == "histogram" && parts.iter().any(|part| part == name))
            });
            assert!(family.is_some(), "{sample}");
        }
        assert!(
            text.contains("# HELP cambista_http_requests_total Calls answered."),
            "{text}"
        );
        let sample = "cambista_http_requests_total{method=\"GET\",route=\"/finance/event\",status=\"200\"} 1";
        assert!(text.contains(sample), "{text}");
    }

    #[test]
    fn open_metrics_is_for_who_asks_for_it() {
        let form = |accept: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            if let Some(accept) = accept {
                headers.insert("accept", HeaderValue::from_static(accept));
            }
            Form::asked_for(&headers)
        };
        for plain in [
            None,
            Some("*/*"),
            Some("text/plain"),
            Some("text/html"),
            Some("text/plain;q=0.5,application/openmetrics-text;q=0.5"),
            Some("application/openmetrics-text;q=0"),
        ] {
            assert_eq!(form(plain), Form::Prometheus, "{plain:?}");
        }
        for open in [
            "application/openmetrics-text",
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
        ] {
            assert_eq!(form(Some(open)), Form::OpenMetrics, "{open}");
        }
        assert!(rendered(Form::OpenMetrics).ends_with("# EOF\n"));
    }
}
