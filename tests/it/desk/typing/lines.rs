//! Several commands in one message, and beneficiaries in several lines.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::person::Person;
use crate::support::pictures::picture;
use crate::support::replies::TOLD_DIRECTLY;
use crate::support::world::World;

/// The bot's answers to the lines of a message, in order.
async fn answers(person: Person<'_>, channel: &str, said: &Message) -> Vec<String> {
    let seen = person.reads(channel).await;
    let replies = seen
        .iter()
        .filter(|one| one.0["message_reference"]["message_id"] == said.0["id"]);
    let of_lines = replies
        .map(Message::content)
        .filter(|words| words.starts_with("**Línea"));
    of_lines.collect()
}

async fn sends(person: Person<'_>, typed: &str, files: serde_json::Value) -> Message {
    person.sends(CHANNEL, json!({ "content": typed, "files": files })).await
}

on_sqlite! {
    async fn three_transfers_pasted_at_once_are_three_orders(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        let pasted = "!t 100 p María Pérez\n0102-1234\n!t 60 p Pedro\n\n!t 40 9.2 Ana";
        let said = david.says(CHANNEL, pasted).await;
        assert_eq!(
            answers(david, CHANNEL, &said).await,
            [
                "**Línea 1.** Orden **1** por 902,70 Bs: ya tiene cajero.",
                "**Línea 3.** Orden **2** por 541,62 Bs: ya tiene cajero.",
                "**Línea 5.** Orden **3** por 369,10 Bs: ya tiene cajero.",
            ]
        );
        let card = david.order(CHANNEL, 1).await;
        assert_eq!(card.field("Beneficiario"), "```\nMaría Pérez\n0102-1234\n```\n`0102-1234`");
        assert_eq!(david.order(CHANNEL, 2).await.field("Beneficiario"), "`Pedro`");
        assert_eq!(david.order(CHANNEL, 3).await.field("Beneficiario"), "`Ana`");
        world.person("cajero1").order("dm", 1).await.shows(&["Beneficiario: ```\nMaría Pérez\n0102-1234\n```\n`0102-1234`"]);
        assert!(world.knows_request(&format!("discord:{}:3", said.id())).await);
        world.closes_clean().await;
    }

    async fn a_message_with_lines_that_arrives_twice_is_done_once(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        let said = david.says(CHANNEL, "!t 100 p\n!t 60 p").await;
        world.post("/sandbox/gateway", json!({ "repeat_last_event": true })).await;
        world.settles().await;
        assert_eq!(answers(david, CHANNEL, &said).await.len(), 2);
        david.is_refused(CHANNEL, "!orden 3", &["No hay una orden 3"]).await;
        world.closes_clean().await;
    }

    async fn one_line_that_cannot_be_read_stops_all_before_anything_is_done(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        let nothing = "**No hice nada de este mensaje.**";
        let many = "!t 1 p\n".repeat(21);
        for (typed, parts) in [
            ("!t 100 p\n!xyzzy", ["La línea 2, `!xyzzy`", "No conozco «xyzzy»"]),
            ("!t 100 p Ana\n0102\n!t abc p", ["La línea 3, `!t abc p`", "«abc» no es una cantidad"]),
            ("!t 100 p\n!t 1.234 p", ["La línea 2, `!t 1.234 p`", "`1234` o `1,2340`"]),
            ("!t 100 p\n!t 9 500 9.2 Ana", ["La línea 2", "se lee de dos maneras"]),
            ("!t 100 p\n!t -5 p", ["La línea 2", "no puede ser negativa"]),
            ("!t 100 p\n!t 60 4.100", ["La línea 2", "`4100` o `4,1`"]),
            ("!t 100 x\n!t 60 p", ["La línea 1, `!t 100 x`", "«x» no es una tasa"]),
            ("!t 100 p\n!c 100", ["La línea 2, `!c 100`", "Faltan datos"]),
            ("!t 100 p\n!cancelar doce", ["La línea 2", "«doce» no es un número de orden"]),
            ("!t 100 p\n!start", ["La línea 2", "Falta una palabra"]),
            ("!t 100 p\nt 60 p Pedro", ["La línea 2, `t 60 p Pedro`, parece otro comando", "`!t 60 p Pedro`"]),
            ("!t 100 p Ana\n¡t 60 p", ["La línea 2, `¡t 60 p`, parece otro comando", "`!t 60 p`"]),
            ("María 0102-1234\n!t 100 p", ["Hay texto antes de `!t 100 p`", "Escriba primero el comando"]),
            (many.trim(), ["Tiene 21 comandos", "caben 20"]),
        ] {
            david.is_refused(CHANNEL, typed, &[nothing, parts[0], parts[1]]).await;
        }
        world.closes_clean().await;
    }

    async fn what_the_books_refuse_in_one_line_undoes_none_of_the_others(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        let typed = "!start batch\n!t 100 p\n!orden 99\n!t 0 p\n!batch\n!t 60 p";
        let said = david.says(CHANNEL, typed).await;
        let told = answers(david, CHANNEL, &said).await;
        assert_eq!(told.len(), 6, "{told:?}");
        assert!(told[0].starts_with("**Línea 1.** Batch **1**"), "{told:?}");
        assert_eq!(told[1], "**Línea 2.** Orden **1** por 902,70 Bs: ya tiene cajero.");
        assert!(told[2].starts_with("**Línea 3.** No hay una orden 99"), "{told:?}");
        assert!(told[3].starts_with("**Línea 4.** La cantidad no puede ser cero"), "{told:?}");
        assert_eq!(told[4], "**Línea 5.**");
        assert_eq!(told[5], "**Línea 6.** Orden **2** por 541,62 Bs: ya tiene cajero.");
        world.closes_clean().await;
    }

    async fn each_line_is_answered_where_its_answer_may_be_read(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        let said = owner.says("general", "!saldo 1\n!setrates PEN COP 1050\n!cuentas @cajero1").await;
        let told = answers(owner, "general", &said).await;
        assert_eq!(told.len(), 3, "{told:?}");
        assert_eq!(told[0], format!("**Línea 1.** {TOLD_DIRECTLY}"));
        assert!(told[1].starts_with("**Línea 2.** ") && told[1].contains("1.050"), "{told:?}");
        assert_eq!(told[2], format!("**Línea 3.** {TOLD_DIRECTLY}"));
        let directly: Vec<String> = owner.reads("dm").await.iter().map(Message::content).collect();
        let of_lines: Vec<&String> = directly.iter().filter(|words| words.starts_with("**Línea")).collect();
        assert_eq!(of_lines, ["**Línea 1.**", "**Línea 3.**"]);
        world.closes_clean().await;
    }

    async fn a_picture_goes_with_one_transfer(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        let files_of_one = json!([{ "name": "foto.png", "base64": STANDARD.encode(picture(b"hola")) }]);
        david.says(CHANNEL, "!start batch").await;
        for (typed, files, part) in [
            ("!t 100 p\n!t 60 p", files_of_one.clone(), "un archivo y 2 comandos que llevan uno, y no sé de cuál es"),
            ("!t 100 p", json!([files_of_one[0], files_of_one[0]]), "Trae 2 archivos y con un comando va uno"),
            ("!batch", files_of_one.clone(), "Con `!batch` no va ningún archivo"),
        ] {
            let before = world.rows().await;
            let said = sends(david, typed, files).await;
            david.reply_to(CHANNEL, &said).await.shows(&["**No hice nada de este mensaje.**", part]);
            assert_eq!(world.rows().await, before, "{typed}");
        }
        // Both go to cajero1.
        world.person("cajero2").says("dm", "!ocupado").await;
        sends(david, "!t 100 p Ana\n!batch", files_of_one.clone()).await;
        david.order(CHANNEL, 1).await.shows(&["Imagen adjunta: sí", "Beneficiario: `Ana`"]);
        let card = cajero.order("dm", 1).await;
        assert_eq!(world.file_of(&card, "imagen-1.png").await, picture(b"hola"));

        // The same picture may be sent again, because it proves nothing to the desk.
        sends(david, "!t 60 12 Ana", files_of_one.clone()).await;
        let owner = world.person("superusuario");
        owner.presses(&owner.last("solicitudes").await, "Aprobar").await.says(&["orden **2**"]);
        let card = cajero.order("dm", 2).await;
        assert_eq!(world.file_of(&card, "imagen-2.png").await, picture(b"hola"));
        cajero.pays(1).await.says(&["Orden **1** pagada"]);
        world.closes_clean().await;
    }
}
