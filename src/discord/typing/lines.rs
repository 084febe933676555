//! Splits a message into commands, line by line. It does not know what the commands do.

use crate::domain::kernel::letters::is_invisible;

/// How many commands a message may contain. Each gets an answer, and nobody types more at once.
pub(super) const COMMANDS_MAX: usize = 20;

/// The beginning of a code block.
const CODE: &str = "```";

/// The contents of a message.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::discord) struct Typed {
    pub(in crate::discord) commands: Vec<Command>,
    /// Whether there is other text before the first command.
    pub(in crate::discord) begins_with_text: bool,
}

/// A command as it was typed, with the lines below it that are no commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::discord) struct Command {
    /// The line of the message where it begins, counted from 1.
    pub(in crate::discord) line: usize,
    /// The text from the prefix on. Invisible characters up to the end of its first word are removed.
    pub(in crate::discord) text: String,
}

impl Command {
    /// Its first line.
    pub(in crate::discord) fn head(&self) -> &str {
        self.text.lines().next().unwrap_or_default()
    }

    /// The lines below the first one, each with its number.
    pub(in crate::discord) fn below(&self) -> impl Iterator<Item = (usize, &str)> {
        let below = self.text.lines().enumerate().skip(1);
        below.map(|(nth, text)| (self.line + nth, text))
    }
}

/// Parses a message: every line that begins with the prefix is a command, and the lines below it belong to it.
pub(in crate::discord) fn read(content: &str, prefix: &str) -> Typed {
    let mut typed = Typed::default();
    if visible_head(content).starts_with(CODE) {
        // Commands in a code block are only shown, not given.
        return typed;
    }
    for (nth, line) in content.lines().enumerate() {
        let seen = visible_head(line);
        if is_command(&seen, prefix) {
            typed.commands.push(Command {
                line: nth + 1,
                text: seen,
            });
        } else if let Some(command) = typed.commands.last_mut() {
            command.text.push('\n');
            command.text.push_str(line);
        } else if !seen.is_empty() {
            typed.begins_with_text = true;
        }
    }
    for command in &mut typed.commands {
        command.text.truncate(command.text.trim_end().len());
    }
    typed
}

/// Whether the line begins with the prefix followed by a letter or digit. `!!!` is only an exclamation.
fn is_command(line: &str, prefix: &str) -> bool {
    let rest = line.strip_prefix(prefix);
    rest.is_some_and(|rest| rest.trim_start().starts_with(char::is_alphanumeric))
}

/// The line without leading spaces and without invisible characters before and in its first word. The rest stays as
/// typed, because a beneficiary is shown as it was written.
pub(super) fn visible_head(line: &str) -> String {
    let begins = line.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let word_ends = begins.find(char::is_whitespace).unwrap_or(begins.len());
    let (word, rest) = begins.split_at(word_ends);
    let mut seen: String = word.chars().filter(|c| !is_invisible(*c)).collect();
    seen.push_str(rest);
    seen
}

#[cfg(test)]
mod tests {
    use super::{Command, Typed, read};

    fn command(line: usize, text: &str) -> Command {
        let text = text.to_owned();
        Command { line, text }
    }

    #[test]
    fn an_exclamation_is_no_command() {
        assert_eq!(read("!t 100 p", "!").commands, [command(1, "!t 100 p")]);
        assert_eq!(read("! t 100 p", "!").commands, [command(1, "! t 100 p")]);
        for talk in [
            "!!!",
            "!",
            "hola",
            "¡t 100 p",
            "",
            "!?",
            "```\n!t 100 p\n```",
            "``` txt\n!t 100 p```",
        ] {
            assert_eq!(read(talk, "!").commands, [], "{talk}");
        }
    }

    #[test]
    fn every_line_with_the_prefix_is_a_command_and_the_others_belong_to_the_one_above() {
        let typed = read("!t 100 p María\n0102-1234\n\n!t 60 p Pedro\n  !batch\n", "!");
        let commands = [
            command(1, "!t 100 p María\n0102-1234"),
            command(4, "!t 60 p Pedro"),
            command(5, "!batch"),
        ];
        assert_eq!(
            typed,
            Typed {
                commands: commands.to_vec(),
                begins_with_text: false
            }
        );
        let below: Vec<_> = typed.commands[0].below().collect();
        assert_eq!(
            (typed.commands[0].head(), below),
            ("!t 100 p María", vec![(2, "0102-1234")])
        );
    }

    #[test]
    fn text_before_the_first_command_is_known() {
        assert!(read("María 0102\n!t 100 p", "!").begins_with_text);
        assert!(!read("\u{200B}\n!t 100 p", "!").begins_with_text);
        assert_eq!(read("María 0102\n!t 100 p", "!").commands, [command(2, "!t 100 p")]);
    }

    #[test]
    fn what_nobody_sees_hides_no_command_and_stays_in_what_is_free_text() {
        for typed in [
            "\u{FEFF}!t 100 p",
            "\u{200B} !t 100 p",
            "!\u{200B}t 100 p",
            "!t\u{2060} 100 p",
        ] {
            assert_eq!(read(typed, "!").commands, [command(1, "!t 100 p")], "{typed:?}");
        }
        let kept = "!t 100 p José\u{200D}a";
        assert_eq!(read(kept, "!").commands, [command(1, kept)]);
    }

    #[test]
    fn another_prefix_is_one_too() {
        assert_eq!(read("$t 100 p", "$").commands, [command(1, "$t 100 p")]);
        assert_eq!(read("mesa t 100 p", "mesa ").commands, [command(1, "mesa t 100 p")]);
    }
}
