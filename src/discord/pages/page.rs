//! A page of a list.

use crate::discord::answer::Answer;
use crate::discord::content::Content;
use crate::discord::view::face::Face;

/// A page, and how private it is.
pub(in crate::discord) struct Page {
    pub(in crate::discord) face: Face,
    pub(in crate::discord) content: Content,
}

impl Page {
    pub(in crate::discord) fn answer(self) -> Answer {
        Answer::Face(Box::new(self.face)).containing(self.content)
    }
}
