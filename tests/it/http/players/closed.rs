//! Money that was meant for an account which its player has closed: it goes where the player sees it and can spend it.

use serde_json::json;

use super::caller::{AUTOMATIC, Program, bonus, bot, count, entry, movement, person, refund, refusal, with};
use super::cash::{ASK, deposit, withdrawal};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

/// maria as a player, who closes her account in Discord.
async fn maria(bot: &Program<'_>) -> String {
    let id = bot.world.about("maria").await["id"].as_str().expect("an id").to_owned();
    let made = bot.registers(&json!({ "nombre": "maria", "discordId": id })).await;
    made.body["jugadorId"]
        .as_str()
        .unwrap_or_else(|| panic!("{made:?}"))
        .to_owned()
}

/// The `_id` of a movement that was made.
async fn moved(bot: &Program<'_>, body: &serde_json::Value) -> String {
    let made = bot.posts(AUTOMATIC, body).await;
    assert_eq!(made.status, 201, "{made:?}");
    made.body["transaccion"]["_id"].as_str().expect("an id").to_owned()
}

async fn closes(world: &World) {
    world
        .person("maria")
        .is_told("dm", "!cerrar-cuenta VES")
        .await
        .shows(&["cerrada"]);
}

/// What the API says she has is what she can spend, and all of it.
async fn has(bot: &Program<'_>, maria: &str, centavos: i64) {
    assert_eq!(bot.balance(maria).await, centavos);
    if 0 < centavos {
        moved(bot, &movement(maria, "debito", "comision", centavos)).await;
        moved(bot, &movement(maria, "credito", "ajuste_admin", centavos)).await;
    }
    let over = bot
        .posts(AUTOMATIC, &movement(maria, "debito", "comision", centavos + 1))
        .await;
    assert_eq!(
        (over.status, over.body["saldoActual"].as_i64()),
        (409, Some(centavos)),
        "{over:?}"
    );
    assert_eq!(count(bot.world, OPEN).await, 1, "one open account");
}

const OPEN: &str = "select count(*) from accounts a join members m on m.id = a.member_id
                     where m.name = 'maria' and a.state = 'active'";

on_both_engines! {
    async fn an_account_is_not_closed_while_a_request_of_its_player_is_open(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let player = maria(&bot).await;
        let id = bot.asks(&deposit(&player, 70_000)).await;
        world.settles().await;
        let maria = world.person("maria");
        maria.is_refused("dm", "!cerrar-cuenta VES", &["no se puede cerrar", "la orden **1**", "Espere a que termine"]).await;
        let done = person(&world, "cajero1").await.puts(&id, "confirmar", &json!({ "numeroReferencia": "4512" })).await;
        assert_eq!(done.status, 200, "{done:?}");
        has(&bot, &player, 70_000).await;
        let id = bot.asks(&withdrawal(&player, 70_000)).await;
        world.settles().await;
        maria.is_refused("dm", "!cerrar-cuenta VES", &["la orden **2**"]).await;
        let paid = person(&world, "cajero1").await.puts(&id, "confirmar", &json!({ "numeroReferencia": "4513" })).await;
        assert_eq!(paid.status, 200, "{paid:?}");
        closes(&world).await;
        world.closes_clean().await;
    }

    async fn what_comes_back_to_a_closed_account_reopens_it_or_goes_on_to_the_open_one(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let (player, luis) = (maria(&bot).await, bot.player_with("Luis", 1_002, 500).await);
        let (owner, cajero) = (person(&world, "superusuario").await, person(&world, "cajero1").await);
        let why = json!({ "motivo": "fue un error" });
        moved(&bot, &bonus(&player, 6_000)).await;
        let first = moved(&bot, &entry(&player, 1_000, "sala 1")).await;
        let second = moved(&bot, &entry(&player, 2_000, "sala 2")).await;
        let sent = with(movement(&player, "debito", "transferencia", 500), json!({ "jugadorDestinoId": luis }));
        let sent = moved(&bot, &sent).await;
        let paid = bot.asks(&withdrawal(&player, 2_500)).await;
        assert_eq!(cajero.puts(&paid, "confirmar", &json!({ "numeroReferencia": "4512" })).await.status, 200);
        closes(&world).await;

        // Nothing else is open: the account is open again, and she hears of it.
        let done = owner.puts(&first, "revertir", &why).await;
        assert_eq!(done.status, 200, "{done:?}");
        world.settles().await;
        world.person("maria").finds("dm", "está abierta otra vez: volvió dinero a ella").await;
        has(&bot, &player, 1_000).await;
        moved(&bot, &movement(&player, "debito", "comision", 1_000)).await;
        closes(&world).await;

        // She has a new one: what comes back to the old one goes on to it.
        moved(&bot, &bonus(&player, 10)).await;
        for (id, centavos) in [(&second, 2_010), (&sent, 2_510)] {
            let done = owner.puts(id, "revertir", &why).await;
            assert_eq!(done.status, 200, "{done:?}");
            has(&bot, &player, centavos).await;
        }
        let done = owner.puts(&paid, "revertir", &why).await;
        assert_eq!(done.status, 200, "{done:?}");
        has(&bot, &player, 5_010).await;
        world.person("maria").is_told("dm", "!movimientos VES").await.shows(&["pasó de una cuenta cerrada"]);
        world.closes_clean().await;
    }

    async fn a_bank_that_paid_back_pays_into_the_open_account_and_what_is_taken_comes_from_it(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let player = maria(&bot).await;
        let (owner, cajero) = (person(&world, "superusuario").await, person(&world, "cajero1").await);
        let given = moved(&bot, &bonus(&player, 3_000)).await;
        let paid = bot.asks(&withdrawal(&player, 3_000)).await;
        assert_eq!(cajero.puts(&paid, "confirmar", &json!({ "numeroReferencia": "4512" })).await.status, 200);
        closes(&world).await;
        moved(&bot, &bonus(&player, 10)).await;
        world.settles().await;
        world.person("cajero1").is_told("dm", "!devolver 1 cuenta cerrada").await.shows(&["devuelta por el banco"]);
        has(&bot, &player, 3_010).await;
        let why = json!({ "motivo": "se dio por error" });
        let done = owner.puts(&given, "revertir", &why).await;
        assert_eq!(done.status, 200, "{done:?}");
        has(&bot, &player, 10).await;

        // What she no longer has cannot be taken, and the answer says what she has.
        let given = moved(&bot, &bonus(&player, 90)).await;
        moved(&bot, &movement(&player, "debito", "comision", 100)).await;
        closes(&world).await;
        moved(&bot, &bonus(&player, 40)).await;
        let refused = owner.puts(&given, "revertir", &why).await;
        assert_eq!((refusal(&refused), refused.body["saldoActual"].as_i64()), ((409, "SALDO_INSUFICIENTE"), Some(40)));
        has(&bot, &player, 40).await;
        world.closes_clean().await;
    }

    async fn an_entry_that_was_refunded_is_not_reverted_as_well(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let bot = bot(&world).await;
        let owner = person(&world, "superusuario").await;
        let ana = bot.player_with("Ana", 1_001, 1_000).await;
        let why = json!({ "motivo": "se canceló la sala" });
        let first = moved(&bot, &entry(&ana, 100, "sala")).await;
        let back = moved(&bot, &refund(&ana, 100, "sala")).await;
        let refused = owner.puts(&first, "revertir", &why).await;
        assert_eq!(refusal(&refused), (409, "ENTRADA_REEMBOLSADA"));
        assert_eq!(refused.body["detalles"]["transaccion"]["_id"], back);
        assert_eq!(bot.balance(&ana).await, 1_000);
        // Entered again: one of the two was refunded, and one of the two can be reverted.
        let second = moved(&bot, &entry(&ana, 100, "sala")).await;
        assert_eq!(owner.puts(&first, "revertir", &why).await.status, 200);
        assert_eq!(refusal(&owner.puts(&second, "revertir", &why).await), (409, "ENTRADA_REEMBOLSADA"));
        // Once the refund is gone, the entry may go.
        assert_eq!(owner.puts(&back, "revertir", &why).await.status, 200);
        assert_eq!(owner.puts(&second, "revertir", &why).await.status, 200);
        assert_eq!(bot.balance(&ana).await, 1_000);
        assert_eq!(bot.posts(ASK, &withdrawal(&ana, 1_001)).await.status, 409);
        world.closes_clean().await;
    }
}
