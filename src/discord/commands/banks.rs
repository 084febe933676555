//! Banks: what the desk has there, who pays to which, and money moved by hand (specification 002).

use super::asked::{actor, as_typed, check, member, request};
use super::group::Group;
use crate::db::retrying;
use crate::discord::answer::{Answer, Declined, Outcome, answer, declined};
use crate::discord::args::PersonArg;
use crate::discord::args::amounts::{AmountArg, Text};
use crate::discord::args::banks::{BankArg, CommissionArg, CommissionMistake, cut_commission};
use crate::discord::content::Content;
use crate::discord::giros::commission_in;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, view};
use crate::domain::kernel::money::{AmountError, Currency, Money, check_amount, check_signed_amount};
use crate::domain::kernel::money::{parse_amount, parse_signed_amount};
use crate::domain::people::members::{Actor, Permission};
use crate::domain::treasury::accounts::{self, AccountName, Movement};
use crate::domain::treasury::banks::{self, AssignBank, Bank, BankName};
use crate::domain::treasury::central::{self, CentralChange, CentralOutcome, CentralToAccount, TransferOutcome};
use crate::reports;

pub(super) const COMMANDS: Group = Group {
    records: &[
        BANCOS,
        ASIGNACIONES,
        ASIGNAR_BANCO,
        RECARGAR_BANCO,
        AJUSTAR_BANCO,
        TRASPASAR,
    ],
    functions: &[
        bancos,
        asignaciones,
        asignar_banco,
        recargar_banco,
        ajustar_banco,
        traspasar,
    ],
};

const BANCOS: Record = Record {
    name: "bancos",
    aliases: &[],
    synonyms: &["banco"],
    usage: "bancos [banco]",
    example: "bancos",
    what: "lo que la mesa tiene en cada banco: balance central y cuentas; con un banco, los movimientos de su balance central",
    who: Who::Only(Permission::SeeAccounts),
    probe: "",
};

/// Muestra lo que la mesa tiene en cada banco
#[poise::command(prefix_command, slash_command)]
async fn bancos(
    context: Context<'_>,
    #[description = "El banco cuyos movimientos quiere ver: Banesco"]
    #[rest]
    banco: Option<String>,
) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        if let Some(typed) = banco {
            return central_records(context, &actor, &typed).await;
        }
        let read = async {
            let mut reader = context.data().desk.db.reader().await?;
            reports::giros::holdings(&mut reader, &actor).await
        };
        let found = read.await.map_err(declined("reports.giros", view::reads::refused))?;
        Ok(Answer::Face(Box::new(view::banks::holdings(&found))))
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

async fn central_records(context: Context<'_>, actor: &Actor, typed: &str) -> Outcome {
    let bank = bank_named(context, actor, typed, Permission::SeeAccounts).await?;
    let read = async {
        let mut reader = context.data().desk.db.reader().await?;
        reports::giro_records::central_card(&mut reader, actor, bank).await
    };
    let card = read
        .await
        .map_err(declined("reports.giro_records", view::reads::refused))?;
    Ok(Answer::Face(Box::new(view::giro_lists::central(&card))))
}

const ASIGNACIONES: Record = Record {
    name: "asignaciones",
    aliases: &[],
    synonyms: &[],
    usage: "asignaciones",
    example: "asignaciones",
    what: "quién paga los giros a cada banco",
    who: Who::Only(Permission::AssignOrders),
    probe: "",
};

/// Muestra quién paga los giros a cada banco
#[poise::command(prefix_command, slash_command)]
async fn asignaciones(context: Context<'_>) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        let read = async {
            let mut reader = context.data().desk.db.reader().await?;
            reports::giros::assignments(&mut reader, &actor).await
        };
        let found = read.await.map_err(declined("reports.giros", view::reads::refused))?;
        Ok(Answer::Face(Box::new(view::banks::assignments(&found))))
    };
    answer(context, Content::For(Permission::AssignOrders), work).await
}

const ASIGNAR_BANCO: Record = Record {
    name: "asignar-banco",
    aliases: &[],
    synonyms: &[],
    usage: "asignar-banco <banco> @cajero <prioridad>",
    example: "asignar-banco Banesco @cajero1 10",
    what: "quién paga los giros a un banco: la prioridad más alta va primero; `no` lo quita",
    who: Who::Only(Permission::AssignOrders),
    probe: "0134 @maria 1",
};

/// Dice quién paga los giros a un banco, y con qué prioridad
#[poise::command(prefix_command, slash_command, rename = "asignar-banco")]
async fn asignar_banco(
    context: Context<'_>,
    #[description = "El banco: Banesco o 0134"] banco: BankArg,
    #[description = "El cajero"] persona: PersonArg,
    #[description = "Prioridad de 0 a 999, o no"]
    #[rest]
    prioridad: String,
) -> Result<(), Never> {
    let work = async {
        let (priority, is_active) = match prioridad.trim().to_lowercase().as_str() {
            "no" => (0, false),
            typed => {
                let priority = typed.parse::<i64>();
                let priority = priority.map_err(|_| Declined::because(view::banks::no_priority(&prioridad)))?;
                (priority, true)
            }
        };
        let (actor, request) = (actor(context).await?, request(context));
        let typed = AssignBank {
            bank: BankName::new(&banco.0),
            cashier: member(context, &actor, &persona).await?,
            priority,
            is_active,
        };
        let desk = &context.data().desk;
        let done = retrying(|| banks::assign_bank(desk, &actor, &request, &typed)).await;
        let done = done.map_err(declined("banks.assign", view::banks::refused))?;
        Ok(Answer::Say(view::banks::assigned(&done)))
    };
    answer(context, Content::For(Permission::AssignOrders), work).await
}

const RECARGAR_BANCO: Record = Record {
    name: "recargar-banco",
    aliases: &[],
    synonyms: &[],
    usage: "recargar-banco <banco> <monto> [comisión <monto>] [referencia]",
    example: "recargar-banco Banco de Venezuela 50000 comisión 25 efectivo",
    what: "suma al balance central de un banco; la comisión se pagó aparte",
    who: Who::Only(Permission::AdjustAccounts),
    probe: "9999 1",
};

/// Suma al balance central de un banco dinero que llegó de fuera
#[poise::command(prefix_command, slash_command, rename = "recargar-banco")]
async fn recargar_banco(
    context: Context<'_>,
    #[description = "El banco: Banesco o 0134"] banco: BankArg,
    #[description = "Cuánto: 50000"] monto: AmountArg<Text>,
    #[description = "Lo que cobró el banco aparte: 25"] comision: Option<CommissionArg>,
    #[description = "Una referencia"]
    #[rest]
    referencia: Option<String>,
) -> Result<(), Never> {
    let work = async {
        check(context, check_amount, &monto.text)?;
        let (commission, reference) = match comision {
            Some(CommissionArg(typed)) => (Some(typed), referencia),
            None => commission_among(referencia)?,
        };
        let amounts = (monto.text.as_str(), commission.as_deref());
        move_central(context, &banco.0, (Movement::Deposit, amounts), reference).await
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

const AJUSTAR_BANCO: Record = Record {
    name: "ajustar-banco",
    aliases: &[],
    synonyms: &[],
    usage: "ajustar-banco <banco> <±monto> <motivo>",
    example: "ajustar-banco 0134 -50 comisión del banco",
    what: "corrige el balance central de un banco; con una comisión aparte, por `/ajustar-banco`",
    who: Who::Only(Permission::AdjustAccounts),
    probe: "9999 1 prueba",
};

/// Corrige el balance central de un banco
#[poise::command(prefix_command, slash_command, rename = "ajustar-banco")]
async fn ajustar_banco(
    context: Context<'_>,
    #[description = "El banco: Banesco o 0134"] banco: BankArg,
    #[description = "Cuánto, con su signo: -50"] monto: AmountArg<Text>,
    #[description = "Lo que cobró el banco aparte: 25"] comision: Option<CommissionArg>,
    #[description = "Por qué"]
    #[rest]
    motivo: String,
) -> Result<(), Never> {
    let work = async {
        check(context, check_signed_amount, &monto.text)?;
        let amounts = (monto.text.as_str(), comision.as_ref().map(|typed| typed.0.as_str()));
        move_central(context, &banco.0, (Movement::Adjustment, amounts), Some(motivo)).await
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

/// The commission and the reference in the text that comes with a recharge.
fn commission_among(text: Option<String>) -> Result<(Option<String>, Option<String>), Declined> {
    let Some(text) = text else { return Ok((None, None)) };
    let (commission, rest) = cut_commission(&text).map_err(|mistake| {
        Declined::because(match mistake {
            CommissionMistake::Cut(error) => view::arguments::bad_argument(&error),
            CommissionMistake::Unread => view::banks::unread_commission(),
        })
    })?;
    Ok((commission, Some(rest).filter(|rest| !rest.is_empty())))
}

async fn move_central(
    context: Context<'_>,
    bank: &str,
    (movement, (amount, commission)): (Movement, (&str, Option<&str>)),
    reference: Option<String>,
) -> Outcome {
    let (actor, request, as_typed) = (actor(context).await?, request(context), as_typed(context));
    let bank = bank_named(context, &actor, bank, Permission::AdjustAccounts).await?;
    let read = match movement {
        Movement::Deposit => parse_amount,
        Movement::Adjustment => parse_signed_amount,
    };
    let commission = commission
        .map(|typed| commission_in(typed, bank.currency))
        .transpose()?;
    let change = CentralChange {
        bank: bank.id,
        movement,
        amount: amount_in(read, amount, bank.currency)?,
        commission: commission.filter(|commission| !commission.is_zero()),
        reference,
    };
    let desk = &context.data().desk;
    let done = retrying(|| central::move_central_typed(desk, &actor, &request, &change, &as_typed)).await;
    let done = done.map_err(declined("central.move", view::banks::central_refused))?;
    Ok(match done {
        CentralOutcome::Moved(done) => Answer::Say(view::banks::moved(&done)),
        CentralOutcome::Asked(asked) => Answer::Face(Box::new(view::questions::central_asked(&asked))),
    })
}

const TRASPASAR: Record = Record {
    name: "traspasar",
    aliases: &[],
    synonyms: &["traspaso"],
    usage: "traspasar <banco> <cuenta> <monto> [referencia]",
    example: "traspasar 0134 3 5000",
    what: "pasa del balance central de un banco a la cuenta de un cajero",
    who: Who::Only(Permission::AdjustAccounts),
    probe: "9999 999 1",
};

/// Pasa del balance central de un banco a la cuenta de un cajero
#[poise::command(prefix_command, slash_command)]
async fn traspasar(
    context: Context<'_>,
    #[description = "El banco: Banesco o 0134"] banco: BankArg,
    #[description = "La cuenta: su n.º o su número"] cuenta: String,
    #[description = "Cuánto: 5000"] monto: AmountArg<Text>,
    #[description = "Una referencia"]
    #[rest]
    referencia: Option<String>,
) -> Result<(), Never> {
    let work = async {
        check(context, check_amount, &monto.text)?;
        let (actor, request, as_typed) = (actor(context).await?, request(context), as_typed(context));
        let bank = bank_named(context, &actor, &banco.0, Permission::AdjustAccounts).await?;
        let read = async {
            let mut reader = context.data().desk.db.reader().await?;
            accounts::named(&mut reader, &actor, &AccountName::new(&cuenta)).await
        };
        let account = read
            .await
            .map_err(declined("accounts.named", view::accounts::refused))?;
        let transfer = CentralToAccount {
            bank: bank.id,
            account: account.id,
            amount: amount_in(parse_amount, &monto.text, bank.currency)?,
            reference: referencia,
        };
        let desk = &context.data().desk;
        let done = retrying(|| central::transfer_typed(desk, &actor, &request, &transfer, &as_typed)).await;
        let done = done.map_err(declined("central.transfer", view::banks::central_refused))?;
        Ok(match done {
            TransferOutcome::Transferred(done) => Answer::Say(view::banks::transferred(&done)),
            TransferOutcome::Asked(asked) => Answer::Face(Box::new(view::questions::central_asked(&asked))),
        })
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

/// The bank that was typed; whoever may not move its money is told that first.
async fn bank_named(
    context: Context<'_>,
    actor: &Actor,
    typed: &str,
    permission: Permission,
) -> Result<Bank, Declined> {
    actor
        .require(permission)
        .map_err(|no| Declined::because(view::refusals::not_allowed(no)))?;
    let read = async {
        let mut reader = context.data().desk.db.reader().await?;
        banks::named(&mut reader, &BankName::new(typed)).await
    };
    read.await.map_err(declined("banks.named", view::banks::refused))
}

fn amount_in(
    read: fn(&str, Currency) -> Result<Money, AmountError>,
    typed: &str,
    currency: Currency,
) -> Result<Money, Declined> {
    read(typed, currency).map_err(|error| Declined::because(view::refusals::amount(&error, Some(currency))))
}
