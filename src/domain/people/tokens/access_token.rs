//! A token, whose it is, and what it says once its signature was checked.

use std::fmt;

use super::ApiRole;
use crate::clock::Moment;
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

/// Whose token it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    App(AppId),
    Member(MemberId),
}

impl Subject {
    /// `app:1` or `member:1`, as a token of the desk writes it.
    pub(super) fn to_text(&self) -> String {
        match self {
            Subject::App(id) => format!("app:{id}"),
            Subject::Member(id) => format!("member:{id}"),
        }
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
    use super::{AccessToken, Subject};
    use crate::ids::{AppId, MemberId};

    #[test]
    fn a_subject_is_read_back_and_everything_else_is_none() {
        for subject in [Subject::App(AppId::new(7)), Subject::Member(MemberId::new(12))] {
            assert_eq!(Subject::read(&subject.to_text()), Some(subject));
        }
        for wrong in [
            "", "app", "app:", "app:0", "app:-1", "app:+1", "member:x", "other:1", "app:1:2",
        ] {
            assert_eq!(Subject::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_token_is_not_shown_by_accident() {
        assert_eq!(format!("{:?}", AccessToken("eyJ".to_owned())), "[hidden]");
    }
}
