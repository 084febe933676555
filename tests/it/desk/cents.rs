//! Every cent is right: exact dollars stay exact, figures out of bounds are refused, and lists count what was paid
//! (issue 9, numbers 11, 13 and 14).

use cambista::db::Engine;

use super::{CHANNEL, PENDING};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

/// The amounts whose total with 0,3 % are 1 492,14, 8 067,02 and 14 099,64 Bs: 622,60 $ at 38, exactly.
const TRANSFERS: [&str; 3] = ["!t 1487.68 p", "!t 8042.89 p", "!t 14057.47 p"];

/// Writes a price as it could be published before there were bounds.
async fn was_published(world: &World, sql: &'static str) {
    let db = &world.running().app.desk.db;
    let mut tx = db.begin().await.expect("a unit");
    sqlx::query(sql).execute(tx.conn()).await.expect(sql);
    tx.commit().await.expect("kept");
}

/// Gives order 1 a dollar value that only an older version accepted. Terms are append-only, so its row is written anew
/// with the trigger off.
async fn is_priced_from_before(world: &World, usd_value: &'static str) {
    let db = &world.running().app.desk.db;
    let mut tx = db.begin().await.expect("a unit");
    let (off, on) = match db.engine() {
        Engine::Sqlite => ("drop trigger transfer_orders_keep", "select 1"),
        Engine::Postgres => (
            "alter table transfer_orders disable trigger transfer_orders_keep",
            "alter table transfer_orders enable trigger transfer_orders_keep",
        ),
    };
    for sql in [off, "update transfer_orders set usd_value = $1 where order_id = 1", on] {
        let query = sqlx::query(sql);
        let query = if sql.contains("$1") {
            query.bind(usd_value)
        } else {
            query
        };
        query.execute(tx.conn()).await.expect(sql);
    }
    tx.commit().await.expect("kept");
}

on_both_engines! {
    async fn dollars_that_are_exact_stay_exact_whoever_paid_them(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        let (one, two) = (world.person("cajero1"), world.person("cajero2"));
        owner.means("general", "!setrates PEN VES 1").await;
        owner.says("general", "!depositar 1 10000 recarga").await;
        owner.says("general", "!depositar 2 20000 recarga").await;
        david.says(CHANNEL, "!start batch").await;
        for transfer in TRANSFERS {
            david.says(CHANNEL, transfer).await;
        }
        one.pays(1).await;
        two.pays(2).await;
        two.pays(3).await;
        david.finds(CHANNEL, "Orden **3** pagada").await.shows(&["23.658,80 Bs", "622,600 $", "37,8863 PEN/USDT"]);
        david.says(CHANNEL, "!c 23588.04 630").await;
        david.last(CHANNEL).await.shows(&[
            "Cantidad $ USD: 630,00 $", "Cantidad enviada en $: 622,60 $", "Ganancia generada en el batch = 7,40 $",
            "Cut del reseller (40 %) david = 2,96 $", "Ganancia Cajero cajero1 = 0,28 $", "Ganancia Cajero cajero2 = 4,16 $",
        ]);
        assert_eq!(world.balance("profit:USD").await, "-7.4");
        world.closes_clean().await;
    }

    async fn a_price_beyond_counting_is_refused_with_both_ends(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        let ends = ["va de 0,00000001 a 100.000.000"];
        for typed in [
            "!setusdvalue VES 0.000000000001", "!setusdvalue VES 100000000.1", "!setbsusdvalue 0,000000009",
            "!setrates PEN VES 0.000000001", "!setrates PEN VES 999999999999",
        ] {
            owner.is_refused("general", typed, &ends).await;
        }
        owner.is_refused("general", "!setfee VE 100.5", &["va de 0 a 100"]).await;
        owner.is_refused("general", "!setfee VE -1", &["va de 0 a 100"]).await;
        owner.is_refused("general", "!setcut @david 101", &["va de 0 a 100"]).await;
        david.says(CHANNEL, "!start batch").await;
        for typed in ["!t 100 0.000000001", "!t 100 100000001"] {
            david.is_refused(CHANNEL, typed, &ends).await;
        }
        david.is_refused(CHANNEL, "!t 9999999999999 p", &["va de 0,01 S/ a 999.999.999.999,00 S/"]).await;
        david.is_refused(CHANNEL, "!t 999999999999 p", &["pasa de lo que una orden paga", "a 999.999.999.999,00 Bs"]).await;
        david.is_refused(CHANNEL, "!t 99999999999 p", &["más de 1.000.000.000,00 $", "a 38 por dólar", "`!setusdvalue VES …`"]).await;
        david.says(CHANNEL, "!t 100 p").await;
        cajero.pays(1).await;
        let no_price = ["no es un precio", "de 0,00000001 a 100.000.000 por USDT", "`!c <cantidad> <usdt>`"];
        for typed in ["!c 0.01 999999999", "!c 0.01 10000000"] {
            david.is_refused(CHANNEL, typed, &no_price).await;
        }
        david.is_refused(CHANNEL, "!c 100 1000000000.5", &["va de 0,0001 USDT a 1.000.000.000,00 USDT"]).await;
        david.says(CHANNEL, "!c 100 25.75").await;
        david.last(CHANNEL).await.shows(&["2,00 $"]);
        world.closes_clean().await;
    }

    async fn a_price_from_before_the_bounds_is_named_and_what_it_made_is_undone(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        david.says(CHANNEL, "!t 100 p").await;
        is_priced_from_before(&world, "0.000000000001").await;
        was_published(&world, "insert into usd_values (currency, value, set_at_ms) values ('VES', '0.000000000001', 1)").await;
        david.is_refused(CHANNEL, "!t 100 p", &["El valor publicado de VES en dólares, 0,000000000001, está fuera",
            "va de 0,00000001 a 100.000.000", "`!setusdvalue VES …`"]).await;
        owner.says("general", "!setusdvalue VES 38").await;
        was_published(&world, "insert into rates (source, target, rate, published_at_ms) values ('PEN', 'VES', '0.000000001', 1)").await;
        david.is_refused(CHANNEL, "!t 100 p", &["La tasa publicada de PEN a VES, 0,000000001, está fuera", "`!setrates PEN VES …`"]).await;
        owner.says("general", "!setrates PEN VES 9").await;

        // The order's money was paid, so it is confirmed; but the gain cannot be computed while the order counts.
        for (person, order) in [(cajero, 1), (world.person("cajero2"), 2)] {
            person.pays(order).await;
        }
        david.is_refused(CHANNEL, "!c 200 51.5", &["no se puede cerrar con ganancia", "**1**", "`!revertir 1 valor del dólar`"]).await;
        owner.is_told(CHANNEL, "!revertir 1 valor del dólar").await.shows(&["Orden **1** revertida"]);
        david.says(CHANNEL, "!c 100 25.75").await;
        david.last(CHANNEL).await.shows(&["23,75 $", "2,00 $"]);
        world.closes_clean().await;
    }

    async fn a_batch_with_an_order_beyond_counting_also_closes_without_a_purchase(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        is_priced_from_before(&world, "0.0000000000000000000000000001").await;
        cajero.pays(1).await;
        david.finds(CHANNEL, "Orden **1** pagada").await.shows(&["902,70 Bs", "Cantidad enviada en $: —"]);
        david.says(CHANNEL, "!endbatch").await;
        let asked = owner.last("solicitudes").await;
        owner.presses(&asked, "Aprobar").await;
        david.last(CHANNEL).await.shows(&["cerrado", "Cantidad enviada en $: —", "No hay ganancia que repartir"]);
        world.closes_clean().await;
    }

    async fn lists_count_what_was_paid_and_name_what_does_not_count(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        for _ in 0..4 {
            david.says(CHANNEL, "!t 100 p").await;
        }
        cajero.pays(1).await;
        world.person("cajero2").pays(2).await;
        david.says(CHANNEL, "!cancelar 3").await;
        owner.says(CHANNEL, "!revertir 2 el banco lo devolvió").await;
        let list = david.is_told("dm", "!transacciones").await;
        list.shows(&[
            "**1 orden pagada**: 100,00 S/ recibidos → 902,70 Bs con comisión", "**1 orden abierta**: 100,00 S/ → 902,70 Bs por pagar",
            "Sin contar: ", "1 cancelada", "1 revertida", "1–4 de 4 órdenes",
        ]);
        let cancelled = david.is_told("dm", "!canceladas").await;
        cancelled.shows(&["1 cancelada", "1 orden"]);
        assert!(!cancelled.text().contains("Sin contar"), "{}", cancelled.text());
        let open = david.is_told("dm", "!pendientes").await;
        open.shows(&["**1 orden abierta**: 100,00 S/ → 902,70 Bs por pagar"]);
        assert!(!open.text().contains("recibidos") && !list.text().contains("400,00"), "{}", list.text());
        world.closes_clean().await;
    }

    async fn what_an_account_shows_agrees_with_the_queue(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        cajero.is_told("dm", "!saldo").await.shows(&["Disponible: 5.000,00 Bs", "Prometido a órdenes: 0,00 Bs", "Libre: 5.000,00 Bs"]);
        david.says(CHANNEL, "!t 100 p").await;
        david.says(CHANNEL, "!t 200 p").await;
        david.says(CHANNEL, "!t 50 p").await;
        // 1 and 3 are cajero1's, 902,70 and 451,35; 2 is cajero2's.
        cajero.is_told("dm", "!saldo").await.shows(&[
            "Saldo actual: 5.000,00 Bs", "Disponible: 5.000,00 Bs", "Prometido a órdenes: 1.354,05 Bs", "Libre: 3.645,95 Bs",
        ]);
        owner.is_told(PENDING, "!cola").await.shows(&["cajero1 — 3.645,95 Bs libres · 2 órdenes"]);
        david.says(CHANNEL, "!cancelar 3").await;
        cajero.pays(1).await;
        cajero.is_told("dm", "!saldo").await.shows(&["Saldo actual: 4.097,30 Bs", "Prometido a órdenes: 0,00 Bs", "Libre: 4.097,30 Bs"]);
        owner.is_told(PENDING, "!cola").await.shows(&["cajero1 — 4.097,30 Bs libres · 0 órdenes"]);
        let own = david.is_told("dm", "!saldo PEN").await.text();
        assert!(!own.contains("Prometido"), "an account that pays no orders promises nothing: {own}");
        world.person("cajero2").pays(2).await;
        owner.says("general", "!cuenta crear @cajero1 VES 10").await;
        david.says(CHANNEL, "!t 100 p").await;
        let both = cajero.is_told("dm", "!cuentas").await;
        both.shows(&["disponible 4.097,30 Bs · prometido 902,70 Bs · libre 3.194,60 Bs", "**10,00 Bs**"]);
        world.closes_clean().await;
    }
}
