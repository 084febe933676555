//! The eight cases of specification 002 (S2-31 … S2-38).

use serde_json::json;

use super::{Cast, GIROS, account_of, bank, cashier_id, figures, from_account, to_maria};
use crate::http::players::caller::{count, refusal};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const ORDERS: &str = "select count(*) from orders";
const POSTINGS: &str = "select count(*) from journal";

on_both_engines! {
    async fn case_1_a_minorista_with_money_sends_a_giro(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        // Nobody takes orders, so it waits.
        for cajero in ["cajero1", "cajero2"] {
            world.person(cajero).says("dm", "!ocupado").await;
        }
        let made = cast.david.posts(GIROS, &to_maria(&cast.david, "1500.00").await).await;
        assert_eq!(made.status, 201, "{made:?}");
        let (giro, record) = (&made.body["giro"], &made.body["transaccion"]);
        assert_eq!(figures(record), ["DISCOUNT", "1500.00", "3000.00", "1500.00"]);
        assert_eq!((record["createdBy"]["nombre"].as_str(), record["reference"].as_str()), (Some("david"), Some("Giro 1")));
        for (field, value) in [
            ("status", json!("PENDIENTE")), ("transferencista", json!(null)), ("bank", json!("Banesco")),
            ("beneficiaryName", json!("María Pérez")), ("accountNumber", json!("01340001630000000001")),
            ("documentId", json!("V12345678")), ("amountBs", json!("1500.00")), ("rateApplied", json!("36.5")),
            ("commission", json!(null)), ("executionType", json!(null)), ("bankAccountUsed", json!(null)),
        ] {
            assert_eq!(giro[field], value, "{field}");
        }
        assert_eq!(giro["minorista"]["nombre"], "david");
        assert_eq!(cast.balance().await, "1500.00");
        // Somebody comes, and has it.
        world.person("cajero2").says("dm", "!disponible").await;
        world.person("cajero2").finds("dm", "Giro **1**: páguelo").await;
        let whole = cast.david.giro(1).await;
        assert_eq!(whole["giro"]["transferencista"]["nombre"], "cajero2");
        let states: Vec<&str> = whole["historial"].as_array().expect("steps").iter().filter_map(|step| step["status"].as_str()).collect();
        assert_eq!(states, ["PENDIENTE", "ASIGNADO"]);
        world.closes_clean().await;
    }

    async fn case_2_a_minorista_without_money_sends_nothing(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        let before = (count(&world, ORDERS).await, count(&world, POSTINGS).await);
        let refused = cast.david.posts(GIROS, &to_maria(&cast.david, "3000.01").await).await;
        assert_eq!(refusal(&refused), (409, "INSUFFICIENT_BALANCE"));
        assert_eq!(refused.body["detalles"], json!({ "montoRequerido": "3000.01", "saldoActual": "3000.00" }));
        assert_eq!((count(&world, ORDERS).await, count(&world, POSTINGS).await), before);
        assert_eq!(cast.balance().await, "3000.00");
        world.closes_clean().await;
    }

    async fn case_3_an_admin_needs_an_assignment_first(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::of(&world).await;
        let before = count(&world, ORDERS).await;
        let giro = to_maria(&cast.admin, "700").await;
        let refused = cast.admin.posts(GIROS, &giro).await;
        assert_eq!(refusal(&refused), (409, "NO_TRANSFERENCISTA_ASSIGNED"));
        assert_eq!(refused.body["detalles"]["asignados"], 0);
        assert_eq!(count(&world, ORDERS).await, before);
        cast.assigns(&cast.cajero1, 10).await;
        let made = cast.admin.posts(GIROS, &giro).await;
        assert_eq!(made.status, 201, "{made:?}");
        assert_eq!((made.body["giro"]["status"].as_str(), made.body["giro"]["minorista"].is_null()), (Some("ASIGNADO"), true));
        assert_eq!(made.body["giro"]["transferencista"]["nombre"], "cajero1");
        assert!(made.body.get("transaccion").is_none(), "nothing is discounted: {made:?}");
        world.closes_clean().await;
    }

    async fn case_4_an_admin_whose_transferencista_is_away_gets_another(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::of(&world).await;
        cast.assigns(&cast.cajero1, 10).await;
        world.person("cajero1").says("dm", "!ocupado").await;
        let giro = to_maria(&cast.admin, "700").await;
        let made = cast.admin.posts(GIROS, &giro).await;
        assert_eq!(made.body["giro"]["transferencista"]["nombre"], "cajero2", "{made:?}");
        world.person("cajero2").says("dm", "!ocupado").await;
        let refused = cast.admin.posts(GIROS, &giro).await;
        assert_eq!(refusal(&refused), (409, "NO_TRANSFERENCISTA_ASSIGNED"));
        assert_eq!(refused.body["detalles"]["asignados"], 1);
        world.closes_clean().await;
    }

    async fn case_5_an_account_that_is_short_pays_nothing_and_the_giro_stays_as_it_was(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        world.person("cajero2").says("dm", "!ocupado").await;
        let giro = cast.david.sends(&to_maria(&cast.david, "1500").await).await;
        let account = account_of(&cast.cajero1).await["id"].as_i64().expect("an id");
        assert_eq!(cast.cajero1.steps(giro, "procesar", &json!(null)).await.body["giro"]["status"], "PROCESANDO");
        let adjusted = json!({ "amount": "-3500.01", "reference": "lo que falta" });
        let path = format!("/api/cuentas-bancarias/{account}/ajustes");
        assert_eq!(cast.admin.posts(&path, &adjusted).await.status, 201);
        let before = count(&world, POSTINGS).await;
        let refused = cast.cajero1.executes(giro, account).await;
        assert_eq!(refusal(&refused), (409, "INSUFFICIENT_BALANCE"));
        assert_eq!(refused.body["detalles"], json!({ "montoRequerido": "1500.00", "saldoActual": "1499.99" }));
        assert_eq!((count(&world, POSTINGS).await, cast.david.status(giro).await.as_str()), (before, "PROCESANDO"));
        // The commission counts too.
        let path = format!("/api/cuentas-bancarias/{account}/depositos");
        assert_eq!(cast.admin.posts(&path, &json!({ "amount": 0.01 })).await.status, 201);
        let mut with_commission = from_account(account);
        with_commission["commission"] = json!("0.01");
        let refused = cast.cajero1.steps(giro, "ejecutar", &with_commission).await;
        assert_eq!(refused.body["detalles"]["montoRequerido"], "1500.01", "{refused:?}");
        assert_eq!(cast.cajero1.executes(giro, account).await.body["giro"]["status"], "COMPLETADO");
        world.closes_clean().await;
    }

    async fn case_6_a_giro_is_paid_from_any_bank_with_its_commission(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        world.person("superusuario").says("general", "!cuenta crear @cajero1 VES 2000 Mercantil").await;
        world.person("superusuario").says("general", "!cuenta crear @cajero1 USD 2000 Mercantil").await;
        let cast = Cast::recharged(&world).await;
        world.person("cajero2").says("dm", "!ocupado").await;
        let giro = cast.david.sends(&to_maria(&cast.david, "1500").await).await;
        let shown = cast.cajero1.gets("/api/cuentas-bancarias").await;
        let accounts = shown.body["cuentas"].as_array().expect("accounts").clone();
        let dollars = accounts.iter().find(|account| account["moneda"] == "USD").expect("an account in dollars");
        let body = json!({ "bankAccountId": dollars["id"], "executionType": "PAGO_MOVIL" });
        let refused = cast.cajero1.steps(giro, "ejecutar", &body).await;
        assert_eq!(refused.no(), (404, "BANK_ACCOUNT_NOT_FOUND"), "{refused:?}");
        let accounts: Vec<_> = accounts.into_iter().filter(|account| account["moneda"] == "VES").collect();
        let mercantil = accounts.iter().find(|account| account["bank"] == "Mercantil").expect("the new one");
        // By its number of 20 digits.
        let body = json!({
            "bankAccountId": mercantil["numero"], "executionType": "PAGO_MOVIL", "commission": "4.50",
            "proofUrl": "https://example.com/pago.png",
        });
        let done = cast.cajero1.steps(giro, "ejecutar", &body).await;
        assert_eq!(done.status, 200, "{done:?}");
        let (shown, record) = (&done.body["giro"], &done.body["transaccion"]);
        assert_eq!(figures(record), ["WITHDRAWAL", "1500.00", "2000.00", "500.00"]);
        assert_eq!((record["commission"].as_str(), record["reference"].as_str()), (Some("4.50"), Some(format!("Giro {giro}").as_str())));
        assert_eq!((shown["status"].as_str(), shown["commission"].as_str(), shown["executionType"].as_str()),
            (Some("COMPLETADO"), Some("4.50"), Some("PAGO_MOVIL")));
        assert_eq!(shown["bankAccountUsed"], json!({ "id": mercantil["id"], "numero": mercantil["numero"], "bank": "Mercantil" }));
        assert_eq!(shown["proofUrl"], "https://example.com/pago.png");
        let discount = ["DISCOUNT", "1500.00", "3000.00", "1500.00"];
        let of_account = [["WITHDRAWAL", "1500.00", "2000.00", "500.00"], ["COMMISSION", "4.50", "500.00", "495.50"]];
        // Balances are read by whose they are, and by admins.
        for (who, expected) in [
            (&cast.david, vec![discount]), (&cast.cajero1, of_account.to_vec()), (&cast.cajero2, vec![]),
            (&cast.admin, [&[discount], &of_account[..]].concat()),
        ] {
            let whole = who.giro(giro).await;
            let records: Vec<[&str; 4]> = whole["transacciones"].as_array().expect("records").iter().map(figures).collect();
            assert_eq!(records, expected);
        }
        let mut all_of_it = from_account(1);
        all_of_it["commission"] = json!("100.00");
        let other = cast.david.sends(&to_maria(&cast.david, "100").await).await;
        let refused = cast.cajero1.steps(other, "ejecutar", &all_of_it).await;
        assert_eq!((refusal(&refused), refused.body["detalles"]["campo"].as_str()), ((422, "CAMPO_INVALIDO"), Some("commission")));
        world.closes_clean().await;
    }

    async fn case_7_an_admin_recharges_all_three_kinds_of_balances(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::of(&world).await;
        let banesco = bank(&cast.admin, "0134").await;
        let (david, account) = (cast.minorista().await, account_of(&cast.cajero1).await);
        for (path, body, de, expected) in [
            (format!("/api/minoristas/{david}/recargas"), json!({ "amount": "3000.50", "reference": "efectivo" }), "minorista",
                ["RECHARGE", "3000.50", "0.00", "3000.50"]),
            (format!("/api/cuentas-bancarias/{}/depositos", account["numero"].as_str().expect("a number")),
                json!({ "amount": 200, "reference": "recarga operativa" }), "cuentaBancaria", ["DEPOSIT", "200.00", "5000.00", "5200.00"]),
            (format!("/api/bancos/{banesco}/recargas"), json!({ "amount": 50000, "commission": 12.5, "reference": "efectivo" }), "banco",
                ["RECHARGE", "50000.00", "0.00", "50000.00"]),
        ] {
            let made = cast.admin.posts(&path, &body).await;
            assert_eq!(made.status, 201, "{made:?}");
            let record = &made.body["transaccion"];
            assert_eq!((figures(record), record["de"].as_str()), (expected, Some(de)));
            assert_eq!((&record["reference"], record["createdBy"]["nombre"].as_str()), (&body["reference"], Some("superusuario")));
            assert!(record["createdAt"].is_string(), "{record}");
            assert_eq!(record["commission"], if de == "banco" { json!("12.50") } else { json!(null) });
        }
        let body = json!({ "bankAccountId": account["id"], "amount": "1000.00", "reference": "para hoy" });
        let moved = cast.admin.posts(&format!("/api/bancos/{banesco}/transferencias"), &body).await;
        assert_eq!(moved.status, 201, "{moved:?}");
        let records: Vec<[&str; 4]> = moved.body["transacciones"].as_array().expect("both").iter().map(figures).collect();
        assert_eq!(records, [["TRANSFER", "1000.00", "50000.00", "49000.00"], ["DEPOSIT", "1000.00", "5200.00", "6200.00"]]);
        let shown = cast.admin.gets("/api/bancos").await;
        let found = shown.body["bancos"].as_array().expect("banks").iter().find(|bank| bank["id"] == banesco).expect("it").clone();
        assert_eq!(found["saldos"]["central"], "49000.00");
        assert_eq!(shown.body["totales"][0]["moneda"], "VES");
        world.closes_clean().await;
    }

    async fn case_8_no_adjustment_leaves_less_than_nothing(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        let banesco = bank(&cast.admin, "0134").await;
        let (david, account) = (cast.minorista().await, account_of(&cast.cajero1).await["id"].clone());
        cast.admin.posts(&format!("/api/bancos/{banesco}/recargas"), &json!({ "amount": 100 })).await;
        for (path, there) in [
            (format!("/api/minoristas/{david}/ajustes"), 3_000),
            (format!("/api/cuentas-bancarias/{account}/ajustes"), 5_000),
            (format!("/api/bancos/{banesco}/ajustes"), 100),
        ] {
            let before = count(&world, POSTINGS).await;
            let refused = cast.admin.posts(&path, &json!({ "amount": format!("-{there}.01"), "reference": "de más" })).await;
            assert_eq!(refusal(&refused), (409, "INSUFFICIENT_BALANCE"), "{path}");
            assert_eq!(refused.body["detalles"]["saldoActual"], format!("{there}.00"), "{path}");
            assert_eq!(count(&world, POSTINGS).await, before);
            let made = cast.admin.posts(&path, &json!({ "amount": -there, "reference": "todo" })).await;
            let (amount, all) = (format!("-{there}.00"), format!("{there}.00"));
            assert_eq!(figures(&made.body["transaccion"]), ["ADJUSTMENT", amount.as_str(), all.as_str(), "0.00"]);
            let made = cast.admin.posts(&path, &json!({ "amount": "0.01", "reference": "un centavo" })).await;
            assert_eq!(figures(&made.body["transaccion"]), ["ADJUSTMENT", "0.01", "0.00", "0.01"]);
        }
        let unknown = cast.admin.posts("/api/minoristas/discord:1/recargas", &json!({ "amount": 1 })).await;
        assert_eq!(refusal(&unknown), (404, "MINORISTA_NOT_FOUND"));
        let cajero = cashier_id(&cast.cajero1).await;
        let other = cast.admin.posts(&format!("/api/minoristas/{cajero}/recargas"), &json!({ "amount": 1 })).await;
        assert_eq!(refusal(&other), (404, "MINORISTA_NOT_FOUND"));
        for unknown in ["99", "01123456789012345678", "VES", "0"] {
            let refused = cast.admin.posts(&format!("/api/cuentas-bancarias/{unknown}/depositos"), &json!({ "amount": 1 })).await;
            assert_eq!(refusal(&refused), (404, "BANK_ACCOUNT_NOT_FOUND"), "{unknown}");
        }
        for unknown in ["99999", "x", "0"] {
            let refused = cast.admin.posts(&format!("/api/bancos/{unknown}/recargas"), &json!({ "amount": 1 })).await;
            assert_eq!(refusal(&refused), (404, "BANK_NOT_FOUND"), "{unknown}");
        }
        world.closes_clean().await;
    }
}
