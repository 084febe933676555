//! The API for giros (specification 002), over real HTTP.

mod at_random;
mod cases;
mod fields;
mod lists;
mod mixed;
mod repeated;
mod roles;
mod states;

use cambista::domain::games::apps::keys::AppRole;
use reqwest::Method;
use serde_json::{Value, json};

use super::game::Answered;
use super::players::caller::{Program, person, program_of_role};
use crate::support::world::World;

const GIROS: &str = "/api/giros";
/// A right account number at Banesco, and somebody's right cédula.
const AT_BANESCO: &str = "01340001630000000001";
const CEDULA: &str = "V12345678";

impl Program<'_> {
    async fn calls(&self, method: Method, path: &str, body: &Value) -> Answered {
        let request = self.http.request(self.world, method, path);
        let request = if body.is_null() { request } else { request.json(body) };
        self.http.sends(request).await
    }

    async fn puts_at(&self, path: &str, body: &Value) -> Answered {
        self.calls(Method::PUT, path, body).await
    }

    /// `step`: `procesar`, `ejecutar`, `devolver` or `cancelar`.
    async fn steps(&self, giro: i64, step: &str, body: &Value) -> Answered {
        self.puts_at(&format!("{GIROS}/{giro}/{step}"), body).await
    }

    async fn executes(&self, giro: i64, account: i64) -> Answered {
        self.steps(giro, "ejecutar", &from_account(account)).await
    }

    /// Sends a giro, and returns its number.
    async fn sends(&self, body: &Value) -> i64 {
        let made = self.posts(GIROS, body).await;
        assert_eq!(made.status, 201, "{made:?}");
        made.body["giro"]["id"].as_i64().expect("a number")
    }

    async fn giro(&self, id: i64) -> Value {
        let shown = self.gets(&format!("{GIROS}/{id}")).await;
        assert_eq!(shown.status, 200, "{shown:?}");
        shown.body
    }

    async fn status(&self, id: i64) -> String {
        let shown = self.giro(id).await;
        shown["giro"]["status"].as_str().expect("a status").to_owned()
    }
}

/// What a transferencista says who paid from this account.
fn from_account(account: i64) -> Value {
    json!({ "bankAccountId": account, "executionType": "TRANSFERENCIA" })
}

/// The banks by their codes, for whoever asks.
async fn bank(program: &Program<'_>, code: &str) -> i64 {
    let shown = program.gets("/api/bancos").await;
    assert_eq!(shown.status, 200, "{shown:?}");
    let banks = shown.body["bancos"].as_array().expect("banks");
    let found = banks.iter().find(|bank| bank["code"] == code);
    found.expect(code)["id"].as_i64().expect("an id")
}

/// A giro to María Pérez at Banesco.
async fn to_maria(program: &Program<'_>, amount: &str) -> Value {
    json!({
        "bankId": bank(program, "0134").await, "amountBs": amount, "beneficiaryName": "María Pérez",
        "accountNumber": AT_BANESCO, "documentId": CEDULA, "rateApplied": "36.50",
    })
}

/// The people of most stories, with their tokens.
struct Cast<'a> {
    david: Program<'a>,
    cajero1: Program<'a>,
    cajero2: Program<'a>,
    admin: Program<'a>,
}

impl<'a> Cast<'a> {
    async fn of(world: &'a World) -> Cast<'a> {
        Cast {
            david: person(world, "david").await,
            cajero1: person(world, "cajero1").await,
            cajero2: person(world, "cajero2").await,
            admin: person(world, "superusuario").await,
        }
    }

    /// The same; david paid 3 000 Bs in advance.
    async fn recharged(world: &'a World) -> Cast<'a> {
        let cast = Cast::of(world).await;
        let path = format!("/api/minoristas/{}/recargas", cast.minorista().await);
        let made = cast
            .admin
            .posts(&path, &json!({ "amount": 3000, "reference": "efectivo" }))
            .await;
        assert_eq!(made.status, 201, "{made:?}");
        cast
    }

    /// david's public id.
    async fn minorista(&self) -> String {
        let shown = self.david.gets("/api/minoristas/yo").await;
        id_in(&shown.body["minorista"])
    }

    /// david's balance.
    async fn balance(&self) -> String {
        let shown = self.david.gets("/api/minoristas/yo").await;
        let accounts = shown.body["cuentas"].as_array().expect("accounts");
        let ves = accounts.iter().find(|account| account["moneda"] == "VES");
        ves.map_or_else(
            || "0.00".to_owned(),
            |ves| ves["balance"].as_str().expect("a balance").to_owned(),
        )
    }

    /// Makes a cashier pay to Banesco, and returns the assignment's id.
    async fn assigns(&self, cashier: &Program<'_>, priority: i64) -> i64 {
        let body = json!({
            "bankId": bank(&self.admin, "0134").await, "transferencistaId": cashier_id(cashier).await, "priority": priority,
        });
        let made = self.admin.posts("/api/asignaciones", &body).await;
        assert_eq!(made.status, 201, "{made:?}");
        made.body["asignacion"]["id"].as_i64().expect("an id")
    }
}

fn id_in(person: &Value) -> String {
    person["id"].as_str().unwrap_or_else(|| panic!("{person}")).to_owned()
}

async fn cashier_id(cashier: &Program<'_>) -> String {
    id_in(&account_of(cashier).await["transferencista"])
}

/// The first bank account of a cashier, as they see it.
async fn account_of(cashier: &Program<'_>) -> Value {
    let shown = cashier.gets("/api/cuentas-bancarias").await;
    assert_eq!(shown.status, 200, "{shown:?}");
    shown.body["cuentas"][0].clone()
}

/// Type, amount, balance before and after of a record.
fn figures(record: &Value) -> [&str; 4] {
    ["type", "amount", "previousBalance", "currentBalance"].map(|field| record[field].as_str().unwrap_or_default())
}

/// A program of the role `admin`.
async fn admin_program(world: &World) -> Program<'_> {
    program_of_role(world, "Administra", AppRole::Admin).await
}
