//! Which cashiers pay to which banks, and who comes first (S2-6).

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::bodies::{AssignmentAsked, AssignmentChangeAsked};
use super::code::GiroCode;
use super::giro_error::read_refused;
use super::money_error::bank_refused;
use super::named;
use super::shown::PersonShown;
use crate::db::retrying;
use crate::domain::people::members::Actor;
use crate::domain::treasury::banks::{self, AssignBank, BankName, ChangeAssignment};
use crate::http::body::number;
use crate::http::idempotency::RepeatableAsked;
use crate::http::state::Api;
use crate::http::under_api::acting::Acting;
use crate::http::under_api::body::Body;
use crate::http::under_api::code::Code;
use crate::http::under_api::described::{Always, Conflicts, NotThere, Unreadable};
use crate::http::under_api::part::Part;
use crate::http::under_api::person::IDENTITY_CHARS_MAX;
use crate::http::under_api::refusal::Refusal;
use crate::http::under_api::repeatable::Repeatable;
use crate::ids::BankAssignmentId;
use crate::reports::ReadError;
use crate::reports::giros::{Assigned, Assignments, assignments};

const PRIORITY_MAX: i64 = 999;

/// A cashier who pays to a bank.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AssignmentShown {
    #[schema(example = 1)]
    id: i64,
    #[schema(example = 3)]
    bank_id: i64,
    #[schema(example = "0134")]
    bank_code: String,
    #[schema(example = "Banesco")]
    bank: String,
    transferencista: PersonShown,
    /// The highest comes first.
    #[schema(example = 10)]
    priority: i64,
    #[schema(example = true)]
    is_active: bool,
}

/// The assignment as it is now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AssignmentAnswer {
    #[schema(example = true)]
    exito: bool,
    #[schema(example = "Banco asignado")]
    mensaje: &'static str,
    asignacion: AssignmentShown,
}

/// All of them, those of one bank together, the highest priority first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AssignmentsShown {
    #[schema(example = true)]
    exito: bool,
    asignaciones: Vec<AssignmentShown>,
}

impl AssignmentShown {
    fn of(row: &Assigned) -> AssignmentShown {
        AssignmentShown {
            id: row.assignment.id.get(),
            bank_id: row.bank.id.get(),
            bank_code: row.bank.code.clone(),
            bank: row.bank.name.clone(),
            transferencista: PersonShown::member(&row.cashier),
            priority: row.assignment.priority,
            is_active: row.assignment.is_active,
        }
    }
}

async fn all(api: &Api, actor: &Actor) -> Result<Assignments, Refusal> {
    let read = async {
        let mut reader = api.desk.db.reader().await?;
        assignments(&mut reader, actor).await
    };
    let found: Result<Assignments, ReadError> = read.await;
    found.map_err(read_refused("giros.assignments"))
}

async fn answered(
    api: &Api,
    actor: &Actor,
    assignment: BankAssignmentId,
    mensaje: &'static str,
) -> Result<Json<AssignmentAnswer>, Refusal> {
    let found = all(api, actor).await?;
    let row = found.rows.iter().find(|row| row.assignment.id == assignment);
    let row = row.ok_or_else(|| Refusal::new(Code::ErrorInterno))?;
    Ok(Json(AssignmentAnswer {
        exito: true,
        mensaje,
        asignacion: AssignmentShown::of(row),
    }))
}

/// Which cashiers pay to which banks.
#[utoipa::path(
    get, path = "/api/asignaciones", tag = "asignaciones", security(("token" = [])),
    responses((status = 200, description = "The assignments", body = AssignmentsShown), Always)
)]
pub(super) async fn list(State(api): State<Api>, Acting(actor): Acting) -> Result<Json<AssignmentsShown>, Refusal> {
    let found = all(&api, &actor).await?;
    Ok(Json(AssignmentsShown {
        exito: true,
        asignaciones: found.rows.iter().map(AssignmentShown::of).collect(),
    }))
}

/// Assigns a cashier to a bank, or changes the assignment that they have.
#[utoipa::path(
    post, path = "/api/asignaciones", tag = "asignaciones", security(("token" = [])),
    params(RepeatableAsked),
    request_body = AssignmentAsked,
    responses((status = 201, description = "The assignment", body = AssignmentAnswer), Always, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn assign(
    State(api): State<Api>,
    Acting(actor): Acting,
    Repeatable(request): Repeatable,
    body: Body,
) -> Result<(StatusCode, Json<AssignmentAnswer>), Refusal> {
    let priority = body.whole("priority", 0..=PRIORITY_MAX)?;
    let priority = priority.ok_or_else(|| {
        let expected = format!("un número entero de 0 a {PRIORITY_MAX}; el más alto va primero");
        Refusal::field("priority", &expected)
    })?;
    let person = body.text("transferencistaId", IDENTITY_CHARS_MAX)?;
    let bank = named::bank_in(&api, &body).await?;
    let typed = AssignBank {
        bank: BankName::new(&bank.code),
        cashier: named::person(&api, &person, GiroCode::TransferencistaNotFound).await?,
        priority,
        is_active: true,
    };
    let done = retrying(|| banks::assign_bank(&api.desk, &actor, &request, &typed)).await;
    let done = done.map_err(bank_refused("banks.assign"))?;
    let answer = answered(&api, &actor, done.assignment, "Banco asignado").await?;
    Ok((StatusCode::CREATED, answer))
}

/// Changes the priority of an assignment, or whether it counts.
#[utoipa::path(
    put, path = "/api/asignaciones/{id}", tag = "asignaciones", security(("token" = [])),
    params(("id" = String, Path, description = "The assignment's id"), RepeatableAsked),
    request_body = AssignmentChangeAsked,
    responses((status = 200, description = "The assignment", body = AssignmentAnswer), Always, NotThere, Conflicts, Unreadable)
)]
pub(super) async fn change(
    State(api): State<Api>,
    Acting(actor): Acting,
    Repeatable(request): Repeatable,
    Part(id): Part,
    body: Body,
) -> Result<Json<AssignmentAnswer>, Refusal> {
    let priority = body.whole("priority", 0..=PRIORITY_MAX)?;
    let is_active = body.optional_flag("isActive")?;
    if priority.is_none() && is_active.is_none() {
        return Err(Refusal::field("isActive", "true o false; o mande `priority`"));
    }
    let unknown = || named::unknown(GiroCode::AssignmentNotFound, &id);
    let change = ChangeAssignment {
        assignment: number(&id).map(BankAssignmentId::new).ok_or_else(unknown)?,
        priority,
        is_active,
    };
    let done = retrying(|| banks::change_assignment(&api.desk, &actor, &request, change)).await;
    let done = done.map_err(bank_refused("banks.change_assignment"))?;
    answered(&api, &actor, done.assignment, "Asignación cambiada").await
}
