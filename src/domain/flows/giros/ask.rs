//! `!giro`, `POST /api/giros`: a reseller sends a giro from their prepaid balance (S2-1 … S2-5), an admin from a cashier's
//! account (S2-6 … S2-10).

use serde::{Deserialize, Serialize};

use super::choose::{choose, require_somebody};
use super::payee::{self, Doubt, Payee, PayeeTyped};
use super::payees_store;
use super::terms_store::{find_alike, insert_terms};
use super::{GiroError, GiroTerms, giro_kind};
use crate::db::Tx;
use crate::domain::books::ledger;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{Money, Rate};
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::questions::{self, AsTyped, Asking, NewQuestion, QuestionKind};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{self, NewOrder, OrderState, Step};
use crate::domain::people::members::{Actor, Permission, Role};
use crate::domain::treasury::accounts::{self, Account, AccountClass};
use crate::domain::treasury::banks::{Bank, BankError, find_bank};
use crate::ids::{AccountId, BankId, DiscordChannelId, DiscordMessageId, OrderId, QuestionId, RequestId};

/// A giro as it is asked for. The amount is positive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskGiro {
    pub bank: BankId,
    pub amount: Money,
    pub payee: PayeeTyped,
    pub rate: Option<Rate>,
    /// Where it was typed, if it was.
    pub source: Option<(DiscordChannelId, Option<DiscordMessageId>)>,
}

/// What became of a giro that was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum GiroOutcome {
    Placed(GiroPlaced),
    /// Something about it looks wrong: the person must confirm it.
    Asked(GiroAsked),
}

/// The giro that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiroPlaced {
    pub order: OrderId,
    pub state: OrderState,
    pub amount: Money,
    pub bank: String,
    pub payee: Payee,
    /// What it took from the reseller's balance; `None` for an admin's.
    pub discount: Option<Discount>,
    /// What looks wrong about its payee.
    pub doubts: Vec<Doubt>,
}

/// What a giro took from its reseller's balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    pub account: AccountId,
    pub previous: Money,
    pub current: Money,
}

/// A giro that waits to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiroAsked {
    pub question: QuestionId,
    pub amount: Money,
    pub bank: String,
    pub payee: Payee,
    pub doubts: Vec<Doubt>,
    /// An earlier giro of the same amount to the same payee.
    pub earlier: Option<OrderId>,
    /// Whether it was confirmed before, when something else had come up.
    pub again: bool,
}

/// What is doubtful about a giro.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen {
    doubts: Vec<Doubt>,
    earlier: Option<OrderId>,
}

/// What a question is about.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct About {
    pub(super) typed: AskGiro,
    pub(super) seen: Seen,
}

/// Whether the person has already been asked.
pub(super) enum Word {
    NotAsked(AsTyped),
    Given { question: QuestionId, seen: Seen },
}

/// A giro that can be made.
struct Ready {
    bank: Bank,
    terms: GiroTerms,
    /// `None` for an admin's.
    discount: Option<Discount>,
}

/// Makes a giro for a caller of the API. A caller is not asked about what looks wrong; the answer names it.
///
/// # Errors
/// [`GiroError::NotAllowed`] unless reseller, admin or superuser; [`GiroError::Bank`], [`GiroError::WrongCurrency`],
/// [`GiroError::Payee`]; [`GiroError::InsufficientFunds`] for a reseller, [`GiroError::NobodyAssigned`] for an admin.
pub async fn ask(desk: &Desk, actor: &Actor, request: &RequestId, typed: &AskGiro) -> Result<GiroPlaced, GiroError> {
    actor.require(Permission::SendGiros)?;
    let asked = Asked::new(request, "giros.ask", &(actor.member, typed));
    once(desk, asked, async |tx, now| {
        let step = Step::new(desk, actor, request, now);
        let ready = ready(tx, &step, typed).await?;
        place(tx, &step, typed, ready).await
    })
    .await
}

/// The same as somebody types it: what looks wrong is asked first.
///
/// # Errors
/// As [`ask`].
pub async fn ask_typed(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    typed: &AskGiro,
    as_typed: &AsTyped,
) -> Result<GiroOutcome, GiroError> {
    actor.require(Permission::SendGiros)?;
    let asked = Asked::new(request, "giros.ask_typed", &(actor.member, typed));
    once(desk, asked, async |tx, now| {
        let step = Step::new(desk, actor, request, now);
        carry_out(tx, &step, typed, &Word::NotAsked(as_typed.clone())).await
    })
    .await
}

pub(super) async fn carry_out(
    tx: &mut Tx,
    step: &Step<'_>,
    typed: &AskGiro,
    word: &Word,
) -> Result<GiroOutcome, GiroError> {
    let ready = ready(tx, step, typed).await?;
    match ask_first(tx, step, typed, &ready, word).await? {
        Some(asked) => Ok(GiroOutcome::Asked(asked)),
        None => Ok(GiroOutcome::Placed(place(tx, step, typed, ready).await?)),
    }
}

/// Checks the payee and the balance, and holds the assignments.
async fn ready(tx: &mut Tx, step: &Step<'_>, typed: &AskGiro) -> Result<Ready, GiroError> {
    let bank = find_bank(tx, typed.bank).await?;
    let bank = bank.ok_or(BankError::UnknownId(typed.bank))?;
    if bank.currency != typed.amount.currency() {
        return Err(GiroError::WrongCurrency {
            amount: typed.amount,
            currency: bank.currency,
        });
    }
    let (payee, doubts) = payee::checked(&typed.payee, &bank)?;
    // One at a time: otherwise two units could promise the same float.
    orders::hold_assignments(tx).await?;
    let discount = match step.actor.role == Role::Reseller {
        true => Some(prepaid(tx, step, typed.amount).await?),
        false => None,
    };
    let terms = GiroTerms {
        bank: bank.id,
        account: discount.as_ref().map(|discount| discount.account),
        payee,
        rate: typed.rate,
        doubts,
        others: step.policy.giros.others,
    };
    Ok(Ready { bank, terms, discount })
}

/// The reseller's own account, locked, and its balance before and after the giro. Taking the money would refuse as well,
/// but then an order had its number.
async fn prepaid(tx: &mut Tx, step: &Step<'_>, amount: Money) -> Result<Discount, GiroError> {
    let (member, currency) = (step.actor.member, amount.currency());
    let own = accounts::list_accounts_of(tx, member).await?;
    let is_prepaid = |account: &Account| account.class == AccountClass::Member && account.currency == currency;
    if !own.iter().any(is_prepaid) {
        return Err(GiroError::InsufficientFunds {
            asked: amount,
            available: Money::zero(currency),
        });
    }
    let account = accounts::ensure_member_account(tx, member, currency, member, step.at).await?;
    let key = ledger::AccountKey::Account(account, currency);
    let balance = ledger::find_balance_for_update(tx, key, step.at).await?;
    if balance.available().minor() < amount.minor() {
        return Err(GiroError::InsufficientFunds {
            asked: amount,
            available: balance.available(),
        });
    }
    Ok(Discount {
        account,
        previous: balance.balance,
        current: balance
            .balance
            .checked_sub(amount)
            .map_err(ledger::LedgerError::Money)?,
    })
}

/// The question that must be asked first, if any. One that is being confirmed ends here: as confirmed, or as outdated.
async fn ask_first(
    tx: &mut Tx,
    step: &Step<'_>,
    typed: &AskGiro,
    ready: &Ready,
    word: &Word,
) -> Result<Option<GiroAsked>, GiroError> {
    let Ready { bank, terms, .. } = ready;
    let now = Seen {
        doubts: terms.doubts.clone(),
        earlier: earlier(tx, step, typed, terms).await?,
    };
    let asking = match word {
        Word::NotAsked(_) if now == Seen::default() => return Ok(None),
        Word::NotAsked(as_typed) => Asking::First(as_typed.clone()),
        Word::Given { question, seen } if now == *seen || now == Seen::default() => {
            questions::mark_confirmed(tx, *question, step.at).await?;
            return Ok(None);
        }
        Word::Given { question, .. } => {
            questions::mark_outdated(tx, *question, step.at).await?;
            Asking::Again(*question)
        }
    };
    let about = About {
        typed: typed.clone(),
        seen: now,
    };
    let new = NewQuestion {
        kind: QuestionKind::Giro,
        member: step.actor.member,
        about: &about,
        asking: &asking,
    };
    Ok(Some(GiroAsked {
        question: questions::ask(tx, &new, step.at).await?,
        amount: typed.amount,
        bank: bank.name.clone(),
        payee: terms.payee.clone(),
        doubts: about.seen.doubts,
        earlier: about.seen.earlier,
        again: asking.is_again(),
    }))
}

/// An earlier giro of the same amount to the same payee, if the desk asks about that.
async fn earlier(
    tx: &mut Tx,
    step: &Step<'_>,
    typed: &AskGiro,
    terms: &GiroTerms,
) -> Result<Option<OrderId>, GiroError> {
    let within = step.policy.repeat_within_ms;
    if within <= 0 {
        return Ok(None);
    }
    let to = (terms.bank, &terms.payee);
    Ok(find_alike(tx, step.actor.member, typed.amount, to, step.at.plus_ms(-within)).await?)
}

/// Chooses the cashier, writes the order with its terms, takes the money, and enqueues its notices.
async fn place(tx: &mut Tx, step: &Step<'_>, typed: &AskGiro, ready: Ready) -> Result<GiroPlaced, GiroError> {
    let Ready { bank, terms, discount } = ready;
    let assignment = match discount {
        Some(_) => choose(tx, &terms, typed.amount).await?,
        None => Some(require_somebody(tx, &bank, &terms, typed.amount).await?),
    };
    let owner = step.actor.member;
    let new = NewOrder {
        kind: giro_kind::kind(),
        owner,
        creator: owner,
        assignment,
        amount: typed.amount,
        fee: Money::zero(typed.amount.currency()),
        beneficiary: Some(terms.payee.in_one_line(&bank.name)),
        subject: None,
        source: typed.source,
    };
    let order = orders::insert_order(tx, &new, step.at).await?;
    insert_terms(tx, order, &terms).await?;
    if let Some(paid) = &discount {
        let from = ledger::AccountKey::Account(paid.account, typed.amount.currency());
        orders::take_escrow(tx, step, order, from, typed.amount).await?;
    }
    payees_store::save(tx, owner, (bank.id, &terms.payee), step.at).await?;
    if assignment.is_none() {
        orders::tell_float_missing(tx, order, step.at).await?;
    }
    let subject = outbox::subject_of_order(order);
    outbox::enqueue(tx, &subject, &Notice::OrderChanged { order }, step.at).await?;
    Ok(GiroPlaced {
        order,
        state: match assignment {
            Some(_) => OrderState::Assigned,
            None => OrderState::Pending,
        },
        amount: typed.amount,
        bank: bank.name,
        payee: terms.payee,
        discount,
        doubts: terms.doubts,
    })
}
