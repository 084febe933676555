//! Openings, deposits and adjustments that look like a mistake.

use serde_json::json;

use super::{has_become, is_asked};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

const HERE: &str = "general";

on_both_engines! {
    async fn a_deposit_with_a_zero_too_many_asks(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        owner.says(HERE, "!cuenta crear @cajero2 VES 1000 Mercantil 0105-1234").await;
        owner.is_answered(HERE, "!depositar 3 5000 recarga").await.shows(&["saldo actual 6.000,00 Bs"]);
        let asked = is_asked(owner, HERE, "!depositar 3 50000 recarga", &[
            "Cuenta n.º 3 de **cajero2**: 6.000,00 Bs → **56.000,00 Bs** (+50.000,00 Bs)", "Nada se movió todavía",
        ]).await;
        owner.presses(&asked, "Corregir").await;
        has_become(owner, &asked, &["`!depositar 3 50000 recarga`"]).await;
        // The person confirms it.
        let asked = is_asked(owner, HERE, "!depositar 3 50000 recarga", &["→ **56.000,00 Bs**"]).await;
        owner.says(HERE, "!depositar 3 1000 otra").await;
        owner.presses(&asked, "Confirmar").await.says(&["Las cifras cambiaron mientras tanto", "7.000,00 Bs → **57.000,00 Bs**"]);
        let now = owner.finds_again(&asked).await.expect("the question");
        owner.presses(&now, "Confirmar").await;
        has_become(owner, &now, &["Se sumaron 50.000,00 Bs", "saldo actual 57.000,00 Bs"]).await;
        // The same amount again is usual now.
        owner.is_answered(HERE, "!depositar 3 50000 recarga").await.shows(&["saldo actual 107.000,00 Bs"]);
        assert_eq!(world.balance("account:3:VES").await, "107000");
        world.closes_clean().await;
    }

    async fn an_adjustment_of_more_than_half_asks_and_emptying_does_not(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        owner.says(HERE, "!rol @eva admin").await;
        owner.says(HERE, "!cuenta crear @cajero2 VES 1000 Mercantil 0105-1234").await;
        owner.is_answered(HERE, "!ajustar 3 -500 comisión").await.shows(&["saldo actual 500,00 Bs"]);
        let asked = is_asked(owner, HERE, "!ajustar 3 -450 comisión", &["500,00 Bs → **50,00 Bs** (-450,00 Bs)"]).await;
        world.restarts().await;
        let owner = world.person("superusuario");
        owner.presses(&asked, "Confirmar").await;
        has_become(owner, &asked, &["Se restaron 450,00 Bs", "saldo actual 50,00 Bs"]).await;
        let asked = owner.slash(HERE, "ajustar", json!({ "cuenta": "3", "monto": "500", "motivo": "faltaba" })).await.message();
        asked.shows(&["50,00 Bs → **550,00 Bs** (+500,00 Bs)"]);
        owner.is_answered(HERE, "!ajustar 3 -50 se cierra").await.shows(&["saldo actual 0,00 Bs"]);
        owner.presses(&asked, "Confirmar").await.says(&["Las cifras cambiaron", "0,00 Bs → **500,00 Bs**"]);
        owner.is_answered(HERE, "!ajustar 3 -1 de más").await.shows(&["no se pueden restar"]);
        world.closes_clean().await;
    }

    async fn an_account_opened_with_far_more_than_any_other_asks(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        // The demo's fullest account has 5 000.
        let asked = is_asked(owner, HERE, "!cuenta crear @cajero2 VES 5000000 Mercantil", &[
            "Abrir para **cajero2** una cuenta con **5.000.000,00 Bs**", "Nada se abrió todavía",
        ]).await;
        owner.presses(&asked, "Confirmar").await;
        has_become_open(&world, &asked).await;
        // The first of a currency is compared with a setting, 10 000 dollars.
        owner.is_answered(HERE, "!cuenta crear @cajero2 COP 9000000 Bancolombia 123").await.shows(&["abierta en Bancolombia"]);
        let asked = is_asked(owner, HERE, "!cuenta crear @cajero2 USD 10000,01 Zelle", &[
            "Abrir para **cajero2** una cuenta con **10.000,01 $**", "Es mucho para el primer dinero de esa moneda",
        ]).await;
        owner.presses(&asked, "Corregir").await;
        has_become(owner, &asked, &["`!cuenta crear @cajero2 USD 10000,01 Zelle`"]).await;
        // A currency without a dollar value of its own is valued by its rates in bolívares: 380 000 / 42.
        owner.says(HERE, "!setcambio EUR 42 41").await;
        is_asked(owner, HERE, "!cuenta crear @cajero2 EUR 9048 Wise", &["Es mucho para el primer dinero de esa moneda"]).await;
        owner.is_answered(HERE, "!cuenta crear @cajero2 EUR 9047 Wise").await.shows(&["abierta en Wise"]);
        // The first money into an empty account is compared too, in whatever way it comes.
        owner.is_answered(HERE, "!cuenta crear @cajero2 USD 0 Zelle").await.shows(&["con 0,00 $"]);
        let account = 6;
        is_asked(owner, HERE, &format!("!depositar {account} 10000,01"), &["0,00 $ → **10.000,01 $**"]).await;
        is_asked(owner, HERE, &format!("!ajustar {account} 10000,01 faltaba"), &["0,00 $ → **10.000,01 $**"]).await;
        owner.is_answered(HERE, &format!("!depositar {account} 10000")).await.shows(&["saldo actual 10.000,00 $"]);
        world.closes_clean().await;
    }
}

async fn has_become_open(world: &World, asked: &crate::support::message::Message) {
    let now = world
        .person("superusuario")
        .finds_again(asked)
        .await
        .expect("the question");
    now.shows(&["abierta en Mercantil para **cajero2** con 5.000.000,00 Bs"]);
}
