//! A client's own money: deposits and withdrawals through a cashier (specification 003).

use poise::serenity_prelude::Attachment;

use super::asked::{actor, check, request, typed_in, typed_message};
use super::clients;
use super::group::Group;
use crate::db::retrying;
use crate::discord::answer::{Answer, Declined, Outcome, answer, declined, unread};
use crate::discord::args::amounts::{AmountArg, Text};
use crate::discord::content::Content;
use crate::discord::ids::channel_id;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, proofs, view};
use crate::domain::flows::players::{self, AskCash, Asker, CashError, Direction, RepeatedPayment, Sent};
use crate::domain::kernel::money::{check_amount, parse_amount};
use crate::domain::people::members::{Actor, Permission};
use crate::domain::people::places::Place;
use crate::domain::people::requests::StoredCapture;

pub(super) const COMMANDS: Group = Group {
    records: &[DEPOSITO, RETIRAR],
    functions: &[deposito, retirar],
};

/// What the method is when nobody says another one.
const METHOD: &str = "transferencia";

const DEPOSITO: Record = Record {
    name: "deposito",
    aliases: &["depósito"],
    synonyms: &["abono", "abonar", "deposit"],
    usage: "deposito <monto> [método]",
    example: "deposito 500 pago móvil",
    what: "suma a su saldo lo que pagó, con la captura",
    who: Who::Only(Permission::MoveOwnMoney),
    probe: "1",
};

/// Deposita en su saldo lo que pagó: !deposito 500 pago móvil, con la captura
#[poise::command(prefix_command, slash_command, aliases("depósito"))]
async fn deposito(
    context: Context<'_>,
    #[description = "Cuánto pagó: 500"] monto: AmountArg<Text>,
    #[description = "La captura de su pago"] captura: Option<Attachment>,
    #[description = "Cómo pagó: pago móvil"]
    #[rest]
    metodo: Option<String>,
) -> Result<(), Never> {
    let work = async {
        check(context, check_amount, &monto.text)?;
        let actor = actor(context).await?;
        let receipt = kept(context, &actor, captura).await?;
        let method = metodo.unwrap_or_else(|| METHOD.to_owned());
        ask(
            context,
            &actor,
            Direction::Deposit,
            &monto.text,
            (method, None),
            receipt,
        )
        .await
    };
    answer(context, Content::Own, work).await
}

const RETIRAR: Record = Record {
    name: "retirar",
    aliases: &[],
    synonyms: &["sacar"],
    usage: "retirar <monto> <a dónde>",
    example: "retirar 200 Banesco 0134-1234567890",
    what: "pide que le paguen de su saldo",
    who: Who::Only(Permission::MoveOwnMoney),
    probe: "1 Banesco",
};

/// Retira de su saldo: !retirar 200 Banesco 0134-1234567890
#[poise::command(prefix_command, slash_command)]
async fn retirar(
    context: Context<'_>,
    #[description = "Cuánto: 200"] monto: AmountArg<Text>,
    #[description = "A qué banco y cuenta, y de quién"]
    #[rest]
    donde: Option<String>,
) -> Result<(), Never> {
    let work = async {
        check(context, check_amount, &monto.text)?;
        let actor = actor(context).await?;
        // Whoever may not withdraw is told that, and not what is missing.
        if donde.is_none() && actor.may(Permission::MoveOwnMoney) {
            return Err(Declined::because(view::cash_answers::no_destination(&monto.text)));
        }
        let how = (METHOD.to_owned(), donde);
        ask(context, &actor, Direction::Withdrawal, &monto.text, how, None).await
    };
    answer(context, Content::Own, work).await
}

/// The capture of a payment, fetched and kept; nothing of somebody who may not deposit.
async fn kept(
    context: Context<'_>,
    actor: &Actor,
    capture: Option<Attachment>,
) -> Result<Option<StoredCapture>, Declined> {
    match capture.filter(|_| actor.may(Permission::MoveOwnMoney) && is_in_place(context)) {
        Some(capture) => Ok(Some(
            proofs::stored(context.data(), &capture, clients::carried_by(context)).await?,
        )),
        None => Ok(None),
    }
}

fn is_in_place(context: Context<'_>) -> bool {
    context.guild_id().is_none() || clients::is_here(context)
}

/// `how`: the method, and where a withdrawal is paid to.
async fn ask(
    context: Context<'_>,
    actor: &Actor,
    direction: Direction,
    amount: &str,
    how: (String, Option<String>),
    receipt: Option<StoredCapture>,
) -> Outcome {
    let surface = context.data();
    if actor.may(Permission::MoveOwnMoney) && !is_in_place(context) {
        let clients = surface.place(Place::Clients).map(channel_id);
        return Err(Declined::because(view::cash_answers::not_here(direction, clients)));
    }
    let desk = &surface.desk;
    let currency = desk.policy.players.currency;
    let amount = parse_amount(amount, currency)
        .map_err(|error| Declined::because(view::refusals::amount(&error, Some(currency))))?;
    let (method, destination) = how;
    let typed = AskCash {
        direction,
        amount,
        description: view::cash_answers::description(direction, &method),
        method,
        destination,
        receipt,
        source: Some((typed_in(context), typed_message(context))),
        external: Sent::default(),
        metadata: Sent::from(serde_json::json!({ "dispositivoOrigen": "discord" })),
    };
    let request = request(context);
    let done = retrying(|| players::ask(desk, Asker::Typed(actor), &request, &typed)).await;
    if let Err(CashError::Repeated { used }) = &done {
        let repeated = RepeatedPayment {
            by: actor.member,
            used: *used,
            order: None,
        };
        let told = retrying(|| players::tell_repeated(desk, repeated)).await;
        told.map_err(unread("players.tell_repeated"))?;
    }
    let done = done.map_err(declined("players.ask", view::cash_answers::refused))?;
    Ok(Answer::Told(view::cash_answers::asked(direction, &done)))
}
