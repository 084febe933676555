//! Finds bank data that somebody typed where others read it. The bot answers elsewhere, but the message stays, because
//! the bot may not delete it.

use poise::serenity_prelude::Message;

use super::surface::Surface;
use crate::domain::people::places::Audience;

/// Commands whose words contain bank data, and how many words come before it.
const WITH_BANK_DATA: [(&str, usize); 2] = [("t", 2), ("request-retiro", 1)];
/// Shorter numbers are amounts, rates, or parts of a name.
const DIGITS_MIN: usize = 6;

/// Whether a command's words contain bank data and people read them who must not.
pub(super) fn is_exposed(surface: &Surface, message: &Message, command: &str, words: &str) -> bool {
    message.guild_id.is_some() && holds_bank_data(command, words) && !is_closed_room(surface, message)
}

/// A closed channel of the desk or of a reseller: everybody who reads it works with such data.
fn is_closed_room(surface: &Surface, message: &Message) -> bool {
    let watched = surface.watched(message.channel_id);
    watched.is_some_and(|watched| match watched.audience {
        Audience::Desk | Audience::Admins | Audience::Reseller => watched.is_closed,
        Audience::Everybody | Audience::Clients => false,
    })
}

fn holds_bank_data(command: &str, words: &str) -> bool {
    let Some((_, before)) = WITH_BANK_DATA.iter().find(|(name, _)| *name == command) else {
        return false;
    };
    let mut digits = 0;
    for word in words.split_whitespace().skip(*before) {
        let is_address = word.contains('@') && word.contains('.');
        let is_number = word.chars().all(|c| c.is_ascii_digit() || c == '-');
        // Account numbers are typed in groups: 0102 1234 5678.
        digits = if is_number { digits } else { 0 } + word.chars().filter(char::is_ascii_digit).count();
        if is_address || DIGITS_MIN <= digits {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::holds_bank_data;

    #[test]
    fn numbers_of_accounts_phones_and_addresses_are_bank_data() {
        for words in [
            "100 p Ana Rojas 0102-1234",
            "100 p 0102 1234 5678 9012 3456",
            "100 9.2 04141234567 Banesco V12345678",
            "100 p Ana ana@correo.com",
        ] {
            assert!(holds_bank_data("t", words), "{words}");
        }
        assert!(holds_bank_data("request-retiro", "50 Binance ID 123456"));
    }

    #[test]
    fn amounts_names_and_other_commands_are_not() {
        for words in ["100 p", "1000000 9.25", "100 p Ana Rojas", "100 p Ana, casa 12 piso 3"] {
            assert!(!holds_bank_data("t", words), "{words}");
        }
        assert!(!holds_bank_data("baja", "123456789012345678 123456789012345678"));
        assert!(!holds_bank_data("request-retiro", "1000000"));
    }
}
