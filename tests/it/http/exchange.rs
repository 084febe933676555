//! Exchange over HTTP: quotes, their confirmation, history, accounts (S4-9 … S4-16, Q-35).

use serde_json::{Value, json};

use super::game::Answered;
use super::players::caller::{Program, person, refusal};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const QUOTES: &str = "/api/cambios/cotizaciones";

async fn opens(world: &World) {
    let owner = world.person("superusuario");
    owner.says("general", "!setcambio USD 38 37.5").await;
    owner.says("general", "!cuenta crear @maria VES 10000").await;
}

fn buys(dollars: &str) -> Value {
    json!({ "entrega": "VES", "recibe": "USD", "montoRecibe": dollars })
}

/// The number of a quote that was answered.
fn id(answered: &Answered) -> i64 {
    assert_eq!(answered.status, 201, "{answered:?}");
    answered.body["cotizacion"]["id"].as_i64().expect("a number")
}

async fn confirms(caller: &Program<'_>, quote: i64) -> Answered {
    caller.posts(&format!("{QUOTES}/{quote}/confirmar"), &Value::Null).await
}

on_both_engines! {
    async fn a_quote_is_confirmed_once_and_by_whoever_asked(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        opens(&world).await;
        let (maria, david) = (person(&world, "maria").await, person(&world, "david").await);
        let quoted = maria.posts(QUOTES, &buys("100")).await;
        let quote = id(&quoted);
        assert_eq!(quoted.body["cotizacion"]["entrega"]["monto"], "3800.00");
        assert_eq!(refusal(&confirms(&david, quote).await), (403, "COTIZACION_AJENA"));
        assert_eq!(world.balance("account:3:VES").await, "10000");

        let path = format!("{QUOTES}/{quote}/confirmar");
        let done = maria.posts_with_key(&path, "si-1", &Value::Null).await;
        assert_eq!(done.status, 200, "{done:?}");
        let again = maria.posts_with_key(&path, "si-1", &Value::Null).await;
        assert_eq!(again.body, done.body, "the same call is answered alike");
        let other = confirms(&maria, quote).await;
        assert_eq!(refusal(&other), (409, "COTIZACION_USADA"));
        assert_eq!(other.body["detalles"]["seHizo"], true);
        assert_eq!(world.movements("exchange.bought").await, 1);

        let voucher = done.body["operacion"]["comprobante"].as_str().expect("a voucher").to_owned();
        let shown = maria.gets(&format!("/api/cambios/{voucher}")).await;
        assert_eq!(shown.body["operacion"], done.body["operacion"]);
        assert_eq!(refusal(&david.gets(&format!("/api/cambios/{voucher}")).await), (404, "OPERACION_NO_ENCONTRADA"));
        let owner = person(&world, "superusuario").await;
        assert_eq!(owner.gets(&format!("/api/cambios/{voucher}")).await.status, 200);
        // What was quoted in Discord is confirmed here, and the other way round.
        let asked = world.person("maria").is_told("dm", "!vender 50 usd").await;
        let by_http = maria.posts(QUOTES, &json!({ "entrega": "USD", "recibe": "VES", "todo": true })).await;
        assert_eq!(by_http.body["cotizacion"]["operacion"], "venta");
        world.person("maria").presses(&asked, "Confirmar").await;
        assert_eq!(refusal(&confirms(&maria, id(&by_http)).await), (409, "SALDO_INSUFICIENTE"));
        world.closes_clean().await;
    }

    async fn a_stale_quote_is_answered_with_the_one_that_takes_its_place(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        opens(&world).await;
        let maria = person(&world, "maria").await;
        let first = id(&maria.posts(QUOTES, &buys("100")).await);
        world.person("superusuario").says("general", "!setcambio USD 39 38").await;
        let changed = confirms(&maria, first).await;
        assert_eq!(refusal(&changed), (409, "TASAS_CAMBIARON"));
        let second = &changed.body["detalles"]["cotizacion"];
        assert_eq!(second["entrega"]["monto"], "3900.00");
        assert_eq!(refusal(&confirms(&maria, first).await), (409, "COTIZACION_USADA"));
        world.passes(3).await;
        let late = confirms(&maria, second["id"].as_i64().expect("a number")).await;
        assert_eq!(refusal(&late), (409, "COTIZACION_VENCIDA"));
        assert_eq!(world.balance("account:3:VES").await, "10000");
        let third = late.body["detalles"]["cotizacion"]["id"].as_i64().expect("a number");
        assert_eq!(confirms(&maria, third).await.status, 200);
        assert_eq!(world.balance("account:3:VES").await, "6100");
        world.closes_clean().await;
    }

    async fn two_confirmations_at_once_exchange_once(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        opens(&world).await;
        let maria = person(&world, "maria").await;
        let quotes = [id(&maria.posts(QUOTES, &buys("200")).await), id(&maria.posts(QUOTES, &buys("200")).await)];
        let [a, b, c, d] = [quotes[0], quotes[0], quotes[1], quotes[1]].map(|quote| confirms(&maria, quote));
        let answers = tokio::join!(a, b, c, d);
        let statuses = [answers.0.status, answers.1.status, answers.2.status, answers.3.status];
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert_eq!(world.balance("account:3:VES").await, "2400");
        assert_eq!(world.movements("exchange.bought").await, 1);
        world.closes_clean().await;
    }

    async fn rates_have_a_history_and_an_admin_sees_the_position(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        opens(&world).await;
        world.person("superusuario").says("general", "!setcambio USD 39 38").await;
        let (maria, owner) = (person(&world, "maria").await, person(&world, "superusuario").await);
        let page = owner.gets("/api/cambios/tasas/USD?limite=1").await;
        assert_eq!(page.body["tasas"][0]["venta"], "39");
        assert_eq!(page.body["tasas"][0]["publicadasPor"], "superusuario");
        let next = page.body["siguiente"].as_i64().expect("there is more");
        let last = maria.gets(&format!("/api/cambios/tasas/USD?cursor={next}")).await;
        assert_eq!(last.body["tasas"].as_array().expect("a list").len(), 1);
        assert_eq!(last.body["tasas"][0]["compra"], "37.5");
        assert!(last.body["tasas"][0].get("publicadasPor").is_none() && last.body["siguiente"].is_null(), "{last:?}");
        assert_eq!(maria.gets("/api/cambios/tasas/EUR").await.body["tasas"], json!([]));

        let quote = id(&maria.posts(QUOTES, &buys("100")).await);
        assert_eq!(confirms(&maria, quote).await.status, 200);
        let position = owner.gets("/api/cambios/posicion").await;
        assert_eq!(position.body["posicion"], json!([{ "moneda": "USD", "monto": "-100.00" }, { "moneda": "VES", "monto": "3850.00" }]));
        assert_eq!(position.body["diferencial"], "50.00");
        assert_eq!(refusal(&maria.gets("/api/cambios/posicion").await), (403, "ROL_NO_PERMITIDO"));
        world.closes_clean().await;
    }

    async fn wrong_bodies_are_refused_by_their_field(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        opens(&world).await;
        let maria = person(&world, "maria").await;
        for (body, field) in [
            (json!({}), "entrega"),
            (json!({ "entrega": "VES" }), "recibe"),
            (json!({ "entrega": "VES", "recibe": "USD" }), "montoEntrega"),
            (json!({ "entrega": "VES", "recibe": "USD", "montoRecibe": "1", "todo": true }), "montoRecibe"),
            (json!({ "entrega": "VES", "recibe": "USD", "montoEntrega": "1", "montoRecibe": "1" }), "montoEntrega"),
            (json!({ "entrega": "VES", "recibe": "USD", "montoRecibe": "1,5" }), "montoRecibe"),
            (json!({ "entrega": "VES", "recibe": "USD", "montoRecibe": 0 }), "montoRecibe"),
            (json!({ "entrega": "VES", "recibe": "USD", "montoEntrega": "0.00001" }), "montoEntrega"),
            (json!({ "entrega": "VES", "recibe": "VES", "montoEntrega": "1" }), "recibe"),
            (json!({ "entrega": "?", "recibe": "USD", "montoEntrega": "1" }), "entrega"),
        ] {
            let refused = maria.posts(QUOTES, &body).await;
            assert_eq!(refusal(&refused), (422, "CAMPO_INVALIDO"), "{body}");
            assert!(refused.body.to_string().contains(field), "{body}: {refused:?}");
        }
        for (body, code) in [
            (json!({ "entrega": "VES", "recibe": "EUR", "montoEntrega": "1" }), "SIN_TASAS"),
            (json!({ "entrega": "VES", "recibe": "XYZ", "montoEntrega": "1" }), "SIN_TASAS"),
            (json!({ "entrega": "USD", "recibe": "VES", "montoEntrega": "1" }), "SIN_CUENTA"),
            (json!({ "entrega": "VES", "recibe": "USD", "montoEntrega": "0.0001" }), "MONTO_MUY_PEQUENO"),
            (json!({ "entrega": "VES", "recibe": "USD", "montoRecibe": "1000" }), "SALDO_INSUFICIENTE"),
        ] {
            assert_eq!(refusal(&maria.posts(QUOTES, &body).await), (409, code), "{body}");
        }
        for unknown in ["999", "x", "-1"] {
            let refused = maria.posts(&format!("{QUOTES}/{unknown}/confirmar"), &Value::Null).await;
            assert_eq!(refusal(&refused), (404, "COTIZACION_NO_ENCONTRADA"), "{unknown}");
        }
        // A question that is no quote is unknown here, whoever asks for it.
        world.person("superusuario").is_told("general", "!setcambio USD 380 375").await.shows(&["¿Es correcto?"]);
        let newest = id(&maria.posts(QUOTES, &buys("1")).await);
        assert_eq!(refusal(&confirms(&maria, newest - 1).await), (404, "COTIZACION_NO_ENCONTRADA"));
        for path in ["/api/cambios?moneda=ZZZ", "/api/cuentas?moneda=usd"] {
            let refused = maria.gets(path).await;
            assert_eq!(refusal(&refused), (422, "CAMPO_INVALIDO"), "{path}");
            assert!(refused.body.to_string().contains("`USD`"), "{refused:?}");
        }
        assert_eq!(refusal(&maria.gets("/api/cambios/tasas/ZZZ").await), (404, "MONEDA_NO_ENCONTRADA"));
        let cashier = person(&world, "cajero1").await;
        assert_eq!(refusal(&cashier.posts(QUOTES, &buys("1")).await), (403, "ROL_NO_PERMITIDO"));
        world.closes_clean().await;
    }

    async fn history_and_accounts_are_pages_of_ones_own(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        opens(&world).await;
        let (maria, david) = (person(&world, "maria").await, person(&world, "david").await);
        for dollars in ["1", "2", "3"] {
            let quote = id(&maria.posts(QUOTES, &buys(dollars)).await);
            assert_eq!(confirms(&maria, quote).await.status, 200);
        }
        let amounts = |page: &Answered| -> Vec<String> {
            let rows = page.body["operaciones"].as_array().expect("rows");
            rows.iter().map(|row| row["recibe"]["monto"].as_str().expect("an amount").to_owned()).collect()
        };
        let first = maria.gets("/api/cambios?limite=2").await;
        assert_eq!(amounts(&first), ["3.00", "2.00"]);
        let next = maria.gets(&format!("/api/cambios?limite=2&cursor={}", first.body["siguiente"])).await;
        assert_eq!((amounts(&next), &next.body["siguiente"]), (vec!["1.00".to_owned()], &Value::Null));
        assert_eq!(amounts(&maria.gets("/api/cambios?cursor=1").await), Vec::<String>::new(), "nothing is older");
        assert_eq!(amounts(&maria.gets("/api/cambios?operacion=venta").await), Vec::<String>::new());
        assert_eq!(amounts(&maria.gets("/api/cambios?moneda=USD&operacion=compra").await).len(), 3);
        assert_eq!(amounts(&david.gets("/api/cambios").await), Vec::<String>::new());
        assert_eq!(refusal(&maria.gets("/api/cambios?operacion=robo").await), (422, "CAMPO_INVALIDO"));
        let accounts = maria.gets("/api/cuentas").await;
        assert_eq!(accounts.body["cuentas"].as_array().map(Vec::len), Some(2));
        assert_eq!(accounts.body["total"]["bolivares"], "9997.00");
        world.closes_clean().await;
    }
}
