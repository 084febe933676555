//! The worked example of specification 000, with all its figures (S0-37 … S0-56).

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn two_transfers_and_a_purchase_come_out_to_the_cent(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));

        david.says(CHANNEL, "!start batch").await;
        david.last(CHANNEL).await.shows(&["david", "Cuenta Soles", "0,00 S/", "Cuenta Venezuela", "0,00 Bs"]);

        david.says(CHANNEL, "!t 100 p").await;
        cajero.order("dm", 1).await.shows(&["900,00 Bs", "2,70 Bs", "902,70 Bs", "david"]);
        cajero.pays(1).await.says(&["902,70 Bs"]);
        david.last(CHANNEL).await.shows(&["100,00 S/", "902,70 Bs", "23,755 $"]);

        david.says(CHANNEL, "!t 100 9.2").await;
        cajero.order("dm", 2).await.shows(&["920,00 Bs", "2,76 Bs", "922,76 Bs"]);
        cajero.pays(2).await.says(&["922,76 Bs"]);
        david.last(CHANNEL).await.shows(&["200,00 S/", "1.825,46 Bs", "48,038 $"]);

        david.says(CHANNEL, "!c 200 52.63").await;
        david.last(CHANNEL).await.shows(&[
            "200,00 S/", "52,63 $", "3,8001", "1.825,46 Bs", "48,03 $", "4,60 $", "40", "1,84 $", "cajero1", "2,76 $",
        ]);
        world.closes_clean().await;
    }
}
