//! Money of accounts that was moved by hand, and what has another way back.

use super::{balances, movement_in};
use crate::desk::CHANNEL;
use crate::desk::batches::two_paid;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn a_deposit_and_an_adjustment_and_an_opening_are_undone_once_and_the_owner_hears_why(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, eva, cajero) = (world.person("superusuario"), world.joins("eva").await, world.person("cajero1"));
        owner.says("general", "!rol @eva admin").await;
        let before = balances(&world).await;
        let said = eva.is_told_privately("general", "!depositar 1 1000 recarga").await.text();
        let deposit = movement_in(&said);
        let told = eva.is_told_privately("general", &format!("!revertir movimiento {deposit} era otra cuenta")).await;
        told.shows(&[&format!("Movimiento **{deposit}** deshecho"), "1.000,00 Bs salieron de **cajero1**, cuenta n.º 1"]);
        assert_eq!(balances(&world).await, before);
        cajero.last("dm").await.shows(&["se deshizo por **eva**: «era otra cuenta»", "1.000,00 Bs salieron de ella"]);
        let history = eva.is_answered("general", &format!("!historial m{deposit}")).await;
        history.shows(&["hecho: «recarga» · por eva", "deshecho por **eva**: «era otra cuenta»", "`account:1:VES` +1.000,00 Bs"]);
        cajero.is_refused("dm", &format!("!historial m{deposit}"), &["`!ayuda`"]).await;
        eva.is_refused("general", "!historial m99999", &["No hay un movimiento 99999"]).await;
        eva.is_refused("general", &format!("!revertir movimiento {deposit} otra vez"), &[&format!("El movimiento **{deposit}** ya lo deshizo **eva**, <t:"), &format!("`!historial m{deposit}`")]).await;

        let said = eva.is_told_privately("general", "!ajustar 1 -50 comisión").await.text();
        let adjusted = movement_in(&said);
        owner.is_answered("general", &format!("!revertir movimiento {adjusted} no la cobró")).await.shows(&["50,00 Bs volvieron a **cajero1**"]);
        assert_eq!(balances(&world).await, before);
        cajero.is_told("dm", "!movimientos 1").await.shows(&[
            &format!("depósito: «recarga» · movimiento {deposit}"),
            &format!("depósito deshecho (movimiento {deposit}): «era otra cuenta»"),
            &format!("ajuste deshecho (movimiento {adjusted}): «no la cobró»"),
        ]);

        // What an account was opened with is undone by whoever opens accounts, while it is there.
        owner.says("general", "!cuenta crear @maria USD 100").await;
        let opened = adjusted + 2;
        eva.is_refused("general", &format!("!revertir movimiento {opened} de más"), &["*admin*"]).await;
        owner.means("general", "!ajustar 3 -60 retiro").await;
        let spent = ["habría que sacar 100,00 $", "en la cuenta n.º 3 solo quedan 40,00 $"];
        owner.is_refused("general", &format!("!revertir movimiento {opened} de más"), &spent).await;
        owner.means("general", "!ajustar 3 60 volvió").await;
        owner.is_answered("general", &format!("!revertir movimiento {opened} de más")).await.shows(&["100,00 $ salieron de **maria**"]);
        assert_eq!(world.balance("account:3:USD").await, "0");
        cajero.is_refused("general", &format!("!revertir movimiento {opened} yo"), &["solo los ve y los corrige un admin"]).await;
        owner.is_refused("general", "!revertir movimiento 9999 nada", &["No hay un movimiento 9999"]).await;
        world.closes_clean().await;
    }

    async fn what_has_its_own_way_back_or_is_a_mirror_says_which(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = two_paid(&world).await;
        let owner = world.person("superusuario");
        david.says(CHANNEL, "!c 200 52.63").await;
        let kinds = world.movement_kinds().await;
        for (kind, words) in [
            ("order.completed", "`!revertir 1 motivo`"), ("batch.bought", "`!revertir compra <n> motivo`; el número está en `!historial b1`"),
            ("batch.closed", "`!reabrir 1 motivo`"),
        ] {
            let (journal, _) = kinds.iter().find(|(_, of)| of == kind).expect("posted");
            owner.is_refused("general", &format!("!revertir movimiento {journal} así no"), &[words]).await;
        }
        world.closes_clean().await;
    }

    async fn a_deposit_that_orders_are_to_be_paid_with_is_undone_when_that_is_meant(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david, eva) = (world.person("superusuario"), world.person("david"), world.joins("eva").await);
        owner.says("general", "!rol @eva admin").await;
        world.person("cajero2").says("dm", "!ocupado").await;
        let deposit = movement_in(&owner.is_told("dm", "!depositar 1 1000 recarga").await.text());
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 50 p").await;
        david.says(CHANNEL, "!t 550 p").await;
        // 451,35 and 4.964,85 are promised; without the deposit there are 5.000.
        let typed = format!("!revertir m{deposit} era otra cuenta");
        let question = owner.is_told("dm", &typed).await;
        question.shows(&[
            &format!("¿Deshago el movimiento **{deposit}**? Saca dinero de la cuenta n.º 1. Nada se movió todavía."),
            "se va a pagar la orden **2**", "faltarían 416,20 Bs",
        ]);
        assert_eq!(world.balance("account:1:VES").await, "6000");
        // An admin who is no superuser reads the same.
        eva.is_told("dm", &typed).await.shows(&["la orden **2**"]);
        // What was shown is no longer so when it is confirmed: it is asked again.
        david.says(CHANNEL, "!t 10 p").await;
        owner.presses(&question, "Confirmar").await.says(&["Las cifras cambiaron", "las órdenes **2** y **3**", "faltarían 506,47 Bs"]);
        let again = owner.finds_again(&question).await.expect("the question");
        let done = owner.presses(&again, "Confirmar").await;
        done.says(&[&format!("Movimiento **{deposit}** deshecho"), "Las órdenes **2** y **3** se iban a pagar de esta cuenta", "faltan 506,47 Bs"]);
        world.sweeps().await;
        david.order(CHANNEL, 2).await.shows(&["espera cajero"]);
        owner.is_refused("dm", &typed, &["ya lo deshizo **superusuario**"]).await;
        // The question of an adjustment says it before, too.
        let asked = owner.is_told("dm", "!ajustar 1 -4800 comisión").await;
        asked.shows(&["Es mucho para esa cuenta", "las órdenes **1** y **3**", "faltarían 341,62 Bs"]);
        let dropped = owner.presses(&asked, "Corregir").await;
        dropped.says(&["`!ajustar 1 -4800 comisión`"]);
        for order in 1..=3 {
            david.says(CHANNEL, &format!("!cancelar {order}")).await;
        }
        david.says(CHANNEL, "!endbatch").await;
        world.closes_clean().await;
    }
}
