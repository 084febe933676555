//! A second kind of order, defined outside `src/`: an *errand*. A client pays for it from their account when it is
//! created; a cashier pays the beneficiary from a bank account.

use async_trait::async_trait;
use cambista::db::{DbError, Source, Tx};
use cambista::domain::books::ledger::{self, AccountKey, Line, Posting};
use cambista::domain::kernel::desk::Desk;
use cambista::domain::kernel::money::{Currency, Money};
use cambista::domain::kernel::outbox::{self, Notice};
use cambista::domain::orders::{
    self, CashierAccount, CompleteError, Completing, Escrow, Kind, NewOrder, ORDER_KINDS, Order, OrderKind, OrderState,
    Others, ProofRule, Routing, Rules, Step, Who, may,
};
use cambista::domain::people::members::Actor;
use cambista::domain::treasury::accounts;
use cambista::ids::{JournalId, MemberId, OrderId, RequestId};

/// The beneficiary of errands that only the preferred cashier may carry out.
pub(super) const ONLY_PREFERRED: &str = "solo el preferido";
/// The preferred cashier.
pub(super) const PREFERRED: &str = "cajero2";

struct ErrandKind;

#[linkme::distributed_slice(ORDER_KINDS)]
static ERRAND: &'static dyn OrderKind = &ErrandKind;

static RULES: Rules = Rules {
    code: "errand",
    proof: ProofRule::Needed,
    cashier_account: CashierAccount::Pays,
    moves: &[
        may(
            OrderState::Pending,
            OrderState::Assigned,
            &[Who::Cashier, Who::Overseer, Who::Desk],
        ),
        may(OrderState::Pending, OrderState::Cancelled, &[Who::Owner, Who::Overseer]),
        may(
            OrderState::Assigned,
            OrderState::Assigned,
            &[Who::Cashier, Who::Overseer, Who::Desk],
        ),
        may(
            OrderState::Assigned,
            OrderState::Pending,
            &[Who::Carrier, Who::Overseer, Who::Desk],
        ),
        may(OrderState::Assigned, OrderState::Processing, &[Who::Carrier]),
        may(
            OrderState::Assigned,
            OrderState::Cancelled,
            &[Who::Owner, Who::Overseer],
        ),
        may(OrderState::Assigned, OrderState::Rejected, &[Who::Carrier]),
        may(
            OrderState::Processing,
            OrderState::Completed,
            &[Who::Carrier, Who::Superuser],
        ),
        may(OrderState::Processing, OrderState::Rejected, &[Who::Carrier]),
        may(
            OrderState::Completed,
            OrderState::Returned,
            &[Who::Carrier, Who::Overseer],
        ),
    ],
};

#[async_trait]
impl OrderKind for ErrandKind {
    fn rules(&self) -> &Rules {
        &RULES
    }

    async fn routing(&self, source: &mut dyn Source, order: &Order) -> Result<Routing, DbError> {
        let (preferred,): (MemberId,) = sqlx::query_as("select id from members where name = $1")
            .bind(PREFERRED)
            .fetch_one(source.conn())
            .await?;
        let only = order.beneficiary.as_deref() == Some(ONLY_PREFERRED);
        Ok(Routing {
            preferred: vec![preferred],
            others: if only { Others::Never } else { Others::After },
        })
    }

    async fn post(&self, tx: &mut Tx, completing: &Completing<'_>) -> Result<JournalId, CompleteError> {
        let Completing {
            step,
            order,
            account,
            total,
        } = completing;
        let currency = total.currency();
        let escrow = order.escrow.expect("an errand keeps money");
        let from = match escrow {
            Escrow::Held(_) => account_of(tx, order.owner).await?,
            Escrow::Taken { .. } => AccountKey::Escrow(currency),
        };
        let posting = Posting {
            kind: "errand.completed",
            request: step.request.clone(),
            actor: Some(step.actor.member),
            at: step.at,
            details: serde_json::json!({ "order": order.id }),
            lines: vec![
                Line::take(AccountKey::Account(*account, currency), *total)?,
                Line::add(AccountKey::World(currency), *total),
                Line::take(from, *total)?,
                Line::add(AccountKey::Position(currency), *total),
            ],
        };
        Ok(match escrow {
            Escrow::Held(hold) => ledger::settle(tx, hold, posting).await?,
            Escrow::Taken { .. } => ledger::post(tx, posting).await?,
        })
    }
}

/// A person's account in VES.
pub(super) async fn account_of(source: &mut impl Source, member: MemberId) -> Result<AccountKey, DbError> {
    let accounts = accounts::list_accounts_of(source, member).await?;
    let found = accounts.iter().find(|account| account.currency == Currency::VES);
    Ok(AccountKey::Account(found.expect("an account in VES").id, Currency::VES))
}

/// How an errand keeps its owner's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keeps {
    Held,
    Taken,
}

/// The input for a new errand.
pub(super) struct NewErrand {
    pub(super) from: AccountKey,
    pub(super) minor: i64,
    pub(super) beneficiary: &'static str,
    pub(super) keeps: Keeps,
}

/// Creates an errand of the actor without a cashier; the sweep assigns it.
pub(super) async fn make(desk: &Desk, actor: &Actor, request: &RequestId, new: &NewErrand) -> OrderId {
    let mut tx = desk.db.begin().await.expect("a unit");
    let step = Step::new(desk, actor, request, desk.clock.now());
    let amount = Money::from_minor(new.minor, Currency::VES);
    let order = NewOrder {
        kind: Kind::of_code("errand").expect("it is linked"),
        owner: actor.member,
        creator: actor.member,
        assignment: None,
        amount,
        fee: Money::zero(Currency::VES),
        beneficiary: Some(new.beneficiary.to_owned()),
        subject: None,
        source: None,
    };
    let order = orders::insert_order(&mut tx, &order, step.at).await.expect("made");
    match new.keeps {
        Keeps::Held => orders::hold_escrow(&mut tx, &step, order, new.from, amount).await,
        Keeps::Taken => orders::take_escrow(&mut tx, &step, order, new.from, amount).await,
    }
    .expect("the money is there");
    let notice = Notice::OrderChanged { order };
    outbox::enqueue(&mut tx, &outbox::subject_of_order(order), &notice, step.at)
        .await
        .expect("owed");
    tx.commit().await.expect("kept");
    order
}
