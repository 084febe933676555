//! Metrics for Prometheus.
//!
//! What happened in this process is counted while it works; what the books say is read when the page is fetched, and left
//! out when it cannot be read. Names, units and help texts follow Prometheus' conventions; every label is one of few values.

mod counts;
mod desk;
mod endings;
mod form;

pub(super) use counts::{Counts, PlayerCounts};
pub(super) use desk::DeskRead;
pub(super) use form::Form;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use crate::meters::Meters;
use crate::reports::gauges::Ending;
use counts::CountGauges;
use desk::DeskGauges;
use endings::Endings;
use form::as_prometheus;

const PREFIX: &str = "cambista";

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
struct Build {
    version: &'static str,
}

/// What was found when the page was fetched.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) discord_up: bool,
    pub(super) gateway_up: bool,
    /// `None` when the database did not answer.
    pub(super) counts: Option<Counts>,
    /// `None` also where the page does not show the desk's own figures.
    pub(super) desk: Option<DeskRead>,
}

/// Figures of this process.
#[derive(Default)]
struct ProcessGauges {
    build: Family<Build, Gauge>,
    database_up: Gauge,
    discord_up: Gauge,
    gateway_up: Gauge,
}

impl ProcessGauges {
    fn register(&self, registry: &mut Registry) {
        registry.register(
            "build_info",
            "Which version of cambista this is; the value is always 1",
            self.build.clone(),
        );
        registry.register(
            "database_up",
            "Whether the database answered when this page was made (1) or not (0)",
            self.database_up.clone(),
        );
        registry.register(
            "discord_up",
            "Whether the bot is connected to Discord and reaches its guild (1) or not (0)",
            self.discord_up.clone(),
        );
        registry.register(
            "discord_gateway_up",
            "Whether all connections to Discord's gateway are up (1) or not (0)",
            self.gateway_up.clone(),
        );
        let version = env!("CARGO_PKG_VERSION");
        self.build.get_or_create(&Build { version }).set(1);
    }
}

pub(super) struct Metrics {
    /// What this process counts, always shown.
    process: Registry,
    /// What the books say about apps and players.
    counted: Registry,
    /// What the books say about the desk's own work, and the machine.
    own: Registry,
    answered: Family<Answered, Counter>,
    took: Family<Took, Histogram>,
    gauges: ProcessGauges,
    counts: CountGauges,
    desk: DeskGauges,
    endings: Endings,
    /// Held while gauges are set and written, so that two fetches do not mix theirs.
    writing: Mutex<()>,
}

impl Metrics {
    /// Shows these meters, and counts orders that end after this row of the backlog.
    pub(super) fn new(meters: &Meters, newest_backlog: i64) -> Metrics {
        let registry = || Registry::with_prefix(PREFIX);
        let (mut process, mut counted, mut own) = (registry(), registry(), registry());
        let answered = Family::<Answered, Counter>::default();
        let buckets = || Histogram::new(exponential_buckets(0.000_25, 2.0, 16));
        let took = Family::<Took, Histogram>::new_with_constructor(buckets);
        process.register(
            "http_requests",
            "Calls that the API answered, by method, route and status",
            answered.clone(),
        );
        process.register(
            "http_request_duration_seconds",
            "How long the answers to calls took, by route",
            took.clone(),
        );
        let (gauges, counts, desk) = (ProcessGauges::default(), CountGauges::default(), DeskGauges::default());
        gauges.register(&mut process);
        meters.register(&mut process);
        counts.register(&mut counted);
        desk.register(&mut own);
        let endings = Endings::after(newest_backlog);
        endings.register(&mut own);
        Metrics {
            process,
            counted,
            own,
            answered,
            took,
            gauges,
            counts,
            desk,
            endings,
            writing: Mutex::new(()),
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

    /// After which row of the backlog endings must be read for [`Metrics::note_endings`].
    pub(super) fn endings_after(&self) -> i64 {
        self.endings.read_after()
    }

    /// Counts orders that ended. Those that were counted already are skipped.
    pub(super) fn note_endings(&self, endings: &[Ending]) {
        self.endings.note(endings);
    }

    /// Writes all metrics as text, including values that were read now.
    pub(super) fn render(&self, page: &Page, form: Form) -> String {
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        self.gauges.discord_up.set(i64::from(page.discord_up));
        self.gauges.gateway_up.set(i64::from(page.gateway_up));
        self.gauges.database_up.set(i64::from(page.counts.is_some()));
        let mut shown = vec![&self.process];
        if let Some(counts) = &page.counts {
            self.counts.set(counts);
            shown.push(&self.counted);
        }
        if let Some(desk) = &page.desk {
            self.desk.set(desk);
            shown.push(&self.own);
        }
        let mut text = String::new();
        for registry in shown {
            encode_registry(&mut text, registry).expect("writing to a String cannot fail");
        }
        encode_eof(&mut text).expect("writing to a String cannot fail");
        match form {
            Form::OpenMetrics => text,
            Form::Prometheus => as_prometheus(&text),
        }
    }
}

#[cfg(test)]
mod tests;
