//! How far one figure is from another.

use super::exact::Exact;
use super::rate::Percent;

/// Whether `now` differs from `before` by more than `percent` of `before`. False when `before` is zero or negative:
/// there is no reference then.
pub fn differs_by_more_than(before: &Exact, now: &Exact, percent: Percent) -> bool {
    let allowed = before.times(&percent.as_fraction());
    let change = now.minus(before);
    before.is_positive() && (allowed < change || change < Exact::zero().minus(&allowed))
}

#[cfg(test)]
mod tests {
    use super::differs_by_more_than;
    use crate::domain::kernel::money::{Exact, Percent};

    #[test]
    fn exactly_so_much_is_not_more_and_nothing_has_no_percentage() {
        let ten = Percent::from_text("10").unwrap();
        let differs = |before, now| differs_by_more_than(&Exact::new(before, 2), &Exact::new(now, 2), ten);
        assert!(!differs(900, 990) && !differs(900, 810) && !differs(900, 900));
        assert!(differs(900, 991) && differs(900, 809) && differs(900, 9_000) && differs(900, 0));
        assert!(!differs(0, 900));
    }
}
