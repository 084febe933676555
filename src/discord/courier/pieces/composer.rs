//! What composing a notice needs.

use crate::db::Reader;
use crate::discord::surface::Surface;

/// The desk, and a connection to read from it.
pub(super) struct Composer<'a> {
    pub(super) surface: &'a Surface,
    pub(super) reader: &'a mut Reader,
}
