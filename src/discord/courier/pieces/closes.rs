//! A day or a month was closed: superusers read its figures in the alerts channel.

use super::composer::Composer;
use crate::db::DbError;
use crate::discord::courier::piece::{Piece, ways_of_alerts};
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::ids::CloseId;
use crate::reports;

/// As many messages as the close needs. It rings only when something is wrong with the books.
pub(super) async fn closed(
    composer: &mut Composer<'_>,
    close: CloseId,
    missed: &[CloseId],
) -> Result<Vec<Piece>, DbError> {
    let card = reports::closes::read::recorded_card_for_desk(composer.reader, close, missed).await?;
    let leaves = view::closes::leaves(&card);
    let mut pieces = Vec::new();
    for (nth, leaf) in leaves.into_iter().enumerate() {
        let place = match nth {
            0 => "alerts".to_owned(),
            nth => format!("alerts:{nth}"),
        };
        let piece = Piece::say(place, ways_of_alerts(), Face::of_embed(leaf));
        pieces.push(match nth == 0 && card.is_wrong() {
            true => piece.ringing(composer.surface.superusers()),
            false => piece,
        });
    }
    Ok(pieces)
}
