//! A program that calls the API for players.

use cambista::db::Source;
use cambista::db::retrying;
use cambista::domain::games::apps::keys::{self, AppRole, NewApp};
use cambista::domain::people::members::Actor;
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

use crate::http::game::{Answered, Game};
use crate::support::desk::fresh_request;
use crate::support::world::World;

pub const AUTOMATIC: &str = "/api/transacciones/procesar-automatica";

/// A program with a token.
pub struct Program<'a> {
    pub world: &'a World,
    pub http: Game,
}

/// A program of the role `bot`.
pub async fn bot(world: &World) -> Program<'_> {
    bot_named(world, "Ludo").await
}

/// The same, with a name of its own.
pub async fn bot_named<'a>(world: &'a World, name: &'static str) -> Program<'a> {
    program_of_role(world, name, AppRole::Bot).await
}

/// A program of this role.
pub async fn program_of_role<'a>(world: &'a World, name: &'static str, role: AppRole) -> Program<'a> {
    let desk = &world.running().app.desk;
    let (owner, request) = (Actor::desk(), fresh_request());
    let app = NewApp { name, role };
    let made = retrying(|| keys::create_app(desk, &owner, &request, app))
        .await
        .expect("an app");
    let key = Game::with_key(made.token.expect("shown once").reveal());
    let answered = key.posts(world, "/auth/token").await;
    assert_eq!(answered.status, 201, "{answered:?}");
    let token = answered.body["token"].as_str().expect("a token").to_owned();
    Program {
        world,
        http: Game::with_key(&token),
    }
}

/// A person with their token, from `!token` in a direct message.
pub async fn person<'a>(world: &'a World, name: &'static str) -> Program<'a> {
    let said = world.person(name).is_told("dm", "!token").await.text();
    let words = said.split(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)));
    let token = words.into_iter().find(|word| word.starts_with("eyJ"));
    let token = token.unwrap_or_else(|| panic!("no token in {said}"));
    Program {
        world,
        http: Game::with_key(token),
    }
}

/// Status and `codigo`.
pub fn refusal(answered: &Answered) -> (u16, &str) {
    (answered.status, answered.body["codigo"].as_str().unwrap_or_default())
}

impl Program<'_> {
    pub async fn posts(&self, path: &str, body: &Value) -> Answered {
        self.http.posts_json(self.world, path, &body.to_string()).await
    }

    /// The same with an `Idempotency-Key`.
    pub async fn posts_with_key(&self, path: &str, key: &str, body: &Value) -> Answered {
        let request = self.http.request(self.world, Method::POST, path);
        let request = request.header("idempotency-key", key).json(body);
        self.http.sends(request).await
    }

    pub async fn gets(&self, path: &str) -> Answered {
        self.http.gets(self.world, path).await
    }

    pub async fn registers(&self, body: &Value) -> Answered {
        self.posts("/api/jugadores", body).await
    }

    /// Registers a player with this name and Telegram id, and returns their player's id.
    pub async fn player(&self, name: &str, telegram: i64) -> String {
        let made = self.registers(&json!({ "nombre": name, "telegramId": telegram })).await;
        assert_eq!(made.status, 201, "{made:?}");
        made.body["jugadorId"].as_str().expect("an id").to_owned()
    }

    /// A player who has this many centavos.
    pub async fn player_with(&self, name: &str, telegram: i64, centavos: i64) -> String {
        let player = self.player(name, telegram).await;
        let given = self.posts(AUTOMATIC, &bonus(&player, centavos)).await;
        assert_eq!(given.status, 201, "{given:?}");
        player
    }

    /// What the player can spend, in centavos.
    pub async fn balance(&self, player: &str) -> i64 {
        let shown = self.gets(&format!("/api/jugadores/{player}")).await;
        shown.body["saldo"].as_i64().unwrap_or_else(|| panic!("{shown:?}"))
    }
}

pub fn movement(player: &str, side: &str, category: &str, centavos: i64) -> Value {
    json!({
        "jugadorId": player, "tipo": side, "categoria": category, "monto": centavos, "descripcion": "Una prueba",
    })
}

pub fn bonus(player: &str, centavos: i64) -> Value {
    movement(player, "credito", "bonificacion", centavos)
}

pub fn entry(player: &str, centavos: i64, room: &str) -> Value {
    with(
        movement(player, "debito", "entrada_sala", centavos),
        json!({ "salaId": room }),
    )
}

pub fn refund(player: &str, centavos: i64, room: &str) -> Value {
    with(
        movement(player, "credito", "reembolso", centavos),
        json!({ "salaId": room }),
    )
}

pub fn prize(player: &str, centavos: i64, game: &str, position: i64) -> Value {
    let external = json!({ "juegoId": game, "posicion": position });
    with(movement(player, "credito", "premio_juego", centavos), external)
}

pub fn with(mut body: Value, external: Value) -> Value {
    body["referenciaExterna"] = external;
    body
}

pub fn on_purpose(mut body: Value) -> Value {
    body["metadata"] = json!({ "permitirRepetida": true });
    body
}

/// The one number that a statement gives.
pub async fn count(world: &World, sql: &'static str) -> i64 {
    let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
    let (number,): (i64,) = sqlx::query_as(AssertSqlSafe(sql))
        .fetch_one(reader.conn())
        .await
        .expect(sql);
    number
}

/// Changes the books as no use-case does.
pub async fn changes(world: &World, sql: String) {
    let mut tx = world.running().app.desk.db.begin().await.expect("a unit");
    let done = sqlx::query(AssertSqlSafe(sql.clone()))
        .execute(tx.conn())
        .await
        .expect(&sql);
    assert_eq!(done.rows_affected(), 1, "{sql}");
    tx.commit().await.expect("kept");
}
