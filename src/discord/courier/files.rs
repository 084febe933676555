//! Files of messages: captures from the data directory, pictures of achievements.

use poise::serenity_prelude::CreateAttachment;

use super::error::TellError;
use super::piece::FileOf;
use super::post::Teller;
use crate::discord::proofs::files;
use crate::domain::flows::payouts;
use crate::domain::games::apps::achievements;
use crate::domain::orders;

/// Reads it. What is no longer on disk is no reason to say nothing.
pub(super) async fn read(teller: &Teller<'_>, file: FileOf) -> Result<Option<CreateAttachment>, TellError> {
    let mut reader = teller.reader().await?;
    let (stored, name) = match file {
        FileOf::Payment(order) => {
            let proof = orders::list_proofs(&mut reader, order).await?.pop();
            (
                proof.map(|proof| (proof.sha256, proof.file_name)),
                format!("orden-{order}"),
            )
        }
        FileOf::Receipt(order) => {
            let receipt = orders::find_receipt(&mut reader, order).await?;
            (
                receipt.map(|proof| (proof.sha256, proof.file_name)),
                format!("cliente-{order}"),
            )
        }
        FileOf::Picture(order) => {
            let picture = orders::find_receipt(&mut reader, order).await?;
            (
                picture.map(|picture| (picture.sha256, picture.file_name)),
                format!("imagen-{order}"),
            )
        }
        FileOf::Payout(number) => {
            let proof = payouts::list_proofs(&mut reader, number).await?.pop();
            (
                proof.map(|proof| (proof.sha256, proof.file_name)),
                format!("retiro-{number}"),
            )
        }
        FileOf::Badge(achievement, name) => {
            let picture = achievements::find_graphic(&mut reader, achievement).await?;
            return Ok(picture.map(|bytes| CreateAttachment::bytes(bytes, name)));
        }
    };
    drop(reader);
    let Some((sha256, typed_name)) = stored else {
        return Ok(None);
    };
    match files::read(&teller.surface.config.desk.data_dir, &sha256).await {
        // A name of our own: what people call their files is nobody's business in a channel.
        Ok(bytes) => Ok(Some(CreateAttachment::bytes(
            bytes,
            format!("{name}.{}", extension(&typed_name)),
        ))),
        Err(error) => {
            tracing::error!(capture = name, %error, "a capture cannot be read from the data directory");
            Ok(None)
        }
    }
}

/// What a file's name ends in, when it is as plain as an ending should be.
fn extension(file_name: &str) -> String {
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
    use super::extension;

    #[test]
    fn only_a_plain_ending_is_kept() {
        assert_eq!(extension("captura.PNG"), "png");
        assert_eq!(extension("a.b/c"), "bin");
        assert_eq!(extension("nothing"), "bin");
    }
}
