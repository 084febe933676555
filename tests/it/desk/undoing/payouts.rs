//! Payouts that were marked as paid.

use super::{LITTLE, REQUESTS, balances, pays_out};
use crate::desk::CHANNEL;
use crate::desk::batches::two_paid;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn a_payout_marked_paid_by_mistake_is_undone_and_asked_for_again(test_db: TestDb) {
        let world = World::demo_with(&test_db, &LITTLE).await;
        let david = two_paid(&world).await;
        let owner = world.person("superusuario");
        david.says(CHANNEL, "!c 200 52.63").await;
        let before = balances(&world).await;
        david.says("request-retiro", "!request-retiro 1.50 Binance 1").await;
        owner.is_refused("general", "!revertir retiro 1 no salió", &["no es un retiro pagado"]).await;
        pays_out(&world, 1).await;
        let told = owner.is_answered("general", "!revertir retiro 1 el banco lo rechazó").await;
        told.shows(&["Retiro **1** deshecho: ya no está pagado", "1,50 $ volvieron a **david**"]);
        assert_eq!(balances(&world).await, before);
        david.last("dm").await.shows(&["se deshizo por **superusuario**: «el banco lo rechazó»", "1,50 $ volvieron a sus ganancias"]);
        owner.finds(REQUESTS, "Solicitud 1: retiro").await.shows(&["deshecha"]);
        owner.is_answered("general", "!solicitud 1").await.shows(&["deshecha: «el banco lo rechazó» · por superusuario"]);
        owner.is_refused("general", "!revertir retiro 1 otra vez", &["El retiro **1** ya lo deshizo **superusuario**, <t:", "`!solicitud 1`"]).await;
        let paid = world.movement_kinds().await.into_iter().find(|(_, kind)| kind == "payout.paid").expect("posted").0;
        owner.is_refused("general", &format!("!revertir movimiento {paid} así no"), &["`!revertir retiro 1 motivo`"]).await;
        david.is_told_privately("general", "!ganancias").await.shows(&["Disponible: **1,84 $**", "Pagado hasta hoy: 0,00 $"]);
        david.says("request-retiro", "!request-retiro 1.50 Binance 1").await;
        pays_out(&world, 2).await;
        assert_eq!(world.balance("payouts:USD").await, "1.5");
        world.closes_clean().await;
    }

    async fn a_payout_that_comes_back_says_what_of_it_pays_a_debt(test_db: TestDb) {
        let world = World::demo_with(&test_db, &LITTLE).await;
        let david = two_paid(&world).await;
        let owner = world.person("superusuario");
        david.says(CHANNEL, "!c 200 52.63").await;
        david.says("request-retiro", "!request-retiro 1.50 Binance 1").await;
        pays_out(&world, 1).await;
        // 1,84 is taken back and 1,50 of it is paid out: that is owed. The next share, 0,78, pays a part of it.
        owner.says("general", "!reabrir 1 otro precio").await;
        david.says(CHANNEL, "!c 200 50").await;
        david.is_told_privately("general", "!ganancias").await.shows(&["0,72 $"]);
        let told = owner.is_answered("general", "!revertir retiro 1 el banco lo rechazó").await;
        told.shows(&["1,50 $ volvieron a **david**. De eso, 0,72 $ pagaron la deuda de un reparto que ya no vale, y 0,78 $ quedan en sus ganancias."]);
        david.last("dm").await.shows(&["1,50 $ volvieron a sus ganancias. De eso, 0,72 $ pagaron la deuda"]);
        david.is_told_privately("general", "!ganancias").await.shows(&["Disponible: **0,78 $**"]);
        world.closes_clean().await;
    }
}
