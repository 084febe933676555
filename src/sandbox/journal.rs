//! The sandbox's state on disk: a file of JSON lines, each a [`Change`] that is written before anybody is told of it.
//!
//! If the process is killed, no answered change is lost: each line is passed to the operating system in one write. At
//! start the file is replayed and rewritten without history (to a temporary file, which is then renamed).

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::SandboxError;
use super::model::Change;

const FILE_NAME: &str = "journal.jsonl";

#[derive(Debug)]
pub(super) struct Journal {
    file: File,
}

impl Journal {
    /// Reads all changes from `dir`, the oldest first.
    pub(super) fn replay(dir: &Path, mut apply: impl FnMut(Change)) -> Result<(), SandboxError> {
        let file = match File::open(dir.join(FILE_NAME)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(SandboxError::Io(error)),
        };
        let mut reader = BufReader::new(file);
        let mut line = Vec::new();
        let mut number = 0_usize;
        while reader.read_until(b'\n', &mut line)? > 0 {
            number += 1;
            // Only the last line can be incomplete: the process was killed while writing it.
            if line.last() != Some(&b'\n') {
                break;
            }
            let change = serde_json::from_slice(&line).map_err(|source| SandboxError::Journal { number, source })?;
            apply(change);
            line.clear();
        }
        Ok(())
    }

    /// Replaces the journal with a new one that contains the current state, and opens it for appending.
    pub(super) fn compact(dir: &Path, state: impl Iterator<Item = Change>) -> Result<Journal, SandboxError> {
        fs::create_dir_all(dir)?;
        let path = dir.join(FILE_NAME);
        let temporary: PathBuf = dir.join(format!("{FILE_NAME}.new"));
        let mut writer = BufWriter::new(File::create(&temporary)?);
        for change in state {
            writer.write_all(&line_of(&change))?;
        }
        writer.flush()?;
        drop(writer);
        fs::rename(&temporary, &path)?;
        let file = OpenOptions::new().append(true).open(&path)?;
        Ok(Journal { file })
    }

    pub(super) fn append(&mut self, change: &Change) -> io::Result<()> {
        self.file.write_all(&line_of(change))
    }
}

fn line_of(change: &Change) -> Vec<u8> {
    let mut line = serde_json::to_vec(change).expect("records have text keys only, so they are always JSON");
    line.push(b'\n');
    line
}

#[cfg(test)]
mod tests {
    use std::fs::OpenOptions;
    use std::io::Write;

    use super::Journal;
    use crate::sandbox::model::Change;

    #[test]
    fn a_torn_last_line_is_ignored() {
        let dir = tempfile::tempdir().unwrap();
        let mut journal = Journal::compact(dir.path(), [Change::LastId(1)].into_iter()).unwrap();
        journal.append(&Change::LastId(2)).unwrap();
        let mut file = OpenOptions::new()
            .append(true)
            .open(dir.path().join("journal.jsonl"))
            .unwrap();
        file.write_all(b"{\"last_id\":3").unwrap();
        let mut seen = Vec::new();
        Journal::replay(dir.path(), |change| seen.push(format!("{change:?}"))).unwrap();
        assert_eq!(seen, ["LastId(1)", "LastId(2)"]);
    }
}
