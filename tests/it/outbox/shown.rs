//! Recorded sendings, and which message shows what.

use cambista::domain::kernel::outbox::{self, Sending, Shown};
use cambista::ids::{DiscordChannelId, DiscordMessageId};

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::NOON;

on_both_engines! {
    async fn a_sending_is_known_until_it_is_recorded(test_db: TestDb) {
        let db = test_db.open().await;
        let sending = |nonce: &str| Sending { channel: DiscordChannelId::new(5), nonce: nonce.to_owned(), begun_at: NOON };
        let mut tx = db.begin().await.expect("a unit");
        for nonce in ["n1k", "n2k"] {
            outbox::begin_sending(&mut tx, "order:1", "cashier:9", &sending(nonce)).await.expect("written");
        }
        let found = outbox::find_sending(&mut tx, "order:1", "cashier:9").await.expect("read");
        assert_eq!(found, Some(sending("n2k")));
        assert_eq!(outbox::find_sending(&mut tx, "order:1", "pending").await.expect("read"), None);
        outbox::drop_sending(&mut tx, "order:1", "cashier:9").await.expect("dropped");
        assert_eq!(outbox::find_sending(&mut tx, "order:1", "cashier:9").await.expect("read"), None);
        tx.commit().await.expect("kept");
    }

    async fn the_newest_message_that_shows_a_subject_is_found_until_it_is_forgotten(test_db: TestDb) {
        let db = test_db.open().await;
        let shown = |message| Shown { channel: DiscordChannelId::new(5), message: DiscordMessageId::new(message) };
        let mut tx = db.begin().await.expect("a unit");
        for message in [71, 72, 72] {
            outbox::record_shown(&mut tx, "order:1", "dm:9", shown(message), NOON).await.expect("recorded");
        }
        outbox::record_shown(&mut tx, "order:1", "channel", shown(80), NOON).await.expect("recorded");
        assert_eq!(outbox::find_shown(&mut tx, "order:1", "dm:9").await.expect("read"), Some(shown(72)));
        let subject = outbox::find_subject_of(&mut tx, DiscordMessageId::new(80)).await.expect("read");
        assert_eq!(subject, Some(("order:1".to_owned(), "channel".to_owned())));
        outbox::forget_shown(&mut tx, DiscordMessageId::new(72)).await.expect("forgotten");
        assert_eq!(outbox::find_shown(&mut tx, "order:1", "dm:9").await.expect("read"), Some(shown(71)));
        assert_eq!(outbox::find_shown(&mut tx, "order:2", "dm:9").await.expect("read"), None);
        tx.commit().await.expect("kept");
    }

    async fn the_desk_spoke_also_where_a_message_was_being_sent(test_db: TestDb) {
        let db = test_db.open().await;
        let (channel, at) = (DiscordChannelId::new, |ms| NOON.plus_ms(ms));
        let mut tx = db.begin().await.expect("a unit");
        for (subject, in_channel, ms) in [("order:1", 5, 0), ("order:2", 6, 10), ("order:3", 5, 20), ("order:4", 9, -10)] {
            let shown = Shown { channel: channel(in_channel), message: DiscordMessageId::new(100 + ms) };
            outbox::record_shown(&mut tx, subject, "dm:9", shown, at(ms)).await.expect("recorded");
        }
        for (subject, in_channel, ms) in [("order:5", 7, 15), ("order:6", 8, -10), ("order:7", 6, 30)] {
            let sending = Sending { channel: channel(in_channel), nonce: subject.to_owned(), begun_at: at(ms) };
            outbox::begin_sending(&mut tx, subject, "dm:9", &sending).await.expect("written");
        }
        let spoken = outbox::list_channels_spoken_in(&mut tx, NOON, 10).await.expect("read");
        assert_eq!(spoken, [channel(6), channel(5), channel(7)]);
        let newest = outbox::list_channels_spoken_in(&mut tx, NOON, 1).await.expect("read");
        assert_eq!(newest, [channel(6)]);
        tx.commit().await.expect("kept");
    }
}
