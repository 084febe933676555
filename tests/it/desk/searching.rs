//! `!buscar`: orders by what people remember of them.

use insta::assert_snapshot;
use serde_json::json;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::world::World;

/// The numbers of the orders that an answer shows, newest first.
fn numbers(found: &Message) -> Vec<i64> {
    let text = found.text();
    let number = |line: &str| line.strip_prefix("**")?.split_once("** · ")?.0.parse().ok();
    text.lines().filter_map(number).collect()
}

on_both_engines! {
    async fn orders_are_found_by_whatever_somebody_remembers(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!start batch").await;
        for typed in ["!t 100 p Ana Pérez 0102-1234", "!t 50 p Luis Díaz", "!t 100 9.2 Ana María"] {
            david.says(CHANNEL, typed).await;
        }
        world.person("cajero1").pays(1).await;
        for (typed, found) in [
            ("!buscar ana", vec![3, 1]),
            ("!buscar PEREZ", vec![1]),
            ("!buscar 1234", vec![1]),
            ("!buscar 902,70", vec![1]),
            ("!buscar 100", vec![3, 1]),
            ("!buscar 920.00", vec![3]),
            ("!buscar ana pagada", vec![1]),
            ("!buscar ana abiertas", vec![3]),
            ("!buscar hoy", vec![3, 2, 1]),
            ("!buscar ayer", vec![]),
            ("!buscar hoy luis", vec![2]),
            ("!buscar david", vec![3, 2, 1]),
            ("!buscar @david 920", vec![3]),
            ("!buscar 2", vec![2, 1]),
        ] {
            assert_eq!(numbers(&owner.is_told("alertas", typed).await), found, "{typed}");
        }
        let found = david.is_told_privately(CHANNEL, "!buscar luis").await;
        found.shows(&["Luis Díaz", "[ver](https://discord.com/channels/"]);
        david.slashes(CHANNEL, "buscar", json!({ "que": "ana 920" })).await.says(&["Ana María"]);
        // A list of orders shows the same.
        owner.is_told("alertas", "!transacciones").await.shows(&["Luis Díaz", "[ver](https://discord.com/channels/"]);
        assert_snapshot!(david.sees_refused(CHANNEL, &["!buscar nadie", "!buscar"]).await, @"
        > !buscar nadie
        (by direct message)
        Ninguna orden tiene «nadie». Se busca por beneficiario, referencia, monto, día, estado o persona; con menos palabras se encuentra más: `!buscar ana`, `!buscar 902,70 ayer`, `!buscar pendiente @cajero1`.

        > !buscar
        Faltan datos. Se escribe así: `!buscar <texto, monto o fecha>`. Ejemplo: `!buscar ana 902,70 ayer`.
        ");
        world.closes_clean().await;
    }

    async fn each_finds_only_what_is_theirs(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (david, cajero2, maria) = (world.person("david"), world.person("cajero2"), world.person("maria"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p Ana").await;
        world.person("cajero1").pays(1).await;
        assert_eq!(numbers(&world.person("cajero1").is_told("dm", "!buscar ana").await), [1]);
        for other in [cajero2, maria] {
            other.is_told("dm", "!buscar ana").await.shows(&["Ninguna orden tiene «ana»"]);
        }
        world.closes_clean().await;
    }
}
