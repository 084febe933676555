//! Answers to whoever asks for a deposit or a withdrawal, or undoes one.

use super::desk::{complete_refused, order_refused};
use super::money::money;
use super::payouts::capture_use;
use super::refusals::{books, not_allowed};
use super::{FAULT, OTHER_INPUT, text};
use crate::domain::flows::players::{CashAsked, CashError, CashReverted, Direction, PlayersError};
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::CaptureUse;
use crate::domain::orders::{OrderError, OrderState};
use crate::domain::treasury::accounts::Account;
use crate::ids::{DiscordChannelId, OrderId};

/// What the transaction of a typed request says.
pub(crate) fn description(direction: Direction, method: &str) -> String {
    match direction {
        Direction::Deposit => format!("Depósito por {method}"),
        Direction::Withdrawal => format!("Retiro por {method}"),
    }
}

/// To the player who asked.
pub(crate) fn asked(direction: Direction, done: &CashAsked) -> String {
    let (what, held) = match direction {
        Direction::Deposit => ("Depósito", ""),
        Direction::Withdrawal => ("Retiro", " El dinero queda apartado de su saldo hasta que se pague."),
    };
    let who = match done.cashier {
        Some(_) => "ya tiene cajero",
        None => "espera cajero",
    };
    format!(
        "{what} de {}: orden **{}**, {who}.{held}",
        money(done.amount),
        done.order
    )
}

pub(crate) fn not_here(direction: Direction, clients: Option<DiscordChannelId>) -> String {
    let what = match direction {
        Direction::Deposit => "Los depósitos se piden",
        Direction::Withdrawal => "Los retiros se piden",
    };
    match clients {
        Some(clients) => format!("{what} por mensaje directo al bot, o en <#{clients}>. Escríbalo allí otra vez."),
        None => format!("{what} por mensaje directo al bot. Escríbalo allí otra vez."),
    }
}

pub(crate) fn no_destination(amount: &str) -> String {
    format!(
        "Falta a dónde se le paga: `!retirar {} Banesco 0134-1234567890 María Pérez V12345678`.",
        text::unformatted(amount)
    )
}

/// A cashier's account that deposits can be paid to.
fn payable(account: &Account) -> String {
    let parts = [&account.bank, &account.reference, &account.holder];
    let parts: Vec<String> = parts.into_iter().flatten().map(|part| text::plain(part)).collect();
    format!("- {}", parts.join(" · "))
}

/// How a client names the account that they paid: its bank and its number.
fn paid_to(account: &Account) -> String {
    let parts: Vec<&str> = [&account.bank, &account.reference]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    text::unformatted(&parts.join(" "))
}

fn no_receipt(to: &[Account]) -> String {
    /// More lines than these nobody reads on a phone.
    const SHOWN_MAX: usize = 8;
    if to.is_empty() {
        return "Falta la captura de su pago. Ahora no hay un cajero que reciba depósitos con el número de su cuenta anotado: no pague \
                todavía, inténtelo más tarde o hable con un admin. Si ya pagó, escriba el mismo mensaje con la captura adjunta."
            .to_owned();
    }
    let lines: Vec<String> = to.iter().take(SHOWN_MAX).map(payable).collect();
    format!(
        "Falta la captura de su pago. Pague a una de estas cuentas y escriba el mismo mensaje con la captura adjunta y el banco o el número \
         de la cuenta a la que pagó, como `!deposito 500 {}`:\n{}",
        to.first().map(paid_to).unwrap_or_default(),
        lines.join("\n")
    )
}

/// What undoing would take is no longer there.
pub(super) fn spent(is_cashiers: bool, asked: Money, available: Money) -> String {
    let (asked, available) = (money(asked), money(available));
    if is_cashiers {
        return format!(
            "No se movió nada: habría que sacar {asked} de la cuenta del cajero, y ahí solo quedan {available} disponibles. Cuando un admin \
             haga `!depositar` en ella, escríbalo otra vez."
        );
    }
    format!(
        "No se movió nada: habría que sacar {asked} del saldo del cliente, y solo le quedan {available} disponibles: lo demás ya lo usó. \
         Cuando vuelva a tenerlo, escríbalo otra vez."
    )
}

/// The states in which nothing can be undone, in words for both directions.
fn ended(state: OrderState) -> &'static str {
    match state {
        OrderState::Pending => "espera cajero",
        OrderState::Assigned | OrderState::Processing => "en proceso, todavía no se confirmó",
        OrderState::Completed => "completada",
        OrderState::Reversed => "revertida",
        OrderState::Returned => "devuelta por el banco",
        OrderState::Rejected => "rechazada",
        OrderState::Cancelled => "cancelada",
    }
}

/// Nobody carries out or confirms what they asked for.
pub(super) fn own(order: OrderId) -> String {
    format!(
        "La orden **{order}** la pidió esa misma persona: la lleva y la confirma otra. La toma otro cajero con **Tomar**, o un admin la \
         da con `!asignar {order} @cajero`."
    )
}

/// To the cashier: somebody else must say that the payment counts.
pub(super) fn repeated(order: OrderId, used: CaptureUse) -> String {
    format!(
        "Orden **{order}**: ese pago ya se usó en **{}**, así que **Listo** no basta. No se acreditó nada, y los superusuarios lo saben. Si \
         el pago vale, un superusuario la confirma con `!confirmar {order}`; si no llegó otro pago, pulse **Cancelar**.",
        capture_use(used)
    )
}

pub(crate) fn refused(error: &CashError) -> String {
    match error {
        CashError::NotAllowed(no) => not_allowed(*no),
        CashError::NotForRole(_) => "Eso no lo permite su rol. Lo que usted puede hacer: `!ayuda`.".to_owned(),
        CashError::Player(error) => player_refused(error),
        CashError::Order(OrderError::WrongState { order, state }) => format!(
            "La orden **{order}** está así: *{}*. Véala con `!historial {order}`; un depósito o retiro nuevo se pide con `!deposito` o `!retirar`.",
            ended(*state)
        ),
        CashError::Order(error) => order_refused(error),
        CashError::Complete(error) => complete_refused(error),
        CashError::NotYours => "Eso es de otra persona.".to_owned(),
        CashError::NotCash(order) => format!("La orden **{order}** no es un depósito ni un retiro."),
        CashError::NoReceipt { to } => no_receipt(to),
        CashError::Repeated { used } => format!(
            "Ese pago ya se usó en {}: cada depósito lleva su propio pago. No se anotó nada. Si es un error, hable con un admin: ya \
             fue avisado.",
            capture_use(*used)
        ),
        CashError::WhichAccount { .. } | CashError::NotTheirAccount { .. } => FAULT.to_owned(),
        CashError::NoEvidence(order) => {
            format!("Falta la captura del pago de la orden **{order}**. Responda a su mensaje con la imagen.")
        }
        CashError::NoCashier(order) => {
            format!("La orden **{order}** no tiene cajero. Désela a uno con `!asignar {order} @cajero`.")
        }
        CashError::InsufficientFunds { asked, available } => format!(
            "Hacen falta {} y hay {} disponibles. No se anotó nada. Escriba una cantidad menor; lo que hay: `!cuentas`.",
            money(*asked),
            money(*available)
        ),
        CashError::Spent {
            is_cashiers,
            asked,
            available,
            ..
        } => spent(*is_cashiers, *asked, *available),
        CashError::Books(error) => books(error),
        CashError::OtherInput(_) => OTHER_INPUT.to_owned(),
        CashError::Db(_) => FAULT.to_owned(),
    }
}

fn player_refused(error: &PlayersError) -> String {
    match error {
        PlayersError::Books(error) => books(error),
        PlayersError::OtherInput(_) => OTHER_INPUT.to_owned(),
        PlayersError::Db(_) => FAULT.to_owned(),
        // Refusals of the API: nobody meets them in Discord.
        PlayersError::NotForRole(_)
        | PlayersError::UnknownPlayer { .. }
        | PlayersError::Ambiguous { .. }
        | PlayersError::TwoPeople
        | PlayersError::IdentityTaken { .. }
        | PlayersError::IdentityFixed { .. }
        | PlayersError::UnknownTransaction(_)
        | PlayersError::NotReversible(_)
        | PlayersError::Reason(_)
        | PlayersError::WrongSide { .. }
        | PlayersError::NeedsCashier(_)
        | PlayersError::NoRecipient
        | PlayersError::UnknownRecipient { .. }
        | PlayersError::ToOneself
        | PlayersError::Repeated { .. }
        | PlayersError::NoEntry { .. }
        | PlayersError::EntryRefunded { .. }
        | PlayersError::OverRefunded { .. }
        | PlayersError::InsufficientFunds { .. } => FAULT.to_owned(),
    }
}

/// To whoever undid one with `!revertir`.
pub(crate) fn reverted(done: &CashReverted) -> String {
    let reopened = match &done.reopened {
        Some(account) => format!(
            " La cuenta n.º {0} de **{1}** estaba cerrada y quedó abierta otra vez: véala con `!saldo {0}`.",
            account.account,
            text::name(&account.owner)
        ),
        None => String::new(),
    };
    format!(
        "Orden **{}** revertida: {} volvieron a donde estaban. Avisé a quienes participaron.{reopened}",
        done.order,
        money(done.total)
    )
}
