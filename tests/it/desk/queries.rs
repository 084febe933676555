//! Looking things up: lists page by page, earnings, histories, requests, help.

use serde_json::json;

use super::CHANNEL;
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::world::{Person, World};

const NEXT: &str = "Siguientes ›";
const BACK: &str = "‹ Anteriores";

/// The numbers of the orders (or requests) that a page shows.
fn numbers(page: &Message) -> Vec<i64> {
    let text = page.text();
    let number = |line: &str| line.strip_prefix("**")?.split_once("** · ")?.0.parse().ok();
    text.lines().filter_map(number).collect()
}

/// Presses a button of a page, which becomes another one.
async fn turns(person: Person<'_>, channel: &str, page: &Message, label: &str) -> Message {
    let answer = person.presses(page, label).await;
    assert_eq!(answer.kind(), "update", "{}", answer.0);
    let seen = person.reads(channel).await;
    seen.into_iter()
        .find(|now| now.id() == page.id())
        .expect("the page is there")
}

async fn sends(david: Person<'_>, orders: usize) {
    for _ in 0..orders {
        david.says(CHANNEL, "!t 10 p").await;
    }
}

on_both_engines! {
    async fn a_list_is_paged_over_a_restart_and_while_orders_are_added(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        sends(david, 7).await;
        let first = david.is_told(CHANNEL, "!transacciones 3").await;
        assert_eq!(numbers(&first), [7, 6, 5]);
        first.shows(&["Transacciones de david", "**7 órdenes**: 70,00 S/ recibidos → 631,89 Bs con comisión", "1–3 de 7 órdenes"]);
        assert_eq!(first.buttons(), [NEXT]);
        let page = turns(david, CHANNEL, &first, NEXT).await;
        assert_eq!(numbers(&page), [4, 3, 2]);
        assert_eq!(page.buttons(), [BACK, NEXT]);

        world.restarts().await;
        let david = world.person("david");
        // A new order moves no page.
        sends(david, 1).await;
        let page = turns(david, CHANNEL, &page, NEXT).await;
        assert_eq!(numbers(&page), [1]);
        page.shows(&["8–8 de 8 órdenes"]);
        assert_eq!(page.buttons(), [BACK]);
        let page = turns(david, CHANNEL, &page, BACK).await;
        assert_eq!(numbers(&page), [4, 3, 2]);
        let page = turns(david, CHANNEL, &page, BACK).await;
        assert_eq!(numbers(&page), [7, 6, 5]);
        // Where the page before would not be full, it is the first one.
        let page = turns(david, CHANNEL, &page, BACK).await;
        assert_eq!(numbers(&page), [8, 7, 6]);
        assert_eq!(page.buttons(), [NEXT]);
        world.closes_clean().await;
    }

    async fn a_page_is_turned_only_by_who_may_see_the_list(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, cajero) = (world.person("superusuario"), world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        sends(david, 3).await;
        let page = david.is_told(CHANNEL, "!transacciones 1").await;
        cajero.presses_in_vain(&page, NEXT, &["Lo de otra persona solo lo ve un superusuario"]).await;
        assert_eq!(numbers(&david.reply_to(CHANNEL, &david.finds(CHANNEL, "!transacciones 1").await).await), [3]);
        assert_eq!(numbers(&turns(owner, CHANNEL, &page, NEXT).await), [2]);

        let everybody = owner.is_told(CHANNEL, "!transacciones 2").await;
        everybody.shows(&["Transacciones de todos", "3 órdenes"]);
        david.presses_in_vain(&everybody, NEXT, &["Las órdenes de todos las ven los admins"]).await;
        world.closes_clean().await;
    }

    async fn each_sees_their_own_orders_and_only_superusers_those_of_others(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, maria) = (world.person("superusuario"), world.person("david"), world.person("maria"));
        let (cajero, cajero2) = (world.person("cajero1"), world.person("cajero2"));
        david.says(CHANNEL, "!start batch").await;
        sends(david, 3).await;
        cajero.pays(1).await;
        let mine = [cajero.is_told("dm", "!pendientes").await, cajero2.is_told("dm", "!pendientes").await];
        let mut open: Vec<i64> = mine.iter().flat_map(numbers).collect();
        open.sort();
        assert_eq!(open, [2, 3]);
        david.says(CHANNEL, "!cancelar 3").await;
        assert_eq!(numbers(&david.is_told(CHANNEL, "!pendientes").await), [2]);
        assert_eq!(numbers(&david.is_told(CHANNEL, "!canceladas").await), [3]);
        assert_eq!(numbers(&david.is_told(CHANNEL, "!transacciones completadas").await), [1]);
        assert_eq!(numbers(&david.is_told(CHANNEL, "!transacciones 1 abierta").await), [2]);
        david.slashes(CHANNEL, "pendientes", json!({})).await.says(&["Órdenes pendientes de david", "1–1 de 1"]);
        let chosen = json!({ "n": "1", "estado": "realizada", "persona": "david" });
        owner.slashes(CHANNEL, "transacciones", chosen).await.says(&["Transacciones (pagada) de david"]);

        assert_eq!(numbers(&owner.is_told("general", "!transacciones @david").await), [3, 2, 1]);
        owner.is_told("general", "!canceladas @maria").await.shows(&["No hay órdenes canceladas"]);
        assert_eq!(numbers(&david.is_told(CHANNEL, "!canceladas @david").await), [3]);
        let others = ["Lo de otra persona solo lo ve un superusuario"];
        david.is_refused(CHANNEL, "!transacciones @cajero1", &others).await;
        cajero.is_refused("dm", "!pendientes @david", &others).await;
        maria.is_refused("dm", "!canceladas @david", &others).await;
        maria.is_told("dm", "!pendientes").await.shows(&["No hay órdenes pendientes", "`!transacciones`"]);
        world.closes_clean().await;
    }

    async fn what_cannot_be_read_as_a_list_is_told_why(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        let guest = world.joins("rosa").await;
        david.is_refused(CHANNEL, "!transacciones 0", &["«0»", "un número de 1 a 25"]).await;
        david.is_refused(CHANNEL, "!transacciones 26", &["un número de 1 a 25"]).await;
        david.is_refused(CHANNEL, "!transacciones -1", &["un número de 1 a 25"]).await;
        david.is_refused(CHANNEL, "!transacciones perdida", &["No hay un estado «perdida»", "`pendiente`", "`revertida`"]).await;
        owner.is_refused("general", "!transacciones @nadie", &["No encuentro a «@", "Menciónelo con @"]).await;
        owner.is_refused("general", "!pendientes nadie", &["No encuentro a «nadie»"]).await;
        guest.is_refused("dm", "!pendientes", &["quienes tienen un rol", "canal de registro"]).await;
        world.closes_clean().await;
    }

    async fn the_help_shows_each_what_they_may_do_and_explains_one_command(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, david, maria) = (world.person("superusuario"), world.person("david"), world.person("maria"));
        let guest = world.joins("rosa").await;
        guest.is_told("dm", "!ayuda").await.shows(&["todavía no tiene un rol", "Regístrese en el canal `#registro`", "!tasas"]);
        let told = maria.is_told("dm", "!ayuda").await;
        assert!(!told.text().contains("!setrates") && !told.text().contains("!start batch"), "{}", told.text());
        david.is_told(CHANNEL, "!ayuda pendientes").await.shows(&["Se escribe: `!pendientes [@persona]`", "Ejemplo: `!pendientes`"]);
        david.is_refused(CHANNEL, "!ayuda setrates", &["solo las cambia un superusuario"]).await;
        david.is_refused(CHANNEL, "!ayuda pendiente", &["¿Quiso decir `!pendientes`?"]).await;
        david.slashes(CHANNEL, "ayuda", json!({ "comando": "!t" })).await.says(&["!t <monto> <p o tasa> [beneficiario]"]);

        let first = owner.is_told("general", "!ayuda").await;
        assert_eq!(first.buttons(), [NEXT]);
        david.presses_in_vain(&first, NEXT, &["Esa ayuda es de otra persona"]).await;
        let second = turns(owner, "general", &first, NEXT).await;
        second.shows(&["!ayuda [comando]", "Página 2 de"]);
        world.closes_clean().await;
    }
}
