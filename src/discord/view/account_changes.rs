//! What an account's owner is told of it by direct message.

use super::accounts::{called, unsigned};
use super::money::money;
use super::orders::undone_by;
use super::text;
use crate::domain::kernel::outbox::AccountChange;
use crate::reports::accounts::AccountCard;

/// By direct message to the owner. `by`: the person who undid something, if it is about that.
pub(crate) fn changed(card: &AccountCard, change: &AccountChange, by: Option<&str>) -> String {
    let account = called(card.account.id, &card.account.number);
    match change {
        AccountChange::Opened { balance } => format!(
            "✅ Su cuenta en {} está abierta: {account}, con {}. Véala con `!saldo {}`.",
            card.account.currency,
            money(*balance),
            card.account.id
        ),
        AccountChange::Moved {
            amount,
            current,
            reason,
        } => {
            let why = reason
                .as_deref()
                .map(|reason| format!(" Motivo: «{}».", text::plain(reason)));
            let why = why.unwrap_or_default();
            let what = if amount.is_negative() {
                "salieron de"
            } else {
                "entraron en"
            };
            let (amount, current) = (money(unsigned(*amount)), money(*current));
            format!("{amount} {what} su cuenta {account}: saldo actual {current}.{why}")
        }
        AccountChange::Received { amount, current, .. } => {
            let by = by.map(|name| format!(": se los transfirió **{}**", text::name(name)));
            let (amount, current, by) = (money(*amount), money(*current), by.unwrap_or_default());
            format!("💸 {amount} entraron en su cuenta {account}{by}. Saldo actual {current}.")
        }
        AccountChange::Overdraft { limit } => {
            let limit = money(*limit);
            format!("Su cuenta {account} puede quedar ahora hasta {limit} bajo cero.")
        }
        AccountChange::Closed => format!("Su cuenta {account} se cerró. Sus movimientos quedan."),
        AccountChange::Reopened { order, balance } => format!(
            "Su cuenta {account} está abierta otra vez: la orden **{order}** ya no cuenta como pagada y su dinero volvió a ella. Saldo \
             actual {}. Cuando no quede nada en ella: `!cerrar-cuenta {}`.",
            money(*balance),
            card.account.id
        ),
        AccountChange::ReopenedForReturn { balance } => format!(
            "Su cuenta {account} está abierta otra vez: volvió dinero a ella. Saldo actual {}. Cuando no quede nada en ella: \
             `!cerrar-cuenta {}`.",
            money(*balance),
            card.account.id
        ),
        AccountChange::Undone {
            amount,
            current,
            undone,
        } => {
            let what = if amount.is_negative() {
                "salieron de"
            } else {
                "volvieron a"
            };
            let by = by.map(|name| (name, undone.reason.as_str()));
            format!(
                "↩️ Un movimiento de su cuenta {account} se deshizo{}: {} {what} ella. Saldo actual {}.",
                undone_by(by),
                money(unsigned(*amount)),
                money(*current)
            )
        }
        AccountChange::ReopenedForBatch { batch } => format!(
            "Su cuenta {account} está abierta otra vez: se deshizo una compra del batch **{batch}**, y su dinero pasa por ella."
        ),
    }
}
