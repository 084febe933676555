//! What a desk needs of its machine: space where its files are, and a backup now and then.

use std::path::PathBuf;

use super::backups::last;
use crate::http::{Disk, Found, Surroundings};

/// The machine around the data directory.
pub(super) struct Machine {
    pub(super) data_dir: PathBuf,
}

impl Surroundings for Machine {
    fn look(&self) -> Found {
        let disk = rustix::fs::statvfs(&self.data_dir).ok().map(|found| Disk {
            // What the desk may use: the system keeps a part for itself.
            free_bytes: found.f_bavail.saturating_mul(found.f_frsize),
            total_bytes: found.f_blocks.saturating_mul(found.f_frsize),
        });
        Found {
            disk,
            backup: last::read(&self.data_dir),
        }
    }
}
