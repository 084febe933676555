//! What is read from a body: amounts as they were written, payees that can be right.

use serde_json::{Value, json};

use super::{AT_BANESCO, Cast, GIROS, bank, to_maria};
use crate::http::players::caller::refusal;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn amounts_are_read_as_they_were_written_and_never_rounded(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        let like = to_maria(&cast.david, "AMOUNT").await.to_string();
        let sends = async |raw: &str| {
            let body = like.replace("\"AMOUNT\"", raw);
            cast.david.http.posts_json(&world, GIROS, &body).await
        };
        for wrong in [
            "1e3", "\"1e3\"", "10.005", "\"10.005\"", "\"010\"", "\"+10\"", "\" 10\"", "-10", "\"-10\"", "0", "\"0.00\"", "\"10,50\"",
            "\"1.000,50\"", "\"\"", "null", "true", "[10]", "{}", "10000000000.01", "99999999999999999999999999", "\"٣\"", "\"0x10\"", "1.5e1",
        ] {
            let refused = sends(wrong).await;
            assert_eq!(refusal(&refused), (422, "CAMPO_INVALIDO"), "{wrong}");
            assert_eq!(refused.body["detalles"]["campo"], "amountBs", "{wrong}");
        }
        for (raw, expected) in [("10.1", "10.10"), ("\"0.29\"", "0.29"), ("1.10", "1.10"), ("4.35", "4.35"), ("100", "100.00")] {
            let made = sends(raw).await;
            assert_eq!((made.status, &made.body["giro"]["amountBs"]), (201, &json!(expected)), "{raw}");
        }
        assert_eq!(cast.balance().await, "2884.16");
        world.closes_clean().await;
    }

    async fn what_cannot_be_right_is_refused_and_names_its_field(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        let right = to_maria(&cast.david, "100").await;
        for (field, value) in [
            ("beneficiaryName", json!("12")), ("beneficiaryName", json!(null)), ("beneficiaryName", json!("x".repeat(81))),
            ("accountNumber", json!("0134000163000000000")), ("accountNumber", json!("0134000163000000000x")),
            ("accountNumber", json!("01050001030000000001")), ("accountNumber", json!(null)), ("accountNumber", json!(1_340_001)),
            ("phone", json!("02121234567")), ("phone", json!("04151234567")), ("phone", json!("0414")), ("phone", json!("+1 305 1234567")),
            ("documentId", json!("X123")), ("documentId", json!("V1")), ("rateApplied", json!("1e2")), ("rateApplied", json!(0)),
            ("rateApplied", json!(-1)), ("rateApplied", json!("36.123456789")), ("bankId", json!("Banesco")), ("bankId", json!(-1)),
        ] {
            let mut body = right.clone();
            body[field] = value.clone();
            let refused = cast.david.posts(GIROS, &body).await;
            assert_eq!(refusal(&refused), (422, "CAMPO_INVALIDO"), "{field} {value}: {refused:?}");
            assert_eq!(refused.body["detalles"]["campo"], field, "{value}");
        }
        let mut body = right.clone();
        body["bankId"] = json!(99_999);
        assert_eq!(refusal(&cast.david.posts(GIROS, &body).await), (404, "BANK_NOT_FOUND"));
        let mut mobile = json!({ "bankId": right["bankId"], "amountBs": 5, "beneficiaryName": "Ana", "phone": "0414-123.45.67" });
        let refused = cast.david.posts(GIROS, &mobile).await;
        assert_eq!(refused.body["detalles"]["campo"], "documentId", "{refused:?}");
        mobile["documentId"] = json!("v-12.345.678");
        let made = cast.david.posts(GIROS, &mobile).await;
        assert_eq!((made.status, &made.body["giro"]["accountNumber"]), (201, &Value::Null), "{made:?}");
        assert_eq!((&made.body["giro"]["phone"], &made.body["giro"]["documentId"]), (&json!("04141234567"), &json!("V12345678")));
        world.closes_clean().await;
    }

    async fn what_looks_wrong_is_warned_of_and_done(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        let mut body = to_maria(&cast.david, "100").await;
        let right = cast.david.posts(GIROS, &body).await;
        assert!(right.body.get("advertencias").is_none(), "{right:?}");
        body["bankId"] = json!(bank(&cast.david, "0105").await);
        body["accountNumber"] = json!("01050001030000000002");
        body["documentId"] = json!("J-12345678-0");
        let made = cast.david.posts(GIROS, &body).await;
        assert_eq!(made.status, 201, "{made:?}");
        let warned: Vec<&str> = made.body["advertencias"].as_array().expect("warnings").iter().filter_map(|one| one["campo"].as_str()).collect();
        assert_eq!(warned, ["accountNumber", "documentId"]);
        assert_eq!(cast.balance().await, "2800.00");
        assert_ne!(body["accountNumber"], AT_BANESCO);
        world.closes_clean().await;
    }
}
