//! Deposits and withdrawals over HTTP, mixed with the buttons of Discord (specification 003).

use reqwest::Method;
use serde_json::{Value, json};

use super::caller::{Program, bot, count, person, refusal};
use crate::http::game::Answered;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

pub(super) const ASK: &str = "/api/transacciones/solicitud";

/// What the specification confirms a deposit with.
pub(super) fn payment() -> Value {
    json!({
        "metodoPago": "transferencia", "numeroReferencia": "123456789", "bancoOrigen": "Banco Venezuela",
        "bancoDestino": "Banco Mercantil", "comprobanteUrl": "https://example.com/pago.png",
        "notas": "Transferencia confirmada", "telefonoOrigen": "04141234567", "cedulaOrigen": "V12345678",
    })
}

pub(super) fn deposit(player: &str, centavos: i64) -> Value {
    json!({
        "jugadorId": player, "tipo": "credito", "categoria": "deposito", "monto": centavos,
        "descripcion": "Depósito via transferencia", "metodoPago": "transferencia",
    })
}

pub(super) fn withdrawal(player: &str, centavos: i64) -> Value {
    json!({
        "jugadorId": player, "tipo": "debito", "categoria": "retiro", "monto": centavos,
        "descripcion": "Retiro", "metodoPago": "pago_movil", "destino": "Banesco 0134 María Pérez V12345678",
    })
}

impl Program<'_> {
    pub(super) async fn puts(&self, id: &str, what: &str, body: &Value) -> Answered {
        let path = format!("/api/transacciones/{id}/{what}");
        let request = self.http.request(self.world, Method::PUT, &path).json(body);
        self.http.sends(request).await
    }

    /// Asks, and returns the `_id`.
    pub(super) async fn asks(&self, body: &Value) -> String {
        let made = self.posts(ASK, body).await;
        assert_eq!(made.status, 201, "{made:?}");
        made.body["transaccion"]["_id"].as_str().expect("an id").to_owned()
    }

    pub(super) async fn state(&self, id: &str) -> String {
        let shown = self.gets(&format!("/api/transacciones/{id}")).await;
        shown.body["transaccion"]["estado"]
            .as_str()
            .unwrap_or_else(|| panic!("{shown:?}"))
            .to_owned()
    }
}

/// The states of a transaction, in the order in which they came.
pub(super) fn history(answered: &Answered) -> Vec<&str> {
    let steps = answered.body["transaccion"]["historialEstados"]
        .as_array()
        .expect("a history");
    steps.iter().filter_map(|step| step["estado"].as_str()).collect()
}

on_both_engines! {
    async fn a_deposit_asked_for_by_http_is_confirmed_by_http_with_all_its_fields(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let ana = bot.player("Ana", 1_001).await;
        let made = bot.posts(ASK, &deposit(&ana, 10_000)).await;
        assert_eq!(made.status, 201, "{made:?}");
        let shown = &made.body["transaccion"];
        assert_eq!((shown["estado"].as_str(), shown["monto"].as_i64()), (Some("en_proceso"), Some(10_000)));
        assert_eq!(shown["pagarA"]["banco"], "Banesco", "{shown}");
        assert_eq!(history(&made), ["pendiente", "en_proceso"]);
        assert_eq!(bot.balance(&ana).await, 0, "nothing moves before it is confirmed");
        let id = shown["_id"].as_str().expect("an id").to_owned();

        let cajero = person(&world, "cajero1").await;
        let other = person(&world, "cajero2").await;
        assert_eq!(refusal(&other.puts(&id, "confirmar", &payment()).await), (404, "TRANSACCION_NO_ENCONTRADA"));
        assert_eq!(refusal(&bot.puts(&id, "confirmar", &payment()).await), (403, "ROL_NO_PERMITIDO"));
        let done = cajero.puts(&id, "confirmar", &payment()).await;
        assert_eq!(done.status, 200, "{done:?}");
        let shown = &done.body["transaccion"];
        for (field, value) in payment().as_object().expect("fields") {
            assert_eq!(&shown["infoPago"][field], value, "{field}");
        }
        assert_eq!((shown["saldoAnterior"].as_i64(), shown["saldoNuevo"].as_i64()), (Some(0), Some(10_000)));
        assert_eq!(history(&done), ["pendiente", "en_proceso", "confirmada", "completada"]);
        assert_eq!(bot.balance(&ana).await, 10_000);
        let again = cajero.puts(&id, "confirmar", &payment()).await;
        assert_eq!(refusal(&again), (409, "ESTADO_NO_PERMITIDO"));
        assert_eq!(again.body["detalles"]["estado"], "completada");

        // The same payment again: by reference, bank and amount.
        let second = bot.asks(&deposit(&ana, 10_000)).await;
        let repeated = cajero.puts(&second, "confirmar", &json!({ "numeroReferencia": "0-123.456 789", "bancoDestino": "banco mercantil" })).await;
        assert_eq!(refusal(&repeated), (409, "PAGO_REPETIDO"));
        world.settles().await;
        world.person("superusuario").finds("alertas", "quiso usar para un depósito un pago que ya es de **la orden 1**").await;
        assert_eq!(bot.balance(&ana).await, 10_000);
        let owner = person(&world, "superusuario").await;
        let mut said = payment();
        said["confirmarRepetida"] = json!(true);
        assert_eq!(owner.puts(&second, "confirmar", &said).await.status, 200);
        assert_eq!(bot.balance(&ana).await, 20_000);
        world.closes_clean().await;
    }

    async fn asked_by_http_and_carried_out_with_buttons(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let id = {
            let bot = bot(&world).await;
            let ana = bot.player("Ana", 1_001).await;
            let id = bot.asks(&deposit(&ana, 5_000)).await;
            let said = bot.puts(&id, "confirmar-pago-usuario", &json!({ "numeroReferencia": "555", "telefonoOrigen": "0414", "cedulaOrigen": "V1" })).await;
            assert_eq!(said.status, 200, "{said:?}");
            id
        };
        world.restarts().await;
        world.settles().await;
        let bot = bot_again(&world).await;
        let cajero = world.person("cajero1");
        let order = cajero.order("dm", 1).await;
        order.shows(&["Tipo: Depósito", "50,00 Bs", "Teléfono: 0414", "Cédula: V1", "Referencia: 555", "Cliente: Ana"]);
        cajero.presses(&order, "Listo").await.says(&["Orden **1** confirmada"]);
        assert_eq!(bot.state(&id).await, "completada");

        let shown = bot.gets(&format!("/api/transacciones/{id}")).await;
        let ana = shown.body["transaccion"]["jugadorId"].as_str().expect("a player").to_owned();
        let retiro = bot.asks(&withdrawal(&ana, 3_000)).await;
        world.settles().await;
        assert_eq!(bot.balance(&ana).await, 2_000, "held at once");
        let refused = bot.posts(ASK, &withdrawal(&ana, 2_001)).await;
        assert_eq!(refusal(&refused), (409, "SALDO_INSUFICIENTE"));
        assert_eq!((refused.body["saldoActual"].as_i64(), refused.body["montoRequerido"].as_i64()), (Some(2_000), Some(2_001)));
        let form = cajero.presses(&cajero.order("dm", 2).await, "Cancelar").await;
        cajero.fills(&form, &[("¿Por qué se cancela?", "cuenta cerrada")]).await;
        assert_eq!(bot.state(&retiro).await, "rechazada");
        assert_eq!(bot.balance(&ana).await, 5_000);

        let retiro = bot.asks(&withdrawal(&ana, 3_000)).await;
        let by_http = person(&world, "cajero1").await;
        assert_eq!(refusal(&by_http.puts(&retiro, "confirmar", &json!({ "notas": "listo" })).await), (409, "COMPROBANTE_FALTA"));
        assert_eq!(by_http.puts(&retiro, "confirmar", &json!({ "numeroReferencia": "777" })).await.status, 200);
        assert_eq!(bot.balance(&ana).await, 2_000);
        world.closes_clean().await;
    }

    async fn every_change_that_is_not_in_the_table_is_refused_with_the_state(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let ana = bot.player_with("Ana", 1_001, 50_000).await;
        let owner = person(&world, "superusuario").await;
        for name in ["cajero1", "cajero2"] {
            world.person(name).says("dm", "!ocupado").await;
        }
        let id = bot.asks(&withdrawal(&ana, 10_000)).await;
        assert_eq!(bot.state(&id).await, "pendiente");
        assert_eq!(refusal(&owner.puts(&id, "confirmar", &payment()).await), (409, "SIN_CAJERO"));
        assert_eq!(refusal(&owner.puts(&id, "revertir", &json!({ "motivo": "un error" })).await), (409, "ESTADO_NO_PERMITIDO"));
        assert_eq!(refusal(&owner.puts(&id, "asignar-cajero", &json!({ "cajeroId": ana })).await), (422, "CAMPO_INVALIDO"));
        let cashiers = owner.gets("/api/transacciones/cajeros-disponibles").await;
        assert_eq!(cashiers.body["cajeros"].as_array().map(Vec::len), Some(0), "both are paused: {cashiers:?}");
        world.person("cajero1").says("dm", "!disponible").await;
        let id2 = bot.asks(&withdrawal(&ana, 1_000)).await;
        let cashiers = owner.gets("/api/transacciones/cajeros-disponibles").await;
        let cajero1 = cashiers.body["cajeros"][0]["cajeroId"].as_str().expect("an id").to_owned();
        assert!(cajero1.starts_with("discord:"), "{cajero1}");
        assert_eq!(owner.puts(&id2, "rechazar", &json!({ "motivo": "Comprobante no válido" })).await.status, 200);
        for what in ["confirmar", "rechazar", "cancelar", "revertir", "asignar-cajero"] {
            let body = json!({ "motivo": "otra vez", "cajeroId": cajero1 });
            let refused = owner.puts(&id2, what, &body).await;
            assert_eq!(refusal(&refused), (409, "ESTADO_NO_PERMITIDO"), "{what}");
            assert_eq!(refused.body["detalles"]["estado"], "rechazada", "{what}");
        }
        // Its player cancels it only while nobody has it.
        let third = bot.asks(&withdrawal(&ana, 1_000)).await;
        let refused = bot.puts(&third, "cancelar", &json!({})).await;
        assert_eq!(refusal(&refused), (409, "ESTADO_NO_PERMITIDO"));
        assert_eq!(refused.body["detalles"]["estado"], "en_proceso");
        world.closes_clean().await;
    }

    async fn transactions_are_listed_filtered_and_turned(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let (ana, luis) = (bot.player_with("Ana", 1_001, 9_000).await, bot.player("Luis", 1_002).await);
        for centavos in [100, 200, 300] {
            bot.asks(&deposit(&ana, centavos)).await;
        }
        bot.asks(&deposit(&luis, 400)).await;
        let amounts = |answered: &Answered| -> Vec<i64> {
            let rows = answered.body["transacciones"].as_array().unwrap_or_else(|| panic!("{answered:?}"));
            rows.iter().filter_map(|row| row["monto"].as_i64()).collect()
        };
        let path = format!("/api/transacciones/jugador/{ana}/historial");
        assert_eq!(amounts(&bot.gets(&path).await), [300, 200, 100, 9_000]);
        assert_eq!(amounts(&bot.gets(&format!("{path}?categoria=deposito&estado=en_proceso&limite=2")).await), [300, 200]);
        assert_eq!(amounts(&bot.gets(&format!("{path}?tipo=debito")).await), [0_i64; 0]);
        let first = bot.gets(&format!("{path}?limite=3")).await;
        let next = first.body["siguiente"].as_i64().expect("more");
        assert_eq!(amounts(&bot.gets(&format!("{path}?limite=3&cursor={next}")).await), [9_000]);
        for wrong in ["limite=0", "estado=pending", "fechaInicio=ayer", "limite=1&limite=2"] {
            assert_eq!(refusal(&bot.gets(&format!("{path}?{wrong}")).await), (422, "CAMPO_INVALIDO"), "{wrong}");
        }
        let owner = person(&world, "superusuario").await;
        let all = owner.gets("/api/transacciones/admin/todas?categoria=deposito&limite=3&pagina=2").await;
        assert_eq!(amounts(&all), [100]);
        assert_eq!((all.body["total"].as_i64(), all.body["paginas"].as_i64()), (Some(4), Some(2)));
        let cajero = person(&world, "cajero1").await;
        assert_eq!(amounts(&owner.gets("/api/transacciones/pendientes-cajero").await), [400, 300, 200, 100]);
        // A cashier sees what is assigned to them.
        assert_eq!(amounts(&cajero.gets("/api/transacciones/pendientes-cajero").await), [300, 100]);
        assert_eq!(refusal(&cajero.gets("/api/transacciones/admin/todas").await), (403, "ROL_NO_PERMITIDO"));
        // A person reads only what is theirs.
        let maria = person(&world, "maria").await;
        assert_eq!(refusal(&maria.gets(&path).await), (404, "JUGADOR_NO_ENCONTRADO"));
        world.closes_clean().await;
    }

    async fn an_automatic_transaction_is_reverted_once_and_never_below_zero(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let owner = person(&world, "superusuario").await;
        let ana = bot.player("Ana", 1_001).await;
        let given = bot.posts(super::caller::AUTOMATIC, &super::caller::bonus(&ana, 900)).await;
        let id = given.body["transaccion"]["_id"].as_str().expect("an id").to_owned();
        bot.posts(super::caller::AUTOMATIC, &super::caller::entry(&ana, 100, "sala")).await;
        let why = json!({ "motivo": "se dio dos veces" });
        assert_eq!(refusal(&bot.puts(&id, "revertir", &why).await), (403, "ROL_NO_PERMITIDO"));
        assert_eq!(refusal(&owner.puts(&id, "revertir", &why).await), (409, "SALDO_INSUFICIENTE"));
        bot.posts(super::caller::AUTOMATIC, &super::caller::refund(&ana, 100, "sala")).await;
        let done = owner.puts(&id, "revertir", &why).await;
        assert_eq!(done.status, 200, "{done:?}");
        assert_eq!(history(&done), ["completada", "revertida"]);
        assert_eq!(bot.balance(&ana).await, 0);
        assert_eq!(refusal(&owner.puts(&id, "revertir", &why).await), (409, "ESTADO_NO_PERMITIDO"));
        assert_eq!(count(&world, "select count(*) from player_reversals").await, 1);
        world.closes_clean().await;
    }
}

/// The same program after a restart, with a token of a new app.
async fn bot_again(world: &World) -> Program<'_> {
    super::caller::bot_named(world, "Ludo otra vez").await
}
