//! What every step on a batch is done with.

use super::Batch;
use crate::clock::Moment;
use crate::domain::books::ledger::{Line, Posting};
use crate::domain::kernel::desk::Policy;
use crate::domain::people::members::Actor;
use crate::ids::RequestId;

/// Who does this, when, and under which request.
pub(super) struct Step<'a> {
    pub(super) request: &'a RequestId,
    pub(super) actor: &'a Actor,
    pub(super) at: Moment,
    pub(super) policy: &'a Policy,
}

impl Step<'_> {
    pub(super) fn posting(&self, kind: &'static str, batch: &Batch, lines: Vec<Line>) -> Posting {
        Posting {
            kind,
            request: self.request.clone(),
            actor: Some(self.actor.member),
            at: self.at,
            details: serde_json::json!({ "batch": batch.id }),
            lines,
        }
    }
}
