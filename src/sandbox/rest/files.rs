//! Attachments: storing their bytes, describing and serving them.

use std::fs;
use std::io;

use axum::http::StatusCode;
use serde_json::Value;

use super::call::{Upload, id_of};
use super::error::{ApiError, Problems, Result};
use crate::sandbox::model::{Attachment, Change};
use crate::sandbox::wire::ATTACHMENT_BYTES_MAX;
use crate::sandbox::world::{Files, World};

/// Discord's maximum number of files in a message.
const FILES_MAX: usize = 10;
const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Stores the files of a message and returns all attachments that it has then. `had` are the attachments that it has
/// now; `listed` is the body's `attachments`, which names existing ones by id and new files by index. Existing
/// attachments that are not listed are removed, and files that are not listed are ignored. Without a list, everything
/// is kept and every file is added.
///
/// # Errors
/// Something is listed that neither exists nor was sent; too many files; a file that is too large.
pub(super) fn keep_all(
    world: &mut World,
    channel_id: u64,
    had: &[u64],
    files: &[Upload],
    listed: &Value,
) -> Result<Vec<u64>> {
    let list = listed.as_array();
    let mut problems = Problems::default();
    for (place, one) in list.into_iter().flatten().enumerate() {
        let is_there = id_of(&one["id"]).is_some_and(|id| had.contains(&id));
        if !is_there && !files.iter().any(|file| is_index(&one["id"], &file.index)) {
            let path = format!("attachments.{place}.id");
            problems.add(&path, "ATTACHMENT_NOT_FOUND", "Attachment data not found");
        }
    }
    problems.into_result()?;
    let find = |file: &Upload| list.and_then(|list| list.iter().find(|one| is_index(&one["id"], &file.index)));
    let is_kept = |id: &&u64| list.is_none_or(|list| list.iter().any(|one| id_of(&one["id"]) == Some(**id)));
    let mut ids: Vec<u64> = had.iter().filter(is_kept).copied().collect();
    let added: Vec<&Upload> = files
        .iter()
        .filter(|file| list.is_none() || find(file).is_some())
        .collect();
    if FILES_MAX < ids.len() + added.len() {
        return Err(Problems::one(
            "files",
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 0 and 10 in length.",
        ));
    }
    if files.iter().any(|file| ATTACHMENT_BYTES_MAX < file.bytes.len()) {
        return Err(ApiError::too_large());
    }
    for file in added {
        let about = find(file);
        let name = about
            .and_then(|about| about["filename"].as_str())
            .unwrap_or(&file.filename);
        let description = about.and_then(|about| about["description"].as_str()).map(str::to_owned);
        let mut new = NewFile::named(name, &file.bytes);
        new.description = description;
        ids.push(keep(world, channel_id, new)?);
    }
    Ok(ids)
}

fn is_index(id: &Value, index: &str) -> bool {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned) == index
}

/// A file to be stored.
#[derive(Debug)]
pub(in crate::sandbox) struct NewFile<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
    pub description: Option<String>,
    /// The type that Discord assumes, if any. It follows from the name unless the sender declares one.
    pub content_type: Option<String>,
    pub width_and_height: Option<(u32, u32)>,
}

impl<'a> NewFile<'a> {
    /// A file of which Discord knows only the name and, for a PNG, the size in its header.
    pub(in crate::sandbox) fn named(name: &'a str, bytes: &'a [u8]) -> Self {
        NewFile {
            name,
            bytes,
            description: None,
            content_type: Some(content_type_of(name).to_owned()),
            width_and_height: png_size(bytes),
        }
    }
}

/// Stores a file and returns its id.
pub(in crate::sandbox) fn keep(world: &mut World, channel_id: u64, file: NewFile<'_>) -> Result<u64> {
    let bytes = file.bytes;
    let id = world.next_id();
    let stored = store(world, id, bytes);
    if let Err(error) = stored {
        tracing::error!(%error, "the sandbox cannot store an attachment");
        return Err(ApiError::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            0,
            "500: Internal Server Error",
        ));
    }
    let filename = plain_name(file.name);
    let (width, height) = file.width_and_height.unzip();
    let stem = file.name.rsplit_once('.').map_or(file.name, |(stem, _)| stem);
    let size = bytes.len() as u64;
    world.commit(Change::Attachment(Attachment {
        id,
        channel_id,
        title: (filename != file.name).then(|| stem.to_owned()),
        filename,
        description: file.description,
        content_type: file.content_type,
        size,
        width,
        height,
    }));
    Ok(id)
}

fn store(world: &mut World, id: u64, bytes: &[u8]) -> io::Result<()> {
    match &mut world.files {
        Files::Memory(files) => {
            files.insert(id, bytes.to_vec());
            Ok(())
        }
        Files::Dir(dir) => fs::write(dir.join(id.to_string()), bytes),
    }
}

/// The file name as Discord changes it: anything except letters, digits, `_`, `-` and `.` becomes `_`.
fn plain_name(name: &str) -> String {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.');
    let plain: String = name
        .chars()
        .map(|letter| if allowed(letter) { letter } else { '_' })
        .collect();
    if plain.is_empty() { "file".into() } else { plain }
}

fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes.strip_prefix(PNG_SIGNATURE)?;
    let number = |at: usize| Some(u32::from_be_bytes(header.get(at..at + 4)?.try_into().ok()?));
    Some((number(8)?, number(12)?))
}

fn content_type_of(filename: &str) -> &'static str {
    let ending = filename.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("heic") => "image/heic",
        Some("heif") => "image/heif",
        Some("avif") => "image/avif",
        Some("mp4") => "video/mp4",
        Some("mov") => "video/quicktime",
        Some("pdf") => "application/pdf",
        Some("txt" | "log" | "md") => "text/plain; charset=utf-8",
        Some("csv") => "text/csv; charset=utf-8",
        Some("json") => "application/json",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{plain_name, png_size};

    #[test]
    fn a_png_tells_its_size() {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend([0, 0, 0, 3, 0, 0, 1, 0]);
        assert_eq!(png_size(&bytes), Some((3, 256)));
        assert_eq!(png_size(b"GIF89a"), None);
    }

    #[test]
    fn a_file_name_cannot_leave_its_folder() {
        assert_eq!(plain_name("../mi captura.png"), ".._mi_captura.png");
    }
}
