//! Peruvian mobile phones, to which Yape and Plin pay.

use std::fmt;

use super::typed::{is_mark, visible};

/// The first of them is 9.
const DIGITS: usize = 9;

const COUNTRY: &str = "51";

/// The text is no mobile phone of Peru. It is not quoted: it may be a person's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is no mobile phone of Peru")]
pub struct NoPeruvianMobile;

/// The number of a Peruvian mobile phone: `987654321`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PeruvianMobile(String);

impl PeruvianMobile {
    /// Reads nine digits that begin with 9, with or without `+51` before them. Spaces, dots, hyphens, parentheses and
    /// invisible characters do not count.
    ///
    /// # Errors
    /// [`NoPeruvianMobile`].
    pub fn read(text: &str) -> Result<PeruvianMobile, NoPeruvianMobile> {
        let is_skipped = |character: &char| is_mark(*character) || matches!(character, '(' | ')' | '+');
        let kept: String = visible(text).filter(|character| !is_skipped(character)).collect();
        let national = match kept.strip_prefix(COUNTRY) {
            Some(rest) if rest.len() == DIGITS => rest,
            _ => &kept,
        };
        let is_mobile =
            national.len() == DIGITS && national.starts_with('9') && national.bytes().all(|b| b.is_ascii_digit());
        match is_mobile {
            true => Ok(PeruvianMobile(national.to_owned())),
            false => Err(NoPeruvianMobile),
        }
    }
}

impl fmt::Display for PeruvianMobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{NoPeruvianMobile, PeruvianMobile};

    #[test]
    fn nine_digits_are_read_with_and_without_the_country() {
        for text in [
            "987654321",
            "987 654 321",
            "+51 987-654-321",
            "51987654321",
            "(987)654321",
        ] {
            assert_eq!(
                PeruvianMobile::read(text).map(|read| read.to_string()).as_deref(),
                Ok("987654321"),
                "{text}"
            );
        }
        for text in ["", "887654321", "98765432", "9876543210", "98765432a", "04141234567"] {
            assert_eq!(PeruvianMobile::read(text), Err(NoPeruvianMobile), "{text}");
        }
    }
}
