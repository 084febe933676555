//! The registration form: somebody asks for a role (S0-9 … S0-11).

use serde::{Deserialize, Serialize};

use super::{ROLES_OFFERED, RegistrationError};
use crate::clock::Moment;
use crate::db::Tx;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::letters::is_invisible;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, Role, Standing};
use crate::domain::people::requests::{self, Details, NewRequest, Request, RequestKind, RequestState, RoleWanted};
use crate::domain::treasury::rates;
use crate::ids::{MemberId, RequestId, RequestNumber};

/// Shortest and longest name, in characters; Discord has the same limits for user names.
const NAME_MIN_CHARS: usize = 2;
const NAME_MAX_CHARS: usize = 32;

/// The form as it was filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskRole {
    pub role: Role,
    pub name: String,
    /// A code or a name: `PE`, `perú`.
    pub country: String,
    /// For clients: the reseller who brought them.
    pub referrer: Option<MemberId>,
}

/// The filed request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleAsked {
    pub number: RequestNumber,
    pub role: Role,
}

/// Files a request for a role.
///
/// # Errors
/// See [`RegistrationError`].
pub async fn ask_role(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    typed: &AskRole,
) -> Result<RoleAsked, RegistrationError> {
    if actor.standing != Standing::Works {
        return Err(RegistrationError::NoWork(actor.standing));
    }
    let asked = Asked::new(request, "registration.ask_role", &(actor.member, typed));
    once(desk, asked, async |tx, now| {
        let member = members::get_member_for_update(tx, actor.member).await?;
        let last = requests::find_last_of(tx, member.id, RequestKind::Role).await?;
        may_ask(typed.role, member.role, last.as_ref(), desk.policy.role_wait_ms, now)?;
        let wanted = RoleWanted {
            role: typed.role,
            name: checked_name(tx, &typed.name, member.id).await?,
            country: country(tx, &typed.country).await?,
            referrer: referrer(tx, typed).await?,
        };
        let new = NewRequest {
            member: member.id,
            details: Details::Role(wanted),
            open_key: format!("role:{}", member.id),
            expires_at: None,
        };
        let number = requests::file(tx, &new, now).await?;
        Ok(RoleAsked {
            number,
            role: typed.role,
        })
    })
    .await
}

fn may_ask(
    wanted: Role,
    has: Role,
    last: Option<&Request>,
    wait_ms: i64,
    now: Moment,
) -> Result<(), RegistrationError> {
    if !ROLES_OFFERED.contains(&wanted) {
        return Err(RegistrationError::NotOffered(wanted));
    }
    if wanted == has {
        return Err(RegistrationError::AlreadyHas(has));
    }
    let rejected = last.filter(|last| last.state == RequestState::Rejected);
    if let Some(at) = rejected.and_then(|last| last.decided_at) {
        let until = at.plus_ms(wait_ms);
        if now < until {
            return Err(RegistrationError::TooSoon { until });
        }
    }
    Ok(())
}

async fn checked_name(tx: &mut Tx, typed: &str, own: MemberId) -> Result<String, RegistrationError> {
    let name = readable_name(typed)?;
    if members::mixes_scripts(&name) {
        return Err(RegistrationError::MixedLetters {
            scripts: members::scripts_of(&name),
        });
    }
    refuse_taken(tx, &name, own).await?;
    Ok(name)
}

/// [`RegistrationError::NameTaken`] when somebody else has this name or one that reads like it.
pub(super) async fn refuse_taken(tx: &mut Tx, name: &str, own: MemberId) -> Result<(), RegistrationError> {
    if members::is_somebody_called(tx, name, own).await? {
        return Err(RegistrationError::NameTaken { name: name.to_owned() });
    }
    Ok(())
}

/// A readable name: one line, a length within the limits, with a letter or a digit.
fn readable_name(typed: &str) -> Result<String, RegistrationError> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let name: String = words.join(" ").chars().filter(|c| !is_invisible(*c)).collect();
    let given = name.chars().count();
    let is_sensible = (NAME_MIN_CHARS..=NAME_MAX_CHARS).contains(&given);
    if is_sensible && name.chars().any(char::is_alphanumeric) {
        Ok(name)
    } else {
        Err(RegistrationError::Name {
            min: NAME_MIN_CHARS,
            max: NAME_MAX_CHARS,
            given,
        })
    }
}

async fn country(tx: &mut Tx, typed: &str) -> Result<String, RegistrationError> {
    if let Some(country) = rates::find_country(tx, typed).await? {
        return Ok(country.code);
    }
    let countries = rates::list_countries(tx).await?;
    Err(RegistrationError::UnknownCountry {
        typed: typed.to_owned(),
        known: countries.into_iter().map(|country| country.name).collect(),
    })
}

async fn referrer(tx: &mut Tx, typed: &AskRole) -> Result<Option<MemberId>, RegistrationError> {
    let Some(referrer) = typed.referrer.filter(|_| typed.role == Role::Client) else {
        return Ok(None);
    };
    match members::find_member(tx, referrer).await? {
        Some(found) if found.role == Role::Reseller && found.works() => Ok(Some(referrer)),
        _ => Err(RegistrationError::ReferrerGone),
    }
}

#[cfg(test)]
mod tests {
    use super::{RegistrationError, may_ask, readable_name};
    use crate::clock::Moment;
    use crate::domain::people::members::Role;
    use crate::domain::people::requests::{Details, Request, RequestState, RoleWanted};
    use crate::ids::{MemberId, RequestNumber};

    const DAY_MS: i64 = 86_400_000;

    fn rejected_at(ms: i64) -> Request {
        let wanted = RoleWanted {
            role: Role::Cashier,
            name: "Ana".into(),
            country: "PE".into(),
            referrer: None,
        };
        Request {
            number: RequestNumber::new(1),
            member: MemberId::new(1),
            state: RequestState::Rejected,
            details: Details::Role(wanted),
            created_at: Moment::from_ms(0),
            expires_at: None,
            decided_at: Some(Moment::from_ms(ms)),
            decided_by: Some(MemberId::new(2)),
            reason: Some("no".into()),
        }
    }

    #[test]
    fn whoever_was_rejected_waits_and_may_then_ask_again() {
        let last = rejected_at(1_000);
        let ask = |at| may_ask(Role::Cashier, Role::Guest, Some(&last), DAY_MS, Moment::from_ms(at));
        assert!(matches!(ask(2_000), Err(RegistrationError::TooSoon { until }) if until.ms() == 1_000 + DAY_MS));
        assert!(ask(1_000 + DAY_MS).is_ok());
    }

    #[test]
    fn nobody_asks_for_what_they_are_or_for_what_is_not_offered() {
        let now = Moment::from_ms(0);
        assert!(matches!(
            may_ask(Role::Client, Role::Client, None, 0, now),
            Err(RegistrationError::AlreadyHas(_))
        ));
        assert!(matches!(
            may_ask(Role::Admin, Role::Guest, None, 0, now),
            Err(RegistrationError::NotOffered(_))
        ));
        assert!(may_ask(Role::Reseller, Role::Client, None, 0, now).is_ok());
    }

    #[test]
    fn a_name_is_one_line_with_something_to_read_in_it() {
        assert_eq!(readable_name("  Ana\n María ").unwrap(), "Ana María");
        assert!(readable_name("a").is_err());
        assert!(readable_name("\u{200B}\u{200B}\u{200B}").is_err());
        assert!(readable_name(&"x".repeat(33)).is_err());
    }
}
