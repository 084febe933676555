//! What differs from run to run in a text, replaced by what does not: ids of Discord, account numbers, keys, hashes, moments.

use std::collections::BTreeMap;

use serde_json::Value;

/// Digits of an id of Discord; no number of the desk is as long.
const SNOWFLAKE_DIGITS_MIN: usize = 17;
/// From so many on, letters and digits of hexadecimal numbers are a hash or a part of a key.
const HASH_CHARS_MIN: usize = 12;
/// A number of the desk's own accounts: `0112-3456-7890-1234-5678`.
const ACCOUNT_NUMBER_CHARS: usize = 24;
const ACCOUNT_NUMBER_DASHES: usize = 4;
const LAST_DIGITS: usize = 4;

/// People, channels and roles by their ids.
#[derive(Default)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// Takes all of a list with their `id` and this field.
    pub fn add(&mut self, list: &Value, field: &str) {
        for one in list.as_array().expect("a list") {
            let (id, name) = (one["id"].as_str(), one[field].as_str());
            if let (Some(id), Some(name)) = (id, name) {
                self.0.insert(id.to_owned(), name.to_owned());
            }
        }
    }

    /// `<@123>` becomes `<@david>`; the number of a message or of a guild, and what is random, becomes `#`. Moments stay where a
    /// story moves the clock.
    pub fn put_into(&self, text: &str, keeps_moments: bool) -> String {
        let mut stable = String::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
            let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
            let (word, behind) = match end {
                0 => rest.split_at(first.len_utf8()),
                end => rest.split_at(end),
            };
            let in_moment = !keeps_moments && stable.ends_with("<t:");
            let in_menu = stable.ends_with('…') && word.len() == LAST_DIGITS;
            let is_mention = ["<@", "<@&", "<#"].iter().any(|tag| stable.ends_with(tag));
            let known = self.0.get(word).map(|name| match is_mention {
                true => name.clone(),
                false => format!("(id of {name})"),
            });
            stable.push_str(&known.unwrap_or_else(|| unknown(word, in_moment || in_menu)));
            rest = behind;
        }
        stable
    }
}

/// What nobody sees, written out: `⟨U+200B⟩`.
pub fn written_out(text: &str) -> String {
    let seen = |c: char| match c {
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => {
            format!("⟨U+{:04X}⟩", u32::from(c))
        }
        c => c.to_string(),
    };
    text.chars().map(seen).collect()
}

/// A word that is nobody's id.
fn unknown(word: &str, varies: bool) -> String {
    let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let dashes = word.bytes().filter(|byte| *byte == b'-').count();
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_account = word.len() == ACCOUNT_NUMBER_CHARS
        && dashes == ACCOUNT_NUMBER_DASHES
        && digits + dashes == ACCOUNT_NUMBER_CHARS;
    let is_hash = HASH_CHARS_MIN <= word.len() && 0 < digits && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_account {
        "####-####-####-####-####".to_owned()
    } else if is_number && (varies || SNOWFLAKE_DIGITS_MIN <= digits) || (is_hash && !is_number) {
        "#".to_owned()
    } else {
        word.to_owned()
    }
}
