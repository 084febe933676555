//! The answer when the desk refuses something, or when something is broken.

use std::fmt::{Debug, Display};

use crate::db::{DbError, MayBeFault, Trouble};
use crate::discord::carries::Carries;
use crate::discord::controls::Filled;
use crate::discord::surface::Surface;
use crate::discord::unsettled::{self, Asker, Doubt};
use crate::discord::view;
use crate::ids::RequestId;

/// A refusal or a fault. It is already logged.
pub(in crate::discord) struct Declined {
    words: String,
    because: Because,
    /// What was saved before it, if several things were asked at once.
    kept_before: Option<String>,
    /// Whether the words show figures, which only the readers of the command's answer may see.
    carries_figures: bool,
    /// What was typed into the refused form, so that the form can be opened again with it.
    typed: Option<Box<Filled>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Because {
    Refused,
    /// A fault; nothing was saved.
    Broken,
    /// It is unknown whether it was saved.
    InDoubt(Doubt),
}

impl Declined {
    /// A refusal without a use-case: what was typed cannot be read.
    pub(in crate::discord) fn because(words: impl Into<String>) -> Self {
        Self::of(words.into(), Because::Refused)
    }

    /// A refusal without a use-case whose words show figures of the books.
    pub(in crate::discord) fn with_figures(words: impl Into<String>) -> Self {
        Self {
            carries_figures: true,
            ..Self::because(words)
        }
    }

    /// Whether the words may be read only where the command's answer may be read.
    pub(in crate::discord) fn carries_figures(&self) -> bool {
        self.carries_figures || self.kept_before.is_some()
    }

    /// The handler panicked or took too long: its work may have been saved.
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

    /// The words of a refusal; `None` for a fault, for a doubt, and when something was saved before the refusal.
    pub(in crate::discord) fn refusal(&self) -> Option<&str> {
        let is_whole = self.because == Because::Refused && self.kept_before.is_none();
        is_whole.then_some(self.words.as_str())
    }

    /// Attaches what was typed into the refused form, so that its person gets it back.
    pub(in crate::discord) fn with_typed(self, typed: Filled) -> Self {
        let typed = (self.because == Because::Refused).then(|| Box::new(typed));
        Self { typed, ..self }
    }

    /// Takes what was typed into the refused form.
    pub(in crate::discord) fn take_typed(&mut self) -> Option<Box<Filled>> {
        self.typed.take()
    }

    /// Sets the request id to look for when the outcome is in doubt, if it is not the event's own id and was not set
    /// before.
    pub(in crate::discord) fn about(mut self, request: &RequestId) -> Self {
        if let Because::InDoubt(doubt) = &mut self.because {
            doubt.request.get_or_insert_with(|| request.clone());
        }
        self
    }

    /// Of several things asked at once, the first ones are already saved; `words` says which.
    pub(in crate::discord) fn after(mut self, words: String) -> Self {
        if self.because == Because::Broken {
            self.words.clear();
        }
        self.kept_before = Some(words);
        self
    }

    /// The words of the answer. When the outcome is unknown, this also makes sure that the person is told later what it
    /// was.
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

/// Turns the error of a use-case into an answer and logs it: a refusal at info, a fault at error. Refusals contain
/// names, amounts and typed text, so only their kind is logged.
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
            tracing::error!(use_case, error = %fault, "a use-case failed; it is not known whether it was saved");
            Declined::in_doubt()
        }
        Some(fault) => {
            tracing::error!(use_case, error = %fault, "a use-case failed; nothing was saved");
            Declined::of(view::faults::nothing_saved(fault.trouble()), Because::Broken)
        }
    }
}

/// The same for a read, or for a step before the use-case: whatever failed, nothing was saved.
pub(in crate::discord) fn unread<E>(what: &'static str) -> impl FnOnce(E) -> Declined
where
    E: MayBeFault + Debug + Display,
{
    move |error| {
        tracing::error!(use_case = what, %error, "a read failed; nothing was saved");
        let trouble = error.fault().map_or(Trouble::Broken, DbError::trouble);
        Declined::of(view::faults::nothing_saved(trouble), Because::Broken)
    }
}

/// The words for a fault of a read.
pub(in crate::discord) fn broken(_: &DbError) -> String {
    view::FAULT.to_owned()
}

/// The variant's name, cut from the `Debug` output.
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
