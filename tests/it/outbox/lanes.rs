//! Lanes that pause, and closed lanes.

use cambista::domain::kernel::outbox::{self, Closing, Ending, Lane, LaneChange, LaneNext, Mode, QueueNext, Settled};

use super::{ANA, WORKS, claim, ending, next_due, put_off, say, settle, tell, waiting, words};
use crate::on_both_engines;
use crate::support::database::TestDb;
use crate::support::desk::NOON;

on_both_engines! {
    async fn a_lane_that_rests_is_left_alone_and_the_others_are_not(test_db: TestDb) {
        let db = test_db.open().await;
        say(&db, ANA, &[("order:1", "a"), ("order:2", "b")]).await;
        let first = claim(&db, NOON, 1).await;
        let rests_until = NOON.plus_ms(3_000);
        let limited = Settled {
            tellings: Vec::new(),
            queue: QueueNext::Now,
            lane: LaneNext::Held(rests_until),
            error: None,
        };
        settle(&db, &first[0], &limited, NOON).await;
        say(&db, ANA, &[("order:3", "c")]).await;
        assert_eq!(claim(&db, NOON, 10).await.len(), 0);
        say(&db, Lane::Pending, &[("order:3", "d")]).await;
        assert_eq!(words(&claim(&db, NOON, 10).await), ["d"]);
        assert_eq!(words(&claim(&db, rests_until, 10).await), ["a", "b", "c"]);
    }

    async fn a_closed_lane_sends_everything_another_way_and_shows_it_when_it_opens(test_db: TestDb) {
        let db = test_db.open().await;
        say(&db, Lane::Pending, &[("order:1", "a"), ("order:1", "b"), ("order:2", "c")]).await;
        let first = claim(&db, NOON, 1).await;
        assert_eq!((words(&first), first[0].claim.mode), (vec!["a".to_owned()], Mode::Open));
        let probe_at = NOON.plus_ms(10_000);
        let closed = LaneNext::Closed(Closing::NoPermission, probe_at);
        let changed = settle(&db, &first[0], &ending(&first[0], Ending::Detoured, closed), NOON).await;
        assert_eq!(changed, Some(LaneChange::Closed(Closing::NoPermission)));
        // Everything behind it goes another way at once.
        for word in ["b", "c"] {
            let next = claim(&db, NOON, 10).await;
            let detour = next.iter().find(|next| words(std::slice::from_ref(next)) == [word]);
            for other in next.iter().filter(|next| words(std::slice::from_ref(next)) != [word]) {
                put_off(&db, other, NOON).await;
            }
            let detour = detour.unwrap_or_else(|| panic!("{word} is not due: {next:?}"));
            assert_eq!(detour.claim.mode, Mode::Detour);
            settle(&db, detour, &ending(detour, Ending::Detoured, LaneNext::Untried), NOON).await;
        }
        assert_eq!(waiting(&db).await, 0, "everybody has heard it");
        assert_eq!((claim(&db, NOON, 10).await.len(), next_due(&db).await), (0, Some(probe_at)));
        // Still closed at first, then open: everything is shown in its own lane, in order.
        let probe = claim(&db, probe_at, 10).await;
        assert_eq!((words(&probe), probe[0].claim.mode), (vec!["a".to_owned()], Mode::Probe));
        let later = probe_at.plus_ms(20_000);
        let still = Settled {
            tellings: Vec::new(),
            queue: QueueNext::Now,
            lane: LaneNext::Closed(Closing::NoPermission, later),
            error: None,
        };
        assert_eq!(settle(&db, &probe[0], &still, probe_at).await, None);
        assert_eq!(claim(&db, probe_at, 10).await.len(), 0);
        let probe = claim(&db, later, 10).await;
        assert_eq!((probe.len(), probe[0].claim.probes), (1, 2));
        let changed = settle(&db, &probe[0], &ending(&probe[0], Ending::Told, WORKS), later).await;
        assert_eq!(changed, Some(LaneChange::Opened));
        let rest = claim(&db, later, 10).await;
        assert_eq!((words(&rest), rest[0].claim.mode), (vec!["b".to_owned(), "c".to_owned()], Mode::Open));
        for claimed in &rest {
            tell(&db, claimed).await;
        }
        assert_eq!(next_due(&db).await, None);
    }

    async fn a_closed_lane_is_tried_at_once_when_something_changed_in_the_server(test_db: TestDb) {
        let db = test_db.open().await;
        say(&db, Lane::Pending, &[("order:1", "a")]).await;
        let first = claim(&db, NOON, 1).await;
        let closed = LaneNext::Closed(Closing::Gone, NOON.plus_ms(600_000));
        settle(&db, &first[0], &ending(&first[0], Ending::Detoured, closed), NOON).await;
        assert_eq!(claim(&db, NOON, 10).await.len(), 0);
        let mut tx = db.begin().await.expect("a unit");
        assert_eq!(outbox::try_closed_again(&mut tx, NOON).await.expect("hurried"), 1);
        tx.commit().await.expect("kept");
        assert_eq!(claim(&db, NOON, 10).await[0].claim.mode, Mode::Probe);
    }
}
