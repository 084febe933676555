//! Rules and dashboards in `deploy/` speak of nothing that the desk does not export, and each alarm is explained.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{OWN_ADDRESS, page};
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::world::World;

/// Without a transaction this has no series, and then it is not on the page (tests/it/http/players/figures.rs has some).
const SHOWN_LATER: &str = "cambista_player_transactions";

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn dashboards() -> Vec<(PathBuf, Value)> {
    let folder = std::fs::read_dir(at("deploy/grafana/dashboards")).expect("a folder");
    let mut found: Vec<PathBuf> = folder
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    found.sort();
    let parsed = |path: PathBuf| {
        let parsed = serde_json::from_str(&read(&path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path, parsed)
    };
    found.into_iter().map(parsed).collect()
}

/// The words that may be names of metrics.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    text.split(move |c: char| !inside(c))
}

/// The names that recording rules make.
fn recorded(rules: &str) -> BTreeSet<String> {
    let name = |line: &str| Some(line.trim_start().strip_prefix("- record: ")?.trim().to_owned());
    rules.lines().filter_map(name).collect()
}

fn alerts(rules: &str) -> Vec<String> {
    let name = |line: &str| Some(line.trim_start().strip_prefix("- alert: ")?.trim().to_owned());
    rules.lines().filter_map(name).collect()
}

on_sqlite! {
    async fn rules_and_dashboards_name_only_what_the_desk_exports(test_db: TestDb) {
        let world = World::demo_with(&test_db, &OWN_ADDRESS).await;
        // A call, so that there is one to count.
        reqwest::get(format!("http://{}/livez", world.running().app.http_addr())).await.expect("an answer");
        let exported = page(&world).await.names();
        let rules = read(&at("deploy/prometheus/rules.yml"));
        let recorded = recorded(&rules);
        assert!(4 < recorded.len(), "{recorded:?}");
        let is_known = |word: &str| {
            let parts = ["", "_bucket", "_sum", "_count"];
            let family = parts.iter().any(|part| word.strip_suffix(part).is_some_and(|name| exported.contains(name)));
            family || recorded.contains(word) || word == SHOWN_LATER
        };
        let mut texts = vec![(at("deploy/prometheus/rules.yml"), rules)];
        texts.extend(dashboards().into_iter().map(|(path, parsed)| (path, parsed.to_string())));
        for (path, text) in texts {
            let named = words(&text).filter(|word| word.contains("cambista_"));
            let named: BTreeSet<&str> = named.collect();
            assert!(5 < named.len(), "{}", path.display());
            for word in named {
                assert!(is_known(word), "{} names {word}", path.display());
            }
        }
        world.closes_clean().await;
    }
}

#[test]
fn every_alarm_says_what_it_means_has_a_test_and_is_explained() {
    let rules = read(&at("deploy/prometheus/rules.yml"));
    let tests = read(&at("deploy/prometheus/rules.test.yml"));
    let operations = read(&at("docs/OPERATIONS.md"));
    let alerts = alerts(&rules);
    assert!(12 < alerts.len(), "{alerts:?}");
    for alert in &alerts {
        assert!(tests.contains(&format!("alertname: {alert}\n")), "{alert} has no test");
        assert!(
            operations.contains(&format!("`{alert}`")),
            "{alert} is not in docs/OPERATIONS.md"
        );
    }
    for part in ["severity: ", "summary: ", "description: "] {
        assert_eq!(rules.matches(part).count(), alerts.len(), "{part}");
    }
}

#[test]
fn every_panel_has_a_title_a_unit_a_question_and_the_provisioned_source() {
    let found = dashboards();
    let uids: BTreeSet<&str> = found.iter().filter_map(|(_, board)| board["uid"].as_str()).collect();
    assert_eq!(uids.len(), 3, "{uids:?}");
    let source = read(&at("deploy/grafana/provisioning/datasources/prometheus.yml"));
    assert!(source.contains("uid: cambista-prometheus\n"));
    for (path, board) in &found {
        let panels = board["panels"].as_array().expect("panels");
        let mut ids = BTreeSet::new();
        for panel in panels {
            let title = panel["title"].as_str().unwrap_or_default();
            let context = format!("{}: {title}", path.display());
            assert!(!title.is_empty() && ids.insert(panel["id"].as_i64()), "{context}");
            assert_eq!(panel["datasource"]["uid"], "cambista-prometheus", "{context}");
            assert!(panel["fieldConfig"]["defaults"]["unit"].is_string(), "{context}");
            assert!(
                panel["description"].as_str().is_some_and(|text| text.ends_with('.')),
                "{context}"
            );
            let targets = panel["targets"].as_array().expect("targets");
            assert!(!targets.is_empty(), "{context}");
            for target in targets {
                assert!(
                    target["expr"].as_str().is_some_and(|expr| expr.contains("cambista")),
                    "{context}"
                );
            }
        }
    }
}
