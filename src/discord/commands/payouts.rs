//! Earnings are asked for.

use super::asked::{actor, check, request};
use super::group::Group;
use crate::discord::answer::{Declined, answer};
use crate::discord::content::Content;
use crate::discord::surface::Surface;
use crate::discord::view::help::{Record, Who};
use crate::discord::{Context, Never, payouts, view};
use crate::domain::flows::payouts::AskPayout;
use crate::domain::kernel::money::check_amount;
use crate::domain::people::places::Place;

pub(super) const COMMANDS: Group = Group {
    records: &[REQUEST_RETIRO],
    functions: &[request_retiro],
};

const REQUEST_RETIRO: Record = Record {
    name: "request-retiro",
    aliases: &["retiro"],
    synonyms: &["cobrar", "cobro", "retiros", "withdraw"],
    usage: "request-retiro [monto] [dónde pagar]",
    example: "request-retiro 50 Binance ID 123456",
    what: "pide sus ganancias; sin monto, todas; sin lugar, donde la última vez",
    who: Who::Everybody,
    probe: "1 Binance",
};

/// Pide el retiro de sus ganancias: !request-retiro 50 Binance ID 123456
#[poise::command(prefix_command, slash_command, rename = "request-retiro", aliases("retiro"))]
async fn request_retiro(
    context: Context<'_>,
    #[description = "Cuánto: 50. Sin cantidad, todo lo disponible"] monto: Option<String>,
    #[description = "Dónde pagarle: Binance ID 123456. Sin esto, donde la última vez"]
    #[rest]
    donde: Option<String>,
) -> Result<(), Never> {
    let surface = context.data();
    let work = async {
        let typed = match context {
            // As it was typed: what is amount and what is not is told apart by our own rule, quotes and all.
            poise::Context::Prefix(prefix) => {
                payouts::apart(prefix.args).map_err(|error| Declined::because(view::arguments::bad_argument(&error)))?
            }
            poise::Context::Application(_) => AskPayout {
                amount: monto.as_deref().and_then(payouts::amount),
                destination: donde.as_deref().and_then(payouts::destination),
            },
        };
        if let Some(amount) = &typed.amount {
            check(context, check_amount, amount)?;
        }
        in_its_place(surface, context)?;
        let (actor, request) = (actor(context).await?, request(context));
        payouts::ask(surface, &actor, &request, &typed).await
    };
    answer(context, Content::Own, work).await
}

/// In the channel of payouts, or in direct messages.
fn in_its_place(surface: &Surface, context: Context<'_>) -> Result<(), Declined> {
    let channel = surface.place(Place::Payouts);
    if context.guild_id().is_none() || channel == Some(context.channel_id()) {
        return Ok(());
    }
    tracing::info!("a payout was asked for in another channel");
    Err(Declined::because(view::payouts::wrong_channel(
        channel,
        &surface.name_of(Place::Payouts),
    )))
}
