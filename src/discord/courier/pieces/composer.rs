//! Who composes a notice.

use crate::db::Reader;
use crate::discord::surface::Surface;

/// Who composes: the desk, and a connection that reads it.
pub(super) struct Composer<'a> {
    pub(super) surface: &'a Surface,
    pub(super) reader: &'a mut Reader,
}
