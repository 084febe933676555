//! What was found out is written down, and owed to superusers when it is news.

use std::collections::HashMap;

use crate::db::{DbError, retrying};
use crate::domain::kernel::desk::Desk;
use crate::domain::people::places::{self, Finding, Subject};

/// Writes down what is new, and owes it to superusers.
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

/// Without names of people.
fn log(subject: Subject, finding: Option<&Finding>) {
    match finding {
        None => tracing::info!(%subject, "a place is as it should be again"),
        Some(Finding::Missing) => tracing::warn!(%subject, "a place is missing"),
        Some(Finding::Open { to }) => tracing::warn!(
            %subject,
            strangers = to.len(),
            "a place can be read by people who must not; nothing private is posted there"
        ),
        Some(Finding::NotAdopted { because_of }) => tracing::warn!(
            %subject,
            strangers = because_of.len(),
            "a channel or role of the configured name is not used: people have it who must not"
        ),
        Some(Finding::RoleTaken { role, then }) => tracing::warn!(
            %subject,
            role = role.code(),
            then = then.code(),
            "somebody has a role at the desk and not its Discord role"
        ),
        Some(Finding::Administrators { people, .. }) => tracing::warn!(
            people = people.len(),
            "people are administrators in Discord who are neither superusers nor admins of the desk; they read everything"
        ),
    }
}
