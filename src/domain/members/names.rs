//! Which names somebody can go by.

use crate::domain::letters::is_invisible;

/// Two names that read alike are one, whatever case or invisible characters they are written with.
pub(crate) fn reads_like(one: &str, other: &str) -> bool {
    let plain = |name: &str| -> String {
        let seen = name
            .chars()
            .filter(|character| !is_invisible(*character) && !character.is_whitespace());
        seen.flat_map(char::to_lowercase).collect()
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::reads_like;

    #[test]
    fn names_that_read_alike_are_one() {
        assert!(reads_like("da\u{200B}vid", "David"));
        assert!(reads_like("ÁNGEL", "ángel"));
        assert!(!reads_like("David R", "David"));
    }
}
