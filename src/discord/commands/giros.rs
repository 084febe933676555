//! Giros of prepaid resellers (specification 002).

use super::asked::{actor, as_typed, check, member, number, request, typed_in, typed_message};
use super::group::Group;
use crate::db::{Place, retrying};
use crate::discord::answer::{Answer, Declined, Outcome, answer, declined, unread};
use crate::discord::args::PersonArg;
use crate::discord::args::amounts::{AmountArg, Text};
use crate::discord::content::Content;
use crate::discord::controls::{GiroList, List};
use crate::discord::giros::send_typed;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, pages, view};
use crate::domain::flows::giros;
use crate::domain::kernel::money::check_amount;
use crate::domain::people::members::{Actor, Permission};
use crate::domain::treasury::accounts::{self, PrepaidDeposit};
use crate::ids::{OrderId, PayeeId};
use crate::reports;

pub(super) const COMMANDS: Group = Group {
    records: &[GIRO, GIROS, BENEFICIARIOS, MINORISTA, RECARGAR],
    functions: &[giro, giros_, beneficiarios, minorista, recargar],
};

/// How many saved payees are offered in the menu, and listed.
const OFFERED_MAX: i64 = 10;
const LISTED_MAX: i64 = 25;

const GIRO: Record = Record {
    name: "giro",
    aliases: &[],
    synonyms: &["enviar-giro"],
    usage: "giro [monto banco cuenta cédula nombre]",
    example: "giro 1500 Banesco 01340000000000000000 V12345678 María Pérez",
    what: "envía un giro de su saldo; solo, abre el formulario; con un número (`giro 12`), lo muestra con sus registros",
    who: Who::Only(Permission::SendGiros),
    probe: "",
};

/// Envía un giro de su saldo; con su número, lo muestra
#[poise::command(prefix_command, slash_command)]
async fn giro(
    context: Context<'_>,
    #[description = "Monto, banco, cuenta o teléfono, cédula y nombre; o el número de un giro"]
    #[rest]
    datos: Option<String>,
) -> Result<(), Never> {
    let datos = datos.unwrap_or_default();
    let work = async {
        if let Some(order) = number_of_giro(&datos) {
            return show(context, order).await;
        }
        let actor = actor(context).await?;
        actor
            .require(Permission::SendGiros)
            .map_err(|no| Declined::because(view::refusals::not_allowed(no)))?;
        if datos.trim().is_empty() {
            return start(context, &actor).await;
        }
        let source = Some((typed_in(context), typed_message(context)));
        let as_typed = as_typed(context);
        send_typed(context.data(), &actor, &request(context), (&datos, source), &as_typed).await
    };
    answer(context, Content::Own, work).await
}

/// A number alone is a giro's: an amount has more behind it.
fn number_of_giro(typed: &str) -> Option<OrderId> {
    let typed = typed.trim().trim_start_matches('#');
    let id = typed.parse::<i64>().ok().filter(|id| 0 < *id)?;
    Some(OrderId::new(id))
}

async fn show(context: Context<'_>, order: OrderId) -> Outcome {
    let actor = actor(context).await?;
    let read = async {
        let mut reader = context.data().desk.db.reader().await?;
        reports::giros::giro_card(&mut reader, &actor, order).await
    };
    let shown = read
        .await
        .map_err(declined("reports.giros", view::giro_answers::not_shown))?;
    let content = pages::told_in(shown.card.told_in());
    Ok(Answer::Show(Box::new(view::giro_lists::with_records(&shown))).containing(content))
}

/// The last payees, and the button that opens the form.
async fn start(context: Context<'_>, actor: &Actor) -> Outcome {
    let read = async {
        let mut reader = context.data().desk.db.reader().await?;
        reports::giros::payees(&mut reader, actor, OFFERED_MAX).await
    };
    let saved = read.await.map_err(unread("reports.giros"))?;
    Ok(Answer::Face(Box::new(view::giro_lists::start(&saved))))
}

const GIROS: Record = Record {
    name: "giros",
    aliases: &[],
    synonyms: &[],
    usage: "giros [estado]",
    example: "giros pendientes",
    what: "los giros: los suyos; a un admin, todos",
    who: Who::Only(Permission::SeeOwn),
    probe: "",
};

/// Muestra los giros, página por página
#[poise::command(prefix_command, slash_command, rename = "giros")]
async fn giros_(
    context: Context<'_>,
    #[description = "pendiente, asignado, procesando, completado, devuelto, cancelado"]
    #[rest]
    estado: Option<String>,
) -> Result<(), Never> {
    let work = async {
        let state = match estado {
            None => None,
            Some(typed) => Some(
                view::giros::state_named(&typed)
                    .ok_or_else(|| Declined::because(view::giros::unknown_state(&typed)))?,
            ),
        };
        let actor = actor(context).await?;
        let list = List::Giros(GiroList { state });
        Ok(pages::page(context.data(), &actor, list, Place::First).await?.answer())
    };
    answer(context, Content::Own, work).await
}

const BENEFICIARIOS: Record = Record {
    name: "beneficiarios",
    aliases: &[],
    synonyms: &[],
    usage: "beneficiarios [quitar <n>]",
    example: "beneficiarios",
    what: "a quiénes envió giros; `quitar 3` saca a uno de la lista",
    who: Who::Only(Permission::SendGiros),
    probe: "",
};

/// Muestra a quiénes envió giros
#[poise::command(prefix_command, slash_command)]
async fn beneficiarios(
    context: Context<'_>,
    #[description = "quitar 3 saca al número 3 de la lista"]
    #[rest]
    que: Option<String>,
) -> Result<(), Never> {
    let work = async {
        let hidden = match que.as_deref().map(str::trim) {
            None => None,
            Some(typed) => Some(number(typed.strip_prefix("quitar").unwrap_or(typed))?),
        };
        let actor = actor(context).await?;
        actor
            .require(Permission::SendGiros)
            .map_err(|no| Declined::because(view::refusals::not_allowed(no)))?;
        let desk = &context.data().desk;
        if let Some(payee) = hidden {
            let (request, payee) = (request(context), PayeeId::new(payee));
            let done = retrying(|| giros::hide_payee(desk, &actor, &request, payee)).await;
            let name = done.map_err(declined("giros.hide_payee", view::giro_answers::refused))?;
            return Ok(Answer::Say(view::giro_lists::payee_hidden(&name)));
        }
        let read = async {
            let mut reader = desk.db.reader().await?;
            reports::giros::payees(&mut reader, &actor, LISTED_MAX).await
        };
        let saved = read.await.map_err(unread("reports.giros"))?;
        Ok(Answer::Face(Box::new(view::giro_lists::payees(&saved))))
    };
    answer(context, Content::Own, work).await
}

const MINORISTA: Record = Record {
    name: "minorista",
    aliases: &[],
    synonyms: &["saldo-giros", "prepago"],
    usage: "minorista [@revendedor]",
    example: "minorista",
    what: "el saldo para giros y lo que se movió en él",
    who: Who::Only(Permission::SeeOwn),
    probe: "",
};

/// Muestra el saldo para giros y lo que se movió en él
#[poise::command(prefix_command, slash_command)]
async fn minorista(
    context: Context<'_>,
    #[description = "De quién; sin esto, el suyo"] persona: Option<PersonArg>,
) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        let of = match persona {
            None => actor.member,
            Some(somebody) => {
                let other = member(context, &actor, &somebody).await;
                reports::accounts::allow_others(&actor)
                    .map_err(declined("reports.accounts", view::accounts::refused))?;
                other?
            }
        };
        let read = async {
            let mut reader = context.data().desk.db.reader().await?;
            reports::giros::prepaid_card(&mut reader, &actor, of).await
        };
        let card = read.await.map_err(declined("reports.giros", view::reads::refused))?;
        Ok(Answer::Face(Box::new(view::giro_lists::prepaid(&card))))
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}

const RECARGAR: Record = Record {
    name: "recargar",
    aliases: &[],
    synonyms: &["recarga"],
    usage: "recargar @revendedor <monto> [moneda] [referencia]",
    example: "recargar @david 5000 VES efectivo",
    what: "suma al saldo de un revendedor lo que pagó por adelantado",
    who: Who::Only(Permission::AdjustAccounts),
    probe: "@maria 1",
};

/// Suma al saldo de un revendedor lo que pagó por adelantado
#[poise::command(prefix_command, slash_command)]
async fn recargar(
    context: Context<'_>,
    #[description = "El revendedor"] persona: PersonArg,
    #[description = "Cuánto: 5000"] monto: AmountArg<Text>,
    #[description = "Moneda, si no es la de siempre, y una referencia: VES efectivo"]
    #[rest]
    referencia: Option<String>,
) -> Result<(), Never> {
    let work = async {
        check(context, check_amount, &monto.text)?;
        let (actor, request) = (actor(context).await?, request(context));
        let member = member(context, &actor, &persona).await?;
        let typed = PrepaidDeposit {
            member,
            amount: monto.text,
            behind: referencia,
        };
        let as_typed = as_typed(context);
        let desk = &context.data().desk;
        let done = retrying(|| accounts::deposit_prepaid(desk, &actor, &request, &typed, &as_typed)).await;
        let done = done.map_err(declined("accounts.deposit_prepaid", view::accounts::refused))?;
        Ok(super::accounts::moved(&done))
    };
    answer(context, Content::For(Permission::SeeAccounts), work).await
}
