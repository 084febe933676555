//! `!asignar-banco banesco @cajero 10`: which cashiers pay to a bank, and who comes first (S2-6).

use serde::{Deserialize, Serialize};

use super::assignments_store::{self, BankAssignment};
use super::{BankError, BankName, find_bank, named};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, Permission, Role};
use crate::ids::{BankAssignmentId, BankId, MemberId, RequestId};

/// The range of a priority. Two people can agree on numbers of three digits.
const PRIORITY_MIN: i64 = 0;
const PRIORITY_MAX: i64 = 999;

/// Who is to pay to a bank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AssignBank {
    pub bank: BankName,
    pub cashier: MemberId,
    /// The highest comes first.
    pub priority: i64,
    pub is_active: bool,
}

/// What is to change about an assignment; `None` leaves it as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ChangeAssignment {
    pub assignment: BankAssignmentId,
    pub priority: Option<i64>,
    pub is_active: Option<bool>,
}

/// How the assignment is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentSet {
    pub assignment: BankAssignmentId,
    pub bank: BankId,
    pub bank_name: String,
    pub cashier: MemberId,
    pub cashier_name: String,
    pub priority: i64,
    pub is_active: bool,
}

/// Assigns a cashier to a bank, or changes the assignment that is there.
///
/// # Errors
/// [`BankError::NotAllowed`] unless admin or superuser; [`BankError::Unknown`], [`BankError::Several`];
/// [`BankError::NoCashier`], [`BankError::NotHere`], [`BankError::Priority`].
pub async fn assign_bank(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    typed: &AssignBank,
) -> Result<AssignmentSet, BankError> {
    actor.require(Permission::AssignOrders)?;
    checked_priority(typed.priority)?;
    let asked = Asked::new(request, "banks.assign", &(actor.member, typed));
    once(desk, asked, async |tx, now| {
        let bank = named(tx, &typed.bank).await?;
        let cashier = members::get_member_for_update(tx, typed.cashier).await?;
        if cashier.role != Role::Cashier {
            return Err(BankError::NoCashier { name: cashier.name });
        }
        if typed.is_active {
            cashier.require_here()?;
        }
        set(
            tx,
            bank.id,
            cashier.id,
            (typed.priority, typed.is_active),
            actor.member,
            now,
        )
        .await
    })
    .await
}

/// Changes the priority of an assignment, or whether it counts.
///
/// # Errors
/// [`BankError::NotAllowed`] unless admin or superuser; [`BankError::UnknownAssignment`], [`BankError::Priority`].
pub async fn change_assignment(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    change: ChangeAssignment,
) -> Result<AssignmentSet, BankError> {
    actor.require(Permission::AssignOrders)?;
    change.priority.map(checked_priority).transpose()?;
    let asked = Asked::new(request, "banks.change_assignment", &(actor.member, change));
    once(desk, asked, async |tx, now| {
        let unknown = || BankError::UnknownAssignment(change.assignment);
        let before = assignments_store::find_assignment(tx, change.assignment).await?;
        let cashier = before.as_ref().ok_or_else(unknown)?.cashier;
        // Read again under the lock that every change of this cashier's assignments takes.
        members::get_member_for_update(tx, cashier).await?;
        let before = assignments_store::find_assignment(tx, change.assignment).await?;
        let before = before.ok_or_else(unknown)?;
        let priority = change.priority.unwrap_or(before.priority);
        let is_active = change.is_active.unwrap_or(before.is_active);
        set(tx, before.bank, cashier, (priority, is_active), actor.member, now).await
    })
    .await
}

fn checked_priority(priority: i64) -> Result<(), BankError> {
    match (PRIORITY_MIN..=PRIORITY_MAX).contains(&priority) {
        true => Ok(()),
        false => Err(BankError::Priority {
            min: PRIORITY_MIN,
            max: PRIORITY_MAX,
            given: priority.to_string(),
        }),
    }
}

/// Writes the assignment and its backlog row. The caller has locked the cashier.
async fn set(
    tx: &mut Tx,
    bank: BankId,
    cashier: MemberId,
    (priority, is_active): (i64, bool),
    actor: MemberId,
    at: Moment,
) -> Result<AssignmentSet, BankError> {
    let assignment = assignments_store::upsert_assignment(tx, bank, cashier, (priority, is_active)).await?;
    let row = BankAssignment {
        id: assignment,
        bank,
        cashier,
        priority,
        is_active,
    };
    assignments_store::insert_backlog(tx, &row, actor, at).await?;
    Ok(AssignmentSet {
        assignment,
        bank,
        bank_name: find_bank(tx, bank).await?.ok_or(BankError::UnknownId(bank))?.name,
        cashier,
        cashier_name: members::get_member(tx, cashier).await?.name,
        priority,
        is_active,
    })
}
