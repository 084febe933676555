//! A token, whose it is, and what it says once its signature was checked.

use std::fmt;

use super::ApiRole;
use crate::clock::Moment;
use crate::domain::people::members::IdentityKind;
use crate::ids::{AppId, MemberId};

/// A signed token. Its `Debug` form hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken(pub(super) String);

impl AccessToken {
    /// The token itself, for the one time it is shown.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[hidden]")
    }
}

/// To whom the desk gives tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnSubject {
    App(AppId),
    Member(MemberId),
}

/// Whose token it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    App(AppId),
    Member(MemberId),
    /// Of an outside issuer's token: somebody whom the books may know by this.
    KnownAs {
        kind: IdentityKind,
        value: String,
    },
    /// Of an outside issuer's token: a program.
    Outside {
        issuer: String,
        subject: String,
    },
}

impl Subject {
    /// `discord:169…`, `telegram:…` or `jugador:…`, as an outside issuer names a person.
    pub(super) fn known_as(text: &str) -> Option<Subject> {
        let (kind, value) = text.split_once(':')?;
        let kind = IdentityKind::from_code(kind).ok()?;
        (!value.is_empty()).then(|| Subject::KnownAs {
            kind,
            value: value.to_ascii_lowercase(),
        })
    }

    pub(super) fn read(text: &str) -> Option<Subject> {
        let (kind, number) = text.split_once(':')?;
        let is_digits = number.bytes().all(|b| b.is_ascii_digit());
        let number: i64 = number.parse().ok().filter(|number| is_digits && 0 < *number)?;
        match kind {
            "app" => Some(Subject::App(AppId::new(number))),
            "member" => Some(Subject::Member(MemberId::new(number))),
            _ => None,
        }
    }
}

impl OwnSubject {
    /// `app:1` or `member:1`, as a token of the desk writes it.
    pub(super) fn to_text(self) -> String {
        match self {
            OwnSubject::App(id) => format!("app:{id}"),
            OwnSubject::Member(id) => format!("member:{id}"),
        }
    }
}

/// What a token says whose signature, audience and time were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub subject: Subject,
    pub role: ApiRole,
    pub issued_at: Moment,
    pub expires_at: Moment,
}

#[cfg(test)]
mod tests {
    use super::{AccessToken, OwnSubject, Subject};
    use crate::domain::people::members::IdentityKind;
    use crate::ids::{AppId, MemberId};

    #[test]
    fn a_subject_is_read_back_and_everything_else_is_none() {
        let (app, member) = (AppId::new(7), MemberId::new(12));
        assert_eq!(Subject::read(&OwnSubject::App(app).to_text()), Some(Subject::App(app)));
        assert_eq!(
            Subject::read(&OwnSubject::Member(member).to_text()),
            Some(Subject::Member(member))
        );
        for wrong in [
            "", "app", "app:", "app:0", "app:-1", "app:+1", "member:x", "other:1", "app:1:2",
        ] {
            assert_eq!(Subject::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_outside_issuer_names_people_by_what_the_books_know_them_by() {
        let known = |kind, value: &str| Subject::KnownAs {
            kind,
            value: value.to_owned(),
        };
        assert_eq!(
            Subject::known_as("discord:169"),
            Some(known(IdentityKind::Discord, "169"))
        );
        assert_eq!(
            Subject::known_as("jugador:68AB"),
            Some(known(IdentityKind::Player, "68ab"))
        );
        for wrong in ["", "169", "discord:", "member:1", "app:1"] {
            assert_eq!(Subject::known_as(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_token_is_not_shown_by_accident() {
        assert_eq!(format!("{:?}", AccessToken("eyJ".to_owned())), "[hidden]");
    }
}
