//! How a page of a list looks: its lines, its position in the list, and the buttons to other pages.

use poise::serenity_prelude::{CreateEmbed, CreateEmbedFooter};

use super::COLOUR_OPEN;
use super::face::Face;
use super::nouns::{self, Noun, word_for};
use super::text::DESCRIPTION_CHARS_MAX;
use crate::db::{Paged, Place};
use crate::discord::controls::{Button, List};

/// A page of a list.
pub(crate) struct Leaf<'a, T> {
    pub(crate) list: List,
    pub(crate) title: String,
    /// The text above the lines.
    pub(crate) head: String,
    pub(crate) page: &'a Paged<T>,
    /// The noun for the rows.
    pub(crate) what: Noun,
}

impl<T> Leaf<'_, T> {
    /// The page with its buttons. Lines that do not fit begin the next page, so nothing is cut off.
    pub(crate) fn face(&self, key: impl Fn(&T) -> i64, line: impl Fn(&T) -> String) -> Face {
        let lines: Vec<String> = self.page.rows.iter().map(line).collect();
        let room = DESCRIPTION_CHARS_MAX.saturating_sub(self.head.chars().count() + 1);
        let fitting = how_many_fit(&lines, room);
        let shown = i64::try_from(fitting).unwrap_or(i64::MAX);
        let (from, to) = (self.page.skipped + 1, self.page.skipped + shown);
        let mut description = self.head.clone();
        for line in lines.iter().take(fitting) {
            description.push('\n');
            description.push_str(line);
        }
        let total = self.page.total;
        let footer = format!("{} {}", part_of(from, to, total), word_for(&total, self.what));
        let embed = CreateEmbed::new()
            .title(&self.title)
            .colour(COLOUR_OPEN)
            .description(description.trim_start_matches('\n'))
            .footer(CreateEmbedFooter::new(footer));
        Face::of_embed(embed).buttons(self.turns(fitting, key))
    }

    fn turns(&self, fitting: usize, key: impl Fn(&T) -> i64) -> Vec<Button> {
        let (rows, skipped) = (&self.page.rows, self.page.skipped);
        let shown = rows.iter().take(fitting);
        let on = skipped + i64::try_from(shown.len()).unwrap_or(i64::MAX);
        let before = rows.first().filter(|_| 0 < skipped).map(|row| Place::Before(key(row)));
        let after = shown
            .last()
            .filter(|_| on < self.page.total)
            .map(|row| Place::After(key(row)));
        let turns = [before, after].into_iter().flatten();
        turns.map(|place| Button::Page(self.list, place)).collect()
    }
}

/// The buttons to other pages, for a list whose rows all fit on this page.
pub(crate) fn turns<T>(list: List, page: &Paged<T>, key: impl Fn(&T) -> i64) -> Vec<Button> {
    let (title, head) = (String::new(), String::new());
    let leaf = Leaf {
        list,
        title,
        head,
        page,
        what: nouns::ORDERS,
    };
    leaf.turns(page.rows.len(), key)
}

/// `1–10 de 34`, `11 de 11`, `1`.
pub(crate) fn part_of(from: i64, to: i64, total: i64) -> String {
    if total == 1 {
        total.to_string()
    } else if from == to {
        format!("{from} de {total}")
    } else {
        format!("{from}–{to} de {total}")
    }
}

/// How many lines fit into `room` characters; at least one.
fn how_many_fit(lines: &[String], room: usize) -> usize {
    let mut used = 0;
    let fits = |line: &&String| {
        used += line.chars().count() + 1;
        used <= room
    };
    lines.iter().take_while(fits).count().max(1)
}

#[cfg(test)]
mod tests {
    use super::{how_many_fit, part_of};

    #[test]
    fn the_foot_of_a_page_reads_as_people_count() {
        assert_eq!(part_of(1, 10, 34), "1–10 de 34");
        assert_eq!(part_of(11, 11, 11), "11 de 11");
        assert_eq!(part_of(1, 1, 1), "1");
    }

    #[test]
    fn lines_are_taken_while_they_fit() {
        let lines = ["ñandú".to_owned(), "uno".to_owned(), "dos".to_owned()];
        assert_eq!(how_many_fit(&lines, 14), 3);
        assert_eq!(how_many_fit(&lines, 13), 2);
        assert_eq!(how_many_fit(&lines, 2), 1);
    }
}
