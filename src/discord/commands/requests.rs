//! Looking up what people ask for.

use super::asked::actor;
use super::group::Group;
use super::queries::show_first;
use crate::discord::answer::{Answer, Declined, answer, declined};
use crate::discord::content::Content;
use crate::discord::controls::{List, RequestList};
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, view};
use crate::domain::people::members::Permission;
use crate::domain::people::requests::RequestState;
use crate::ids::RequestNumber;
use crate::reports::{self, ReadError};

pub(super) const COMMANDS: Group = Group {
    records: &[SOLICITUDES, SOLICITUD],
    functions: &[solicitudes, solicitud],
};

const SOLICITUDES: Record = Record {
    name: "solicitudes",
    aliases: &[],
    synonyms: &[],
    usage: "solicitudes [tipo] [estado]",
    example: "solicitudes retiro aprobada",
    what: "lo que la gente pide; sin más, lo que falta decidir",
    who: Who::Only(Permission::SeeRequests),
    probe: "",
};

/// Muestra lo que la gente pide
#[poise::command(prefix_command, slash_command)]
async fn solicitudes(
    context: Context<'_>,
    #[description = "rol, cuenta, retiro, tasa o cierre"] tipo: Option<String>,
    #[description = "pendiente, aprobada, rechazada, vencida, cerrada o todas"] estado: Option<String>,
) -> Result<(), Never> {
    let work = async {
        show_first(
            context,
            List::Requests(request_list(tipo.as_deref(), estado.as_deref())?),
        )
        .await
    };
    answer(context, Content::For(Permission::SeeRequests), work).await
}

/// Without a state: those to be decided. A state alone may stand where the kind stands.
fn request_list(kind: Option<&str>, state: Option<&str>) -> Result<RequestList, Declined> {
    let (kind, state) = match (kind, state) {
        (Some(first), None) if view::request_lists::state_named(first).is_some() => (None, Some(first)),
        both => both,
    };
    let read_kind = |typed: &str| {
        let kind = view::request_lists::kind_named(typed);
        kind.ok_or_else(|| Declined::because(view::request_lists::unknown_kind(typed)))
    };
    let read_state = |typed: &str| {
        let state = view::request_lists::state_named(typed);
        state.ok_or_else(|| Declined::because(view::request_lists::unknown_state(typed)))
    };
    Ok(RequestList {
        kind: kind.map(read_kind).transpose()?,
        state: state.map_or(Ok(Some(RequestState::Pending)), read_state)?,
    })
}

const SOLICITUD: Record = Record {
    name: "solicitud",
    aliases: &[],
    synonyms: &[],
    usage: "solicitud <n>",
    example: "solicitud 3",
    what: "una solicitud con su historia y, si falta decidirla, sus botones",
    who: Who::Only(Permission::SeeRequests),
    probe: "999",
};

/// Muestra una solicitud con su historia
#[poise::command(prefix_command, slash_command)]
async fn solicitud(
    context: Context<'_>,
    #[description = "El número de la solicitud: 3"] numero: String,
) -> Result<(), Never> {
    let work = async {
        let digits = numero.trim().trim_start_matches('#');
        let number = digits.parse::<i64>().ok().filter(|number| 0 < *number);
        let number = number.ok_or_else(|| Declined::because(view::request_lists::not_a_number(&numero)))?;
        let number = RequestNumber::new(number);
        let actor = actor(context).await?;
        let surface = context.data();
        let read = async {
            let mut reader = surface.desk.db.reader().await?;
            let card = reports::requests::request_card(&mut reader, &actor, number).await?;
            let steps = reports::history::request_history(&mut reader, &actor, number).await?;
            Ok::<_, ReadError>((card, steps))
        };
        let (card, steps) = read.await.map_err(declined("reports.requests", view::reads::refused))?;
        let face = view::request_lists::with_history(&card, &steps);
        Ok(Answer::Face(Box::new(face)))
    };
    answer(context, Content::For(Permission::SeeRequests), work).await
}

#[cfg(test)]
mod tests {
    use super::request_list;
    use crate::domain::people::requests::{RequestKind, RequestState};

    #[test]
    fn a_state_may_stand_alone() {
        let list = request_list(Some("aprobadas"), None).ok().unwrap();
        assert_eq!((list.kind, list.state), (None, Some(RequestState::Approved)));
        let list = request_list(Some("retiros"), None).ok().unwrap();
        assert_eq!(
            (list.kind, list.state),
            (Some(RequestKind::Payout), Some(RequestState::Pending))
        );
        assert!(request_list(Some("aprobada"), Some("retiro")).is_err());
    }
}
