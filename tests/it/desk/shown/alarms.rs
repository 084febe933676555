//! What superusers read of the desk itself: channels that are closed, answers that were lost, the head of the books.

use cambista::db::retrying;
use cambista::domain::books::older::announce_head;
use chrono::NaiveDate;
use insta::assert_snapshot;
use serde_json::json;

use super::{ALERTS, HERE};
use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::desk::closes_clean;
use crate::support::world::World;

const BOT: &str = "cambista";
const ALL: [&str; 5] = [
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
];

/// Without the number behind these words: on PostgreSQL it may be another one.
fn without_number(told: String, words: &str) -> String {
    let (before, after) = told.split_once(words).expect("the words");
    let behind = after.trim_start_matches(|c: char| c.is_ascii_digit());
    format!("{before}{words}#{behind}")
}

on_sqlite! {
    async fn a_channel_that_the_bot_cannot_write_in_is_told_and_told_again_when_it_opens(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        world.person("cajero1").pays(1).await;
        owner.sets_permissions(CHANNEL, BOT, &[], &["send_messages"]).await;
        david.says(CHANNEL, "!c 100 26.32").await;
        assert_snapshot!(owner.sees_found(ALERTS, "No puedo escribir en").await, @"
        (rings superusuario)
        <@superusuario> ⚠️ No puedo escribir en el canal de **david** (<#transacciones-david>). Al bot le falta «Enviar mensajes» allí. Mientras tanto lo digo por otro camino; nada se pierde, y cuando se arregle aviso aquí.
        ");
        assert_snapshot!(david.sees_found("dm", "no puedo escribir en su canal").await, @"⚠️ Ahora no puedo escribir en su canal: sus órdenes y batches siguen en pie. Le escribo por aquí hasta que un superusuario lo arregle; ya lo sabe.");
        assert_snapshot!(david.sees_found("dm", "Batch cerrado").await, @"
        Batch cerrado
        ┌ david-cuentas · batch 1 cerrado
        │ Revendedor: david
        │ Cuenta Receptora: Cuenta Soles · Saldo: 100,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 902,70 Bs
        │ Cantidad $ USD: 26,32 $
        │ Precio del USDT: 3,7994 PEN/USDT
        │ Cantidad enviada en $: 23,75 $
        │ Resultado:
        │   Ganancia generada en el batch = 2,57 $
        │   Cut del reseller (40 %) david = 1,02 $
        │   Ganancia Cajero cajero1 = 1,55 $
        ");
        owner.sets_permissions(CHANNEL, BOT, &ALL, &[]).await;
        world.settles().await;
        assert_snapshot!(owner.sees_found(ALERTS, "Ya puedo escribir otra vez en").await, @"✅ Ya puedo escribir otra vez en el canal de **david** (<#transacciones-david>): lo que faltaba está allí.");
        assert_snapshot!(david.sees_found(CHANNEL, "Batch cerrado").await, @"
        (makes no sound)
        Batch cerrado
        ┌ david-cuentas · batch 1 cerrado
        │ Revendedor: david
        │ Cuenta Receptora: Cuenta Soles · Saldo: 100,00 S/
        │ Cuenta Emisora: Cuenta Venezuela · Saldo Enviado: 902,70 Bs
        │ Cantidad $ USD: 26,32 $
        │ Precio del USDT: 3,7994 PEN/USDT
        │ Cantidad enviada en $: 23,75 $
        │ Resultado:
        │   Ganancia generada en el batch = 2,57 $
        │   Cut del reseller (40 %) david = 1,02 $
        │   Ganancia Cajero cajero1 = 1,55 $
        ");
        world.closes_clean().await;
    }

    async fn an_answer_that_is_lost_is_told_by_another_way(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let owner = world.person("superusuario");
        world.discord_fails(503).await;
        let done = owner.says(HERE, "!depositar 1 500 recarga").await;
        let refused = owner.says(HERE, "!depositar 99 500 recarga").await;
        world.discord_works().await;
        world.courier_waits(60).await;
        assert_snapshot!(world.shown(&owner.reply_to(HERE, &done).await).await, @"Discord no me dejó contestarle a tiempo. Lo que escribió está hecho; si era una consulta, escríbala otra vez.");
        assert_snapshot!(world.shown(&owner.reply_to(HERE, &refused).await).await, @"Discord no me dejó contestarle a tiempo. Lo que escribió **no** se hizo: escríbalo otra vez y le digo por qué.");
        world.closes_clean().await;
    }

    async fn what_discord_never_takes_is_set_aside_and_told_in_plain_words(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let (owner, david) = (world.person("superusuario"), world.person("david"));
        david.says(CHANNEL, "!start batch").await;
        david.says(CHANNEL, "!t 100 p").await;
        world.person("cajero1").pays(1).await;
        let channel = world.running().discord.channel_id(CHANNEL).expect("a channel");
        let path = format!("/channels/{channel}/messages");
        world.breaks("POST", &path, json!({ "status": 400, "code": 50035, "times": 1 })).await;
        david.says(CHANNEL, "!c 100 26.32").await;
        world.courier_waits(5).await;
        assert_snapshot!(david.sees_last(CHANNEL).await, @"⚠️ Hay novedades sobre el batch **1**, y Discord no acepta el mensaje que las muestra. Consulte `!historial b1`.");
        assert_snapshot!(without_number(owner.sees_last(ALERTS).await, "aviso **"), @"
        (rings superusuario)
        <@superusuario> ⚠️ Discord no acepta un mensaje sobre el batch **1** para el canal de **david** (<#transacciones-david>). En su lugar escribí allí, en palabras, que lo consulten. Consulte `!historial b1`. Los libros están bien y el aviso **#** queda guardado: `cambista outbox` dice qué le falta y `cambista outbox retry` lo intenta otra vez.
        ");
        world.closes_clean_but_for(1).await;
    }

    async fn the_seal_of_the_books_is_announced_once_a_day(test_db: TestDb) {
        let world = World::demo_at_hand(&test_db).await;
        let desk = world.running().app.desk.clone();
        // On PostgreSQL the sealer comes a moment later, and the announcer looks again only after a minute.
        closes_clean(&desk.db).await;
        let day = NaiveDate::from_ymd_opt(2027, 1, 1).expect("a day");
        retrying(|| announce_head(&desk, day)).await.expect("announced");
        world.running().app.bot.look_at_outbox();
        world.settles().await;
        let told = world.person("superusuario").sees_found(ALERTS, "Sello").await;
        assert_snapshot!(without_number(without_number(told, "hoy: `"), "--seal "), @"🔒 Sello de los libros de hoy: `#:#`. Guárdelo: `cambista audit --seal #:#` comprueba que nadie ha reescrito el pasado.");
        world.closes_clean().await;
    }
}
