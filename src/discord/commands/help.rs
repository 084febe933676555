//! What a person may type.

use poise::serenity_prelude::CreateEmbed;

use super::actor;
use crate::discord::answer::{Answer, answer};
use crate::discord::{Context, Never, view};

/// Muestra lo que usted puede hacer
#[poise::command(prefix_command, slash_command, aliases("help"), discard_spare_arguments)]
pub(super) async fn ayuda(context: Context<'_>) -> Result<(), Never> {
    let work = async {
        let actor = actor(context).await?;
        let text = context.data().with_prefix(view::help::for_actor(&actor));
        let embed = CreateEmbed::new()
            .title(view::help::title())
            .colour(view::COLOUR_OPEN)
            .description(text);
        Ok(Answer::Show(Box::new(embed)))
    };
    answer(context, work).await
}
