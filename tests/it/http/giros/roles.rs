//! Which token may make which call.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Cast, to_maria};
use crate::http::players::caller::{bot, person, refusal};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

/// Each call, and who may make it: a client (C), a minorista (M), a transferencista (T), an admin (A).
const CALLS: [(&str, &str, &str); 20] = [
    ("POST", "/api/giros", "MA"),
    ("GET", "/api/giros", "CMTA"),
    ("GET", "/api/giros/99", "CMTA"),
    ("PUT", "/api/giros/99/procesar", "TA"),
    ("PUT", "/api/giros/99/ejecutar", "TA"),
    ("PUT", "/api/giros/99/devolver", "TA"),
    ("PUT", "/api/giros/99/cancelar", "CMA"),
    ("GET", "/api/minoristas/yo", "CMA"),
    ("POST", "/api/minoristas/discord:1/recargas", "A"),
    ("POST", "/api/minoristas/discord:1/ajustes", "A"),
    ("GET", "/api/cuentas-bancarias", "TA"),
    ("POST", "/api/cuentas-bancarias/99/depositos", "A"),
    ("POST", "/api/cuentas-bancarias/99/ajustes", "A"),
    ("GET", "/api/bancos", "CMTA"),
    ("POST", "/api/bancos/999/recargas", "A"),
    ("POST", "/api/bancos/999/ajustes", "A"),
    ("POST", "/api/bancos/999/transferencias", "A"),
    ("GET", "/api/asignaciones", "A"),
    ("POST", "/api/asignaciones", "A"),
    ("PUT", "/api/asignaciones/99", "A"),
];

on_both_engines! {
    async fn each_call_is_for_those_whom_the_table_names(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::of(&world).await;
        let (maria, bot) = (person(&world, "maria").await, bot(&world).await);
        let right = to_maria(&cast.david, "1").await;
        for (method, path, who) in CALLS {
            let method: Method = method.parse().expect("a method");
            let body = match (&method, path) {
                (&Method::GET, _) => Value::Null,
                (_, "/api/giros") => right.clone(),
                _ => json!({}),
            };
            for (letter, caller) in [('C', &maria), ('M', &cast.david), ('T', &cast.cajero1), ('A', &cast.admin), ('B', &bot)] {
                let answered = caller.calls(method.clone(), path, &body).await;
                let is_refused = refusal(&answered) == (403, "ROL_NO_PERMITIDO");
                assert_eq!(!is_refused, who.contains(letter), "{letter} {method} {path}: {answered:?}");
            }
        }
        world.closes_clean().await;
    }

    async fn an_admin_of_the_desk_is_no_cashier_and_a_program_with_the_role_admin_is_one(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        let program = super::admin_program(&world).await;
        let path = format!("/api/minoristas/{}/recargas", cast.minorista().await);
        let made = program.posts(&path, &json!({ "amount": 5 })).await;
        assert_eq!(made.status, 201, "{made:?}");
        assert_eq!(made.body["transaccion"]["createdBy"]["id"], Value::Null, "{made:?}");
        assert_eq!(refusal(&program.gets("/api/minoristas/yo").await), (404, "MINORISTA_NOT_FOUND"));
        cast.assigns(&cast.cajero1, 10).await;
        let giro = program.sends(&to_maria(&program, "70").await).await;
        assert_eq!(program.status(giro).await, "ASIGNADO");
        assert_eq!(program.steps(giro, "cancelar", &Value::Null).await.status, 200);
        world.settles().await;
        world.closes_clean().await;
    }
}
