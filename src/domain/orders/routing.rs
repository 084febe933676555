//! Which cashiers an order prefers, before float and load decide.

use crate::ids::MemberId;

/// A preference list. Empty by default: every cashier with the float may get the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routing {
    /// The most preferred first.
    pub preferred: Vec<MemberId>,
    pub others: Others,
}

/// Whether cashiers who are not on the list can get the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// They get it when nobody on the list can pay it.
    After,
    /// They never get it automatically; an admin may still give it to them, and they may take it with **Tomar**.
    Never,
    /// As [`Others::After`], but for one person, who never gets it: nobody carries out what they asked for.
    AfterBut(MemberId),
}

impl Default for Routing {
    fn default() -> Self {
        Self {
            preferred: Vec::new(),
            others: Others::After,
        }
    }
}

impl Routing {
    /// Whether no cashier can get the order by itself.
    pub(super) fn is_for_nobody(&self) -> bool {
        self.preferred.is_empty() && self.others == Others::Never
    }

    /// The rank of a cashier: the lowest comes first; `None` when the cashier cannot get the order.
    pub(super) fn rank(&self, cashier: MemberId) -> Option<usize> {
        let listed = self.preferred.iter().position(|preferred| *preferred == cashier);
        match self.others {
            Others::After => Some(listed.unwrap_or(self.preferred.len())),
            Others::Never => listed,
            Others::AfterBut(out) if out == cashier => None,
            Others::AfterBut(_) => Some(listed.unwrap_or(self.preferred.len())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Others, Routing};
    use crate::ids::MemberId;

    #[test]
    fn who_is_on_the_list_comes_in_its_order_and_others_after_it_or_never() {
        let [first, second, other] = [1, 2, 3].map(MemberId::new);
        let mut routing = Routing {
            preferred: vec![first, second],
            others: Others::After,
        };
        let ranks = |routing: &Routing| [first, second, other].map(|cashier| routing.rank(cashier));
        assert_eq!(ranks(&routing), [Some(0), Some(1), Some(2)]);
        routing.others = Others::Never;
        assert_eq!(ranks(&routing), [Some(0), Some(1), None]);
        assert!(!routing.is_for_nobody());
        let nobody = Routing {
            preferred: Vec::new(),
            others: Others::Never,
        };
        assert!(nobody.is_for_nobody() && !Routing::default().is_for_nobody());
        routing.others = Others::AfterBut(first);
        assert_eq!(ranks(&routing), [None, Some(1), Some(2)]);
        assert_eq!(ranks(&Routing::default()), [Some(0), Some(0), Some(0)]);
    }
}
