//! Every line that a desk logs, while people act and things fail, against the Elastic Common Schema.

use std::collections::BTreeMap;
use std::path::Path;

use cambista::telemetry::ecs::{FIELDS, FieldType, OWN};
use serde_json::{Value, json};

use super::CHANNEL;
use crate::support::process::Running;
use crate::support::world::World;

/// Fields that every line has.
const ALWAYS: [&str; 9] = [
    "@timestamp",
    "ecs.version",
    "event.dataset",
    "log.level",
    "log.logger",
    "message",
    "process.pid",
    "service.name",
    "service.version",
];

fn template() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/elastic/index-template.json");
    let text = std::fs::read_to_string(path).expect("the template");
    serde_json::from_str(&text).expect("JSON")
}

/// The fields of a mapping with their types, by their full names.
fn mapped(properties: &Value, prefix: &str, found: &mut BTreeMap<String, String>) {
    for (name, field) in properties.as_object().expect("an object") {
        let name = format!("{prefix}{name}");
        if let Some(inside) = field.get("properties") {
            mapped(inside, &format!("{name}."), found);
        } else if field["type"] != "object" {
            found.insert(name, field["type"].as_str().expect("a type").to_owned());
        }
    }
}

#[test]
fn the_template_maps_exactly_what_lines_have() {
    let mut found = BTreeMap::new();
    mapped(&template()["template"]["mappings"]["properties"], "", &mut found);
    let expected: BTreeMap<String, String> = FIELDS
        .iter()
        .map(|(name, of)| ((*name).to_owned(), of.name().to_owned()))
        .chain([("event.ingested".to_owned(), "date".to_owned())])
        .collect();
    assert_eq!(found, expected);
}

/// Checks the type of one field, and returns the type of one of the desk's own.
fn checked(name: &str, value: &Value, line: &str) -> Option<&'static str> {
    if let Some(own) = name.strip_prefix(&format!("{OWN}.")) {
        assert!(!own.is_empty(), "{line}");
        return Some(match value {
            Value::String(_) => "text",
            Value::Number(_) => "number",
            Value::Bool(_) => "flag",
            other => panic!("{name} is {other} in {line}"),
        });
    }
    let (_, of) = FIELDS
        .iter()
        .find(|(known, _)| *known == name)
        .unwrap_or_else(|| panic!("{name} is no field of the schema that lines may have: {line}"));
    let fits = match of {
        FieldType::Date => value
            .as_str()
            .is_some_and(|text| chrono::DateTime::parse_from_rfc3339(text).is_ok()),
        FieldType::Keyword | FieldType::Text => value.is_string(),
        FieldType::Long => value.is_i64() || value.is_u64(),
    };
    assert!(fits, "{name} is {value} in {line}");
    None
}

/// Fails unless each line is JSON with known fields of their types, and each own field has one type in all lines.
fn follows_the_schema(log: &str) -> Vec<Value> {
    let mut own_types: BTreeMap<String, &'static str> = BTreeMap::new();
    let mut lines = Vec::new();
    for line in log.lines() {
        let parsed: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        let fields = parsed.as_object().expect("an object");
        for always in ALWAYS {
            assert!(fields.contains_key(always), "{always} is missing: {line}");
        }
        for (name, value) in fields {
            if let Some(of) = checked(name, value, line) {
                let first = *own_types.entry(name.clone()).or_insert(of);
                assert_eq!(first, of, "{name} has two types: {line}");
            }
        }
        lines.push(parsed);
    }
    // A field that is an object for Elasticsearch cannot be a value too.
    for name in own_types.keys() {
        let inside = format!("{name}.");
        let other = own_types.keys().find(|other| other.starts_with(&inside));
        assert_eq!(other, None, "{name} is a value, and an object too");
    }
    lines
}

#[tokio::test]
async fn every_line_of_a_desk_at_work_follows_the_schema() {
    let folder = tempfile::tempdir().expect("a folder");
    let environment = [
        ("CAMBISTA__LOG__FORMAT", "json"),
        (
            "CAMBISTA__LOG__FILTER",
            "debug,hyper=info,reqwest=info,rustls=info,sqlx=info",
        ),
        ("CAMBISTA__SWEEPS__EVERY_SECONDS", "1"),
    ];
    let mut process = Running::start(folder.path(), &["sandbox", "--addr", "127.0.0.1:0"], &environment);
    let base = process.line().await;
    let base = base.strip_prefix("Cambista sandbox: ").expect("its address").to_owned();
    process.line().await;
    let api = process.line().await;
    let api = api.strip_prefix("API: ").expect("the API's address").to_owned();
    let metrics = process.line().await;
    let metrics = metrics
        .strip_prefix("Metrics: ")
        .expect("the metrics' address")
        .to_owned();
    let world = World::at(base.trim_end_matches('/'));
    acts(&world).await;
    for path in ["/livez", "/finance/event", "/api/giros", "/nothing"] {
        let request = reqwest::Client::new().post(format!("{api}{path}")).body("{}");
        request.send().await.expect("an answer");
    }
    assert_eq!(reqwest::get(&metrics).await.expect("an answer").status().as_u16(), 200);
    let errors = folder.path().join("stderr.log");
    assert!(process.stops_when_told().await.success());
    let log = std::fs::read_to_string(errors).expect("a log");
    let lines = follows_the_schema(&log);
    let of = |field: &str| lines.iter().filter(|line| !line[field].is_null()).count();
    for seen in [
        "event.duration",
        "http.request.id",
        "trace.id",
        "error.message",
        "cambista.refusal",
    ] {
        assert!(0 < of(seen), "{seen} is in no line of\n{log}");
    }
    let refusal = lines
        .iter()
        .find(|line| !line["cambista.refusal"].is_null())
        .expect("a refusal");
    assert_eq!(refusal["trace.id"].as_str().expect("a trace").len(), 32, "{refusal}");
    for word in ["david", "cajero1", "902.70"] {
        assert!(!log.contains(word), "{word} is logged");
    }
}

/// A batch with an order, refusals, a failure of Discord, and a broken gateway.
async fn acts(world: &World) {
    let (david, cajero) = (world.person("david"), world.person("cajero1"));
    david.says(CHANNEL, "!t 100 p").await;
    david.says(CHANNEL, "!start batch").await;
    david.says(CHANNEL, "!t 100 p").await;
    david.says(CHANNEL, "!c 1000000 52").await;
    let order = cajero.order("dm", 1).await;
    cajero.presses(&order, "Listo").await;
    let fault = json!({ "status": 403, "code": 50013, "times": 1 });
    world.breaks("POST", "/channels/*/messages", fault).await;
    cajero.replies_with_capture("dm", &order, b"paid").await;
    cajero.presses(&cajero.order("dm", 1).await, "Listo").await;
}
