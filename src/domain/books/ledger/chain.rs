//! The chain of the books: every journal row is sealed by a SHA-256 over its content, its entries and the seal before.
//!
//! Whoever changes a past row must compute every later seal anew. The head then differs from the one that people were
//! told.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::unit::{Head, JournalRow};
use crate::ids::JournalId;

/// A journal row's place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// From 1, without gaps.
    pub seq: i64,
    pub journal: JournalId,
    pub hash: Vec<u8>,
}

/// The seals of `rows`, in their order, after `head`.
pub(super) fn seal(head: &Head, rows: &[JournalRow]) -> Vec<Seal> {
    let mut previous = head.hash.clone();
    let mut seals = Vec::with_capacity(rows.len());
    for (seq, row) in (head.seq + 1..).zip(rows) {
        previous = hash(&previous, row);
        seals.push(Seal {
            seq,
            journal: row.id,
            hash: previous.clone(),
        });
    }
    seals
}

/// The hash of one row, over the hash before it (empty for the first row).
pub(super) fn hash(previous: &[u8], row: &JournalRow) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(previous);
    hasher.update(content(row).as_bytes());
    hasher.finalize().to_vec()
}

/// One unambiguous text per row: every field is preceded by its length.
fn content(row: &JournalRow) -> String {
    let mut text = String::with_capacity(160 + 96 * row.entries.len());
    let mut field = |value: &str| {
        write!(text, "{}:{value};", value.len()).expect("writing to a String cannot fail");
    };
    field("journal");
    field(&row.id.to_string());
    field(&row.kind);
    field(&row.request);
    field(&row.part.to_string());
    field(&optional(row.actor));
    field(&row.posted_at.ms().to_string());
    field(&row.details);
    field(&optional(row.reverses));
    field(&row.entries.len().to_string());
    for entry in &row.entries {
        field(&entry.id.to_string());
        field(&entry.account.to_string());
        field(&entry.account_code);
        field(&entry.amount_minor.to_string());
        field(&entry.previous_minor.to_string());
        field(&entry.current_minor.to_string());
        field(&optional(entry.previous_entry));
    }
    text
}

fn optional(id: Option<impl ToString>) -> String {
    id.map_or_else(|| "-".to_owned(), |id| id.to_string())
}
