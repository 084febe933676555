//! Requests as superusers see them, and the messages to the people who asked.

use poise::serenity_prelude::{CreateEmbed, Mentionable};

use super::face::Face;
use super::members::{letters, role};
use super::money::{exact, money, rate};
use super::questions::purchase_facts;
use super::refusals::{bad_reason, books, not_allowed};
use super::{COLOUR_DONE, COLOUR_STOPPED, COLOUR_WAITING, FAULT, OTHER_INPUT, payouts, text, when};
use crate::discord::controls::Button;
use crate::discord::ids::user_of;
use crate::domain::people::members::scripts_of;
use crate::domain::people::requests::{
    AccountType, Details, RateGap, RequestError, RequestKind, RequestRejected, RequestState, Withdrawal,
};
use crate::reports::requests::RequestCard;

/// In the channel of requests. While it is pending, it has the buttons to decide it.
pub(crate) fn in_channel(card: &RequestCard) -> Face {
    let request = &card.request;
    let who = text::name(&card.member.name);
    let content = match request.state {
        RequestState::Pending => {
            let next = match request.details {
                Details::Payout(_) => payouts::next_step(card),
                Details::Role(_)
                | Details::Account(_)
                | Details::Rate(_)
                | Details::Closing(_)
                | Details::Purchase(_) => "por decidir.",
            };
            format!("Solicitud **{}** de **{who}**: {next}", request.number)
        }
        RequestState::Approved
        | RequestState::Rejected
        | RequestState::Expired
        | RequestState::Withdrawn
        | RequestState::Undone => {
            format!(
                "Solicitud **{}** de **{who}**: {}.",
                request.number,
                state(request.state)
            )
        }
    };
    let face = Face::new(content).embed(embed(card));
    if request.state != RequestState::Pending {
        return face;
    }
    face.buttons(vec![
        Button::Approve(request.details.kind(), request.number),
        Button::Reject(request.number),
    ])
}

/// The embed that shows a request.
pub(crate) fn embed(card: &RequestCard) -> CreateEmbed {
    let request = &card.request;
    let mention = user_of(&card.member).map(|user| format!(" · {}", user.mention()));
    let person = format!("**{}**{}", text::name(&card.member.name), mention.unwrap_or_default());
    let mut embed = CreateEmbed::new()
        .title(format!(
            "Solicitud {}: {}",
            request.number,
            kind(request.details.kind())
        ))
        .colour(match request.state {
            RequestState::Pending => COLOUR_WAITING,
            RequestState::Approved => COLOUR_DONE,
            RequestState::Rejected | RequestState::Expired | RequestState::Withdrawn | RequestState::Undone => {
                COLOUR_STOPPED
            }
        })
        .field("Persona", person, true)
        .field("Estado", state(request.state), true)
        .field("Pedida", when::ago(request.created_at), true);
    for (name, value) in facts(card) {
        embed = embed.field(name, text::clip(&value, text::FIELD_CHARS_MAX), true);
    }
    if let (RequestState::Pending, Some(expires)) = (request.state, request.expires_at) {
        embed = embed.field("Vence", when::ago(expires), true);
    }
    if let Some(at) = request.decided_at {
        let by = card
            .decided_by
            .as_deref()
            .map_or_else(|| "la mesa".to_owned(), text::name);
        embed = embed.field("Decidida", format!("{} · por {by}", when::ago(at)), true);
    }
    match reason(card) {
        Some(reason) => embed.field("Motivo", text::clip(&reason, text::FIELD_CHARS_MAX), false),
        None => embed,
    }
}

/// What is asked for, as fields.
fn facts(card: &RequestCard) -> Vec<(&'static str, String)> {
    let or_dash = |text: Option<&str>| text.map_or_else(|| "—".to_owned(), text::plain);
    let to_copy = |text: Option<&str>| text.map_or_else(|| "—".to_owned(), text::to_copy);
    match &card.request.details {
        Details::Role(wanted) => {
            let mut facts = vec![
                ("Rol", role(wanted.role).to_owned()),
                ("Nombre", text::name(&wanted.name)),
                ("País", text::plain(&wanted.country)),
            ];
            let scripts = scripts_of(&wanted.name);
            if scripts.iter().any(|script| *script != "Latin") {
                facts.push(("⚠️ Letras del nombre", letters(&scripts)));
            }
            if let Some(referrer) = &card.referrer {
                facts.push(("Viene de parte de", text::name(referrer)));
            }
            facts
        }
        Details::Account(wanted) => vec![
            ("Moneda", wanted.currency.to_string()),
            ("Tipo", account_type(wanted.account_type).to_owned()),
            ("Banco", or_dash(wanted.bank.as_deref())),
            ("Número o teléfono", to_copy(wanted.reference.as_deref())),
            ("Titular", text::plain(&wanted.holder)),
            ("Saldo inicial", money(wanted.opening_balance)),
        ],
        Details::Payout(wanted) => payouts::facts(card, wanted),
        Details::Rate(wanted) => vec![
            ("Recibido", money(wanted.received)),
            ("Tasa pedida", rate(wanted.typed)),
            ("Tasa publicada", rate(wanted.published)),
            ("A enviar", money(wanted.amount)),
            ("A la publicada", money(wanted.amount_published)),
            ("Diferencia", wanted.gap().map_or_else(|| "—".to_owned(), gap)),
            ("Comisión", money(wanted.fee)),
            ("Batch", wanted.batch.to_string()),
            ("Beneficiario", to_copy(wanted.beneficiary.as_deref())),
        ],
        Details::Closing(wanted) => vec![("Batch", wanted.batch.to_string()), ("Sin comprar", money(wanted.left))],
        Details::Purchase(wanted) => {
            let batch = ("Batch", wanted.batch.to_string());
            [batch].into_iter().chain(purchase_facts(wanted)).collect()
        }
    }
}

/// `+33,33 % · se envían 7,89 $ de más`.
fn gap(gap: RateGap) -> String {
    let sign = if gap.percent.is_sign_negative() { "" } else { "+" };
    let which = if gap.usd.is_negative() { "de menos" } else { "de más" };
    let usd = gap
        .usd
        .checked_neg()
        .ok()
        .filter(|_| gap.usd.is_negative())
        .unwrap_or(gap.usd);
    format!("{sign}{} % · se envían {} {which}", exact(gap.percent), money(usd))
}

fn reason(card: &RequestCard) -> Option<String> {
    let reason = card.request.reason.as_deref()?;
    if card.request.state != RequestState::Withdrawn {
        return Some(text::plain(reason));
    }
    let why = match Withdrawal::from_code(reason).ok()? {
        Withdrawal::RoleGiven => "un superusuario dio un rol directamente",
        Withdrawal::Deactivated => "la persona está de baja",
        Withdrawal::Left => "la persona salió del servidor",
        Withdrawal::BatchClosed => "el batch ya se cerró",
        Withdrawal::ShareTakenBack => "se reabrió el batch de donde venía esa ganancia",
        Withdrawal::Outdated => "hay otra en su lugar",
    };
    Some(why.to_owned())
}

pub(crate) fn kind(kind: RequestKind) -> &'static str {
    match kind {
        RequestKind::Role => "rol",
        RequestKind::Account => "cuenta",
        RequestKind::Payout => "retiro",
        RequestKind::Rate => "tasa",
        RequestKind::Closing => "cierre",
        RequestKind::Purchase => "compra",
    }
}

pub(crate) fn state(state: RequestState) -> &'static str {
    match state {
        RequestState::Pending => "por decidir",
        RequestState::Approved => "aprobada",
        RequestState::Rejected => "rechazada",
        RequestState::Expired => "vencida",
        RequestState::Withdrawn => "cerrada por la mesa",
        RequestState::Undone => "deshecha",
    }
}

pub(crate) fn account_type(account_type: AccountType) -> &'static str {
    match account_type {
        AccountType::Checking => "corriente",
        AccountType::Savings => "ahorro",
        AccountType::Bank => "bancaria",
    }
}

/// By direct message to the person who asked, when the request ended. `None` when another message tells them (a new
/// role, for example).
pub(crate) fn ended(card: &RequestCard) -> Option<String> {
    let request = &card.request;
    let what = kind(request.details.kind());
    let why = reason(card).map(|reason| format!(": «{reason}»")).unwrap_or_default();
    match request.state {
        // A separate message says who undid it and why.
        RequestState::Pending | RequestState::Undone => None,
        RequestState::Approved => match &request.details {
            // The messages about the new role or account say it.
            Details::Role(_) | Details::Account(_) => None,
            Details::Payout(wanted) => Some(payouts::you_are_paid(request.number, wanted)),
            Details::Rate(_) => Some(format!(
                "✅ Su solicitud **{}** ({what}) fue aprobada: la transferencia sale como la escribió.",
                request.number
            )),
            Details::Closing(_) => Some(format!("✅ Su solicitud **{}** ({what}) fue aprobada.", request.number)),
            Details::Purchase(_) => Some(format!(
                "✅ Su solicitud **{}** ({what}) fue aprobada: la compra se anotó como la escribió.",
                request.number
            )),
        },
        RequestState::Rejected => Some(format!(
            "❌ Su solicitud **{}** ({what}) fue rechazada{why}.{}",
            request.number,
            match request.details {
                Details::Role(_) => " Puede pedirlo otra vez más adelante, en el canal de registro.",
                Details::Payout(_) => free_again(&request.details),
                Details::Rate(_) => " Nada se envió; escríbala otra vez con `p` o una tasa más cercana.",
                Details::Closing(_) => " El batch sigue abierto.",
                Details::Purchase(_) => " Nada se anotó; escríbala otra vez con `!c <cantidad> <usdt>`.",
                Details::Account(_) => " Puede pedirla otra vez con `!cuenta abrir`.",
            }
        )),
        RequestState::Expired => Some(format!(
            "⌛ Su solicitud **{}** ({what}) venció sin que nadie la decidiera. Si aún vale, pídala de nuevo.{}",
            request.number,
            free_again(&request.details)
        )),
        RequestState::Withdrawn => Some(format!(
            "Su solicitud **{}** ({what}) se cerró{why}.{}",
            request.number,
            free_again(&request.details)
        )),
    }
}

/// What happens to the money that was held for a request that ended without being approved.
fn free_again(details: &Details) -> &'static str {
    match details {
        Details::Payout(_) => " El dinero está otra vez disponible: `!ganancias`.",
        Details::Role(_) | Details::Account(_) | Details::Rate(_) | Details::Closing(_) | Details::Purchase(_) => "",
    }
}

pub(crate) fn rejected(done: &RequestRejected) -> String {
    format!(
        "Solicitud **{}** ({}) de **{}** rechazada. Se lo dije por mensaje directo.",
        done.number,
        kind(done.kind),
        text::name(&done.name)
    )
}

pub(crate) fn refused(error: &RequestError) -> String {
    match error {
        RequestError::NotAllowed(no) => not_allowed(*no),
        RequestError::Unknown(number) => {
            format!("No hay una solicitud {number}. Vea las que hay con `!solicitudes`.")
        }
        RequestError::Decided {
            number,
            state: is,
            by,
            at,
        } => {
            let by = by
                .as_deref()
                .map_or_else(|| "la mesa".to_owned(), |by| format!("**{}**", text::name(by)));
            let at = at.map(|at| format!(", {}", when::ago(at))).unwrap_or_default();
            format!("La solicitud **{number}** ya está {}: la decidió {by}{at}.", state(*is))
        }
        RequestError::AlreadyAsked(number) => format!(
            "Ya tiene una solicitud por decidir, la **{number}**. Espere la respuesta; le llega por mensaje directo."
        ),
        RequestError::Proved { number, by } => format!(
            "La solicitud **{number}** ya tiene la captura del pago, de **{}**: se confirma con **Pagado**. Si no se pagó, \
             que la rechace quien la envió.",
            text::name(by)
        ),
        RequestError::Reason(mistake) => bad_reason(*mistake),
        RequestError::OtherInput(_) => OTHER_INPUT.to_owned(),
        RequestError::Books(error) => books(error),
        RequestError::Db(_) => FAULT.to_owned(),
    }
}
