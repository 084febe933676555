//! A backup is restored while Discord went on: these books know nothing of what was told meanwhile.

use insta::assert_snapshot;
use reqwest::Method;
use serde_json::json;

use super::{CHANNEL, PENDING, one_order};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::message::{Answer, Message};
use crate::support::person::Person;
use crate::support::world::World;

/// The bot itself, as permissions name it.
const BOT: &str = "cambista";
const OTHER_BOOKS: &str = "no es de estos libros";
const UNKNOWN: &str = "Los libros no conocen el mensaje";

/// Replies to an order's message with a capture and checks the desk's answer.
async fn answers(who: Person<'_>, order: &Message, words: &str) {
    answers_in(who, "dm", order, words).await;
}

async fn answers_in(who: Person<'_>, channel: &str, order: &Message, words: &str) {
    let said = who.replies_with_capture(channel, order, words.as_bytes()).await;
    who.reply_to(channel, &said).await.shows(&[UNKNOWN]);
}

/// Sets the bot's permissions in a channel while the bot is not running.
async fn sets_unseen(owner: Person<'_>, channel: &str, allow: &[&str], deny: &[&str]) {
    let path = format!("/sandbox/people/{}/channels/{channel}/permissions", owner.name());
    let body = json!({ "whose": BOT, "allow": allow, "deny": deny });
    owner.world().changes_unseen(Method::PUT, &path, body).await;
}

/// Chooses the first account that can pay.
async fn chooses_first(who: Person<'_>, choose: &Message) -> Answer {
    let select = choose.selects()[0].clone();
    let first = choose.options(&select)[0].clone();
    who.selects(choose, &select, &[&first]).await
}

on_both_engines! {
    async fn older_books_stay_closed_until_they_are_accepted_and_old_messages_mean_nothing(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        world.person("david").says(CHANNEL, "!start batch").await;
        world.person("david").says(CHANNEL, "!t 100 p").await;
        world.person("cajero1").pays(1).await.says(&["Orden **1** pagada"]);
        for cashier in ["cajero1", "cajero2"] {
            world.person("superusuario").says("general", &format!("!cuenta crear @{cashier} VES 9000 Mercantil")).await;
        }
        world.ends().await;
        let copy = world.copies_books().await;
        world.begins().await;
        world.person("david").says(CHANNEL, "!t 2 p").await;
        let (holder, old) = match world.person("cajero1").sees_order("dm", 2).await {
            Some(order) => ("cajero1", order),
            None => ("cajero2", world.person("cajero2").order("dm", 2).await),
        };
        old.shows(&["18,05"]);
        world.person(holder).replies_with_capture("dm", &old, b"18,05").await;
        let choose = world.person(holder).presses(&old, "Listo").await.message();
        world.ends().await;
        world.puts_back(&copy).await;

        for _ in 0..2 {
            let why = world.stays_closed().await;
            assert!(why.contains("order 2 was shown, the last known is 1"), "{why}");
            assert!(why.contains("cambista accept-older-books"), "{why}");
        }
        let accepted = world
            .with_discord(async |world, config| {
                let told = world.person("superusuario").reads("alertas").await;
                let closed: Vec<_> = told.iter().filter(|one| one.text().contains("La mesa no abre")).collect();
                assert_eq!(closed.len(), 1, "told once, however often it is started");
                assert_snapshot!(world.shown(closed[0]).await, @"
                🛑 **La mesa no abre**: los libros son más viejos que lo que ya se dijo aquí.
                - se mostró la orden 2, y los libros llegan a la 1
                - hay un mensaje en <##> que los libros no conocen
                Si alguien cambió el archivo por error, ponga el correcto y arranque otra vez. Si es una copia restaurada a propósito, ejecute `cambista accept-older-books` en el servidor: la mesa abre y sigue con números nuevos. Mientras tanto, que nadie pague nada.
                ");
                let accepted = world.accepts_older_books(config).await;
                let again = world.accepts_older_books(config).await;
                assert!(again.contains("nothing to accept"), "{again}");
                accepted
            })
            .await;
        assert!(accepted.contains("Orders go on after 102"), "{accepted}");
        world.begins().await;
        assert_snapshot!(world.person("superusuario").sees_found("alertas", "La mesa abrió con libros más viejos").await, @"
        (rings superusuario)
        <@superusuario> 📕 **La mesa abrió con libros más viejos**, por decisión de quien la administra. Puede faltar lo que se hizo después de la copia:
        - se mostró la orden 2, y los libros llegan a la 1
        - hay un mensaje en <##> que los libros no conocen
        Desde ahora las órdenes siguen después de la 102, las solicitudes después de la 100 y los batches después del 101. Los mensajes de antes que los libros no conocen ya no sirven: pregunte a cajeros y revendedores qué se pagó, y anótelo otra vez.
        ");

        let david = world.person("david");
        david.says(CHANNEL, "!t 500 p").await;
        david.finds(CHANNEL, "Orden 103").await.shows(&["4.513,50"]);
        let cashier = world.person(holder);
        cashier.presses_in_vain(&old, "Listo", &[OTHER_BOOKS, "`!orden 2`"]).await;
        cashier.presses_in_vain(&old, "Cancelar", &[OTHER_BOOKS]).await;
        chooses_first(cashier, &choose).await.says(&[OTHER_BOOKS]);
        answers(cashier, &old, "18,05 otra vez").await;
        david.is_told(CHANNEL, "!orden 2").await;
        let (payer, order) = match world.person("cajero1").sees_order("dm", 103).await {
            Some(order) => (world.person("cajero1"), order),
            None => (world.person("cajero2"), world.person("cajero2").order("dm", 103).await),
        };
        payer.replies_with_capture("dm", &order, b"4513,50").await;
        chooses_first(payer, &payer.presses(&order, "Listo").await.message()).await.says(&["Orden **103** pagada"]);
        world.restarts().await;
        world.closes_clean().await;
    }

    async fn an_order_of_the_same_number_is_not_the_one_of_an_old_message(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        world.person("david").says(CHANNEL, "!start batch").await;
        world.ends().await;
        let copy = world.copies_books().await;
        world.begins().await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!t 2 p").await;
        let old = cajero.order("dm", 1).await;
        let form = cajero.presses(&old, "Cancelar").await;
        let (shown, pending) = (david.order(CHANNEL, 1).await, cajero.order(PENDING, 1).await);
        world.ends().await;
        world.puts_back(&copy).await;
        // The number of order 1 is used again before the books are compared with what was told.
        world.places_an_order_without_discord("david", CHANNEL, "500").await;
        let why = world.stays_closed().await;
        assert!(!why.contains("order 1") && why.contains("messages in channel"), "{why}");
        world.with_discord(async |world, config| world.accepts_older_books(config).await).await;
        world.begins().await;

        let cajero = world.person("cajero1");
        let new = cajero.order("dm", 1).await;
        assert_ne!(new.id(), old.id());
        new.shows(&["4.513,50"]);
        cajero.presses_in_vain(&old, "Listo", &[OTHER_BOOKS]).await;
        world.person("cajero2").presses_in_vain(&pending, "Tomar", &[OTHER_BOOKS]).await;
        world.person("david").presses_in_vain(&shown, "Cancelar orden", &[OTHER_BOOKS]).await;
        answers(cajero, &old, "18,05").await;
        cajero.submits(&form, json!({ "text": "ya no" })).await.says(&[OTHER_BOOKS]);
        cajero.replies_with_capture("dm", &new, b"4513,50").await;
        cajero.presses(&new, "Listo").await.says(&["Orden **1** pagada"]);
        world.closes_clean().await;
    }

    async fn a_question_and_a_list_of_other_books_are_not_answered_by_these(test_db: TestDb) {
        let mut world = World::demo_with(&test_db, &[("CAMBISTA__COINS__CONFIRM_ABOVE", "10")]).await;
        let owner = world.person("superusuario");
        owner.is_told("general", "!dar @david 100 por todo").await;
        world.ends().await;
        let copy = world.copies_books().await;
        world.begins().await;
        let david = world.person("david");
        let old = david.is_told("general", "!pagar @maria 20 un café").await;
        let ana = world.joins("ana").await;
        let help = ana.is_told("dm", "!ayuda").await;
        world.ends().await;
        world.puts_back(&copy).await;
        world.begins().await;

        let david = world.person("david");
        let new = david.is_told("general", "!pagar @cajero1 50 un almuerzo").await;
        david.presses_in_vain(&old, "Confirmar", &["no es de estos libros", "`!pagar`"]).await;
        david.presses(&new, "Confirmar").await;
        david.is_told("dm", "!monedas").await.shows(&["50"]);
        world.joins("beto").await;
        let ana = world.person("ana");
        if let Some(page) = help.buttons().first().cloned() {
            ana.presses_in_vain(&help, &page, &["Pídala otra vez"]).await;
        }
        world.closes_clean().await;
    }

    async fn a_button_works_before_its_message_is_recorded(test_db: TestDb) {
        let settings = [("CAMBISTA__OUTBOX__RETRY_FIRST_MS", "100")];
        let world = World::demo_with(&test_db, &settings).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        // The message is created, but the bot learns that only at the next try.
        world.breaks("POST", "/channels/*/messages", json!({ "status": 500, "after": true, "times": 3 })).await;
        david.sends_without_waiting(CHANNEL, json!({ "content": "!t 100 p" })).await;
        let order = loop {
            match cajero.sees_order("dm", 1).await {
                Some(order) => break order,
                None => tokio::task::yield_now().await,
            }
        };
        let answer = cajero.presses(&order, "Listo").await;
        answer.says(&["captura"]);
        assert!(!answer.message().text().contains(OTHER_BOOKS), "{}", answer.0);
        cajero.pays(1).await.says(&["Orden **1** pagada"]);
        world.closes_clean().await;
    }

    async fn an_order_that_was_paid_after_the_copy_is_not_paid_again_by_books_that_have_it_open(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        one_order(&world).await;
        world.ends().await;
        let copy = world.copies_books().await;
        world.begins().await;
        world.person("cajero1").pays(1).await.says(&["Orden **1** pagada"]);
        world.ends().await;
        world.puts_back(&copy).await;

        // No number in Discord is higher than in the books: only the paid order shows that the books are older.
        let why = world.stays_closed().await;
        assert!(why.contains("orders that ended are open again: 1"), "{why}");
        world
            .with_discord(async |world, config| {
                let told = world.person("superusuario").reads("alertas").await;
                told.last().expect("told").shows(&["la orden 1,", "que nadie la pague"]);
                world.accepts_older_books(config).await
            })
            .await;
        world.begins().await;
        world.person("superusuario").finds("alertas", "La mesa abrió con libros más viejos").await
            .shows(&["la orden 1,", "que nadie la pague"]);
        world.restarts().await;
        world.closes_clean().await;
    }

    async fn new_books_where_another_desk_spoke_stay_closed_until_they_are_accepted(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        one_order(&world).await;
        let old = world.person("cajero1").order(PENDING, 1).await;
        world.ends().await;
        world.loses_books().await;

        let why = world.stays_closed().await;
        assert!(why.contains("order 1 was shown, the last known is 0"), "{why}");
        world.with_discord(async |world, config| world.accepts_older_books(config).await).await;
        world.begins().await;
        world.person("superusuario").finds("alertas", "La mesa abrió con libros más viejos").await;
        one_order(&world).await;
        world.person("david").order(CHANNEL, 102).await;
        world.person("cajero2").presses_in_vain(&old, "Tomar", &[OTHER_BOOKS]).await;
        world.restarts().await;
        world.closes_clean().await;
    }

    async fn a_discord_that_cannot_be_read_opens_no_older_books_and_closes_no_healthy_desk(test_db: TestDb) {
        let mut world = World::demo(&test_db).await;
        one_order(&world).await;
        world.ends().await;
        let copy = world.copies_books().await;
        world.begins().await;
        world.person("david").says(CHANNEL, "!t 2 p").await;
        world.ends().await;

        world
            .with_discord(async |world, config| {
                let outage = json!({ "status": 503, "times": 200 });
                world.breaks("GET", "/channels/*/messages", outage).await;
                let why = world.tries_to_run(config).await.expect_err("nobody knows yet");
                assert!(why.contains("503"), "{why}");
                world.mends().await;
                world.tries_to_run(config).await.expect("Discord answers again");

                let owner = world.person("superusuario");
                for channel in ["alertas", "cajeros"] {
                    sets_unseen(owner, channel, &[], &["view_channel"]).await;
                }
                world.tries_to_run(config).await.expect("the other channels are enough");
                let all = ["alertas", "cajeros", PENDING, "solicitudes", "registro", CHANNEL];
                for channel in all {
                    sets_unseen(owner, channel, &["view_channel"], &["read_message_history"]).await;
                }
                let why = world.tries_to_run(config).await.expect_err("nothing can be read");
                assert!(why.contains("Read Message History"), "{why}");
                for channel in all {
                    sets_unseen(owner, channel, &["view_channel", "read_message_history"], &[]).await;
                }
                world.tries_to_run(config).await.expect("all can be read again");
                sets_unseen(owner, PENDING, &[], &["view_channel"]).await;
            })
            .await;

        world.puts_back(&copy).await;
        let why = world.stays_closed().await;
        assert!(why.contains("order 2 was shown"), "one channel less shows it still: {why}");
        world.with_discord(async |world, config| world.accepts_older_books(config).await).await;
        world.begins().await;
        world.closes_clean().await;
    }

    async fn a_button_of_a_message_that_nobody_recorded_says_what_to_type(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        one_order(&world).await;
        let cajero = world.person("cajero1");
        let recorded = cajero.order("dm", 1).await;
        assert!(recorded.0.to_string().contains("\"done:1\""), "the courier's buttons need no marks: {}", recorded.0);
        let other = world.bot_posts("cajeros", "Orden 1", "done:1").await;
        cajero.presses_in_vain(&other, "Antes", &[OTHER_BOOKS, "`!pendientes`", "`!orden 1`"]).await;
        let list = world.bot_posts("cajeros", "Ayuda", "page:help:1:a5").await;
        cajero.presses_in_vain(&list, "Antes", &["Esta lista ya no sirve", "Pídala otra vez"]).await;
        answers_in(cajero, "cajeros", &other, "18,05").await;
        cajero.pays(1).await.says(&["Orden **1** pagada"]);
        world.closes_clean().await;
    }
}
