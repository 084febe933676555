//! **Confirmar**: makes a giro that was asked about, if nothing else has come up meanwhile; otherwise asks again.

use super::GiroError;
use super::ask::{About, GiroOutcome, Word, carry_out};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::questions::{self, QuestionKind};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::orders::Step;
use crate::domain::people::members::{Actor, Permission};
use crate::ids::{QuestionId, RequestId};

/// Makes the giro.
///
/// # Errors
/// [`GiroError::Question`] for somebody else's, an answered or a late one; otherwise as [`super::ask`].
pub async fn confirm_asked(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    question: QuestionId,
) -> Result<GiroOutcome, GiroError> {
    actor.require(Permission::SendGiros)?;
    let asked = Asked::new(request, "giros.confirm_asked", &(actor.member, question));
    once(desk, asked, async |tx, now| {
        let kinds = [QuestionKind::Giro];
        let About { typed, seen } = questions::begin_confirming(tx, &kinds, actor.member, question, now).await?;
        let step = Step::new(desk, actor, request, now);
        carry_out(tx, &step, &typed, &Word::Given { question, seen }).await
    })
    .await
}
