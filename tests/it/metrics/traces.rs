//! Traces: a collector of OpenTelemetry gets each command as one trace, to what the courier tells because of it.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use serde_json::Value;

use crate::support::process::Running;
use crate::support::world::World;

type Bodies = Arc<Mutex<Vec<Value>>>;

/// A collector that keeps what it is sent, and its address.
async fn collector() -> (String, Bodies) {
    async fn keep(State(bodies): State<Bodies>, body: String) -> &'static str {
        let body = serde_json::from_str(&body).expect("JSON, as OTLP has it");
        bodies.lock().expect("nobody panicked").push(body);
        "{}"
    }
    let bodies = Bodies::default();
    let router = Router::new().route("/v1/traces", post(keep)).with_state(bodies.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, bodies)
}

/// The spans of a trace: name, id, and the id of the span around it.
fn spans_of(bodies: &Bodies, trace: &str) -> Vec<(String, String, String)> {
    let bodies = bodies.lock().expect("nobody panicked");
    let all = |body: &Value, path: &str| {
        body.pointer(path)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let text = |span: &Value, field: &str| span[field].as_str().unwrap_or_default().to_owned();
    let mut spans = Vec::new();
    for body in bodies.iter() {
        for span in all(body, "/resourceSpans/0/scopeSpans/0/spans") {
            if text(&span, "traceId") == trace {
                spans.push((text(&span, "name"), text(&span, "spanId"), text(&span, "parentSpanId")));
            }
        }
    }
    spans
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_is_one_trace_to_what_is_told_because_of_it() {
    let (address, bodies) = collector().await;
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("desk");
    let data = data.to_str().expect("a plain path");
    let arguments = ["sandbox", "--addr", "127.0.0.1:0", "--data", data];
    let mut running = Running::start(folder.path(), &arguments, &[("CAMBISTA_TRACES_ENDPOINT", &address)]);
    let line = running.line().await;
    let world = World::at(line.split_whitespace().last().expect("its address"));
    let david = world.person("david");
    david.says("transacciones-david", "!start batch").await;
    let said = david.says("transacciones-david", "!t 100 p Ana").await;
    assert!(running.stops_when_told().await.success());

    let id: u64 = said.id().parse().expect("a number");
    let spans = spans_of(&bodies, &format!("{id:032x}"));
    let count = |name: &str| spans.iter().filter(|(found, ..)| found == name).count();
    assert_eq!(count("event"), 1, "{spans:#?}");
    assert!(0 < count("commit") && 0 < count("notice"), "{spans:#?}");
    for (name, own, around) in &spans {
        let is_there = spans.iter().any(|(_, id, _)| id == around);
        assert_eq!(is_there, name != "event", "{own} of {spans:#?}");
    }
}
