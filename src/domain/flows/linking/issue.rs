//! `!vincular V-12345678`: an admin hands out a code for somebody of the old book.

use serde::{Deserialize, Serialize};

use super::code::LinkCode;
use super::find::find;
use super::{LinkError, store};
use crate::clock::Moment;
use crate::db::DbError;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::recall::{Asked, once};
use crate::domain::people::members::{self, Actor, Permission};
use crate::ids::RequestId;

/// Long enough for somebody who looks into Discord once a week.
const VALID_MS: i64 = 7 * 24 * 3_600_000;
/// How often a code is drawn until its selector is free.
const DRAWS_MAX: usize = 16;

/// A code that was handed out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Only for whoever asked first: a receipt does not keep it.
    #[serde(skip)]
    pub code: Option<LinkCode>,
    pub name: String,
    pub expires_at: Moment,
    /// Whether it takes the place of another one.
    pub replaces: bool,
}

/// Makes a code for the person who is meant; the one before ends.
///
/// # Errors
/// [`LinkError::NotAllowed`]; [`LinkError::NobodyFound`], [`LinkError::SeveralFound`], [`LinkError::HasDiscord`].
pub async fn issue(desk: &Desk, actor: &Actor, request: &RequestId, typed: &str) -> Result<Issued, LinkError> {
    actor.require(Permission::GiveLinkCodes)?;
    let asked = Asked::new(request, "linking.issue", &(actor.member, typed));
    once(desk, asked, async |tx, now| {
        let meant = find(tx, actor, typed).await?;
        let member = members::get_member_for_update(tx, meant.member).await?;
        if member.discord_user.is_some() {
            return Err(LinkError::HasDiscord { name: member.name });
        }
        let replaces = store::replace_open(tx, member.id, actor.member, now).await?;
        let expires_at = now.plus_ms(VALID_MS);
        for _ in 0..DRAWS_MAX {
            let code = LinkCode::draw();
            let new = store::NewCode {
                member: member.id,
                code: &code,
                issued_by: actor.member,
                at: now,
                expires_at,
            };
            if store::insert_code(tx, &new).await? {
                return Ok(Issued {
                    code: Some(code),
                    name: member.name,
                    expires_at,
                    replaces,
                });
            }
        }
        Err(DbError::Corrupt("no link code is free".to_owned()).into())
    })
    .await
}
