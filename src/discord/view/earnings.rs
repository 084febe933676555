//! What a person has earned.

use poise::serenity_prelude::CreateEmbed;

use super::face::Face;
use super::money::money;
use super::orders::undone_by;
use super::{COLOUR_OPEN, text, when};
use crate::domain::flows::batches::{EarnedShare, Part};
use crate::domain::kernel::money::Money;
use crate::domain::kernel::outbox::GainPart;
use crate::ids::BatchId;
use crate::reports::desk;
use crate::reports::earnings::Earnings;
use crate::reports::months::Month;

/// A person's earnings.
pub(crate) fn face(earnings: &Earnings) -> Face {
    let balance = earnings.balance;
    let mut embed = CreateEmbed::new()
        .title(format!("Ganancias de {}", text::name(&earnings.member.name)))
        .colour(COLOUR_OPEN)
        .field("Ganancias ahora", money(balance.balance), true)
        .field("Retenido en retiros", money(balance.held), true)
        .field("Disponible", format!("**{}**", money(balance.available())), true)
        .field("Pagado hasta hoy", money(earnings.paid_out), true);
    if earnings.owed.is_positive() {
        embed = embed.field("Debe", owing(earnings.owed), false);
    }
    if earnings.shares.is_empty() {
        return Face::new(
            "Todavía no hay ganancias: llegan cuando se cierra con ganancia un batch con órdenes propias. Las órdenes \
             se ven con `!transacciones`.",
        )
        .embed(embed);
    }
    let months: Vec<String> = earnings
        .months
        .iter()
        .filter(|(_, came)| !came.is_zero())
        .map(|(month, came)| format!("{}: {}", month_name(month), money(*came)))
        .collect();
    if !months.is_empty() {
        embed = embed.field("Por mes (últimos 12)", months.join("\n"), false);
    }
    let shares: Vec<String> = earnings.shares.iter().map(line).collect();
    Face::of_embed(embed.field(
        "Últimos batches que las hicieron",
        text::clip(&shares.join("\n"), text::FIELD_CHARS_MAX),
        false,
    ))
}

fn line(share: &EarnedShare) -> String {
    let on = share.closed_at.map(when::day);
    format!(
        "Batch **{}** · {} · {} · {}",
        share.batch,
        on.unwrap_or_else(|| "—".to_owned()),
        part(share.part),
        money(share.usd)
    )
}

fn owing(owed: Money) -> String {
    format!(
        "{}: se reabrió un batch cuya ganancia ya se había pagado. Las próximas ganancias lo descuentan primero.",
        money(owed)
    )
}

/// To a person whose share was taken back. What was already paid of it is owed.
pub(crate) fn share_taken_back(batch: BatchId, usd: Money, owed: Money, by: (&str, &str)) -> String {
    let debt = if owed.is_positive() {
        format!(
            " De eso ya se le pagaron {}: los debe, y sus próximas ganancias los descuentan primero.",
            money(owed)
        )
    } else {
        String::new()
    };
    format!(
        "↩️ El batch **{batch}** se reabrió{}. Los **{}** que le tocaron salieron de sus ganancias; cuando se cierre otra vez \
         se reparte de nuevo.{debt} Véalo con `!ganancias`.",
        undone_by(Some(by)),
        money(usd)
    )
}

/// To a person with a share of a gain: only their own figure.
pub(crate) fn your_share(batch: BatchId, part: GainPart, usd: Money, paid_debt: Option<Money>) -> String {
    let as_what = match part {
        GainPart::Reseller => "como revendedor",
        GainPart::Cashier => "por lo que pagó",
        GainPart::Referrer => "por los clientes que trajo",
    };
    let debt = paid_debt
        .map(|paid| format!(" De eso, {} pagan lo que debía.", money(paid)))
        .unwrap_or_default();
    format!(
        "💵 Se cerró el batch **{batch}** con ganancia: le tocan **{}** {as_what}.{debt} Véalo con `!ganancias`; se retira con \
         `!request-retiro`.",
        money(usd)
    )
}

fn part(part: Part) -> &'static str {
    match part {
        Part::Reseller => "revendedor",
        Part::Cashier => "cajero",
        Part::Referrer => "sus clientes",
    }
}

fn month_name(month: &Month) -> String {
    format!("{} {}", desk::month_name(month.month), month.year)
}
