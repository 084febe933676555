//! Which alarms begin and which end: a pure function of what was seen.

use super::alarm::{Alarm, AlarmEvent, AlarmFacts, AlarmSubject, NotedAlarm};
use crate::domain::kernel::desk::PlayerAlarmRules;
use crate::ids::{MemberId, OrderId};

/// What is looked at for alarms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Open requests, and how long each has waited, in milliseconds in which the desk was up.
    pub(super) waiting: Vec<(OrderId, i64)>,
    /// Players with failed transactions, and how many: those with many, and those with an open alarm.
    pub(super) failing: Vec<(MemberId, i64)>,
    pub(super) endings: Vec<Endings>,
}

/// What a cashier ended in the time that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Endings {
    pub(super) cashier: MemberId,
    pub(super) confirmed: i64,
    pub(super) rejected: i64,
}

/// The alarms that begin, then those that end. One of failures ends only when no failure is left, so that a player who
/// fails at the limit is not told again and again.
pub(super) fn decide(rules: &PlayerAlarmRules, seen: &Seen, open: &[AlarmSubject]) -> Vec<NotedAlarm> {
    let noted = |event| move |alarm| NotedAlarm { alarm, event };
    let begun = wrong(rules, seen).into_iter();
    let begun = begun.filter(|alarm| !open.contains(&alarm.subject));
    let ended = open.iter().filter_map(|subject| ending(rules, seen, *subject));
    let begun = begun.map(noted(AlarmEvent::Began));
    begun.chain(ended.map(noted(AlarmEvent::Ended))).collect()
}

/// Everything that is wrong.
fn wrong(rules: &PlayerAlarmRules, seen: &Seen) -> Vec<Alarm> {
    let waiting = seen.waiting.iter().filter(|(_, ms)| rules.pending_ms <= *ms);
    let waiting = waiting.map(|(order, worked_ms)| Alarm {
        subject: AlarmSubject::Request(*order),
        facts: AlarmFacts::Waited { worked_ms: *worked_ms },
    });
    let failing = seen.failing.iter().filter(|(_, failed)| rules.failures <= *failed);
    let failing = failing.map(|(player, failed)| Alarm {
        subject: AlarmSubject::Player(*player),
        facts: AlarmFacts::Failed {
            failed: *failed,
            within_ms: rules.failures_within_ms,
        },
    });
    let rejecting = seen.endings.iter().filter(|of| rejects_much(rules, of));
    let rejecting = rejecting.map(|of| Alarm {
        subject: AlarmSubject::Cashier(of.cashier),
        facts: rejected(rules, of),
    });
    waiting.chain(failing).chain(rejecting).collect()
}

/// An open alarm as it ends; `None` while it lasts.
fn ending(rules: &PlayerAlarmRules, seen: &Seen, subject: AlarmSubject) -> Option<Alarm> {
    let facts = match subject {
        AlarmSubject::Request(order) => {
            let is_open = seen.waiting.iter().any(|(waiting, _)| *waiting == order);
            (!is_open).then_some(AlarmFacts::Gone)
        }
        AlarmSubject::Player(player) => {
            let fails = seen.failing.iter().any(|(of, failed)| *of == player && 0 < *failed);
            (!fails).then_some(AlarmFacts::Gone)
        }
        AlarmSubject::Cashier(cashier) => match seen.endings.iter().find(|of| of.cashier == cashier) {
            Some(of) => (!rejects_much(rules, of)).then(|| rejected(rules, of)),
            None => Some(AlarmFacts::Gone),
        },
    };
    facts.map(|facts| Alarm { subject, facts })
}

fn rejected(rules: &PlayerAlarmRules, of: &Endings) -> AlarmFacts {
    AlarmFacts::Rejected {
        rejected: of.rejected,
        ended: of.confirmed.saturating_add(of.rejected),
        within_ms: rules.rejections_within_ms,
    }
}

/// Whether the share of rejections is above the limit, and there are enough endings to say so.
fn rejects_much(rules: &PlayerAlarmRules, of: &Endings) -> bool {
    let ended = i128::from(of.confirmed) + i128::from(of.rejected);
    let hundredfold = i128::from(of.rejected) * 100;
    i128::from(rules.rejections_minimum) <= ended && i128::from(rules.rejections_percent) * ended < hundredfold
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, prop, prop_assert, prop_assert_eq, proptest};

    use super::{Endings, Seen, decide};
    use crate::domain::flows::players::alarms::alarm::{AlarmEvent, AlarmFacts, AlarmSubject, NotedAlarm};
    use crate::domain::kernel::desk::PlayerAlarmRules;
    use crate::ids::{MemberId, OrderId};

    const RULES: PlayerAlarmRules = PlayerAlarmRules {
        pending_ms: 1_000,
        failures: 5,
        failures_within_ms: 60,
        rejections_minimum: 5,
        rejections_percent: 50,
        rejections_within_ms: 24,
    };

    fn waits(order: i64, worked_ms: i64) -> Seen {
        Seen {
            waiting: vec![(OrderId::new(order), worked_ms)],
            ..Seen::default()
        }
    }

    fn fails(player: i64, failed: i64) -> Seen {
        Seen {
            failing: vec![(MemberId::new(player), failed)],
            ..Seen::default()
        }
    }

    fn ends(confirmed: i64, rejected: i64) -> Seen {
        let cashier = MemberId::new(3);
        Seen {
            endings: vec![Endings {
                cashier,
                confirmed,
                rejected,
            }],
            ..Seen::default()
        }
    }

    fn events(seen: &Seen, open: &[AlarmSubject]) -> Vec<AlarmEvent> {
        decide(&RULES, seen, open).iter().map(|noted| noted.event).collect()
    }

    #[test]
    fn a_request_is_told_at_its_limit_and_when_it_ended() {
        let about = AlarmSubject::Request(OrderId::new(7));
        assert_eq!(events(&waits(7, 999), &[]), []);
        assert_eq!(events(&waits(7, 1_000), &[]), [AlarmEvent::Began]);
        assert_eq!(events(&waits(7, 9_000), &[about]), []);
        // The limit was raised, or the clock set back: it still waits.
        assert_eq!(events(&waits(7, 1), &[about]), []);
        assert_eq!(events(&Seen::default(), &[about]), [AlarmEvent::Ended]);
    }

    #[test]
    fn failures_are_told_at_their_limit_and_when_none_is_left() {
        let about = AlarmSubject::Player(MemberId::new(7));
        assert_eq!(events(&fails(7, 4), &[]), []);
        assert_eq!(events(&fails(7, 5), &[]), [AlarmEvent::Began]);
        assert_eq!(events(&fails(7, 1), &[about]), []);
        assert_eq!(events(&fails(7, 0), &[about]), [AlarmEvent::Ended]);
        assert_eq!(events(&Seen::default(), &[about]), [AlarmEvent::Ended]);
    }

    #[test]
    fn a_cashier_is_told_who_rejects_more_than_the_share_of_enough_requests() {
        let about = AlarmSubject::Cashier(MemberId::new(3));
        for (confirmed, rejected) in [(0, 4), (3, 3), (5, 0), (0, 0)] {
            assert_eq!(events(&ends(confirmed, rejected), &[]), [], "{confirmed} {rejected}");
            assert_eq!(
                events(&ends(confirmed, rejected), &[about]),
                [AlarmEvent::Ended],
                "{confirmed} {rejected}"
            );
        }
        for (confirmed, rejected) in [(0, 5), (2, 3), (3, 4)] {
            assert_eq!(
                events(&ends(confirmed, rejected), &[]),
                [AlarmEvent::Began],
                "{confirmed} {rejected}"
            );
            assert_eq!(
                events(&ends(confirmed, rejected), &[about]),
                [],
                "{confirmed} {rejected}"
            );
        }
        let ended: Vec<AlarmFacts> = decide(&RULES, &ends(3, 3), &[about])
            .iter()
            .map(|noted| noted.alarm.facts)
            .collect();
        let facts = AlarmFacts::Rejected {
            rejected: 3,
            ended: 6,
            within_ms: 24,
        };
        assert_eq!(ended, [facts]);
    }

    fn seen() -> impl Strategy<Value = Seen> {
        let waiting = prop::collection::btree_map(1i64..5, 0i64..3_000, 0..4);
        let failing = prop::collection::btree_map(1i64..5, 0i64..9, 0..4);
        let endings = prop::collection::btree_map(1i64..5, (0i64..9, 0i64..9), 0..4);
        (waiting, failing, endings).prop_map(|(waiting, failing, endings)| Seen {
            waiting: waiting
                .into_iter()
                .map(|(order, ms)| (OrderId::new(order), ms))
                .collect(),
            failing: failing
                .into_iter()
                .map(|(player, count)| (MemberId::new(player), count))
                .collect(),
            endings: endings
                .into_iter()
                .map(|(cashier, (confirmed, rejected))| Endings {
                    cashier: MemberId::new(cashier),
                    confirmed,
                    rejected,
                })
                .collect(),
        })
    }

    proptest! {
        /// However the world changes: what began is open and did not begin before, what ended was open, and looking
        /// twice at the same changes nothing.
        #[test]
        fn each_alarm_begins_and_ends_in_turns(worlds in prop::collection::vec(seen(), 1..12)) {
            let mut open: Vec<AlarmSubject> = Vec::new();
            for world in worlds {
                for NotedAlarm { alarm, event } in decide(&RULES, &world, &open.clone()) {
                    match event {
                        AlarmEvent::Began => {
                            prop_assert!(!open.contains(&alarm.subject));
                            open.push(alarm.subject);
                        }
                        AlarmEvent::Ended => {
                            prop_assert!(open.contains(&alarm.subject));
                            open.retain(|subject| *subject != alarm.subject);
                        }
                    }
                }
                prop_assert_eq!(decide(&RULES, &world, &open), vec![]);
            }
        }
    }
}
