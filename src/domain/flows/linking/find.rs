//! Finds who of the old book is meant: by cédula, phone, account number (also an old one) or name.

use serde::{Deserialize, Serialize};

use super::{LinkError, store};
use crate::db::{DbError, Tx};
use crate::domain::kernel::identifiers::{known_cedula, known_phone};
use crate::domain::people::members::{self, Actor, IdentityKind, NamedInBooks};
use crate::domain::treasury::accounts::AccountNumber;
use crate::ids::MemberId;

/// Somebody of the old book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Imported {
    #[sqlx(rename = "member_id")]
    pub member: MemberId,
    /// What others are shown.
    pub name: String,
    /// Their id in the old book.
    pub old_id: i64,
    /// As it stood there.
    pub cedula: Option<String>,
}

/// The one person who is meant.
///
/// # Errors
/// [`LinkError::NobodyFound`], [`LinkError::SeveralFound`].
pub(super) async fn find(tx: &mut Tx, actor: &Actor, typed: &str) -> Result<Imported, LinkError> {
    let typed = typed.trim();
    let mut found = by_number(tx, typed).await?;
    if found.is_empty() {
        found = by_identity(tx, typed).await?;
    }
    if found.is_empty() {
        found = by_name(tx, actor, typed).await?;
    }
    match found.len() {
        0 => Err(LinkError::NobodyFound {
            typed: typed.to_owned(),
        }),
        1 => Ok(found.remove(0)),
        _ => Err(LinkError::SeveralFound {
            typed: typed.to_owned(),
            found,
        }),
    }
}

async fn by_number(tx: &mut Tx, typed: &str) -> Result<Vec<Imported>, DbError> {
    if let Ok(number) = AccountNumber::parse(typed) {
        let found = store::find_by_account(tx, number.digits()).await?;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    // Also one that an account of somebody else bears now.
    store::find_by_old_number(tx, typed).await
}

async fn by_identity(tx: &mut Tx, typed: &str) -> Result<Vec<Imported>, DbError> {
    let known = [
        (IdentityKind::Cedula, known_cedula(typed)),
        (IdentityKind::Phone, known_phone(typed)),
    ];
    for (kind, value) in known {
        let Some(value) = value else { continue };
        if let Some(member) = members::find_member_by_identity(tx, kind, &value.value).await? {
            let found = store::find_imported(tx, &[member.id]).await?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
    }
    // Also of somebody who is not known by it, because it was known at the desk before or several had it.
    store::find_by_old_cedula(tx, typed).await
}

async fn by_name(tx: &mut Tx, actor: &Actor, typed: &str) -> Result<Vec<Imported>, DbError> {
    let found = match members::named(tx, actor, typed).await? {
        NamedInBooks::One(one) => vec![one.id],
        NamedInBooks::Several(several) => several.iter().map(|member| member.id).collect(),
        NamedInBooks::Nobody { .. } => Vec::new(),
    };
    store::find_imported(tx, &found).await
}
