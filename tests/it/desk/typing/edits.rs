//! Editing or deleting a command changes nothing that was done.

use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::message::Message;
use crate::support::person::Person;
use crate::support::world::World;

async fn replies(person: Person<'_>, channel: &str, said: &Message) -> usize {
    let seen = person.reads(channel).await;
    seen.iter()
        .filter(|one| one.0["message_reference"]["message_id"] == said.0["id"])
        .count()
}

on_sqlite! {
    async fn an_edited_command_is_not_carried_out_and_it_is_said_once(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        let said = david.says(CHANNEL, "!t 100 p Ana").await;
        let before = world.rows().await;
        david.edits(CHANNEL, &said, "!t 1000 p Ana").await;
        world.settles().await;
        david.reply_to(CHANNEL, &said).await.shows(&["lo hecho queda como estaba", "en un mensaje nuevo"]);
        let told = replies(david, CHANNEL, &said).await;
        david.edits(CHANNEL, &said, "hola").await;
        world.settles().await;
        assert_eq!(replies(david, CHANNEL, &said).await, told, "it is said once");
        david.order(CHANNEL, 1).await.shows(&["902,70 Bs", "Beneficiario: `Ana`"]);

        // Plain text that is edited into a command, and a command that could not be read.
        for typed in ["hola", "!t 100"] {
            let said = david.says(CHANNEL, typed).await;
            david.edits(CHANNEL, &said, "!t 100 p").await;
            world.settles().await;
            david.reply_to(CHANNEL, &said).await.shows(&["Un comando editado no se lleva a cabo"]);
        }
        let talk = david.says(CHANNEL, "hola").await;
        david.edits(CHANNEL, &talk, "buenas").await;
        world.settles().await;
        assert_eq!(replies(david, CHANNEL, &talk).await, 0);
        assert_eq!(world.rows().await, before);
        world.closes_clean().await;
    }

    async fn an_edit_of_what_only_asked_says_that_nothing_is_done_yet(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let owner = world.person("superusuario");
        for (ends, parts) in [
            ("", &["nada se hizo todavía", "**Corregir**", "en un mensaje nuevo"][..]),
            ("Corregir", &["Un comando editado no se lleva a cabo"][..]),
            ("Confirmar", &["lo hecho queda como estaba"][..]),
        ] {
            let said = owner.says("general", "!setrates PEN VES 90").await;
            let question = owner.reply_to("general", &said).await;
            question.shows(&["9 → **90**"]);
            if !ends.is_empty() {
                owner.presses(&question, ends).await;
            }
            owner.edits("general", &said, "!setrates PEN VES 9.1").await;
            world.settles().await;
            owner.last("general").await.shows(parts);
        }
        world.closes_clean().await;
    }

    async fn a_deleted_command_stays_done(test_db: TestDb) {
        let world = World::demo(&test_db).await;
        let david = world.person("david");
        david.says(CHANNEL, "!start batch").await;
        let said = david.says(CHANNEL, "!t 100 p").await;
        let seen = david.reads(CHANNEL).await.len();
        david.deletes(CHANNEL, &said).await;
        world.settles().await;
        assert_eq!(david.reads(CHANNEL).await.len(), seen - 1, "nothing more is said");
        david.order(CHANNEL, 1).await.shows(&["902,70 Bs"]);
        world.person("cajero1").pays(1).await.says(&["Orden **1** pagada"]);
        world.closes_clean().await;
    }
}
