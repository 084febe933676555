//! Settings of giros (specification 002).

use super::reader::Reader;
use crate::domain::kernel::desk::GiroOthers;

/// Who gets giros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GirosConfig {
    pub others: GiroOthers,
}

impl GirosConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> GirosConfig {
        let expected = "anyone, at_bank or assigned";
        GirosConfig {
            others: reader.read("giros.others", expected, |value| {
                GiroOthers::from_code(value.text()?).ok()
            }),
        }
    }
}
