//! What the alerts channel was told about trouble.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Mutex;

use crate::db::Trouble;

/// The size of the test file in the folder of captures. On most file systems an inode cannot hold that much without a
/// block of its own.
const PROBE_BYTES: usize = 16 * 1024;
/// How many checks in a row must succeed before the end is told, so that intermittent trouble is told once.
const STEADY_LOOKS: u32 = 3;

/// What the alerts channel was told.
#[derive(Default)]
pub(in crate::discord) struct Told {
    pub(super) knows: Mutex<Knows>,
    /// The size of the largest capture that could not be stored since the last successful check; 0 if none. A smaller
    /// test file might fit where it did not.
    capture_bytes: AtomicUsize,
}

impl Told {
    /// The size of the test file, in bytes.
    pub(super) fn bytes_to_probe(&self) -> usize {
        self.capture_bytes.load(Ordering::SeqCst).max(PROBE_BYTES)
    }

    /// Records that a capture of this size could not be stored.
    pub(super) fn note_not_kept(&self, bytes: usize) {
        self.capture_bytes.fetch_max(bytes, Ordering::SeqCst);
    }

    /// Records that a check found space for it.
    pub(super) fn note_kept(&self) {
        self.capture_bytes.store(0, Ordering::SeqCst);
    }
}

#[derive(Default)]
pub(super) struct Knows {
    pub(super) writes: Known,
    pub(super) captures: Known,
}

/// What the alerts channel was told about one kind of trouble.
#[derive(Debug, Default)]
pub(super) struct Known {
    trouble: Option<Trouble>,
    /// How many checks in a row have succeeded since.
    met: u32,
}

/// What to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    Begins(Trouble),
    Ends,
}

impl Known {
    /// What to tell after a check with this result, if anything.
    pub(super) fn look(&mut self, found: Option<Trouble>) -> Option<News> {
        match (self.trouble, found) {
            (None, None) => None,
            (None, Some(trouble)) => Some(News::Begins(trouble)),
            (Some(_), Some(_)) => {
                self.met = 0;
                None
            }
            (Some(_), None) => {
                self.met += 1;
                (STEADY_LOOKS <= self.met).then_some(News::Ends)
            }
        }
    }

    pub(super) fn note(&mut self, told: News) {
        self.met = 0;
        self.trouble = match told {
            News::Begins(trouble) => Some(trouble),
            News::Ends => None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::{Known, News, STEADY_LOOKS};
    use crate::db::Trouble;

    #[test]
    fn trouble_is_told_once_when_it_begins_and_once_when_it_is_over_for_good() {
        let mut known = Known::default();
        let mut told = Vec::new();
        let full = Some(Trouble::Full);
        let flapping = [None, full, full, None, full, None, None, full, Some(Trouble::ReadOnly)];
        let over = std::iter::repeat_n(None, 10);
        for found in flapping.into_iter().chain(over).chain([full]) {
            if let Some(news) = known.look(found) {
                known.note(news);
                told.push(news);
            }
        }
        let begins = News::Begins(Trouble::Full);
        assert_eq!(told, [begins, News::Ends, begins]);
        const { assert!(1 < STEADY_LOOKS) };
    }

    #[test]
    fn what_could_not_be_told_is_told_by_the_next_look() {
        let mut known = Known::default();
        assert_eq!(known.look(Some(Trouble::Full)), Some(News::Begins(Trouble::Full)));
        assert_eq!(known.look(Some(Trouble::Full)), Some(News::Begins(Trouble::Full)));
        assert_eq!(known.look(None), None);
    }
}
