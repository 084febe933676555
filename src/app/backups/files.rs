//! The files of a backup: captures, hashes, and having all of it on disk.

use std::collections::BTreeSet;
use std::fs::{DirBuilder, File};
use std::io::{self, Read};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::BackupError;
use crate::discord::captures;

/// Only whoever made a folder may look into it: books and captures tell everything about people.
const PRIVATE: u32 = 0o700;

pub(super) fn make_private(folder: &Path) -> Result<(), BackupError> {
    let made = DirBuilder::new().recursive(true).mode(PRIVATE).create(folder);
    made.map_err(BackupError::file(folder))
}

/// Removes a folder and all that is in it; nothing when it is not there.
pub(super) fn remove(folder: &Path) -> Result<(), BackupError> {
    match std::fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(BackupError::file(folder)(cause)),
        _ => Ok(()),
    }
}

pub(super) fn rename(from: &Path, to: &Path) -> Result<(), BackupError> {
    std::fs::rename(from, to).map_err(BackupError::file(to))?;
    sync(to.parent().unwrap_or(Path::new("/")))
}

/// Has a file, or the names in a folder, on disk.
pub(super) fn sync(path: &Path) -> Result<(), BackupError> {
    let synced = File::open(path).and_then(|file| file.sync_all());
    synced.map_err(BackupError::file(path))
}

/// The SHA-256 of a file, as lower-case hex.
pub(super) fn hash(path: &Path) -> io::Result<String> {
    let (mut file, mut sha256, mut buffer) = (File::open(path)?, Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex::encode(sha256.finalize())),
            bytes => sha256.update(&buffer[..bytes]),
        }
    }
}

/// The captures in a folder: files whose name is a SHA-256. None when there is no such folder.
pub(super) fn list_captures(folder: &Path) -> Result<BTreeSet<String>, BackupError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(cause) => return Err(BackupError::file(folder)(cause)),
    };
    let mut found = BTreeSet::new();
    for entry in entries {
        let name = entry.map_err(BackupError::file(folder))?.file_name();
        if let Some(name) = name.to_str().filter(|name| captures::is_name(name)) {
            found.insert(name.to_owned());
        }
    }
    Ok(found)
}

/// Puts the captures of `from` into `to`, each read and compared with its name. A capture that the backup `before` has
/// is the same file there and here (a hard link): captures never change, and only new ones need space. Returns those
/// that are in `to`.
pub(super) fn gather(from: &Path, before: Option<PathBuf>, to: &Path) -> Result<BTreeSet<String>, BackupError> {
    let mut gathered = BTreeSet::new();
    for name in list_captures(from)? {
        let there = to.join(&name);
        let linked = before.as_ref().is_some_and(|before| {
            std::fs::hard_link(before.join(&name), &there).is_ok() && hash(&there).is_ok_and(|found| found == name)
        });
        if linked || copy(&from.join(&name), &name, &there)? {
            gathered.insert(name);
        }
    }
    sync(to)?;
    Ok(gathered)
}

/// Copies a capture; `false` when it does not have the content that its name says, or is gone.
fn copy(from: &Path, name: &str, to: &Path) -> Result<bool, BackupError> {
    // What was linked from an older backup and is damaged there.
    match std::fs::remove_file(to) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(BackupError::file(to)(cause)),
        _ => {}
    }
    if let Err(cause) = std::fs::copy(from, to) {
        // A capture that cannot be read is told by its name; a disk that is full ends the backup.
        if File::open(from).is_ok() {
            return Err(BackupError::file(to)(cause));
        }
        return Ok(false);
    }
    if hash(to).map_err(BackupError::file(to))? != name {
        std::fs::remove_file(to).map_err(BackupError::file(to))?;
        return Ok(false);
    }
    sync(to)?;
    Ok(true)
}

/// Copies captures of a backup that are not in `folder`, each under its name only when it is whole. Returns how many.
pub(super) fn bring_back(captures: &Path, folder: &Path) -> Result<usize, BackupError> {
    make_private(folder)?;
    let have = list_captures(folder)?;
    let mut brought = 0;
    for name in list_captures(captures)?.difference(&have) {
        let path = captures.join(name);
        let mut copy = tempfile::NamedTempFile::new_in(folder).map_err(BackupError::file(folder))?;
        let copied = File::open(&path).and_then(|mut from| io::copy(&mut from, &mut copy));
        copied.map_err(BackupError::file(&path))?;
        if hash(copy.path()).map_err(BackupError::file(folder))? != *name {
            return Err(BackupError::Damaged(path));
        }
        copy.as_file().sync_all().map_err(BackupError::file(folder))?;
        let there = folder.join(name);
        copy.persist(&there)
            .map_err(|error| BackupError::file(&there)(error.error))?;
        brought += 1;
    }
    sync(folder)?;
    Ok(brought)
}

#[cfg(test)]
mod tests {
    use super::{gather, hash, list_captures};

    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn only_captures_that_are_what_their_name_says_are_gathered() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["live", "first", "second", "third"] {
            std::fs::create_dir(at(name)).unwrap();
        }
        let other = "0".repeat(64);
        std::fs::write(at("live").join(ABC), "abc").unwrap();
        std::fs::write(at("live").join(&other), "not that").unwrap();
        std::fs::write(at("live").join(".tmp1"), "half").unwrap();
        let found = gather(&at("live"), None, &at("first")).unwrap();
        assert_eq!(found.iter().collect::<Vec<_>>(), [ABC]);
        assert_eq!(list_captures(&at("first")).unwrap(), found);

        // A damaged file of the last backup is not taken over: the live one is copied instead.
        std::fs::write(at("first").join(ABC), "abd").unwrap();
        gather(&at("live"), Some(at("first")), &at("second")).unwrap();
        assert_eq!(hash(&at("second").join(ABC)).unwrap(), ABC);
        assert_eq!(std::fs::read(at("first").join(ABC)).unwrap(), b"abd");
        gather(&at("live"), Some(at("second")), &at("third")).unwrap();
        use std::os::unix::fs::MetadataExt;
        let inode = |name: &str| std::fs::metadata(at(name).join(ABC)).unwrap().ino();
        assert_eq!(inode("second"), inode("third"), "one file, two names");
    }
}
