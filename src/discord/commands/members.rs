//! Roles and shares.

use super::asked::{actor, as_typed, member, request};
use super::group::Group;
use crate::db::retrying;
use crate::discord::answer::{Answer, Declined, answer, declined};
use crate::discord::args::PersonArg;
use crate::discord::content::Content;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, view};
use crate::domain::flows::registration;
use crate::domain::kernel::money::parse_percent;
use crate::domain::people::members;
use crate::domain::people::members::{Actor, CutOutcome, Permission, Role};
use crate::ids::MemberId;
use crate::reports;
use crate::reports::people::Belongings;

pub(super) const COMMANDS: Group = Group {
    records: &[ROL, BAJA, SETCUT],
    functions: &[rol, baja, setcut],
};

const ROL: Record = Record {
    name: "rol",
    aliases: &[],
    synonyms: &[],
    usage: "rol @persona <revendedor|cajero|cliente|admin>",
    example: "rol @david revendedor",
    what: "da un rol",
    who: Who::Only(Permission::SetUpDesk),
    probe: "@maria cliente",
};

/// Da un rol a una persona
#[poise::command(prefix_command, slash_command)]
async fn rol(
    context: Context<'_>,
    #[description = "La persona"] persona: PersonArg,
    #[description = "revendedor, cajero, cliente o admin"] rol: String,
) -> Result<(), Never> {
    let work = async {
        let role = view::members::role_named(&rol);
        let role = role.ok_or_else(|| Declined::because(view::members::unknown_role(&rol)))?;
        let (actor, request) = (actor(context).await?, request(context));
        let member = member(context, &actor, &persona).await?;
        let desk = &context.data().desk;
        let done = retrying(|| registration::assign_role(desk, &actor, &request, member, role)).await;
        let done = done.map_err(declined("registration.assign_role", view::registration::refused))?;
        let sent = matches!(done.before, Role::Reseller | Role::Client) && done.before != done.now;
        let owns = match sent {
            true => Some(belongings(context, &actor, member).await?),
            false => None,
        };
        Ok(Answer::Say(view::registration::role_assigned(&done, owns.as_ref())))
    };
    answer(context, Content::Public, work).await
}

/// What somebody leaves to others.
async fn belongings(context: Context<'_>, actor: &Actor, member: MemberId) -> Result<Belongings, Declined> {
    let read = async {
        let mut reader = context.data().desk.db.reader().await?;
        reports::people::belongings(&mut reader, actor, member).await
    };
    read.await.map_err(declined("reports.people", view::reads::refused))
}

const SETCUT: Record = Record {
    name: "setcut",
    aliases: &[],
    synonyms: &[],
    usage: "setcut @revendedor <porcentaje>",
    example: "setcut @david 40",
    what: "la parte de un revendedor en la ganancia",
    who: Who::Only(Permission::SetUpDesk),
    probe: "@maria 40",
};

/// Pone la parte de un revendedor en la ganancia
#[poise::command(prefix_command, slash_command)]
async fn setcut(
    context: Context<'_>,
    #[description = "El revendedor"] persona: PersonArg,
    #[description = "Porcentaje: 40"]
    #[rest]
    porcentaje: String,
) -> Result<(), Never> {
    let work = async {
        let percent = parse_percent(&porcentaje).map_err(|error| Declined::because(view::refusals::percent(&error)))?;
        let (actor, request) = (actor(context).await?, request(context));
        let member = member(context, &actor, &persona).await?;
        let as_typed = as_typed(context);
        let desk = &context.data().desk;
        let done = retrying(|| members::set_cut(desk, &actor, &request, member, percent, &as_typed)).await;
        let done = done.map_err(declined("members.set_cut", view::members::refused))?;
        Ok(match done {
            CutOutcome::Set(done) => Answer::Say(view::members::cut_set(&done)),
            CutOutcome::Asked(asked) => Answer::Face(Box::new(view::questions::cut_asked(&asked))),
        })
    };
    answer(context, Content::Own, work).await
}

const BAJA: Record = Record {
    name: "baja",
    aliases: &[],
    synonyms: &[],
    usage: "baja @persona",
    example: "baja @david",
    what: "da de baja a alguien: sin trabajo nuevo, con su historia; `!rol` deshace la baja",
    who: Who::Only(Permission::SetUpDesk),
    probe: "@despedido",
};

/// Da de baja a una persona: sin trabajo nuevo, con su historia
#[poise::command(prefix_command, slash_command)]
async fn baja(context: Context<'_>, #[description = "La persona"] persona: PersonArg) -> Result<(), Never> {
    let work = async {
        let (actor, request) = (actor(context).await?, request(context));
        let member = member(context, &actor, &persona).await?;
        let desk = &context.data().desk;
        let done = retrying(|| registration::deactivate(desk, &actor, &request, member)).await;
        let done = done.map_err(declined("registration.deactivate", view::registration::refused))?;
        let owns = belongings(context, &actor, member).await?;
        Ok(Answer::Say(view::registration::deactivated(&done, &owns)))
    };
    answer(context, Content::For(Permission::SeeEverything), work).await
}
