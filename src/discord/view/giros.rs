//! Giros: the card at each place, the rings, and the lists.

use poise::serenity_prelude::CreateEmbed;

use super::face::{Choice, Choices, Face};
use super::money::money;
use super::nouns::GIROS;
use super::orders::{cashier_of, colour, since};
use super::paging::Leaf;
use super::{COLOUR_OPEN, text, when};
use crate::discord::controls::{Button, GiroList, List, Select};
use crate::domain::flows::giros::{Doubt, Execution, ExecutionType, Record, RecordKind, RecordOf, SavedPayee};
use crate::domain::orders::OrderState;
use crate::domain::treasury::banks::Bank;
use crate::reports::giros::{Giro, GiroCard, GirosPage, PrepaidCard};
use crate::reports::orders::{HistoryStep, OrderCard};

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
        true => " Ahora nadie tiene saldo para pagarlo; se asigna en cuanto alguien pueda.",
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

/// `!giro 12`: with its history and every record that it made.
pub(crate) fn with_records(shown: &GiroCard) -> CreateEmbed {
    let steps = shown.card.history.iter().map(step_at);
    let steps: Vec<String> = steps.collect();
    let mut embed =
        embed(&shown.card, &shown.giro).description(text::clip(&steps.join("\n"), text::DESCRIPTION_CHARS_MAX));
    if !shown.records.is_empty() {
        let lines: Vec<String> = shown.records.iter().map(|one| record(one, shown)).collect();
        embed = embed.field("Registros", text::clip(&lines.join("\n"), text::FIELD_CHARS_MAX), false);
    }
    embed
}

fn step_at(step: &HistoryStep) -> String {
    let by = step.actor.as_deref().map_or_else(|| "la mesa".to_owned(), text::name);
    let reason = step.reason.as_deref();
    let reason = reason
        .map(|reason| format!(": {}", super::orders::why(reason)))
        .unwrap_or_default();
    let what = match (step.from, step.to, &step.cashier) {
        (None, ..) => format!("hecho, {}", state(step.to)),
        (Some(_), OrderState::Assigned, Some(cashier)) => format!("asignado a {}", text::name(cashier)),
        (Some(_), ..) => state(step.to).to_owned(),
    };
    format!("{} — {what} · por {by}{reason}", when::exactly(step.at))
}

fn record(one: &Record, shown: &GiroCard) -> String {
    let by = one
        .movement
        .actor
        .map(|actor| shown.names.name(actor))
        .unwrap_or_default();
    format!("{} · {} · por {}", of(one.of), figures(one), text::name(by))
}

fn of(of: RecordOf) -> &'static str {
    match of {
        RecordOf::Prepaid => "Saldo",
        RecordOf::BankAccount => "Cuenta bancaria",
        RecordOf::Central => "Banco",
    }
}

/// `**DISCOUNT** 5.000,00 Bs → −1.500,00 Bs → 3.500,00 Bs`: anterior, insertado, actual.
fn figures(one: &Record) -> String {
    let movement = &one.movement;
    format!(
        "**{}** {} → {} → {}",
        kind(one.kind),
        money(movement.previous),
        money(movement.amount),
        money(movement.current)
    )
}

fn kind(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Recharge => "Recarga",
        RecordKind::Discount => "Descuento",
        RecordKind::Deposit => "Depósito",
        RecordKind::Withdrawal => "Pago",
        RecordKind::Transfer => "Traspaso",
        RecordKind::Adjustment => "Ajuste",
        RecordKind::Refund => "Devolución",
        RecordKind::Commission => "Comisión",
        RecordKind::Other => "Otro movimiento",
    }
}

/// `!minorista`: the prepaid balance and what moved in it last.
pub(crate) fn prepaid(card: &PrepaidCard) -> Face {
    let name = text::name(&card.member.name);
    if card.accounts.is_empty() {
        return Face::new(format!(
            "**{name}** no tiene saldo para giros todavía. Lo recarga un admin con `!recargar @{} 5000`.",
            text::unformatted(&card.member.name)
        ));
    }
    let mut embed = CreateEmbed::new().title(format!("Saldo de {name}")).colour(COLOUR_OPEN);
    for shown in &card.accounts {
        let lines: Vec<String> = shown.records.iter().map(|one| line(one, card)).collect();
        let lines = match lines.is_empty() {
            true => "sin movimientos".to_owned(),
            false => lines.join("\n"),
        };
        let title = format!("n.º {} · {}", shown.account.id, money(shown.balance));
        embed = embed.field(title, text::clip(&lines, text::FIELD_CHARS_MAX), false);
    }
    Face::of_embed(embed)
}

fn line(one: &Record, card: &PrepaidCard) -> String {
    let by = one
        .movement
        .actor
        .map(|actor| card.names.name(actor))
        .unwrap_or_default();
    let reference = one
        .reference
        .as_deref()
        .map(|reference| format!(" · {}", text::plain(reference)));
    format!(
        "{} · {}{} · por {}",
        when::at(one.movement.at),
        figures(one),
        reference.unwrap_or_default(),
        text::name(by)
    )
}

/// A page of `!giros`.
pub(crate) fn page(list: GiroList, found: &GirosPage) -> Face {
    if found.page.rows.is_empty() {
        return Face::new(match list.state {
            None => "No hay giros todavía. Uno se envía con `!giro`.".to_owned(),
            Some(one) => format!("No hay giros en el estado «{}». Todos: `!giros`.", state(one)),
        });
    }
    let leaf = Leaf {
        list: List::Giros(list),
        title: "Giros".to_owned(),
        head: String::new(),
        page: &found.page,
        what: GIROS,
    };
    leaf.face(
        |(order, _)| order.id.get(),
        |(order, giro)| {
            let cashier = order.cashier.map_or("sin cajero", |cashier| found.names.name(cashier));
            format!(
                "**{}** · {} · {} → {} ({}) · {} → {} · *{}*",
                order.id,
                when::at(order.created_at),
                money(order.amount),
                text::name(&giro.terms.payee.name),
                text::plain(&giro.bank.name),
                text::name(found.names.name(order.owner)),
                text::name(cashier),
                state(order.state)
            )
        },
    )
}

/// The answer to `!giro` alone: the last payees in a menu, and the button that opens the form.
pub(crate) fn start(saved: &[(SavedPayee, Bank)]) -> Face {
    let words = match saved.is_empty() {
        true => {
            "Pulse **Nuevo giro** y llene el formulario; o escriba todo junto: \
                 `!giro 1500 Banesco 0134… V12345678 María Pérez`."
        }
        false => "¿A quién? Elija a alguien de sus últimos giros, o pulse **Nuevo giro**.",
    };
    let face = Face::new(words);
    let face = match saved.is_empty() {
        true => face,
        false => face.select(
            Select::Payee,
            Choices {
                placeholder: "A quién".to_owned(),
                options: saved.iter().map(choice).collect(),
            },
        ),
    };
    face.buttons(vec![Button::NewGiro])
}

fn choice((saved, bank): &(SavedPayee, Bank)) -> Choice {
    /// Discord's limit of a choice.
    const CHARS_MAX: usize = 100;
    let payee = &saved.payee;
    let to = payee.account.as_deref().or(payee.phone.as_deref()).unwrap_or_default();
    Choice {
        label: text::clip(&text::unformatted(&payee.name), CHARS_MAX),
        value: saved.id.to_string(),
        description: Some(text::clip(
            &format!("{} · {to}", text::unformatted(&bank.name)),
            CHARS_MAX,
        )),
    }
}

/// `!beneficiarios`.
pub(crate) fn payees(saved: &[(SavedPayee, Bank)]) -> Face {
    if saved.is_empty() {
        return Face::new("No tiene beneficiarios guardados: cada giro guarda el suyo. Envíe uno con `!giro`.");
    }
    let lines: Vec<String> = saved
        .iter()
        .map(|(saved, bank)| {
            let payee = &saved.payee;
            let numbers = [&payee.account, &payee.phone, &payee.document].into_iter().flatten();
            let numbers: Vec<String> = numbers.map(|number| text::to_copy(number)).collect();
            format!(
                "**{}** · {} · {} · {}",
                saved.id,
                text::plain(&payee.name),
                text::plain(&bank.name),
                numbers.join(" · ")
            )
        })
        .collect();
    let embed = CreateEmbed::new()
        .title("Sus beneficiarios")
        .colour(COLOUR_OPEN)
        .description(text::clip(&lines.join("\n"), text::DESCRIPTION_CHARS_MAX));
    Face::new("Un giro a uno de ellos: `!giro`. Quitar uno: `!beneficiarios quitar <n>`.").embed(embed)
}

pub(crate) fn payee_hidden(name: &str) -> String {
    format!(
        "**{}** ya no está entre sus beneficiarios. El próximo giro a esa cuenta lo guarda otra vez.",
        text::name(name)
    )
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
        assert_eq!(state_named("pagado"), None);
    }
}
