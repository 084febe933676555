//! The unsettled promises, in memory and on disk.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::notes::Notes;
use super::promise::Promise;

/// The unsettled promises.
pub(in crate::discord) struct Unsettled {
    pub(super) notes: Notes,
    open: Mutex<Vec<Promise>>,
    pub(super) added: Notify,
}

impl Unsettled {
    /// Starts with the promises that an earlier process left.
    pub(in crate::discord) fn in_folder(data_dir: &Path) -> Unsettled {
        let notes = Notes::in_folder(data_dir);
        let open = Mutex::new(notes.read());
        Unsettled {
            notes,
            open,
            added: Notify::new(),
        }
    }

    pub(super) fn open(&self) -> MutexGuard<'_, Vec<Promise>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
