//! Coins and points.

use super::balances;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn a_payment_and_a_gift_of_coins_are_undone_unless_they_are_spent(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        owner.says("general", "!dar @david 100 por ayudar").await;
        david.says("general", "!pagar @cajero1 30 almuerzo").await;
        let kinds = world.movement_kinds().await;
        let number = |kind: &str| kinds.iter().rev().find(|(_, of)| of == kind).expect("posted").0;
        let (gift, paid) = (number("coins.given"), number("coins.paid"));
        owner.is_told("dm", "!monedas @david").await.shows(&[
            &format!("Movimiento **{paid}**: −**30 monedas** · pago"), &format!("Movimiento **{gift}**: +**100 monedas** · regalo"),
        ]);
        // 70 are left of the gift.
        owner.is_refused("general", &format!("!revertir movimiento {gift} era para otra"), &["habría que sacar **100 monedas**", "solo quedan **70 monedas**"]).await;
        owner.is_answered("general", &format!("!revertir movimiento {paid} se equivocó")).await.shows(&["**30 monedas** volvieron a **david**", "salieron de **cajero1**"]);
        cajero.last("dm").await.shows(&["se deshizo por **superusuario**: «se equivocó»", "salieron de sus monedas"]);
        david.last("dm").await.shows(&["volvieron a sus monedas"]);
        owner.is_answered("general", &format!("!revertir movimiento {gift} era para otra")).await.shows(&["salieron de **david**"]);
        assert_eq!((world.balance("issuance:COIN").await.as_str(), world.balance("member:2:coins:COIN").await.as_str()), ("0", "0"));
        david.is_refused("general", &format!("!revertir movimiento {paid} mío"), &["solo los ve y los corrige un admin"]).await;
        world.closes_clean().await;
    }

    async fn points_that_became_coins_and_the_coins_of_the_day_are_undone(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        world.gives_points("david", 57).await;
        let before = balances(&world).await;
        david.says("general", "!canjear 50").await;
        david.says("general", "!diario").await;
        let kinds = world.movement_kinds().await;
        let number = |kind: &str| kinds.iter().rev().find(|(_, of)| of == kind).expect("posted").0;
        let (redeemed, daily) = (number("points.redeemed"), number("coins.daily"));
        owner.is_told("dm", "!monedas @david").await.shows(&[
            &format!("Movimiento **{redeemed}**: +**5 monedas** · canje de puntos"), &format!("Movimiento **{daily}**: +**10 monedas** · monedas del día"),
        ]);
        david.is_refused("general", &format!("!revertir movimiento {redeemed} mío"), &["solo los ve y los corrige un admin"]).await;
        // 3 of the 15 are left: neither comes back until the coins do.
        david.says("general", "!pagar @cajero1 12").await;
        let spent = ["habría que sacar **5 monedas**", "de esas monedas solo quedan **3 monedas**"];
        owner.is_refused("general", &format!("!revertir movimiento {redeemed} se equivocó"), &spent).await;
        world.person("cajero1").says("general", "!pagar @david 12").await;
        let told = owner.is_answered("general", &format!("!revertir movimiento {redeemed} se equivocó")).await;
        told.shows(&["**50 puntos** volvieron a **david**", "**5 monedas** salieron de **david**"]);
        david.finds("dm", "**50 puntos** volvieron a sus puntos").await.shows(&["«se equivocó»", "`!puntos`"]);
        owner.is_answered("general", &format!("!revertir movimiento {daily} era prueba")).await.shows(&["**10 monedas** salieron de **david**", "El día queda contado"]);
        assert_eq!(balances(&world).await, before);
        david.is_answered("general", "!diario").await.shows(&["Ya recibió las monedas de hoy"]);
        owner.is_answered("general", &format!("!historial m{redeemed}")).await.shows(&["hecho · por david", "deshecho por **superusuario**: «se equivocó»"]);
        owner.is_refused("general", &format!("!revertir movimiento {redeemed} otra vez"), &["ya lo deshizo **superusuario**"]).await;
        david.is_answered("general", "!canjear 50").await.shows(&["Cambió **50 puntos** por **5 monedas**"]);
        world.closes_clean().await;
    }
}
