//! The claims of a token as JSON. Times are whole seconds since 1970 (RFC 7519); those of others may have decimals.

use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::clock::Moment;

/// The claims of a token of the desk.
#[derive(Serialize)]
pub(super) struct OwnClaims<'a> {
    pub(super) iss: &'a str,
    pub(super) aud: &'a str,
    pub(super) sub: String,
    pub(super) rol: &'a str,
    pub(super) iat: i64,
    /// `iat` in milliseconds: a token that is issued in the second of a revocation, but after it, is valid.
    pub(super) iat_ms: i64,
    pub(super) exp: i64,
    pub(super) jti: String,
}

/// The claims that the desk reads. A claim that occurs twice makes the token unreadable.
#[derive(Deserialize)]
pub(super) struct Claims {
    pub(super) aud: Option<Audience>,
    pub(super) sub: String,
    pub(super) rol: String,
    pub(super) iat: Option<Number>,
    pub(super) iat_ms: Option<i64>,
    pub(super) nbf: Option<Number>,
    pub(super) exp: Number,
}

/// What is read before the signature is checked, to know which key must have signed.
#[derive(Deserialize)]
pub(super) struct Issuer {
    pub(super) iss: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    pub(super) fn names(&self, audience: &str) -> bool {
        match self {
            Audience::One(one) => one == audience,
            Audience::Several(several) => several.iter().any(|one| one == audience),
        }
    }
}

/// A moment in seconds; its decimals are cut. `None` for a number that is no time.
pub(super) fn moment(seconds: &Number) -> Option<Moment> {
    let text = seconds.to_string();
    let whole = text.split_once('.').map_or(text.as_str(), |(whole, _)| whole);
    let seconds: i64 = whole.parse().ok().filter(|seconds| 0 <= *seconds)?;
    seconds.checked_mul(1_000).map(Moment::from_ms)
}

#[cfg(test)]
mod tests {
    use serde_json::{Number, from_str};

    use super::moment;
    use crate::clock::Moment;

    #[test]
    fn a_time_may_have_decimals_and_is_never_before_1970() {
        let read = |text: &str| moment(&from_str::<Number>(text).expect("a number"));
        assert_eq!(read("1700000000"), Some(Moment::from_ms(1_700_000_000_000)));
        assert_eq!(read("1700000000.75"), Some(Moment::from_ms(1_700_000_000_000)));
        assert_eq!(read("1.7e9"), Some(Moment::from_ms(1_700_000_000_000)));
        for wrong in ["-1", "1e300", "9223372036854775807"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
