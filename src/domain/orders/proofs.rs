//! Captures of payments: the cashier answers the order with one (S0-43).

pub use super::proofs_store::{Proof, find_receipt, list_capture_names, list_proofs, list_shown_proofs};
pub(crate) use super::proofs_store::{find_capture_use, has_proof, insert_receipt};

use super::payment_marks::PaymentMarks;
use super::{payment_marks_store, proofs_store};
use serde::{Deserialize, Serialize};

use super::{Change, CompleteError, OrderError, OrderState, change_state, get_order_for_update, require_owner};
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::outbox::{self, CaptureUse, Notice};
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{Actor, Permission};
use crate::domain::people::requests::StoredCapture;
use crate::ids::{OrderId, RequestId};

/// A capture and what it proves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewProof {
    pub order: OrderId,
    /// Flattened, because a receipt compares a request with the first one by its JSON, and older receipts have the flat
    /// form.
    #[serde(flatten)]
    pub capture: StoredCapture,
    /// The bank's reference of the payment, as typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// Longest reference, in characters; the longest that banks of the region print has 30.
pub const REFERENCE_CHARS_MAX: usize = 60;

/// Fewest digits in a reference. People copy its last four to six digits; a text that is not a reference has fewer.
pub const REFERENCE_DIGITS_MIN: usize = 4;

/// The capture is stored and the order is being paid: **Listo** may be pressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProofAttached {
    pub order: OrderId,
    /// What the same file already proves, if anything. Superusers are told.
    pub reused_from: Option<CaptureUse>,
    /// Another order that has the same bank reference, if any. Superusers are told.
    #[serde(default)]
    pub reference_of: Option<OrderId>,
    /// Whether its cashier cannot confirm the order any more, because the payment proves something else.
    #[serde(default)]
    pub needs_word: bool,
}

impl ProofAttached {
    /// Whether the file or the reference was used before: then a human must look before the order is completed.
    pub fn is_reused(&self) -> bool {
        self.reused_from.is_some() || self.reference_of.is_some() || self.needs_word
    }
}

/// Attaches a capture to an order of the actor. More than one may be attached.
///
/// # Errors
/// [`OrderError::NotAllowed`], [`OrderError::Unknown`], [`OrderError::NotYours`], [`OrderError::WrongState`],
/// [`OrderError::ReceiptAsProof`], [`OrderError::Reference`], [`OrderError::NoReference`].
pub async fn attach_proof(
    desk: &Desk,
    actor: &Actor,
    request: &RequestId,
    proof: &NewProof,
) -> Result<ProofAttached, OrderError> {
    actor.require(Permission::CarryOutOrders)?;
    let asked = Asked::new(request, "orders.attach_proof", &(actor.member, proof));
    once(desk, asked, async |tx, now| {
        check_reference(proof)?;
        let order = get_order_for_update(tx, proof.order).await?;
        require_owner(tx, &order, actor.member).await?;
        if !matches!(order.state, OrderState::Assigned | OrderState::Processing) {
            return Err(OrderError::WrongState {
                order: order.id,
                state: order.state,
            });
        }
        let receipt = proofs_store::find_receipt(tx, order.id).await?;
        if receipt.is_some_and(|receipt| receipt.sha256 == proof.capture.sha256) {
            return Err(OrderError::ReceiptAsProof { order: order.id });
        }
        let reused_from = proofs_store::find_capture_use(tx, &proof.capture.sha256, Some(order.id)).await?;
        let proof_id = proofs_store::insert_proof(tx, proof, actor.member, now).await?;
        if order.state == OrderState::Assigned {
            let change = Change {
                to: OrderState::Processing,
                cashier: order.cashier,
                account: order.account,
                reason: None,
            };
            change_state(tx, &order, &change, actor.member, now).await?;
        }
        if let (Some(earlier), Some(proof)) = (reused_from, proof_id) {
            let notice = Notice::CaptureReused {
                proof,
                order: order.id,
                earlier,
            };
            outbox::enqueue(tx, &format!("alarm:{}", order.id), &notice, now).await?;
        }
        let marks = PaymentMarks::of_reference(proof.reference.as_deref());
        payment_marks_store::insert_marks(tx, order.id, &marks, now).await?;
        let reference_of = payment_marks_store::find_reference_use(tx, order.id, &marks).await?;
        if let (Some(earlier), Some(reference)) = (reference_of, &proof.reference) {
            let notice = Notice::ReferenceReused {
                order: order.id,
                earlier,
                reference: reference.clone(),
            };
            outbox::enqueue(tx, &format!("alarm:{}", order.id), &notice, now).await?;
        }
        outbox::enqueue(
            tx,
            order.outbox_subject(),
            &Notice::OrderChanged { order: order.id },
            now,
        )
        .await?;
        let refused = order.kind.before_listo(tx, &order).await;
        Ok(ProofAttached {
            order: order.id,
            reused_from,
            reference_of,
            needs_word: needs_word(refused)?,
        })
    })
    .await
}

/// Whether **Listo** would be refused because of what was attached.
fn needs_word(refused: Result<(), CompleteError>) -> Result<bool, OrderError> {
    match refused {
        Ok(()) => Ok(false),
        Err(CompleteError::Db(fault)) => Err(fault.into()),
        Err(_) => Ok(true),
    }
}

fn check_reference(proof: &NewProof) -> Result<(), OrderError> {
    let Some(typed) = proof.reference.as_deref() else {
        return Ok(());
    };
    let given = typed.chars().count();
    if !(1..=REFERENCE_CHARS_MAX).contains(&given) {
        return Err(OrderError::Reference {
            max: REFERENCE_CHARS_MAX,
            given,
        });
    }
    if typed.chars().filter(char::is_ascii_digit).count() < REFERENCE_DIGITS_MIN {
        return Err(OrderError::NoReference {
            order: proof.order,
            typed: typed.to_owned(),
            min: REFERENCE_DIGITS_MIN,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{NewProof, check_reference};
    use crate::domain::orders::OrderError;
    use crate::domain::people::requests::StoredCapture;
    use crate::ids::{DiscordMessageId, OrderId};

    #[test]
    fn words_and_the_number_of_an_order_are_no_reference_of_a_bank() {
        let with = |typed: &str| NewProof {
            order: OrderId::new(1),
            capture: StoredCapture {
                sha256: "ab".into(),
                bytes: 2,
                content_type: "image/png".into(),
                file_name: "a.png".into(),
                message: DiscordMessageId::new(7),
            },
            reference: Some(typed.to_owned()),
        };
        for typed in ["4512", "00-45 12", "BCO 004512", "op. 12-34"] {
            assert!(check_reference(&with(typed)).is_ok(), "{typed}");
        }
        for typed in ["pagado por banesco", "34", "pago 123", "-"] {
            let refused = check_reference(&with(typed));
            assert!(
                matches!(refused, Err(OrderError::NoReference { min: 4, .. })),
                "{typed}"
            );
        }
        assert!(matches!(
            check_reference(&with("")),
            Err(OrderError::Reference { given: 0, .. })
        ));
    }

    #[test]
    fn a_proof_is_known_by_one_flat_form() {
        let capture = StoredCapture {
            sha256: "ab".into(),
            bytes: 2,
            content_type: "image/png".into(),
            file_name: "a.png".into(),
            message: DiscordMessageId::new(7),
        };
        let (order, message) = (OrderId::new(1), serde_json::to_string(&capture.message).unwrap());
        let proof = serde_json::to_string(&NewProof {
            order,
            capture,
            reference: None,
        })
        .unwrap();
        let flat = r#"{"order":1,"sha256":"ab","bytes":2,"content_type":"image/png","file_name":"a.png","message":"#;
        assert_eq!(proof, format!("{flat}{message}}}"));
    }
}
