//! Finds who is meant by a typed name, among everybody the desk ever knew, also those who left the guild.

use super::names::reads_like;
use super::store::{self, Called};
use super::{Actor, Member, Permission, find_members};
use crate::db::{DbError, Source};
use crate::ids::MemberId;

/// How many people are offered when nobody, or more than one, has the name.
const OFFERED_MAX: usize = 5;
/// A name is offered for another one when it differs in at most one typing slip per this many characters.
const CHARS_PER_SLIP: usize = 3;

/// Who a name may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamedInBooks {
    One(Member),
    /// Several people have this name.
    Several(Vec<Member>),
    /// Nobody has it; these have a similar one.
    Nobody {
        like: Vec<Member>,
    },
}

/// Looks for the name that people are shown and for the one on Discord, in whatever case and look-alike letters. An
/// actor without [`Permission::SeeAccounts`] finds nobody, so that nobody learns from a refusal who is in the books.
pub async fn named(source: &mut impl Source, actor: &Actor, typed: &str) -> Result<NamedInBooks, DbError> {
    if !actor.may(Permission::SeeAccounts) {
        return Ok(NamedInBooks::Nobody { like: Vec::new() });
    }
    let called = store::list_called(source).await?;
    let exact = exactly(&called, typed);
    if exact.is_empty() {
        let like = find_members(source, &nearly(&called, typed)).await?;
        return Ok(NamedInBooks::Nobody { like });
    }
    let mut found = find_members(source, &exact).await?;
    found.sort_by_key(|member| member.id);
    Ok(match found.len() {
        1 => NamedInBooks::One(found.remove(0)),
        _ => NamedInBooks::Several(found),
    })
}

fn exactly(called: &[Called], typed: &str) -> Vec<MemberId> {
    let is_it = |one: &&Called| reads_like(&one.name, typed) || reads_like(&one.discord_name, typed);
    called
        .iter()
        .filter(is_it)
        .map(|one| one.member)
        .take(OFFERED_MAX)
        .collect()
}

fn nearly(called: &[Called], typed: &str) -> Vec<MemberId> {
    let typed = typed.to_lowercase();
    let slips = |name: &str| strsim::damerau_levenshtein(&typed, &name.to_lowercase());
    let of = |one: &Called| slips(&one.name).min(slips(&one.discord_name));
    let allowed = typed.chars().count() / CHARS_PER_SLIP;
    let mut like: Vec<(usize, MemberId)> = called.iter().map(|one| (of(one), one.member)).collect();
    like.retain(|(slips, _)| *slips <= allowed);
    like.sort();
    like.into_iter().take(OFFERED_MAX).map(|(_, member)| member).collect()
}

#[cfg(test)]
mod tests {
    use super::{Called, exactly, nearly};
    use crate::ids::MemberId;

    fn called(number: i64, name: &str, discord_name: &str) -> Called {
        Called {
            member: MemberId::new(number),
            name: name.to_owned(),
            discord_name: discord_name.to_owned(),
        }
    }

    #[test]
    fn somebody_is_found_by_either_of_their_names() {
        let all = [called(1, "Rosa Pérez", "rosa77"), called(2, "luis", "luis")];
        assert_eq!(exactly(&all, "ROSA PÉREZ"), [MemberId::new(1)]);
        assert_eq!(exactly(&all, "rosa77"), [MemberId::new(1)]);
        assert_eq!(exactly(&all, "rosa"), []);
    }

    #[test]
    fn two_of_one_name_are_both_found_and_a_slip_of_the_finger_is_understood() {
        let all = [
            called(1, "david", "david"),
            called(2, "David", "dave"),
            called(3, "marta", "marta"),
        ];
        assert_eq!(exactly(&all, "david"), [MemberId::new(1), MemberId::new(2)]);
        assert_eq!(nearly(&all, "martha"), [MemberId::new(3)]);
        assert_eq!(nearly(&all, "xxxx"), []);
    }
}
