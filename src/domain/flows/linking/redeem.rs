//! `!vincular BCDF-2345-GHJK-6789`: a person joins their member of the old book.

use serde::{Deserialize, Serialize};

use super::LinkError;
use super::code::LinkCode;
use super::store::{self, CodeState, StoredCode};
use crate::clock::Moment;
use crate::db::{DbError, Tx};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, By, Member, Permission, Role};
use crate::ids::{DiscordUserId, RequestId};

/// After so many wrong tries at one code it must be handed out anew.
const TRIES_MAX: i64 = 3;
/// After so many codes that do not exist a person must wait.
const MISSES_MAX: i64 = 5;
const MISSES_WITHIN_MS: i64 = 24 * 3_600_000;

/// What became of a typed code. Wrong tries are counted, so they are outcomes and no errors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Redeemed {
    Linked {
        name: String,
        accounts: i64,
    },
    /// This person had used this code, or is this member.
    AlreadyYours {
        name: String,
    },
    /// `left`: tries at that code until it ends; `None` when there is no such code.
    Wrong {
        left: Option<i64>,
    },
    TooManyTries,
    Expired,
    Used,
    /// A newer one took its place.
    Replaced,
    /// Too many wrong tries.
    Spent,
    /// Somebody else was joined to that member.
    Taken,
    /// The person has something that would be lost.
    Has {
        what: Belonging,
        name: String,
    },
}

/// What keeps a person from becoming another member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Belonging {
    Role,
    Accounts,
    /// Earnings, points, coins or debts.
    Money,
    /// Orders, requests or batches.
    Work,
    /// They are known elsewhere, as a player.
    Identity,
    /// They were joined to another member of the old book.
    OtherImported,
}

/// Joins the Discord user to the member that the code is for.
///
/// # Errors
/// [`LinkError::NotAllowed`] for people who left the server; a fault.
pub async fn redeem(
    desk: &Desk,
    actor: &Actor,
    user: DiscordUserId,
    request: &RequestId,
    code: &LinkCode,
) -> Result<Redeemed, LinkError> {
    actor.require(Permission::Link)?;
    // The person and not the member, who is another one afterwards.
    let asked = Asked::new(request, "linking.redeem", &(user, code.hash()));
    once(desk, asked, async |tx, now| {
        let since = now.plus_ms(-MISSES_WITHIN_MS);
        if MISSES_MAX <= store::count_misses(tx, user, since).await? {
            return Ok(Redeemed::TooManyTries);
        }
        let Some(found) = store::find_code(tx, code.selector()).await? else {
            store::insert_miss(tx, user, now).await?;
            return Ok(Redeemed::Wrong { left: None });
        };
        let target = members::get_member_for_update(tx, found.member).await?;
        // The unit that had locked it before may have used it.
        let Some(found) = store::find_code(tx, code.selector()).await? else {
            return Err(DbError::Raced("link_codes").into());
        };
        if !code.has_hash(&found.hash) {
            store::insert_miss(tx, user, now).await?;
            return wrong_try(tx, &found, user, now).await;
        }
        if let Some(refused) = refuse(&found, &target, user, now) {
            return Ok(refused);
        }
        join(tx, &found, &target, (user, actor.superuser), now).await
    })
    .await
}

async fn wrong_try(tx: &mut Tx, found: &StoredCode, user: DiscordUserId, at: Moment) -> Result<Redeemed, LinkError> {
    if found.state != CodeState::Open {
        return Ok(Redeemed::Wrong { left: None });
    }
    let left = (TRIES_MAX - found.wrong_tries - 1).max(0);
    store::count_try(tx, found, user, at).await?;
    if left == 0 {
        store::end_code(tx, found, CodeState::Spent, user, at).await?;
        return Ok(Redeemed::Spent);
    }
    Ok(Redeemed::Wrong { left: Some(left) })
}

/// Why the right code is of no use now.
fn refuse(found: &StoredCode, target: &Member, user: DiscordUserId, now: Moment) -> Option<Redeemed> {
    let name = || target.name.clone();
    if target.discord_user == Some(user) {
        return Some(Redeemed::AlreadyYours { name: name() });
    }
    match found.state {
        CodeState::Used => Some(Redeemed::Used),
        CodeState::Replaced => Some(Redeemed::Replaced),
        CodeState::Spent => Some(Redeemed::Spent),
        CodeState::Open if found.expires_at < now => Some(Redeemed::Expired),
        CodeState::Open if target.discord_user.is_some() => Some(Redeemed::Taken),
        CodeState::Open => None,
    }
}

async fn join(
    tx: &mut Tx,
    found: &StoredCode,
    target: &Member,
    (user, is_superuser): (DiscordUserId, bool),
    at: Moment,
) -> Result<Redeemed, LinkError> {
    let before = members::find_member_by_discord(tx, user).await?;
    let before = before.ok_or_else(|| DbError::Corrupt(format!("Discord user {user} is nobody")))?;
    let before = members::get_member_for_update(tx, before.id).await?;
    // Whoever runs the desk hands out codes, and would become a client with all that they did before.
    let what = match is_superuser {
        true => Some(Belonging::Role),
        false => belonging_of(tx, &before).await?,
    };
    if let Some(what) = what {
        return Ok(Redeemed::Has {
            what,
            name: before.name,
        });
    }
    let by = By { actor: target.id, at };
    members::move_discord(tx, &before, target, user, by).await?;
    members::note_back(tx, target, by).await?;
    store::end_code(tx, found, CodeState::Used, user, at).await?;
    if !target.sent_away {
        // The Discord role follows.
        let notice = Notice::RoleAssigned { member: target.id };
        outbox::enqueue(tx, &target.outbox_subject(), &notice, at).await?;
    }
    Ok(Redeemed::Linked {
        name: target.name.clone(),
        accounts: store::count_open_accounts(tx, target.id).await?,
    })
}

async fn belonging_of(tx: &mut Tx, member: &Member) -> Result<Option<Belonging>, DbError> {
    if store::is_imported(tx, member.id).await? {
        return Ok(Some(Belonging::OtherImported));
    }
    let role = !matches!(member.role, Role::Guest | Role::Client);
    let has = store::find_belongings(tx, member.id).await?;
    let all = [
        (role, Belonging::Role),
        (has.accounts, Belonging::Accounts),
        (has.money, Belonging::Money),
        (has.work, Belonging::Work),
        (has.identities, Belonging::Identity),
    ];
    Ok(all.into_iter().find(|(has, _)| *has).map(|(_, what)| what))
}

#[cfg(test)]
mod tests {
    use super::store::{CodeState, StoredCode};
    use super::{Redeemed, refuse};
    use crate::clock::Moment;
    use crate::domain::kernel::money::Percent;
    use crate::domain::people::members::{Member, Role};
    use crate::ids::{DiscordUserId, MemberId};

    fn target(discord_user: Option<i64>) -> Member {
        Member {
            id: MemberId::new(9),
            discord_user: discord_user.map(DiscordUserId::new),
            name: "ana".into(),
            discord_name: "ana".into(),
            role: Role::Client,
            cut: Percent::HUNDRED,
            available: true,
            sent_away: false,
            left_at: None,
            country: None,
            referrer: None,
        }
    }

    fn code(state: CodeState) -> StoredCode {
        StoredCode {
            id: 1,
            member: MemberId::new(9),
            hash: String::new(),
            state,
            wrong_tries: 0,
            expires_at: Moment::from_ms(100),
        }
    }

    #[test]
    fn a_code_is_for_one_person_once_and_in_time() {
        let me = DiscordUserId::new(5);
        let at = |state, ms, discord| refuse(&code(state), &target(discord), me, Moment::from_ms(ms));
        assert_eq!(at(CodeState::Open, 100, None), None);
        assert_eq!(at(CodeState::Open, 101, None), Some(Redeemed::Expired));
        assert_eq!(at(CodeState::Open, 1, Some(6)), Some(Redeemed::Taken));
        assert_eq!(at(CodeState::Used, 1, None), Some(Redeemed::Used));
        let yours = Redeemed::AlreadyYours { name: "ana".into() };
        assert_eq!(at(CodeState::Used, 999, Some(5)), Some(yours));
        assert_eq!(at(CodeState::Spent, 1, None), Some(Redeemed::Spent));
        assert_eq!(at(CodeState::Replaced, 1, None), Some(Redeemed::Replaced));
    }
}
