//! Figures about transactions: of a player and of all, and in the metrics.

use cambista::db::retrying;
use cambista::domain::games::apps::keys::{self, AppRole, NewApp};
use cambista::domain::people::members::Actor;
use reqwest::Method;
use serde_json::{Value, json};

use super::caller::{AUTOMATIC, Program, bonus, bot, entry, movement, person, prize, refund, refusal, with};
use crate::http::game::{Answered, Game};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::fresh_request;
use crate::support::world::World;

const SYSTEM: &str = "/api/transacciones/admin/estadisticas-sistema";

/// A program of the role `admin`.
async fn admin(world: &World) -> Program<'_> {
    let desk = &world.running().app.desk;
    let (owner, request) = (Actor::desk(), fresh_request());
    let app = NewApp {
        name: "Oficina",
        role: AppRole::Admin,
    };
    let made = retrying(|| keys::create_app(desk, &owner, &request, app)).await;
    let key = made.expect("an app").token.expect("shown once");
    Program {
        world,
        http: Game::with_key(key.reveal()).gets_token(world).await,
    }
}

impl Program<'_> {
    async fn does(&self, id: &str, what: &str, body: Value) -> Answered {
        let path = format!("/api/transacciones/{id}/{what}");
        let request = self.http.request(self.world, Method::PUT, &path).json(&body);
        let done = self.http.sends(request).await;
        assert_eq!(done.status, 200, "{what}: {done:?}");
        done
    }

    /// Asks for a deposit or withdrawal of so many centavos, and returns its `_id`.
    async fn asks_for(&self, player: &str, category: &str, centavos: i64) -> String {
        let side = if category == "deposito" { "credito" } else { "debito" };
        let mut body = movement(player, side, category, centavos);
        body["metodoPago"] = json!("transferencia");
        body["destino"] = json!("Banesco 0134");
        let asked = self.posts("/api/transacciones/solicitud", &body).await;
        assert_eq!(asked.status, 201, "{asked:?}");
        asked.body["transaccion"]["_id"].as_str().expect("an id").to_owned()
    }

    async fn confirms(&self, id: &str) {
        self.does(id, "confirmar", json!({ "numeroReferencia": id })).await;
    }

    async fn rejects(&self, id: &str) {
        self.does(id, "rechazar", json!({ "motivo": "no llegó" })).await;
    }
}

fn of(player: &str) -> String {
    format!("/api/transacciones/jugador/{player}/estadisticas")
}

fn kind(side: &str, category: &str, total: i64, sum: i64) -> Value {
    json!({ "tipo": side, "categoria": category, "total": total, "montoTotal": sum })
}

/// The entry of a list with this value.
fn row<'a>(rows: &'a Value, field: &str, value: &str) -> &'a Value {
    let rows = rows.as_array().expect("a list");
    let found = rows.iter().find(|row| row[field] == value);
    found.unwrap_or_else(|| panic!("no {field} {value} in {rows:?}"))
}

/// ana plays with what she was given; beto gets some of it.
async fn plays(bot: &Program<'_>) -> (String, String) {
    let ana = bot.player_with("Ana", 1_001, 20_000).await;
    let beto = bot.player("Beto", 1_002).await;
    let to_beto = with(
        movement(&ana, "debito", "transferencia", 1_200),
        json!({ "jugadorDestinoId": beto }),
    );
    for body in [
        entry(&ana, 3_000, "sala"),
        entry(&ana, 500, "otra"),
        refund(&ana, 1_000, "sala"),
        prize(&ana, 5_000, "juego", 1),
        prize(&ana, 3_000, "juego", 2),
        movement(&ana, "credito", "premio_juego", 70),
        movement(&ana, "debito", "comision", 250),
        to_beto,
    ] {
        let done = bot.posts(AUTOMATIC, &body).await;
        assert_eq!(done.status, 201, "{body}: {done:?}");
    }
    for _ in 0..2 {
        let short = bot.posts(AUTOMATIC, &entry(&ana, 900_000, "cara")).await;
        assert_eq!(short.status, 409, "{short:?}");
    }
    (ana, beto)
}

on_both_engines! {
    async fn a_players_figures_are_those_of_their_transactions(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (bot, admin) = (bot(&world).await, admin(&world).await);
        world.person("cajero2").says("dm", "!ocupado").await;
        let cashier = person(&world, "cajero1").await;
        let (ana, beto) = plays(&bot).await;
        let bonus = bot.posts(AUTOMATIC, &bonus(&ana, 400)).await;
        let undone = bonus.body["transaccion"]["_id"].as_str().expect("an id");
        admin.does(undone, "revertir", json!({ "motivo": "era de otra persona" })).await;
        cashier.confirms(&bot.asks_for(&ana, "deposito", 10_000).await).await;
        cashier.rejects(&bot.asks_for(&ana, "deposito", 7_000).await).await;
        bot.asks_for(&ana, "retiro", 2_500).await;
        world.person("cajero1").says("dm", "!ocupado").await;
        let waits = bot.asks_for(&ana, "deposito", 900).await;
        bot.does(&waits, "cancelar", json!({})).await;

        let shown = bot.gets(&of(&ana)).await;
        assert_eq!(shown.status, 200, "{shown:?}");
        let balance = 20_000 - 3_500 + 1_000 + 8_070 - 250 - 1_200 + 10_000;
        assert_eq!(shown.body, json!({
            "exito": true, "jugadorId": ana, "nombre": "Ana", "moneda": "VES", "fechaInicio": null, "fechaFin": null,
            "saldo": balance - 2_500, "saldoRetenido": 2_500,
            "totales": {
                "depositado": 10_000, "retirado": 0, "ganado": 8_070, "entradas": 3_500, "reembolsos": 1_000, "bonificaciones": 20_000,
                "ajustes": 0, "comisiones": 250, "transferido": 1_200, "recibido": 0,
            },
            "noCompletadas": { "rechazadas": 1, "fallidas": 2, "revertidas": 1, "canceladas": 1 },
            "estadisticas": [
                kind("debito", "entrada_sala", 2, 3_500), kind("debito", "comision", 1, 250), kind("debito", "transferencia", 1, 1_200),
                kind("credito", "premio_juego", 3, 8_070), kind("credito", "deposito", 1, 10_000), kind("credito", "reembolso", 1, 1_000),
                kind("credito", "bonificacion", 1, 20_000),
            ],
            "resumenEstados": [
                { "estado": "pendiente", "total": 1, "montoTotal": 2_500 }, { "estado": "en_proceso", "total": 0, "montoTotal": 0 },
                { "estado": "confirmada", "total": 0, "montoTotal": 0 }, { "estado": "completada", "total": 10, "montoTotal": 44_020 },
                { "estado": "rechazada", "total": 1, "montoTotal": 7_000 }, { "estado": "fallida", "total": 2, "montoTotal": 1_800_000 },
                { "estado": "revertida", "total": 1, "montoTotal": 400 }, { "estado": "cancelada", "total": 1, "montoTotal": 900 },
            ],
            "premios": [
                { "posicion": 1, "total": 1, "montoTotal": 5_000 }, { "posicion": 2, "total": 1, "montoTotal": 3_000 },
                { "posicion": null, "total": 1, "montoTotal": 70 },
            ],
        }));
        let of_beto = bot.gets(&of(&beto)).await.body;
        assert_eq!((&of_beto["totales"]["recibido"], &of_beto["saldo"]), (&json!(1_200), &json!(1_200)));
        assert_eq!(of_beto["estadisticas"], json!([kind("credito", "transferencia", 1, 1_200)]));
        world.closes_clean().await;
    }

    async fn the_systems_figures_count_days_cashiers_and_what_waits(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (bot, admin) = (bot(&world).await, admin(&world).await);
        world.person("cajero2").says("dm", "!ocupado").await;
        let cashier = person(&world, "cajero1").await;
        let (ana, _) = plays(&bot).await;
        for seconds in [60, 30] {
            let asked = bot.asks_for(&ana, "deposito", 10_000).await;
            world.moves_the_hand_seconds(seconds).await;
            cashier.confirms(&asked).await;
        }
        cashier.rejects(&bot.asks_for(&ana, "deposito", 7_000).await).await;
        // What an admin ends is nobody else's doing.
        admin.rejects(&bot.asks_for(&ana, "deposito", 8_000).await).await;
        bot.asks_for(&ana, "retiro", 2_500).await;
        world.moves_the_hand_seconds(45).await;
        world.person("cajero1").says("dm", "!ocupado").await;

        let shown = admin.gets(SYSTEM).await;
        assert_eq!(shown.status, 200, "{shown:?}");
        let figures = &shown.body;
        let cashiers = figures["transaccionesPorCajero"].as_array().expect("cashiers");
        assert_eq!(cashiers.len(), 1, "{cashiers:?}");
        let mut of_cashier = cashiers[0].clone();
        assert!(of_cashier["cajeroId"].as_str().is_some_and(|id| id.starts_with("discord:")), "{of_cashier}");
        of_cashier["cajeroId"] = Value::Null;
        assert_eq!(of_cashier, json!({
            "cajeroId": null, "cajeroNombre": "cajero1", "confirmadas": 2, "rechazadas": 1, "efectividad": "66.67",
            "medianaSegundos": 30, "p95Segundos": 60,
        }));
        // Without cashiers the withdrawal waits for one.
        assert_eq!(figures["solicitudesAbiertas"], json!({ "pendientes": 1, "enProceso": 0, "masAntiguaSegundos": 45 }));
        assert_eq!(figures["fallos"], json!([{ "motivo": "saldo_insuficiente", "total": 2, "montoTotal": 1_800_000 }]));
        assert_eq!(figures["premios"][1], json!({ "posicion": 2, "total": 1, "montoTotal": 3_000 }));
        assert_eq!(row(&figures["estadisticasDetalladas"], "categoria", "deposito")["montoTotal"], 20_000);
        assert_eq!(row(&figures["resumenEstados"], "estado", "rechazada")["total"], 2);
        let day = json!({
            "dia": "2026-11-20", "creditos": { "total": 8, "montoTotal": 50_270 }, "debitos": { "total": 4, "montoTotal": 4_950 },
        });
        assert_eq!(figures["porDia"], json!([day]));

        let metrics = Game::with_key("").gets(&world, "/metrics").await.body;
        let metrics = metrics.as_str().expect("text");
        for line in [
            "cambista_player_transactions{category=\"deposito\",state=\"completada\"} 2",
            "cambista_player_transactions{category=\"deposito\",state=\"rechazada\"} 2",
            "cambista_player_transactions{category=\"entrada_sala\",state=\"fallida\"} 2",
            "cambista_player_transactions{category=\"retiro\",state=\"pendiente\"} 1",
            "cambista_cash_requests_open 1",
            "cambista_cash_request_oldest_age_seconds 45",
            "cambista_player_alarms_open{kind=\"failures\"} 0",
        ] {
            assert!(metrics.contains(line), "{line} in\n{metrics}");
        }
        world.closes_clean().await;
    }

    async fn a_period_has_its_first_day_and_its_last_in_the_desks_time_zone(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        // Half past eleven at night in Lima is the next day in UTC; forty minutes later it is another day there too.
        world.jumps(16 * 60 + 30);
        let bot = bot(&world).await;
        let ana = bot.player_with("Ana", 1_001, 100).await;
        world.jumps(40);
        bot.posts(AUTOMATIC, &bonus(&ana, 20)).await;
        for (period, count) in [
            ("fechaInicio=2026-11-20&fechaFin=2026-11-20", 1), ("fechaInicio=2026-11-21", 1), ("fechaFin=2026-11-21", 2),
            ("fechaFin=2026-11-19", 0), ("fechaInicio=2026-11-21T04:30:00Z&fechaFin=2026-11-21T05:10:00Z", 1),
            ("fechaInicio=2026-11-21T05:10:00Z", 1), ("", 2),
        ] {
            let shown = bot.gets(&format!("{}?{period}", of(&ana))).await;
            assert_eq!(row(&shown.body["resumenEstados"], "estado", "completada")["total"], count, "{period}: {shown:?}");
            assert_eq!(shown.body["saldo"], 120, "what there is now");
        }
        let admin = admin(&world).await;
        let days = admin.gets(SYSTEM).await.body["porDia"].clone();
        assert_eq!((&days[0]["dia"], &days[0]["creditos"]["montoTotal"]), (&json!("2026-11-21"), &json!(20)));
        assert_eq!((&days[1]["dia"], &days[1]["creditos"]["montoTotal"]), (&json!("2026-11-20"), &json!(100)));
        world.closes_clean().await;
    }

    async fn figures_are_shown_to_whom_they_concern_and_wrong_dates_are_named(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (bot, admin) = (bot(&world).await, admin(&world).await);
        let (cashier, maria) = (person(&world, "cajero1").await, person(&world, "maria").await);
        let ana = bot.player_with("Ana", 1_001, 100).await;
        // maria becomes a player with her first deposit.
        world.person("maria").types_with_capture("dm", "!deposito 500", b"maria paid").await;
        let me = bot.gets("/api/transacciones/admin/todas").await;
        assert_eq!(refusal(&me), (403, "ROL_NO_PERMITIDO"));
        let all = admin.gets("/api/transacciones/admin/todas?categoria=deposito").await;
        let own = all.body["transacciones"][0]["jugadorId"].as_str().expect("an id").to_owned();

        assert_eq!(maria.gets(&of(&own)).await.status, 200);
        assert_eq!(refusal(&maria.gets(&of(&ana)).await), (404, "JUGADOR_NO_ENCONTRADO"));
        assert_eq!(refusal(&cashier.gets(&of(&ana)).await), (404, "JUGADOR_NO_ENCONTRADO"));
        for caller in [&bot, &cashier, &maria] {
            assert_eq!(refusal(&caller.gets(SYSTEM).await), (403, "ROL_NO_PERMITIDO"));
        }
        assert_eq!(admin.gets(&of(&ana)).await.status, 200);
        assert_eq!(admin.gets(SYSTEM).await.status, 200);
        assert_eq!(refusal(&bot.gets(&of("68ab54e05475d8a12e468add")).await), (404, "JUGADOR_NO_ENCONTRADO"));
        for path in [of(&ana), SYSTEM.to_owned()] {
            for (query, field) in [
                ("fechaInicio=ayer", "fechaInicio"), ("fechaFin=2026-02-30", "fechaFin"),
                ("fechaInicio=2026-11-21&fechaFin=2026-11-20", "fechaFin"),
            ] {
                let refused = admin.gets(&format!("{path}?{query}")).await;
                assert_eq!(refusal(&refused), (422, "CAMPO_INVALIDO"), "{query}");
                assert_eq!(refused.body["detalles"]["campo"], field, "{query}");
            }
        }
        world.closes_clean().await;
    }
}
