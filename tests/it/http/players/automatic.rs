//! Automatic transactions.

use serde_json::{Value, json};

use super::caller::{AUTOMATIC, bonus, bot, changes, count, entry, movement, refusal, with};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

/// The player of the specification.
const SAMPLE: &str = "68ab54e05475d8a12e468add";

on_both_engines! {
    async fn the_figures_of_the_specification_are_answered_letter_for_letter(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let drawn = bot.player_with("Ana", 1_001, 90_400).await;
        changes(&world, format!("update member_identities set value = '{SAMPLE}' where value = '{drawn}'")).await;
        let body = json!({
            "jugadorId": SAMPLE, "tipo": "debito", "categoria": "entrada_sala", "monto": 1000,
            "descripcion": "Pago entrada a Sala de Ludo",
            "referenciaExterna": { "salaId": "675a1b2c3d4e5f6789abcdef" },
            "metadata": { "ipOrigen": "bot-telegram", "dispositivoOrigen": "telegram-bot" },
        });
        let done = bot.posts(AUTOMATIC, &body).await;
        assert_eq!(done.status, 201, "{done:?}");
        let transaction = &done.body["transaccion"];
        let text = |field: &str| transaction[field].as_str().unwrap_or_else(|| panic!("{field}: {transaction}")).to_owned();
        let (id, reference, created) = (text("_id"), text("referencia"), text("createdAt"));
        assert_eq!(done.body, json!({
            "exito": true,
            "mensaje": "Transacción procesada exitosamente",
            "transaccion": {
                "_id": id, "referencia": reference, "tipo": "debito", "categoria": "entrada_sala", "monto": 1000,
                "estado": "completada", "createdAt": created,
            },
            "saldoAnterior": 90_400,
            "saldoNuevo": 89_400,
        }));
        assert!(id.len() == 24 && id.bytes().all(|b| b.is_ascii_hexdigit()), "{id}");
        let created = chrono::DateTime::parse_from_rfc3339(&created).expect("a time").timestamp_millis();
        let random = reference.strip_prefix(&format!("ENTRADA_SALA_{SAMPLE}_{created}_")).unwrap_or_else(|| panic!("{reference}"));
        assert!(random.len() == 5 && random.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase()), "{reference}");

        bot.posts(AUTOMATIC, &movement(SAMPLE, "debito", "comision", 88_900)).await;
        let refused = bot.posts(AUTOMATIC, &body).await;
        assert_eq!(refused.status, 409);
        assert_eq!(refused.body, json!({
            "exito": false, "mensaje": "Saldo insuficiente", "saldoActual": 500, "montoRequerido": 1000,
            "codigo": "SALDO_INSUFICIENTE",
        }));
        assert_eq!(bot.balance(SAMPLE).await, 500, "nothing moved");
        world.closes_clean().await;
    }

    async fn each_category_moves_money_between_its_accounts(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let ana = bot.player("Ana", 1_001).await;
        let moves = [
            ("credito", "bonificacion", 10_000, "bonuses:VES", "-100"),
            ("credito", "ajuste_admin", 500, "bonuses:VES", "-105"),
            ("debito", "entrada_sala", 3_000, "games:VES", "30"),
            ("credito", "premio_juego", 4_500, "games:VES", "-15"),
            ("credito", "reembolso", 1_000, "games:VES", "-25"),
            ("debito", "comision", 250, "commissions:VES", "2.5"),
        ];
        for (side, category, centavos, account, then) in moves {
            let done = bot.posts(AUTOMATIC, &movement(&ana, side, category, centavos)).await;
            assert_eq!(done.status, 201, "{category}: {done:?}");
            assert_eq!(world.balance(account).await, then, "{category}");
        }
        assert_eq!(bot.balance(&ana).await, 12_750);
        for (side, category) in [
            ("debito", "bonificacion"), ("debito", "ajuste_admin"), ("credito", "entrada_sala"), ("debito", "premio_juego"),
            ("debito", "reembolso"), ("credito", "comision"), ("credito", "transferencia"),
        ] {
            let refused = bot.posts(AUTOMATIC, &movement(&ana, side, category, 1)).await;
            assert_eq!(refusal(&refused), (422, "CAMPO_INVALIDO"), "{side} {category}");
            assert_eq!(refused.body["detalles"]["campo"], "tipo", "{side} {category}");
        }
        for (side, category) in [("debito", "retiro"), ("credito", "deposito")] {
            let refused = bot.posts(AUTOMATIC, &movement(&ana, side, category, 1)).await;
            assert_eq!(refused.body["detalles"]["campo"], "categoria", "{category}");
            assert!(refused.body["mensaje"].as_str().expect("words").contains("/api/transacciones/solicitud"), "{refused:?}");
        }
        assert_eq!(count(&world, "select count(*) from player_transactions").await, 6);
        world.closes_clean().await;
    }

    async fn a_transfer_is_one_row_of_the_journal_and_two_transactions(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let ana = bot.player_with("Ana", 1_001, 5_000).await;
        let beto = bot.player("Beto", 1_002).await;
        let to = |recipient: &str, centavos| {
            with(movement(&ana, "debito", "transferencia", centavos), json!({ "jugadorDestinoId": recipient }))
        };
        let done = bot.posts(AUTOMATIC, &to("telegram:1002", 1_200)).await;
        assert_eq!((done.status, &done.body["saldoNuevo"]), (201, &json!(3_800)), "{done:?}");
        assert_eq!((bot.balance(&ana).await, bot.balance(&beto).await), (3_800, 1_200));
        let linked = count(&world, "select count(*) from player_transactions d join player_transactions c on c.public_id = d.pair_id
             and d.public_id = c.pair_id and d.journal_id = c.journal_id
             where d.side = 'debito' and c.side = 'credito' and c.category = 'transferencia' and d.member_id <> c.member_id").await;
        assert_eq!(linked, 1);
        assert_eq!(count(&world, "select count(*) from journal where kind = 'player.transfer'").await, 1);

        let lacking = bot.posts(AUTOMATIC, &movement(&ana, "debito", "transferencia", 1)).await;
        let oneself = bot.posts(AUTOMATIC, &to(&ana, 1)).await;
        for refused in [lacking, oneself] {
            assert_eq!(refusal(&refused), (422, "CAMPO_INVALIDO"), "{refused:?}");
            assert_eq!(refused.body["detalles"]["campo"], "referenciaExterna.jugadorDestinoId");
        }
        let nobody = bot.posts(AUTOMATIC, &to(SAMPLE, 1)).await;
        assert_eq!(refusal(&nobody), (404, "JUGADOR_NO_ENCONTRADO"));
        let short = bot.posts(AUTOMATIC, &to(&beto, 3_801)).await;
        assert_eq!(refusal(&short), (409, "SALDO_INSUFICIENTE"));
        assert_eq!((bot.balance(&ana).await, bot.balance(&beto).await), (3_800, 1_200));
        world.closes_clean().await;
    }

    async fn an_amount_is_whole_centavos_and_wrong_fields_are_named(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let ana = bot.player_with("Ana", 1_001, 5_000).await;
        let changed = |field: &str, value: Value| {
            let mut body = entry(&ana, 10, "sala");
            body[field] = value;
            body
        };
        let amounts = [json!(0), json!(-1), json!(1.5), json!(1.0), json!("1000"), json!(null), json!([1]), json!(1_000_000_000_001_i64)];
        let mut wrong: Vec<(Value, &str)> = amounts.into_iter().map(|amount| (changed("monto", amount), "monto")).collect();
        wrong.extend([
            (changed("jugadorId", json!(1.5)), "jugadorId"),
            (changed("tipo", json!("cargo")), "tipo"),
            (changed("categoria", json!("regalo")), "categoria"),
            (changed("descripcion", json!("")), "descripcion"),
            (changed("descripcion", json!("x".repeat(501))), "descripcion"),
            (changed("referenciaExterna", json!("sala")), "referenciaExterna"),
            (changed("referenciaExterna", json!({ "salaId": 1.5 })), "referenciaExterna.salaId"),
            (changed("referenciaExterna", json!({ "salaId": " " })), "referenciaExterna.salaId"),
            (changed("referenciaExterna", json!({ "posicion": 0 })), "referenciaExterna.posicion"),
            (changed("referenciaExterna", json!({ "posicion": "1" })), "referenciaExterna.posicion"),
            (changed("metadata", json!([])), "metadata"),
            (changed("metadata", json!({ "extra": "x".repeat(4_000) })), "metadata"),
            (changed("metadata", json!({ "permitirRepetida": "true" })), "metadata.permitirRepetida"),
        ]);
        for (body, field) in wrong {
            let refused = bot.posts(AUTOMATIC, &body).await;
            assert_eq!(refusal(&refused), (422, "CAMPO_INVALIDO"), "{body}");
            assert_eq!(refused.body["detalles"]["campo"], field, "{body}");
        }
        let exponent = entry(&ana, 10, "sala").to_string().replace("\"monto\":10", "\"monto\":1e3");
        let refused = bot.http.posts_json(&world, AUTOMATIC, &exponent).await;
        assert_eq!(refused.body["detalles"]["campo"], "monto");
        let nobody = bot.posts(AUTOMATIC, &entry(SAMPLE, 10, "sala")).await;
        assert_eq!(refusal(&nobody), (404, "JUGADOR_NO_ENCONTRADO"));
        assert_eq!(count(&world, "select count(*) from player_transactions").await, 1, "the bonus");
        world.closes_clean().await;
    }

    async fn a_failure_is_kept_and_the_key_may_be_tried_again(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let ana = bot.player_with("Ana", 1_001, 500).await;
        let body = entry(&ana, 1_000, "sala");
        for _ in 0..3 {
            let short = bot.posts_with_key(AUTOMATIC, "entrada-1", &body).await;
            assert_eq!(refusal(&short), (409, "SALDO_INSUFICIENTE"), "{short:?}");
        }
        let failed = "select count(*) from player_transactions where state = 'fallida' and failure = 'saldo_insuficiente'
             and journal_id is null and previous_minor = 50000 and current_minor = 50000";
        assert_eq!(count(&world, failed).await, 1, "once per key");
        bot.posts(AUTOMATIC, &body).await;
        assert_eq!(count(&world, failed).await, 2, "another call");

        bot.posts(AUTOMATIC, &bonus(&ana, 2_000)).await;
        let done = bot.posts_with_key(AUTOMATIC, "entrada-1", &body).await;
        assert_eq!(done.status, 201, "{done:?}");
        let again = bot.posts_with_key(AUTOMATIC, "entrada-1", &body).await;
        assert_eq!((again.status, &again.body), (201, &done.body), "the same answer");
        let other = bot.posts_with_key(AUTOMATIC, "entrada-1", &entry(&ana, 1, "sala")).await;
        assert_eq!(refusal(&other), (409, "CLAVE_REUTILIZADA"));
        assert_eq!(bot.balance(&ana).await, 1_500);
        world.closes_clean().await;
    }
}
