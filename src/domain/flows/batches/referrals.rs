//! Shares the gain of a batch of the desk to the cent.

use super::settlement::{Settlement, Share, among_cashiers, unshared};
use crate::domain::kernel::money::{Currency, Exact, Money, MoneyError, Percent, percent_of, split};
use crate::ids::MemberId;

/// The sums over the orders of one client, or of several clients, at one dollar value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientShare {
    /// The reseller who brought them; `None`: nobody gets a commission.
    pub referrer: Option<MemberId>,
    pub received: Money,
    /// Not rounded.
    pub sent_usd: Exact,
}

/// The agreed percentages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// For the referrers, of what their clients' orders gained.
    pub referral: Percent,
    /// For the desk, of what is left after the referrers.
    pub desk_cut: Percent,
}

/// Shares a batch of the desk. The gain of an order is its part of the USDT, in proportion to what it received, minus
/// the dollars sent for it. Each referrer gets their percentage of what their clients' orders gained together, cut to
/// cents; all referrers together get at most the whole gain. Of the rest the desk keeps its percentage, cut to cents,
/// and the cashiers get what is left, to the last cent.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn settle_for_clients(
    usdt: Money,
    paid_usd: &[(MemberId, Exact)],
    clients: &[ClientShare],
    terms: Terms,
) -> Result<Settlement, MoneyError> {
    let mut settled = unshared(usdt, paid_usd)?;
    settled.desk = Some(Money::zero(Currency::USD));
    if !settled.gain.is_positive() || paid_usd.is_empty() {
        return Ok(settled);
    }
    settled.referrers = commissions(usdt, clients, terms.referral, settled.gain)?;
    let mut rest = settled.gain;
    for share in &settled.referrers {
        rest = rest.checked_sub(share.usd)?;
    }
    let desk = percent_of(rest, terms.desk_cut)?;
    settled.desk = Some(desk);
    settled.cashiers = among_cashiers(rest.checked_sub(desk)?, paid_usd)?;
    Ok(settled)
}

fn commissions(usdt: Money, clients: &[ClientShare], referral: Percent, gain: Money) -> Result<Vec<Share>, MoneyError> {
    let mut shares = Vec::new();
    for (referrer, gained) in gained_by_referrer(usdt, clients) {
        let usd = Money::truncate_to_cents(&gained.times(&referral.as_fraction()), Currency::USD)?;
        if usd.is_positive() {
            shares.push(Share { member: referrer, usd });
        }
    }
    let mut promised = Money::zero(Currency::USD);
    for share in &shares {
        promised = promised.checked_add(share.usd)?;
    }
    if promised.minor() <= gain.minor() {
        return Ok(shares);
    }
    // Other orders lost money, so the commissions exceed the batch's gain: the gain is split in proportion to them.
    let weights: Vec<Exact> = shares.iter().map(|share| share.usd.to_exact()).collect();
    let parts = split(gain, &weights)?;
    for (share, usd) in shares.iter_mut().zip(parts) {
        share.usd = usd;
    }
    shares.retain(|share| share.usd.is_positive());
    Ok(shares)
}

/// The exact gain of the orders of each referrer's clients, in the order of `clients`: their part of the USDT, in
/// proportion to what they received, minus the dollars sent for them.
fn gained_by_referrer(usdt: Money, clients: &[ClientShare]) -> Vec<(MemberId, Exact)> {
    let received = Exact::sum(clients.iter().map(|client| client.received.to_exact()));
    let mut of_referrers: Vec<(MemberId, Vec<&ClientShare>)> = Vec::new();
    for client in clients {
        let Some(referrer) = client.referrer else { continue };
        match of_referrers.iter_mut().find(|(member, _)| *member == referrer) {
            Some((_, theirs)) => theirs.push(client),
            None => of_referrers.push((referrer, vec![client])),
        }
    }
    let gained = |theirs: Vec<&ClientShare>| {
        let their_received = Exact::sum(theirs.iter().map(|client| client.received.to_exact()));
        let their_sent = Exact::sum(theirs.iter().map(|client| client.sent_usd.clone()));
        let bought = usdt.to_exact().times(&their_received).over(&received);
        bought.map_or(Exact::zero(), |bought| bought.minus(&their_sent))
    };
    of_referrers
        .into_iter()
        .map(|(referrer, theirs)| (referrer, gained(theirs)))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};
    use rust_decimal::Decimal;

    use super::{ClientShare, Terms, settle_for_clients};
    use crate::domain::kernel::money::{Currency, Exact, Money, Percent};
    use crate::ids::MemberId;

    fn usd(cents: i64) -> Money {
        Money::from_minor(cents * 100, Currency::USD)
    }

    fn pen(cents: i64) -> Money {
        Money::from_minor(cents * 100, Currency::PEN)
    }

    fn terms(referral: &str, desk_cut: &str) -> Terms {
        Terms {
            referral: Percent::from_text(referral).unwrap(),
            desk_cut: Percent::from_text(desk_cut).unwrap(),
        }
    }

    fn client(referrer: Option<i64>, received: Money, sent_usd: Decimal) -> ClientShare {
        ClientShare {
            referrer: referrer.map(MemberId::new),
            received,
            sent_usd: sent_usd.into(),
        }
    }

    #[test]
    fn a_referrer_gets_their_part_of_what_their_clients_gained() {
        // 300 received, 77.79 bought: a third of it is 25.93. Sent: 23.75 for each of three orders of 100.
        let cashier = MemberId::new(2);
        let each = Decimal::new(2375, 2);
        let clients = [
            client(Some(7), pen(10_000), each),
            client(Some(7), pen(10_000), each),
            client(None, pen(10_000), each),
        ];
        let usdt = Money::from_decimal(Decimal::new(7779, 2), Currency::USDT).unwrap();
        let paid = [(cashier, Exact::from(each * Decimal::from(3)))];
        let settled = settle_for_clients(usdt, &paid, &clients, terms("10", "50")).unwrap();
        // Gain 77.79 − 71.25 = 6.54. Theirs: 2 × (25.93 − 23.75) = 4.36, a tenth 0.436. Rest 6.11, half 3.055.
        assert_eq!(settled.gain, usd(654));
        assert_eq!(
            (settled.referrers[0].member, settled.referrers[0].usd),
            (MemberId::new(7), usd(43))
        );
        assert_eq!((settled.desk, settled.cashiers[0].usd), (Some(usd(305)), usd(306)));
    }

    #[test]
    fn referrers_never_get_more_than_the_batch_gained() {
        // One client's order gained 10, the other's lost 9: the batch gained 1.
        let clients = [
            client(Some(7), pen(10_000), Decimal::from(15)),
            client(None, pen(10_000), Decimal::from(34)),
        ];
        let usdt = Money::from_decimal(Decimal::from(50), Currency::USDT).unwrap();
        let paid = [(MemberId::new(2), Exact::new(49, 0))];
        let settled = settle_for_clients(usdt, &paid, &clients, terms("100", "0")).unwrap();
        assert_eq!((settled.gain, settled.referrers[0].usd), (usd(100), usd(100)));
        assert_eq!(settled.cashiers[0].usd, usd(0));
    }

    proptest! {
        #[test]
        fn the_parts_are_the_gain_to_the_last_cent(
            bought in 1i64..50_000_000, referral in 0i64..=1000, desk_cut in 0i64..=1000,
            orders in prop::collection::vec((0i64..4, 1i64..1_000_000, 1i64..1_000_000, 1i64..3), 1..8),
        ) {
            let clients: Vec<ClientShare> = orders.iter()
                .map(|(who, received, sent, _)| client((*who != 0).then_some(*who), pen(*received), Decimal::new(*sent, 3)))
                .collect();
            let mut paid: Vec<(MemberId, Exact)> = Vec::new();
            for (_, _, sent, cashier) in &orders {
                let (cashier, sent) = (MemberId::new(*cashier), Exact::new(i128::from(*sent), 3));
                match paid.iter_mut().find(|(member, _)| *member == cashier) {
                    Some((_, sum)) => *sum = sum.plus(&sent),
                    None => paid.push((cashier, sent)),
                }
            }
            let terms = Terms {
                referral: Percent::new(Decimal::new(referral, 1)).unwrap(),
                desk_cut: Percent::new(Decimal::new(desk_cut, 1)).unwrap(),
            };
            let settled = settle_for_clients(Money::from_minor(bought, Currency::USDT), &paid, &clients, terms).unwrap();
            let referrers: i64 = settled.referrers.iter().map(|share| share.usd.minor()).sum();
            let cashiers: i64 = settled.cashiers.iter().map(|share| share.usd.minor()).sum();
            let desk = settled.desk.unwrap().minor();
            prop_assert!(settled.cut.is_zero());
            if settled.gain.is_positive() {
                prop_assert_eq!(referrers + desk + cashiers, settled.gain.minor());
                prop_assert!(settled.referrers.iter().all(|share| share.usd.is_positive()));
                prop_assert!(0 <= desk && settled.cashiers.iter().all(|share| !share.usd.is_negative()));
            } else {
                prop_assert_eq!(referrers + desk + cashiers, 0);
            }
        }
    }
}
