//! What every change of a role brings with it, whoever decided it.

use super::RegistrationError;
use crate::db::Tx;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::orders::{self, MoveReason, Reassigned};
use crate::domain::people::channels;
use crate::domain::people::members::{self, By, Member, Role};

/// Gives a member a role. The Discord role follows, a reseller without a channel gets one, and the unpaid orders of a
/// former cashier are passed on.
pub(super) async fn become_role(
    tx: &mut Tx,
    member: &Member,
    role: Role,
    by: By,
) -> Result<Reassigned, RegistrationError> {
    members::change_role(tx, member, role, by).await?;
    let reassigned = if role == Role::Cashier {
        Reassigned::default()
    } else {
        end_work(tx, member, MoveReason::NoCashier, by).await?
    };
    let subject = member.outbox_subject();
    outbox::enqueue(tx, &subject, &Notice::RoleAssigned { member: member.id }, by.at).await?;
    if role == Role::Reseller && channels::find_channel_of(tx, member.id).await?.is_none() {
        outbox::enqueue(tx, &subject, &Notice::ChannelOwed { member: member.id }, by.at).await?;
    }
    Ok(reassigned)
}

/// Passes on the unpaid orders of somebody who no longer works as a cashier.
pub(super) async fn end_work(
    tx: &mut Tx,
    member: &Member,
    reason: MoveReason,
    by: By,
) -> Result<Reassigned, RegistrationError> {
    Ok(orders::reassign_open_of(tx, member.id, reason, Some(by.actor), by.at).await?)
}
