//! What a process measures while it works: how long commits and sweeps take, what Discord refused, how audits ended.
//!
//! Each part gets the meters of its own and notes what happened; `/metrics` shows them. They are in memory, begin at zero
//! with the process, and know no person: every label is one of a fixed list.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use crate::clock::Moment;

/// The meters of all parts.
#[derive(Clone, Default)]
pub struct Meters {
    pub commits: CommitMeters,
    pub courier: CourierMeters,
    pub sweeps: SweepMeters,
    pub audits: AuditMeters,
}

impl Meters {
    /// The same with the commits of a database that is open already.
    pub fn with(commits: CommitMeters) -> Meters {
        Meters {
            commits,
            ..Meters::default()
        }
    }

    pub fn register(&self, registry: &mut Registry) {
        self.commits.register(registry);
        self.courier.register(registry);
        self.sweeps.register(registry);
        self.audits.register(registry);
    }
}

/// Why the database did not keep a unit of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitRefusal {
    /// Whether it was kept is not known yet.
    OutcomeUnknown,
    Unreachable,
    ReadOnly,
    DiskFull,
    FileGone,
    /// Another unit was first; it is repeated.
    Raced,
    Broken,
}

impl UnitRefusal {
    const ALL: [UnitRefusal; 7] = [
        UnitRefusal::OutcomeUnknown,
        UnitRefusal::Unreachable,
        UnitRefusal::ReadOnly,
        UnitRefusal::DiskFull,
        UnitRefusal::FileGone,
        UnitRefusal::Raced,
        UnitRefusal::Broken,
    ];

    fn code(self) -> &'static str {
        match self {
            UnitRefusal::OutcomeUnknown => "outcome_unknown",
            UnitRefusal::Unreachable => "unreachable",
            UnitRefusal::ReadOnly => "read_only",
            UnitRefusal::DiskFull => "disk_full",
            UnitRefusal::FileGone => "file_gone",
            UnitRefusal::Raced => "raced",
            UnitRefusal::Broken => "broken",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reason {
    reason: &'static str,
}

/// Commits of one database.
#[derive(Clone)]
pub struct CommitMeters(Arc<Commits>);

struct Commits {
    units: Histogram,
    seconds: Histogram,
    refused: Family<Reason, Counter>,
}

impl Default for CommitMeters {
    fn default() -> CommitMeters {
        let refused = Family::<Reason, Counter>::default();
        for refusal in UnitRefusal::ALL {
            // A counter that appears with its first event hides that event from `increase`.
            drop(refused.get_or_create(&Reason { reason: refusal.code() }));
        }
        CommitMeters(Arc::new(Commits {
            // 1 to 256, the largest group by default.
            units: Histogram::new(exponential_buckets(1.0, 2.0, 9)),
            // A quarter of a millisecond to eight seconds.
            seconds: Histogram::new(exponential_buckets(0.000_25, 2.0, 16)),
            refused,
        }))
    }
}

impl CommitMeters {
    /// One COMMIT kept this many units.
    pub fn note_kept(&self, units: usize, took: Duration) {
        let units = u32::try_from(units).unwrap_or(u32::MAX);
        self.0.units.observe(f64::from(units));
        self.0.seconds.observe(took.as_secs_f64());
    }

    pub fn note_refused(&self, why: UnitRefusal) {
        self.0.refused.get_or_create(&Reason { reason: why.code() }).inc();
    }

    fn register(&self, registry: &mut Registry) {
        registry.register(
            "db_commit_units",
            "How many units of work one commit of the database kept together (the group commit)",
            self.0.units.clone(),
        );
        registry.register(
            "db_commit_duration_seconds",
            "How long commits of the database took until they were on disk",
            self.0.seconds.clone(),
        );
        registry.register(
            "db_units_refused",
            "Units of work that the database did not begin or did not keep, by reason",
            self.0.refused.clone(),
        );
    }
}

/// Discord's codes that are told apart: those that the courier acts upon, and the statuses of an outage. All others are
/// counted together.
const DISCORD_CODES: [&str; 22] = [
    "400", "401", "403", "404", "413", "429", "500", "502", "503", "504", "10003", "10007", "10008", "10013", "40005",
    "50001", "50006", "50007", "50013", "50035", "50109", "50278",
];
/// No answer at all.
const NO_ANSWER: &str = "no_answer";
const OTHER: &str = "other";

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct DiscordCode {
    code: &'static str,
}

/// What the courier asked of Discord, and the connection to its gateway.
#[derive(Clone)]
pub struct CourierMeters(Arc<Courier>);

struct Courier {
    requests: Counter,
    failures: Family<DiscordCode, Counter>,
    was_connected: AtomicBool,
    reconnects: Counter,
}

impl Default for CourierMeters {
    fn default() -> CourierMeters {
        let failures = Family::<DiscordCode, Counter>::default();
        for code in DISCORD_CODES.into_iter().chain([NO_ANSWER, OTHER]) {
            drop(failures.get_or_create(&DiscordCode { code }));
        }
        CourierMeters(Arc::new(Courier {
            requests: Counter::default(),
            failures,
            was_connected: AtomicBool::new(false),
            reconnects: Counter::default(),
        }))
    }
}

impl CourierMeters {
    /// A request that makes or edits a message was sent.
    pub fn note_request(&self) {
        self.0.requests.inc();
    }

    /// Such a request failed with Discord's error code, or else with this HTTP status; `None`: without an answer.
    pub fn note_failure(&self, code: Option<isize>) {
        let known = |code: isize| {
            let code = code.to_string();
            DISCORD_CODES.into_iter().find(|known| **known == code).unwrap_or(OTHER)
        };
        let code = code.map_or(NO_ANSWER, known);
        self.0.failures.get_or_create(&DiscordCode { code }).inc();
    }

    /// The gateway is connected. Every time but the first is a reconnect.
    pub fn note_connected(&self) {
        if self.0.was_connected.swap(true, Ordering::SeqCst) {
            self.0.reconnects.inc();
        }
    }

    fn register(&self, registry: &mut Registry) {
        registry.register(
            "courier_requests",
            "Requests to Discord that make or edit a message with a notice",
            self.0.requests.clone(),
        );
        registry.register(
            "courier_failures",
            "Requests to Discord that failed, by Discord's error code or else the HTTP status",
            self.0.failures.clone(),
        );
        registry.register(
            "discord_gateway_reconnects",
            "How often the gateway was connected again after it had been lost",
            self.0.reconnects.clone(),
        );
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Step {
    sweep: &'static str,
}

/// Sweeps, step by step.
#[derive(Clone)]
pub struct SweepMeters {
    seconds: Family<Step, Histogram>,
    failures: Family<Step, Counter>,
}

impl Default for SweepMeters {
    fn default() -> SweepMeters {
        // A millisecond to sixteen seconds.
        let buckets = || Histogram::new(exponential_buckets(0.001, 2.0, 15));
        SweepMeters {
            seconds: Family::new_with_constructor(buckets),
            failures: Family::default(),
        }
    }
}

impl SweepMeters {
    /// Names a step before it is taken for the first time.
    pub fn expect(&self, sweep: &'static str) {
        drop(self.seconds.get_or_create(&Step { sweep }));
        drop(self.failures.get_or_create(&Step { sweep }));
    }

    pub fn note_taken(&self, sweep: &'static str, took: Duration) {
        self.seconds.get_or_create(&Step { sweep }).observe(took.as_secs_f64());
    }

    pub fn note_failed(&self, sweep: &'static str) {
        self.failures.get_or_create(&Step { sweep }).inc();
    }

    fn register(&self, registry: &mut Registry) {
        registry.register(
            "sweep_duration_seconds",
            "How long the steps took that the desk takes by itself every few seconds",
            self.seconds.clone(),
        );
        registry.register(
            "sweep_failures",
            "How often such a step failed; it is tried again with the next sweep",
            self.failures.clone(),
        );
    }
}

/// Audits of the books by this process.
#[derive(Clone, Default)]
pub struct AuditMeters {
    agrees: Gauge,
    at: Gauge,
}

impl AuditMeters {
    /// The books agreed.
    pub fn note_clean(&self, at: Moment) {
        self.agrees.set(1);
        self.at.set(at.ms() / 1_000);
    }

    /// The books did not agree.
    pub fn note_difference(&self, at: Moment) {
        self.agrees.set(0);
        self.at.set(at.ms() / 1_000);
    }

    fn register(&self, registry: &mut Registry) {
        registry.register(
            "audit_books_agree",
            "Whether the last audit of this process found that the books agree with themselves (1) or not (0)",
            self.agrees.clone(),
        );
        registry.register(
            "audit_last_timestamp_seconds",
            "When the last audit of this process ended, in seconds since 1970",
            self.at.clone(),
        );
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use prometheus_client::encoding::text::encode;
    use prometheus_client::registry::Registry;

    use super::{Meters, UnitRefusal};
    use crate::clock::Moment;

    fn shown(meters: &Meters) -> String {
        let mut registry = Registry::default();
        meters.register(&mut registry);
        let mut text = String::new();
        encode(&mut text, &registry).unwrap();
        text
    }

    #[test]
    fn whatever_discord_answers_there_are_as_many_series_as_before() {
        let meters = Meters::default();
        let before = shown(&meters).lines().count();
        for code in 0..70_000 {
            meters.courier.note_failure(Some(code));
        }
        meters.courier.note_failure(None);
        let after = shown(&meters);
        assert_eq!(after.lines().count(), before);
        assert!(after.contains("courier_failures_total{code=\"50013\"} 1"), "{after}");
        assert!(
            after.contains("courier_failures_total{code=\"other\"} 69978"),
            "{after}"
        );
        assert!(
            after.contains("courier_failures_total{code=\"no_answer\"} 1"),
            "{after}"
        );
    }

    #[test]
    fn a_commit_is_counted_with_its_size_and_its_time() {
        let meters = Meters::default();
        meters.commits.note_kept(3, Duration::from_millis(2));
        meters.commits.note_refused(UnitRefusal::DiskFull);
        let text = shown(&meters);
        for line in [
            "db_commit_units_sum 3.0",
            "db_commit_units_bucket{le=\"4.0\"} 1",
            "db_commit_duration_seconds_bucket{le=\"0.002\"} 1",
            "db_units_refused_total{reason=\"disk_full\"} 1",
            "db_units_refused_total{reason=\"raced\"} 0",
        ] {
            assert!(text.contains(line), "{line} in\n{text}");
        }
    }

    #[test]
    fn the_first_connection_is_no_reconnect_and_an_audit_says_when_it_was() {
        let meters = Meters::default();
        meters.courier.note_connected();
        assert!(shown(&meters).contains("discord_gateway_reconnects_total 0"));
        meters.courier.note_connected();
        meters.audits.note_clean(Moment::from_ms(1_700_000_000_999));
        let text = shown(&meters);
        assert!(text.contains("discord_gateway_reconnects_total 1"), "{text}");
        assert!(text.contains("audit_books_agree 1"), "{text}");
        assert!(text.contains("audit_last_timestamp_seconds 1700000000"), "{text}");
        meters.audits.note_difference(Moment::from_ms(1_700_000_001_000));
        assert!(shown(&meters).contains("audit_books_agree 0"));
    }
}
