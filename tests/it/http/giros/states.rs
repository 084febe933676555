//! Every state × every action × every person, as the manual prints it.

use serde_json::{Value, json};

use super::{Cast, account_of, from_account, to_maria};
use crate::http::players::caller::{Program, person};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const MANUAL: &str = include_str!("../../../../docs/API.md");
const ACTIONS: [&str; 4] = ["procesar", "ejecutar", "devolver", "cancelar"];
const STATES: [&str; 6] = [
    "PENDIENTE",
    "ASIGNADO",
    "PROCESANDO",
    "COMPLETADO",
    "DEVUELTO",
    "CANCELADO",
];
/// The columns of the table.
const PEOPLE: [&str; 5] = [
    "its minorista",
    "its transferencista",
    "another transferencista",
    "admin",
    "anybody else",
];

/// Action, state, and the answer for each of [`PEOPLE`]: the new state, or a code.
fn table() -> Vec<(String, String, Vec<String>)> {
    let (_, part) = MANUAL
        .split_once("## Who does what in which state")
        .expect("the manual has it");
    let (part, _) = part.split_once("\n## ").expect("it ends");
    let mut rows = part.lines().filter(|line| line.starts_with('|'));
    let header = rows.next().expect("a header");
    assert_eq!(header, format!("| call | status | {} |", PEOPLE.join(" | ")));
    let cells = |row: &str| -> Vec<String> {
        row.trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().trim_matches('`').to_owned())
            .collect()
    };
    rows.skip(1)
        .map(|row| {
            let cells = cells(row);
            (cells[0].clone(), cells[1].clone(), cells[2..].to_vec())
        })
        .collect()
}

struct Scene<'a> {
    cast: Cast<'a>,
    maria: Program<'a>,
    account: i64,
    /// How often a giro was sent: no two are alike.
    sent: i64,
}

impl Scene<'_> {
    fn people(&self) -> [&Program<'_>; 5] {
        [
            &self.cast.david,
            &self.cast.cajero1,
            &self.cast.cajero2,
            &self.cast.admin,
            &self.maria,
        ]
    }

    fn body_of(&self, action: &str) -> Value {
        match action {
            "ejecutar" => from_account(self.account),
            "devolver" => json!({ "motivo": "una prueba" }),
            _ => Value::Null,
        }
    }

    /// A giro of david's in this state; cajero1 has it unless it is pending.
    async fn giro_in(&mut self, world: &World, state: &str) -> i64 {
        self.sent += 1;
        let cajero = world.person("cajero1");
        if state == "PENDIENTE" {
            cajero.says("dm", "!ocupado").await;
        }
        let amount = format!("1.{:02}", self.sent);
        let giro = self.cast.david.sends(&to_maria(&self.cast.david, &amount).await).await;
        let steps: &[&str] = match state {
            "PROCESANDO" => &["procesar"],
            "COMPLETADO" => &["ejecutar"],
            "DEVUELTO" => &["procesar", "devolver"],
            "CANCELADO" => &["cancelar"],
            _ => &[],
        };
        for step in steps {
            let by = if *step == "cancelar" {
                &self.cast.david
            } else {
                &self.cast.cajero1
            };
            let done = by.steps(giro, step, &self.body_of(step)).await;
            assert_eq!(done.status, 200, "{step}: {done:?}");
        }
        assert_eq!(self.cast.david.status(giro).await, state);
        giro
    }
}

on_both_engines! {
    async fn whoever_does_whatever_in_whichever_state_is_answered_as_the_manual_says(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        world.person("cajero2").says("dm", "!ocupado").await;
        let account = account_of(&cast.cajero1).await["id"].as_i64().expect("an id");
        let mut scene = Scene { maria: person(&world, "maria").await, cast, account, sent: 0 };
        let table = table();
        let all: Vec<(&str, &str)> = STATES.iter().flat_map(|state| ACTIONS.map(|action| (action, *state))).collect();
        let printed: Vec<(&str, &str)> = table.iter().map(|(action, state, _)| (action.as_str(), state.as_str())).collect();
        assert_eq!(printed.len(), all.len(), "{printed:?}");
        for wanted in all {
            assert!(printed.contains(&wanted), "{wanted:?} is not in the manual");
        }
        for state in STATES {
            // What is refused changes nothing, so one giro serves for all of it.
            let mut giro = scene.giro_in(&world, state).await;
            for (action, _, answers) in table.iter().filter(|(_, of, _)| of == state) {
                assert_eq!(answers.len(), PEOPLE.len(), "{action} {state}");
                for (at, expected) in answers.iter().enumerate() {
                    let done = scene.people()[at].steps(giro, action, &scene.body_of(action)).await;
                    let what = format!("{action} in {state} by {}: {done:?}", PEOPLE[at]);
                    if STATES.contains(&expected.as_str()) {
                        assert_eq!((done.status, &done.body["giro"]["status"]), (200, &json!(expected)), "{what}");
                        giro = scene.giro_in(&world, state).await;
                    } else {
                        assert_eq!(done.body["codigo"], json!(expected), "{what}");
                        if expected == "INVALID_STATUS" {
                            assert_eq!(done.body["detalles"]["status"], state, "{what}");
                            assert!(done.body["detalles"]["pedido"].is_string(), "{what}");
                        }
                        assert_eq!(scene.cast.david.status(giro).await, state, "{what}");
                    }
                }
            }
            world.person("cajero1").says("dm", "!disponible").await;
            if state == "PENDIENTE" {
                world.settles().await;
            }
        }
        world.closes_clean().await;
    }

    async fn an_admins_giro_takes_nothing_and_gives_nothing_back(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::of(&world).await;
        cast.assigns(&cast.cajero1, 10).await;
        let body = to_maria(&cast.admin, "100").await;
        let cancelled = cast.admin.sends(&body).await;
        let done = cast.admin.steps(cancelled, "cancelar", &Value::Null).await;
        assert_eq!((done.status, done.body.get("transaccion")), (200, None), "{done:?}");
        let paid = cast.admin.sends(&body).await;
        let account = account_of(&cast.cajero1).await["id"].as_i64().expect("an id");
        let other = account_of(&cast.cajero2).await["id"].as_i64().expect("an id");
        // An admin may pay for its transferencista, from an account of theirs.
        let refused = cast.admin.executes(paid, other).await;
        assert_eq!(refused.no(), (403, "UNAUTHORIZED_ACCOUNT"));
        assert_eq!(cast.cajero1.executes(paid, other).await.no(), (403, "UNAUTHORIZED_ACCOUNT"));
        assert_eq!(cast.cajero1.executes(paid, 99).await.no(), (404, "BANK_ACCOUNT_NOT_FOUND"));
        let owner = world.person("superusuario");
        owner.says("general", "!cuenta crear @cajero1 VES 0 Mercantil").await;
        let all = cast.cajero1.gets("/api/cuentas-bancarias").await;
        let closed = all.body["cuentas"].as_array().and_then(|all| all.iter().filter_map(|one| one["id"].as_i64()).max());
        let closed = closed.expect("an account");
        owner.says("general", &format!("!cerrar-cuenta {closed}")).await;
        assert_eq!(cast.cajero1.executes(paid, closed).await.no(), (409, "BANK_ACCOUNT_CLOSED"));
        assert_eq!(cast.admin.executes(paid, account).await.status, 200);
        let returned = cast.admin.steps(paid, "devolver", &json!({ "motivo": "volvió del banco" })).await;
        assert_eq!(super::figures(&returned.body["transaccion"]), ["REFUND", "100.00", "4900.00", "5000.00"]);
        world.closes_clean().await;
    }
}
