//! Compares settlements with a second calculation that shares no code with the first: whole numbers over one common
//! denominator.

use num_bigint::BigInt;
use num_traits::ToPrimitive;
use proptest::prelude::{Strategy, prop, prop_assert_eq, proptest};
use rust_decimal::Decimal;

use super::figures::totals_by_cashier;
use super::referrals::{ClientShare, Terms, settle_for_clients};
use super::settlement::{Settlement, settle};
use super::{Batch, BatchState, PaidTotal};
use crate::clock::Moment;
use crate::domain::kernel::desk::Corridor;
use crate::domain::kernel::money::{Currency, Money, Percent, Rate, worth};
use crate::ids::{AccountId, BatchId, ChannelId, MemberId};

/// Decimals of the dollar values in these tests.
const VALUE_DECIMALS: u32 = 4;
/// Cents per unit, and minor units per unit.
const CENTS: i64 = 100;
const MINOR: i64 = 10_000;

/// An order in the model: the cashier who paid it, the index of its dollar value, what was received and sent, and the
/// referrer of its client.
#[derive(Debug, Clone)]
struct Paid {
    cashier: i64,
    value: usize,
    received_minor: i64,
    sent_minor: i64,
    referrer: Option<i64>,
}

#[derive(Debug, Clone)]
struct Case {
    /// Units per dollar, times 10^4.
    values: Vec<i64>,
    orders: Vec<Paid>,
    usdt_minor: i64,
    /// In hundredths of a percent.
    cut: i64,
    referral: i64,
}

fn any_case() -> impl Strategy<Value = Case> {
    let value = prop_oneof_values();
    let order = (
        1..=4_i64,
        0..4_usize,
        1..5_000_000_000_i64,
        1..50_000_000_000_i64,
        0..3_i64,
        0..2_u8,
    );
    (
        prop::collection::vec(value, 1..5),
        prop::collection::vec(order, 1..12),
        0..1_000_i64,
        0..=10_000_i64,
        0..=10_000_i64,
    )
        .prop_map(|(values, orders, over, cut, referral)| {
            let orders: Vec<Paid> = orders
                .into_iter()
                .map(|(cashier, value, received, sent, referrer, round)| Paid {
                    cashier,
                    value: value % values.len(),
                    received_minor: received,
                    // Whole cents, as they are paid. Half of the orders pay a whole number of dollars, so that sums hit
                    // a whole dollar more often.
                    sent_minor: if round == 0 {
                        sent / 100 * 100 + 100
                    } else {
                        values[value % values.len()] * (sent % 1_000 + 1)
                    },
                    referrer: (referrer != 0).then_some(referrer + 10),
                })
                .collect();
            let case = Case {
                values,
                orders,
                usdt_minor: 0,
                cut,
                referral,
            };
            // The USDT are near what was sent: gains and losses of a few dollars, on either side of a whole cent.
            let sent = floor(&case.dollars(|_| true), &(case.denominator() / MINOR));
            let usdt_minor = (sent + BigInt::from((over - 500) * 137)).max(BigInt::from(1));
            Case {
                usdt_minor: usdt_minor.to_i64().expect("small"),
                ..case
            }
        })
}

/// Usual dollar values, and odd ones.
fn prop_oneof_values() -> impl Strategy<Value = i64> {
    proptest::prop_oneof![
        proptest::strategy::Just(380_000_i64),
        proptest::strategy::Just(375_000_i64),
        proptest::strategy::Just(9_200_i64),
        1_i64..10_000_000,
    ]
}

impl Case {
    /// The common denominator of all sums of dollars in this case: the product of all dollar values, times 10^4 minor
    /// units.
    fn denominator(&self) -> BigInt {
        self.values
            .iter()
            .fold(BigInt::from(MINOR), |product, value| product * value)
    }

    /// The dollars of some orders, as numerator over [`Case::denominator`]: `minor × 10^4 × all dollar values but the
    /// order's own`.
    fn dollars(&self, counts: impl Fn(&Paid) -> bool) -> BigInt {
        let mut sum = BigInt::from(0);
        for order in self.orders.iter().filter(|order| counts(order)) {
            let mut part = BigInt::from(order.sent_minor) * 10_i64.pow(VALUE_DECIMALS);
            for (index, value) in self.values.iter().enumerate() {
                if index != order.value {
                    part *= *value;
                }
            }
            sum += part;
        }
        sum
    }

    fn members(&self, who: impl Fn(&Paid) -> Option<i64>) -> Vec<i64> {
        let mut members = Vec::new();
        for member in self.orders.iter().filter_map(who) {
            if !members.contains(&member) {
                members.push(member);
            }
        }
        members
    }
}

/// Divides and rounds down; all numbers here are positive.
fn floor(numerator: &BigInt, denominator: &BigInt) -> BigInt {
    numerator / denominator
}

/// `(sent, gain, cut or desk's part, shares of referrers, shares of cashiers)`, in cents.
type Shares = (i64, i64, i64, Vec<(i64, i64)>, Vec<(i64, i64)>);

fn model(case: &Case, of_clients: bool) -> Shares {
    let cents = |number: BigInt| number.to_i64().expect("small");
    let denominator = case.denominator();
    let sent = cents(floor(&(case.dollars(|_| true) * CENTS), &denominator));
    let gain = case.usdt_minor / (MINOR / CENTS) - sent;
    if gain <= 0 {
        return (sent, gain, 0, Vec::new(), Vec::new());
    }
    let referrers = if of_clients {
        commissions(case, gain)
    } else {
        Vec::new()
    };
    let rest = gain - referrers.iter().map(|(_, share)| share).sum::<i64>();
    let cut = rest * case.cut / 10_000;
    let weights: Vec<(i64, BigInt)> = case
        .members(|order| Some(order.cashier))
        .into_iter()
        .map(|cashier| (cashier, case.dollars(|order| order.cashier == cashier)))
        .collect();
    (sent, gain, cut, referrers, shared(rest - cut, &weights))
}

/// Commissions: `USDT × received by theirs ÷ received by all − their dollars`, times the percentage, cut to cents.
fn commissions(case: &Case, gain: i64) -> Vec<(i64, i64)> {
    let all: i64 = case.orders.iter().map(|order| order.received_minor).sum();
    let mut promised = Vec::new();
    for referrer in case.members(|order| order.referrer) {
        let theirs = |order: &Paid| order.referrer == Some(referrer);
        let received: i64 = case.orders.iter().filter(|o| theirs(o)).map(|o| o.received_minor).sum();
        // Both terms have the denominator `all × denominator`.
        let bought = BigInt::from(case.usdt_minor) * received * case.denominator() / MINOR;
        let gained = bought - case.dollars(theirs) * all;
        let share = gained * case.referral * CENTS / (case.denominator() * all * 10_000);
        if BigInt::from(0) < share {
            promised.push((referrer, share.to_i64().expect("small")));
        }
    }
    if promised.iter().map(|(_, share)| share).sum::<i64>() <= gain {
        return promised;
    }
    let weights: Vec<(i64, BigInt)> = promised
        .iter()
        .map(|(who, share)| (*who, BigInt::from(*share)))
        .collect();
    let mut parts = shared(gain, &weights);
    parts.retain(|(_, share)| *share != 0);
    parts
}

/// Splits in proportion, cut to cents; left-over cents go one each to the largest weights, the earlier first.
fn shared(total: i64, weights: &[(i64, BigInt)]) -> Vec<(i64, i64)> {
    let all: BigInt = weights.iter().map(|(_, weight)| weight).sum();
    let mut parts: Vec<(i64, i64)> = weights
        .iter()
        .map(|(who, weight)| (*who, (weight * total / &all).to_i64().expect("small")))
        .collect();
    let mut left = total - parts.iter().map(|(_, part)| part).sum::<i64>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|one, other| weights[*other].1.cmp(&weights[*one].1));
    for index in order {
        if 0 < left {
            parts[index].1 += 1;
            left -= 1;
        }
    }
    parts
}

fn in_cents(money: Money) -> i64 {
    assert_eq!(money.minor() % (MINOR / CENTS), 0, "whole cents");
    money.minor() / (MINOR / CENTS)
}

fn shares_of(settled: &Settlement) -> Shares {
    let list = |shares: &[super::Share]| -> Vec<(i64, i64)> {
        shares
            .iter()
            .map(|share| (share.member.get(), in_cents(share.usd)))
            .collect()
    };
    let (sent, gain, cut) = (settled.sent, settled.gain, settled.desk.unwrap_or(settled.cut));
    let (referrers, cashiers) = (list(&settled.referrers), list(&settled.cashiers));
    (in_cents(sent), in_cents(gain), in_cents(cut), referrers, cashiers)
}

fn value(case: &Case, index: usize) -> Rate {
    Rate::new(Decimal::new(case.values[index], VALUE_DECIMALS)).expect("positive")
}

fn percent(hundredths: i64) -> Percent {
    Percent::new(Decimal::new(hundredths, 2)).expect("0 to 100")
}

pub(super) fn batch() -> Batch {
    Batch {
        id: BatchId::new(1),
        channel: ChannelId::new(1),
        reseller: MemberId::new(9),
        corridor: Corridor {
            receive: Currency::PEN,
            send: Currency::VES,
        },
        account: AccountId::new(1),
        state: BatchState::Open,
        opened_at: Moment::from_ms(0),
        closed_at: None,
        gain: None,
        cut: None,
        reopened: 0,
        is_apart: false,
        closing: None,
    }
}

fn settle_case(case: &Case, of_clients: bool) -> Settlement {
    let totals: Vec<PaidTotal> = case
        .orders
        .iter()
        .map(|order| PaidTotal {
            cashier_id: MemberId::new(order.cashier),
            usd_value: value(case, order.value),
            received_minor: order.received_minor,
            amount_minor: order.sent_minor - order.sent_minor / 7,
            fee_minor: order.sent_minor / 7,
            orders: 1,
        })
        .collect();
    let paid = totals_by_cashier(&batch(), &totals).expect("small");
    let usdt = Money::from_minor(case.usdt_minor, Currency::USDT);
    if !of_clients {
        return settle(usdt, &paid, percent(case.cut)).expect("small");
    }
    let clients: Vec<ClientShare> = case
        .orders
        .iter()
        .map(|order| ClientShare {
            referrer: order.referrer.map(MemberId::new),
            received: Money::from_minor(order.received_minor, Currency::PEN),
            sent_usd: worth(
                Money::from_minor(order.sent_minor, Currency::VES),
                value(case, order.value),
            ),
        })
        .collect();
    let terms = Terms {
        referral: percent(case.referral),
        desk_cut: percent(case.cut),
    };
    settle_for_clients(usdt, &paid, &clients, terms).expect("small")
}

#[test]
fn three_payments_that_are_622_60_dollars_are_that_whoever_paid_them() {
    let cashiers: [&[i64]; 4] = [&[1, 1, 1], &[1, 2, 2], &[1, 2, 3], &[3, 2, 3]];
    for who in cashiers {
        let order = |cashier: &i64, sent_minor| Paid {
            cashier: *cashier,
            value: 0,
            received_minor: 1,
            sent_minor,
            referrer: None,
        };
        let sent = [14_921_400, 80_670_200, 140_996_400];
        let case = Case {
            values: vec![380_000],
            orders: who
                .iter()
                .zip(sent)
                .map(|(cashier, sent)| order(cashier, sent))
                .collect(),
            usdt_minor: 6_300_000,
            cut: 0,
            referral: 0,
        };
        let settled = settle_case(&case, false);
        assert_eq!(
            (in_cents(settled.sent), in_cents(settled.gain)),
            (62_260, 740),
            "{who:?}"
        );
        let shared: i64 = settled.cashiers.iter().map(|share| in_cents(share.usd)).sum();
        assert_eq!(shared, 740);
    }
}

proptest! {
    #[test]
    fn a_settlement_is_what_whole_numbers_say(case in any_case()) {
        prop_assert_eq!(shares_of(&settle_case(&case, false)), model(&case, false));
        prop_assert_eq!(shares_of(&settle_case(&case, true)), model(&case, true));
    }
}
