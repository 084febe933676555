//! When the last complete backup of a desk was made: a file in the data directory, because the process that makes backups
//! is not the one that is asked.

use std::io::{self, Write};
use std::path::Path;

use chrono::{DateTime, SecondsFormat};

use crate::clock::Moment;

const FILE: &str = "last-backup";

/// Notes a complete backup. Replaces the file at once, so that nobody reads half of it.
pub(super) fn write(data_dir: &Path, at: Moment) -> io::Result<()> {
    let time = DateTime::from_timestamp_millis(at.ms()).unwrap_or_default();
    let mut file = tempfile::NamedTempFile::new_in(data_dir)?;
    writeln!(file, "{}", time.to_rfc3339_opts(SecondsFormat::Millis, true))?;
    file.persist(data_dir.join(FILE))?;
    Ok(())
}

/// When the last complete backup was made; `None` when there was none, or nobody can read when.
pub(in crate::app) fn read(data_dir: &Path) -> Option<Moment> {
    let text = std::fs::read_to_string(data_dir.join(FILE)).ok()?;
    let time = DateTime::parse_from_rfc3339(text.trim()).ok()?;
    Some(Moment::from_ms(time.timestamp_millis()))
}

#[cfg(test)]
mod tests {
    use super::{FILE, read, write};
    use crate::clock::Moment;

    #[test]
    fn what_was_noted_last_is_read_and_nonsense_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()), None);
        for ms in [1_700_000_000_123, 1_700_000_999_000] {
            write(folder.path(), Moment::from_ms(ms)).unwrap();
            assert_eq!(read(folder.path()), Some(Moment::from_ms(ms)));
        }
        std::fs::write(folder.path().join(FILE), "yesterday").unwrap();
        assert_eq!(read(folder.path()), None);
    }
}
