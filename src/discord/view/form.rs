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
    /// The minimum and maximum number of characters. With a minimum of 0, the field is optional.
    pub(crate) chars: (u16, u16),
    pub(crate) lines: Lines,
    /// The text that is already in the field.
    pub(crate) value: Option<String>,
}

/// The size of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lines {
    One,
    Several,
}
