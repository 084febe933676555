//! Builds the postings of a step on a batch.

use super::Batch;
use crate::domain::books::ledger::{Line, Posting};
use crate::domain::orders::Step;

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
