//! Cashiers come and go: what waits for them, what they are reminded of, what goes to somebody else.

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::{Person, World};

/// Opens a batch with one order, which is cajero1's.
async fn one_order(world: &World) {
    let david = world.person("david");
    david.says(CHANNEL, "!start batch").await;
    david.says(CHANNEL, "!t 100 p").await;
}

/// How many messages this person reads in a channel with these words.
async fn count(person: Person<'_>, channel: &str, words: &str) -> usize {
    let seen = person.reads(channel).await;
    seen.iter().filter(|message| message.text().contains(words)).count()
}

const REMINDED: &str = "espera su pago desde hace";

on_both_engines! {
    async fn a_cashier_who_lets_an_order_lie_is_rung_once_and_then_it_goes_to_another(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, cajero1, cajero2) = (world.person("superusuario"), world.person("cajero1"), world.person("cajero2"));
        one_order(&world).await;
        world.passes(4).await;
        assert_eq!(count(cajero1, "dm", REMINDED).await, 0);
        world.passes(1).await;
        world.sweeps().await;
        world.passes(5).await;
        assert_eq!(count(cajero1, "dm", REMINDED).await, 1);
        let order = cajero1.order("dm", 1).await;
        cajero1.reply_to("dm", &order).await.shows(&["La orden **1** espera su pago desde hace 5 min", "`!ocupado`"]);
        assert_eq!(world.backlog_told(1).await.len(), 2);

        world.passes(5).await;
        assert_eq!(count(cajero1, "dm", "⛔ Orden **1**: **no la pague**, ahora la tiene **cajero2**").await, 1);
        cajero2.order("dm", 1).await.shows(&["902,70 Bs"]);
        assert_eq!(world.backlog_told(1).await[2..], ["assigned → assigned, cajero2, -, overdue"]);
        owner.is_told("general", "!orden 1").await.shows(&["asignada a cajero2 · por la mesa: su cajero tardaba"]);

        // The clock of the second begins anew; nobody is left after them, which is said once.
        world.passes(5).await;
        assert_eq!((count(cajero1, "dm", REMINDED).await, count(cajero2, "dm", REMINDED).await), (1, 1));
        for _ in 0..3 {
            world.passes(10).await;
        }
        assert_eq!(world.backlog_told(1).await.len(), 3);
        let alarm = owner.finds("alertas", "no hay otro cajero disponible").await;
        alarm.shows(&["La orden **1** lleva 15 min con **cajero2**", "`!asignar 1 @cajero`"]);
        assert_eq!(count(owner, "alertas", "no hay otro cajero disponible").await, 1);
        cajero2.pays(1).await.says(&["902,70 Bs"]);
        world.closes_clean().await;
    }
}
