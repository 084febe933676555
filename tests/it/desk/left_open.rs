//! What happens to somebody's open orders, batch and notices when they change their role, move to another channel or
//! leave.

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

async fn two_orders(world: &World) {
    let david = world.person("david");
    david.says(CHANNEL, "!start batch").await;
    david.says(CHANNEL, "!t 100 p").await;
    david.says(CHANNEL, "!t 50 p").await;
}

on_both_engines! {
    async fn who_sends_a_reseller_away_reads_what_stays_open_and_what_ends_it(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        two_orders(&world).await;
        let open = ["órdenes **1** y **2**", "`!cancelar 1`", "Su batch **1** sigue abierto en <#", "`!c` o `!endbatch`"];
        let told = owner.is_told_privately("general", "!baja @david").await;
        told.shows(&["**david** está de baja", "`!rol @… revendedor`"]).shows(&open);
        owner.is_refused("general", "!baja @david", &["ya está de baja", "`!rol @… revendedor`"]).await;
        owner.is_told("general", "!rol @david revendedor").await.shows(&["ahora es revendedor (estaba de baja)"]);
        // In another role they cannot end it either.
        owner.is_told("general", "!rol @david cliente").await.shows(&["ahora es cliente"]).shows(&open);
        owner.says(CHANNEL, "!cancelar 1").await;
        owner.says(CHANNEL, "!cancelar 2").await;
        owner.says(CHANNEL, "!endbatch").await;
        let told = owner.is_told_privately("general", "!baja @david").await;
        told.shows(&["`!rol @… cliente`"]);
        assert!(!told.text().contains("abiert"), "{}", told.text());
        world.closes_clean().await;
    }

    async fn open_orders_are_shown_in_the_channel_that_a_reseller_moves_to(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        two_orders(&world).await;
        world.person("cajero1").pays(1).await.says(&["Orden **1** pagada"]);
        owner.deletes_channel(CHANNEL).await;
        owner.is_told("general", "!canal @david").await.shows(&["es ahora el canal de **david**"]);
        david.order(CHANNEL, 2).await.shows(&["451,35 Bs"]);
        assert_eq!(david.counts(CHANNEL, "Orden 1").await, 0, "what is paid stays where it was");
        // The old channel may still exist.
        owner.makes_private_channel("caja", &["david", "Cajero", "Admin", "cambista"]).await;
        owner.is_told("general", "!canal @david #caja").await.shows(&["es ahora el canal de **david**"]);
        david.order("caja", 2).await.shows(&["451,35 Bs"]);
        assert_eq!(david.counts("caja", "Orden 2").await, 1, "once");
        world.person("cajero2").pays(2).await.says(&["Orden **2** pagada"]);
        david.finds("caja", "✅ Orden **2** pagada").await;
        world.closes_clean().await;
    }

    async fn what_somebody_who_left_was_to_hear_goes_to_superusers_alone(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        two_orders(&world).await;
        owner.kicks("cajero1").await;
        world.person("cajero2").order("dm", 1).await;
        owner.kicks("david").await;
        owner.deletes_channel(CHANNEL).await;
        owner.says("general", "!cancelar 1").await;
        let read = world.person("cajero2").reads("cajeros").await;
        assert_eq!(read.len(), 0, "{read:?}");
        world.closes_clean().await;
    }
}
