//! Joining people in Discord to their members of the old book.

use super::asked::{actor, request};
use super::group::Group;
use crate::db::retrying;
use crate::discord::answer::{Answer, answer, declined};
use crate::discord::content::Content;
use crate::discord::ids::user_id;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, view};
use crate::domain::flows::linking::{self, LinkCode, LinkError};
use crate::domain::people::members::Permission;

pub(super) const COMMANDS: Group = Group {
    records: &[VINCULAR],
    functions: &[vincular],
};

const VINCULAR: Record = Record {
    name: "vincular",
    aliases: &[],
    synonyms: &[],
    usage: "vincular <código>",
    example: "vincular BCDF-2345-GHJK-6789",
    what: "une su usuario con sus cuentas del sistema anterior; el código lo da un admin con `!vincular <cédula, cuenta o nombre>`",
    who: Who::EverybodyHere,
    probe: "",
};

/// Lo une con sus cuentas del sistema anterior; un admin da el código
#[poise::command(prefix_command, slash_command)]
async fn vincular(
    context: Context<'_>,
    #[description = "El código; un admin: cédula, número de cuenta o nombre"]
    #[rest]
    codigo: Option<String>,
) -> Result<(), Never> {
    let work = async {
        let (actor, request) = (actor(context).await?, request(context));
        let desk = &context.data().desk;
        let refuse = declined("linking", view::linking::refused);
        actor
            .require(Permission::Link)
            .map_err(|no| refuse(LinkError::NotAllowed(no)))?;
        let typed = codigo.unwrap_or_default();
        if let Some(code) = LinkCode::read(&typed) {
            let user = user_id(context.author().id);
            let done = retrying(|| linking::redeem(desk, &actor, user, &request, &code)).await;
            let done = done.map_err(declined("linking.redeem", view::linking::refused))?;
            return Ok(Answer::Say(view::linking::redeemed(&done)));
        }
        let refuse = declined("linking", view::linking::refused);
        if typed.trim().is_empty() {
            return Err(refuse(LinkError::NoCode));
        }
        if !actor.may(Permission::GiveLinkCodes) {
            return Err(refuse(LinkError::NotACode));
        }
        let issued = retrying(|| linking::issue(desk, &actor, &request, &typed)).await;
        let issued = issued.map_err(declined("linking.issue", view::linking::refused))?;
        Ok(Answer::Say(view::linking::issued(&issued)))
    };
    answer(context, Content::Own, work).await
}
