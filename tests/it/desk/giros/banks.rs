//! Central balances of banks: recharged, adjusted, moved into a cashier's account.

use super::{cents, funds, recharged, sends};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn a_central_balance_is_recharged_adjusted_and_moved_into_an_account(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        owner.is_told_privately("general", "!recargar-banco Banesco 50000 efectivo").await
            .shows(&["balance central de **Banesco**: anterior 0,00 Bs, insertado 50.000,00 Bs, actual **50.000,00 Bs**"]);
        owner.is_told_privately("general", "!ajustar-banco 0134 -50 comisión del banco").await.shows(&["actual **49.950,00 Bs**"]);
        owner.is_refused("general", "!ajustar-banco 0134 -49950,01 de más", &["El balance central no alcanza", "49.950,00 Bs"]).await;
        owner.is_told_privately("general", "!traspasar Banesco 1 950").await
            .shows(&["950,00 Bs pasaron de **Banesco**", "a la cuenta n.º 1 de **cajero1** (5.000,00 Bs → **5.950,00 Bs**)"]);
        world.person("cajero1").finds("dm", "950,00 Bs").await;
        let central = world.balances().await.into_iter().find(|(code, _)| code.starts_with("bank:"));
        assert_eq!(central.map(|(_, minor)| minor / 100), Some(4_900_000));
        assert_eq!(cents(&world, &["account:1:VES"]).await, [595_000]);
        owner.is_told_privately("general", "!bancos").await.shows(&["0134 · Banesco", "central 49.000,00 Bs", "2 cuentas",
            "10.950,00 Bs", "59.950,00 Bs"]);
        for (typed, why) in [
            ("!recargar-banco Banesto 100", "no es un banco de la lista"),
            ("!recargar-banco Banesco -5", "no puede ser negativa"),
            ("!traspasar Banesco 99 5", "99"),
            ("!traspasar Banesco 1 49000,01", "El balance central no alcanza"),
            ("!asignar-banco Banesco @david 1", "no es cajero"),
            ("!asignar-banco Banesco @cajero1 alta", "no es una prioridad"),
        ] {
            owner.is_refused("general", typed, &[why]).await;
        }
        owner.is_told_privately("general", "!bancos Banesco").await.shows(&["Balance central de 0134 · Banesco", "Hay **49.000,00 Bs**", "Recarga"]);
        owner.is_told_privately("general", "!bancos 0102").await.shows(&["sin movimientos"]);
        owner.is_refused("general", "!bancos Banesto", &["no es un banco de la lista"]).await;
        world.person("david").is_refused("dm", "!bancos", &["solo"]).await;
        world.closes_clean().await;
    }

    async fn no_adjustment_takes_a_balance_below_zero(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        recharged(&world).await;
        sends(&world, "1000").await;
        owner.is_refused("general", "!ajustar 3 -2000,01 de más", &["disponibles hay 2.000,00 Bs"]).await;
        owner.is_refused("general", "!ajustar 1 -5000,01 de más", &["disponibles hay 5.000,00 Bs"]).await;
        assert_eq!(funds(&world).await, [200_000, 100_000, 500_000]);
        owner.says("general", "!ajustar 3 -2000 se devolvió en efectivo").await;
        owner.says("general", "!ajustar 1 -50 se usó en otra cosa").await;
        assert_eq!(funds(&world).await, [0, 100_000, 495_000]);
        world.person("david").is_told("dm", "!minorista").await.shows(&["**Ajuste** 2.000,00 Bs → -2.000,00 Bs → 0,00 Bs",
            "se devolvió en efectivo"]);
        // What the giro took comes back to the same account.
        world.person("david").says("dm", "!cancelar 1").await;
        assert_eq!(funds(&world).await, [100_000, 0, 495_000]);
        world.closes_clean().await;
    }
}
