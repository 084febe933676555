//! The same `Idempotency-Key` again: the same is done once, something else is refused.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Cast, GIROS, account_of, bank, cashier_id, from_account, to_maria};
use crate::http::game::Answered;
use crate::http::players::caller::{Program, count, refusal};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

impl Program<'_> {
    async fn calls_with_key(&self, (method, path): (Method, &str), key: &str, body: &Value) -> Answered {
        let request = self
            .http
            .request(self.world, method, path)
            .header("idempotency-key", key);
        let request = if body.is_null() { request } else { request.json(body) };
        self.http.sends(request).await
    }

    /// Calls twice with one key, then with another body or path; the books change once.
    async fn repeats(
        &self,
        method: Method,
        path: &str,
        body: &Value,
        (other_path, other_body): (&str, &Value),
    ) -> Answered {
        let key = format!("{method}-{}", path.replace('/', "-"));
        let first = self.calls_with_key((method.clone(), path), &key, body).await;
        assert!(matches!(first.status, 200 | 201), "{path}: {first:?}");
        let before = (
            count(self.world, "select count(*) from journal").await,
            count(self.world, "select count(*) from order_backlog").await,
        );
        let again = self.calls_with_key((method.clone(), path), &key, body).await;
        assert_eq!((again.status, &again.body), (first.status, &first.body), "{path}");
        let other = self.calls_with_key((method, other_path), &key, other_body).await;
        assert_eq!(refusal(&other), (409, "CLAVE_REUTILIZADA"), "{path}");
        let after = (
            count(self.world, "select count(*) from journal").await,
            count(self.world, "select count(*) from order_backlog").await,
        );
        assert_eq!(before, after, "{path}");
        first
    }
}

on_both_engines! {
    async fn every_call_that_writes_is_done_once_per_key(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        world.person("cajero2").says("dm", "!ocupado").await;
        let (david, cajero, admin) = (&cast.david, &cast.cajero1, &cast.admin);
        let banesco = bank(admin, "0134").await;
        let account = account_of(cajero).await["id"].as_i64().expect("an id");
        let (minorista, cajero_id) = (cast.minorista().await, cashier_id(cajero).await);

        let (giro, other) = (to_maria(david, "100").await, to_maria(david, "100.01").await);
        let made = david.repeats(Method::POST, GIROS, &giro, (GIROS, &other)).await;
        let first = made.body["giro"]["id"].as_i64().expect("an id");
        let second = david.sends(&giro).await;
        assert_ne!(first, second);
        let path = |giro: i64, step: &str| format!("{GIROS}/{giro}/{step}");
        let none = Value::Null;
        cajero.repeats(Method::PUT, &path(first, "procesar"), &none, (&path(second, "procesar"), &none)).await;
        let (paid, mut paid_otherwise) = (from_account(account), from_account(account));
        paid_otherwise["commission"] = json!("0.01");
        cajero.repeats(Method::PUT, &path(first, "ejecutar"), &paid, (&path(first, "ejecutar"), &paid_otherwise)).await;
        let (why, other_why) = (json!({ "motivo": "el banco lo devolvió" }), json!({ "motivo": "otro motivo" }));
        cajero.repeats(Method::PUT, &path(first, "devolver"), &why, (&path(first, "devolver"), &other_why)).await;
        david.repeats(Method::PUT, &path(second, "cancelar"), &none, (&path(first, "cancelar"), &none)).await;
        assert_eq!(cast.balance().await, "3000.00");

        let (plus, minus) = (json!({ "amount": 100, "reference": "efectivo" }), json!({ "amount": "99.99", "reference": "efectivo" }));
        for path in [
            format!("/api/minoristas/{minorista}/recargas"), format!("/api/minoristas/{minorista}/ajustes"),
            format!("/api/cuentas-bancarias/{account}/depositos"), format!("/api/cuentas-bancarias/{account}/ajustes"),
            format!("/api/bancos/{banesco}/recargas"), format!("/api/bancos/{banesco}/ajustes"),
        ] {
            admin.repeats(Method::POST, &path, &plus, (&path, &minus)).await;
        }
        let path = format!("/api/bancos/{banesco}/transferencias");
        let (some, more) = (json!({ "bankAccountId": account, "amount": 10 }), json!({ "bankAccountId": account, "amount": 11 }));
        admin.repeats(Method::POST, &path, &some, (&path, &more)).await;
        let assign = |priority: i64| json!({ "bankId": banesco, "transferencistaId": cajero_id, "priority": priority });
        let made = admin.repeats(Method::POST, "/api/asignaciones", &assign(10), ("/api/asignaciones", &assign(11))).await;
        let path = format!("/api/asignaciones/{}", made.body["asignacion"]["id"]);
        admin.repeats(Method::PUT, &path, &json!({ "isActive": false }), (&path, &json!({ "isActive": true }))).await;
        // A key of one call is no key of another.
        let key = format!("POST-{}", GIROS.replace('/', "-"));
        let reused = david.calls_with_key((Method::PUT, &format!("{GIROS}/{first}/cancelar")), &key, &none).await;
        assert_eq!(refusal(&reused), (409, "CLAVE_REUTILIZADA"));
        world.closes_clean().await;
    }
}
