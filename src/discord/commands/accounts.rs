//! Accounts: opening, moving money by hand, closing.

use super::asked::{actor, as_typed, check, member, request};
use super::group::Group;
use crate::db::retrying;
use crate::discord::answer::{Answer, answer, declined, open_form};
use crate::discord::args::PersonArg;
use crate::discord::args::amounts::{AmountArg, PlaceArg, Text};
use crate::discord::content::Content;
use crate::discord::controls::Form;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, unbacked, view};
use crate::domain::flows::account_closing;
use crate::domain::kernel::money::{check_amount, check_signed_amount};
use crate::domain::people::members::Permission;
use crate::domain::treasury::accounts::{
    self, AccountName, Adjustment, Credit, Deposit, Moved, OpenAccount, Opening, OverdraftLimit,
};
use crate::domain::treasury::rates::PlaceOrCurrency;

pub(super) const COMMANDS: Group = Group {
    records: &[
        CUENTA_ABRIR,
        CERRAR_CUENTA,
        DEPOSITAR,
        ACREDITAR,
        AJUSTAR,
        SOBREGIRO,
        CUENTA_CREAR,
    ],
    functions: &[cuenta, cerrar_cuenta, depositar, acreditar, ajustar, sobregiro],
};

/// Cuentas de la mesa
#[poise::command(prefix_command, slash_command, subcommands("abrir", "crear"), subcommand_required)]
async fn cuenta(_: Context<'_>) -> Result<(), Never> {
    Ok(())
}

const CUENTA_ABRIR: Record = Record {
    name: "cuenta abrir",
    aliases: &[],
    synonyms: &[],
    usage: "cuenta abrir",
    example: "cuenta abrir",
    what: "pide una cuenta con un formulario",
    // The button is shown to everybody; the form refuses.
    who: Who::ShownTo(Permission::HoldAccounts),
    probe: "",
};

/// Pide una cuenta; un superusuario lo decide
#[poise::command(prefix_command, slash_command)]
async fn abrir(context: Context<'_>) -> Result<(), Never> {
    open_form(context, Form::OpenAccount, view::account_forms::open_button()).await
}

const CUENTA_CREAR: Record = Record {
    name: "cuenta crear",
    aliases: &[],
    synonyms: &[],
    usage: "cuenta crear @persona <moneda> <saldo> [banco]",
    example: "cuenta crear @cajero1 VES 5000 Banesco",
    what: "abre una cuenta",
    who: Who::Only(Permission::SetUpDesk),
    probe: "@invitado XXX 0",
};

/// Abre una cuenta con su saldo inicial
#[poise::command(prefix_command, slash_command)]
async fn crear(
    context: Context<'_>,
    #[description = "La persona"] persona: PersonArg,
    #[description = "Moneda o país: VES"] moneda: PlaceArg,
    #[description = "Saldo inicial: 5000"] saldo: AmountArg<Text>,
    #[description = "Banco y su número: Banesco 0134-1234567890"]
    #[rest]
    banco: Option<String>,
) -> Result<(), Never> {
    let work = async {
        check(context, check_amount, &saldo.text)?;
        let (actor, request) = (actor(context).await?, request(context));
        let asked = OpenAccount {
            member: member(context, &actor, &persona).await?,
            currency: PlaceOrCurrency::new(&moneda.0),
            opening_balance: saldo.text,
            bank: banco,
        };
        let as_typed = as_typed(context);
        let desk = &context.data().desk;
        let done = retrying(|| accounts::open(desk, &actor, &request, &asked, &as_typed)).await;
        let done = done.map_err(declined("accounts.open", view::accounts::refused))?;
        Ok(match done {
            Opening::Opened(done) => Answer::Face(Box::new(view::accounts::opened(&done))),
            Opening::Asked(asked) => Answer::Face(Box::new(view::questions::figure_asked(&asked, ""))),
        })
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

const DEPOSITAR: Record = Record {
    name: "depositar",
    aliases: &[],
    synonyms: &[],
    usage: "depositar <cuenta> <monto> [motivo]",
    example: "depositar 3 5000 recarga",
    what: "suma a una cuenta dinero que llegó de fuera",
    who: Who::Only(Permission::AdjustAccounts),
    probe: "999 1",
};

/// Suma a una cuenta dinero que llegó de fuera
#[poise::command(prefix_command, slash_command)]
async fn depositar(
    context: Context<'_>,
    #[description = "n.º, número o moneda: VES"] cuenta: String,
    #[description = "Cuánto: 5000"] monto: AmountArg<Text>,
    #[description = "Por qué"]
    #[rest]
    motivo: Option<String>,
) -> Result<(), Never> {
    let work = async {
        check(context, check_amount, &monto.text)?;
        let (actor, request) = (actor(context).await?, request(context));
        let typed = Deposit {
            account: AccountName::new(&cuenta),
            amount: monto.text,
            reason: motivo,
        };
        let as_typed = as_typed(context);
        let desk = &context.data().desk;
        let done = retrying(|| accounts::deposit(desk, &actor, &request, &typed, &as_typed)).await;
        let done = done.map_err(declined("accounts.deposit", view::accounts::refused))?;
        Ok(moved(&done))
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

const ACREDITAR: Record = Record {
    name: "acreditar",
    aliases: &[],
    synonyms: &[],
    usage: "acreditar @persona <moneda> <monto> [motivo]",
    example: "acreditar @cliente1 VES 5000 remesa de Perú",
    what: "suma a la cuenta de alguien dinero que llegó de fuera; la abre si no la tiene",
    who: Who::Only(Permission::AdjustAccounts),
    probe: "@invitado XXX 1",
};

/// Suma a la cuenta de alguien dinero que llegó de fuera, y la abre si falta
#[poise::command(prefix_command, slash_command)]
async fn acreditar(
    context: Context<'_>,
    #[description = "La persona"] persona: PersonArg,
    #[description = "Moneda o país: VES"] moneda: PlaceArg,
    #[description = "Cuánto: 5000"] monto: AmountArg<Text>,
    #[description = "Por qué"]
    #[rest]
    motivo: Option<String>,
) -> Result<(), Never> {
    let work = async {
        check(context, check_amount, &monto.text)?;
        let (actor, request) = (actor(context).await?, request(context));
        let typed = Credit {
            member: member(context, &actor, &persona).await?,
            currency: PlaceOrCurrency::new(&moneda.0),
            amount: monto.text,
            reason: motivo,
        };
        let as_typed = as_typed(context);
        let desk = &context.data().desk;
        let done = retrying(|| accounts::credit(desk, &actor, &request, &typed, &as_typed)).await;
        let done = done.map_err(declined("accounts.credit", view::accounts::refused))?;
        Ok(moved(&done))
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

pub(super) fn moved(done: &Moved) -> Answer {
    match done {
        Moved::Moved(done) => Answer::Say(view::accounts::moved(done)),
        Moved::Asked(asked) => Answer::Face(Box::new(view::questions::figure_asked(asked, ""))),
    }
}

const AJUSTAR: Record = Record {
    name: "ajustar",
    aliases: &[],
    synonyms: &[],
    usage: "ajustar <cuenta> <±monto> <motivo>",
    example: "ajustar 3 -50 comisión del banco",
    what: "corrige un saldo",
    who: Who::Only(Permission::AdjustAccounts),
    probe: "999 1 prueba",
};

/// Corrige el saldo de una cuenta: !ajustar 3 -50 comisión
#[poise::command(prefix_command, slash_command)]
async fn ajustar(
    context: Context<'_>,
    #[description = "n.º, número o moneda: VES"] cuenta: String,
    #[description = "Cuánto, con su signo: -50"] monto: AmountArg<Text>,
    #[description = "Por qué"]
    #[rest]
    motivo: String,
) -> Result<(), Never> {
    let work = async {
        check(context, check_signed_amount, &monto.text)?;
        let (actor, request) = (actor(context).await?, request(context));
        let typed = Adjustment {
            account: AccountName::new(&cuenta),
            amount: monto.text,
            reason: motivo,
        };
        let as_typed = as_typed(context);
        let desk = &context.data().desk;
        let done = retrying(|| accounts::adjust(desk, &actor, &request, &typed, &as_typed)).await;
        let done = done.map_err(declined("accounts.adjust", view::accounts::refused))?;
        Ok(match &done {
            Moved::Moved(done) => {
                let unbacked = unbacked::words(context.data(), done.account).await;
                Answer::Say(view::accounts::moved(done) + &unbacked)
            }
            Moved::Asked(asked) => {
                let unbacked = unbacked::words_before(context.data(), &asked.figure).await;
                Answer::Face(Box::new(view::questions::figure_asked(asked, &unbacked)))
            }
        })
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

const SOBREGIRO: Record = Record {
    name: "sobregiro",
    aliases: &[],
    synonyms: &[],
    usage: "sobregiro <cuenta> <límite>",
    example: "sobregiro 3 5000",
    what: "hasta cuánto puede quedar una cuenta bajo cero",
    who: Who::Only(Permission::SetFloors),
    probe: "999 1",
};

/// Dice hasta cuánto puede quedar una cuenta bajo cero
#[poise::command(prefix_command, slash_command)]
async fn sobregiro(
    context: Context<'_>,
    #[description = "n.º, número o moneda: VES"] cuenta: String,
    #[description = "Hasta cuánto: 5000; 0 lo quita"]
    #[rest]
    limite: String,
) -> Result<(), Never> {
    let work = async {
        check(context, check_amount, &limite)?;
        let (actor, request) = (actor(context).await?, request(context));
        let typed = OverdraftLimit {
            account: AccountName::new(&cuenta),
            limit: limite,
        };
        let desk = &context.data().desk;
        let done = retrying(|| accounts::set_overdraft(desk, &actor, &request, &typed)).await;
        let done = done.map_err(declined("accounts.set_overdraft", view::accounts::refused))?;
        Ok(Answer::Say(
            view::accounts::overdraft_set(&done) + &unbacked::words(context.data(), done.account).await,
        ))
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

const CERRAR_CUENTA: Record = Record {
    name: "cerrar-cuenta",
    aliases: &[],
    synonyms: &[],
    usage: "cerrar-cuenta <cuenta>",
    example: "cerrar-cuenta VES",
    what: "cierra una cuenta vacía",
    who: Who::Only(Permission::HoldAccounts),
    probe: "999",
};

/// Cierra una cuenta vacía
#[poise::command(prefix_command, slash_command, rename = "cerrar-cuenta")]
async fn cerrar_cuenta(
    context: Context<'_>,
    #[description = "n.º, número o moneda: VES"]
    #[rest]
    cuenta: String,
) -> Result<(), Never> {
    let work = async {
        let (actor, request) = (actor(context).await?, request(context));
        let desk = &context.data().desk;
        let name = AccountName::new(&cuenta);
        let done = retrying(|| account_closing::close(desk, &actor, &request, &name)).await;
        let done = done.map_err(declined("account_closing.close", view::accounts::closing_refused))?;
        Ok(Answer::Say(view::accounts::closed(&done)))
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}
