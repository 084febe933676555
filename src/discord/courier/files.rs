//! The files of messages: captures from the data directory, and pictures of achievements.

use poise::serenity_prelude::CreateAttachment;

use super::error::TellError;
use super::piece::FileOf;
use super::post::Teller;
use crate::discord::proofs::{files, kinds};
use crate::domain::flows::payouts;
use crate::domain::games::apps::achievements;
use crate::domain::orders;

/// The highest number of files in one message.
const FILES_MAX: usize = 10;

/// A stored capture.
struct Kept {
    sha256: String,
    content_type: String,
    file_name: String,
}

/// Reads the files of a message. A file that cannot be read is left out, so that the message is still sent.
pub(super) async fn read(teller: &Teller<'_>, file: FileOf) -> Result<Vec<CreateAttachment>, TellError> {
    let mut reader = teller.reader().await?;
    let of_proof = |proof: orders::Proof| Kept {
        sha256: proof.sha256,
        content_type: proof.content_type,
        file_name: proof.file_name,
    };
    let (kept, name): (Vec<Kept>, String) = match file {
        FileOf::Payment(order) => {
            let proofs = orders::list_shown_proofs(&mut reader, order).await?;
            (proofs.into_iter().map(of_proof).collect(), format!("orden-{order}"))
        }
        FileOf::Receipt(order) => {
            let receipt = orders::find_receipt(&mut reader, order).await?;
            (receipt.into_iter().map(of_proof).collect(), format!("cliente-{order}"))
        }
        FileOf::Picture(order) => {
            let picture = orders::find_receipt(&mut reader, order).await?;
            (picture.into_iter().map(of_proof).collect(), format!("imagen-{order}"))
        }
        FileOf::Payout(number) => {
            let proofs = payouts::list_shown_proofs(&mut reader, number).await?;
            let kept = proofs.into_iter().map(|proof| Kept {
                sha256: proof.sha256,
                content_type: proof.content_type,
                file_name: proof.file_name,
            });
            (kept.collect(), format!("retiro-{number}"))
        }
        FileOf::Badge(achievement, name) => {
            let picture = achievements::find_graphic(&mut reader, achievement).await?;
            let files = picture.map(|bytes| CreateAttachment::bytes(bytes, name));
            return Ok(files.into_iter().collect());
        }
    };
    drop(reader);
    let mut files = Vec::new();
    // If there are more than a message allows, use the last ones: they correct the earlier ones.
    for kept in kept.iter().skip(kept.len().saturating_sub(FILES_MAX)) {
        match files::read(&teller.surface.config.desk.data_dir, &kept.sha256).await {
            Ok(bytes) => {
                let number = match files.len() {
                    0 => String::new(),
                    before => format!("-{}", before + 1),
                };
                let ending = extension(&bytes, kept);
                files.push(CreateAttachment::bytes(bytes, format!("{name}{number}.{ending}")));
            }
            Err(error) => tracing::error!(capture = name, %error, "cannot read a capture from the data directory"),
        }
    }
    Ok(files)
}

/// Makes the extension for our own file name; the name that the sender gave stays private. It follows from the bytes,
/// or, for captures of an older cambista, from the type that was declared.
fn extension(bytes: &[u8], kept: &Kept) -> String {
    let seen = kinds::of_bytes(bytes).or_else(|| kinds::of_media_type(&kept.content_type));
    seen.map_or_else(|| typed_extension(&kept.file_name), |kind| kind.extension.to_owned())
}

/// The extension of a file name, if it is short and alphanumeric.
fn typed_extension(file_name: &str) -> String {
    let extension = file_name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_plain = (1..=5).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_plain {
        extension.to_lowercase()
    } else {
        "bin".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::typed_extension;

    #[test]
    fn only_a_plain_ending_is_kept() {
        assert_eq!(typed_extension("captura.PNG"), "png");
        assert_eq!(typed_extension("a.b/c"), "bin");
        assert_eq!(typed_extension("nothing"), "bin");
    }
}
