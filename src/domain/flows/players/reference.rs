//! References of transactions (S3-21): `ENTRADA_SALA_68ab54e05475d8a12e468add_1756602231919_kx6gt`.

use rand::Rng;

use super::{Category, PublicId};
use crate::clock::Moment;

/// How many random characters end a reference.
const RANDOM_CHARS: usize = 5;
const BASE_36: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// Draws a reference: category, player, the transaction's moment in epoch milliseconds, and random characters in base 36.
/// Only the table knows whether it is free.
pub(super) fn draw(category: Category, player: &PublicId, at: Moment) -> String {
    let mut generator = rand::rng();
    let random: String = (0..RANDOM_CHARS)
        .map(|_| char::from(BASE_36[generator.random_range(0..BASE_36.len())]))
        .collect();
    format!("{}_{player}_{}_{random}", category.code().to_ascii_uppercase(), at.ms())
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::clock::Moment;
    use crate::domain::flows::players::{Category, PublicId};

    #[test]
    fn a_reference_names_category_player_and_moment() {
        let player = PublicId::parse("68ab54e05475d8a12e468add").expect("an id");
        let reference = draw(Category::RoomEntry, &player, Moment::from_ms(1_756_602_231_919));
        let random = reference
            .strip_prefix("ENTRADA_SALA_68ab54e05475d8a12e468add_1756602231919_")
            .expect("as the specification shows it");
        assert_eq!(random.len(), 5);
        assert!(
            random.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase()),
            "{random}"
        );
        assert_ne!(
            reference,
            draw(Category::RoomEntry, &player, Moment::from_ms(1_756_602_231_919))
        );
    }
}
