//! The specification's own JavaScript runs as printed, with a real Node.js (docs/examples/003).

use std::path::Path;

use serde_json::{Value, json};

use super::caller::{AUTOMATIC, Program, bot, changes, movement};
use crate::support::database::TestDb;
use crate::support::world::World;

/// The player and the room of the specification.
const SAMPLE: &str = "68ab54e05475d8a12e468add";
const ROOM: &str = "675a1b2c3d4e5f6789abcdef";

/// Runs a snippet with these variables; returns what happened.
async fn runs(bot: &Program<'_>, snippet: &str, variables: Value) -> Value {
    let harness = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/examples/003/harness.mjs");
    let output = tokio::process::Command::new("node")
        .arg(harness)
        .args([snippet, &variables.to_string()])
        .env("CAMBISTA", format!("http://{}", bot.world.running().app.http_addr()))
        .env("TOKEN", &bot.http.key)
        .output()
        .await
        .expect("node is there: .ci/run installs it");
    assert!(output.status.success(), "{snippet}: {output:?}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The statuses of the answers, and what each player can spend after it.
fn balances(happened: &Value) -> Vec<(u64, i64)> {
    let answers = happened["answers"].as_array().expect("answers");
    let one = |answer: &Value| {
        let status = answer["status"].as_u64().expect("a status");
        (status, answer["body"]["saldoNuevo"].as_i64().unwrap_or(-1))
    };
    answers.iter().map(one).collect()
}

#[expect(
    clippy::too_many_lines,
    reason = "one story: each snippet goes on with what the one before left"
)]
#[tokio::test]
#[ignore = "needs Node.js: .ci/run installs it"]
async fn the_snippets_of_the_specification_run_as_printed() {
    let world = World::demo(&TestDb::sqlite().await).await;
    let bot = bot(&world).await;
    let drawn = bot.player_with("Ana", 1_001, 90_400).await;
    changes(
        &world,
        format!("update member_identities set value = '{SAMPLE}' where value = '{drawn}'"),
    )
    .await;
    let (beto, carla) = (
        bot.player_with("Beto", 1_002, 1_000).await,
        bot.player("Carla", 1_003).await,
    );

    let direct = runs(&bot, "directo.js", json!({})).await;
    let reference = direct["answers"][0]["body"]["transaccion"]["referencia"].clone();
    assert_eq!(
        direct["logged"],
        json!([
            format!("Transacción exitosa: {}", reference.as_str().expect("one")),
            "Nuevo saldo: 89400 centavos"
        ])
    );
    assert_eq!(direct["answers"][0]["body"]["saldoAnterior"], 90_400);

    let about = |player: &str| json!({ "jugadorId": player, "precioEntrada": 1_000, "salaId": ROOM, "chatId": 5 });
    let entered = runs(&bot, "entrada.js", about(&beto)).await;
    assert_eq!(
        (balances(&entered), &entered["joined"]),
        (vec![(201, 0)], &json!([[ROOM, beto]]))
    );
    let reference = entered["answers"][0]["body"]["transaccion"]["referencia"]
        .as_str()
        .expect("one");
    let text = format!(
        "✅ Pago procesado exitosamente!\n💰 Entrada: 10 Bs\n💳 Saldo restante: 0 Bs\n📋 Referencia: {reference}"
    );
    assert_eq!(entered["messages"], json!([{ "chatId": 5, "text": text }]));

    let sala = json!({
        "jugadoresEnSala": [{ "_id": SAMPLE }, { "_id": beto }], "precioEntrada": 1_000,
        "sala": { "_id": ROOM, "nombre": "Sala de Ludo" },
    });
    assert_eq!(
        balances(&runs(&bot, "cancelacion.js", sala.clone()).await),
        [(201, 90_400), (201, 1_000)]
    );
    let again = runs(&bot, "cancelacion.js", sala).await;
    assert_eq!(balances(&again), [(409, -1), (409, -1)], "a room is cancelled once");

    let winners = json!({ "ganadoresOrdenados": [carla, SAMPLE, beto], "juegoId": "ludo-7", "juegoNombre": "Ludo" });
    assert_eq!(
        balances(&runs(&bot, "premios.js", winners).await),
        [(201, 5_000), (201, 93_400), (201, 2_000)]
    );

    bot.posts(AUTOMATIC, &movement(&beto, "debito", "comision", 1_500))
        .await;
    let short = runs(&bot, "entrada.js", about(&beto)).await;
    assert_eq!(
        (&short["joined"], &short["messages"]),
        (&json!([]), &json!([])),
        "who cannot pay does not enter"
    );
    let refused = &short["answers"][0]["body"];
    assert_eq!(
        (&refused["saldoActual"], &refused["montoRequerido"]),
        (&json!(500), &json!(1_000))
    );
    changes(
        &world,
        format!("update member_identities set value = '{drawn}' where value = '{SAMPLE}'"),
    )
    .await;
    assert_eq!(bot.balance(&drawn).await, 93_400);
    // The specification cuts its player's id short; that id is nobody's until somebody has it.
    let unknown = runs(&bot, "deposito.js", json!({})).await;
    let unknown = &unknown["answers"][0];
    assert_eq!(
        (&unknown["status"], &unknown["body"]["codigo"]),
        (&json!(404), &json!("JUGADOR_NO_ENCONTRADO"))
    );
    let asked = runs(&bot, "deposito.js", json!({ "jugadorId": drawn })).await;
    let asked = &asked["answers"][0];
    assert_eq!(
        (
            &asked["status"],
            &asked["body"]["transaccion"]["infoPago"]["metodoPago"]
        ),
        (&json!(201), &json!("pago_movil")),
        "{asked}"
    );
    let gone = runs(&bot, "directo.js", json!({})).await;
    assert!(
        gone["errors"][0]
            .as_str()
            .expect("words")
            .starts_with("Error: No hay ningún jugador"),
        "{gone}"
    );
    world.closes_clean().await;
}
