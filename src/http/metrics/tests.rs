use std::time::Duration;

use super::{Counts, DeskRead, Form, Metrics, Page, PlayerCounts};
use crate::clock::Moment;
use crate::http::state::{Disk, Found};
use crate::meters::Meters;
use crate::reports::gauges::{Gauges, Outbox};

fn page(transactions: &[(&'static str, &'static str, i64)]) -> Page {
    Page {
        discord_up: true,
        gateway_up: true,
        counts: Some(Counts {
            open_events: 2,
            webhooks_waiting: 0,
            players: PlayerCounts {
                transactions: transactions.to_vec(),
                requests_open: 1,
                oldest_age_seconds: 60,
                alarms: vec![("pending", 1)],
            },
        }),
        desk: Some(DeskRead {
            gauges: Gauges {
                open: Vec::new(),
                floats: Vec::new(),
                outbox: Outbox {
                    waiting: 3,
                    oldest: Some(Moment::from_ms(1_000)),
                    ..Outbox::default()
                },
            },
            around: Found {
                disk: Some(Disk {
                    free_bytes: 7,
                    total_bytes: 9,
                }),
                backup: None,
            },
            at: Moment::from_ms(91_999),
        }),
    }
}

fn metrics() -> Metrics {
    Metrics::new(&Meters::default(), 0)
}

#[test]
fn a_state_that_no_transaction_has_any_more_is_not_shown() {
    let metrics = metrics();
    let sample = |state| format!("cambista_player_transactions{{category=\"deposito\",state=\"{state}\"}} 1");
    let before = metrics.render(&page(&[("deposito", "pendiente", 1)]), Form::Prometheus);
    assert!(before.contains(&sample("pendiente")), "{before}");
    let after = metrics.render(&page(&[("deposito", "completada", 1)]), Form::Prometheus);
    assert!(
        after.contains(&sample("completada")) && !after.contains(&sample("pendiente")),
        "{after}"
    );
    assert!(
        after.contains("cambista_player_alarms_open{kind=\"pending\"} 1"),
        "{after}"
    );
}

#[test]
fn a_database_that_does_not_answer_is_a_zero_and_no_old_figure() {
    let metrics = metrics();
    let before = metrics.render(&page(&[]), Form::Prometheus);
    for line in [
        "cambista_database_up 1",
        "cambista_app_events_open 2",
        "cambista_notices_waiting 3",
        "cambista_notices_oldest_age_seconds 90",
        "cambista_disk_free_bytes 7",
        "cambista_orders_open{kind=\"transfer\",state=\"pending\"} 0",
    ] {
        assert!(before.contains(line), "{line} in\n{before}");
    }
    let away = Page {
        counts: None,
        desk: None,
        ..page(&[])
    };
    let text = metrics.render(&away, Form::Prometheus);
    assert!(text.contains("cambista_database_up 0") && text.contains("cambista_db_commit_units_count 0"));
    assert!(
        !text.contains("cambista_app_events_open") && !text.contains("notices"),
        "{text}"
    );
}

fn rendered(form: Form) -> String {
    let metrics = metrics();
    metrics.note("GET", "/finance/event", 200, Duration::from_millis(3));
    metrics.render(&page(&[("deposito", "completada", 1)]), form)
}

/// The rules of `promtool check metrics`: every sample belongs to a family with a type and a help text; the names of
/// counters, and only those, end in `_total`; no other name ends like a sample of a counter or histogram.
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
        let is_sentence = help.1.starts_with(char::is_uppercase) && help.1.ends_with('.') && 20 < help.1.len();
        assert!(is_sentence, "{name}: {}", help.1);
        assert_eq!(kind == "counter", name.ends_with("_total"), "{name}");
        let is_a_part = ["_bucket", "_count", "_sum"].iter().any(|end| name.ends_with(end));
        assert!(!is_a_part, "{name}");
        assert_eq!(name.ends_with("_info"), name == "cambista_build_info");
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
        text.contains("# HELP cambista_http_requests_total Calls that the API answered, by method, route and status."),
        "{text}"
    );
    let sample = "cambista_http_requests_total{method=\"GET\",route=\"/finance/event\",status=\"200\"} 1";
    assert!(text.contains(sample), "{text}");
}

#[test]
fn open_metrics_ends_as_it_must() {
    let text = rendered(Form::OpenMetrics);
    assert!(text.ends_with("# EOF\n") && text.matches("# EOF").count() == 1);
}
