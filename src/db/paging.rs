//! Pages of long lists. A page is identified by the row next to it, so that it stays the same while rows are added.

/// The position of a page in a list, in the list's own order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At the beginning.
    First,
    /// Directly after the row with this key.
    After(i64),
    /// Directly before the row with this key.
    Before(i64),
}

impl Place {
    /// Whether to read the first page instead of this one: either no row is left here, or the page before the key is
    /// not full, so that it reaches the beginning of the list.
    pub fn is_off(self, found: usize, page_rows: i64) -> bool {
        match self {
            Place::First => false,
            Place::After(_) => found == 0,
            Place::Before(_) => i64::try_from(found).is_ok_and(|found| found < page_rows),
        }
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paged<T> {
    pub rows: Vec<T>,
    /// How many rows of the list come before the first row of this page.
    pub skipped: i64,
    /// How many rows the whole list has.
    pub total: i64,
}

impl<T> Paged<T> {
    /// Cuts a page out of a complete list. The key of a row is its position, counted from 1.
    pub fn of_whole(whole: Vec<T>, place: Place, page_rows: usize) -> Paged<T> {
        let total = whole.len();
        let at = |key: i64| usize::try_from(key).unwrap_or(0).min(total);
        let skipped = match place {
            Place::First => 0,
            Place::After(key) if at(key) == total => 0,
            Place::After(key) => at(key),
            Place::Before(key) => at(key).saturating_sub(1).saturating_sub(page_rows),
        };
        let count = |rows: usize| i64::try_from(rows).unwrap_or(i64::MAX);
        Paged {
            rows: whole.into_iter().skip(skipped).take(page_rows).collect(),
            skipped: count(skipped),
            total: count(total),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Paged, Place};

    fn rows(place: Place) -> (Vec<i64>, i64) {
        let page = Paged::of_whole((1..=7).collect(), place, 3);
        assert_eq!(page.total, 7);
        (page.rows, page.skipped)
    }

    #[test]
    fn a_whole_list_is_cut_where_the_key_says() {
        assert_eq!(rows(Place::First), (vec![1, 2, 3], 0));
        assert_eq!(rows(Place::After(3)), (vec![4, 5, 6], 3));
        assert_eq!(rows(Place::After(6)), (vec![7], 6));
        assert_eq!(rows(Place::Before(7)), (vec![4, 5, 6], 3));
        assert_eq!(rows(Place::Before(3)), (vec![1, 2, 3], 0));
        assert_eq!(rows(Place::After(99)), (vec![1, 2, 3], 0));
        assert_eq!(rows(Place::Before(99)), (vec![4, 5, 6], 3));
    }

    #[test]
    fn a_page_that_nothing_stands_on_any_more_is_the_first_one() {
        assert!(!Place::First.is_off(0, 3));
        assert!(Place::After(7).is_off(0, 3) && !Place::After(7).is_off(1, 3));
        assert!(Place::Before(7).is_off(2, 3) && !Place::Before(7).is_off(3, 3));
    }
}
