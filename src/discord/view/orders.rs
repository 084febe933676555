//! Orders: the embed, their message at each place, and the answers to buttons.

use poise::serenity_prelude::CreateEmbed;

use super::cash::{self, Task};
use super::face::Face;
use super::floats;
use super::giros;
use super::money::{money, rate};
use super::nouns::{CHARACTERS, counted};
use super::{COLOUR_DONE, COLOUR_OPEN, COLOUR_STOPPED, COLOUR_WAITING, text, when};
use crate::discord::controls::Button;
use crate::domain::flows::batches::TransferPlaced;
use crate::domain::kernel::desk::BeneficiaryRule;
use crate::domain::orders::{
    BeneficiaryAdded, BeneficiaryMistake, MoveReason, Order, OrderClaimed, OrderCompleted, OrderEnded, OrderState,
};
use crate::ids::OrderId;
use crate::reports::orders::{HistoryStep, OrderCard, OrderClass};
use crate::reports::particulars::Particulars;

/// In the reseller's channel.
pub(crate) fn in_channel(card: &OrderCard, rule: BeneficiaryRule) -> Face {
    let id = card.order.id;
    let may_withdraw = matches!(card.order.state, OrderState::Pending | OrderState::Assigned);
    let by_cashier = if card.creator.id == card.reseller.id {
        String::new()
    } else {
        let (creator, reseller) = (text::name(&card.creator.name), text::name(&card.reseller.name));
        format!(" La escribió **{creator}** para **{reseller}**.")
    };
    let float = match card.order.is_short_of_float() {
        true => format!(" {}", floats::waits()),
        false => String::new(),
    };
    let whom = match lacks_beneficiary(card, rule) {
        true => " ⚠️ **Sin beneficiario**: el cajero no sabe a quién pagar. Pulse **Añadir beneficiario**.",
        false => "",
    };
    let content = format!("Orden **{id}**: {}.{float}{by_cashier}{whom}", state(card.order.state));
    let face = Face::new(content).embed(embed(card));
    if may_withdraw {
        face.buttons(own_buttons(card, rule))
    } else {
        face
    }
}

/// Whether the order should name a beneficiary and one can still be added.
pub(super) fn lacks_beneficiary(card: &OrderCard, rule: BeneficiaryRule) -> bool {
    let may_be_told = matches!(card.order.state, OrderState::Pending | OrderState::Assigned);
    card.order.beneficiary.is_none() && may_be_told && rule != BeneficiaryRule::Optional
}

/// The buttons for the person who made the order, while nobody has paid it.
pub(super) fn own_buttons(card: &OrderCard, rule: BeneficiaryRule) -> Vec<Button> {
    let id = card.order.id;
    let add = lacks_beneficiary(card, rule).then_some(Button::AddBeneficiary(id));
    add.into_iter().chain([Button::Withdraw(id)]).collect()
}

/// To the cashier who has it.
pub(crate) fn for_cashier(card: &OrderCard, rule: BeneficiaryRule) -> Face {
    let order = &card.order;
    let id = order.id;
    if let Particulars::Cash(cash) = &card.particulars {
        return cash::for_cashier(card, cash);
    }
    if let Particulars::Giro(giro) = &card.particulars {
        return giros::for_cashier(card, giro);
    }
    let what = match order.state {
        OrderState::Pending | OrderState::Assigned => {
            "**responda a este mensaje con la captura** del pago y pulse **Listo**. Si no se puede pagar, **Cancelar**."
        }
        OrderState::Processing => "la captura está. Pulse **Listo** para confirmar el pago.",
        OrderState::Completed => "pagada. Gracias.",
        OrderState::Reversed => "fue revertida por un superusuario; el dinero volvió a su cuenta.",
        OrderState::Returned => "el banco la devolvió.",
        OrderState::Rejected => "cancelada por usted.",
        OrderState::Cancelled => "**no la pague**: fue cancelada.",
    };
    let whom = match lacks_beneficiary(card, rule) {
        true => " ⚠️ **Sin beneficiario**: se le pidió a quien hizo la orden; cuando lo escriba le aviso aquí.",
        false => "",
    };
    Face::new(format!("Orden **{id}**: {what}{whom}"))
        .embed(embed(card))
        .buttons(buttons_of_cashier(order))
}

/// The buttons for the cashier who has it.
pub(super) fn buttons_of_cashier(order: &Order) -> Vec<Button> {
    match order.state {
        OrderState::Assigned | OrderState::Processing => vec![Button::Done(order.id), Button::Cancel(order.id)],
        OrderState::Pending
        | OrderState::Completed
        | OrderState::Reversed
        | OrderState::Returned
        | OrderState::Rejected
        | OrderState::Cancelled => Vec::new(),
    }
}

/// The button that completes an order.
pub(crate) fn completing(order: OrderId, class: OrderClass) -> Button {
    match class {
        OrderClass::Giro => Button::Execute(order),
        OrderClass::Cash | OrderClass::Other => Button::Done(order),
    }
}

/// `!orden` for the cashier who has it: with its history and the buttons of its own message.
pub(crate) fn with_history_for_cashier(card: &OrderCard, rule: BeneficiaryRule) -> Face {
    let mut face = for_cashier(card, rule);
    face.embeds = vec![embed_with_history(card)];
    face
}

/// For a former cashier, by direct message.
pub(crate) fn for_former_cashier(card: &OrderCard) -> Face {
    let id = card.order.id;
    let task = Task::of(card);
    let (noun, leave, it) = (task.noun(), task.leave(), task.it());
    let content = match &card.cashier {
        Some(cashier) => format!(
            "{noun} **{id}**: **{leave}**, ahora {it} tiene **{}**.",
            text::name(&cashier.name)
        ),
        None => format!("{noun} **{id}**: **{leave}**, ya no está a su cargo."),
    };
    Face::new(content).embed(embed(card))
}

/// In the channel of pending orders.
pub(crate) fn in_pending(card: &OrderCard) -> Face {
    let (id, task) = (card.order.id, Task::of(card));
    let (noun, it) = (task.noun(), task.it());
    let content = match (card.order.state, &card.cashier) {
        (OrderState::Pending, _) => format!(
            "{noun} **{id}** espera cajero. Quien {it} {}, pulse **Tomar**.",
            task.may_do()
        ),
        (OrderState::Assigned, Some(cashier)) => {
            format!(
                "{noun} **{id}** {} a **{}**. Con **Tomar** {it} {} otro cajero.",
                task.assigned(),
                text::name(&cashier.name),
                task.does()
            )
        }
        (state_now, _) => format!("{noun} **{id}**: {}.", task.state(state_now)),
    };
    let may_take = matches!(card.order.state, OrderState::Pending | OrderState::Assigned);
    let face = Face::new(content).embed(embed(card));
    if may_take {
        face.buttons(vec![Button::Take(id, card.order.cashier)])
    } else {
        face
    }
}

/// ` por **ana**: «pagada dos veces»`.
pub(super) fn undone_by(by: Option<(&str, &str)>) -> String {
    by.map(|(name, reason)| format!(" por **{}**: «{}»", text::name(name), text::plain(reason)))
        .unwrap_or_default()
}

/// How a completed order was undone: `revertida por **ana**: «motivo»`. `by`: who did it and why, if known.
pub(super) fn undone(now: OrderState, by: Option<(&str, &str)>) -> String {
    match (now, by) {
        (OrderState::Returned, Some((name, reason))) => format!(
            "{}, según **{}**: «{}»",
            state(now),
            text::name(name),
            text::plain(reason)
        ),
        _ => format!("{}{}", state(now), undone_by(by)),
    }
}

/// To the person who added it.
pub(crate) fn beneficiary_added(done: &BeneficiaryAdded) -> String {
    format!(
        "La orden **{}** ya dice a quién pagar, y su cajero lo sabe:\n{}",
        done.order,
        text::to_copy(&done.beneficiary)
    )
}

/// Why the typed text is not a beneficiary.
pub(crate) fn no_beneficiary(mistake: BeneficiaryMistake) -> String {
    match mistake {
        BeneficiaryMistake::IsRate => {
            "«p» es la tasa publicada y no un beneficiario: delante de ella va un solo monto. \
                                       Ejemplo: `!t 100 p María 0102-1234`."
                .to_owned()
        }
        BeneficiaryMistake::TooLong { max, given } => {
            format!(
                "El beneficiario tiene {}; caben {max}. Acórtelo.",
                counted(given, CHARACTERS)
            )
        }
        BeneficiaryMistake::Nobody => {
            "Falta a quién pagar: escríbalo después de la tasa. Ejemplo: `!t 100 p María Pérez 0102-1234`.".to_owned()
        }
    }
}

/// The state of an order, in words.
pub(crate) fn state(state: OrderState) -> &'static str {
    match state {
        OrderState::Pending => "espera cajero",
        OrderState::Assigned => "asignada, espera el pago",
        OrderState::Processing => "captura recibida, falta confirmar",
        OrderState::Completed => "pagada",
        OrderState::Reversed => "revertida",
        OrderState::Returned => "devuelta por el banco",
        OrderState::Rejected => "cancelada por el cajero",
        OrderState::Cancelled => "cancelada antes de pagarse",
    }
}

pub(super) fn colour(state: OrderState) -> u32 {
    match state {
        OrderState::Pending => COLOUR_WAITING,
        OrderState::Assigned | OrderState::Processing => COLOUR_OPEN,
        OrderState::Completed => COLOUR_DONE,
        OrderState::Reversed | OrderState::Returned | OrderState::Rejected | OrderState::Cancelled => COLOUR_STOPPED,
    }
}

/// The cashier and their bank, as a field of an embed.
pub(super) fn cashier_of(card: &OrderCard) -> String {
    let cashier = match (&card.cashier, &card.bank) {
        (Some(cashier), Some(bank)) => format!("{} · {}", text::name(&cashier.name), text::plain(bank)),
        (Some(cashier), None) => text::name(&cashier.name),
        (None, _) => "nadie todavía".to_owned(),
    };
    text::clip(&cashier, text::FIELD_CHARS_MAX)
}

/// Since when it waits, or when it ended: name and value of a field.
pub(super) fn since(order: &Order) -> (&'static str, String) {
    match order.ended_at {
        Some(ended) if !order.state.is_open() => ("Terminó", when::ago(ended)),
        _ => ("Espera desde", when::ago(order.created_at)),
    }
}

/// The embed that shows an order.
pub(crate) fn embed(card: &OrderCard) -> CreateEmbed {
    if let Particulars::Cash(cash) = &card.particulars {
        return cash::embed(card, cash);
    }
    if let Particulars::Giro(giro) = &card.particulars {
        return giros::embed(card, giro);
    }
    let order = &card.order;
    let total = order.total().map_or_else(|_| "?".to_owned(), money);
    let beneficiary = order
        .beneficiary
        .as_deref()
        .map_or_else(|| "—".to_owned(), text::to_copy);
    let cashier = cashier_of(card);
    let whose = if order.is_of_client() {
        ("Cliente", card.creator.name.as_str())
    } else {
        ("Revendedor", card.reseller.name.as_str())
    };
    let capture = if card.proofs.is_empty() { "no" } else { "sí" };
    let since = since(order);
    let mut embed = CreateEmbed::new()
        .title(format!("Orden {}", order.id))
        .colour(colour(order.state))
        .field("Monto", money(order.amount), true)
        .field("Comisión", money(order.fee), true)
        .field("Total a pagar", format!("**{total}**"), true)
        .field("Beneficiario", text::clip(&beneficiary, text::FIELD_CHARS_MAX), false);
    embed = match &card.particulars {
        Particulars::Transfer(terms) => {
            let received = format!("{} a tasa {}", money(terms.received), rate(terms.rate));
            embed.field("Recibido", received, true)
        }
        Particulars::Cash(_) | Particulars::Giro(_) | Particulars::Plain => embed,
    };
    embed = embed
        .field(whose.0, text::name(whose.1), true)
        .field("Cajero", cashier, true)
        .field("Estado", state(order.state), true)
        .field("Captura", capture, true)
        .field(since.0, since.1, true);
    if card.receipt.is_some() {
        let whose = match order.is_of_client() {
            true => "Captura del cliente",
            false => "Imagen adjunta",
        };
        embed = embed.field(whose, "sí", true);
    }
    let references: Vec<String> = card.proofs.iter().filter_map(|proof| proof.reference.clone()).collect();
    if !references.is_empty() {
        let references = text::plain(&references.join(" · "));
        embed = embed.field("Referencia", text::clip(&references, text::FIELD_CHARS_MAX), true);
    }
    if let Some(reason) = &order.reason {
        embed = embed.field("Motivo", text::clip(&text::plain(reason), text::FIELD_CHARS_MAX), false);
    }
    embed
}

/// The order with its history, for `!orden`.
pub(crate) fn embed_with_history(card: &OrderCard) -> CreateEmbed {
    let steps = card
        .history
        .iter()
        .map(|step| step_at(card, step, &when::exactly(step.at)));
    let steps: Vec<String> = steps.collect();
    embed(card).description(text::clip(&steps.join("\n"), text::DESCRIPTION_CHARS_MAX))
}

/// One step. `at` is its time as it is shown there.
pub(super) fn step_at(card: &OrderCard, step: &HistoryStep, at: &str) -> String {
    let state = |is| match &card.particulars {
        Particulars::Cash(cash) => cash::state(cash.direction, is),
        Particulars::Giro(_) => giros::state(is),
        Particulars::Transfer(_) | Particulars::Plain => state(is),
    };
    let by = step.actor.as_deref().map_or_else(|| "la mesa".to_owned(), text::name);
    let reason = step
        .reason
        .as_deref()
        .map(|reason| format!(": {}", why(reason)))
        .unwrap_or_default();
    let what = match (step.from, step.to, &step.cashier) {
        (None, ..) => format!("{}, {}", Task::of(card).made(), state(step.to)),
        (Some(_), OrderState::Assigned, Some(cashier)) => {
            format!("{} a {}", Task::of(card).assigned(), text::name(cashier))
        }
        (Some(_), ..) => state(step.to).to_owned(),
    };
    format!("{at} — {what} · por {by}{reason}")
}

/// Why a step was taken: one of the desk's own reasons, or the text that somebody typed.
pub(super) fn why(reason: &str) -> String {
    match MoveReason::from_code(reason) {
        Ok(MoveReason::Busy) => "su cajero está en pausa".to_owned(),
        Ok(MoveReason::Overdue) => "su cajero tardaba".to_owned(),
        Ok(MoveReason::NoCashier) => "quien la tenía ya no es cajero".to_owned(),
        Ok(MoveReason::Left) => "quien la tenía salió del servidor".to_owned(),
        Ok(MoveReason::Relief) => "cambio de turno".to_owned(),
        Ok(MoveReason::NoFloat) => "su cuenta ya no tenía saldo".to_owned(),
        Ok(MoveReason::Ordered) => "así se decidió".to_owned(),
        Err(_typed) => format!("«{}»", text::plain(reason)),
    }
}

pub(crate) fn unknown(order: OrderId) -> String {
    format!("No hay una orden {order}. Mire el número en el mensaje de la orden, o en `!transacciones`.")
}

pub(crate) fn not_yours_to_see() -> String {
    "Esa orden no es suya. Solo la ven quienes participan, los cajeros y los admins.".to_owned()
}

pub(crate) fn placed(done: &TransferPlaced) -> String {
    let who = match done.cashier {
        Some(_) => "ya tiene cajero",
        None => "espera cajero",
    };
    format!("Orden **{}** por {}: {who}.", done.order, money(done.total))
}

pub(crate) fn completed(done: &OrderCompleted) -> String {
    let (what, moved) = match done.received {
        true => ("confirmada", "entraron a"),
        false => ("pagada", "salieron de"),
    };
    format!(
        "Orden **{}** {what}: {} {moved} su cuenta. Gracias.",
        done.order,
        money(done.total)
    )
}

pub(crate) fn claimed(done: &OrderClaimed) -> String {
    let before = match &done.before {
        Some(before) => format!(" (la tenía {})", text::name(before)),
        None => String::new(),
    };
    format!(
        "La orden **{}** es suya{before}. Se la envié por mensaje directo.",
        done.order
    )
}

pub(crate) fn ended(done: &OrderEnded) -> String {
    cash::ended(done, state(done.state))
}
