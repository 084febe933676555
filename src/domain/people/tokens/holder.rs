//! Whether a person's token still counts, and what they may do with it: read at every call.

use super::{ApiRole, Ended, Holder, Principal, TokenError, Verified, store};
use crate::db::Source;
use crate::domain::kernel::desk::Desk;
use crate::domain::people::guild;
use crate::domain::people::members::{
    Actor, IdentityKind, Permission, Role, Standing, find_member, find_member_by_identity,
};
use crate::ids::MemberId;

/// The role that somebody's tokens have: what they are at the desk at this moment.
pub(super) fn role_of(actor: &Actor) -> ApiRole {
    if actor.superuser {
        return ApiRole::Admin;
    }
    match actor.role {
        Role::Admin => ApiRole::Admin,
        Role::Cashier => ApiRole::Cashier,
        Role::Guest | Role::Client | Role::Reseller => ApiRole::Player,
    }
}

/// The person behind a token, with their rights at this moment.
///
/// # Errors
/// [`TokenError::Ended`]; a fault.
pub async fn find_member_holder(desk: &Desk, member: MemberId, token: &Verified) -> Result<Principal, TokenError> {
    let mut reader = desk.db.reader().await?;
    let actor = find_actor(desk, &mut reader, member).await?;
    let revoked_at = store::find_last_revocation(&mut reader, member).await?;
    drop(reader);
    if revoked_at.is_some_and(|at| token.issued_at <= at) {
        return Err(TokenError::Ended(Ended::ByHolder));
    }
    let most = match actor.standing {
        // A player need not be in the server: games know them from elsewhere.
        Standing::Left => ApiRole::Player,
        Standing::Works | Standing::SentAway => role_of(&actor),
    };
    if actor.standing == Standing::SentAway && !actor.may(Permission::UseTokens) {
        return Err(TokenError::Ended(Ended::NotHere));
    }
    if !may_have(most, token.role) {
        return Err(TokenError::Ended(Ended::RoleChanged));
    }
    Ok(Principal {
        role: token.role,
        holder: Holder::Member(actor),
    })
}

/// The person whom an outside issuer's token names, with their rights at this moment.
///
/// # Errors
/// [`TokenError::UnknownHolder`], [`TokenError::Ended`]; a fault.
pub async fn find_holder_known_as(
    desk: &Desk,
    kind: IdentityKind,
    value: &str,
    token: &Verified,
) -> Result<Principal, TokenError> {
    let mut reader = desk.db.reader().await?;
    let found = find_member_by_identity(&mut reader, kind, value).await?;
    drop(reader);
    let member = found.ok_or(TokenError::UnknownHolder)?;
    find_member_holder(desk, member.id, token).await
}

async fn find_actor(desk: &Desk, source: &mut impl Source, member: MemberId) -> Result<Actor, TokenError> {
    let found = find_member(source, member).await?;
    let found = found.ok_or(TokenError::Ended(Ended::NotHere))?;
    let owner = guild::find_desk_owner(source).await?;
    let is_named = |user| desk.policy.superusers.contains(&user) || owner == Some(user);
    Ok(Actor {
        member: found.id,
        role: found.role,
        standing: found.standing(),
        superuser: found.discord_user.is_some_and(is_named) && found.left_at.is_none(),
        name: found.name,
    })
}

/// Whether somebody who may have `most` may use a token with `asked`, which is the same or less.
fn may_have(most: ApiRole, asked: ApiRole) -> bool {
    match most {
        ApiRole::Admin => matches!(asked, ApiRole::Admin | ApiRole::Cashier | ApiRole::Player),
        ApiRole::Cashier => matches!(asked, ApiRole::Cashier | ApiRole::Player),
        ApiRole::Player => asked == ApiRole::Player,
        // Never a person's.
        ApiRole::Bot | ApiRole::System => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{ApiRole, may_have};

    #[test]
    fn a_token_is_never_more_than_its_holder_and_a_person_is_never_a_program() {
        use ApiRole::{Admin, Bot, Cashier, Player, System};
        for (most, may) in [
            (Admin, vec![Admin, Cashier, Player]),
            (Cashier, vec![Cashier, Player]),
            (Player, vec![Player]),
            (Bot, vec![]),
            (System, vec![]),
        ] {
            let found: Vec<ApiRole> = [Admin, Cashier, Player, Bot, System]
                .into_iter()
                .filter(|asked| may_have(most, *asked))
                .collect();
            assert_eq!(found, may, "{most}");
        }
    }
}
