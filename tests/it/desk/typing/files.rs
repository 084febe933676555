//! Captures as phones send them: forwarded, two at once, with a wrong content type.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::desk::CHANNEL;
use crate::on_sqlite;
use crate::support::database::TestDb;
use crate::support::pictures::picture;
use crate::support::world::World;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01";
const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
const ZIP: &[u8] = b"PK\x03\x04\x14\0\0\0";

fn file(name: &str, content_type: Value, bytes: &[u8]) -> Value {
    json!({ "name": name, "base64": STANDARD.encode(bytes), "content_type": content_type })
}

/// A batch with one order, which cajero1 has.
async fn with_an_order(test_db: &TestDb) -> World {
    let world = World::demo(test_db).await;
    world.person("david").says(CHANNEL, "!start batch").await;
    world.person("david").says(CHANNEL, "!t 100 p").await;
    world
}

on_sqlite! {
    async fn a_document_is_a_capture_when_its_bytes_are_a_picture(test_db: TestDb) {
        let world = with_an_order(&test_db).await;
        let cajero = world.person("cajero1");
        let order = cajero.order("dm", 1).await;
        for (named, content_type, bytes) in [
            ("archivo.bin", json!("application/octet-stream"), ZIP),
            ("nota.txt", json!("text/plain"), PNG),
            ("sin-tipo", json!(null), ZIP),
        ] {
            let before = world.rows().await;
            let sent = cajero.sends_files("dm", Some(&order), json!([file(named, content_type, bytes)])).await;
            cajero.reply_to("dm", &sent).await.shows(&["Eso no es una captura"]);
            assert_eq!(world.rows().await, before, "{named}");
        }
        let before = world.rows().await;
        for content_type in [json!("image/png"), json!("application/octet-stream")] {
            let sent = cajero.sends_files("dm", Some(&order), json!([file("cap.png", content_type, b"no soy una imagen")])).await;
            let reply = cajero.reply_to("dm", &sent).await;
            reply.shows(&["Eso no es una captura", "«cap.png» no es una imagen ni un PDF", "PNG, JPG, WEBP, GIF o HEIC, o un PDF"]);
        }
        assert_eq!(world.rows().await, before);
        let sent = cajero.sends_files("dm", Some(&order), json!([file("documento", json!("application/octet-stream"), PNG)])).await;
        cajero.reply_to("dm", &sent).await.shows(&["Captura recibida para la orden **1**"]);
        let sent = cajero.sends_files("dm", Some(&order), json!([file("IMG_0001", json!(null), HEIC)])).await;
        cajero.reply_to("dm", &sent).await.shows(&["Captura recibida", "Discord no muestra las fotos HEIC"]);
        assert_eq!(world.capture_like(HEIC), HEIC);
        cajero.presses(&order, "Listo").await.says(&["Orden **1** pagada"]);
        // Files get the extension of their real type.
        let paid = world.person("david").finds(CHANNEL, "Orden **1** pagada").await;
        assert_eq!(world.file_of(&paid, "orden-1.png").await, PNG);
        assert_eq!(world.file_of(&paid, "orden-1-2.heic").await, HEIC);
        world.closes_clean().await;
    }

    async fn two_captures_in_one_message_are_both_kept_or_none_is(test_db: TestDb) {
        let world = with_an_order(&test_db).await;
        let cajero = world.person("cajero1");
        let order = cajero.order("dm", 1).await;
        let captures = |bytes: &[&[u8]]| -> Value {
            let files = bytes.iter().map(|bytes| file("captura.png", json!("image/png"), &picture(bytes)));
            files.collect()
        };
        let before = world.rows().await;
        let mixed = json!([file("captura.png", json!("image/png"), PNG), file("a.zip", json!("application/zip"), ZIP)]);
        let sent = cajero.sends_files("dm", Some(&order), mixed).await;
        cajero.reply_to("dm", &sent).await.shows(&["Eso no es una captura y no se guardó nada"]);
        let many: Vec<&[u8]> = vec![b"1", b"2", b"3", b"4", b"5", b"6"];
        let sent = cajero.sends_files("dm", Some(&order), captures(&many)).await;
        cajero.reply_to("dm", &sent).await.shows(&["Llegaron 6 archivos y no se guardó ninguno", "caben 5"]);
        assert_eq!(world.rows().await, before);

        let sent = cajero.sends_files("dm", Some(&order), captures(&[b"one half", b"the other"])).await;
        cajero.reply_to("dm", &sent).await.shows(&["2 capturas recibidas para la orden **1**"]);
        for bytes in [&b"one half"[..], b"the other"] {
            assert_eq!(world.capture_like(bytes), picture(bytes));
        }
        cajero.presses(&order, "Listo").await.says(&["Orden **1** pagada"]);
        // The reseller gets both.
        let paid = world.person("david").finds(CHANNEL, "Orden **1** pagada").await;
        assert_eq!(world.file_of(&paid, "orden-1.png").await, picture(b"one half"));
        assert_eq!(world.file_of(&paid, "orden-1-2.png").await, picture(b"the other"));
        world.closes_clean().await;
    }

    async fn a_forwarded_capture_is_one_and_a_forwarded_command_is_none(test_db: TestDb) {
        let world = with_an_order(&test_db).await;
        let (david, cajero) = (world.person("david"), world.person("cajero1"));
        // Both orders are cajero1's.
        world.person("cajero2").says("dm", "!ocupado").await;
        // The bank's app posted it in another channel.
        let post = json!({ "content": "", "files": [file("pago.png", json!("image/png"), &picture(b"paid at the bank"))] });
        let posted = cajero.sends("cajeros", post).await;
        cajero.reply_to("cajeros", &posted).await.shows(&["Captura recibida para la orden **1**"]);
        david.says(CHANNEL, "!t 50 p").await;
        let posted = cajero.sends("general", json!({ "content": "pagado", "files": [file("b.png", json!("image/png"), &picture(b"paid again"))] })).await;
        let sent = cajero.forwards(&posted, "dm").await;
        world.settles().await;
        cajero.reply_to("dm", &sent).await.shows(&["Tiene varias órdenes abiertas", "Responda con la captura"]);
        cajero.pays(1).await;
        let sent = cajero.forwards(&posted, "dm").await;
        world.settles().await;
        cajero.reply_to("dm", &sent).await.shows(&["Captura recibida para la orden **2**"]);
        assert_eq!(world.capture_like(b"paid again"), picture(b"paid again"));

        let said = david.says("general", "!t 10 p").await;
        let before = world.rows().await;
        let sent = david.forwards(&said, CHANNEL).await;
        world.settles().await;
        david.reply_to(CHANNEL, &sent).await.shows(&["Un comando reenviado no se lleva a cabo", "`!t 10 p`"]);
        assert_eq!(world.rows().await, before);
        world.closes_clean().await;
    }

    async fn a_word_beside_a_capture_does_not_hide_it(test_db: TestDb) {
        let world = with_an_order(&test_db).await;
        let cajero = world.person("cajero1");
        let with = |typed: &str, bytes: &[u8]| json!({ "content": typed, "files": [file("c.png", json!("image/png"), &picture(bytes))] });
        let before = world.rows().await;
        let sent = cajero.sends("dm", with("!hecho 1", b"with a word")).await;
        cajero.reply_to("dm", &sent).await.shows(&["`!listo 1`", "El archivo que venía no se guardó"]);
        let sent = cajero.sends("dm", with("!orden 1", b"with a command")).await;
        cajero.reply_to("dm", &sent).await.shows(&["Con `!orden 1` no va ningún archivo"]);
        assert_eq!(world.rows().await, before);
        // The question about a repeated transfer keeps its picture.
        let david = world.person("david");
        let sent = david.sends(CHANNEL, with("t 100 p", b"for the cashier")).await;
        let reply = david.reply_to(CHANNEL, &sent).await;
        reply.shows(&["le falta `!`", "`!t 100 p`", "El archivo que venía no se guardó"]);
        assert_eq!(world.rows().await, before);
        for (typed, bytes) in [("!!!", &b"first"[..]), ("orden 1 pagada", b"second"), ("orden 1", b"third")] {
            let sent = cajero.sends("dm", with(typed, bytes)).await;
            cajero.reply_to("dm", &sent).await.shows(&["Captura recibida para la orden **1**"]);
        }
        world.closes_clean().await;
    }
}
