//! Words about achievements.

use poise::serenity_prelude::CreateEmbed;

use super::coins::counted;
use super::face::Face;
use super::{COLOUR_DONE, COLOUR_OPEN, paging, text, when};
use crate::discord::controls::List;
use crate::domain::games::apps::achievements::{Achievement, Badge};
use crate::domain::people::members::Member;
use crate::reports::badges::{BadgeCard, BadgesPage};

/// The number of parts of a progress bar.
const BAR_PARTS: i64 = 10;

/// A page of somebody's badges, with one embed and picture each, so that it reads well on a phone.
pub(crate) fn page(list: List, found: &BadgesPage) -> Face {
    let owner = text::name(&found.owner.name);
    let (rows, skipped) = (&found.page.rows, found.page.skipped);
    if rows.is_empty() {
        let nothing = format!("Logros de **{owner}**\nNinguno todavía. Se ganan en los juegos del servidor.");
        return Face::new(nothing);
    }
    let to = skipped + i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let part = paging::part_of(skipped + 1, to, found.page.total);
    let head = format!("Logros de **{owner}** · {part}");
    let turns = paging::turns(list, &found.page, |card| card.badge.progress.achievement.id.get());
    rows.iter().fold(Face::new(head).buttons(turns), with_badge)
}

fn with_badge(face: Face, card: &BadgeCard) -> Face {
    let embed = badge(&card.badge);
    match &card.picture {
        // Each picture has its own name, because a client that caches pictures by name would show one of them twice.
        Some(png) => face.embed_with(
            embed,
            format!("insignia-{}.png", card.badge.progress.achievement.id),
            png,
        ),
        None => face.embed(embed),
    }
}

fn badge(badge: &Badge) -> CreateEmbed {
    let (progress, achievement) = (&badge.progress, &badge.progress.achievement);
    let (value, target) = (progress.value, achievement.target);
    let name = text::name(&achievement.name);
    let (title, how_far, colour) = match progress.completed_at {
        Some(at) => (
            format!("🏅 {name}"),
            format!("{} · completado {}", bar(target, target), when::ago(at)),
            COLOUR_DONE,
        ),
        None => (
            name,
            format!("{} · {value} de {target}", bar(value, target)),
            COLOUR_OPEN,
        ),
    };
    let reward = if achievement.reward.is_positive() {
        format!(" · premio: {}", counted(achievement.reward))
    } else {
        String::new()
    };
    let (about, app) = (text::plain(&achievement.description), text::name(&badge.app));
    CreateEmbed::new()
        .title(title)
        .description(format!("{how_far}\n{about}\n{app}{reward}"))
        .colour(colour)
}

/// Announced publicly. `file`: the name of its picture, which is sent along.
pub(crate) fn completed(achievement: &Achievement, member: &Member, file: Option<&str>) -> CreateEmbed {
    let reward = if achievement.reward.is_positive() {
        format!(" y gana {}", counted(achievement.reward))
    } else {
        String::new()
    };
    let (who, what) = (text::name(&member.name), text::name(&achievement.name));
    let description = text::plain(&achievement.description);
    let embed = CreateEmbed::new()
        .title("🏅 Logro completado")
        .description(format!("**{who}** completó **{what}**{reward}.\n{description}"))
        .colour(COLOUR_DONE);
    match file {
        Some(file) => embed.thumbnail(format!("attachment://{file}")),
        None => embed,
    }
}

/// A progress bar. It is full only when the target is reached.
fn bar(value: i64, target: i64) -> String {
    let full = i128::from(value.max(0)) * i128::from(BAR_PARTS) / i128::from(target.max(1));
    let full = usize::try_from(full.clamp(0, i128::from(BAR_PARTS))).unwrap_or_default();
    let parts = usize::try_from(BAR_PARTS).unwrap_or_default();
    format!("{}{}", "▰".repeat(full), "▱".repeat(parts - full))
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn a_bar_is_full_only_when_it_is_done() {
        assert_eq!(bar(0, 10), "▱▱▱▱▱▱▱▱▱▱");
        assert_eq!(bar(4, 10), "▰▰▰▰▱▱▱▱▱▱");
        assert_eq!(bar(999, 1_000), "▰▰▰▰▰▰▰▰▰▱");
        assert_eq!(bar(i64::MAX, i64::MAX), "▰▰▰▰▰▰▰▰▰▰");
    }
}
