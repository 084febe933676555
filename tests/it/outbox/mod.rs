//! Notices are told in order at each place, lane by lane, also when the courier dies.

mod lanes;
mod shown;

use std::collections::HashMap;

use cambista::clock::Moment;
use cambista::db::Db;
use cambista::domain::kernel::outbox::{
    self, Addressed, Claimed, Class, Ending, Lane, LaneChange, LaneNext, Notice, QueueNext, Room, Settled,
};
use cambista::ids::{AchievementId, MemberId};

use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::NOON;

const CLAIM_MS: i64 = 30_000;

/// A notice that carries a short word; the store does not look at its content.
fn spoken(word: &str) -> Notice {
    let mut bytes = [0; 8];
    bytes[..word.len()].copy_from_slice(word.as_bytes());
    Notice::RoleAssigned {
        member: MemberId::new(i64::from_le_bytes(bytes)),
    }
}

/// A notice of low urgency.
fn announced(number: i64) -> Notice {
    Notice::AchievementCompleted {
        achievement: AchievementId::new(number),
        member: MemberId::new(1),
    }
}

async fn owe(db: &Db, subject: &str, notice: &Notice) {
    let mut tx = db.begin().await.expect("a unit");
    outbox::enqueue(&mut tx, subject, notice, NOON).await.expect("owed");
    tx.commit().await.expect("kept");
}

/// Addresses all unaddressed notices to these lanes.
async fn address(db: &Db, lanes: &[Lane]) {
    let mut reader = db.reader().await.expect("a reader");
    let waiting = outbox::list_unaddressed(&mut reader, 1_000).await.expect("read");
    drop(reader);
    let places: Vec<(Lane, String)> = lanes.iter().map(|lane| (*lane, lane.code())).collect();
    let addressed = waiting.into_iter().map(|one| Addressed {
        notice: one.id,
        subject: one.subject,
        class: one.notice.expect("known").class(),
        places: places.clone(),
    });
    let addressed: Vec<Addressed> = addressed.collect();
    let mut tx = db.begin().await.expect("a unit");
    outbox::address(&mut tx, &addressed, NOON).await.expect("addressed");
    tx.commit().await.expect("kept");
}

/// Enqueues words for one lane.
async fn say(db: &Db, lane: Lane, said: &[(&str, &str)]) {
    for (subject, word) in said {
        owe(db, subject, &spoken(word)).await;
    }
    address(db, &[lane]).await;
}

fn room(queues_max: usize) -> Room {
    Room {
        queues_max,
        later_max: queues_max,
        lane_max: queues_max,
        in_flight: HashMap::new(),
    }
}

async fn claim(db: &Db, now: Moment, queues_max: usize) -> Vec<Claimed> {
    claim_in(db, now, &room(queues_max)).await
}

async fn claim_in(db: &Db, now: Moment, room: &Room) -> Vec<Claimed> {
    outbox::claim(db, now, now.plus_ms(CLAIM_MS), room)
        .await
        .expect("claimed")
}

async fn settle(db: &Db, claimed: &Claimed, settled: &Settled, now: Moment) -> Option<LaneChange> {
    let mut tx = db.begin().await.expect("a unit");
    let changed = outbox::settle(&mut tx, &claimed.claim, settled, now)
        .await
        .expect("settled");
    tx.commit().await.expect("kept");
    changed
}

fn ending(claimed: &Claimed, ending: Ending, lane: LaneNext) -> Settled {
    Settled {
        tellings: vec![(claimed.tellings[0].id, ending)],
        queue: QueueNext::Now,
        lane,
        error: None,
    }
}

const WORKS: LaneNext = LaneNext::Works { held_until: None };

async fn tell(db: &Db, claimed: &Claimed) {
    settle(db, claimed, &ending(claimed, Ending::Told, WORKS), NOON).await;
}

async fn put_off(db: &Db, claimed: &Claimed, due: Moment) {
    let settled = Settled {
        tellings: Vec::new(),
        queue: QueueNext::At(due),
        lane: LaneNext::Untried,
        error: Some("the database was away".to_owned()),
    };
    settle(db, claimed, &settled, NOON).await;
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

/// The first word of each claimed queue.
fn words(claimed: &[Claimed]) -> Vec<String> {
    let word = |claimed: &Claimed| match claimed.tellings.first().and_then(|first| first.notice.clone()) {
        Some(Notice::RoleAssigned { member }) => String::from_utf8_lossy(&member.get().to_le_bytes())
            .trim_end_matches('\0')
            .to_owned(),
        other => panic!("{other:?} was not owed here"),
    };
    let mut words: Vec<String> = claimed.iter().map(word).collect();
    words.sort();
    words
}

const ANA: Lane = Lane::Person(MemberId::new(7));

on_both_engines! {
    async fn tellings_of_a_subject_are_told_in_order_and_subjects_do_not_wait_for_each_other(test_db: TestDb) {
        let db = test_db.open().await;
        say(&db, ANA, &[("order:1", "a"), ("order:2", "b"), ("order:1", "c"), ("order:1", "d")]).await;
        let first = claim(&db, NOON, 10).await;
        assert_eq!(words(&first), ["a", "b"]);
        assert_eq!(claim(&db, NOON, 10).await.len(), 0, "claimed queues are not claimed again");
        for claimed in &first {
            tell(&db, claimed).await;
        }
        let second = claim(&db, NOON, 10).await;
        assert_eq!(words(&second), ["c"]);
        assert_eq!(second[0].tellings.len(), 2, "the courier sees what comes after it");
        tell(&db, &second[0]).await;
        assert_eq!(waiting(&db).await, 1);
        let third = claim(&db, NOON, 10).await;
        assert_eq!(words(&third), ["d"]);
        tell(&db, &third[0]).await;
        assert_eq!((waiting(&db).await, next_due(&db).await), (0, None));
    }

    async fn a_notice_waits_at_each_of_its_places_by_itself(test_db: TestDb) {
        let db = test_db.open().await;
        owe(&db, "order:1", &spoken("a")).await;
        assert_eq!(waiting(&db).await, 1);
        address(&db, &[ANA, Lane::Pending]).await;
        assert_eq!(waiting(&db).await, 2);
        let claimed = claim(&db, NOON, 10).await;
        assert_eq!(claimed.len(), 2);
        put_off(&db, &claimed[0], NOON.plus_ms(60_000)).await;
        tell(&db, &claimed[1]).await;
        assert_eq!((waiting(&db).await, claim(&db, NOON, 10).await.len()), (1, 0));
        assert_eq!(claim(&db, NOON.plus_ms(60_000), 10).await.len(), 1);
    }

    async fn a_lane_takes_no_more_than_its_share_of_the_hands(test_db: TestDb) {
        let db = test_db.open().await;
        let many: Vec<(String, String)> = (0..9).map(|n| (format!("order:{n}"), n.to_string())).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|(subject, word)| (subject.as_str(), word.as_str())).collect();
        say(&db, Lane::Pending, &many).await;
        say(&db, ANA, &[("order:1", "x"), ("order:2", "y")]).await;
        let mut little = Room { lane_max: 2, ..room(8) };
        let claimed = claim_in(&db, NOON, &little).await;
        assert_eq!(words(&claimed), ["0", "1", "x", "y"], "the oldest of each lane");
        little.in_flight.insert(Lane::Pending, 2);
        assert_eq!(claim_in(&db, NOON, &little).await.len(), 0, "the lane has all it gets");
        little.in_flight.insert(Lane::Pending, 1);
        assert_eq!(words(&claim_in(&db, NOON, &little).await), ["2"]);
    }

    async fn orders_go_before_announcements_and_leave_hands_free(test_db: TestDb) {
        let db = test_db.open().await;
        for number in 0..60 {
            owe(&db, &format!("achievement:{number}"), &announced(number)).await;
        }
        owe(&db, "order:1", &spoken("a")).await;
        let mut reader = db.reader().await.expect("a reader");
        let first = outbox::list_unaddressed(&mut reader, 1).await.expect("read");
        drop(reader);
        assert_eq!(first[0].subject, "order:1", "the order is addressed before what came before it");
        let mut tx = db.begin().await.expect("a unit");
        let order = Addressed {
            notice: first[0].id,
            subject: "order:1".to_owned(),
            class: Class::Now,
            places: vec![(ANA, "cashier:7".to_owned())],
        };
        outbox::address(&mut tx, &[order], NOON).await.expect("addressed");
        tx.commit().await.expect("kept");
        address(&db, &[Lane::Achievements]).await;
        let claimed = claim_in(&db, NOON, &Room { later_max: 4, lane_max: 9, ..room(16) }).await;
        let lanes: Vec<Lane> = claimed.iter().map(|claimed| claimed.claim.lane).collect();
        assert_eq!(lanes, [ANA, Lane::Achievements, Lane::Achievements, Lane::Achievements, Lane::Achievements]);
    }

    async fn the_claim_of_a_dead_courier_runs_out(test_db: TestDb) {
        let db = test_db.open().await;
        say(&db, ANA, &[("order:1", "a")]).await;
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

    async fn who_lost_a_claim_gives_nothing_back(test_db: TestDb) {
        let db = test_db.open().await;
        say(&db, ANA, &[("order:1", "a")]).await;
        let lost = claim(&db, NOON, 10).await;
        let runs_out = NOON.plus_ms(CLAIM_MS);
        let again = claim(&db, runs_out, 10).await;
        put_off(&db, &lost[0], NOON).await;
        assert_eq!(claim(&db, runs_out, 10).await.len(), 0, "it is still the second courier's");
        tell(&db, &again[0]).await;
        assert_eq!(waiting(&db).await, 0);
    }

    async fn what_was_put_off_waits_and_so_does_what_comes_after_it(test_db: TestDb) {
        let db = test_db.open().await;
        say(&db, ANA, &[("order:1", "a"), ("order:1", "b")]).await;
        let claimed = claim(&db, NOON, 10).await;
        assert_eq!(claimed[0].claim.failures, 0);
        let later = NOON.plus_ms(5_000);
        put_off(&db, &claimed[0], later).await;
        assert_eq!(next_due(&db).await, Some(later));
        say(&db, ANA, &[("order:1", "c")]).await;
        assert_eq!(claim(&db, NOON, 10).await.len(), 0, "nor does something new hurry it");
        let again = claim(&db, later, 10).await;
        assert_eq!((words(&again), again[0].claim.failures), (vec!["a".to_owned()], 1));
        let refused = ending(&again[0], Ending::SetAside("50035".to_owned()), WORKS);
        settle(&db, &again[0], &refused, later).await;
        assert_eq!(words(&claim(&db, later, 10).await), ["b"]);
        let mut reader = db.reader().await.expect("a reader");
        let aside = outbox::list_set_aside(&mut reader, 10).await.expect("read");
        assert_eq!((aside.len(), aside[0].why.as_str(), aside[0].kind.as_str()), (1, "50035", "role_assigned"));
    }

    async fn what_was_set_aside_is_owed_again_when_somebody_says_so(test_db: TestDb) {
        let db = test_db.open().await;
        say(&db, ANA, &[("order:1", "a")]).await;
        let claimed = claim(&db, NOON, 10).await;
        settle(&db, &claimed[0], &ending(&claimed[0], Ending::SetAside("50035".to_owned()), WORKS), NOON).await;
        assert_eq!((waiting(&db).await, next_due(&db).await), (0, None));
        let mut tx = db.begin().await.expect("a unit");
        assert_eq!(outbox::owe_again(&mut tx, NOON).await.expect("owed"), 1);
        tx.commit().await.expect("kept");
        assert_eq!(words(&claim(&db, NOON, 10).await), ["a"]);
    }

    async fn two_couriers_never_claim_the_same_queue_nor_break_the_order(test_db: TestDb) {
        let db = test_db.open().await;
        let said: Vec<(String, String)> = (0..60).map(|n| (format!("order:{}", n % 20), n.to_string())).collect();
        let said: Vec<(&str, &str)> = said.iter().map(|(subject, word)| (subject.as_str(), word.as_str())).collect();
        say(&db, ANA, &said[..30]).await;
        say(&db, Lane::Pending, &said[30..]).await;
        let couriers = (0..4).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut told = Vec::new();
                for _ in 0..200 {
                    for claimed in claim(&db, NOON, 3).await {
                        tell(&db, &claimed).await;
                        told.push((claimed.claim.subject.clone(), claimed.tellings[0].id));
                    }
                }
                told
            })
        });
        let couriers: Vec<_> = couriers.collect();
        let mut told = Vec::new();
        for courier in couriers {
            told.extend(courier.await.expect("no panic"));
        }
        let mut ids: Vec<_> = told.iter().map(|(_, id)| *id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!((ids.len(), told.len(), waiting(&db).await), (60, 60, 0));
    }

    async fn a_claim_is_renewed_while_its_queue_is_told_and_ends_with_its_courier(test_db: TestDb) {
        let db = test_db.open().await;
        say(&db, ANA, &[("order:1", "a")]).await;
        let claimed = claim(&db, NOON, 1).await;
        let mut tx = db.begin().await.expect("a unit");
        outbox::renew_claim(&mut tx, &claimed[0].claim, NOON.plus_ms(2 * CLAIM_MS)).await.expect("renewed");
        tx.commit().await.expect("kept");
        assert_eq!(claim(&db, NOON.plus_ms(CLAIM_MS + 1), 1).await.len(), 0);
        let mut tx = db.begin().await.expect("a unit");
        outbox::release_claims(&mut tx, NOON).await.expect("released");
        // The claim has ended, so there is nothing to renew.
        outbox::renew_claim(&mut tx, &claimed[0].claim, NOON.plus_ms(9 * CLAIM_MS)).await.expect("left alone");
        tx.commit().await.expect("kept");
        assert_eq!(words(&claim(&db, NOON, 1).await), ["a"]);
    }

    async fn a_dropped_unit_owes_nothing(test_db: TestDb) {
        let db = test_db.open().await;
        let mut tx = db.begin().await.expect("a unit");
        outbox::enqueue(&mut tx, "order:1", &spoken("a"), NOON).await.expect("owed");
        drop(tx);
        assert_eq!(waiting(&db).await, 0);
    }
}
