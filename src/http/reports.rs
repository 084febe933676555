//! `GET /api/reportes/{periodo}`: the report of a day, a week or a month as a file, the same bytes as in Discord and from the
//! command line.

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::state::Api;
use crate::domain::people::members::{Actor, NotAllowed};
use crate::http::under_api::acting::Acting;
use crate::http::under_api::code::Code;
use crate::http::under_api::described::{Always, NotThere};
use crate::http::under_api::part::Part;
use crate::http::under_api::person::find_named;
use crate::http::under_api::query::{Query, one_of};
use crate::http::under_api::reads::read_refused;
use crate::http::under_api::refusal::Refusal;
use crate::ids::MemberId;
use crate::reports::ReadError;
use crate::reports::desk::rendered::{FileKind, Rendered, render_apart};
use crate::reports::desk::sheets::Sheet;
use crate::reports::desk::{Length, Span, day_typed, read};

pub(super) fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(report))
}

/// Which report. It is read field by field; this type only describes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
struct ReportAsked {
    /// A day of the period, at the desk; without it, today.
    #[param(example = "2026-11-30")]
    fecha: Option<String>,
    /// Any identity of whose report it is; without it, an admin's is of everybody, and anybody else's their own.
    persona: Option<String>,
    /// `xlsx`, `csv`, `png` or `pdf`.
    #[param(default = "xlsx", example = "csv")]
    formato: Option<String>,
    /// The table of a CSV: `resumen`, `ordenes`, `batches`, `cuentas`, `ganancias` or `movimientos`.
    #[param(default = "ordenes", example = "ordenes")]
    hoja: Option<String>,
}

/// The report of a day, a week or a month as a file.
#[utoipa::path(
    get, path = "/api/reportes/{periodo}", tag = "reportes", security(("token" = [])),
    params(("periodo" = String, Path, description = "`dia`, `semana` or `mes`"), ReportAsked),
    responses(
        (status = 200, description = "The file; its name stands in `Content-Disposition`", content(
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "text/csv; charset=utf-8"),
            (Vec<u8> = "image/png"),
            (Vec<u8> = "application/pdf"),
        )),
        Always, NotThere
    )
)]
async fn report(
    State(api): State<Api>,
    Acting(actor): Acting,
    Part(period): Part,
    query: Query,
) -> Result<Response, Refusal> {
    let length = Length::ALL.iter().copied().find(|length| length.code() == period);
    let length = length.ok_or_else(|| {
        let words = format!("No hay un reporte «{period}». Los que hay: dia, semana, mes.");
        Refusal::new(Code::RutaNoExiste).saying(words)
    })?;
    let sheets = one_of(Sheet::ALL.iter().map(|sheet| sheet.code()));
    let sheet = query.read("hoja", &sheets, |word| Sheet::from_code(word).ok())?;
    let kinds = one_of(FileKind::ENDINGS.iter().map(|ending| ending.trim_start_matches('.')));
    let sheet = sheet.unwrap_or(Sheet::Orders);
    let kind_of = |word: &str| FileKind::of_name(&format!(".{word}"), sheet);
    let kind = query.read("formato", &kinds, kind_of)?.unwrap_or(FileKind::Workbook);
    let (days, now) = (api.desk.policy.days(), api.desk.clock.now());
    let today = days.day_at(now);
    let day = query.read("fecha", "un día, como 2026-11-30", |word| day_typed(word, today?))?;
    let span = day.or(today).and_then(|day| Span::containing(length, day, days));
    let span = span.ok_or_else(|| Refusal::field("fecha", "un día, como 2026-11-30"))?;
    let whose = whose(&api, &actor, &query).await?;
    let read = async {
        let mut snapshot = api.desk.db.snapshot().await?;
        read::desk_report(&mut snapshot, &actor, whose, span, now).await
    };
    let report = read
        .await
        .map_err(|error: ReadError| read_refused("reports.desk", error, not_allowed))?;
    let drawn = render_apart(report, kind).await;
    let (_, file) = drawn.map_err(|error| Refusal::broken("reports.render", &error))?;
    Ok(answered(kind, file))
}

/// `None`: everybody.
async fn whose(api: &Api, actor: &Actor, query: &Query) -> Result<Option<MemberId>, Refusal> {
    match query.find("persona") {
        Some(typed) => match find_named(api, typed).await? {
            Some(member) => Ok(Some(member.id)),
            None => Err(Refusal::new(Code::JugadorNoEncontrado)
                .saying("No hay nadie con esa identidad. Revise `persona`.".to_owned())),
        },
        None => Ok(read::whose_unless_named(actor)),
    }
}

fn answered(kind: FileKind, rendered: Rendered) -> Response {
    let media = match kind {
        FileKind::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        FileKind::Comma(_) => "text/csv; charset=utf-8",
        FileKind::Chart => "image/png",
        FileKind::Pdf => "application/pdf",
    };
    let mut response = rendered.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
    // The name is made of codes and a date.
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", rendered.name)) {
        headers.insert(CONTENT_DISPOSITION, name);
    }
    response
}

fn not_allowed(_: NotAllowed) -> Refusal {
    let words = "El reporte de otra persona lo ven los superusuarios. El suyo: sin `persona`.";
    Refusal::new(Code::RolNoPermitido).saying(words.to_owned())
}
