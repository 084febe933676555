//! Reads who a caller means by a text.

use super::PublicId;

/// Who a text may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Typed {
    Player(PublicId),
    /// `discord:169015299834642432`
    Discord(i64),
    /// `telegram:12345678`
    Telegram(i64),
    /// Digits alone: a Discord or a Telegram id.
    Number(i64),
}

/// Reads a player's id, or a Discord or Telegram id with or without its prefix; `None` for anything else.
pub(super) fn read(typed: &str) -> Option<Typed> {
    let typed = typed.trim();
    if let Ok(id) = PublicId::parse(typed) {
        return Some(Typed::Player(id));
    }
    match typed.split_once(':') {
        Some(("jugador", id)) => PublicId::parse(id).ok().map(Typed::Player),
        Some(("discord", id)) => number(id).map(Typed::Discord),
        Some(("telegram", id)) => number(id).map(Typed::Telegram),
        Some(_) => None,
        None => number(typed).map(Typed::Number),
    }
}

fn number(digits: &str) -> Option<i64> {
    let is_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|number| is_digits && 0 < *number)
}

#[cfg(test)]
mod tests {
    use super::{PublicId, Typed, read};

    #[test]
    fn a_player_is_named_by_any_of_their_ids() {
        let id = PublicId::parse("68ab54e05475d8a12e468add").expect("an id");
        assert_eq!(read("68AB54E05475D8A12E468ADD"), Some(Typed::Player(id.clone())));
        assert_eq!(read("jugador:68ab54e05475d8a12e468add"), Some(Typed::Player(id)));
        assert_eq!(
            read("discord:169015299834642432"),
            Some(Typed::Discord(169_015_299_834_642_432))
        );
        assert_eq!(read(" telegram:12345678 "), Some(Typed::Telegram(12_345_678)));
        assert_eq!(read("12345678"), Some(Typed::Number(12_345_678)));
    }

    #[test]
    fn what_is_no_id_names_nobody() {
        for typed in [
            "",
            "ana",
            "discord:ana",
            "telegram:-5",
            "+5",
            "0",
            "otro:5",
            "99999999999999999999",
            "68ab54",
        ] {
            assert_eq!(read(typed), None, "{typed}");
        }
        // 24 decimal digits are a player's id, which no Discord or Telegram id is long enough for.
        assert!(matches!(read("123456789012345678901234"), Some(Typed::Player(_))));
    }
}
