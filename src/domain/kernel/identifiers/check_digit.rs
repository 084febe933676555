//! Check digits: what they say about a number, and the sums they are computed from.

/// What the check digits of a number say. A difference is a warning and never a refusal: not every bank and registry
/// computes them as published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    Agrees,
    Differs,
    /// The number has no check digit.
    NothingToCheck,
}

impl Checked {
    pub(super) fn of(agrees: bool) -> Checked {
        match agrees {
            true => Checked::Agrees,
            false => Checked::Differs,
        }
    }
}

/// The value of an ASCII digit.
pub(super) fn value(digit: u8) -> u32 {
    u32::from(digit.wrapping_sub(b'0'))
}

/// Sums each digit times its weight.
pub(super) fn weighted(digits: impl Iterator<Item = u8>, weights: &[u32]) -> u32 {
    digits.zip(weights).map(|(digit, weight)| value(digit) * weight).sum()
}

/// 11 minus the remainder of 11; ten becomes 0 and eleven becomes 1. So the remainders 0 and 10 share the digit 1, and
/// all others have a digit of their own.
pub(super) fn eleven_minus(sum: u32) -> u32 {
    (11 - sum % 11) % 10
}

/// The Luhn digit of these digits: every second one counts double, the last one first.
pub(super) fn luhn(digits: &str) -> u32 {
    let counted = |(place, digit): (usize, u8)| match (place % 2, value(digit) * 2) {
        (0, double @ 10..) => double - 9,
        (0, double) => double,
        _ => value(digit),
    };
    let sum: u32 = digits.bytes().rev().enumerate().map(counted).sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::{eleven_minus, luhn, weighted};

    #[test]
    fn eleven_minus_the_remainder_is_one_digit() {
        let digits: Vec<u32> = (0..11).map(eleven_minus).collect();
        assert_eq!(digits, [1, 0, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    }

    #[test]
    fn sums_are_those_done_by_hand() {
        assert_eq!(weighted(b"123".iter().copied(), &[3, 2, 7]), 3 + 4 + 21);
        // The example that explanations of Luhn's rule use.
        assert_eq!(luhn("7992739871"), 3);
        assert_eq!(luhn("00"), 0);
    }
}
