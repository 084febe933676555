//! What the alerts channel knows of trouble.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Mutex;

use crate::db::Trouble;

/// What a look writes into the folder of captures: on most disks one block more than an inode holds by itself.
const PROBE_BYTES: usize = 16 * 1024;
/// How many looks in a row must find a need met before its end is told: trouble that comes and goes is told once.
const STEADY_LOOKS: u32 = 3;

/// What the alerts channel knows.
#[derive(Default)]
pub(in crate::discord) struct Told {
    pub(super) knows: Mutex<Knows>,
    /// The size of a capture that could not be kept; 0: none since a look that found space. A small file may fit where it did not.
    capture_bytes: AtomicUsize,
}

impl Told {
    /// What a look writes, in bytes.
    pub(super) fn bytes_to_probe(&self) -> usize {
        self.capture_bytes.load(Ordering::SeqCst).max(PROBE_BYTES)
    }

    /// A capture of this size could not be kept.
    pub(super) fn note_not_kept(&self, bytes: usize) {
        self.capture_bytes.fetch_max(bytes, Ordering::SeqCst);
    }

    /// A look found space for it.
    pub(super) fn note_kept(&self) {
        self.capture_bytes.store(0, Ordering::SeqCst);
    }
}

#[derive(Default)]
pub(super) struct Knows {
    pub(super) writes: Known,
    pub(super) captures: Known,
}

/// What it knows of one need.
#[derive(Debug, Default)]
pub(super) struct Known {
    trouble: Option<Trouble>,
    /// Looks since then that found it met.
    met: u32,
}

/// What is to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    Begins(Trouble),
    Ends,
}

impl Known {
    /// What a look brings to tell.
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
