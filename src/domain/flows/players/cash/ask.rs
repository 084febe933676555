//! `POST /api/transacciones/solicitud`, `!deposito`, `!retirar`: a player asks for a deposit or a withdrawal (S3-15).

use serde::{Deserialize, Serialize};

use super::offered::{named_in, offered};
use super::repeated::refuse_used_capture;
use super::{CashError, CashTerms, terms_store};
use crate::coded_enum;
use crate::db::Tx;
use crate::domain::books::ledger::Balance;
use crate::domain::flows::players::{
    Category, Kept, NewTransaction, Player, PublicId, Sent, ensure_player, get_player_for_update, insert_transaction,
    is_person,
};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::{self, Assignment, Candidate, NewOrder, Others, Routing, Step};
use crate::domain::people::members::{self, Actor, Permission};
use crate::domain::people::requests::StoredCapture;
use crate::domain::people::tokens::{ApiRole, Principal};
use crate::ids::{DiscordChannelId, DiscordMessageId, MemberId, OrderId, RequestId};

coded_enum! {
    /// Which way the money goes.
    pub enum Direction {
        Deposit => "deposito",
        Withdrawal => "retiro",
    }
}

impl Direction {
    /// The category of its transactions.
    pub const fn category(self) -> Category {
        match self {
            Direction::Deposit => Category::Deposit,
            Direction::Withdrawal => Category::Withdrawal,
        }
    }
}

/// Who asks, and for whom.
#[derive(Debug, Clone, Copy)]
pub enum Asker<'a> {
    /// A client types it for themselves. A deposit needs its capture at once.
    Typed(&'a Actor),
    /// A caller of the API, for this player, whom the surface found for them.
    Caller(&'a Principal, MemberId),
}

impl Asker<'_> {
    /// The player.
    fn player(self) -> MemberId {
        match self {
            Asker::Typed(actor) => actor.member,
            Asker::Caller(_, player) => player,
        }
    }

    /// Who acts in the books, and what names them in the transaction.
    fn actor(self) -> (Actor, String) {
        match self {
            Asker::Typed(actor) => (actor.clone(), format!("member:{}", actor.member)),
            Asker::Caller(principal, _) => (principal.actor(), principal.scope()),
        }
    }

    fn require(self) -> Result<(), CashError> {
        match self {
            Asker::Typed(actor) => Ok(actor.require(Permission::MoveOwnMoney)?),
            Asker::Caller(principal, player) => {
                principal.require(ASKS)?;
                match is_person(principal.role) && principal.member() != Some(player) {
                    true => Err(CashError::NotYours),
                    false => Ok(()),
                }
            }
        }
    }
}

/// Who asks over the API; players and cashiers only for themselves.
const ASKS: &[ApiRole] = &[
    ApiRole::Player,
    ApiRole::Cashier,
    ApiRole::Bot,
    ApiRole::System,
    ApiRole::Admin,
];

/// What is asked for. The amount is positive and in the players' currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskCash {
    pub direction: Direction,
    pub amount: Money,
    pub method: String,
    pub description: String,
    /// Where a withdrawal is paid to.
    pub destination: Option<String>,
    /// The capture of a deposit's payment. Its file is already stored.
    pub receipt: Option<StoredCapture>,
    /// Where it was typed, if it was.
    pub source: Option<(DiscordChannelId, Option<DiscordMessageId>)>,
    pub external: Sent,
    pub metadata: Sent,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashAsked {
    pub transaction: PublicId,
    pub order: OrderId,
    pub amount: Money,
    /// `None`: nobody can carry it out now, and it waits.
    pub cashier: Option<MemberId>,
}

/// Makes the order and gives it to a cashier, if one can carry it out. A withdrawal's money is held at once.
///
/// # Errors
/// [`CashError::NotAllowed`] unless a client types it, [`CashError::NotForRole`], [`CashError::NotYours`] for a player
/// who names another one; [`CashError::NoReceipt`], [`CashError::Repeated`], [`CashError::InsufficientFunds`].
pub async fn ask(desk: &Desk, asker: Asker<'_>, request: &RequestId, typed: &AskCash) -> Result<CashAsked, CashError> {
    asker.require()?;
    let (actor, made_by) = asker.actor();
    let player = asker.player();
    let asked = Asked::new(request, "players.ask", &(&made_by, player, typed));
    once(desk, asked, async |tx, now| {
        let step = Step::new(desk, &actor, request, now);
        // One at a time: otherwise two units could use one capture, or promise the same float.
        orders::hold_assignments(tx).await?;
        let member = members::get_member(tx, player).await?;
        let (player, _) = ensure_player(tx, &member, typed.amount.currency(), step.by()).await?;
        let (player, balance) = get_player_for_update(tx, player, step.by()).await?;
        require_funds(typed, balance)?;
        check_receipt(tx, asker, typed).await?;
        let assignment = choose(tx, asker, typed, player.member).await?;
        place(tx, &step, &player, (typed, &made_by), assignment).await
    })
    .await
}

/// A withdrawal takes no more than can be spent. Holding it would refuse as well, but then an order had its number.
fn require_funds(typed: &AskCash, balance: Balance) -> Result<(), CashError> {
    let (asked, available) = (typed.amount, balance.available());
    if typed.direction == Direction::Withdrawal && available.minor() < asked.minor() {
        return Err(CashError::InsufficientFunds { asked, available });
    }
    Ok(())
}

async fn check_receipt(tx: &mut Tx, asker: Asker<'_>, typed: &AskCash) -> Result<(), CashError> {
    let is_typed = matches!(asker, Asker::Typed(_));
    match &typed.receipt {
        Some(receipt) => refuse_used_capture(tx, receipt).await,
        None if is_typed && typed.direction == Direction::Deposit => Err(CashError::NoReceipt {
            to: offered(tx, typed.amount.currency(), asker.player()).await?,
        }),
        None => Ok(()),
    }
}

/// Chooses the cashier and the account. A typed deposit was paid already: it goes to the account that its method names,
/// or else to one of those that were offered to be paid to.
async fn choose(
    tx: &mut Tx,
    asker: Asker<'_>,
    typed: &AskCash,
    player: MemberId,
) -> Result<Option<Assignment>, CashError> {
    let currency = typed.amount.currency();
    let candidates = orders::list_candidates(tx, currency, None).await?;
    let float = typed.direction.kind().float_for(typed.amount, Money::zero(currency))?;
    let routing = Routing {
        preferred: Vec::new(),
        others: Others::AfterBut(player),
    };
    if let (Asker::Typed(_), Direction::Deposit) = (asker, typed.direction) {
        let offered = offered(tx, currency, player).await?;
        let named = named_in(&typed.method, &offered);
        for some in [named, offered.iter().collect()] {
            let is_one = |candidate: &&Candidate| some.iter().any(|account| account.id == candidate.account);
            let some: Vec<Candidate> = candidates.iter().filter(is_one).cloned().collect();
            if let Some(assignment) = orders::choose(&some, float, &routing) {
                return Ok(Some(assignment));
            }
        }
    }
    Ok(orders::choose(&candidates, float, &routing))
}

/// Writes the order with its terms and its transaction, keeps the money or the capture, and enqueues its notices.
async fn place(
    tx: &mut Tx,
    step: &Step<'_>,
    player: &Player,
    (typed, made_by): (&AskCash, &str),
    assignment: Option<Assignment>,
) -> Result<CashAsked, CashError> {
    let new = NewOrder {
        kind: typed.direction.kind(),
        owner: player.member,
        creator: player.member,
        assignment,
        amount: typed.amount,
        fee: Money::zero(typed.amount.currency()),
        beneficiary: typed.destination.clone(),
        subject: None,
        source: typed.source,
    };
    let order = orders::insert_order(tx, &new, step.at).await?;
    let terms = CashTerms {
        account: player.account,
        method: typed.method.clone(),
    };
    terms_store::insert_terms(tx, order, &terms).await?;
    if typed.direction == Direction::Withdrawal {
        orders::hold_escrow(tx, step, order, player.key(), typed.amount).await?;
    }
    if let Some(receipt) = &typed.receipt {
        orders::insert_receipt(tx, order, receipt, player.member, step.at).await?;
    }
    let transaction = insert_transaction(tx, transaction_of(player, (typed, made_by), order, step)).await?;
    if assignment.is_none() {
        orders::tell_float_missing(tx, order, step.at).await?;
    }
    let subject = outbox::subject_of_order(order);
    outbox::enqueue(tx, &subject, &Notice::OrderChanged { order }, step.at).await?;
    Ok(CashAsked {
        transaction: transaction.public_id,
        order,
        amount: typed.amount,
        cashier: assignment.map(|assignment| assignment.cashier),
    })
}

fn transaction_of<'a>(
    player: &'a Player,
    (typed, made_by): (&'a AskCash, &'a str),
    order: OrderId,
    step: &Step<'_>,
) -> NewTransaction<'a> {
    let category = typed.direction.category();
    NewTransaction {
        player,
        public_id: PublicId::draw(),
        side: category.side(),
        category,
        amount: typed.amount,
        description: &typed.description,
        external: &typed.external,
        metadata: &typed.metadata,
        kept: Kept::Order(order),
        pair: None,
        room: None,
        game: None,
        position: None,
        repeat_allowed: false,
        made_by,
        at: step.at,
    }
}
