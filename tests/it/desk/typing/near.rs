//! Near misses are answered with the command to type, and nothing is done.

use serde_json::json;

use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::person::Person;
use crate::support::world::World;

/// Types something that is not a command and gets no answer.
async fn is_left_alone(person: Person<'_>, channel: &str, content: &str) {
    let before = person.reads(channel).await.len();
    person.says(channel, content).await;
    assert_eq!(
        person.reads(channel).await.len(),
        before + 1,
        "{content:?} was answered"
    );
}

on_sqlite! {
    async fn a_near_miss_is_answered_with_what_to_type(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, maria, cajero) = (world.person("david"), world.person("maria"), world.person("cajero1"));
        david.says(CHANNEL, "!start batch").await;
        let meant = "Escríbalo así: `!t 100 p`";
        for typed in ["t 100 p", "T 100 p"] {
            let meant = meant.replace("`!t", &format!("`!{}", &typed[..1]));
            david.is_refused(CHANNEL, typed, &["le falta `!`", "No hice nada", &meant]).await;
        }
        for typed in ["¡t 100 p", "¡t 100 p!", "！t 100 p", "/t 100 p", "1t 100 p", ".t 100 p", "❗t 100 p"] {
            david.is_refused(CHANNEL, typed, &["Los comandos escritos empiezan por `!`", meant]).await;
        }
        for typed in ["`!t 100 p`", "```\n!t 100 p\n```", "> !t 100 p", "**!t 100 p**", "||!t 100 p||", "\u{feff}> !t 100 p"] {
            david.is_refused(CHANNEL, typed, &["citado o con formato no se lleva a cabo", meant]).await;
        }
        for (typed, parts) in [
            ("t 100", ["`!t 100`", "Faltan datos"]),
            ("t 1.234 p", ["`!t 1.234 p`", "`1234` o `1,2340`"]),
            ("¡t", ["`!t`", "Faltan datos"]),
            ("c 200 52.63", ["`!c 200 52.63`", "le falta `!`"]),
            ("saldo", ["`!saldo`", "le falta `!`"]),
            ("orden 12", ["`!orden 12`", "le falta `!`"]),
            ("start batch", ["`!start batch`", "le falta `!`"]),
        ] {
            david.is_refused(CHANNEL, typed, &parts).await;
        }
        maria.is_refused("transacciones-clientes", "t 100 p", &["le falta `!`", meant]).await;
        maria.is_refused("dm", "t 100 p Luis", &["`!t 100 p Luis`"]).await;
        cajero.is_refused("dm", "cola", &["`!cola`"]).await;

        for talk in ["saldo de ayer", "hola", "100", "¡gracias!", "batch abierto ya", "t amo", "ayuda por favor con esto", "!!!", "¿c?"] {
            is_left_alone(david, CHANNEL, talk).await;
        }
        is_left_alone(david, "general", "t 100 p").await;
        world.closes_clean().await;
    }

    async fn a_thread_of_a_channel_says_in_which_channel_to_write(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        world.post("/sandbox/people/david/channels/transacciones-david/threads", json!({ "name": "Dudas" })).await;
        let here = ["No hice nada", "En un hilo no se trabaja con el batch", "escriba `!t 100 p` en <#"];
        for typed in ["!t 100 p", "t 100 p", "¡t 100 p", "```\n!t 100 p\n```", "!tasas\n!t 100 p"] {
            david.is_refused("Dudas", typed, &here).await;
        }
        david.is_refused("Dudas", "!batch", &["escriba `!batch` en <#"]).await;
        david.is_refused("Dudas", "!c 100 26", &["escriba `!c 100 26` en <#"]).await;
        // Commands that do not concern a channel's batch are answered there as anywhere, and so are near misses.
        david.is_told("Dudas", "!tasas").await.shows(&["PEN → VES: **9**"]);
        david.is_refused("Dudas", "saldo", &["`!saldo`", "le falta `!`"]).await;
        let said = david.says("Dudas", "!nada de eso").await;
        david.edits("Dudas", &said, "!t 100 p").await;
        world.settles().await;
        david.last("Dudas").await.shows(&["Un comando editado no se lleva a cabo"]);
        assert_eq!(world.orders().await, 0);
        world.closes_clean().await;
    }

    async fn what_nobody_sees_before_a_command_does_not_hide_it(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "\u{feff}!start batch").await;
        for (order, typed) in [(1, "\u{200b}!t 100 p"), (2, "!\u{2060}t 100 p"), (3, "\u{202a} !t\u{200d} 100 p")] {
            david.says(CHANNEL, typed).await;
            david.order(CHANNEL, order).await.shows(&["902,70 Bs"]);
        }
        world.closes_clean().await;
    }

    async fn a_word_for_something_with_another_name_is_answered_with_it(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (owner, cajero) = (world.person("superusuario"), world.person("cajero1"));
        for (typed, parts) in [
            ("!exportar", ["No conozco «exportar»", "`!transacciones`"]),
            ("!consultar 13", ["No conozco «consultar»", "`!orden 13`"]),
            ("!balance", ["No conozco «balance»", "`!ganancias`"]),
            ("!cerrar", ["No conozco «cerrar»", "`!endbatch`"]),
            ("!hecho 13", ["`!listo 13`", "`!orden 13`"]),
            ("!pagar 13", ["`!pagar` da monedas a una persona", "`!orden 13`"]),
            ("!pagar #13 ya", ["`!pagar` da monedas a una persona", "`!orden 13`"]),
            ("!transferencia 100 p Ana", ["¿Quiso decir `!t 100 p Ana`?", "`!ayuda`"]),
            ("!ayudame", ["No conozco «ayudame»", "`!ayuda`"]),
            ("!anular 3", ["`!cancelar 3`", "**Cancelar**"]),
            ("!endbach", ["No conozco «endbach»", "¿Quiso decir `!endbatch`?"]),
        ] {
            owner.is_refused("general", typed, &parts).await;
            cajero.is_refused("dm", typed, &parts).await;
        }
        world.closes_clean().await;
    }
}
