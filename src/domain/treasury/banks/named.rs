//! How people and callers name a bank: by its id in the API, by its code or one of its names.

use serde::{Deserialize, Serialize};

use super::bank::recognise;
use super::{Bank, BankError, list_banks};
use crate::db::Source;

/// A bank as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankName(String);

impl BankName {
    pub fn new(typed: &str) -> Self {
        Self(typed.trim().to_owned())
    }
}

/// The bank that is named.
///
/// # Errors
/// [`BankError::Unknown`] with the banks there are, [`BankError::Several`].
pub async fn named(source: &mut impl Source, name: &BankName) -> Result<Bank, BankError> {
    let banks = list_banks(source).await?;
    let found: Vec<Bank> = recognise(&banks, &name.0).into_iter().cloned().collect();
    match found.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(BankError::Unknown { typed: name.0.clone() }),
        _ => Err(BankError::Several {
            typed: name.0.clone(),
            banks: found,
        }),
    }
}
