//! Words about deposits and withdrawals of players.

use poise::serenity_prelude::CreateEmbed;

use super::face::Face;
use super::money::money;
use super::orders::{buttons_of_cashier, cashier_of, colour, since, undone};
use super::{orders, text};
use crate::discord::controls::Button;
use crate::domain::flows::giros::is_giro;
use crate::domain::flows::players::Direction;
use crate::domain::orders::{Order, OrderEnded, OrderState};
use crate::reports::orders::OrderCard;
use crate::reports::particulars::{Cash, Particulars};

/// What a cashier does with an order: pays it, or receives its money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    Pay,
    /// Pays a giro, which needs no capture and has buttons of its own.
    PayGiro,
    Receive,
}

impl Task {
    pub(crate) fn of(card: &OrderCard) -> Task {
        match &card.particulars {
            Particulars::Cash(cash) => match cash.direction {
                Direction::Deposit => Task::Receive,
                Direction::Withdrawal => Task::Pay,
            },
            Particulars::Giro(_) => Task::PayGiro,
            Particulars::Transfer(_) | Particulars::Plain => Task::Pay,
        }
    }

    /// To a cashier who must not carry it out any more.
    pub(crate) fn leave(self) -> &'static str {
        match self {
            Task::Pay => "no la pague",
            Task::PayGiro => "no lo pague",
            Task::Receive => "no la confirme",
        }
    }

    /// What it is called when its number follows.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Task::PayGiro => "Giro",
            Task::Pay | Task::Receive => "Orden",
        }
    }

    pub(super) fn made(self) -> &'static str {
        match self {
            Task::PayGiro => "hecho",
            Task::Pay | Task::Receive => "hecha",
        }
    }

    pub(super) fn assigned(self) -> &'static str {
        match self {
            Task::PayGiro => "asignado",
            Task::Pay | Task::Receive => "asignada",
        }
    }

    /// The state of an order, in words that fit what it is.
    pub(super) fn state(self, state: OrderState) -> &'static str {
        match self {
            Task::PayGiro => super::giros::state(state),
            Task::Pay | Task::Receive => super::orders::state(state),
        }
    }

    /// The pronoun for it.
    pub(super) fn it(self) -> &'static str {
        match self {
            Task::PayGiro => "lo",
            Task::Pay | Task::Receive => "la",
        }
    }

    /// What another cashier does who takes it.
    pub(super) fn does(self) -> &'static str {
        match self {
            Task::Pay | Task::PayGiro => "paga",
            Task::Receive => "recibe",
        }
    }

    pub(super) fn may_do(self) -> &'static str {
        match self {
            Task::Pay | Task::PayGiro => "pague",
            Task::Receive => "reciba",
        }
    }
}

fn noun(cash: &Cash) -> &'static str {
    match cash.direction {
        Direction::Deposit => "Depósito",
        Direction::Withdrawal => "Retiro",
    }
}

/// `su depósito`, `su retiro`.
fn yours(cash: &Cash) -> &'static str {
    match cash.direction {
        Direction::Deposit => "su depósito",
        Direction::Withdrawal => "su retiro",
    }
}

/// The state, in words that fit both directions.
pub(super) fn state(direction: Direction, state: OrderState) -> &'static str {
    match (state, direction) {
        (OrderState::Pending, _) => "espera cajero",
        (OrderState::Assigned, Direction::Deposit) => "en proceso, el cajero mira si llegó",
        (OrderState::Assigned, Direction::Withdrawal) => "en proceso, espera el pago",
        (OrderState::Processing, _) => "en proceso, falta confirmar",
        (OrderState::Completed, Direction::Deposit) => "acreditado",
        (OrderState::Completed, Direction::Withdrawal) => "pagado",
        (OrderState::Reversed, _) => "revertido",
        (OrderState::Returned, _) => "devuelto por el banco",
        (OrderState::Rejected, _) => "rechazado",
        (OrderState::Cancelled, _) => "cancelado",
    }
}

/// The state of an order of any kind, in words.
pub(crate) fn state_of(order: &Order) -> &'static str {
    match Direction::of(order) {
        Some(direction) => state(direction, order.state),
        None if is_giro(order) => super::giros::state(order.state),
        None => orders::state(order.state),
    }
}

/// What an order is, where it is no transfer: `depósito`.
pub(super) fn kind_of(order: &Order) -> Option<&'static str> {
    match Direction::of(order) {
        Some(Direction::Deposit) => Some("depósito"),
        Some(Direction::Withdrawal) => Some("retiro"),
        None => is_giro(order).then_some("giro"),
    }
}

/// To the cashier who has it.
pub(super) fn for_cashier(card: &OrderCard, cash: &Cash) -> Face {
    let order = &card.order;
    let id = order.id;
    let what = match (order.state, cash.direction) {
        (OrderState::Pending | OrderState::Assigned | OrderState::Processing, Direction::Deposit) => {
            "**mire si el pago llegó a su cuenta** y pulse **Listo**. Si no llegó, **Cancelar** y diga por qué."
        }
        (OrderState::Pending | OrderState::Assigned, Direction::Withdrawal) => {
            "páguelo, **responda a este mensaje con la captura** del pago y pulse **Listo**. Si no se puede pagar, **Cancelar**."
        }
        (OrderState::Processing, Direction::Withdrawal) => "la captura está. Pulse **Listo** para confirmar el pago.",
        (OrderState::Completed, Direction::Deposit) => "confirmado. Gracias.",
        (OrderState::Completed, Direction::Withdrawal) => "pagado. Gracias.",
        (OrderState::Reversed, Direction::Deposit) => "fue revertido; el dinero salió otra vez de su cuenta.",
        (OrderState::Reversed, Direction::Withdrawal) => "fue revertido; el dinero volvió a su cuenta.",
        (OrderState::Returned, _) => "el banco lo devolvió.",
        (OrderState::Rejected, _) => "rechazado.",
        (OrderState::Cancelled, Direction::Deposit) => "**no lo confirme**: fue cancelado.",
        (OrderState::Cancelled, Direction::Withdrawal) => "**no lo pague**: fue cancelado.",
    };
    Face::new(format!("{} **{id}**: {what}", noun(cash)))
        .embed(embed(card, cash))
        .buttons(buttons_of_cashier(order))
}

/// To the player, by direct message.
pub(crate) fn for_player(card: &OrderCard, cash: &Cash) -> Face {
    let id = card.order.id;
    let held = match cash.direction {
        Direction::Withdrawal if card.order.state.is_open() => {
            " El dinero está apartado de su saldo hasta que se pague."
        }
        Direction::Withdrawal | Direction::Deposit => "",
    };
    // The words of a state are what it is, but for this one, which says what it does.
    let is = if card.order.state == OrderState::Pending {
        ""
    } else {
        "está "
    };
    let content = format!(
        "Orden **{id}**: {} {is}{}.{held}",
        yours(cash),
        state(cash.direction, card.order.state)
    );
    let face = Face::new(content).embed(embed(card, cash));
    if card.order.state == OrderState::Pending {
        face.buttons(vec![Button::Withdraw(id)])
    } else {
        face
    }
}

/// A message of its own when it is completed, because an edit rings nobody.
pub(crate) fn completed(card: &OrderCard, cash: &Cash) -> String {
    let (id, amount) = (card.order.id, money(card.order.amount));
    match cash.direction {
        Direction::Deposit => format!("✅ Su depósito de {amount} (orden **{id}**) ya está en su saldo: `!cuentas`."),
        Direction::Withdrawal => {
            let capture = if card.proofs.is_empty() {
                ""
            } else {
                " Esta es la captura."
            };
            format!("✅ Su retiro de {amount} (orden **{id}**) está pagado.{capture}")
        }
    }
}

pub(crate) fn rejected(card: &OrderCard, cash: &Cash) -> String {
    let reason = card.order.reason.as_deref().map(text::plain).unwrap_or_default();
    let next = match cash.direction {
        Direction::Deposit => {
            "No se acreditó nada. Si pagó, muéstrele el pago a un admin, o pídalo otra vez con `!deposito`."
        }
        Direction::Withdrawal => "El dinero volvió a su saldo. Puede pedirlo otra vez con `!retirar`.",
    };
    format!(
        "❌ Orden **{}**: {} fue rechazado: «{reason}». {next}",
        card.order.id,
        yours(cash)
    )
}

pub(crate) fn cancelled(card: &OrderCard, cash: &Cash, by: &str) -> String {
    let next = match cash.direction {
        Direction::Deposit => "No se acreditó nada. Si ya pagó, hable con un admin.",
        Direction::Withdrawal => "El dinero volvió a su saldo.",
    };
    format!(
        "❌ Orden **{}**: {} fue cancelado por **{}**. {next}",
        card.order.id,
        yours(cash),
        text::name(by)
    )
}

/// A completed one was undone. `by`: who did it, and why.
pub(crate) fn undone_for_player(card: &OrderCard, cash: &Cash, by: (&str, &str)) -> String {
    let next = match cash.direction {
        Direction::Deposit => "Ese dinero salió de su saldo.",
        Direction::Withdrawal => "Ese dinero volvió a su saldo.",
    };
    format!(
        "↩️ Orden **{}** {}. {next} Si tiene dudas, hable con un admin.",
        card.order.id,
        undone(card.order.state, Some(by))
    )
}

pub(crate) fn undone_for_cashier(card: &OrderCard, cash: &Cash, by: (&str, &str)) -> String {
    let moved = match cash.direction {
        Direction::Deposit => "salieron de su cuenta",
        Direction::Withdrawal => "volvieron a su cuenta",
    };
    format!(
        "↩️ Orden **{}** {}. {} {moved}.",
        card.order.id,
        undone(card.order.state, Some(by)),
        money(card.order.amount)
    )
}

/// The embed that shows it: amount, method, and what is known of the payment.
pub(super) fn embed(card: &OrderCard, cash: &Cash) -> CreateEmbed {
    let order = &card.order;
    let since = since(order);
    let mut embed = CreateEmbed::new()
        .title(format!("Orden {}", order.id))
        .colour(colour(order.state))
        .field("Tipo", noun(cash), true)
        .field("Monto", format!("**{}**", money(order.amount)), true)
        .field(
            "Método",
            text::clip(&text::plain(&cash.terms.method), text::FIELD_CHARS_MAX),
            true,
        )
        .field("Cliente", text::name(&card.reseller.name), true)
        .field("Cajero", cashier_of(card), true)
        .field("Estado", state(cash.direction, order.state), true)
        .field(since.0, since.1, true);
    if let Some(destination) = &order.beneficiary {
        embed = embed.field(
            "Pagar a",
            text::clip(&text::to_copy(destination), text::FIELD_CHARS_MAX),
            false,
        );
    }
    let payment = &cash.payment;
    for (name, value) in [
        ("Banco de origen", &payment.bank_from),
        ("Banco de destino", &payment.bank_to),
        ("Teléfono", &payment.phone_from),
        ("Cédula", &payment.id_card_from),
        ("Referencia", &payment.bank_reference),
        ("Comprobante", &payment.proof_url),
        ("Notas", &payment.notes),
    ] {
        if let Some(value) = value {
            embed = embed.field(name, text::clip(&text::plain(value), text::FIELD_CHARS_MAX), true);
        }
    }
    if card.receipt.is_some() || !card.proofs.is_empty() {
        embed = embed.field("Captura", "sí", true);
    }
    if let Some(reason) = &order.reason {
        embed = embed.field("Motivo", text::clip(&text::plain(reason), text::FIELD_CHARS_MAX), false);
    }
    embed
}

/// An order that ended unpaid, to whoever ended it: what became of the money.
pub(super) fn ended(done: &OrderEnded, state: &str) -> String {
    let moved = match done.given_back {
        Some(back) => format!("{} volvieron a la cuenta de donde salieron.", money(back)),
        None => "No se movió dinero.".to_owned(),
    };
    format!("Orden **{}** {state}. {moved}", done.order)
}
