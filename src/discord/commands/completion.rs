//! What is offered while an option of a slash command is typed.

use poise::serenity_prelude::{AutocompleteChoice, CreateAutocompleteResponse};

use crate::db::retrying;
use crate::discord::Context;
use crate::discord::view;
use crate::reports;

/// How many choices Discord shows.
const CHOICES_MAX: usize = 25;

/// The numbers of the person's own open orders, the oldest first; also by what stands in their beneficiary. Nothing where they
/// cannot be read: the number can still be typed.
pub(super) async fn open_orders(context: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let surface = context.data();
    let read = async {
        let actor = surface.identify(context.author()).await?;
        retrying(|| async {
            let mut reader = surface.desk.db.reader().await?;
            reports::shift::open_to_choose(&mut reader, &actor).await
        })
        .await
    };
    let orders = read.await.unwrap_or_else(|error| {
        tracing::warn!(error = %error, "open orders could not be offered");
        Vec::new()
    });
    let offered = orders.iter().filter(|open| open.fits(typed)).take(CHOICES_MAX);
    let choice =
        |open: &reports::shift::ToChoose| AutocompleteChoice::new(view::shift::choice(open), open.order.id.to_string());
    CreateAutocompleteResponse::new().set_choices(offered.map(choice).collect())
}
