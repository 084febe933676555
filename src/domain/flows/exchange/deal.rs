//! What an exchange comes to. Every rounding is against the client, to the four decimals that are kept.

use serde::{Deserialize, Serialize};

use super::ExchangeError;
use crate::domain::books::ledger::{AccountKey, Line};
use crate::domain::kernel::money::{Currency, Exact, Money, MoneyError};
use crate::domain::treasury::rates::TwoWay;

/// The published rates of a foreign currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priced {
    pub currency: Currency,
    pub rates: TwoWay,
}

/// The amount that was typed; the other one follows from the rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fixed {
    /// What the client gives.
    Give(Money),
    /// What the client gets.
    Take(Money),
}

/// Both amounts of an exchange, and what it comes to in VES.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deal {
    pub give: Money,
    pub take: Money,
    /// The rates of what is given; its bid counts. `None` when VES are given.
    pub sold: Option<Priced>,
    /// The rates of what is got; its ask counts. `None` when VES are got.
    pub bought: Option<Priced>,
    /// The VES that are given, are got, or lie between the two steps.
    pub ves: Money,
    /// What the desk earns: the difference to the middle of both rates, roundings included. In VES, never negative.
    pub spread: Money,
}

impl Deal {
    /// The exchange of `sold` (`None`: VES) for `bought` (`None`: VES), of which one amount is fixed.
    ///
    /// # Errors
    /// [`ExchangeError::TooSmall`] when one of the amounts is nothing, [`ExchangeError::Books`] when one is too large.
    pub fn of(sold: Option<Priced>, bought: Option<Priced>, fixed: Fixed) -> Result<Deal, ExchangeError> {
        let (give, ves, take) = match fixed {
            Fixed::Give(give) => {
                let ves = match sold {
                    Some(sold) => cut(&give.to_exact().times(&sold.rates.bid.to_exact()), Currency::VES)?,
                    None => give,
                };
                let take = match bought {
                    Some(bought) => cut(&divided(ves, bought.rates.ask.to_exact()), bought.currency)?,
                    None => ves,
                };
                (give, ves, take)
            }
            Fixed::Take(take) => {
                let ves = match bought {
                    Some(bought) => raised(&take.to_exact().times(&bought.rates.ask.to_exact()), Currency::VES)?,
                    None => take,
                };
                let give = match sold {
                    Some(sold) => raised(&divided(ves, sold.rates.bid.to_exact()), sold.currency)?,
                    None => ves,
                };
                (give, ves, take)
            }
        };
        if !give.is_positive() || !take.is_positive() || !ves.is_positive() {
            return Err(ExchangeError::TooSmall { give, take });
        }
        let mut deal = Deal {
            give,
            take,
            sold,
            bought,
            ves,
            spread: Money::zero(Currency::VES),
        };
        let given = deal.worth_given()?.checked_sub(ves)?;
        let taken = ves.checked_sub(deal.worth_taken()?)?;
        deal.spread = given.checked_add(taken)?;
        Ok(deal)
    }

    /// What is given, in VES at the middle rate.
    fn worth_given(&self) -> Result<Money, MoneyError> {
        at_the_middle(self.give, self.sold, self.ves)
    }

    /// What is got, in VES at the middle rate.
    fn worth_taken(&self) -> Result<Money, MoneyError> {
        at_the_middle(self.take, self.bought, self.ves)
    }

    /// The lines between two accounts of the client: each currency sums to zero. What the desk has of a currency changes
    /// at the middle rate, and the spread is an entry of its own; an exchange of two foreign currencies passes through
    /// VES in two steps.
    ///
    /// # Errors
    /// An amount that cannot be computed.
    pub(super) fn lines(&self, from: AccountKey, to: AccountKey) -> Result<Vec<Line>, ExchangeError> {
        let (position, spread) = (AccountKey::Position(Currency::VES), AccountKey::Spread(Currency::VES));
        let mut lines = vec![Line::take(from, self.give)?];
        if let Some(sold) = self.sold {
            let worth = self.worth_given()?;
            lines.push(Line::add(AccountKey::Position(sold.currency), self.give));
            lines.push(Line::take(position, worth)?);
            lines.push(Line::add(spread, worth.checked_sub(self.ves)?));
        }
        if let Some(bought) = self.bought {
            let worth = self.worth_taken()?;
            lines.push(Line::add(position, worth));
            lines.push(Line::add(spread, self.ves.checked_sub(worth)?));
            lines.push(Line::take(AccountKey::Position(bought.currency), self.take)?);
        }
        lines.push(Line::add(to, self.take));
        lines.retain(|line| !line.amount.is_zero());
        Ok(lines)
    }
}

/// `ves` when the amount is in VES itself.
fn at_the_middle(amount: Money, priced: Option<Priced>, ves: Money) -> Result<Money, MoneyError> {
    match priced {
        Some(priced) => rounded(&amount.to_exact().times(&priced.rates.middle()), Currency::VES),
        None => Ok(ves),
    }
}

fn divided(amount: Money, rate: Exact) -> Exact {
    let quotient = amount.to_exact().over(&rate);
    quotient.expect("a rate is more than zero, which its constructor checks")
}

fn cut(units: &Exact, currency: Currency) -> Result<Money, MoneyError> {
    Money::from_decimal(units.truncated(currency.scale())?, currency)
}

fn raised(units: &Exact, currency: Currency) -> Result<Money, MoneyError> {
    Money::from_decimal(units.rounded_up(currency.scale())?, currency)
}

fn rounded(units: &Exact, currency: Currency) -> Result<Money, MoneyError> {
    Money::from_decimal(units.rounded(currency.scale())?, currency)
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
    use rust_decimal::Decimal;

    use super::{Deal, Fixed, Priced};
    use crate::domain::books::ledger::AccountKey;
    use crate::domain::flows::exchange::ExchangeError;
    use crate::domain::kernel::money::{Currency, Money, Rate};
    use crate::domain::treasury::rates::TwoWay;
    use crate::ids::AccountId;

    fn money(text: &str, currency: Currency) -> Money {
        Money::from_decimal(Decimal::from_str_exact(text).unwrap(), currency).unwrap()
    }

    fn priced(currency: Currency, ask: &str, bid: &str) -> Option<Priced> {
        let rates = TwoWay {
            ask: Rate::from_text(ask).unwrap(),
            bid: Rate::from_text(bid).unwrap(),
        };
        Some(Priced { currency, rates })
    }

    fn usd() -> Option<Priced> {
        priced(Currency::USD, "38", "37.5")
    }

    #[test]
    fn a_hundred_dollars_are_bought_at_the_ask_and_sold_at_the_bid() {
        let bought = Deal::of(None, usd(), Fixed::Take(money("100", Currency::USD))).unwrap();
        assert_eq!(bought.give, money("3800", Currency::VES));
        assert_eq!(bought.spread, money("25", Currency::VES));
        let sold = Deal::of(usd(), None, Fixed::Give(money("100", Currency::USD))).unwrap();
        assert_eq!(sold.take, money("3750", Currency::VES));
        assert_eq!(sold.spread, money("25", Currency::VES));
    }

    #[test]
    fn what_does_not_come_out_even_is_rounded_against_the_client() {
        let bought = Deal::of(None, usd(), Fixed::Give(money("100", Currency::VES))).unwrap();
        assert_eq!(bought.take, money("2.6315", Currency::USD));
        let third = priced(Currency::EUR, "41.33335", "41.33335");
        let bought = Deal::of(None, third, Fixed::Take(money("0.0007", Currency::EUR))).unwrap();
        assert_eq!(bought.give, money("0.0290", Currency::VES));
        let sold = Deal::of(third, None, Fixed::Take(money("100", Currency::VES))).unwrap();
        assert_eq!(sold.give, money("2.4194", Currency::EUR));
    }

    #[test]
    fn two_foreign_currencies_pass_through_bolivares() {
        let euros = priced(Currency::EUR, "42", "41");
        let deal = Deal::of(usd(), euros, Fixed::Give(money("100", Currency::USD))).unwrap();
        assert_eq!(deal.ves, money("3750", Currency::VES));
        assert_eq!(deal.take, money("89.2857", Currency::EUR));
        // 25 of the dollars' step; 3750 less 89.2857 at 41.5 of the other one.
        assert_eq!(deal.spread, money("69.6434", Currency::VES));
    }

    #[test]
    fn an_exchange_for_nothing_is_refused() {
        let dust = Deal::of(None, usd(), Fixed::Give(money("0.0001", Currency::VES)));
        assert!(matches!(dust, Err(ExchangeError::TooSmall { .. })));
    }

    fn rates() -> impl Strategy<Value = Priced> {
        (1_i64..10_000_000_000, 0_i64..1_000_000, 0_u32..=8).prop_map(|(bid, more, scale)| Priced {
            currency: Currency::USD,
            rates: TwoWay {
                bid: Rate::new(Decimal::new(bid, scale)).unwrap(),
                ask: Rate::new(Decimal::new(bid + more, scale)).unwrap(),
            },
        })
    }

    fn euros(priced: Priced) -> Priced {
        Priced {
            currency: Currency::EUR,
            ..priced
        }
    }

    /// One step of a client: to buy or to sell, whether the amount is what they give, and how much of what they have, in
    /// thousandths.
    type Step = (bool, bool, i64);

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        vec((any::<bool>(), any::<bool>(), 1_i64..=1_000), 1..12)
    }

    proptest! {
        /// Valued at the bid, the middle or the ask, what the client has never grows; and what the client and the desk have
        /// of a currency together never changes.
        #[test]
        fn no_sequence_of_purchases_and_sales_gains(minor in 1_i64..1_000_000_000_000, usd in rates(), steps in steps()) {
            let mut client = [Money::from_minor(minor, Currency::VES), Money::zero(Currency::USD)];
            let mut desk = [Money::zero(Currency::VES), Money::zero(Currency::USD)];
            let keys = [Currency::VES, Currency::USD].map(|currency| AccountKey::Account(AccountId::new(1), currency));
            for (buys, gives, part) in steps {
                let share = |of: Money| Money::from_minor((i128::from(of.minor()) * i128::from(part) / 1_000) as i64, of.currency());
                let [ves, dollars] = client.map(share);
                let (sold, bought, fixed) = match (buys, gives) {
                    (true, true) => (None, Some(usd), Fixed::Give(ves)),
                    (true, false) => (None, Some(usd), Fixed::Take(Money::from_minor(ves.minor(), Currency::USD))),
                    (false, true) => (Some(usd), None, Fixed::Give(dollars)),
                    (false, false) => (Some(usd), None, Fixed::Take(Money::from_minor(dollars.minor(), Currency::VES))),
                };
                let Ok(deal) = Deal::of(sold, bought, fixed) else { continue };
                let (from, to) = if buys { (0, 1) } else { (1, 0) };
                if client[from].minor() < deal.give.minor() {
                    continue;
                }
                let Ok(lines) = deal.lines(keys[from], keys[to]) else { continue };
                let before = client;
                for line in lines {
                    let at = usize::from(line.amount.currency() == Currency::USD);
                    let holder = if keys.contains(&line.account) { &mut client } else { &mut desk };
                    holder[at] = holder[at].checked_add(line.amount).unwrap();
                }
                for price in [usd.rates.bid.to_exact(), usd.rates.middle(), usd.rates.ask.to_exact()] {
                    let worth = |has: [Money; 2]| has[0].to_exact().plus(&has[1].to_exact().times(&price));
                    prop_assert!(!worth(before).minus(&worth(client)).is_negative(), "{before:?} {client:?} at {price:?}");
                }
                prop_assert_eq!(client[0].minor() + desk[0].minor(), minor);
                prop_assert_eq!(client[1].minor() + desk[1].minor(), 0);
            }
        }

        /// There and back again at one pair of rates.
        #[test]
        fn no_round_trip_gains(
            minor in 1_i64..1_000_000_000_000, usd in rates(), first_gives in any::<bool>(), second_gives in any::<bool>(),
        ) {
            let ves = Money::from_minor(minor, Currency::VES);
            let fixed = if first_gives { Fixed::Give(ves) } else { Fixed::Take(Money::from_minor(minor, Currency::USD)) };
            let Ok(there) = Deal::of(None, Some(usd), fixed) else { return Ok(()) };
            let fixed = if second_gives { Fixed::Give(there.take) } else { Fixed::Take(there.give) };
            let Ok(back) = Deal::of(Some(usd), None, fixed) else { return Ok(()) };
            if second_gives {
                prop_assert!(back.take.minor() <= there.give.minor());
            } else {
                prop_assert!(there.take.minor() <= back.give.minor());
            }
        }

        #[test]
        fn a_way_round_three_currencies_gains_nothing(minor in 1_i64..1_000_000_000_000, usd in rates(), eur in rates()) {
            let eur = euros(eur);
            let ves = Money::from_minor(minor, Currency::VES);
            let around = || -> Result<Money, ExchangeError> {
                let dollars = Deal::of(None, Some(usd), Fixed::Give(ves))?.take;
                let euros = Deal::of(Some(usd), Some(eur), Fixed::Give(dollars))?.take;
                Ok(Deal::of(Some(eur), None, Fixed::Give(euros))?.take)
            };
            if let Ok(after) = around() {
                prop_assert!(after.minor() <= minor);
            }
        }

        #[test]
        fn every_currency_sums_to_zero_and_the_desk_never_pays_the_spread(
            minor in 1_i64..1_000_000_000_000, usd in rates(), eur in rates(),
            way in prop_oneof![Just((true, false)), Just((false, true)), Just((true, true))], gives in any::<bool>(),
        ) {
            let (sold, bought) = (way.0.then_some(usd), way.1.then_some(euros(eur)));
            let currency = |priced: Option<Priced>| priced.map_or(Currency::VES, |priced| priced.currency);
            let fixed = match gives {
                true => Fixed::Give(Money::from_minor(minor, currency(sold))),
                false => Fixed::Take(Money::from_minor(minor, currency(bought))),
            };
            let Ok(deal) = Deal::of(sold, bought, fixed) else { return Ok(()) };
            prop_assert!(!deal.spread.is_negative());
            let from = AccountKey::Account(AccountId::new(1), deal.give.currency());
            let to = AccountKey::Account(AccountId::new(2), deal.take.currency());
            let Ok(lines) = deal.lines(from, to) else { return Ok(()) };
            for currency in [Currency::VES, Currency::USD, Currency::EUR] {
                let of_it = lines.iter().filter(|line| line.amount.currency() == currency);
                prop_assert_eq!(of_it.map(|line| i128::from(line.amount.minor())).sum::<i128>(), 0);
            }
            let spread = lines.iter().filter(|line| line.account == AccountKey::Spread(Currency::VES));
            prop_assert_eq!(spread.map(|line| line.amount.minor()).sum::<i64>(), deal.spread.minor());
        }
    }
}
