//! Accounts: opening, looking, moving money by hand, closing.

use super::asked::{actor, as_typed, check, member, request};
use super::person;
use crate::db::retrying;
use crate::discord::answer::{Answer, Declined, Outcome, answer, declined, open_form};
use crate::discord::args::PersonArg;
use crate::discord::args::amounts::{AmountArg, PlaceArg, Text};
use crate::discord::content::Content;
use crate::discord::controls::Form;
use crate::discord::{Context, Never, unbacked, view};
use crate::domain::flows::account_closing;
use crate::domain::kernel::money::{check_amount, check_signed_amount};
use crate::domain::people::members::{Actor, Permission};
use crate::domain::treasury::accounts::{
    self, AccountName, Adjustment, Deposit, Moved, OpenAccount, Opening, OverdraftLimit,
};
use crate::domain::treasury::rates::PlaceOrCurrency;
use crate::reports;
use crate::reports::accounts::Moves;

/// Cuentas de la mesa
#[poise::command(prefix_command, slash_command, subcommands("abrir", "crear"), subcommand_required)]
pub(super) async fn cuenta(_: Context<'_>) -> Result<(), Never> {
    Ok(())
}

/// Pide una cuenta; un superusuario lo decide
#[poise::command(prefix_command, slash_command)]
async fn abrir(context: Context<'_>) -> Result<(), Never> {
    open_form(context, Form::OpenAccount, view::account_forms::open_button()).await
}

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

/// Muestra sus cuentas con lo que hay en ellas
#[poise::command(prefix_command, slash_command)]
pub(super) async fn cuentas(
    context: Context<'_>,
    #[description = "De quién; sin esto, las suyas"] persona: Option<PersonArg>,
) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        match persona {
            None => own_accounts(context, &actor).await,
            Some(somebody) => {
                let refuse = declined("reports.accounts", view::accounts::refused);
                let of = match person::member(context, &actor, &somebody).await {
                    Ok(of) if of.id == actor.member => return own_accounts(context, &actor).await,
                    Ok(of) => of,
                    Err(unfound) => {
                        reports::accounts::allow_others(&actor).map_err(refuse)?;
                        return Err(unfound);
                    }
                };
                let read = async {
                    let mut reader = context.data().desk.db.reader().await?;
                    reports::accounts::cards_of(&mut reader, &actor, of.id).await
                };
                let cards = read.await.map_err(refuse)?;
                match cards.first() {
                    Some(card) => {
                        let embed = view::movements::accounts(&card.owner.name, &cards);
                        Ok(Answer::Show(Box::new(embed)))
                    }
                    None => Ok(Answer::Say(view::movements::none_of(&of.name))),
                }
            }
        }
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

/// Muestra el saldo de una cuenta: anterior, insertado, actual
#[poise::command(prefix_command, slash_command)]
pub(super) async fn saldo(
    context: Context<'_>,
    #[description = "n.º, número o moneda; sin esto, la suya"]
    #[rest]
    cuenta: Option<String>,
) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        let Some(typed) = cuenta else {
            return own_accounts(context, &actor).await;
        };
        let read = async {
            let mut reader = context.data().desk.db.reader().await?;
            reports::accounts::account_card(&mut reader, &actor, &AccountName::new(&typed)).await
        };
        let card = read
            .await
            .map_err(declined("reports.accounts", view::accounts::refused))?;
        Ok(Answer::Show(Box::new(view::movements::balance(&card))))
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

/// One account is shown whole, several as a list.
async fn own_accounts(context: Context<'_>, actor: &Actor) -> Outcome {
    let read = async {
        let mut reader = context.data().desk.db.reader().await?;
        reports::accounts::cards_of(&mut reader, actor, actor.member).await
    };
    let cards = read
        .await
        .map_err(declined("reports.accounts", view::accounts::refused))?;
    match cards.as_slice() {
        [] => Ok(Answer::Say(view::movements::none_own())),
        [card] => Ok(Answer::Show(Box::new(view::movements::balance(card)))),
        cards => Ok(Answer::Show(Box::new(view::movements::accounts(&actor.name, cards)))),
    }
}

/// Muestra lo que se movió en una cuenta
#[poise::command(prefix_command, slash_command)]
pub(super) async fn movimientos(
    context: Context<'_>,
    #[description = "n.º, número o moneda: VES"] cuenta: String,
    #[description = "Página, desde 1"] pagina: Option<String>,
) -> Result<(), Never> {
    let work = async {
        let page = page_number(pagina.as_deref().unwrap_or("1"))?;
        let actor = actor(context).await?;
        let read = async {
            let mut reader = context.data().desk.db.reader().await?;
            reports::accounts::movements(&mut reader, &actor, &AccountName::new(&cuenta), None, page).await
        };
        let found = read
            .await
            .map_err(declined("reports.accounts", view::accounts::refused))?;
        match found {
            Moves::None(account) => Ok(Answer::Say(view::movements::no_movements(account))),
            Moves::Page(found) if found.movements.is_empty() => {
                Err(Declined::because(view::movements::no_such_page(page, found.account.id)))
            }
            Moves::Page(found) => Ok(Answer::Face(Box::new(view::movements::page(&found)))),
        }
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

fn page_number(typed: &str) -> Result<i64, Declined> {
    match typed.trim().parse() {
        Ok(page) if (1..=reports::accounts::PAGE_MAX).contains(&page) => Ok(page),
        _ => Err(Declined::because(view::movements::not_a_page(typed))),
    }
}

/// Suma a una cuenta dinero que llegó de fuera
#[poise::command(prefix_command, slash_command)]
pub(super) async fn depositar(
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

fn moved(done: &Moved) -> Answer {
    match done {
        Moved::Moved(done) => Answer::Say(view::accounts::moved(done)),
        Moved::Asked(asked) => Answer::Face(Box::new(view::questions::figure_asked(asked, ""))),
    }
}

/// Corrige el saldo de una cuenta: !ajustar 3 -50 comisión
#[poise::command(prefix_command, slash_command)]
pub(super) async fn ajustar(
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

/// Dice hasta cuánto puede quedar una cuenta bajo cero
#[poise::command(prefix_command, slash_command)]
pub(super) async fn sobregiro(
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

/// Cierra una cuenta vacía
#[poise::command(prefix_command, slash_command, rename = "cerrar-cuenta")]
pub(super) async fn cerrar_cuenta(
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
