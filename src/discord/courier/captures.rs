//! Captures as files of a message.

use poise::serenity_prelude as serenity;
use serenity::{CreateAttachment, StatusCode};

use super::post::{TellError, Teller};
use crate::discord::proofs::files;
use crate::domain::orders::{self, Order, Proof};
use crate::ids::OrderId;

/// The newest capture of an order's payment.
pub(super) async fn of_payment(teller: &Teller<'_>, order: OrderId) -> Result<Option<CreateAttachment>, TellError> {
    let proofs = orders::list_proofs(&mut teller.reader().await?, order).await?;
    Ok(match proofs.last() {
        Some(proof) => read(teller, order, "orden", proof).await,
        None => None,
    })
}

/// What came with the order: the capture of the client's own payment, or a reseller's picture.
pub(super) async fn of_sender(teller: &Teller<'_>, order: &Order) -> Result<Option<CreateAttachment>, TellError> {
    let receipt = orders::find_receipt(&mut teller.reader().await?, order.id).await?;
    let what = if order.is_of_client() { "cliente" } else { "imagen" };
    Ok(match receipt {
        Some(receipt) => read(teller, order.id, what, &receipt).await,
        None => None,
    })
}

/// One that is no longer on disk is no reason to say nothing.
async fn read(teller: &Teller<'_>, order: OrderId, what: &str, proof: &Proof) -> Option<CreateAttachment> {
    match files::read(&teller.surface.config.desk.data_dir, &proof.sha256).await {
        Ok(bytes) => Some(CreateAttachment::bytes(bytes, file_name(what, order, proof))),
        Err(error) => {
            tracing::error!(order.id = order.get(), %error, "a capture cannot be read from the data directory");
            None
        }
    }
}

/// A name of our own: what people call their files is nobody's business in a channel.
fn file_name(what: &str, order: OrderId, proof: &Proof) -> String {
    let extension = extension(&proof.file_name);
    format!("{what}-{order}.{extension}")
}

/// What a file's name ends in, when it is as plain as an ending should be.
pub(super) fn extension(file_name: &str) -> String {
    let extension = file_name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_plain = (1..=5).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_plain {
        extension.to_lowercase()
    } else {
        "bin".to_owned()
    }
}

/// Discord's limit for files depends on the server.
pub(super) fn is_too_large(error: &serenity::Error) -> bool {
    /// Discord's code for it.
    const TOO_LARGE: isize = 40005;
    match error {
        serenity::Error::Http(serenity::HttpError::UnsuccessfulRequest(response)) => {
            response.status_code == StatusCode::PAYLOAD_TOO_LARGE || response.error.code == TOO_LARGE
        }
        _ => false,
    }
}
