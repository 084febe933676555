//! One payment is one deposit, wherever its reference was given and however it is written; and nobody serves themselves.

use serde_json::{Value, json};

use super::caller::{Program, bot, person, refusal};
use super::cash::{deposit, withdrawal};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::world::World;

/// A desk where only cajero1 takes orders, so that each deposit is theirs.
async fn one_cashier(world: &World) {
    world.person("cajero2").says("dm", "!ocupado").await;
}

/// `!listo` with a capture of its own.
async fn types_listo(world: &World, order: i64, reference: &str) -> Message {
    let cajero = world.person("cajero1");
    let typed = format!("!listo {order} {reference}");
    let said = cajero
        .types_with_capture("dm", &typed, format!("capture of {order} {reference}").as_bytes())
        .await;
    cajero.reply_to("dm", &said).await
}

/// What the API knows of the payment.
async fn known(bot: &Program<'_>, id: &str) -> Value {
    let shown = bot.gets(&format!("/api/transacciones/{id}")).await;
    shown.body["transaccion"]["infoPago"].clone()
}

on_both_engines! {
    async fn a_reference_counts_in_discord_and_over_http_alike(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        one_cashier(&world).await;
        let bot = bot(&world).await;
        let ana = bot.player("Ana", 1_001).await;
        let (cajero, owner) = (person(&world, "cajero1").await, world.person("superusuario"));
        let first = bot.asks(&deposit(&ana, 4_444)).await;
        world.settles().await;
        types_listo(&world, 1, "777777").await.shows(&["Orden **1** confirmada"]);
        assert_eq!(known(&bot, &first).await["numeroReferencia"], "777777");

        // Typed in Discord, said again over HTTP.
        let second = bot.asks(&deposit(&ana, 4_444)).await;
        let refused = cajero.puts(&second, "confirmar", &json!({ "numeroReferencia": "Ref. 00777-777" })).await;
        assert_eq!(refusal(&refused), (409, "PAGO_REPETIDO"));
        assert_eq!(refused.body["detalles"]["transaccion"], first);
        // Saying less does not help, here or there.
        assert_eq!(refusal(&cajero.puts(&second, "confirmar", &json!({})).await), (409, "PAGO_REPETIDO"));
        assert_eq!(refusal(&cajero.puts(&second, "confirmar", &json!({ "confirmarRepetida": true })).await), (409, "PAGO_REPETIDO"));
        world.settles().await;
        let order = world.person("cajero1").order("dm", 2).await;
        world.person("cajero1").presses_in_vain(&order, "Listo", &["ya se usó en **la orden 1**", "`!confirmar 2`"]).await;
        // Another payment does.
        assert_eq!(cajero.puts(&second, "confirmar", &json!({ "numeroReferencia": "777778" })).await.status, 200);

        // Said over HTTP, typed in Discord: the capture is kept, and only a superuser's word completes it.
        let third = bot.asks(&deposit(&ana, 4_444)).await;
        world.settles().await;
        types_listo(&world, 3, "777 778").await.shows(&["Ese pago ya se usó en otra orden", "`!confirmar 3`"]);
        let order = world.person("cajero1").order("dm", 3).await;
        world.person("cajero1").presses_in_vain(&order, "Listo", &["la orden 2"]).await;
        owner.finds("alertas", "777 778").await;
        assert_eq!(bot.balance(&ana).await, 2 * 4_444);
        owner.is_told_privately("general", "!confirmar 3").await.shows(&["confirm"]);
        assert_eq!(bot.state(&third).await, "completada");

        // Discord twice; and the same reference of another amount is another payment.
        bot.asks(&deposit(&ana, 4_444)).await;
        world.settles().await;
        types_listo(&world, 4, "777777").await.shows(&["`!confirmar 4`"]);
        let fifth = bot.asks(&deposit(&ana, 5_555)).await;
        assert_eq!(cajero.puts(&fifth, "confirmar", &json!({ "numeroReferencia": "777777" })).await.status, 200);
        assert_eq!(bot.balance(&ana).await, 3 * 4_444 + 5_555);
        world.closes_clean().await;
    }

    async fn a_reference_a_bank_and_an_address_count_however_they_are_written(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        one_cashier(&world).await;
        let bot = bot(&world).await;
        let ana = bot.player("Ana", 1_001).await;
        let cajero = person(&world, "cajero1").await;
        let said = json!({
            "numeroReferencia": "REF555", "bancoOrigen": "Banco de Venezuela", "comprobanteUrl": "https://example.com/a.png?b=1",
        });
        let first = bot.asks(&deposit(&ana, 1_000)).await;
        assert_eq!(cajero.puts(&first, "confirmar", &said).await.status, 200);
        for reference in ["REF_555", "REF–555", "#REF555", "０５５５", "ref 5.5/5"] {
            for bank in ["Banco de Venezuela ", "Banco  Venezuela", "VENEZUELA", "banco de venezuela, C.A."] {
                let id = bot.asks(&deposit(&ana, 1_000)).await;
                let body = json!({ "numeroReferencia": reference, "bancoOrigen": bank });
                assert_eq!(refusal(&cajero.puts(&id, "confirmar", &body).await), (409, "PAGO_REPETIDO"), "{body}");
            }
        }
        for address in [" https://example.com/a.png?b=1", "https://EXAMPLE.com/a.png?b=1#x"] {
            let id = bot.asks(&deposit(&ana, 2_000)).await;
            let body = json!({ "comprobanteUrl": address });
            assert_eq!(refusal(&cajero.puts(&id, "confirmar", &body).await), (409, "PAGO_REPETIDO"), "{body}");
        }
        let other = json!({ "numeroReferencia": "REF555", "bancoOrigen": "Mercantil" });
        let id = bot.asks(&deposit(&ana, 1_000)).await;
        assert_eq!(cajero.puts(&id, "confirmar", &other).await.status, 200, "another bank's reference");
        // A player who says a used one is refused, and so is the cashier who then says nothing.
        let id = bot.asks(&deposit(&ana, 1_000)).await;
        assert_eq!(refusal(&bot.puts(&id, "confirmar-pago-usuario", &said).await), (409, "PAGO_REPETIDO"));
        assert_eq!(refusal(&cajero.puts(&id, "confirmar", &json!({})).await), (409, "PAGO_REPETIDO"));
        world.closes_clean().await;
    }

    async fn a_deposit_is_booked_into_the_account_that_its_bank_names(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        one_cashier(&world).await;
        let owner = world.person("superusuario");
        for typed in ["Mercantil 0105-1", "Provincial 0108-1", "BBVA Provincial 0108-2"] {
            owner.says("general", &format!("!cuenta crear @cajero1 VES 0 {typed}")).await;
        }
        let bot = bot(&world).await;
        let ana = bot.player("Ana", 1_001).await;
        let cajero = person(&world, "cajero1").await;
        let before = world.balances().await;
        let confirms = async |bank: &str, more: Value| {
            let id = bot.asks(&deposit(&ana, 1_000)).await;
            let mut body = more;
            body["bancoDestino"] = json!(bank);
            cajero.puts(&id, "confirmar", &body).await
        };
        for bank in ["Banco Mercantil", "Banesco", "Un banco que nadie tiene"] {
            assert_eq!(confirms(bank, json!({})).await.status, 200, "{bank}");
        }
        let asked = confirms("Provincial", json!({})).await;
        assert_eq!(refusal(&asked), (409, "CUENTA_AMBIGUA"));
        let accounts = asked.body["detalles"]["cuentas"].as_array().cloned().unwrap_or_default();
        assert_eq!(accounts.len(), 2, "{asked:?}");
        assert_eq!(accounts[1]["numero"], "0108-2");
        let chosen = json!({ "cuentaCajeroId": accounts[1]["cuentaCajeroId"] });
        assert_eq!(confirms("Provincial", chosen).await.status, 200);
        let wrong = json!({ "cuentaCajeroId": "01234567890123456789" });
        assert_eq!(refusal(&confirms("Provincial", wrong).await), (409, "CUENTA_AMBIGUA"));
        assert_eq!(refusal(&confirms("Provincial", json!({ "cuentaCajeroId": "x" })).await), (422, "CAMPO_INVALIDO"));
        let after = world.balances().await;
        let mut came: Vec<i64> = after
            .iter()
            .filter(|(code, _)| code.starts_with("account:") && code.ends_with(":VES"))
            .map(|(code, minor)| (minor - before.get(code).copied().unwrap_or_default()) / 100)
            .filter(|came| *came != 0)
            .collect();
        came.sort_unstable();
        assert_eq!(came, [1_000, 1_000, 2_000, 4_000], "Mercantil, Provincial, Banesco twice, and Ana");
        world.closes_clean().await;
    }

    async fn nobody_carries_out_or_confirms_their_own_request(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        one_cashier(&world).await;
        let bot = bot(&world).await;
        let id = world.about("cajero1").await["id"].as_str().expect("an id").to_owned();
        let made = bot.registers(&json!({ "nombre": "cajero1", "discordId": id })).await;
        let player = made.body["jugadorId"].as_str().expect("a player").to_owned();
        let own = bot.asks(&deposit(&player, 1_000)).await;
        world.settles().await;
        assert_eq!(bot.state(&own).await, "pendiente", "the only cashier at work asked for it");
        let (cajero, owner) = (person(&world, "cajero1").await, person(&world, "superusuario").await);
        let to_self = owner.puts(&own, "asignar-cajero", &json!({ "cajeroId": format!("discord:{id}") })).await;
        assert_eq!(refusal(&to_self), (403, "SOLICITUD_PROPIA"));
        assert_eq!(refusal(&cajero.puts(&own, "confirmar", &json!({})).await), (403, "SOLICITUD_PROPIA"));
        world.person("superusuario").is_refused("general", "!asignar 1 @cajero1", &["la pidió esa misma persona"]).await;
        let shown = world.person("cajero1").finds("transacciones-pending", "**1**").await;
        world.person("cajero1").presses_in_vain(&shown, "Tomar", &["la pidió esa misma persona"]).await;
        // Somebody else does.
        world.person("cajero2").says("dm", "!disponible").await;
        world.settles().await;
        assert_eq!(bot.state(&own).await, "en_proceso");
        let other = person(&world, "cajero2").await;
        assert_eq!(other.puts(&own, "confirmar", &json!({ "numeroReferencia": "4512" })).await.status, 200);

        // Nor does a superuser, who may confirm anybody else's.
        let id = world.about("superusuario").await["id"].as_str().expect("an id").to_owned();
        let made = bot.registers(&json!({ "nombre": "superusuario", "discordId": id })).await;
        let player = made.body["jugadorId"].as_str().expect("a player").to_owned();
        let own = bot.asks(&deposit(&player, 1_000)).await;
        assert_eq!(bot.state(&own).await, "en_proceso");
        assert_eq!(refusal(&owner.puts(&own, "confirmar", &json!({})).await), (403, "SOLICITUD_PROPIA"));
        assert_eq!(refusal(&owner.puts(&own, "rechazar", &json!({ "motivo": "no llegó" })).await), (403, "SOLICITUD_PROPIA"));
        world.person("superusuario").is_refused("general", "!confirmar 2", &["la pidió esa misma persona"]).await;
        assert_eq!(bot.posts(super::cash::ASK, &withdrawal(&player, 1_000)).await.status, 409);
        world.closes_clean().await;
    }
}
