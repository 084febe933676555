//! Lists and looks: who sees what, page by page.

use serde_json::{Value, json};

use super::{Cast, GIROS, account_of, bank, cashier_id, to_maria};
use crate::http::game::Answered;
use crate::http::players::caller::{person, refusal};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

fn ids(listed: &Answered) -> Vec<i64> {
    let giros = listed.body["giros"].as_array().unwrap_or_else(|| panic!("{listed:?}"));
    giros.iter().filter_map(|giro| giro["id"].as_i64()).collect()
}

on_both_engines! {
    async fn everybody_lists_what_is_theirs(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        world.person("cajero2").says("dm", "!ocupado").await;
        let first = cast.david.sends(&to_maria(&cast.david, "10").await).await;
        // Whoever is paying one keeps it.
        cast.cajero1.steps(first, "procesar", &Value::Null).await;
        world.person("cajero1").says("dm", "!ocupado").await;
        world.person("cajero2").says("dm", "!disponible").await;
        cast.assigns(&cast.cajero2, 10).await;
        let second = cast.admin.sends(&to_maria(&cast.admin, "20").await).await;
        let maria = person(&world, "maria").await;
        for (who, expected) in [
            (&cast.david, vec![first]), (&cast.cajero1, vec![first]), (&cast.cajero2, vec![second]),
            (&cast.admin, vec![second, first]), (&maria, vec![]),
        ] {
            assert_eq!(ids(&who.gets(GIROS).await), expected);
        }
        for (who, giro) in [(&cast.david, second), (&maria, first), (&cast.david, 99)] {
            assert_eq!(refusal(&who.gets(&format!("{GIROS}/{giro}")).await), (404, "GIRO_NOT_FOUND"));
        }
        for no_giro in ["x", "0", "-1", "1.0", "99999999999999999999"] {
            assert_eq!(refusal(&cast.admin.gets(&format!("{GIROS}/{no_giro}")).await), (404, "GIRO_NOT_FOUND"), "{no_giro}");
        }
        // An order of another kind is no giro.
        world.person("david").says("transacciones-david", "!start batch").await;
        world.person("david").says("transacciones-david", "!t 100 p").await;
        for (who, step, body) in [
            (&cast.admin, "cancelar", Value::Null), (&cast.david, "cancelar", Value::Null), (&cast.admin, "devolver", json!({ "motivo": "no es" })),
            (&cast.admin, "procesar", Value::Null), (&cast.admin, "ejecutar", super::from_account(1)),
        ] {
            assert_eq!(refusal(&who.steps(3, step, &body).await), (404, "GIRO_NOT_FOUND"), "{step}");
        }
        let (minorista, cajero) = (cast.minorista().await, cashier_id(&cast.cajero2).await);
        assert_eq!(ids(&cast.admin.gets(&format!("{GIROS}?transferencista={cajero}")).await), [second]);
        assert_eq!(ids(&cast.admin.gets(&format!("{GIROS}?minorista={minorista}")).await), [first]);
        assert_eq!(ids(&cast.david.gets(&format!("{GIROS}?transferencista={cajero}")).await), [0; 0]);
        // Whoever sees only their own finds nothing of others, and not their own instead.
        assert_eq!(ids(&cast.david.gets(&format!("{GIROS}?minorista={minorista}")).await), [first]);
        assert_eq!(ids(&cast.david.gets(&format!("{GIROS}?minorista={cajero}")).await), [0; 0]);
        assert_eq!(refusal(&cast.admin.gets("/api/cuentas-bancarias").await), (422, "CAMPO_INVALIDO"));
        let of_cajero = cast.admin.gets(&format!("/api/cuentas-bancarias?transferencista={cajero}")).await;
        assert_eq!(of_cajero.body["cuentas"].as_array().map(Vec::len), Some(1), "{of_cajero:?}");
        world.closes_clean().await;
    }

    async fn pages_go_on_where_the_last_one_ended_whatever_happens_meanwhile(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        let mut sent = Vec::new();
        for amount in 1..=5 {
            sent.push(cast.david.sends(&to_maria(&cast.david, &format!("{amount}.00")).await).await);
        }
        sent.reverse();
        let page = cast.david.gets(&format!("{GIROS}?limite=2")).await;
        assert_eq!((ids(&page), page.body["siguiente"].as_i64()), (sent[..2].to_vec(), Some(sent[1])));
        cast.david.sends(&to_maria(&cast.david, "6").await).await;
        let next = cast.david.gets(&format!("{GIROS}?limite=2&cursor={}", sent[1])).await;
        assert_eq!(ids(&next), sent[2..4]);
        let last = cast.david.gets(&format!("{GIROS}?limite=2&cursor={}", sent[3])).await;
        assert_eq!((ids(&last), last.body["siguiente"].as_i64()), (sent[4..].to_vec(), None));
        // When all that is left has another state now, the page is empty and not the first one again.
        let assigned = cast.david.gets(&format!("{GIROS}?estado=ASIGNADO&limite=4")).await;
        let cursor = assigned.body["siguiente"].as_i64().expect("more");
        for giro in sent.iter().filter(|giro| **giro < cursor) {
            cast.david.steps(*giro, "cancelar", &Value::Null).await;
        }
        let empty = cast.david.gets(&format!("{GIROS}?estado=ASIGNADO&limite=4&cursor={cursor}")).await;
        assert_eq!((ids(&empty), empty.body["siguiente"].as_i64()), (vec![], None));
        assert_eq!(ids(&cast.david.gets(&format!("{GIROS}?estado=CANCELADO")).await).len(), 2);
        assert_eq!(ids(&cast.david.gets(&format!("{GIROS}?desde=2100-01-01")).await), [0; 0]);
        assert_eq!(ids(&cast.david.gets(&format!("{GIROS}?desde=2020-01-01T00:00:00Z")).await).len(), 6);
        for (query, field) in [("estado=pagado", "estado"), ("limite=0", "limite"), ("limite=101", "limite"), ("cursor=x", "cursor"),
            ("desde=ayer", "desde"), ("estado=ASIGNADO&estado=CANCELADO", "estado")] {
            let refused = cast.david.gets(&format!("{GIROS}?{query}")).await;
            assert_eq!((refusal(&refused), refused.body["detalles"]["campo"].as_str()), ((422, "CAMPO_INVALIDO"), Some(field)), "{query}");
        }
        world.closes_clean().await;
    }

    async fn balances_banks_and_accounts_are_shown_to_those_whose_they_are(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        let minorista = cast.minorista().await;
        for (who, id) in [(&cast.david, "yo"), (&cast.david, minorista.as_str()), (&cast.admin, minorista.as_str())] {
            let shown = who.gets(&format!("/api/minoristas/{id}")).await;
            assert_eq!(shown.status, 200, "{shown:?}");
            assert_eq!(super::figures(&shown.body["cuentas"][0]["transacciones"][0]), ["RECHARGE", "3000.00", "0.00", "3000.00"]);
        }
        let (maria, cajero) = (person(&world, "maria").await, cashier_id(&cast.cajero2).await);
        for (who, id) in [(&maria, "yo"), (&maria, minorista.as_str()), (&cast.david, cajero.as_str()), (&cast.admin, cajero.as_str()),
            (&cast.admin, "yo"), (&cast.david, "discord:1"), (&cast.david, "x")] {
            assert_eq!(refusal(&who.gets(&format!("/api/minoristas/{id}")).await), (404, "MINORISTA_NOT_FOUND"), "{id}");
        }
        let mine = account_of(&cast.cajero2).await;
        assert_eq!((mine["numero"].as_str().map(str::len), mine["balance"].as_str()), (Some(20), Some("5000.00")));
        let listed = cast.admin.gets(&format!("/api/cuentas-bancarias?transferencista={cajero}")).await;
        assert_eq!(listed.body["cuentas"][0], mine);
        let other = cast.cajero1.gets(&format!("/api/cuentas-bancarias?transferencista={cajero}")).await;
        assert_eq!(refusal(&other), (403, "ROL_NO_PERMITIDO"));
        let banks = cast.david.gets("/api/bancos").await;
        assert!(banks.body.get("totales").is_none() && banks.body["bancos"][0].get("saldos").is_none(), "{banks:?}");
        let held = cast.admin.gets("/api/bancos").await;
        assert_eq!(held.body["totales"][0], json!({ "moneda": "VES", "total": "10000.00" }));
        world.closes_clean().await;
    }

    async fn records_of_a_balance_are_read_page_by_page(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::recharged(&world).await;
        let minorista = cast.minorista().await;
        let giro = cast.david.sends(&to_maria(&cast.david, "10").await).await;
        cast.david.steps(giro, "cancelar", &Value::Null).await;
        let types = |page: &Answered| -> Vec<String> {
            let rows = page.body["transacciones"].as_array().unwrap_or_else(|| panic!("{page:?}"));
            rows.iter().map(|row| row["type"].as_str().expect("a type").to_owned()).collect()
        };
        let path = format!("/api/minoristas/{minorista}/transacciones");
        let first = cast.admin.gets(&format!("{path}?limite=2")).await;
        assert_eq!(types(&first), ["REFUND", "DISCOUNT"]);
        // What is added meanwhile does not shift the next page.
        cast.david.sends(&to_maria(&cast.david, "20").await).await;
        let cursor = first.body["siguiente"].as_i64().expect("more");
        let next = cast.david.gets(&format!("/api/minoristas/yo/transacciones?limite=2&cursor={cursor}")).await;
        assert_eq!((types(&next), &next.body["siguiente"]), (vec!["RECHARGE".to_owned()], &Value::Null));
        let discounts = cast.david.gets("/api/minoristas/yo/transacciones?tipo=DISCOUNT&limite=1&moneda=VES").await;
        assert_eq!(types(&discounts), ["DISCOUNT"]);
        let cursor = discounts.body["siguiente"].as_i64().expect("more");
        let last = cast.david.gets(&format!("/api/minoristas/yo/transacciones?tipo=DISCOUNT&limite=1&cursor={cursor}")).await;
        assert_eq!((types(&last), &last.body["siguiente"]), (vec!["DISCOUNT".to_owned()], &Value::Null));
        for empty in ["desde=2100-01-01", "moneda=PEN", "tipo=TRANSFER"] {
            assert_eq!(types(&cast.david.gets(&format!("/api/minoristas/yo/transacciones?{empty}")).await), [""; 0], "{empty}");
        }
        let banesco = bank(&cast.admin, "0134").await;
        cast.admin.posts(&format!("/api/bancos/{banesco}/recargas"), &json!({ "amount": 500, "commission": "1" })).await;
        cast.admin.posts(&format!("/api/bancos/{banesco}/transferencias"), &json!({ "bankAccountId": 1, "amount": 100 })).await;
        let central = cast.admin.gets(&format!("/api/bancos/{banesco}/transacciones")).await;
        assert_eq!(types(&central), ["TRANSFER", "RECHARGE"]);
        assert_eq!(super::figures(&central.body["transacciones"][0]), ["TRANSFER", "100.00", "500.00", "400.00"]);
        let account = cast.cajero1.gets("/api/cuentas-bancarias/1/transacciones?tipo=DEPOSIT&limite=1").await;
        assert_eq!(super::figures(&account.body["transacciones"][0]), ["DEPOSIT", "100.00", "5000.00", "5100.00"]);
        let maria = person(&world, "maria").await;
        for (who, path, expected) in [
            (&cast.cajero2, "/api/cuentas-bancarias/1/transacciones".to_owned(), (403, "UNAUTHORIZED_ACCOUNT")),
            (&cast.admin, "/api/cuentas-bancarias/3/transacciones".to_owned(), (404, "BANK_ACCOUNT_NOT_FOUND")),
            (&cast.admin, "/api/cuentas-bancarias/99/transacciones".to_owned(), (404, "BANK_ACCOUNT_NOT_FOUND")),
            (&cast.admin, "/api/bancos/999/transacciones".to_owned(), (404, "BANK_NOT_FOUND")),
            (&cast.cajero1, format!("/api/bancos/{banesco}/transacciones"), (403, "ROL_NO_PERMITIDO")),
            (&maria, path.clone(), (404, "MINORISTA_NOT_FOUND")),
        ] {
            assert_eq!(refusal(&who.gets(&path).await), expected, "{path}");
        }
        for (wrong, field) in [("tipo=PAGO", "tipo"), ("limite=0", "limite"), ("limite=101", "limite"), ("cursor=x", "cursor"),
            ("desde=ayer", "desde"), ("moneda=XXX", "moneda"), ("tipo=DISCOUNT&tipo=REFUND", "tipo")] {
            let refused = cast.admin.gets(&format!("{path}?{wrong}")).await;
            assert_eq!((refusal(&refused), refused.body["detalles"]["campo"].as_str()), ((422, "CAMPO_INVALIDO"), Some(field)), "{wrong}");
        }
        world.closes_clean().await;
    }

    async fn assignments_are_changed_and_listed(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let cast = Cast::of(&world).await;
        let (one, two) = (cast.assigns(&cast.cajero1, 10).await, cast.assigns(&cast.cajero2, 20).await);
        let order = async || {
            let listed = cast.admin.gets("/api/asignaciones").await;
            let rows = listed.body["asignaciones"].as_array().expect("rows").clone();
            rows.iter().map(|row| (row["id"].as_i64().expect("an id"), row["priority"].as_i64().expect("one"), row["isActive"] == true)).collect::<Vec<_>>()
        };
        assert_eq!(order().await, [(two, 20, true), (one, 10, true)]);
        let changed = cast.admin.puts_at(&format!("/api/asignaciones/{one}"), &json!({ "priority": 30 })).await;
        assert_eq!((changed.status, &changed.body["asignacion"]["priority"]), (200, &json!(30)), "{changed:?}");
        cast.admin.puts_at(&format!("/api/asignaciones/{two}"), &json!({ "isActive": false })).await;
        assert_eq!(order().await, [(one, 30, true), (two, 20, false)]);
        assert_eq!(cast.assigns(&cast.cajero2, 40).await, two, "one per bank and transferencista");
        assert_eq!(order().await, [(two, 40, true), (one, 30, true)]);

        let banesco = bank(&cast.admin, "0134").await;
        let (minorista, cajero) = (cast.minorista().await, cashier_id(&cast.cajero1).await);
        let assign = |bank: i64, person: &str, priority: Value| json!({ "bankId": bank, "transferencistaId": person, "priority": priority });
        for (body, expected) in [
            (assign(99_999, &cajero, json!(1)), (404, "BANK_NOT_FOUND")),
            (assign(banesco, "discord:1", json!(1)), (404, "TRANSFERENCISTA_NOT_FOUND")),
            (assign(banesco, &minorista, json!(1)), (404, "TRANSFERENCISTA_NOT_FOUND")),
            (assign(banesco, &cajero, json!(1_000)), (422, "CAMPO_INVALIDO")),
            (assign(banesco, &cajero, json!("1")), (422, "CAMPO_INVALIDO")),
            (assign(banesco, &cajero, json!(-1)), (422, "CAMPO_INVALIDO")),
            (assign(banesco, &cajero, Value::Null), (422, "CAMPO_INVALIDO")),
        ] {
            assert_eq!(refusal(&cast.admin.posts("/api/asignaciones", &body).await), expected, "{body}");
        }
        for (id, body, expected) in [
            ("99", json!({ "priority": 1 }), (404, "ASSIGNMENT_NOT_FOUND")),
            ("x", json!({ "priority": 1 }), (404, "ASSIGNMENT_NOT_FOUND")),
            ("1", json!({}), (422, "CAMPO_INVALIDO")),
            ("1", json!({ "isActive": "no" }), (422, "CAMPO_INVALIDO")),
        ] {
            assert_eq!(refusal(&cast.admin.puts_at(&format!("/api/asignaciones/{id}"), &body).await), expected, "{id} {body}");
        }
        world.closes_clean().await;
    }
}
