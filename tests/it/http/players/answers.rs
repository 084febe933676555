//! What the answers about requests say: cashiers and reasons in the history, both states of a refused change, who may ask.

use cambista::db::Source;
use serde_json::{Value, json};

use super::caller::{AUTOMATIC, Program, bonus, bot, entry, movement, person, refusal};
use super::cash::{deposit, history, withdrawal};
use crate::http::game::Answered;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

/// A field of each step of the history.
fn steps<'a>(answered: &'a Answered, field: &str) -> Vec<Option<&'a str>> {
    let steps = answered.body["transaccion"]["historialEstados"]
        .as_array()
        .expect("a history");
    steps.iter().map(|step| step[field].as_str()).collect()
}

/// The one text that a statement gives.
async fn text(world: &World, sql: &'static str) -> String {
    let mut reader = world.running().app.desk.db.reader().await.expect("a reader");
    let (text,): (String,) = sqlx::query_as(sql).fetch_one(reader.conn()).await.expect(sql);
    text
}

async fn player_of(bot: &Program<'_>, name: &str) -> String {
    let id = bot.world.about(name).await["id"].as_str().expect("an id").to_owned();
    let made = bot.registers(&json!({ "nombre": name, "discordId": id })).await;
    made.body["jugadorId"]
        .as_str()
        .unwrap_or_else(|| panic!("{made:?}"))
        .to_owned()
}

on_both_engines! {
    async fn the_history_names_cashiers_and_says_why_in_words(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let ana = bot.player("Ana", 1_001).await;
        let id = bot.asks(&deposit(&ana, 1_000)).await;
        let owner = person(&world, "superusuario").await;
        let cajero2 = format!("discord:{}", world.about("cajero2").await["id"].as_str().expect("an id"));
        let other = owner.puts(&id, "asignar-cajero", &json!({ "cajeroId": cajero2 })).await;
        assert_eq!(other.status, 200, "{other:?}");
        world.person("cajero2").says("dm", "!ocupado").await;
        let shown = bot.gets(&format!("/api/transacciones/{id}")).await;
        assert_eq!(history(&shown), ["pendiente", "en_proceso", "en_proceso", "en_proceso"]);
        assert_eq!(steps(&shown, "cajeroNombre"), [None, Some("cajero1"), Some("cajero2"), Some("cajero1")]);
        assert_eq!(steps(&shown, "motivo"), [None, None, Some("la pasó un admin"), Some("el cajero se puso en pausa")]);
        assert_eq!(shown.body["transaccion"]["motivo"], Value::Null, "nothing ended");
        world.person("cajero1").says("dm", "!ocupado").await;
        let shown = bot.gets(&format!("/api/transacciones/{id}")).await;
        let shown = &shown.body["transaccion"];
        assert_eq!((&shown["cajeroId"], &shown["fechaAsignacionCajero"]), (&Value::Null, &Value::Null));
        let refused = owner.puts(&id, "rechazar", &json!({ "motivo": "busy" })).await;
        assert_eq!(refused.body["transaccion"]["motivo"], "busy", "as it was written");
        world.closes_clean().await;
    }

    async fn a_refused_change_names_both_states_and_a_short_reason_its_bounds(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let ana = bot.player_with("Ana", 1_001, 5_000).await;
        let owner = person(&world, "superusuario").await;
        let id = bot.asks(&deposit(&ana, 1_000)).await;
        let short = owner.puts(&id, "rechazar", &json!({ "motivo": "no" })).await;
        assert_eq!(refusal(&short), (422, "CAMPO_INVALIDO"));
        assert!(short.body["mensaje"].as_str().expect("words").contains("de 3 a 200 caracteres"), "{short:?}");
        assert_eq!(owner.puts(&id, "rechazar", &json!({ "motivo": "no llegó" })).await.status, 200);
        for (what, asked) in [
            ("confirmar", "confirmada"), ("rechazar", "rechazada"), ("cancelar", "cancelada"), ("revertir", "revertida"),
        ] {
            let refused = owner.puts(&id, what, &json!({ "motivo": "otra vez" })).await;
            let states = (refused.body["detalles"]["estado"].as_str(), refused.body["detalles"]["estadoPedido"].as_str());
            assert_eq!(states, (Some("rechazada"), Some(asked)), "{what}");
        }
        let given = bot.posts(AUTOMATIC, &bonus(&ana, 10)).await;
        let given = given.body["transaccion"]["_id"].as_str().expect("an id").to_owned();
        let why = json!({ "motivo": "dos veces" });
        assert_eq!(owner.puts(&given, "revertir", &why).await.status, 200);
        let refused = owner.puts(&given, "revertir", &why).await;
        let states = (refused.body["detalles"]["estado"].as_str(), refused.body["detalles"]["estadoPedido"].as_str());
        assert_eq!(states, (Some("revertida"), Some("revertida")));

        // A deposit that was spent says so, and not that the game should ask for less.
        let id = bot.asks(&deposit(&ana, 2_000)).await;
        assert_eq!(owner.puts(&id, "confirmar", &json!({ "numeroReferencia": "4512" })).await.status, 200);
        bot.posts(AUTOMATIC, &entry(&ana, 6_000, "sala")).await;
        let refused = owner.puts(&id, "revertir", &why).await;
        assert_eq!(refusal(&refused), (409, "SALDO_INSUFICIENTE"));
        assert!(refused.body["mensaje"].as_str().expect("words").contains("ya usó ese dinero"), "{refused:?}");
        let superusuario = world.person("superusuario");
        superusuario.is_refused("general", "!revertir 2 dos veces", &["del saldo del cliente", "solo le quedan 10,00 Bs"]).await;
        superusuario.is_refused("general", "!devolver 2 dos veces", &["del saldo del cliente"]).await;
        world.closes_clean().await;
    }

    async fn a_cashier_is_a_player_too_and_sees_only_their_own(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let (own, ana) = (player_of(&bot, "cajero1").await, bot.player("Ana", 1_001).await);
        let cajero = person(&world, "cajero1").await;
        for part in ["", "/historial", "/estadisticas"] {
            let path = |player: &str| match part {
                "" => format!("/api/jugadores/{player}"),
                part => format!("/api/transacciones/jugador/{player}{part}"),
            };
            assert_eq!(cajero.gets(&path(&own)).await.status, 200, "{part}");
            assert_eq!(refusal(&cajero.gets(&path(&ana)).await), (404, "JUGADOR_NO_ENCONTRADO"), "{part}");
        }
        let id = cajero.asks(&deposit(&own, 500)).await;
        world.person("cajero2").says("dm", "!ocupado").await;
        assert_eq!(bot.state(&id).await, "pendiente");
        assert_eq!(cajero.puts(&id, "cancelar", &json!({})).await.status, 200);
        assert_eq!(refusal(&cajero.posts(super::cash::ASK, &deposit(&ana, 500)).await), (404, "JUGADOR_NO_ENCONTRADO"));
        let cajero2 = world.about("cajero2").await["id"].as_str().expect("an id").to_owned();
        let others = cajero.gets(&format!("/api/transacciones/pendientes-cajero?cajeroId={cajero2}")).await;
        assert_eq!(refusal(&others), (403, "ROL_NO_PERMITIDO"));
        world.closes_clean().await;
    }

    async fn ids_may_be_numbers_and_a_key_belongs_to_its_first_body(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let ana = bot.player_with("Ana", 1_001, 500).await;
        let mut body = movement(&ana, "debito", "comision", 900);
        body["jugadorId"] = json!(1_001);
        let short = bot.posts_with_key(AUTOMATIC, "uno", &body).await;
        assert_eq!(refusal(&short), (409, "SALDO_INSUFICIENTE"));
        let failed = bot.gets(&format!("/api/transacciones/jugador/{ana}/historial?estado=fallida")).await;
        assert_eq!(failed.body["transacciones"][0]["motivo"], "saldo_insuficiente", "{failed:?}");
        let mut other = body.clone();
        other["monto"] = json!(400);
        assert_eq!(refusal(&bot.posts_with_key(AUTOMATIC, "uno", &other).await), (409, "CLAVE_REUTILIZADA"));
        bot.posts(AUTOMATIC, &bonus(&ana, 400)).await;
        assert_eq!(bot.posts_with_key(AUTOMATIC, "uno", &body).await.status, 201);
        assert_eq!(bot.balance(&ana).await, 0);
        // What a program keeps with it stays as it was written.
        let odd = r#"{"x": 1.10, "n": -0, "z": 123456789012345678901234567890}"#;
        let body = bonus(&ana, 1).to_string();
        let body = format!("{}, \"metadata\": {odd}}}", body.strip_suffix('}').expect("an object"));
        let given = bot.http.posts_json(&world, AUTOMATIC, &body).await;
        assert_eq!(given.status, 201, "{given:?}");
        assert_eq!(text(&world, "select metadata from player_transactions order by id desc limit 1").await, odd);
        let mut asked = deposit(&ana, 500);
        asked["jugadorId"] = json!(1_001);
        let id = bot.asks(&asked).await;
        let owner = person(&world, "superusuario").await;
        let cajero2: i64 = world.about("cajero2").await["id"].as_str().expect("an id").parse().expect("a number");
        let given = owner.puts(&id, "asignar-cajero", &json!({ "cajeroId": cajero2 })).await;
        assert_eq!(given.body["transaccion"]["cajeroNombre"], "cajero2", "{given:?}");
        let id = { bot.posts(AUTOMATIC, &bonus(&ana, 400)).await; bot.asks(&withdrawal(&ana, 100)).await };
        let said = bot.puts(&id, "confirmar-pago-usuario", &json!({ "numeroReferencia": "4512" })).await;
        assert!(said.body["mensaje"].as_str().expect("words").contains("Un retiro lo paga"), "{said:?}");
        world.closes_clean().await;
    }
}
