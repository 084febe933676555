//! Compares who holds which Discord role with the books. It finds Discord administrators who are not superusers or
//! admins of the desk, and members whose mirrored Discord role was taken away. The books are the authority: such a role
//! is given back.

use std::collections::HashMap;

use poise::serenity_prelude as serenity;
use serenity::{RoleId, UserId};

use super::premises::Premises;
use super::readers::Rules;
use super::site::Site;
use crate::db::DbError;
use crate::discord::ids::user_of;
use crate::discord::retry::{code, code_of, describe, retried};
use crate::domain::kernel::outbox;
use crate::domain::people::members::{self, Role};
use crate::domain::people::places::{self, Finding, Remedy, Subject};
use crate::ids::MemberId;

/// More members than any desk has with one role.
const MEMBERS_MAX: i64 = 100_000;
/// About how many people Discord is asked in one review whether they really lack their role.
const ASKED_MAX: usize = 50;
/// A role that is taken more often than this within this time (in milliseconds) is not given back any more: somebody
/// does it on purpose, or another bot takes it each time.
const GIVEN_BACK_MAX: i64 = 3;
const GIVEN_BACK_WITHIN_MS: i64 = 3_600_000;

/// Somebody who does not seem to hold their role in Discord.
struct Lacking {
    member: MemberId,
    user: UserId,
    role: Role,
    mirror: RoleId,
}

/// Reviews everybody's roles.
///
/// # Errors
/// A fault. Where Discord does not answer, the last finding stays.
pub(super) async fn look(
    premises: &Premises<'_>,
    rules: &Rules<'_>,
) -> Result<Vec<(Subject, Option<Finding>)>, DbError> {
    let mut reader = premises.desk.db.reader().await?;
    let known = places::list_findings(&mut reader).await?;
    let known = known
        .into_iter()
        .filter(|noted| matches!(noted.subject, Subject::RoleOf(_)));
    let known: HashMap<Subject, Option<Finding>> = known.map(|noted| (noted.subject, noted.finding)).collect();
    let mut lacking = Vec::new();
    for (mirror, role) in &rules.desk_roles {
        for member in members::list_members_with(&mut reader, *role, 0, MEMBERS_MAX).await? {
            let Some(user) = user_of(&member) else { continue };
            let holder = rules.site.people.get(&user);
            if holder.is_some_and(|holder| !holder.roles.contains(mirror)) {
                lacking.push(Lacking {
                    member: member.id,
                    user,
                    role: *role,
                    mirror: *mirror,
                });
            }
        }
    }
    drop(reader);
    // If nothing is found about somebody now, their earlier finding has ended.
    let mut found: HashMap<Subject, Option<Finding>> = known.keys().map(|subject| (*subject, None)).collect();
    // Nobody asks Discord about the rest now: their earlier findings stay. Whoever has none yet comes first.
    lacking.sort_by_key(|lacking| known.get(&Subject::RoleOf(lacking.member)).is_some_and(Option::is_some));
    for unasked in lacking.iter().skip(ASKED_MAX) {
        found.remove(&Subject::RoleOf(unasked.member));
    }
    for lacking in lacking.iter().take(ASKED_MAX) {
        let subject = Subject::RoleOf(lacking.member);
        match confirm(premises, rules.site, lacking).await? {
            Confirmed::Lacks => {
                let before = known.get(&subject).and_then(Option::as_ref);
                let (role, then) = (lacking.role, remedy(premises, rules.site, lacking, before).await?);
                found.insert(subject, Some(Finding::RoleTaken { role, then }));
            }
            Confirmed::Holds => {}
            // The earlier finding stays.
            Confirmed::Unknown => {
                found.remove(&subject);
            }
        }
    }
    let mut found: Vec<(Subject, Option<Finding>)> = found.into_iter().collect();
    found.push((Subject::Administrators, rules.administrators_of_no_rank()));
    Ok(found)
}

/// What Discord and the books say about somebody who did not seem to hold their role.
enum Confirmed {
    Lacks,
    /// They hold it, or must not have it any more, or are gone.
    Holds,
    /// Discord did not answer.
    Unknown,
}

/// Whether the role is really missing. The list may be older than the last change of the books or of Discord.
async fn confirm(premises: &Premises<'_>, site: &Site, lacking: &Lacking) -> Result<Confirmed, DbError> {
    match retried(|| premises.http.get_member(site.guild, lacking.user)).await {
        Ok(member) if member.roles.contains(&lacking.mirror) => return Ok(Confirmed::Holds),
        Ok(_) => {}
        Err(error) if matches!(code_of(&error), Some(code::UNKNOWN_MEMBER | code::UNKNOWN_USER)) => {
            return Ok(Confirmed::Holds);
        }
        Err(error) => {
            tracing::warn!(
                error = describe(&error),
                "cannot find out whether somebody lacks their Discord role"
            );
            return Ok(Confirmed::Unknown);
        }
    }
    // Read the books only after Discord's answer, so that they are not older than it.
    let mut reader = premises.desk.db.reader().await?;
    let member = members::get_member(&mut reader, lacking.member).await?;
    let is_about_to_follow = outbox::is_waiting(&mut reader, &member.outbox_subject()).await?;
    let is_due = member.works() && member.role == lacking.role && !is_about_to_follow;
    Ok(if is_due { Confirmed::Lacks } else { Confirmed::Holds })
}

async fn remedy(
    premises: &Premises<'_>,
    site: &Site,
    lacking: &Lacking,
    before: Option<&Finding>,
) -> Result<Remedy, DbError> {
    if site.is_too_high(lacking.mirror) {
        return Ok(Remedy::TooHigh);
    }
    let is_being_given =
        matches!(before, Some(Finding::RoleTaken { role, then: Remedy::GivenBack }) if *role == lacking.role);
    if is_being_given {
        return Ok(Remedy::GivenBack);
    }
    let since = premises.desk.clock.now().plus_ms(-GIVEN_BACK_WITHIN_MS);
    let mut reader = premises.desk.db.reader().await?;
    let taken = places::count_found_since(&mut reader, Subject::RoleOf(lacking.member), since).await?;
    Ok(if taken < GIVEN_BACK_MAX {
        Remedy::GivenBack
    } else {
        Remedy::TooOften
    })
}
