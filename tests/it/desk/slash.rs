//! Slash commands do what the typed commands do, and answer only to their person, within three seconds.

use serde_json::json;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::world::World;

on_both_engines! {
    async fn the_worked_example_can_be_chosen_instead_of_typed(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        let opened = david.slashes(CHANNEL, "start batch", json!({ "de": "PEN", "a": "VES" })).await;
        opened.says(&["Batch **1** abierto, de PEN a VES"]);
        david.slashes(CHANNEL, "start batch", json!({})).await.says(&["Ya hay un batch abierto aquí"]);
        let placed = david.slashes(CHANNEL, "t", json!({ "monto": "100", "tasa": "p", "beneficiario": "María 0102" })).await;
        placed.says(&["Orden **1** por 902,70 Bs: ya tiene cajero"]);
        cajero.order("dm", 1).await.shows(&["María 0102", "902,70 Bs"]);
        cajero.pays(1).await;
        david.slashes(CHANNEL, "t", json!({ "monto": "1.234", "tasa": "p" })).await.says(&["1.234,00 S/ o 1,234 S/"]);
        david.slashes(CHANNEL, "t", json!({ "monto": "100", "tasa": "9.2" })).await.says(&["Orden **2** por 922,76 Bs"]);
        cajero.pays(2).await;
        david.slashes(CHANNEL, "batch", json!({})).await.says(&["1.825,46 Bs", "48,038 $", "4,1633"]);
        david.slashes(CHANNEL, "t", json!({ "monto": "5", "tasa": "p" })).await;
        david.slashes(CHANNEL, "cancelar", json!({ "numero": "3" })).await.says(&["Orden **3** cancelada"]);
        david.slashes(CHANNEL, "orden", json!({ "numero": "3" })).await.says(&["cancelada antes de pagarse · por david"]);
        david.slashes(CHANNEL, "endbatch", json!({})).await.says(&["200,00 S/", "`!c <cantidad> <usdt>`"]);
        owner.slashes(CHANNEL, "revertir", json!({ "numero": "3", "motivo": "por probar" })).await.says(&["cancelada"]);
        let closed = david.slashes(CHANNEL, "c", json!({ "cantidad": "200", "usdt": "52.63" })).await;
        closed.says(&["3,8001", "Batch **1** cerrado con 4,60 $ de ganancia"]);
        david.finds(CHANNEL, "Batch cerrado").await.shows(&["4,60 $", "1,84 $", "2,76 $"]);
        david.slashes(CHANNEL, "start batch", json!({})).await.says(&["Batch **2** abierto"]);
        david.slashes(CHANNEL, "endbatch", json!({})).await.says(&["Batch **2** cerrado"]);
        world.closes_clean().await;
    }

    async fn a_superuser_sets_up_by_slash_too(test_db: TestDb) {
        let world = World::without_desk(&test_db).await;
        let owner = world.person("superusuario");
        let (rosa, luis) = (world.joins("rosa").await, world.joins("luis").await);
        let none: &[&str] = &[];
        for (command, options, parts) in [
            ("rol", json!({ "persona": "rosa", "rol": "revendedor" }), ["**rosa** ahora es revendedor"].as_slice()),
            ("rol", json!({ "persona": "@luis", "rol": "cajero" }), &["**luis** ahora es cajero"]),
            ("setrates", json!({ "de": "PE", "a": "VE", "tasa": "9" }), &["PEN → VES", "**9**"]),
            ("setusdvalue", json!({ "moneda": "VES", "valor": "37" }), &["**37 Bs**"]),
            ("setbsusdvalue", json!({ "valor": "38" }), &["**38 Bs**"]),
            ("setfee", json!({ "pais": "VE", "porcentaje": "0.3" }), &["**0,3 %**"]),
            ("setcut", json!({ "persona": "rosa", "porcentaje": "40" }), &["40 %"]),
            ("canal", json!({ "persona": "rosa" }), &["es ahora el canal de **rosa**"]),
            ("cuenta crear", json!({ "persona": "luis", "moneda": "VES", "saldo": "5000", "banco": "Banesco" }), &["en Banesco", "5.000,00 Bs"]),
            ("tasas", json!({}), &["PEN → VES: **9**", "1 $ = 38 Bs"]),
            ("ayuda", json!({}), &["`!start batch [de] [a]`"]),
            ("canal", json!({ "persona": "luis", "canal": "general" }), &["**luis** no es revendedor"]),
            ("rol", json!({ "persona": "luis", "rol": "jefe" }), &["No hay un rol «jefe»"]),
            ("revertir", json!({ "numero": "99", "motivo": "no existe" }), &["No hay una orden 99"]),
            ("orden", json!({ "numero": "x" }), &["no es un número de orden"]),
            ("batch", json!({}), none),
        ] {
            owner.slashes("general", command, options).await.says(parts);
        }
        rosa.slashes("general", "setrates", json!({ "de": "PEN", "a": "VES", "tasa": "1" })).await.says(&["superusuario"]);
        rosa.slashes("transacciones-rosa", "start batch", json!({})).await.says(&["Batch **1** abierto"]);
        luis.slashes("transacciones-rosa", "t", json!({ "monto": "100", "tasa": "p" })).await.says(&["Orden **1** por 902,70 Bs"]);
        luis.pays(1).await.says(&["902,70 Bs"]);
        world.closes_clean().await;
    }
}
