//! What follows when somebody becomes something, whoever decided it.

use super::RegistrationError;
use crate::db::Tx;
use crate::domain::channels;
use crate::domain::members::{self, By, Member, Role};
use crate::domain::outbox::{self, Notice};

/// Gives a member a role: Discord's role follows, and a reseller without a channel gets one.
pub(super) async fn become_role(tx: &mut Tx, member: &Member, role: Role, by: By) -> Result<(), RegistrationError> {
    members::change_role(tx, member, role, by).await?;
    let subject = subject_of(member);
    outbox::enqueue(tx, &subject, &Notice::RoleAssigned { member: member.id }, by.at).await?;
    if role == Role::Reseller && channels::find_channel_of(tx, member.id).await?.is_none() {
        outbox::enqueue(tx, &subject, &Notice::ChannelOwed { member: member.id }, by.at).await?;
    }
    Ok(())
}

/// Notices about a member are told in order.
pub(super) fn subject_of(member: &Member) -> String {
    format!("member:{}", member.id)
}
