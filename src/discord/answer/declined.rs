//! What somebody hears when the desk said no, or when a machine broke.

use std::fmt::{Debug, Display};

use crate::db::{DbError, MayBeFault, Trouble};
use crate::discord::carries::Carries;
use crate::discord::controls::Filled;
use crate::discord::surface::Surface;
use crate::discord::unsettled::{self, Asker, Doubt};
use crate::discord::view;
use crate::ids::RequestId;

/// The desk said no, or broke; already logged.
pub(in crate::discord) struct Declined {
    words: String,
    because: Because,
    /// What was kept before it, when several things were asked at once.
    kept_before: Option<String>,
    /// Whether the words show what the command's answer would.
    carries_figures: bool,
    /// What was typed into a form: it can be opened again with that.
    typed: Option<Box<Filled>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Because {
    Refused,
    /// Nothing was kept.
    Broken,
    /// Nobody knows whether it was kept.
    InDoubt(Doubt),
}

impl Declined {
    /// A refusal that needs no use-case: what was typed cannot be read.
    pub(in crate::discord) fn because(words: impl Into<String>) -> Self {
        Self::of(words.into(), Because::Refused)
    }

    /// The same with words that show something of the books.
    pub(in crate::discord) fn with_figures(words: impl Into<String>) -> Self {
        Self {
            carries_figures: true,
            ..Self::because(words)
        }
    }

    /// Whether it is read only where the command's answer could be.
    pub(in crate::discord) fn carries_figures(&self) -> bool {
        self.carries_figures || self.kept_before.is_some()
    }

    /// A handler broke off somewhere: what it did may have been kept.
    pub(in crate::discord) fn in_doubt() -> Self {
        Self::of(String::new(), Because::InDoubt(Doubt::default()))
    }

    fn of(words: String, because: Because) -> Self {
        Self {
            words,
            because,
            kept_before: None,
            carries_figures: false,
            typed: None,
        }
    }

    /// The words of a refusal; nothing of what broke or is in doubt.
    pub(in crate::discord) fn refusal(&self) -> Option<&str> {
        let is_whole = self.because == Because::Refused && self.kept_before.is_none();
        is_whole.then_some(self.words.as_str())
    }

    /// It was a form that was refused: whoever filled it in gets it back as it was.
    pub(in crate::discord) fn with_typed(self, typed: Filled) -> Self {
        let typed = (self.because == Because::Refused).then(|| Box::new(typed));
        Self { typed, ..self }
    }

    /// The refused form.
    pub(in crate::discord) fn take_typed(&mut self) -> Option<Box<Filled>> {
        self.typed.take()
    }

    /// `request` is what was asked with, where it is not the event's own id and not said yet.
    pub(in crate::discord) fn about(mut self, request: &RequestId) -> Self {
        if let Because::InDoubt(doubt) = &mut self.because {
            doubt.request.get_or_insert_with(|| request.clone());
        }
        self
    }

    /// Of several things asked at once the first `kept` are in the books already: `words` says so.
    pub(in crate::discord) fn after(mut self, words: String) -> Self {
        if self.because == Because::Broken {
            self.words.clear();
        }
        self.kept_before = Some(words);
        self
    }

    /// What is said. Whoever is told that the outcome is not known yet is told later what it was.
    pub(in crate::discord) async fn words(self, surface: &Surface, asker: Asker) -> String {
        let words = match self.because {
            Because::Refused | Because::Broken => self.words,
            Because::InDoubt(doubt) => unsettled::answer(surface, asker, doubt).await,
        };
        match self.kept_before {
            Some(kept) => format!("{kept} {words}").trim_end().to_owned(),
            None => words,
        }
    }
}

/// Turns an error of a use-case into what is said, and logs it: a refusal at info, a fault at error. Refusals carry
/// names, amounts and what was typed, so only their kind is logged.
pub(in crate::discord) fn declined<E>(
    use_case: &'static str,
    words: impl FnOnce(&E) -> String,
) -> impl FnOnce(E) -> Declined
where
    E: MayBeFault + Carries + Debug + Display,
{
    move |error| match error.fault() {
        None => {
            tracing::info!(use_case, refusal = kind_of(&error), "the desk said no");
            Declined {
                carries_figures: error.carries_figures(),
                ..Declined::because(words(&error))
            }
        }
        Some(fault) if fault.is_outcome_unknown() => {
            tracing::error!(use_case, error = %fault, "a use-case broke; it is not known whether it was saved");
            Declined::in_doubt()
        }
        Some(fault) => {
            tracing::error!(use_case, error = %fault, "a use-case broke; nothing was saved");
            Declined::of(view::faults::nothing_saved(fault.trouble()), Because::Broken)
        }
    }
}

/// The same for what only reads, or is done before what was asked for begins: nothing of that was saved, whatever broke.
pub(in crate::discord) fn unread<E>(what: &'static str) -> impl FnOnce(E) -> Declined
where
    E: MayBeFault + Debug + Display,
{
    move |error| {
        tracing::error!(use_case = what, %error, "reading broke; nothing was saved");
        let trouble = error.fault().map_or(Trouble::Broken, DbError::trouble);
        Declined::of(view::faults::nothing_saved(trouble), Because::Broken)
    }
}

/// The words for a fault of a read.
pub(in crate::discord) fn broken(_: &DbError) -> String {
    view::FAULT.to_owned()
}

/// The variant's name out of the `Debug` form.
fn kind_of(error: &impl Debug) -> String {
    let shown = format!("{error:?}");
    shown.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[cfg(test)]
mod tests {
    use super::kind_of;

    #[derive(Debug)]
    #[allow(dead_code)]
    enum No {
        Plain,
        WithFacts { typed: String },
        Tuple(i64),
    }

    #[test]
    fn the_log_names_the_refusal_and_nothing_of_its_facts() {
        assert_eq!(kind_of(&No::Plain), "Plain");
        assert_eq!(kind_of(&No::WithFacts { typed: "secret".into() }), "WithFacts");
        assert_eq!(kind_of(&No::Tuple(7)), "Tuple");
    }
}
