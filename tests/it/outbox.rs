//! What must be told is told in order, by one courier at a time, and survives the courier.

use cambista::clock::Moment;
use cambista::db::Db;
use cambista::domain::outbox::{self, Notice, Owed, Sending, Shown};
use cambista::ids::{DiscordChannelId, DiscordMessageId, MemberId};

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::NOON;

const CLAIM_MS: i64 = 30_000;

async fn owe(db: &Db, subject: &str, notice: &str) {
    let mut tx = db.begin().await.expect("a unit");
    outbox::enqueue(&mut tx, subject, &spoken(notice), NOON)
        .await
        .expect("owed");
    tx.commit().await.expect("kept");
}

async fn claim(db: &Db, now: Moment, notices_max: i64) -> Vec<Owed> {
    let mut tx = db.begin().await.expect("a unit");
    let claimed = outbox::claim(&mut tx, now, now.plus_ms(CLAIM_MS), notices_max)
        .await
        .expect("claimed");
    tx.commit().await.expect("kept");
    claimed
}

async fn tell(db: &Db, owed: &Owed) {
    let mut tx = db.begin().await.expect("a unit");
    outbox::mark_told(&mut tx, owed.id, NOON).await.expect("told");
    tx.commit().await.expect("kept");
}

async fn put_off(db: &Db, owed: &Owed, due: Moment) {
    let mut tx = db.begin().await.expect("a unit");
    outbox::put_off(&mut tx, owed.id, due, "429").await.expect("put off");
    tx.commit().await.expect("kept");
}

async fn next_due(db: &Db) -> Option<Moment> {
    outbox::next_due(&mut db.reader().await.expect("a reader"))
        .await
        .expect("a moment")
}

async fn waiting(db: &Db) -> i64 {
    outbox::count_waiting(&mut db.reader().await.expect("a reader"))
        .await
        .expect("a count")
}

/// A notice that stands for a short word: the store does not care what is told.
fn spoken(word: &str) -> Notice {
    let mut bytes = [0; 8];
    bytes[..word.len()].copy_from_slice(word.as_bytes());
    Notice::RoleAssigned {
        member: MemberId::new(i64::from_le_bytes(bytes)),
    }
}

fn words(owed: &[Owed]) -> Vec<String> {
    let word = |owed: &Owed| match owed.notice {
        Some(Notice::RoleAssigned { member }) => String::from_utf8_lossy(&member.get().to_le_bytes())
            .trim_end_matches('\0')
            .to_owned(),
        ref other => panic!("{other:?} was not enqueued here"),
    };
    owed.iter().map(word).collect()
}

on_both_engines! {
    async fn notices_of_a_subject_are_told_in_order_and_subjects_do_not_wait_for_each_other(test_db: TestDb) {
        let db = test_db.open().await;
        for (subject, notice) in [("order:1", "a"), ("order:2", "b"), ("order:1", "c"), ("order:1", "d")] {
            owe(&db, subject, notice).await;
        }
        let first = claim(&db, NOON, 10).await;
        assert_eq!(words(&first), ["a", "b"]);
        assert_eq!(claim(&db, NOON, 10).await.len(), 0, "claimed notices are not claimed again");
        tell(&db, &first[1]).await;
        assert_eq!(claim(&db, NOON, 10).await.len(), 0, "order 1 waits for its first notice");
        tell(&db, &first[0]).await;
        let second = claim(&db, NOON, 10).await;
        assert_eq!(words(&second), ["c"]);
        tell(&db, &second[0]).await;
        let third = claim(&db, NOON, 10).await;
        assert_eq!(words(&third), ["d"]);
        assert_eq!(waiting(&db).await, 1);
    }

    async fn a_claim_takes_the_oldest_and_no_more_than_asked(test_db: TestDb) {
        let db = test_db.open().await;
        for n in 0..9 {
            owe(&db, &format!("order:{n}"), &n.to_string()).await;
        }
        assert_eq!(words(&claim(&db, NOON, 4).await), ["0", "1", "2", "3"]);
        assert_eq!(words(&claim(&db, NOON, 4).await), ["4", "5", "6", "7"]);
    }

    async fn the_claim_of_a_dead_courier_runs_out(test_db: TestDb) {
        let db = test_db.open().await;
        owe(&db, "order:1", "a").await;
        assert_eq!(claim(&db, NOON, 10).await.len(), 1);
        db.close().await;
        let db = test_db.open().await;
        let runs_out = NOON.plus_ms(CLAIM_MS);
        assert_eq!(next_due(&db).await, Some(runs_out));
        assert_eq!(claim(&db, runs_out.plus_ms(-1), 10).await.len(), 0);
        let again = claim(&db, runs_out, 10).await;
        assert_eq!(words(&again), ["a"]);
        tell(&db, &again[0]).await;
        assert_eq!((waiting(&db).await, next_due(&db).await), (0, None));
    }

    async fn a_notice_that_was_put_off_waits_and_so_does_what_comes_after_it(test_db: TestDb) {
        let db = test_db.open().await;
        owe(&db, "order:1", "a").await;
        owe(&db, "order:1", "b").await;
        let claimed = claim(&db, NOON, 10).await;
        assert_eq!(claimed[0].attempts, 0);
        let later = NOON.plus_ms(5_000);
        put_off(&db, &claimed[0], later).await;
        assert_eq!(next_due(&db).await, Some(NOON), "the second is due, though it waits for the first");
        assert_eq!(claim(&db, NOON, 10).await.len(), 0);
        let again = claim(&db, later, 10).await;
        assert_eq!((words(&again), again[0].attempts), (vec!["a".to_owned()], 1));
        let mut tx = db.begin().await.expect("a unit");
        outbox::give_up(&mut tx, again[0].id, "50007", later).await.expect("given up");
        tx.commit().await.expect("kept");
        assert_eq!(words(&claim(&db, later, 10).await), ["b"]);
    }

    async fn a_notice_that_was_told_is_not_put_off(test_db: TestDb) {
        let db = test_db.open().await;
        owe(&db, "order:1", "a").await;
        let claimed = claim(&db, NOON, 10).await;
        tell(&db, &claimed[0]).await;
        put_off(&db, &claimed[0], NOON).await;
        assert_eq!((waiting(&db).await, claim(&db, NOON, 10).await.len()), (0, 0));
    }

    async fn two_couriers_never_claim_the_same_notice_nor_break_the_order(test_db: TestDb) {
        let db = test_db.open().await;
        for n in 0..60 {
            owe(&db, &format!("order:{}", n % 20), &n.to_string()).await;
        }
        let couriers = (0..4).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut told = Vec::new();
                for _ in 0..200 {
                    for owed in claim(&db, NOON, 3).await {
                        tell(&db, &owed).await;
                        told.push(owed.id);
                    }
                }
                told
            })
        });
        let couriers: Vec<_> = couriers.collect();
        let mut told = Vec::new();
        for courier in couriers {
            let own = courier.await.expect("no panic");
            assert!(own.is_sorted_by(|a, b| a != b));
            told.extend(own);
        }
        told.sort();
        let count = told.len();
        told.dedup();
        assert_eq!((told.len(), count, waiting(&db).await), (60, 60, 0));
    }

    async fn a_claim_is_renewed_while_its_notice_is_told_and_ends_with_its_courier(test_db: TestDb) {
        let db = test_db.open().await;
        owe(&db, "order:1", "a").await;
        let owed = claim(&db, NOON, 1).await;
        let mut tx = db.begin().await.expect("a unit");
        outbox::renew_claim(&mut tx, owed[0].id, NOON.plus_ms(2 * CLAIM_MS)).await.expect("renewed");
        tx.commit().await.expect("kept");
        assert_eq!(claim(&db, NOON.plus_ms(CLAIM_MS + 1), 1).await.len(), 0);
        let mut tx = db.begin().await.expect("a unit");
        outbox::release_claims(&mut tx).await.expect("released");
        // Nobody has it any more, so there is nothing to renew.
        outbox::renew_claim(&mut tx, owed[0].id, NOON.plus_ms(9 * CLAIM_MS)).await.expect("left alone");
        tx.commit().await.expect("kept");
        put_off(&db, &owed[0], NOON.plus_ms(50)).await;
        assert_eq!(claim(&db, NOON, 1).await.len(), 0, "what was put off waits also after a release");
        assert_eq!(words(&claim(&db, NOON.plus_ms(50), 1).await), ["a"]);
    }

    async fn a_sending_is_known_until_it_is_recorded(test_db: TestDb) {
        let db = test_db.open().await;
        let sending = |nonce: &str| Sending { channel: DiscordChannelId::new(5), nonce: nonce.to_owned() };
        let mut tx = db.begin().await.expect("a unit");
        for nonce in ["n1k", "n2k"] {
            outbox::begin_sending(&mut tx, "order:1", "cashier:9", &sending(nonce), NOON).await.expect("written");
        }
        let found = outbox::find_sending(&mut tx, "order:1", "cashier:9").await.expect("read");
        assert_eq!(found, Some(sending("n2k")));
        assert_eq!(outbox::find_sending(&mut tx, "order:1", "pending").await.expect("read"), None);
        outbox::drop_sending(&mut tx, "order:1", "cashier:9").await.expect("dropped");
        assert_eq!(outbox::find_sending(&mut tx, "order:1", "cashier:9").await.expect("read"), None);
        tx.commit().await.expect("kept");
    }

    async fn a_dropped_unit_owes_nothing(test_db: TestDb) {
        let db = test_db.open().await;
        let mut tx = db.begin().await.expect("a unit");
        outbox::enqueue(&mut tx, "order:1", &spoken("a"), NOON).await.expect("owed");
        drop(tx);
        assert_eq!(waiting(&db).await, 0);
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
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres_a_courier_does_not_wait_for_what_another_is_claiming() {
    let Some(test_db) = TestDb::postgres().await else {
        return;
    };
    let db = test_db.open().await;
    for n in 0..4 {
        owe(&db, &format!("order:{n}"), &n.to_string()).await;
    }
    let mut first = db.begin().await.expect("a unit");
    let until = NOON.plus_ms(CLAIM_MS);
    let theirs = outbox::claim(&mut first, NOON, until, 2).await.expect("claimed");
    let ours = tokio::time::timeout(std::time::Duration::from_secs(5), claim(&db, NOON, 10)).await;
    assert_eq!(
        (words(&theirs), words(&ours.expect("nobody waits"))),
        (
            ["0", "1"].map(str::to_owned).to_vec(),
            ["2", "3"].map(str::to_owned).to_vec()
        )
    );
    first.commit().await.expect("kept");
    assert_eq!(claim(&db, NOON, 10).await.len(), 0);
}
