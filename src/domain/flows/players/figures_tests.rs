use chrono::NaiveDate;
use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};

use super::{
    Ending, Group, Groups, OpenRequests, SLICE_MS, SliceOf, Tally, by_cashier, by_day, effectiveness, nearest_rank,
};
use crate::clock::Moment;
use crate::domain::flows::players::{Category, Side, TransactionState};
use crate::domain::kernel::money::{Currency, Money};
use crate::ids::MemberId;

fn tally(count: i64, minor: i64) -> Tally {
    Tally {
        count,
        total: Money::from_minor(minor, Currency::VES),
    }
}

fn group(side: Side, category: Category, state: TransactionState, of: Tally) -> Group {
    Group {
        side,
        category,
        state,
        tally: of,
    }
}

#[test]
fn only_completed_transactions_come_to_a_sum_by_category() {
    use TransactionState::{Completed, Failed, Reverted};
    let groups = Groups {
        currency: Currency::VES,
        groups: vec![
            group(Side::Credit, Category::Transfer, Completed, tally(2, 20)),
            group(Side::Debit, Category::Transfer, Completed, tally(1, 7)),
            group(Side::Debit, Category::RoomEntry, Failed, tally(3, 30)),
            group(Side::Debit, Category::RoomEntry, Reverted, tally(4, 40)),
        ],
    };
    assert_eq!(groups.completed_of(Side::Debit, Category::RoomEntry), tally(0, 0));
    assert_eq!(groups.completed_of(Side::Credit, Category::Transfer), tally(2, 20));
    let completed: Vec<Side> = groups.completed().iter().map(|group| group.side).collect();
    assert_eq!(completed, [Side::Debit, Side::Credit]);
    let states = groups.by_state().expect("small");
    assert_eq!(states.len(), TransactionState::ALL.len());
    let of = |state| states.iter().find(|(of, _)| *of == state).map(|(_, of)| *of);
    assert_eq!(of(Completed), Some(tally(3, 27)));
    assert_eq!(of(Failed), Some(tally(3, 30)));
    assert_eq!(of(TransactionState::Pending), Some(tally(0, 0)));
}

#[test]
fn a_sum_that_no_books_can_hold_is_refused() {
    assert!(tally(1, i64::MAX).plus(tally(1, 1)).is_err());
}

#[test]
fn a_day_is_the_desks_also_where_the_clocks_change_and_where_an_hour_is_cut() {
    let slice = |text: &str, side, of| SliceOf {
        number: chrono::DateTime::parse_from_rfc3339(text)
            .expect("a time")
            .timestamp_millis()
            / SLICE_MS,
        side,
        tally: of,
    };
    let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
    let slices = [
        slice("2026-11-29T04:59:00Z", Side::Credit, tally(1, 10)),
        slice("2026-11-29T05:00:00Z", Side::Debit, tally(1, 20)),
        slice("2026-11-30T04:45:00Z", Side::Credit, tally(2, 30)),
    ];
    let days = by_day(&slices, chrono_tz::America::Lima, Currency::VES, 10).expect("small");
    assert_eq!(days.len(), 2);
    assert_eq!(
        (days[0].day, days[0].credits, days[0].debits),
        (day("2026-11-29"), tally(2, 30), tally(1, 20))
    );
    assert_eq!(
        (days[1].day, days[1].credits, days[1].debits),
        (day("2026-11-28"), tally(1, 10), tally(0, 0))
    );
    let newest = by_day(&slices, chrono_tz::America::Lima, Currency::VES, 1).expect("small");
    assert_eq!(newest, days[..1]);
    // Kathmandu is 5:45 ahead; a day of Madrid has 25 hours when summer ends.
    let kathmandu = [
        slice("2026-11-28T18:14:59Z", Side::Credit, tally(1, 1)),
        slice("2026-11-28T18:15:00Z", Side::Credit, tally(1, 2)),
    ];
    let days = by_day(&kathmandu, chrono_tz::Asia::Kathmandu, Currency::VES, 10).expect("small");
    assert_eq!(
        days.iter().map(|of| of.credits).collect::<Vec<_>>(),
        [tally(1, 2), tally(1, 1)]
    );
    let madrid = [
        slice("2026-10-24T22:00:00Z", Side::Credit, tally(1, 1)),
        slice("2026-10-25T22:45:00Z", Side::Credit, tally(1, 2)),
        slice("2026-10-25T23:00:00Z", Side::Credit, tally(1, 4)),
    ];
    let days = by_day(&madrid, chrono_tz::Europe::Madrid, Currency::VES, 10).expect("small");
    assert_eq!(
        days.iter().map(|of| of.credits).collect::<Vec<_>>(),
        [tally(1, 4), tally(2, 3)]
    );
}

#[test]
fn each_cashier_is_counted_alone() {
    let (ana, beto) = (MemberId::new(1), MemberId::new(2));
    let took = |took_ms| Ending::Confirmed { took_ms };
    let endings = [
        (beto, Ending::Rejected),
        (ana, took(30)),
        (ana, took(10)),
        (ana, Ending::Rejected),
        (ana, took(20)),
    ];
    let figures = by_cashier(&endings);
    assert_eq!(figures.len(), 2);
    assert_eq!(
        (figures[0].confirmed, figures[0].rejected, figures[0].effectiveness),
        (3, 1, Some(7_500))
    );
    assert_eq!((figures[0].median_ms, figures[0].p95_ms), (Some(20), Some(30)));
    assert_eq!(
        (figures[1].cashier, figures[1].effectiveness, figures[1].median_ms),
        (beto, Some(0), None)
    );
}

#[test]
fn effectiveness_is_exact_to_a_hundredth_of_a_percent() {
    for (confirmed, rejected, hundredths) in [(1, 0, 10_000), (0, 1, 0), (2, 1, 6_667), (1, 2, 3_333), (1, 19_999, 1)] {
        assert_eq!(
            effectiveness(confirmed, rejected),
            Some(hundredths),
            "{confirmed} {rejected}"
        );
    }
    assert_eq!(effectiveness(0, 0), None);
    assert_eq!(effectiveness(i64::MAX, i64::MAX), Some(5_000));
}

#[test]
fn a_percentile_is_one_of_the_values() {
    assert_eq!(nearest_rank(&[], 50), None);
    let five = [15, 20, 35, 40, 50];
    for (percent, value) in [
        (0, 15),
        (5, 15),
        (30, 20),
        (40, 20),
        (50, 35),
        (95, 50),
        (100, 50),
        (900, 50),
    ] {
        assert_eq!(nearest_rank(&five, percent), Some(value), "{percent}");
    }
}

#[test]
fn the_oldest_request_has_no_negative_age() {
    let open = |oldest| OpenRequests {
        pending: 1,
        in_process: 0,
        oldest,
    };
    let at = Moment::from_ms;
    assert_eq!(open(Some(at(10))).oldest_age_ms(at(25)), Some(15));
    assert_eq!(open(Some(at(10))).oldest_age_ms(at(5)), Some(0));
    assert_eq!(open(None).oldest_age_ms(at(5)), None);
}

proptest! {
    /// By definition: a value of the list, at least so many percent are not larger, and fewer are smaller.
    #[test]
    fn nearest_rank_is_the_smallest_value_that_enough_do_not_exceed(
        mut values in prop::collection::vec(-50i64..50, 1..40), percent in 1usize..=100,
    ) {
        values.sort_unstable();
        let found = nearest_rank(&values, percent).expect("there are values");
        let not_larger = values.iter().filter(|value| **value <= found).count();
        let smaller = values.iter().filter(|value| **value < found).count();
        prop_assert!(values.contains(&found));
        prop_assert!(percent * values.len() <= not_larger * 100);
        prop_assert!(smaller * 100 < percent * values.len());
    }

    #[test]
    fn a_higher_percentile_is_never_smaller(
        mut values in prop::collection::vec(0i64..1_000, 1..40), low in 1usize..=100, high in 1usize..=100,
    ) {
        values.sort_unstable();
        let (low, high) = (low.min(high), low.max(high));
        prop_assert!(nearest_rank(&values, low) <= nearest_rank(&values, high));
    }

    /// Nothing is lost between slices and days.
    #[test]
    fn the_days_add_up(slices in prop::collection::vec((0i64..4_000, 0usize..2, 1i64..100), 0..50)) {
        let slices: Vec<SliceOf> = slices.iter().map(|(number, side, minor)| SliceOf {
            number: 1_990_000 + number,
            side: Side::ALL[*side],
            tally: tally(1, *minor),
        }).collect();
        let days = by_day(&slices, chrono_tz::America::Lima, Currency::VES, 1_000).expect("small");
        let minor = |of: Tally| of.total.minor();
        let total: i64 = days.iter().map(|day| minor(day.credits) + minor(day.debits)).sum();
        prop_assert_eq!(total, slices.iter().map(|slice| minor(slice.tally)).sum::<i64>());
        prop_assert!(days.windows(2).all(|pair| pair[1].day < pair[0].day));
    }
}
