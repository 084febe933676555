//! Writes and reads transactions of players.

use super::{Category, Failure, Player, PublicId, Sent, Side, TransactionState, reference};
use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::domain::kernel::money::{Currency, Money};
use crate::ids::{JournalId, MemberId, OrderId, PlayerTransactionId};

/// How often a reference is drawn until one is free. Two of one player in one millisecond are the same once in sixty
/// million times, and so many in a row mean a broken generator.
const DRAWS_MAX: usize = 8;

/// A transaction of a player.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    pub id: PlayerTransactionId,
    /// What callers know it by.
    pub public_id: PublicId,
    pub member: MemberId,
    pub side: Side,
    pub category: Category,
    pub amount: Money,
    pub description: String,
    pub reference: String,
    /// `referenciaExterna` and `metadata`, as they were sent.
    pub external: Sent,
    pub metadata: Sent,
    pub kept: Kept,
    /// The other half of a transfer.
    pub pair: Option<PublicId>,
    /// `salaId`.
    pub room: Option<String>,
    /// The caller (`Principal::scope`).
    pub made_by: String,
    pub created_at: Moment,
    /// The mirror of its posting, when an admin reverted it.
    pub reversal: Option<JournalId>,
}

/// What became of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// It is in the books. `previous` and `current`: what the player could spend before and after.
    Completed {
        journal: JournalId,
        previous: Money,
        current: Money,
    },
    /// Nothing moved. `available`: what the player could spend.
    Failed { failure: Failure, available: Money },
    /// Its state is this order's.
    Order(OrderId),
}

impl Transaction {
    /// Its state; `None` when it is that of an order.
    pub fn state(&self) -> Option<TransactionState> {
        match self.kept {
            Kept::Completed { .. } if self.reversal.is_some() => Some(TransactionState::Reverted),
            Kept::Completed { .. } => Some(TransactionState::Completed),
            Kept::Failed { .. } => Some(TransactionState::Failed),
            Kept::Order(_) => None,
        }
    }
}

/// A transaction to be written.
#[derive(Debug, Clone)]
pub(crate) struct NewTransaction<'a> {
    pub(crate) player: &'a Player,
    /// Drawn before, because the posting and the other half of a transfer name it.
    pub(crate) public_id: PublicId,
    pub(crate) side: Side,
    pub(crate) category: Category,
    pub(crate) amount: Money,
    pub(crate) description: &'a str,
    pub(crate) external: &'a Sent,
    pub(crate) metadata: &'a Sent,
    pub(crate) kept: Kept,
    pub(crate) pair: Option<PublicId>,
    /// `salaId`, `juegoId` and `posicion` of `external`.
    pub(crate) room: Option<&'a str>,
    pub(crate) game: Option<&'a str>,
    pub(crate) position: Option<i64>,
    /// Whether the caller said that it repeats another one on purpose.
    pub(crate) repeat_allowed: bool,
    pub(crate) made_by: &'a str,
    pub(crate) at: Moment,
}

/// Writes a transaction under a reference of its own.
///
/// # Errors
/// A fault. A prize that another unit paid in the meantime is one that is repeated, and finds it.
pub(crate) async fn insert_transaction(tx: &mut Tx, new: NewTransaction<'_>) -> Result<Transaction, DbError> {
    for _ in 0..DRAWS_MAX {
        let reference = reference::draw(new.category, &new.player.player_id, new.at);
        if let Some(id) = insert(tx, &new, &reference).await? {
            return Ok(Transaction {
                id,
                public_id: new.public_id,
                member: new.player.member,
                side: new.side,
                category: new.category,
                amount: new.amount,
                description: new.description.to_owned(),
                reference,
                external: new.external.clone(),
                metadata: new.metadata.clone(),
                kept: new.kept,
                pair: new.pair,
                room: new.room.map(str::to_owned),
                made_by: new.made_by.to_owned(),
                created_at: new.at,
                reversal: None,
            });
        }
    }
    Err(DbError::Corrupt("no reference is free".to_owned()))
}

/// The columns that say what became of a transaction.
struct KeptColumns {
    order: Option<OrderId>,
    state: Option<TransactionState>,
    journal: Option<JournalId>,
    previous_minor: Option<i64>,
    current_minor: Option<i64>,
    failure: Option<Failure>,
}

impl From<&Kept> for KeptColumns {
    fn from(kept: &Kept) -> KeptColumns {
        let none = KeptColumns {
            order: None,
            state: None,
            journal: None,
            previous_minor: None,
            current_minor: None,
            failure: None,
        };
        match kept {
            Kept::Completed {
                journal,
                previous,
                current,
            } => KeptColumns {
                state: Some(TransactionState::Completed),
                journal: Some(*journal),
                previous_minor: Some(previous.minor()),
                current_minor: Some(current.minor()),
                ..none
            },
            Kept::Failed { failure, available } => KeptColumns {
                state: Some(TransactionState::Failed),
                failure: Some(*failure),
                previous_minor: Some(available.minor()),
                current_minor: Some(available.minor()),
                ..none
            },
            Kept::Order(order) => KeptColumns {
                order: Some(*order),
                ..none
            },
        }
    }
}

/// Writes the row; `None` when the reference is taken.
async fn insert(
    tx: &mut Tx,
    new: &NewTransaction<'_>,
    reference: &str,
) -> Result<Option<PlayerTransactionId>, DbError> {
    let kept = KeptColumns::from(&new.kept);
    let row: Option<(PlayerTransactionId,)> = sqlx::query_as(
        "insert into player_transactions (public_id, member_id, side, category, currency, amount_minor, description,
             reference, external, metadata, order_id, state, journal_id, previous_minor, current_minor, failure, pair_id,
             room, game, position, repeat_allowed, made_by, created_at_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)
         on conflict (reference) do nothing returning id",
    )
    .bind(&new.public_id)
    .bind(new.player.member)
    .bind(new.side)
    .bind(new.category)
    .bind(new.amount.currency())
    .bind(new.amount.minor())
    .bind(new.description.to_owned())
    .bind(reference.to_owned())
    .bind(new.external.as_str().to_owned())
    .bind(new.metadata.as_str().to_owned())
    .bind(kept.order)
    .bind(kept.state)
    .bind(kept.journal)
    .bind(kept.previous_minor)
    .bind(kept.current_minor)
    .bind(kept.failure)
    .bind(new.pair.clone())
    .bind(new.room.map(str::to_owned))
    .bind(new.game.map(str::to_owned))
    .bind(new.position)
    .bind(i64::from(new.repeat_allowed))
    .bind(new.made_by.to_owned())
    .bind(new.at)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(id,)| id))
}

#[derive(sqlx::FromRow)]
pub(super) struct TransactionRow {
    id: PlayerTransactionId,
    public_id: PublicId,
    member_id: MemberId,
    side: Side,
    category: Category,
    currency: Currency,
    amount_minor: i64,
    description: String,
    reference: String,
    external: String,
    metadata: String,
    order_id: Option<OrderId>,
    journal_id: Option<JournalId>,
    previous_minor: Option<i64>,
    current_minor: Option<i64>,
    failure: Option<Failure>,
    pair_id: Option<PublicId>,
    room: Option<String>,
    made_by: String,
    created_at_ms: Moment,
    reversal_id: Option<JournalId>,
}

/// Selects all columns of a transaction; `$tail` is the rest of the statement.
macro_rules! select_transactions {
    ($tail:literal) => {
        concat!(
            "select t.id, t.public_id, t.member_id, t.side, t.category, t.currency, t.amount_minor, t.description,
                    t.reference, t.external, t.metadata, t.order_id, t.journal_id, t.previous_minor, t.current_minor,
                    t.failure, t.pair_id, t.room, t.made_by, t.created_at_ms, r.journal_id as reversal_id
               from player_transactions t left join player_reversals r on r.transaction_id = t.id ",
            $tail
        )
    };
}

pub(super) use select_transactions;

impl TryFrom<TransactionRow> for Transaction {
    type Error = DbError;

    fn try_from(row: TransactionRow) -> Result<Self, DbError> {
        let money = |minor| Money::from_minor(minor, row.currency);
        let kept = match (
            row.order_id,
            row.failure,
            row.journal_id,
            row.previous_minor,
            row.current_minor,
        ) {
            (Some(order), ..) => Kept::Order(order),
            (None, Some(failure), _, Some(available), _) => Kept::Failed {
                failure,
                available: money(available),
            },
            (None, None, Some(journal), Some(previous), Some(current)) => Kept::Completed {
                journal,
                previous: money(previous),
                current: money(current),
            },
            _ => return Err(DbError::Corrupt(format!("transaction {} has no state", row.public_id))),
        };
        let json = |text: &str| {
            Sent::read(text).ok_or_else(|| DbError::Corrupt(format!("transaction {} has no object", row.public_id)))
        };
        Ok(Transaction {
            external: json(&row.external)?,
            metadata: json(&row.metadata)?,
            amount: money(row.amount_minor),
            id: row.id,
            public_id: row.public_id,
            member: row.member_id,
            side: row.side,
            category: row.category,
            description: row.description,
            reference: row.reference,
            kept,
            pair: row.pair_id,
            room: row.room,
            made_by: row.made_by,
            created_at: row.created_at_ms,
            reversal: row.reversal_id,
        })
    }
}

/// The transaction with this public id; `None` when there is none.
pub async fn find_transaction(source: &mut impl Source, id: &PublicId) -> Result<Option<Transaction>, DbError> {
    let row: Option<TransactionRow> = sqlx::query_as(select_transactions!("where t.public_id = $1"))
        .bind(id)
        .fetch_optional(source.conn())
        .await?;
    row.map(Transaction::try_from).transpose()
}
