//! Coins and achievements: a gift of every day, payments, who has what.

use super::asked::{actor, check, member, request};
use super::group::Group;
use crate::db::{Place, retrying};
use crate::discord::answer::broken;
use crate::discord::answer::{Answer, Declined, answer, answer_in_the_open, declined};
use crate::discord::args::PersonArg;
use crate::discord::args::amounts::{AmountArg, Text};
use crate::discord::content::Content;
use crate::discord::controls::List;
use crate::discord::view::coins::Points;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, pages, view};
use crate::domain::games::coins::{self, CoinsPaid, GiveCoins, PayCoins};
use crate::domain::kernel::money::check_amount;
use crate::domain::people::members::{Actor, Permission};
use crate::ids::MemberId;
use crate::reports;

pub(super) const COMMANDS: Group = Group {
    records: &[DIARIO, MONEDAS, RANKING, LOGROS, PAGAR, CANJEAR, DAR],
    functions: &[diario, monedas, ranking, logros, pagar, canjear, dar],
};

const DIARIO: Record = Record {
    name: "diario",
    aliases: &[],
    synonyms: &[],
    usage: "diario",
    example: "diario",
    what: "las monedas de hoy; más si viene todos los días",
    who: Who::EverybodyHere,
    probe: "",
};

/// Le da las monedas de hoy; más si viene todos los días
#[poise::command(prefix_command, slash_command)]
async fn diario(context: Context<'_>) -> Result<(), Never> {
    let work = async {
        let (actor, request) = (actor(context).await?, request(context));
        let desk = &context.data().desk;
        let done = retrying(|| coins::take_daily(desk, &actor, &request)).await;
        let done = done.map_err(declined("coins.daily", view::coins::refused))?;
        Ok(Answer::Say(view::coins::daily(&done)))
    };
    answer(context, Content::Public, work).await
}

const PAGAR: Record = Record {
    name: "pagar",
    aliases: &[],
    synonyms: &[],
    usage: "pagar @persona <monto> [motivo]",
    example: "pagar @ana 50 el almuerzo",
    what: "paga monedas suyas a otra persona",
    who: Who::EverybodyHere,
    probe: "@cajero1 0",
};

/// Paga monedas suyas a otra persona
#[poise::command(prefix_command, slash_command)]
async fn pagar(
    context: Context<'_>,
    #[description = "A quién"] persona: PersonArg,
    #[description = "Cuántas monedas: 50"] monto: AmountArg<Text>,
    #[description = "Por qué"]
    #[rest]
    motivo: Option<String>,
) -> Result<(), Never> {
    let work = async {
        check(context, check_amount, &monto.text)?;
        let (actor, request) = (actor(context).await?, request(context));
        let typed = PayCoins {
            to: member(context, &actor, &persona).await?,
            amount: monto.text,
            reason: motivo.unwrap_or_default(),
        };
        let desk = &context.data().desk;
        let done = retrying(|| coins::pay(desk, &actor, &request, &typed)).await;
        match done.map_err(declined("coins.pay", view::coins::refused))? {
            CoinsPaid::Paid(paid) => Ok(Answer::Say(view::coins::paid(&paid))),
            CoinsPaid::Offered(offered) => Ok(Answer::Face(Box::new(view::coins::offered(&offered)))),
        }
    };
    answer_in_the_open(context, work).await
}

const DAR: Record = Record {
    name: "dar",
    aliases: &[],
    synonyms: &[],
    usage: "dar @persona <monto> <motivo>",
    example: "dar @ana 50 por ayudar",
    what: "da monedas nuevas",
    who: Who::Only(Permission::GiveCoins),
    probe: "@cajero1 0 prueba",
};

/// Da monedas nuevas a una persona
#[poise::command(prefix_command, slash_command)]
async fn dar(
    context: Context<'_>,
    #[description = "A quién"] persona: PersonArg,
    #[description = "Cuántas monedas: 50"] monto: AmountArg<Text>,
    #[description = "Por qué"]
    #[rest]
    motivo: Option<String>,
) -> Result<(), Never> {
    let work = async {
        check(context, check_amount, &monto.text)?;
        let (actor, request) = (actor(context).await?, request(context));
        let typed = GiveCoins {
            to: member(context, &actor, &persona).await?,
            amount: monto.text,
            reason: motivo.unwrap_or_default(),
        };
        let desk = &context.data().desk;
        let done = retrying(|| coins::give(desk, &actor, &request, &typed)).await;
        let done = done.map_err(declined("coins.give", view::coins::refused))?;
        Ok(Answer::Say(view::coins::given(&done)))
    };
    answer(context, Content::Public, work).await
}

const CANJEAR: Record = Record {
    name: "canjear",
    aliases: &[],
    synonyms: &[],
    usage: "canjear <puntos>",
    example: "canjear 100",
    what: "cambia puntos por monedas",
    who: Who::EverybodyHere,
    probe: "0",
};

/// Cambia puntos por monedas
#[poise::command(prefix_command, slash_command)]
async fn canjear(
    context: Context<'_>,
    #[description = "Cuántos puntos: 100"]
    #[rest]
    puntos: String,
) -> Result<(), Never> {
    let work = async {
        check(context, check_amount, &puntos)?;
        let (actor, request) = (actor(context).await?, request(context));
        let desk = &context.data().desk;
        let done = retrying(|| coins::redeem(desk, &actor, &request, &puntos)).await;
        let done = done.map_err(declined("coins.redeem", view::coins::refused))?;
        Ok(Answer::Say(view::coins::redeemed(&done)))
    };
    answer(context, Content::Own, work).await
}

const MONEDAS: Record = Record {
    name: "monedas",
    aliases: &[],
    synonyms: &[],
    usage: "monedas [@persona]",
    example: "monedas @ana",
    what: "las monedas de alguien",
    who: Who::Everybody,
    probe: "",
};

/// Muestra las monedas de una persona
#[poise::command(prefix_command, slash_command)]
async fn monedas(
    context: Context<'_>,
    #[description = "De quién; si falta, las suyas"] persona: Option<PersonArg>,
) -> Result<(), Never> {
    let work = async {
        let (actor, whose) = whose(context, persona).await?;
        let read = async {
            let mut reader = context.data().desk.db.snapshot().await?;
            reports::coins::purse(&mut reader, &actor, whose).await
        };
        let purse = read.await.map_err(declined("reports.coins", broken))?;
        let reads_alone = context.guild_id().is_none() || matches!(context, poise::Context::Application(_));
        let points = if reads_alone { Points::Shown } else { Points::Hidden };
        let mut words = view::coins::purse(&purse, points);
        if let Some(movements) = purse.movements.filter(|_| reads_alone) {
            words.push_str(&view::undoing::coin_movements(&movements));
        }
        Ok(Answer::Say(words))
    };
    answer(context, Content::Public, work).await
}

const RANKING: Record = Record {
    name: "ranking",
    aliases: &[],
    synonyms: &[],
    usage: "ranking",
    example: "ranking",
    what: "quién tiene más monedas",
    who: Who::Everybody,
    probe: "",
};

/// Muestra quién tiene más monedas
#[poise::command(prefix_command, slash_command)]
async fn ranking(context: Context<'_>) -> Result<(), Never> {
    let work = async {
        let read = async {
            let mut reader = context.data().desk.db.snapshot().await?;
            reports::coins::ranking(&mut reader).await
        };
        let places = read.await.map_err(declined("reports.coins", broken))?;
        Ok(Answer::Say(view::coins::ranking(&places)))
    };
    answer(context, Content::Public, work).await
}

const LOGROS: Record = Record {
    name: "logros",
    aliases: &[],
    synonyms: &[],
    usage: "logros [@persona]",
    example: "logros @ana",
    what: "los logros de alguien en los juegos",
    who: Who::Everybody,
    probe: "",
};

/// Muestra los logros de una persona en los juegos
#[poise::command(prefix_command, slash_command)]
async fn logros(
    context: Context<'_>,
    #[description = "De quién; si falta, los suyos"] persona: Option<PersonArg>,
) -> Result<(), Never> {
    let work = async {
        let (actor, whose) = whose(context, persona).await?;
        let page = pages::page(context.data(), &actor, List::Badges(whose), Place::First).await?;
        Ok(page.answer())
    };
    answer(context, Content::Public, work).await
}

/// Who gives the command, and whom it is about: themselves unless they name somebody.
async fn whose(context: Context<'_>, named: Option<PersonArg>) -> Result<(Actor, MemberId), Declined> {
    let actor = actor(context).await?;
    let whose = match named {
        Some(person) => member(context, &actor, &person).await?,
        None => actor.member,
    };
    Ok((actor, whose))
}
