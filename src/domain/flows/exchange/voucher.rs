//! Vouchers (*comprobantes*): what people call an operation by, e.g. `CB-7K2M-9QXD`.

use rand::Rng;

use crate::text_column;

/// Digits and letters without those that look alike (I, L, O, U).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP_CHARS: usize = 4;
const PREFIX: &str = "CB";

/// The name of an operation: two groups of four random characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Voucher(String);

impl Voucher {
    /// Draws a voucher. Only the table knows whether it is free.
    pub(super) fn draw() -> Voucher {
        let mut generator = rand::rng();
        let mut group = || -> String {
            (0..GROUP_CHARS)
                .map(|_| char::from(LETTERS[generator.random_range(0..LETTERS.len())]))
                .collect()
        };
        Voucher(format!("{PREFIX}-{}-{}", group(), group()))
    }

    /// Reads a voucher as people write it: in small letters, without hyphens or the letters
    /// before it, with O for 0 and I or L for 1.
    ///
    /// # Errors
    /// A sentence for the log, when the text is no voucher.
    pub fn parse(text: &str) -> Result<Voucher, String> {
        let plain: String = text
            .trim()
            .to_uppercase()
            .chars()
            .filter(|c| !matches!(c, '-' | ' ' | '.' | ',' | '`' | '«' | '»'))
            .collect();
        let wrong = || format!("a voucher is {PREFIX} and eight characters");
        let random = match plain.chars().count() == 2 * GROUP_CHARS {
            true => plain.as_str(),
            false => plain.strip_prefix(PREFIX).ok_or_else(wrong)?,
        };
        let random: String = random
            .chars()
            .map(|c| match c {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        let is_random = random.len() == 2 * GROUP_CHARS && random.bytes().all(|byte| LETTERS.contains(&byte));
        match is_random {
            true => Ok(Voucher(format!(
                "{PREFIX}-{}-{}",
                &random[..GROUP_CHARS],
                &random[GROUP_CHARS..]
            ))),
            false => Err(wrong()),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_column!(Voucher, Voucher::parse, |voucher| voucher.0.clone());

#[cfg(test)]
mod tests {
    use super::Voucher;

    #[test]
    fn a_voucher_is_read_as_people_write_it() {
        let drawn = Voucher::draw();
        assert_eq!(Voucher::parse(drawn.as_str()), Ok(drawn.clone()));
        assert_eq!(
            Voucher::parse(&drawn.as_str().to_lowercase().replace('-', " ")),
            Ok(drawn)
        );
        assert_eq!(Voucher::parse("cb-o1l2-3456").unwrap().as_str(), "CB-0112-3456");
        assert_eq!(Voucher::parse("7k2m9qxd").unwrap().as_str(), "CB-7K2M-9QXD");
        for text in ["", "CB", "CB-7K2M-9QX", "CB-7K2M-9QXDD", "CB-7K2M-9QXÑ", "CB-7K2M-9QXU"] {
            assert!(Voucher::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn no_two_draws_are_alike() {
        let drawn: std::collections::HashSet<_> = (0..1_000).map(|_| Voucher::draw()).collect();
        assert_eq!(drawn.len(), 1_000);
    }
}
