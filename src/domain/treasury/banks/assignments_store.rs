//! Reads and writes which cashiers pay to which banks.

use crate::clock::Moment;
use crate::db::{DbError, Source, Tx};
use crate::ids::{BankAssignmentId, BankId, MemberId};

/// A cashier who pays to a bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BankAssignment {
    pub id: BankAssignmentId,
    pub bank: BankId,
    pub cashier: MemberId,
    /// The highest comes first.
    pub priority: i64,
    pub is_active: bool,
}

type AssignmentRow = (BankAssignmentId, BankId, MemberId, i64, i64);

fn assignment((id, bank, cashier, priority, active): AssignmentRow) -> BankAssignment {
    BankAssignment {
        id,
        bank,
        cashier,
        priority,
        is_active: active == 1,
    }
}

/// All assignments, those of one bank together, the highest priority first.
pub async fn list_assignments(source: &mut impl Source) -> Result<Vec<BankAssignment>, DbError> {
    let rows: Vec<AssignmentRow> = sqlx::query_as(
        "select a.id, a.bank_id, a.cashier_id, a.priority, a.active
           from bank_assignments a join banks b on b.id = a.bank_id
          order by b.country desc, b.code, a.active desc, a.priority desc, a.id limit 5000",
    )
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(assignment).collect())
}

/// The cashiers whose assignment to a bank is active, the highest priority first.
pub async fn list_assigned(source: &mut dyn Source, bank: BankId) -> Result<Vec<MemberId>, DbError> {
    let rows: Vec<(MemberId,)> = sqlx::query_as(
        "select cashier_id from bank_assignments where bank_id = $1 and active = 1
          order by priority desc, id limit 1000",
    )
    .bind(bank)
    .fetch_all(source.conn())
    .await?;
    Ok(rows.into_iter().map(|(cashier,)| cashier).collect())
}

pub(super) async fn find_assignment(
    source: &mut impl Source,
    id: BankAssignmentId,
) -> Result<Option<BankAssignment>, DbError> {
    let row: Option<AssignmentRow> =
        sqlx::query_as("select id, bank_id, cashier_id, priority, active from bank_assignments where id = $1")
            .bind(id)
            .fetch_optional(source.conn())
            .await?;
    Ok(row.map(assignment))
}

/// Writes what an assignment is now, and returns its id.
pub(super) async fn upsert_assignment(
    tx: &mut Tx,
    bank: BankId,
    cashier: MemberId,
    (priority, is_active): (i64, bool),
) -> Result<BankAssignmentId, DbError> {
    let (id,): (BankAssignmentId,) = sqlx::query_as(
        "insert into bank_assignments (bank_id, cashier_id, priority, active) values ($1, $2, $3, $4)
         on conflict (bank_id, cashier_id) do update set priority = excluded.priority, active = excluded.active
         returning id",
    )
    .bind(bank)
    .bind(cashier)
    .bind(priority)
    .bind(i64::from(is_active))
    .fetch_one(tx.conn())
    .await?;
    Ok(id)
}

pub(super) async fn insert_backlog(
    tx: &mut Tx,
    assignment: &BankAssignment,
    actor: MemberId,
    at: Moment,
) -> Result<(), DbError> {
    sqlx::query(
        "insert into bank_assignment_backlog (assignment_id, priority, active, actor_id, at_ms) values ($1, $2, $3, $4, $5)",
    )
    .bind(assignment.id)
    .bind(assignment.priority)
    .bind(i64::from(assignment.is_active))
    .bind(actor)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(())
}
