//! SQL text whose length depends on the number of rows. Only placeholders are generated here, never values.

use std::fmt::Write;

/// `$1, $2, … $n`, starting at `first`.
pub fn placeholders(first: usize, count: usize) -> String {
    let mut text = String::with_capacity(count * 5);
    for n in first..first + count {
        if n != first {
            text.push_str(", ");
        }
        write!(text, "${n}").expect("writing to a String cannot fail");
    }
    text
}

/// `($1, $2), ($3, $4), …`: `rows` rows of `columns` placeholders, for a multi-row `values`.
pub fn rows_of_placeholders(rows: usize, columns: usize) -> String {
    rows_of_placeholders_from(1, rows, columns)
}

/// The same, with placeholder numbers from `first` on.
pub(super) fn rows_of_placeholders_from(first: usize, rows: usize, columns: usize) -> String {
    let row = |r: usize| format!("({})", placeholders(r * columns + first, columns));
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{placeholders, rows_of_placeholders};

    #[test]
    fn placeholders_count_on_from_the_first() {
        assert_eq!(placeholders(3, 2), "$3, $4");
        assert_eq!(placeholders(1, 0), "");
        assert_eq!(rows_of_placeholders(2, 2), "($1, $2), ($3, $4)");
    }
}
