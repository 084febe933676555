//! The members with the most coins.

pub use super::ranking_store::list_coin_holders;

use crate::domain::kernel::money::Money;
use crate::ids::{LedgerAccountId, MemberId};

/// Somebody with coins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoinHolder {
    pub account: LedgerAccountId,
    pub member: MemberId,
    pub balance: Money,
}

/// The owner of `member:7:coins:COIN`.
pub(super) fn owner_of(code: &str) -> Option<MemberId> {
    let number = code.strip_prefix("member:")?.strip_suffix(":coins:COIN")?;
    number.parse().ok().map(MemberId::new)
}

#[cfg(test)]
mod tests {
    use super::owner_of;
    use crate::domain::books::ledger::AccountKey;
    use crate::ids::MemberId;

    #[test]
    fn the_owner_of_coins_is_read_off_their_account() {
        let member = MemberId::new(7);
        assert_eq!(owner_of(&AccountKey::Coins(member).code()), Some(member));
        assert_eq!(owner_of(&AccountKey::Points(member).code()), None);
    }
}
