//! Records findings about places, and owes superusers those that are new.

use std::collections::HashMap;

use crate::db::{DbError, retrying};
use crate::domain::kernel::desk::Desk;
use crate::domain::people::places::{self, Finding, Subject};

/// Records the findings that changed, and owes them to superusers.
pub(in crate::discord) async fn note_all(desk: &Desk, found: &[(Subject, Option<Finding>)]) -> Result<(), DbError> {
    let known = places::list_findings(&mut desk.db.reader().await?).await?;
    let known: HashMap<Subject, Finding> = known
        .into_iter()
        .filter_map(|noted| Some((noted.subject, noted.finding?)))
        .collect();
    for (subject, finding) in found {
        let is_known = match (known.get(subject), finding) {
            (None, None) => true,
            (Some(known), Some(found)) => known.is_same(found),
            (Some(_), None) | (None, Some(_)) => false,
        };
        if !is_known && retrying(|| places::note(desk, *subject, finding.as_ref())).await? {
            log(*subject, finding.as_ref());
        }
    }
    Ok(())
}

/// Logs a finding, without people's names.
fn log(subject: Subject, finding: Option<&Finding>) {
    match finding {
        None => tracing::info!(%subject, "a place is in order again"),
        Some(Finding::Missing) => tracing::warn!(%subject, "a place is missing"),
        Some(Finding::Open { to }) => tracing::warn!(
            %subject,
            strangers = to.len(),
            "people who must not can read a place; nothing private is posted there"
        ),
        Some(Finding::NotAdopted { because_of }) => tracing::warn!(
            %subject,
            strangers = because_of.len(),
            "a channel or role with a configured name is not used, because people have it who must not"
        ),
        Some(Finding::RoleTaken { role, then }) => tracing::warn!(
            %subject,
            role = role.code(),
            then = then.code(),
            "a member lacks the Discord role of their role at the desk"
        ),
        Some(Finding::Administrators { people, .. }) => tracing::warn!(
            people = people.len(),
            "Discord administrators who are neither superusers nor admins of the desk can read everything"
        ),
    }
}
