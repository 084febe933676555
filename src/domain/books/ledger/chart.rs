//! The chart of accounts.

use std::fmt;

use crate::domain::kernel::money::Currency;
use crate::ids::{AccountId, BankId, BatchId, MemberId};

/// Names an account. Its text form is the account's code in the books, e.g. `batch:7:sent:VES`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccountKey {
    /// Money outside the desk; its balance is the negative of all that came in.
    World(Currency),
    /// What the desk traded of a currency: its open position.
    Position(Currency),
    /// What the desk bought and owns.
    Treasury(Currency),
    /// Transfer fees paid to banks.
    Fees(Currency),
    /// Gains that were shared out, in USD (negative: what was shared).
    Profit,
    /// Losses the desk bore, in USD.
    Loss,
    /// A member's share of gains, in USD.
    Earnings(MemberId),
    /// What a member owes, in USD (negative): shares that were taken back after they had been paid out.
    Debt(MemberId),
    /// Earnings that were paid out, in USD.
    Payouts,
    /// A client's points.
    Points(MemberId),
    /// A member's coins, which games and bots move.
    Coins(MemberId),
    /// Points and coins that the desk gave; its balance is the negative of all there are.
    Issuance(Currency),
    /// A numbered account of a member, or a bank account a cashier pays from.
    Account(AccountId, Currency),
    /// What a batch received from its reseller's customers.
    BatchReceived(BatchId, Currency),
    /// What a batch sent, transfer fees included (*saldo enviado*).
    BatchSent(BatchId, Currency),
    /// What open orders took from their owners: all that is kept for them.
    Escrow(Currency),
    /// The negative of what players hold through deposits less withdrawals.
    Players(Currency),
    /// What games took from players less what they gave.
    Games(Currency),
    /// Commissions that players paid.
    Commissions(Currency),
    /// Bonuses and adjustments that players got (negative).
    Bonuses(Currency),
    /// What the desk earned between what it sells and buys a currency for.
    Spread(Currency),
    /// What the desk has at a bank apart from the accounts of its cashiers.
    Central(BankId, Currency),
}

impl AccountKey {
    pub fn currency(self) -> Currency {
        match self {
            AccountKey::World(currency)
            | AccountKey::Position(currency)
            | AccountKey::Treasury(currency)
            | AccountKey::Fees(currency)
            | AccountKey::Issuance(currency)
            | AccountKey::Account(_, currency)
            | AccountKey::BatchReceived(_, currency)
            | AccountKey::BatchSent(_, currency)
            | AccountKey::Escrow(currency)
            | AccountKey::Players(currency)
            | AccountKey::Games(currency)
            | AccountKey::Commissions(currency)
            | AccountKey::Bonuses(currency)
            | AccountKey::Spread(currency)
            | AccountKey::Central(_, currency) => currency,
            AccountKey::Profit
            | AccountKey::Loss
            | AccountKey::Earnings(_)
            | AccountKey::Debt(_)
            | AccountKey::Payouts => Currency::USD,
            AccountKey::Points(_) => Currency::PTS,
            AccountKey::Coins(_) => Currency::COIN,
        }
    }

    /// The lowest balance the account may have, in minor units; `None` for the desk's own accounts, which may be
    /// negative.
    pub(super) fn floor_minor(self) -> Option<i64> {
        match self {
            AccountKey::World(_)
            | AccountKey::Position(_)
            | AccountKey::Treasury(_)
            | AccountKey::Fees(_)
            | AccountKey::Profit
            | AccountKey::Loss
            | AccountKey::Debt(_)
            | AccountKey::Payouts
            | AccountKey::Issuance(_)
            | AccountKey::Players(_)
            | AccountKey::Games(_)
            | AccountKey::Commissions(_)
            | AccountKey::Bonuses(_)
            | AccountKey::Spread(_) => None,
            AccountKey::Earnings(_)
            | AccountKey::Points(_)
            | AccountKey::Coins(_)
            | AccountKey::Account(..)
            | AccountKey::BatchReceived(..)
            | AccountKey::BatchSent(..)
            | AccountKey::Escrow(_)
            | AccountKey::Central(..) => Some(0),
        }
    }

    /// [`AccountKey::floor_minor`] of the account with this code, for the audit.
    pub(super) fn floor_minor_of_code(code: &str) -> Option<i64> {
        // An account that this version does not know is nobody's to overdraw.
        AccountKey::parse(code).map_or(Some(0), AccountKey::floor_minor)
    }

    /// The account's code in the books.
    pub fn code(self) -> String {
        self.to_string()
    }

    /// The account with this code; `None` when the text is not a code.
    pub fn parse(code: &str) -> Option<AccountKey> {
        let parts: Vec<&str> = code.split(':').collect();
        let (currency, parts) = parts.split_last()?;
        let currency = Currency::parse(currency).ok()?;
        let id = |text: &str| text.parse::<i64>().ok();
        let key = match parts {
            ["world"] => AccountKey::World(currency),
            ["position"] => AccountKey::Position(currency),
            ["treasury"] => AccountKey::Treasury(currency),
            ["fees"] => AccountKey::Fees(currency),
            ["escrow"] => AccountKey::Escrow(currency),
            ["players"] => AccountKey::Players(currency),
            ["games"] => AccountKey::Games(currency),
            ["commissions"] => AccountKey::Commissions(currency),
            ["bonuses"] => AccountKey::Bonuses(currency),
            ["spread"] => AccountKey::Spread(currency),
            ["profit"] => AccountKey::Profit,
            ["loss"] => AccountKey::Loss,
            ["payouts"] => AccountKey::Payouts,
            ["issuance"] => AccountKey::Issuance(currency),
            ["debt", member] => AccountKey::Debt(MemberId::new(id(member)?)),
            ["member", member, "earnings"] => AccountKey::Earnings(MemberId::new(id(member)?)),
            ["member", member, "points"] => AccountKey::Points(MemberId::new(id(member)?)),
            ["member", member, "coins"] => AccountKey::Coins(MemberId::new(id(member)?)),
            ["account", account] => AccountKey::Account(AccountId::new(id(account)?), currency),
            ["batch", batch, "received"] => AccountKey::BatchReceived(BatchId::new(id(batch)?), currency),
            ["bank", bank, "central"] => AccountKey::Central(BankId::new(id(bank)?), currency),
            ["batch", batch, "sent"] => AccountKey::BatchSent(BatchId::new(id(batch)?), currency),
            _ => return None,
        };
        (key.code() == code).then_some(key)
    }
}

impl fmt::Display for AccountKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let currency = self.currency();
        match self {
            AccountKey::World(_) => write!(f, "world:{currency}"),
            AccountKey::Position(_) => write!(f, "position:{currency}"),
            AccountKey::Treasury(_) => write!(f, "treasury:{currency}"),
            AccountKey::Fees(_) => write!(f, "fees:{currency}"),
            AccountKey::Escrow(_) => write!(f, "escrow:{currency}"),
            AccountKey::Players(_) => write!(f, "players:{currency}"),
            AccountKey::Games(_) => write!(f, "games:{currency}"),
            AccountKey::Commissions(_) => write!(f, "commissions:{currency}"),
            AccountKey::Bonuses(_) => write!(f, "bonuses:{currency}"),
            AccountKey::Spread(_) => write!(f, "spread:{currency}"),
            AccountKey::Profit => write!(f, "profit:{currency}"),
            AccountKey::Loss => write!(f, "loss:{currency}"),
            AccountKey::Earnings(member) => write!(f, "member:{member}:earnings:{currency}"),
            AccountKey::Debt(member) => write!(f, "debt:{member}:{currency}"),
            AccountKey::Payouts => write!(f, "payouts:{currency}"),
            AccountKey::Points(member) => write!(f, "member:{member}:points:{currency}"),
            AccountKey::Coins(member) => write!(f, "member:{member}:coins:{currency}"),
            AccountKey::Issuance(_) => write!(f, "issuance:{currency}"),
            AccountKey::Account(account, _) => write!(f, "account:{account}:{currency}"),
            AccountKey::BatchReceived(batch, _) => write!(f, "batch:{batch}:received:{currency}"),
            AccountKey::BatchSent(batch, _) => write!(f, "batch:{batch}:sent:{currency}"),
            AccountKey::Central(bank, _) => write!(f, "bank:{bank}:central:{currency}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AccountKey;
    use crate::domain::kernel::money::Currency;
    use crate::ids::{AccountId, BankId, BatchId, MemberId};

    #[test]
    fn a_code_says_which_account_it_is_and_whether_it_has_a_floor() {
        let (account, batch, member) = (AccountId::new(1), BatchId::new(1), MemberId::new(1));
        for key in [
            AccountKey::World(Currency::VES),
            AccountKey::Position(Currency::VES),
            AccountKey::Treasury(Currency::USDT),
            AccountKey::Fees(Currency::VES),
            AccountKey::Profit,
            AccountKey::Loss,
            AccountKey::Debt(member),
            AccountKey::Payouts,
            AccountKey::Issuance(Currency::PTS),
            AccountKey::Earnings(member),
            AccountKey::Points(member),
            AccountKey::Coins(member),
            AccountKey::Account(account, Currency::VES),
            AccountKey::BatchReceived(batch, Currency::PEN),
            AccountKey::BatchSent(batch, Currency::VES),
            AccountKey::Escrow(Currency::VES),
            AccountKey::Players(Currency::VES),
            AccountKey::Games(Currency::VES),
            AccountKey::Commissions(Currency::VES),
            AccountKey::Bonuses(Currency::VES),
            AccountKey::Spread(Currency::VES),
            AccountKey::Central(BankId::new(1), Currency::VES),
        ] {
            assert_eq!(AccountKey::floor_minor_of_code(&key.code()), key.floor_minor(), "{key}");
            assert_eq!(AccountKey::parse(&key.code()), Some(key));
        }
    }
}
