//! On a real server a superuser can set up a desk by commands alone (issue 2, item 4).

use serde_json::json;

use super::PENDING;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const OWN: &str = "transacciones-rosa";

on_both_engines! {
    async fn a_superuser_sets_the_desk_up_and_the_first_batch_comes_out_to_the_cent(test_db: TestDb) {
        let world = World::without_desk(&test_db).await;
        let owner = world.person("superusuario");
        let (rosa, luis) = (world.joins("rosa").await, world.joins("luis").await);
        rosa.is_refused("general", "!start batch", &["todavía no tiene un rol"]).await;
        owner.is_told("general", "!tasas").await.shows(&["Ninguna todavía", "`!setrates PEN VES 9`"]);

        let at_luis = world.mention("luis").await;
        for (typed, parts) in [
            ("!setRates PEN VES 8.5".to_owned(), ["PEN → VES", "**8,5**", "antes: no había"]),
            ("!SETRATE pe ve 9".to_owned(), ["PEN → VES", "**9**", "antes: 8,5"]),
            ("!setUsdValue VES 37".to_owned(), ["1 $", "**37 Bs**", "antes: no había"]),
            ("!setBsusdValue 38".to_owned(), ["1 $", "**38 Bs**", "antes: 37"]),
            ("!setFee VE 0.3".to_owned(), ["Venezuela", "**0,3 %**", "antes: 0 %"]),
            ("!Rol @rosa Revendedor".to_owned(), ["**rosa** ahora es revendedor", "Su canal se crea solo", "`!setcut @… 40`"]),
            (format!("!rol {at_luis} CAJERO"), ["**luis** ahora es cajero", "invitado", "`!cuenta crear @… VES 5000 Banesco`"]),
            (format!("!cuenta Crear {at_luis} VES 5000 Banco de Venezuela"), ["en Banco de Venezuela", "**luis**", "5.000,00 Bs"]),
            ("!setCut @rosa 40".to_owned(), ["**rosa**", "40 %", "antes: 0 %"]),
            ("!CANAL @rosa".to_owned(), ["es ahora el canal de **rosa**", "`!start batch`", "`!t 100 p`"]),
        ] {
            owner.is_answered("general", &typed).await.shows(&parts);
        }
        owner.is_told("general", "!tasas").await.shows(&["PEN → VES: **9**", "Venezuela (`VE`): comisión 0,3 % · 1 $ = 38 Bs"]);

        assert_eq!(world.about("rosa").await["roles"], serde_json::json!(["Revendedor"]));
        assert_eq!(world.about("luis").await["roles"], serde_json::json!(["Cajero"]));
        rosa.finds("dm", "Ahora es **revendedor**").await.shows(&["`!start batch`"]);
        luis.finds("dm", "Ahora es **cajero**").await.shows(&["captura", "**Listo**"]);
        for (name, sees) in [("rosa", true), ("luis", true), ("superusuario", true), ("maria", false), ("david", false)] {
            let seen = world.person(name).sees_channels().await;
            assert_eq!(seen.contains(&OWN.to_owned()), sees, "{name}: {seen:?}");
        }

        rosa.says(OWN, "!START BATCH").await;
        rosa.says(OWN, "!T 100 P").await;
        luis.order(PENDING, 1).await.shows(&["902,70 Bs"]);
        luis.pays(1).await.says(&["902,70 Bs"]);
        rosa.says(OWN, "!t 100 9,2").await;
        luis.pays(2).await;
        rosa.last(OWN).await.shows(&["rosa-cuentas", "200,00 S/", "1.825,46 Bs", "48,038 $"]);
        rosa.says(OWN, "!C 200 52,63").await;
        rosa.last(OWN).await.shows(&["3,8001", "52,63 $", "48,03 $", "4,60 $", "rosa = 1,84 $", "luis = 2,76 $"]);
        world.closes_clean().await;
    }

    async fn a_reseller_gets_a_channel_that_is_there_or_one_with_a_number(test_db: TestDb) {
        let world = World::without_desk(&test_db).await;
        let owner = world.person("superusuario");
        for name in ["ana.b", "ana-b", "eva"] {
            world.joins(name).await;
            owner.says("general", &format!("!rol @{name} revendedor")).await;
        }
        owner.says("general", "!rol @david revendedor").await;
        // Two people whose channel names are the same in Discord.
        owner.is_told("general", "!canal @ana.b").await.shows(&["**ana.b**"]);
        owner.is_told("general", "!canal @ana-b").await.shows(&["**ana-b**"]);
        let (first, second) = (world.person("ana.b").sees_channels().await, world.person("ana-b").sees_channels().await);
        assert!(first.contains(&"transacciones-ana-b".to_owned()), "{first:?}");
        assert!(second.contains(&"transacciones-ana-b-2".to_owned()), "{second:?}");
        assert!(!second.contains(&"transacciones-ana-b".to_owned()), "{second:?}");
        // Typed again, it finds the same channel.
        owner.is_told("general", "!canal @ana-b").await.shows(&["**ana-b**"]);
        assert_eq!(world.person("ana-b").sees_channels().await, second);

        // An existing channel that belongs to nobody is used as it is.
        owner.is_told("general", "!canal @david #transacciones-david").await.shows(&["**david**"]);
        owner.is_refused("general", "!canal @eva #transacciones-david", &["ya es de **david**", "`!canal @david`"]).await;
        world.person("david").says("transacciones-david", "!start batch").await;
        world.person("david").last("transacciones-david").await.shows(&["david-cuentas", "batch 1"]);
        world.closes_clean().await;
    }

    async fn a_channel_that_makes_itself_while_it_is_asked_for_is_one(test_db: TestDb) {
        let world = World::without_desk(&test_db).await;
        let owner = world.person("superusuario");
        for name in ["ana", "eva", "luis"] {
            world.joins(name).await;
            for typed in [format!("!rol @{name} revendedor"), format!("!canal @{name}")] {
                owner.sends_without_waiting("general", json!({ "content": typed })).await;
            }
        }
        world.settles().await;
        for name in ["ana", "eva", "luis"] {
            let seen = world.person(name).sees_channels().await;
            let own: Vec<_> = seen.iter().filter(|channel| channel.starts_with("transacciones-")).collect();
            assert_eq!(own, [&format!("transacciones-{name}")]);
        }
        world.closes_clean().await;
    }
}
