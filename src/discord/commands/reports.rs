//! Reports of a day, a week or a month (S0-75).

use super::asked::actor;
use super::group::Group;
use super::queries::named;
use crate::discord::answer::{Answer, Declined, answer};
use crate::discord::args::{PersonArg, WordArg};
use crate::discord::content::Content;
use crate::discord::controls::ReportOf;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, desk_reports, view};
use crate::domain::people::members::Permission;
use crate::reports::desk::read::whose_unless_named;
use crate::reports::desk::{Length, day_typed};

pub(super) const COMMANDS: Group = Group {
    records: &[REPORTE],
    functions: &[reporte],
};

const REPORTE: Record = Record {
    name: "reporte",
    aliases: &["reportes"],
    synonyms: &["informe", "informes", "resumen", "estadisticas", "excel"],
    usage: "reporte [dia|semana|mes] [fecha] [@persona]",
    example: "reporte mes",
    what: "órdenes, ganancias y precios de un día, una semana o un mes, con gráfico y en Excel",
    who: Who::Only(Permission::SeeOwn),
    probe: "dia",
};

/// Muestra el reporte de un día, una semana o un mes
#[poise::command(prefix_command, slash_command, aliases("reportes"))]
async fn reporte(
    context: Context<'_>,
    #[description = "dia, semana o mes; sin nada, el de hoy"] periodo: Option<WordArg>,
    #[description = "Un día del período: 29/11/2026, ayer; sin nada, hoy"] fecha: Option<WordArg>,
    #[description = "De quién; solo para superusuarios"] persona: Option<PersonArg>,
) -> Result<(), Never> {
    let work = async {
        let surface = context.data();
        let length = match &periodo {
            None => Length::Day,
            Some(WordArg(typed)) => {
                Length::named(typed).ok_or_else(|| Declined::because(view::desk_reports::unknown_length(typed)))?
            }
        };
        let today = surface.desk.policy.days().day_at(surface.desk.clock.now());
        let day = match (&fecha, today) {
            (Some(WordArg(typed)), Some(today)) => day_typed(typed, today),
            (_, today) => today,
        };
        let typed = fecha.as_ref().map_or("", |WordArg(typed)| typed);
        let day = day.ok_or_else(|| Declined::because(view::desk_reports::no_day(typed)))?;
        let actor = actor(context).await?;
        let whose = match persona {
            Some(somebody) => Some(named(context, &actor, somebody).await?),
            None => whose_unless_named(&actor),
        };
        let face = desk_reports::face(surface, &actor, ReportOf { length, day, whose }).await?;
        let content = match whose {
            Some(_) => Content::Own,
            None => Content::For(Permission::ListEverything),
        };
        Ok(Answer::Face(Box::new(face)).containing(content))
    };
    answer(context, Content::Own, work).await
}
