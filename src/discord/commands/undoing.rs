//! Undoing what was done: an order, a purchase, a movement, a payout, the closing of a batch.

use super::asked::{actor, as_typed, number, order_number, request};
use super::batches::batch_number;
use super::exchange::receipt_of;
use super::group::Group;
use super::orders::business_of;
use super::queries::movement_of;
use crate::db::retrying;
use crate::discord::answer::{Answer, Declined, Outcome, answer, declined, unread};
use crate::discord::content::Content;
use crate::discord::ids::discord_channel;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, unbacked, view};
use crate::domain::flows::batches::{self, Reverted};
use crate::domain::flows::exchange::Voucher;
use crate::domain::flows::players;
use crate::domain::flows::undoing::{self, Undoing, What};
use crate::domain::orders;
use crate::domain::people::members::Permission;
use crate::ids::{BatchId, JournalId, LotId, RequestNumber};
use crate::reports;
use crate::reports::orders::OrderClass;

pub(super) const COMMANDS: Group = Group {
    records: &[REVERTIR, DEVOLVER, REABRIR],
    functions: &[revertir, devolver, reabrir],
};

/// What is undone that is no order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Other {
    Purchase,
    Movement,
    /// An exchange or a transfer, by the voucher on its receipt.
    Operation,
    Payout,
}

/// What stands before their numbers.
const OTHERS: [(&str, Other); 3] = [
    ("compra", Other::Purchase),
    ("movimiento", Other::Movement),
    ("retiro", Other::Payout),
];

const REVERTIR: Record = Record {
    name: "revertir",
    aliases: &[],
    synonyms: &[],
    usage: "revertir <n> <motivo>",
    example: "revertir 12 se pagó a otra persona",
    what: "deshace una orden pagada; o `compra 3`, una compra de USDT; `movimiento 40`, un depósito, un ajuste, monedas; \
               `retiro 5`, un retiro que no se pagó; `CB-7K2M-9QXD`, un cambio o una transferencia",
    who: Who::Only(Permission::ReverseOrders),
    probe: "999 prueba",
};

/// Deshace una orden pagada, una compra, un movimiento o un retiro
#[poise::command(prefix_command, slash_command)]
async fn revertir(
    context: Context<'_>,
    #[description = "La orden: 12; o compra 3, movimiento 40, retiro 5, CB-7K2M-9QXD"] numero: String,
    #[description = "Por qué"]
    #[rest]
    motivo: String,
) -> Result<(), Never> {
    if let Some((other, number, why)) = other_named(&numero, &motivo) {
        return revert_other(context, other, number, why).await;
    }
    let content = business_of(context, &numero).await;
    let work = async {
        let order = order_number(&numero)?;
        let (actor, request) = (actor(context).await?, request(context));
        let desk = &context.data().desk;
        let class = reports::orders::class_of_order(desk, order).await;
        let class = class.map_err(unread("reports.orders"))?;
        if class == Some(OrderClass::Cash) {
            let done = retrying(|| players::revert_order(desk, &actor, &request, order, &motivo)).await;
            let done = done.map_err(declined("players.revert_order", view::cash_answers::refused))?;
            return Ok(Answer::Say(view::cash_answers::reverted(&done)));
        }
        if class == Some(OrderClass::Giro) {
            actor
                .require(Permission::ReverseOrders)
                .map_err(|no| Declined::because(view::refusals::not_allowed(no)))?;
            let done = retrying(|| orders::give_back(desk, &actor, &request, order, &motivo)).await;
            let done = done.map_err(declined("orders.give_back", view::reversals::return_refused))?;
            return Ok(Answer::Say(view::reversals::returned(&done)));
        }
        let done = retrying(|| batches::reverse(desk, &actor, &request, order, &motivo)).await;
        let done = done.map_err(declined("batches.reverse", view::reversals::reverse_refused))?;
        Ok(match done {
            Reverted::Done(done) => Answer::Say(view::reversals::reversed(&done)),
            // Everybody's earnings are no business of the channel's.
            Reverted::Asked(asked) => {
                let face = Answer::Face(Box::new(view::corrections::asked(&asked)));
                face.containing(Content::For(Permission::SeeEverything))
            }
        })
    };
    answer(context, content, work).await
}

const DEVOLVER: Record = Record {
    name: "devolver",
    aliases: &[],
    synonyms: &[
        "rebotada",
        "rebotado",
        "rebotar",
        "rebote",
        "reboto",
        "regresar",
        "regresada",
        "regreso",
        "return",
        "devolucion",
    ],
    usage: "devolver <n> <motivo>",
    example: "devolver 12 el banco devolvió el pago",
    what: "devuelve una orden pagada cuyo dinero regresó el banco",
    who: Who::Only(Permission::ReturnOrders),
    probe: "999 prueba",
};

/// Devuelve una orden pagada cuyo dinero regresó el banco
#[poise::command(prefix_command, slash_command)]
async fn devolver(
    context: Context<'_>,
    #[description = "El número de la orden: 12"] numero: String,
    #[description = "Por qué"]
    #[rest]
    motivo: String,
) -> Result<(), Never> {
    let content = business_of(context, &numero).await;
    let work = async {
        let order = order_number(&numero)?;
        let (actor, request) = (actor(context).await?, request(context));
        let desk = &context.data().desk;
        let done = retrying(|| orders::give_back(desk, &actor, &request, order, &motivo)).await;
        let done = done.map_err(declined("orders.give_back", view::reversals::return_refused))?;
        Ok(Answer::Say(view::reversals::returned(&done)))
    };
    answer(context, content, work).await
}

/// `compra 3 motivo`, however it was cut: a slash command has both words in one option.
fn other_named<'a>(first: &'a str, rest: &'a str) -> Option<(Other, &'a str, &'a str)> {
    let (word, behind) = first.trim().split_once(char::is_whitespace).unwrap_or((first, ""));
    // As `!historial` names it.
    if behind.is_empty() && movement_of(word).is_some() {
        return Some((Other::Movement, word, rest));
    }
    if behind.is_empty() && Voucher::parse(word).is_ok() {
        return Some((Other::Operation, word, rest));
    }
    let (_, other) = OTHERS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name))?;
    if behind.is_empty() {
        let (number, why) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        return Some((*other, number, why));
    }
    Some((*other, behind, rest))
}

async fn revert_other(context: Context<'_>, other: Other, typed: &str, why: &str) -> Result<(), Never> {
    match other {
        Other::Purchase => {
            let content = business_of_purchase(context, typed).await;
            answer(context, content, revert_purchase(context, typed, why)).await
        }
        Other::Movement => {
            let what = match movement_of(typed) {
                Some(movement) => Ok(What::Movement(movement)),
                None => number(typed).map(|number| What::Movement(JournalId::new(number))),
            };
            answer(context, Content::For(Permission::SeeAccounts), undo(context, what, why)).await
        }
        Other::Operation => {
            let work = async {
                let found = receipt_of(context, typed).await?;
                undo(context, Ok(What::Movement(found.journal)), why).await
            };
            answer(context, Content::For(Permission::SeeAccounts), work).await
        }
        Other::Payout => {
            let what = number(typed).map(|number| What::Payout(RequestNumber::new(number)));
            answer(context, Content::For(Permission::SeeRequests), undo(context, what, why)).await
        }
    }
}

async fn undo(context: Context<'_>, what: Result<What, Declined>, why: &str) -> Outcome {
    let what = what?;
    let as_typed = as_typed(context);
    let (actor, request) = (actor(context).await?, request(context));
    let desk = &context.data().desk;
    let done = retrying(|| undoing::undo(desk, &actor, &request, what, why, &as_typed)).await;
    let done = done.map_err(declined("undoing.undo", view::undoing::refused))?;
    Ok(match done {
        Undoing::Undone(done) => {
            let unbacked = unbacked::words_of_undone(context.data(), &done).await;
            Answer::Say(view::undoing::done(&done) + &unbacked)
        }
        Undoing::Asked(asked) => Answer::Face(Box::new(view::undoing::asked(&asked))),
    })
}

/// A purchase is the business of its batch's channel.
async fn business_of_purchase(context: Context<'_>, typed: &str) -> Content {
    let Ok(lot) = number(typed).map(LotId::new) else {
        return Content::Public;
    };
    let read = async {
        let mut reader = context.data().desk.db.reader().await?;
        reports::batches::channel_of_lot(&mut reader, lot).await
    };
    match read.await {
        Ok(Some(channel)) => Content::OfChannel(discord_channel(channel)),
        Ok(None) | Err(_) => Content::For(Permission::SeeEverything),
    }
}

async fn revert_purchase(context: Context<'_>, lot: &str, why: &str) -> Outcome {
    let lot = LotId::new(number(lot)?);
    let (actor, request) = (actor(context).await?, request(context));
    let desk = &context.data().desk;
    let done = retrying(|| batches::reverse_lot(desk, &actor, &request, lot, why)).await;
    let done = done.map_err(declined("batches.reverse_lot", view::reversals::reverse_lot_refused))?;
    Ok(Answer::Say(view::reversals::lot_reversed(&done)))
}

const REABRIR: Record = Record {
    name: "reabrir",
    aliases: &[],
    synonyms: &[],
    usage: "reabrir <batch> <motivo>",
    example: "reabrir 7 faltó el punto de 66.00",
    what: "deshace el cierre de un batch, con sus compras y sus partes, y lo deja abierto",
    who: Who::Only(Permission::ReopenBatches),
    probe: "999 prueba",
};

/// Reabre un batch cerrado: deshace su cierre y sus compras
#[poise::command(prefix_command, slash_command)]
async fn reabrir(
    context: Context<'_>,
    #[description = "El número del batch: 12 o b12"] batch: String,
    #[description = "Por qué"]
    #[rest]
    motivo: String,
) -> Result<(), Never> {
    let work = async {
        let number = batch_number(&batch).map_or_else(|| number(&batch).map(BatchId::new), Ok)?;
        let (actor, request) = (actor(context).await?, request(context));
        let desk = &context.data().desk;
        let done = retrying(|| batches::reopen(desk, &actor, &request, number, &motivo)).await;
        let done = done.map_err(declined("batches.reopen", view::reversals::reopen_refused))?;
        Ok(Answer::Say(view::reversals::reopened(&done)))
    };
    answer(context, Content::For(Permission::SeeEverything), work).await
}

#[cfg(test)]
mod tests {
    use super::{Other, other_named};

    #[test]
    fn what_is_no_order_is_named_however_the_words_are_cut() {
        let purchase = |number, why| Some((Other::Purchase, number, why));
        assert_eq!(other_named("compra", "3 de más"), purchase("3", "de más"));
        assert_eq!(other_named("Compra 3", "de más"), purchase("3", "de más"));
        assert_eq!(other_named("compra", "3"), purchase("3", ""));
        assert_eq!(
            other_named("movimiento", "40 doble"),
            Some((Other::Movement, "40", "doble"))
        );
        assert_eq!(
            other_named("retiro 5", "no salió"),
            Some((Other::Payout, "5", "no salió"))
        );
        assert_eq!(other_named("m40", "doble"), Some((Other::Movement, "m40", "doble")));
        assert_eq!(
            other_named("movimiento", "m40 doble"),
            Some((Other::Movement, "m40", "doble"))
        );
        assert_eq!(
            other_named("CB-7K2M-9QXD", "doble"),
            Some((Other::Operation, "CB-7K2M-9QXD", "doble"))
        );
        assert_eq!(other_named("12", "compra doble"), None);
    }
}
