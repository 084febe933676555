//! The records of specification 002: *saldo anterior*, *insertado*, *actual* of prepaid accounts, bank accounts and central
//! balances, read from the books. There is no table of records: each is an entry of the journal.

use serde::Deserialize;

use crate::coded_enum;
use crate::db::{DbError, Source};
use crate::domain::books::ledger::{self, AccountKey, Movement};
use crate::domain::kernel::money::Money;
use crate::domain::orders::{Escrow, Order};
use crate::domain::treasury::accounts::{self, AccountClass};
use crate::ids::{JournalId, OrderId};

coded_enum! {
    /// What a record is (S2-26 … S2-28); `REFUND` is what gives a giro's money back (Q-24), `COMMISSION` what a bank took on
    /// top (Q-26), `OTHER` a movement that no giro knows.
    pub enum RecordKind {
        Recharge => "RECHARGE",
        Discount => "DISCOUNT",
        Deposit => "DEPOSIT",
        Withdrawal => "WITHDRAWAL",
        Transfer => "TRANSFER",
        Adjustment => "ADJUSTMENT",
        Refund => "REFUND",
        Commission => "COMMISSION",
        Other => "OTHER",
    }
}

coded_enum! {
    /// Whose record it is.
    pub enum RecordOf {
        Prepaid => "minorista",
        BankAccount => "cuentaBancaria",
        Central => "banco",
    }
}

/// One entry of an account, as specification 002 names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub of: RecordOf,
    pub kind: RecordKind,
    pub movement: Movement,
    /// `Giro 12`, or the text that came with the movement.
    pub reference: Option<String>,
    /// What the bank took besides for a central balance's movement by hand.
    pub commission: Option<Money>,
}

/// A movement of a prepaid account.
pub fn record_of_prepaid(movement: Movement) -> Record {
    let kind = match movement.kind.as_str() {
        "account.opened" | "account.deposited" => RecordKind::Recharge,
        "order.escrow_taken" => RecordKind::Discount,
        "order.escrow_returned" => RecordKind::Refund,
        "account.adjusted" | "account.opening_undone" | "account.deposit_undone" | "account.adjustment_undone" => {
            RecordKind::Adjustment
        }
        _ => RecordKind::Other,
    };
    record(RecordOf::Prepaid, kind, movement)
}

/// A movement of a cashier's bank account.
pub fn record_of_bank(movement: Movement) -> Record {
    let is_payment = matches!(
        movement.kind.as_str(),
        "giro.completed" | "order.completed" | "withdrawal.completed"
    );
    let kind = match movement.kind.as_str() {
        _ if is_payment && is_commission(&movement) => RecordKind::Commission,
        _ if is_payment => RecordKind::Withdrawal,
        "account.opened" | "account.deposited" | "bank.transferred" | "deposit.completed" => RecordKind::Deposit,
        "order.returned" | "order.reversed" => RecordKind::Refund,
        "account.adjusted"
        | "account.opening_undone"
        | "account.deposit_undone"
        | "account.adjustment_undone"
        | "bank.transfer_undone" => RecordKind::Adjustment,
        _ => RecordKind::Other,
    };
    record(RecordOf::BankAccount, kind, movement)
}

/// A movement of a bank's central balance.
pub fn record_of_central(movement: Movement) -> Record {
    let kind = match movement.kind.as_str() {
        "bank.recharged" => RecordKind::Recharge,
        "bank.transferred" => RecordKind::Transfer,
        "bank.adjusted" | "bank.recharge_undone" | "bank.adjustment_undone" | "bank.transfer_undone" => {
            RecordKind::Adjustment
        }
        _ => RecordKind::Other,
    };
    record(RecordOf::Central, kind, movement)
}

fn record(of: RecordOf, kind: RecordKind, movement: Movement) -> Record {
    let details: Details = serde_json::from_str(&movement.details).unwrap_or_default();
    let is_of_giro = matches!(
        movement.kind.as_str(),
        "order.escrow_taken" | "order.escrow_returned" | "giro.completed" | "order.returned"
    );
    let reference = match details.order.filter(|_| is_of_giro) {
        Some(order) => Some(format!("Giro {order}")),
        None => details.reason,
    };
    let commission = details.commission_minor.filter(|_| of == RecordOf::Central);
    let currency = movement.amount.currency();
    Record {
        of,
        kind,
        movement,
        reference,
        commission: commission.map(|minor| Money::from_minor(minor, currency)),
    }
}

/// What a journal row of this flow says about itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Details {
    order: Option<OrderId>,
    reason: Option<String>,
    amount_minor: Option<i64>,
    commission_minor: Option<i64>,
}

/// Whether it is the part of a payment that the bank took on top.
fn is_commission(movement: &Movement) -> bool {
    let details: Details = serde_json::from_str(&movement.details).unwrap_or_default();
    let taken = movement.amount.minor().checked_neg();
    taken != details.amount_minor && taken == details.commission_minor
}

/// What a giro took, gave back and paid, in the order in which it was posted.
///
/// # Errors
/// [`DbError`].
pub async fn list_records_of_giro(source: &mut impl Source, order: &Order) -> Result<Vec<Record>, DbError> {
    let (taken, prepaid) = match order.escrow {
        Some(Escrow::Taken { journal, account }) => (Some(journal), account),
        Some(Escrow::Held(_)) | None => (None, None),
    };
    let mut records = Vec::new();
    for journal in [taken, order.journal].into_iter().flatten() {
        for (key, movement) in ledger::list_moved_with_mirror(source, journal).await? {
            match key {
                AccountKey::Account(account, _) if Some(account) == prepaid => {
                    records.push(record_of_prepaid(movement))
                }
                AccountKey::Account(..) => records.push(record_of_bank(movement)),
                // Other accounts are the other side of the posting.
                _ => {}
            }
        }
    }
    records.sort_by_key(|record| record.movement.entry);
    Ok(records)
}

/// What one posting moved in prepaid accounts, bank accounts and central balances.
///
/// # Errors
/// [`DbError`].
pub async fn list_records_of_posting(source: &mut impl Source, journal: JournalId) -> Result<Vec<Record>, DbError> {
    let mut records = Vec::new();
    for (key, movement) in ledger::list_moved_by(source, journal).await? {
        // Other accounts are the other side of the posting.
        if let AccountKey::Central(..) = key {
            records.push(record_of_central(movement));
        } else if let AccountKey::Account(account, _) = key {
            let class = accounts::find_account(source, account)
                .await?
                .map(|account| account.class);
            records.push(match class {
                Some(AccountClass::Bank) => record_of_bank(movement),
                Some(AccountClass::Member) | None => record_of_prepaid(movement),
            });
        }
    }
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::{RecordKind, record_of_bank, record_of_prepaid};
    use crate::clock::Moment;
    use crate::domain::books::ledger::Movement;
    use crate::domain::kernel::money::{Currency, Money};
    use crate::ids::{EntryId, JournalId};

    fn movement(kind: &str, details: &str, minor: i64) -> Movement {
        let money = |minor| Money::from_minor(minor, Currency::VES);
        Movement {
            entry: EntryId::new(1),
            journal: JournalId::new(1),
            kind: kind.to_owned(),
            details: details.to_owned(),
            actor: None,
            at: Moment::from_ms(0),
            previous: money(1_000),
            amount: money(minor),
            current: money(1_000 + minor),
        }
    }

    #[test]
    fn the_commission_of_a_payment_is_a_record_of_its_own() {
        let details = r#"{"order":12,"amount_minor":500,"commission_minor":3}"#;
        let paid = record_of_bank(movement("giro.completed", details, -500));
        assert_eq!(
            (paid.kind, paid.reference.as_deref()),
            (RecordKind::Withdrawal, Some("Giro 12"))
        );
        assert_eq!(
            record_of_bank(movement("giro.completed", details, -3)).kind,
            RecordKind::Commission
        );
    }

    #[test]
    fn a_movement_by_hand_has_the_text_that_came_with_it() {
        let recharged = record_of_prepaid(movement(
            "account.deposited",
            r#"{"account":1,"reason":"efectivo"}"#,
            500,
        ));
        assert_eq!(
            (recharged.kind, recharged.reference.as_deref()),
            (RecordKind::Recharge, Some("efectivo"))
        );
        let other = record_of_prepaid(movement("batch.bought", r#"{"order":3}"#, 5));
        assert_eq!((other.kind, other.reference), (RecordKind::Other, None));
    }
}
