//! Looking up what somebody earned.

use super::asked::actor;
use super::group::Group;
use super::queries::named;
use crate::discord::answer::{Answer, answer, declined};
use crate::discord::args::PersonArg;
use crate::discord::content::Content;
use crate::discord::controls::Button;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, view};
use crate::domain::people::members::Permission;
use crate::reports;

pub(super) const COMMANDS: Group = Group {
    records: &[GANANCIAS],
    functions: &[ganancias],
};

const GANANCIAS: Record = Record {
    name: "ganancias",
    aliases: &[],
    synonyms: &[],
    usage: "ganancias [@persona]",
    example: "ganancias",
    what: "lo ganado, lo retenido en retiros y lo pagado, por mes y por batch",
    who: Who::Only(Permission::SeeOwn),
    probe: "",
};

/// Muestra sus ganancias
#[poise::command(prefix_command, slash_command)]
async fn ganancias(
    context: Context<'_>,
    #[description = "De quién; solo para superusuarios"] persona: Option<PersonArg>,
) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        let whose = match persona {
            Some(somebody) => named(context, &actor, somebody).await?,
            None => actor.member,
        };
        let surface = context.data();
        let (now, days) = (surface.desk.clock.now(), surface.desk.policy.days());
        let read = async {
            let mut reader = surface.desk.db.reader().await?;
            reports::earnings::earnings(&mut reader, &actor, whose, now, days).await
        };
        let earnings = read.await.map_err(declined("reports.earnings", view::reads::refused))?;
        let face = view::earnings::face(&earnings);
        // Nobody but the person themselves can ask for it.
        let face = if whose == actor.member && earnings.balance.available().is_positive() {
            face.buttons(vec![Button::Payout])
        } else {
            face
        };
        Ok(Answer::Face(Box::new(face)))
    };
    answer(context, Content::Own, work).await
}
