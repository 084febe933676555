//! Words about achievements.

use poise::serenity_prelude::CreateEmbed;

use super::coins::counted;
use super::{COLOUR_DONE, text, when};
use crate::domain::apps::achievements::{Achievement, Badge};
use crate::domain::members::Member;

/// How many parts a bar has.
const BAR_PARTS: i64 = 10;

pub(crate) fn embed(owner: &Member, badges: &[Badge]) -> CreateEmbed {
    let lines: Vec<String> = badges.iter().map(line).collect();
    let words = if lines.is_empty() {
        "Ninguno todavía. Se ganan en los juegos del servidor.".to_owned()
    } else {
        lines.join("\n")
    };
    CreateEmbed::new()
        .title(text::clip(
            &format!("Logros de {}", text::unformatted(&owner.name)),
            256,
        ))
        .description(text::clip(&words, text::DESCRIPTION_CHARS_MAX))
        .colour(COLOUR_DONE)
}

fn line(badge: &Badge) -> String {
    let achievement = &badge.progress.achievement;
    let (name, app) = (text::name(&achievement.name), text::name(&badge.app));
    match badge.progress.completed_at {
        Some(at) => format!("🏅 **{name}** · {app} · {}", when::ago(at)),
        None => format!(
            "{} **{name}** · {app} · {} de {}",
            bar(badge.progress.value, achievement.target),
            badge.progress.value,
            achievement.target
        ),
    }
}

/// Where everybody reads it; `file`: its picture, sent with it.
pub(crate) fn completed(achievement: &Achievement, member: &Member, file: Option<&str>) -> CreateEmbed {
    let reward = if achievement.reward.is_positive() {
        format!(" y gana **{}**", counted(achievement.reward))
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

/// Full only when it is done.
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
