//! Giros: the card at each place, and the rings.

use poise::serenity_prelude::CreateEmbed;

use super::face::Face;
use super::money::money;
use super::orders::{cashier_of, colour, since};
use super::text;
use crate::discord::controls::Button;
use crate::domain::flows::giros::{Doubt, Execution, ExecutionType};
use crate::domain::orders::OrderState;
use crate::domain::treasury::banks::Bank;
use crate::reports::giros::Giro;
use crate::reports::orders::OrderCard;

/// The state of a giro, in words.
pub(crate) fn state(state: OrderState) -> &'static str {
    match state {
        OrderState::Pending => "pendiente, espera cajero",
        OrderState::Assigned => "asignado, espera el pago",
        OrderState::Processing => "en proceso",
        OrderState::Completed => "completado",
        OrderState::Reversed => "revertido",
        OrderState::Returned => "devuelto",
        OrderState::Rejected => "rechazado",
        OrderState::Cancelled => "cancelado",
    }
}

/// The states as they are typed, and as specification 002 names them.
const STATES: [(&str, OrderState); 6] = [
    ("pendiente", OrderState::Pending),
    ("asignado", OrderState::Assigned),
    ("procesando", OrderState::Processing),
    ("completado", OrderState::Completed),
    ("devuelto", OrderState::Returned),
    ("cancelado", OrderState::Cancelled),
];

/// The state that was typed, in one or several: `pendientes`.
pub(crate) fn state_named(typed: &str) -> Option<OrderState> {
    let typed = typed.trim().to_lowercase();
    if typed == "en proceso" {
        return Some(OrderState::Processing);
    }
    let named = |(word, _): &&(&str, OrderState)| typed == *word || typed.strip_suffix('s') == Some(*word);
    STATES.iter().find(named).map(|(_, state)| *state)
}

pub(crate) fn unknown_state(typed: &str) -> String {
    let states: Vec<String> = STATES.iter().map(|(word, _)| format!("`{word}`")).collect();
    format!(
        "«{}» no es un estado de giros. Puede ser {}. Todos: `!giros`.",
        text::plain(typed),
        text::listed(&states, "o")
    )
}

pub(crate) fn way(way: ExecutionType) -> &'static str {
    match way {
        ExecutionType::Transfer => "transferencia",
        ExecutionType::MobilePayment => "pago móvil",
        ExecutionType::Cash => "efectivo",
        ExecutionType::Zelle => "Zelle",
        ExecutionType::Other => "otro",
    }
}

pub(crate) fn doubt(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::AccountDigits => "los dígitos de control de la cuenta no cuadran",
        Doubt::DocumentDigit => "el último dígito del documento no cuadra",
        Doubt::NameWords => "el nombre: lo escrito tiene palabras que pueden ser del nombre o del banco",
    }
}

/// `0134 · Banesco`.
pub(crate) fn bank(bank: &Bank) -> String {
    format!("{} · {}", bank.code, text::plain(&bank.name))
}

/// To the cashier who has it.
pub(super) fn for_cashier(card: &OrderCard, giro: &Giro) -> Face {
    let order = &card.order;
    let what = match order.state {
        OrderState::Pending | OrderState::Assigned => {
            "páguelo desde cualquiera de sus cuentas. **En proceso** avisa que lo está pagando; **Ejecutar** lo completa; si no \
             se puede pagar, **Devolver**."
        }
        OrderState::Processing => "está en proceso. Cuando lo pague, **Ejecutar**; si no se puede pagar, **Devolver**.",
        OrderState::Completed => "completado. Gracias.",
        OrderState::Returned => "fue devuelto.",
        OrderState::Cancelled => "**no lo pague**: fue cancelado.",
        OrderState::Reversed => "fue revertido.",
        OrderState::Rejected => "fue rechazado.",
    };
    Face::new(format!("Giro **{}**: {what}", order.id))
        .embed(embed(card, giro))
        .buttons(buttons_of_cashier(card))
}

/// The buttons for the cashier who has it.
pub(super) fn buttons_of_cashier(card: &OrderCard) -> Vec<Button> {
    let id = card.order.id;
    match card.order.state {
        OrderState::Assigned => vec![Button::Process(id), Button::Execute(id), Button::ReturnGiro(id)],
        OrderState::Processing => vec![Button::Execute(id), Button::ReturnGiro(id)],
        OrderState::Pending
        | OrderState::Completed
        | OrderState::Reversed
        | OrderState::Returned
        | OrderState::Rejected
        | OrderState::Cancelled => Vec::new(),
    }
}

/// To whoever made it: in the reseller's channel, or by direct message.
pub(crate) fn for_owner(card: &OrderCard, giro: &Giro) -> Face {
    let (id, now) = (card.order.id, card.order.state);
    let waits = match card.order.is_short_of_float() {
        true => " Ahora nadie puede pagarlo; se asigna en cuanto alguien pueda.",
        false => "",
    };
    let face = Face::new(format!("Giro **{id}**: {}.{waits}", state(now))).embed(embed(card, giro));
    match now {
        OrderState::Pending | OrderState::Assigned => face.buttons(vec![Button::Withdraw(id)]),
        _ => face,
    }
}

/// A message of its own when it is completed, because an edit rings nobody.
pub(crate) fn completed(card: &OrderCard, giro: &Giro) -> String {
    format!(
        "✅ Giro **{}** completado: {} a {} ({}).",
        card.order.id,
        money(card.order.amount),
        text::plain(&giro.terms.payee.name),
        text::plain(&giro.bank.name)
    )
}

/// To whoever made it: it was given back. `by`: who did it, and why.
pub(crate) fn returned(card: &OrderCard, giro: &Giro, by: (&str, &str)) -> String {
    let (name, reason) = by;
    let back = match giro.terms.account {
        Some(_) => format!(" {} volvieron a su saldo: `!minorista`.", money(card.order.amount)),
        None => " No salió dinero de su saldo.".to_owned(),
    };
    format!(
        "↩️ Giro **{}** devuelto por **{}**: «{}».{back}",
        card.order.id,
        text::name(name),
        text::plain(reason)
    )
}

/// To the cashier who had paid it.
pub(crate) fn returned_to_cashier(card: &OrderCard, giro: &Giro, by: (&str, &str)) -> String {
    let (name, reason) = by;
    let commission = match &giro.execution {
        Some(execution) if !execution.commission.is_zero() => {
            format!(", y {} de comisión", money(execution.commission))
        }
        Some(_) | None => String::new(),
    };
    format!(
        "↩️ Giro **{}** devuelto por **{}**: «{}». {} volvieron a su cuenta{commission}.",
        card.order.id,
        text::name(name),
        text::plain(reason),
        money(card.order.amount)
    )
}

/// To whoever made it: somebody else cancelled it.
pub(crate) fn cancelled(card: &OrderCard, giro: &Giro, by: &str) -> String {
    let back = match giro.terms.account {
        Some(_) => format!(" {} volvieron a su saldo.", money(card.order.amount)),
        None => String::new(),
    };
    format!(
        "❌ Giro **{}** cancelado por **{}**.{back}",
        card.order.id,
        text::name(by)
    )
}

/// The embed that shows a giro. What is copied stands alone in code.
pub(super) fn embed(card: &OrderCard, giro: &Giro) -> CreateEmbed {
    let order = &card.order;
    let payee = &giro.terms.payee;
    let whose = match giro.terms.account {
        Some(_) => "Minorista",
        None => "Hecho por",
    };
    let mut embed = CreateEmbed::new()
        .title(format!("Giro {}", order.id))
        .colour(colour(order.state))
        .field("Monto", format!("**{}**", money(order.amount)), true)
        .field("Banco", bank(&giro.bank), true)
        .field("Beneficiario", text::to_copy(&payee.name), false);
    for (name, value) in [
        ("Cuenta", &payee.account),
        ("Teléfono", &payee.phone),
        ("Cédula o RIF", &payee.document),
    ] {
        if let Some(value) = value {
            embed = embed.field(name, text::to_copy(value), false);
        }
    }
    if !giro.terms.doubts.is_empty() {
        let doubts: Vec<String> = giro.terms.doubts.iter().map(|one| doubt(*one).to_owned()).collect();
        embed = embed.field("⚠️ Revise", text::listed(&doubts, "y"), false);
    }
    if let Some(rate) = giro.terms.rate {
        embed = embed.field("Tasa", super::money::rate(rate), true);
    }
    let since = since(order);
    embed = embed
        .field(whose, text::name(&card.reseller.name), true)
        .field("Cajero", cashier_of(card), true)
        .field("Estado", state(order.state), true)
        .field(since.0, since.1, true);
    if let Some(execution) = &giro.execution {
        embed = executed(embed, execution);
    }
    if !card.proofs.is_empty() {
        embed = embed.field("Captura", "sí", true);
    }
    if let Some(reason) = &order.reason {
        embed = embed.field("Motivo", text::clip(&text::plain(reason), text::FIELD_CHARS_MAX), false);
    }
    embed
}

fn executed(embed: CreateEmbed, execution: &Execution) -> CreateEmbed {
    let mut embed =
        embed
            .field("Pagado con", way(execution.way), true)
            .field("Comisión", money(execution.commission), true);
    if let Some(url) = &execution.proof_url {
        embed = embed.field(
            "Comprobante",
            text::clip(&text::plain(url), text::FIELD_CHARS_MAX),
            false,
        );
    }
    embed
}

#[cfg(test)]
mod tests {
    use super::state_named;
    use crate::domain::orders::OrderState;

    #[test]
    fn states_are_typed_in_one_or_in_several() {
        assert_eq!(state_named("pendiente"), Some(OrderState::Pending));
        assert_eq!(state_named(" PENDIENTES "), Some(OrderState::Pending));
        assert_eq!(state_named("devueltos"), Some(OrderState::Returned));
        assert_eq!(state_named("En proceso"), Some(OrderState::Processing));
        assert_eq!(state_named("pagado"), None);
    }
}
