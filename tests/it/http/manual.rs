//! docs/API.md is true: every command in it is run as printed, and gives the printed answer.

use serde_json::Value;

use super::game::{Game, calls};
use super::players::caller::person;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const MANUAL: &str = include_str!("../../../docs/API.md");

/// One command of the manual.
struct Example {
    command: String,
    status: String,
    /// The JSON printed below it, when there is one.
    answer: Option<Value>,
}

fn examples() -> Vec<Example> {
    let mut found = Vec::new();
    for part in MANUAL.split("```bash\n").skip(1) {
        let (command, after) = part.split_once("```").expect("the block ends");
        let status = after
            .split("Answer `")
            .nth(1)
            .and_then(|rest| rest.split('`').next())
            .expect("its status");
        let answer = after
            .split("```json\n")
            .nth(1)
            .and_then(|rest| rest.split("```").next());
        let answer = answer.map(|text| serde_json::from_str(text).expect("the manual's JSON is JSON"));
        found.push(Example {
            command: command.trim().to_owned(),
            status: status.to_owned(),
            answer,
        });
    }
    found
}

/// The method and the path of a command: `("POST", "/finance/event/12/ping")`.
fn call_of(command: &str) -> (&str, &str) {
    let after = |mark: &str| command.split(mark).nth(1);
    let method = after("--request ").and_then(|rest| rest.split(' ').next());
    let path = after("{{host}}").and_then(|rest| rest.split(['\'', '?']).next());
    (method.unwrap_or("GET"), path.expect("a path"))
}

/// Whether this path is one of those that the description writes as `/finance/event/{event_id}`.
fn is_one_of(path: &str, described: &str) -> bool {
    let (mut parts, mut pattern) = (path.split('/'), described.split('/'));
    loop {
        match (parts.next(), pattern.next()) {
            (None, None) => return true,
            (Some(part), Some(wanted)) if wanted.starts_with('{') || part == wanted => {}
            _ => return false,
        }
    }
}

/// The fields of a delivery that depend on its attempts: nothing listens at the manual's address.
const FATE: [&str; 5] = ["state", "attempts", "last_error", "next_attempt_at", "ended_at"];

/// The fields of the API for players that are drawn at random or are a time.
const DRAWN: [&str; 12] = [
    "token",
    "jugadorId",
    "jugador",
    "_id",
    "referencia",
    "createdAt",
    "updatedAt",
    "numero",
    "comprobante",
    "fecha",
    "publicadas",
    "tasasDesde",
];

/// Compares what does not change between runs; times, names and secrets do.
fn same(printed: &Value, got: &Value) -> bool {
    match (printed, got) {
        (Value::Object(printed), Value::Object(got)) => {
            printed.len() == got.len()
                && printed.iter().all(|(key, value)| {
                    got.get(key).is_some_and(|other| match key.as_str() {
                        "secret" => value.is_string() == other.is_string(),
                        key if printed.contains_key("delivery_id") && FATE.contains(&key) => true,
                        "name" if printed.contains_key("rank") => other.is_string(),
                        // A person's, and a record's.
                        "id" if printed.contains_key("nombre") => other.is_string(),
                        "id" if printed.contains_key("type") => other.is_i64(),
                        key if key.ends_with("_at") || key.ends_with("En") || DRAWN.contains(&key) => {
                            value.is_string() == other.is_string()
                        }
                        _ => same(value, other),
                    })
                })
        }
        (Value::Array(printed), Value::Array(got)) => {
            printed.len() == got.len() && printed.iter().zip(got).all(|(one, other)| same(one, other))
        }
        (printed, got) => printed == got,
    }
}

/// What the manual calls the tokens and ids of people.
async fn people(world: &World) -> Vec<(&'static str, String)> {
    let (minorista, cajero) = (person(world, "david").await, person(world, "cajero1").await);
    let shown = minorista.gets("/api/minoristas/yo").await;
    let accounts = cajero.gets("/api/cuentas-bancarias").await;
    let id = |person: &Value| person["id"].as_str().expect("an id").to_owned();
    vec![
        ("{{minorista_token}}", minorista.http.key.clone()),
        ("{{transferencista_token}}", cajero.http.key.clone()),
        ("{{cliente_token}}", person(world, "maria").await.http.key),
        ("{{admin_token}}", person(world, "superusuario").await.http.key),
        ("{{minorista_id}}", id(&shown.body["minorista"])),
        (
            "{{transferencista_id}}",
            id(&accounts.body["cuentas"][0]["transferencista"]),
        ),
    ]
}

on_both_engines! {
    async fn every_call_is_in_the_manual(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let examples = examples();
        let shown: Vec<(&str, &str)> = examples.iter().map(|example| call_of(&example.command)).collect();
        let mut missing = calls(&world).await;
        missing.retain(|(method, described)| {
            let in_words = MANUAL.contains(&format!("`{method} {described}`"));
            let is_example = |(by, path): &(&str, &str)| *by == method.as_str() && is_one_of(path, described);
            !in_words && !shown.iter().any(is_example)
        });
        assert!(missing.is_empty(), "docs/API.md does not show {missing:?}");
        world.closes_clean().await;
    }

    async fn every_command_of_the_manual_works_as_printed(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let game = Game::new(&world, "Blackjack").await;
        // The manual's event has the number 12.
        for event in 1..=11 {
            assert_eq!(game.opens(&world).await, event);
            game.closes(&world, event).await;
        }
        let token = game.gets_token(&world).await;
        let people = people(&world).await;
        let host = format!("http://{}", world.running().app.http_addr());
        let examples = examples();
        assert!(12 < examples.len(), "the manual was read");
        for example in examples {
            if example.command.contains("/api/cambios/tasas") {
                let owner = world.person("superusuario");
                owner.says("general", "!setcambio USD 38 37.5").await;
                owner.says("general", "!cuenta crear @maria VES 10000").await;
            }
            let command = example.command.replace("{{host}}", &host).replace("{{api_token}}", &game.key);
            let command = command.replace("{{token}}", &token.key);
            let command = people.iter().fold(command, |command, (name, value)| command.replace(name, value));
            let command = format!("{command} --silent --max-time 20 --write-out '\\n%{{http_code}}'");
            let output = tokio::process::Command::new("bash").args(["-c", &command]).output().await;
            let output = output.expect("bash and curl are there");
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let (body, status) = text.rsplit_once('\n').unwrap_or_else(|| panic!("{command}: {output:?}"));
            assert_eq!(status, example.status, "{command}\n{body}");
            if let Some(printed) = example.answer {
                let got: Value = serde_json::from_str(body).expect("JSON");
                assert!(same(&printed, &got), "{command}\nprinted {printed}\ngot {got}");
            }
        }
        world.closes_clean().await;
    }
}
