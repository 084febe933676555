//! `POST /api/transacciones/procesar-automatica`: moves a player's money at once, without a cashier.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::repeated::{is_over_refunded, refuse_second};
use super::{
    Category, Failure, Kept, NewTransaction, Player, PlayersError, PublicId, Sent, Side, Transaction,
    get_player_for_update, insert_transaction, repeated_store, require_player,
};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::books::ledger::{self, AccountKey, Balance, Line, Posting};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::kernel::recall::{self, Asked, once};
use crate::domain::people::members::By;
use crate::domain::people::tokens::{ApiRole, Principal};
use crate::ids::{JournalId, RequestId};

/// Who may move players' money (S3-18).
const MOVES: &[ApiRole] = &[ApiRole::Admin, ApiRole::Bot, ApiRole::System];

/// A movement of a player's money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Automatic {
    /// Any identity of the player.
    pub player: String,
    pub side: Side,
    pub category: Category,
    /// More than zero, in the players' currency.
    pub amount: Money,
    pub description: String,
    /// `referenciaExterna` and `metadata`: stored as they are.
    pub external: Sent,
    pub metadata: Sent,
    /// Any identity of the player who gets a transfer.
    pub recipient: Option<String>,
    pub room: Option<String>,
    pub game: Option<String>,
    /// At least 1.
    pub position: Option<i64>,
    /// A prize or refund that looks like a repetition is meant.
    pub repeat_allowed: bool,
}

/// A transaction that is in the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    pub id: PublicId,
    pub reference: String,
    pub side: Side,
    pub category: Category,
    pub amount: Money,
    pub created_at: Moment,
    /// What the player could spend before and after.
    pub previous: Money,
    pub current: Money,
}

/// Moves a player's money. When there is not enough of it, nothing moves, and a failed transaction is kept in a unit of its
/// own, once per request; the request itself may be tried again with the same input.
///
/// # Errors
/// [`PlayersError::NotForRole`]; [`PlayersError::NeedsCashier`], [`PlayersError::WrongSide`];
/// [`PlayersError::UnknownPlayer`], [`PlayersError::Ambiguous`]; [`PlayersError::NoRecipient`],
/// [`PlayersError::UnknownRecipient`], [`PlayersError::ToOneself`]; [`PlayersError::Repeated`],
/// [`PlayersError::NoEntry`], [`PlayersError::OverRefunded`]; [`PlayersError::InsufficientFunds`].
pub async fn process(
    desk: &Desk,
    caller: &Principal,
    request: &RequestId,
    typed: &Automatic,
) -> Result<Done, PlayersError> {
    caller.require(MOVES)?;
    check_category(typed)?;
    let failed = request.part("failed");
    require_same_input(desk, caller, &failed, typed).await?;
    let done = move_once(desk, caller, request, typed).await;
    if let Err(PlayersError::InsufficientFunds { available, .. }) = &done {
        keep_failure(desk, caller, &failed, typed, *available).await?;
    }
    done
}

async fn move_once(
    desk: &Desk,
    caller: &Principal,
    request: &RequestId,
    typed: &Automatic,
) -> Result<Done, PlayersError> {
    let scope = caller.scope();
    let asked = Asked::new(request, "players.automatic", &(&scope, typed));
    once(desk, asked, async |tx, now| {
        let by = by(caller, now);
        let (from, to) = lock_both(tx, typed, desk.policy.players.currency, by).await?;
        refuse_repeated(tx, &from.player, typed).await?;
        if typed.side == Side::Debit && from.available.checked_cmp(typed.amount)?.is_lt() {
            return Err(PlayersError::InsufficientFunds {
                asked: typed.amount,
                available: from.available,
            });
        }
        let movement = Movement {
            typed,
            request,
            by,
            scope: &scope,
        };
        movement.complete(tx, &from, to.as_ref()).await
    })
    .await
}

/// A request that failed before may be tried again with the same input, and not with another.
async fn require_same_input(
    desk: &Desk,
    caller: &Principal,
    failed: &RequestId,
    typed: &Automatic,
) -> Result<(), PlayersError> {
    let mut reader = desk.db.reader().await?;
    if !recall::is_known(&mut reader, failed).await? {
        return Ok(());
    }
    drop(reader);
    let scope = caller.scope();
    let asked = Asked::new(failed, "players.failed", &(&scope, typed));
    let mut tx = desk.db.begin().await?;
    recall::recall::<()>(&mut tx, &asked).await?;
    tx.commit().await?;
    Ok(())
}

/// Keeps that there was not enough money, so that failures can be counted.
async fn keep_failure(
    desk: &Desk,
    caller: &Principal,
    request: &RequestId,
    typed: &Automatic,
    available: Money,
) -> Result<(), PlayersError> {
    let scope = caller.scope();
    let asked = Asked::new(request, "players.failed", &(&scope, typed));
    once(desk, asked, async |tx, now| {
        let player = require_player(tx, &typed.player, desk.policy.players.currency).await?;
        let movement = Movement {
            typed,
            request,
            by: by(caller, now),
            scope: &scope,
        };
        let kept = Kept::Failed {
            failure: Failure::InsufficientFunds,
            available,
        };
        insert_transaction(tx, movement.row(&player, PublicId::draw(), kept, None)).await?;
        Ok(())
    })
    .await
}

fn by(caller: &Principal, at: Moment) -> By {
    By {
        actor: caller.actor().member,
        at,
    }
}

/// Refuses what is not done here, and the wrong side of a category.
fn check_category(typed: &Automatic) -> Result<(), PlayersError> {
    if typed.category.needs_cashier() {
        return Err(PlayersError::NeedsCashier(typed.category));
    }
    if typed.category.side() != typed.side {
        return Err(PlayersError::WrongSide {
            category: typed.category,
            side: typed.side,
        });
    }
    Ok(())
}

/// A player whose money is locked, and what they can spend.
struct Locked {
    player: Player,
    available: Money,
}

impl Locked {
    fn of((player, balance): (Player, Balance)) -> Locked {
        Locked {
            player,
            available: balance.available(),
        }
    }
}

/// Locks the player's money and, for a transfer, the recipient's.
async fn lock_both(
    tx: &mut Tx,
    typed: &Automatic,
    currency: Currency,
    by: By,
) -> Result<(Locked, Option<Locked>), PlayersError> {
    let player = require_player(tx, &typed.player, currency).await?;
    if typed.category != Category::Transfer {
        return Ok((Locked::of(get_player_for_update(tx, player, by).await?), None));
    }
    let recipient = typed.recipient.as_deref().ok_or(PlayersError::NoRecipient)?;
    let recipient = match require_player(tx, recipient, currency).await {
        Err(PlayersError::UnknownPlayer { typed }) => return Err(PlayersError::UnknownRecipient { typed }),
        found => found?,
    };
    if recipient.member == player.member {
        return Err(PlayersError::ToOneself);
    }
    // In the order of members, so that two transfers in opposite directions cannot wait for each other.
    if player.member < recipient.member {
        let from = get_player_for_update(tx, player, by).await?;
        let to = get_player_for_update(tx, recipient, by).await?;
        return Ok((Locked::of(from), Some(Locked::of(to))));
    }
    let to = get_player_for_update(tx, recipient, by).await?;
    let from = get_player_for_update(tx, player, by).await?;
    Ok((Locked::of(from), Some(Locked::of(to))))
}

/// Refuses a prize that was paid, and refunds of more than was paid for a room.
async fn refuse_repeated(tx: &mut Tx, player: &Player, typed: &Automatic) -> Result<(), PlayersError> {
    if typed.repeat_allowed {
        return Ok(());
    }
    match (typed.category, &typed.game, typed.position, &typed.room) {
        (Category::GamePrize, Some(game), Some(position), _) => {
            refuse_second(repeated_store::find_prize(tx, player.member, game, position).await?)
        }
        (Category::Refund, _, _, Some(room)) => refuse_over_refund(tx, player, room, typed.amount).await,
        _ => Ok(()),
    }
}

async fn refuse_over_refund(tx: &mut Tx, player: &Player, room: &str, asked: Money) -> Result<(), PlayersError> {
    let sums = repeated_store::sum_room(tx, player.member, room, player.currency).await?;
    if !is_over_refunded(&sums, asked)? {
        return Ok(());
    }
    for category in [Category::Refund, Category::RoomEntry] {
        let first = repeated_store::find_first_in_room(tx, player.member, room, category).await?;
        let Some(first) = first.filter(|_| sums.paid.is_positive()) else {
            continue;
        };
        return Err(PlayersError::OverRefunded {
            asked,
            paid: sums.paid,
            refunded: sums.refunded,
            first: Box::new(first),
        });
    }
    Err(PlayersError::NoEntry { room: room.to_owned() })
}

/// A movement that was decided on.
struct Movement<'a> {
    typed: &'a Automatic,
    request: &'a RequestId,
    by: By,
    scope: &'a str,
}

impl Movement<'_> {
    /// Posts it and writes its transaction; of a transfer also the recipient's.
    async fn complete(&self, tx: &mut Tx, from: &Locked, to: Option<&Locked>) -> Result<Done, PlayersError> {
        let id = PublicId::draw();
        let journal = ledger::post(tx, self.posting(&id, from, to)?).await?;
        let pair = to.map(|_| PublicId::draw());
        let current = match self.typed.side {
            Side::Debit => from.available.checked_sub(self.typed.amount)?,
            Side::Credit => from.available.checked_add(self.typed.amount)?,
        };
        let kept = completed(journal, from.available, current);
        let transaction = insert_transaction(tx, self.row(&from.player, id, kept, pair.clone())).await?;
        if let (Some(to), Some(pair)) = (to, pair) {
            self.credit(tx, (&from.player, &transaction), to, pair, journal).await?;
        }
        Ok(Done {
            id: transaction.public_id,
            reference: transaction.reference,
            side: transaction.side,
            category: transaction.category,
            amount: transaction.amount,
            created_at: transaction.created_at,
            previous: from.available,
            current,
        })
    }

    /// The credit of a transfer.
    async fn credit(
        &self,
        tx: &mut Tx,
        (from, debit): (&Player, &Transaction),
        to: &Locked,
        id: PublicId,
        journal: JournalId,
    ) -> Result<(), PlayersError> {
        let current = to.available.checked_add(self.typed.amount)?;
        let kept = completed(journal, to.available, current);
        let external = Sent::from(json!({ "jugadorOrigenId": from.player_id }));
        let row = self.row(&to.player, id, kept, Some(debit.public_id.clone()));
        let credit = NewTransaction {
            side: Side::Credit,
            external: &external,
            ..row
        };
        insert_transaction(tx, credit).await?;
        Ok(())
    }

    fn row<'a>(&'a self, player: &'a Player, id: PublicId, kept: Kept, pair: Option<PublicId>) -> NewTransaction<'a> {
        let typed = self.typed;
        NewTransaction {
            player,
            public_id: id,
            side: typed.side,
            category: typed.category,
            amount: typed.amount,
            description: &typed.description,
            external: &typed.external,
            metadata: &typed.metadata,
            kept,
            pair,
            room: typed.room.as_deref(),
            game: typed.game.as_deref(),
            position: typed.position,
            repeat_allowed: typed.repeat_allowed,
            made_by: self.scope,
            at: self.by.at,
        }
    }

    fn posting(&self, id: &PublicId, from: &Locked, to: Option<&Locked>) -> Result<Posting, PlayersError> {
        let (amount, player) = (self.typed.amount, from.player.key());
        let other = other_side(self.typed.category, amount.currency(), to)?;
        let lines = match self.typed.side {
            Side::Debit => vec![Line::take(player, amount)?, Line::add(other, amount)],
            Side::Credit => vec![Line::take(other, amount)?, Line::add(player, amount)],
        };
        Ok(Posting {
            kind: posting_kind(self.typed.category)?,
            request: self.request.clone(),
            actor: Some(self.by.actor),
            at: self.by.at,
            details: json!({ "transaction": id, "by": self.scope, "reason": self.typed.description }),
            lines,
        })
    }
}

fn completed(journal: JournalId, previous: Money, current: Money) -> Kept {
    Kept::Completed {
        journal,
        previous,
        current,
    }
}

/// The account that gives or gets what the player gets or gives.
fn other_side(category: Category, currency: Currency, to: Option<&Locked>) -> Result<AccountKey, PlayersError> {
    match category {
        Category::RoomEntry | Category::GamePrize | Category::Refund => Ok(AccountKey::Games(currency)),
        Category::Commission => Ok(AccountKey::Commissions(currency)),
        Category::Bonus | Category::AdminAdjustment => Ok(AccountKey::Bonuses(currency)),
        Category::Transfer => to.map(|to| to.player.key()).ok_or(PlayersError::NoRecipient),
        Category::Withdrawal | Category::Deposit => Err(PlayersError::NeedsCashier(category)),
    }
}

/// The kind of its posting (docs/BOOKS.md).
fn posting_kind(category: Category) -> Result<&'static str, PlayersError> {
    match category {
        Category::RoomEntry => Ok("player.entry"),
        Category::GamePrize => Ok("player.prize"),
        Category::Refund => Ok("player.refund"),
        Category::Commission => Ok("player.commission"),
        Category::Bonus => Ok("player.bonus"),
        Category::AdminAdjustment => Ok("player.adjustment"),
        Category::Transfer => Ok("player.transfer"),
        Category::Withdrawal | Category::Deposit => Err(PlayersError::NeedsCashier(category)),
    }
}
