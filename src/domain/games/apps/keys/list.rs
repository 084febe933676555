//! Lists the apps.

use super::error::KeyError;
use super::{App, store};
use crate::db::Source;
use crate::domain::people::members::{Actor, Permission};

/// The apps, sorted by name.
///
/// # Errors
/// [`KeyError::NotAllowed`].
pub async fn list_apps(source: &mut impl Source, actor: &Actor, apps_max: i64) -> Result<Vec<App>, KeyError> {
    actor.require(Permission::ManageApps)?;
    Ok(store::list_apps(source, apps_max).await?)
}
