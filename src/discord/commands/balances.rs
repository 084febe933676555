//! Looking at accounts: which there are, what is in them, what moved.

use super::asked::actor;
use super::group::Group;
use super::person;
use crate::discord::answer::{Answer, Declined, Outcome, answer, declined};
use crate::discord::args::PersonArg;
use crate::discord::content::Content;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, view};
use crate::domain::people::members::{Actor, Permission};
use crate::domain::treasury::accounts::AccountName;
use crate::reports;
use crate::reports::accounts::Moves;
use crate::reports::worth::Holdings;

pub(super) const COMMANDS: Group = Group {
    records: &[CUENTAS, SALDO, MOVIMIENTOS],
    functions: &[cuentas, saldo, movimientos],
};

const CUENTAS: Record = Record {
    name: "cuentas",
    aliases: &[],
    synonyms: &[],
    usage: "cuentas [@persona]",
    example: "cuentas",
    what: "sus cuentas con su saldo",
    who: Who::ShownTo(Permission::SeeOwn),
    probe: "",
};

/// Muestra sus cuentas con lo que hay en ellas
#[poise::command(prefix_command, slash_command)]
async fn cuentas(
    context: Context<'_>,
    #[description = "De quién; sin esto, las suyas"] persona: Option<PersonArg>,
) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        match persona {
            None => own_accounts(context, &actor).await,
            Some(somebody) => {
                let refuse = declined("reports.accounts", view::accounts::refused);
                let of = person::whose_accounts(context, &actor, &somebody).await?;
                if of.id == actor.member {
                    return own_accounts(context, &actor).await;
                }
                let read = async {
                    let mut reader = context.data().desk.db.reader().await?;
                    reports::worth::holdings(&mut reader, &actor, of.id).await
                };
                let Holdings { cards, worth } = read.await.map_err(refuse)?;
                match cards.first() {
                    Some(card) => {
                        let embed = view::movements::accounts(&card.owner.name, &cards, worth.as_ref());
                        Ok(Answer::Show(Box::new(embed)))
                    }
                    None => Ok(Answer::Say(view::movements::none_of(&of.name))),
                }
            }
        }
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

const SALDO: Record = Record {
    name: "saldo",
    aliases: &[],
    synonyms: &["fondos", "disponibilidad", "float"],
    usage: "saldo [cuenta]",
    example: "saldo VES",
    what: "saldo anterior, insertado y actual, retenido y disponible",
    who: Who::ShownTo(Permission::SeeOwn),
    probe: "999",
};

/// Muestra el saldo de una cuenta: anterior, insertado, actual
#[poise::command(prefix_command, slash_command)]
async fn saldo(
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
        Ok(Answer::Show(Box::new(view::movements::balance(&card, true))))
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

/// One account is shown whole, several as a list.
async fn own_accounts(context: Context<'_>, actor: &Actor) -> Outcome {
    let read = async {
        let mut reader = context.data().desk.db.reader().await?;
        reports::worth::holdings(&mut reader, actor, actor.member).await
    };
    let Holdings { cards, worth } = read
        .await
        .map_err(declined("reports.accounts", view::accounts::refused))?;
    match cards.as_slice() {
        [] => Ok(Answer::Say(view::movements::none_own())),
        [card] => {
            let embed = view::movements::balance(card, worth.is_none());
            Ok(Answer::Show(Box::new(view::movements::with_worth(
                embed,
                worth.as_ref(),
            ))))
        }
        cards => {
            let embed = view::movements::accounts(&actor.name, cards, worth.as_ref());
            Ok(Answer::Show(Box::new(embed)))
        }
    }
}

const MOVIMIENTOS: Record = Record {
    name: "movimientos",
    aliases: &[],
    synonyms: &[],
    usage: "movimientos <cuenta> [página]",
    example: "movimientos VES",
    what: "lo que se movió en una cuenta",
    who: Who::ShownTo(Permission::SeeOwn),
    probe: "999",
};

/// Muestra lo que se movió en una cuenta
#[poise::command(prefix_command, slash_command)]
async fn movimientos(
    context: Context<'_>,
    #[description = "n.º, número o moneda: VES"] cuenta: String,
    #[description = "Página, desde 1; o anterior: el libro anterior"]
    #[rest]
    pagina: Option<String>,
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
            Moves::OldBook(found) if found.transactions.is_empty() => Err(Declined::because(
                view::old_book::no_such_page(found.page, found.account.id),
            )),
            Moves::OldBook(found) => Ok(Answer::Face(Box::new(view::old_book::page(&found)))),
            Moves::Page(found) => Ok(Answer::Face(Box::new(view::movements::page(&found)))),
        }
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

/// `2`; `anterior` and `anterior 2` are pages of the old book, which come after all others.
fn page_number(typed: &str) -> Result<i64, Declined> {
    let plain = typed.trim().to_lowercase();
    let (page, before) = match plain.strip_prefix("anterior") {
        Some("") => ("1", reports::accounts::PAGE_MAX),
        Some(page) => (page.trim(), reports::accounts::PAGE_MAX),
        None => (plain.as_str(), 0),
    };
    match page.parse() {
        Ok(page) if (1..=reports::accounts::PAGE_MAX).contains(&page) => Ok(before + page),
        _ => Err(Declined::because(view::movements::not_a_page(typed))),
    }
}
