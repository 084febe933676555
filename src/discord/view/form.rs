//! The words of a form and of its fields.

/// A form: at most five fields.
pub(crate) struct FormWords {
    /// At most 45 characters.
    pub(crate) title: String,
    pub(crate) fields: Vec<FieldWords>,
}

/// One field of a form.
pub(crate) struct FieldWords {
    pub(crate) id: &'static str,
    /// At most 45 characters.
    pub(crate) label: &'static str,
    pub(crate) placeholder: &'static str,
    /// Least and most characters; a field of at least 0 may stay empty.
    pub(crate) chars: (u16, u16),
    pub(crate) lines: Lines,
    /// What stands in it already.
    pub(crate) value: Option<String>,
}

/// How much is expected in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lines {
    One,
    Several,
}
