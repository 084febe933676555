//! What all accounts of a person are worth together.

use super::accounts::{AccountCard, cards_of};
use crate::clock::Moment;
use crate::db::{DbError, Reader};
use crate::domain::kernel::money::{Currency, Exact, Money, worth};
use crate::domain::people::members::Actor;
use crate::domain::treasury::accounts::{AccountClass, AccountError};
use crate::domain::treasury::rates::{self, ExchangeRates};
use crate::ids::MemberId;

/// The sum of a person's own accounts at the published rates: what they would get for it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worth {
    /// Cut to cents.
    pub ves: Money,
    /// The same in dollars, at what they cost; `None` while dollars have no rates.
    pub usd: Option<Money>,
    /// When the oldest of the rates that count was published; `None` when none counts.
    pub oldest: Option<Moment>,
    /// Currencies that have neither exchange rates nor a dollar value, and are not in the sum.
    pub left_out: Vec<Currency>,
}

/// A person's active accounts, and what they are worth together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holdings {
    pub cards: Vec<AccountCard>,
    /// `None` while the desk has published no exchange rates, or when no account is the person's own.
    pub worth: Option<Worth>,
}

/// The accounts of a member with their worth, for themselves and whoever may see everybody's accounts.
///
/// # Errors
/// [`AccountError::NotAllowed`].
pub async fn holdings(reader: &mut Reader, actor: &Actor, member: MemberId) -> Result<Holdings, AccountError> {
    let cards = cards_of(reader, actor, member).await?;
    let worth = worth_of(reader, &cards).await?;
    Ok(Holdings { cards, worth })
}

async fn worth_of(reader: &mut Reader, cards: &[AccountCard]) -> Result<Option<Worth>, DbError> {
    let published = rates::list_exchange_rates(reader).await?;
    let mut own: Vec<Money> = Vec::new();
    for card in cards {
        if card.account.class == AccountClass::Member {
            own.push(card.balance.balance);
        }
    }
    if published.is_empty() || own.is_empty() {
        return Ok(None);
    }
    let mut sum = Sum::default();
    for balance in own {
        let through_dollars = match find_rates(&published, balance.currency()) {
            None if balance.currency() != Currency::VES => through_dollars(reader, balance).await?,
            _ => None,
        };
        sum.add(balance, &published, through_dollars);
    }
    Ok(sum.worth(&published))
}

fn find_rates(published: &[ExchangeRates], currency: Currency) -> Option<&ExchangeRates> {
    published.iter().find(|rates| rates.currency == currency)
}

/// The worth in VES of what has no exchange rates, by the dollar values; `None` when one of them is missing.
async fn through_dollars(reader: &mut Reader, balance: Money) -> Result<Option<Exact>, DbError> {
    let own = rates::find_usd_value(reader, balance.currency()).await?;
    let bolivares = rates::find_usd_value(reader, Currency::VES).await?;
    Ok(own
        .zip(bolivares)
        .map(|(own, bolivares)| worth(balance, own).times(&bolivares.to_exact())))
}

/// A sum in VES while it grows.
#[derive(Debug, Default)]
struct Sum {
    ves: Vec<Exact>,
    oldest: Option<Moment>,
    left_out: Vec<Currency>,
}

impl Sum {
    fn add(&mut self, balance: Money, published: &[ExchangeRates], through_dollars: Option<Exact>) {
        let currency = balance.currency();
        if currency == Currency::VES {
            self.ves.push(balance.to_exact());
        } else if let Some(found) = find_rates(published, currency) {
            // A debt costs what its currency costs.
            let rate = if balance.is_negative() {
                found.rates.ask
            } else {
                found.rates.bid
            };
            self.ves.push(balance.to_exact().times(&rate.to_exact()));
            self.oldest = Some(self.oldest.map_or(found.at, |oldest| oldest.min(found.at)));
        } else if let Some(worth) = through_dollars {
            self.ves.push(worth);
        } else if !balance.is_zero() {
            self.left_out.push(currency);
        }
    }

    /// `None` when the sum is beyond what can be shown.
    fn worth(self, published: &[ExchangeRates]) -> Option<Worth> {
        let ves = Exact::sum(self.ves);
        let dollars = find_rates(published, Currency::USD);
        let usd = dollars
            .and_then(|found| ves.over(&found.rates.ask.to_exact()))
            .and_then(|usd| Money::truncate_to_cents(&usd, Currency::USD).ok());
        Some(Worth {
            ves: Money::truncate_to_cents(&ves, Currency::VES).ok()?,
            usd,
            oldest: self.oldest.or(dollars.map(|found| found.at)),
            left_out: self.left_out,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Sum;
    use crate::clock::Moment;
    use crate::domain::kernel::money::{Currency, Exact, Money, Rate};
    use crate::domain::treasury::rates::{ExchangeRates, TwoWay};

    fn rate(text: &str) -> Rate {
        Rate::from_text(text).unwrap()
    }

    #[test]
    fn a_sum_is_what_its_owner_would_get() {
        let published = [ExchangeRates {
            currency: Currency::USD,
            rates: TwoWay {
                ask: rate("40"),
                bid: rate("38"),
            },
            at: Moment::from_ms(7),
        }];
        let mut sum = Sum::default();
        sum.add(Money::from_minor(20_000, Currency::VES), &published, None);
        sum.add(Money::from_minor(100_000, Currency::USD), &published, None);
        sum.add(
            Money::from_minor(10_000, Currency::PEN),
            &published,
            Some(Exact::new(18, 0)),
        );
        sum.add(Money::from_minor(10_000, Currency::EUR), &published, None);
        let worth = sum.worth(&published).unwrap();
        assert_eq!(worth.ves, Money::from_minor(4_000_000, Currency::VES));
        assert_eq!(worth.usd, Some(Money::from_minor(100_000, Currency::USD)));
        assert_eq!(worth.oldest, Some(Moment::from_ms(7)));
        assert_eq!(worth.left_out, [Currency::EUR]);
    }

    #[test]
    fn a_debt_costs_the_ask() {
        let published = [ExchangeRates {
            currency: Currency::USD,
            rates: TwoWay {
                ask: rate("40"),
                bid: rate("38"),
            },
            at: Moment::from_ms(7),
        }];
        let mut sum = Sum::default();
        sum.add(Money::from_minor(-10_000, Currency::USD), &published, None);
        assert_eq!(
            sum.worth(&published).unwrap().ves,
            Money::from_minor(-400_000, Currency::VES)
        );
    }
}
