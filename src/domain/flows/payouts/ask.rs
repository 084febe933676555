//! `!request-retiro`: somebody asks for a payout of their earnings. The amount is held before anybody is told.

use serde::{Deserialize, Serialize};

use super::{Payable, PayoutError};
use crate::domain::books::ledger::{self, AccountKey, Balance};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::letters::is_invisible;
use crate::domain::kernel::money::{Currency, Money, parse_amount};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor};
use crate::domain::people::requests::{self, Details, NewRequest, PayoutWanted, Request, RequestKind};
use crate::ids::{RequestId, RequestNumber};

/// Longest destination, in characters: an account with its bank and holder fits, and the embed has room for it.
const DESTINATION_MAX_CHARS: usize = 200;

/// A request for a payout, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskPayout {
    /// `None`: all that is available.
    pub amount: Option<String>,
    /// `None`: the destination of the last request.
    pub destination: Option<String>,
}

/// The request, and the held amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayoutAsked {
    pub number: RequestNumber,
    pub amount: Money,
    pub destination: String,
    /// What is still available, for a request after this one is decided.
    pub left: Money,
}

/// Holds the amount and files the request. Whoever has earnings may ask, even after `!baja`, because it is their money.
///
/// # Errors
/// See [`PayoutError`].
pub async fn ask(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    typed: &AskPayout,
) -> Result<PayoutAsked, PayoutError> {
    let asked = Asked::new(request, "payouts.ask", &(actor.member, typed));
    once(desk, asked, async |tx, now| {
        let member = members::get_member_for_update(tx, actor.member).await?.id;
        let account = AccountKey::Earnings(member);
        // A debt is paid before anything is paid out.
        ledger::settle_debt(tx, member, request, member, now).await?;
        let facts = Facts {
            open: requests::find_open_of(tx, member, RequestKind::Payout).await?,
            last: requests::find_last_of(tx, member, RequestKind::Payout).await?,
            earnings: ledger::find_balance(tx, account).await?,
            owed: ledger::find_balance(tx, AccountKey::Debt(member)).await?.owed(),
            minimum: desk.policy.payout_minimum,
        };
        let (amount, destination) = decide(typed, &facts)?;
        let hold = ledger::hold(tx, account, amount, request, now).await?;
        let wanted = PayoutWanted {
            amount,
            hold,
            destination: destination.clone(),
        };
        let new = NewRequest {
            member,
            details: Details::Payout(wanted),
            open_key: format!("payout:{member}"),
            expires_at: None,
        };
        let number = requests::file(tx, &new, now).await?;
        Ok(PayoutAsked {
            number,
            amount,
            destination,
            left: facts.earnings.available().checked_sub(amount)?,
        })
    })
    .await
}

struct Facts {
    open: Option<Request>,
    last: Option<Request>,
    earnings: Balance,
    /// The debt that is left after the earnings paid as much of it as they could.
    owed: Money,
    minimum: Money,
}

fn decide(typed: &AskPayout, facts: &Facts) -> Result<(Money, String), PayoutError> {
    let amount = match &typed.amount {
        Some(text) => Some(parse_amount(text, Currency::USD).map_err(PayoutError::Amount)?),
        None => None,
    };
    let given = typed.destination.as_deref().map(readable_destination).transpose()?;
    if let Some(open) = &facts.open {
        return Err(PayoutError::AlreadyAsked {
            number: open.number,
            since: open.created_at,
        });
    }
    let amount = payable(amount, facts)?;
    let before = facts.last.as_ref().and_then(|last| match &last.details {
        Details::Payout(payout) => Some(payout.destination.clone()),
        Details::Role(_) | Details::Account(_) | Details::Rate(_) | Details::Closing(_) | Details::Purchase(_) => None,
    });
    let destination = given.or(before).ok_or(PayoutError::NoDestination)?;
    Ok((amount, destination))
}

/// The amount that was asked for, or all that is available, in whole cents.
fn payable(asked: Option<Money>, facts: &Facts) -> Result<Money, PayoutError> {
    if !facts.earnings.balance.is_positive() {
        return Err(PayoutError::NothingEarned { owed: facts.owed });
    }
    let available = facts.earnings.available();
    let all = Money::truncate_to_cents(&available.to_exact(), available.currency())?;
    let asked = asked.unwrap_or(all);
    let payable = Payable {
        asked,
        available,
        held: facts.earnings.held,
        minimum: facts.minimum,
        owed: facts.owed,
    };
    if available.checked_cmp(asked)?.is_lt() {
        return Err(PayoutError::TooMuch(payable));
    }
    if asked.checked_cmp(facts.minimum)?.is_lt() || !asked.is_positive() {
        return Err(PayoutError::BelowMinimum(payable));
    }
    Ok(asked)
}

/// The destination on one line, without invisible characters; it must have a letter or a digit.
fn readable_destination(typed: &str) -> Result<String, PayoutError> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let destination: String = words.join(" ").chars().filter(|c| !is_invisible(*c)).collect();
    let given = destination.chars().count();
    if given <= DESTINATION_MAX_CHARS && destination.chars().any(char::is_alphanumeric) {
        Ok(destination)
    } else {
        Err(PayoutError::Destination {
            max: DESTINATION_MAX_CHARS,
            given,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{AskPayout, Facts, Payable, PayoutError, decide, readable_destination};
    use crate::clock::Moment;
    use crate::domain::books::ledger::Balance;
    use crate::domain::kernel::money::{Currency, Money};
    use crate::domain::people::requests::{Details, PayoutWanted, Request, RequestState};
    use crate::ids::{HoldId, MemberId, RequestNumber};

    const fn cents(cents: i64) -> Money {
        Money::from_minor(cents * 100, Currency::USD)
    }

    fn facts(balance: Money, held: Money) -> Facts {
        Facts {
            open: None,
            last: None,
            earnings: Balance {
                balance,
                held,
                floor: cents(0),
            },
            owed: cents(0),
            minimum: cents(1_000),
        }
    }

    fn earlier(state: RequestState) -> Request {
        let wanted = PayoutWanted {
            amount: cents(2_000),
            hold: HoldId::new(1),
            destination: "Binance 1".into(),
        };
        Request {
            number: RequestNumber::new(4),
            member: MemberId::new(1),
            state,
            details: Details::Payout(wanted),
            created_at: Moment::from_ms(5),
            expires_at: None,
            decided_at: None,
            decided_by: None,
            reason: None,
        }
    }

    fn asking(amount: Option<&str>, destination: Option<&str>) -> AskPayout {
        AskPayout {
            amount: amount.map(str::to_owned),
            destination: destination.map(str::to_owned),
        }
    }

    #[test]
    fn without_an_amount_all_that_is_available_is_asked_for_in_cents() {
        let some = facts(Money::from_minor(505_099, Currency::USD), cents(1_000));
        let (amount, destination) = decide(&asking(None, Some(" Binance\n 7 ")), &some).unwrap();
        assert_eq!((amount, destination.as_str()), (cents(4_050), "Binance 7"));
    }

    #[test]
    fn without_a_destination_the_last_one_counts_whatever_became_of_it() {
        let mut some = facts(cents(5_000), cents(0));
        assert!(matches!(
            decide(&asking(Some("20"), None), &some),
            Err(PayoutError::NoDestination)
        ));
        some.last = Some(earlier(RequestState::Rejected));
        assert_eq!(decide(&asking(Some("20"), None), &some).unwrap().1, "Binance 1");
    }

    #[test]
    fn what_is_held_and_what_is_too_little_is_not_paid() {
        let some = facts(cents(5_000), cents(3_500));
        let ask = |amount| decide(&asking(amount, Some("x")), &some);
        assert!(matches!(
            ask(Some("15.01")),
            Err(PayoutError::TooMuch(Payable { available, held, .. })) if available == cents(1_500) && held == cents(3_500)
        ));
        assert!(matches!(ask(Some("9,99")), Err(PayoutError::BelowMinimum(_))));
        assert_eq!(ask(Some("10")).unwrap().0, cents(1_000));
        let little = facts(cents(999), cents(0));
        assert!(matches!(
            decide(&asking(None, Some("x")), &little),
            Err(PayoutError::BelowMinimum(Payable { asked, .. })) if asked == cents(999)
        ));
        let nothing = facts(cents(0), cents(0));
        assert!(matches!(
            decide(&asking(None, Some("x")), &nothing),
            Err(PayoutError::NothingEarned { .. })
        ));
    }

    #[test]
    fn there_is_one_open_payout_per_person() {
        let mut some = facts(cents(5_000), cents(2_000));
        some.open = Some(earlier(RequestState::Pending));
        assert!(matches!(
            decide(&asking(None, None), &some),
            Err(PayoutError::AlreadyAsked { number, since }) if number.get() == 4 && since.ms() == 5
        ));
    }

    #[test]
    fn a_destination_is_short_and_can_be_read() {
        assert!(readable_destination(&"x".repeat(200)).is_ok());
        assert!(readable_destination(&"x".repeat(201)).is_err());
        assert!(readable_destination("\u{200B} ***").is_err());
    }
}
