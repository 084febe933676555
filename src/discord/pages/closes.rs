//! The pages of a close: a long one does not fit one message.

use crate::db::Place;
use crate::discord::answer::{Declined, declined};
use crate::discord::controls::CloseOf;
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::people::members::Actor;
use crate::reports;
use crate::reports::desk::Span;

pub(super) async fn page(surface: &Surface, actor: &Actor, of: CloseOf, place: Place) -> Result<Face, Declined> {
    let span = Span::containing(of.length, of.day, surface.desk.policy.days());
    let span = span.ok_or_else(|| Declined::because(view::closes::no_period(&of.day.to_string())))?;
    let now = surface.desk.clock.now();
    let read = async {
        let mut snapshot = surface.desk.db.snapshot().await?;
        reports::closes::read::close_card(&mut snapshot, actor, span, now).await
    };
    let card = read.await.map_err(declined("reports.closes", view::closes::refused))?;
    if now < card.span.period.from {
        return Err(Declined::because(view::closes::not_begun(&card.span)));
    }
    Ok(view::closes::page(&card, of, place))
}
