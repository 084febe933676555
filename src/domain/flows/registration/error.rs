//! Why nobody became or ceased to be anything.

use crate::clock::Moment;
use crate::db::DbError;
use crate::domain::orders::OrderError;
use crate::domain::people::members::{NotAllowed, NotHere, Role, Standing};
use crate::domain::people::requests::RequestError;
use crate::ids::RequestId;
use crate::{lifts, use_case_errors};

/// Nothing was written and nobody was told.
#[derive(Debug, thiserror::Error)]
pub enum RegistrationError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// Whoever was sent away is taken back by a superuser, not by asking; whoever left the guild comes back first.
    #[error("the person does not work at the desk: {0:?}")]
    NoWork(Standing),
    #[error(transparent)]
    NotHere(#[from] NotHere),
    #[error("{0} is no role that can be asked for")]
    NotOffered(Role),
    #[error("the person is {0} already")]
    AlreadyHas(Role),
    /// The last request was rejected not long ago.
    #[error("asking again is possible from {until:?}")]
    TooSoon { until: Moment },
    #[error("a name has {min} to {max} characters with a letter among them, not {given}")]
    Name { min: usize, max: usize, given: usize },
    /// Letters of scripts that no language writes together: such a name is made to be taken for another one.
    #[error("a name in letters of {scripts:?}")]
    MixedLetters { scripts: Vec<&'static str> },
    #[error("somebody else is called {name}, or like it")]
    NameTaken { name: String },
    #[error("{typed:?} is no country; known: {known:?}")]
    UnknownCountry { typed: String, known: Vec<String> },
    #[error("the referrer is no reseller")]
    ReferrerGone,
    #[error("nobody deactivates themselves")]
    Oneself,
    #[error("{name} is not active already")]
    AlreadyInactive { name: String, role: Role },
    #[error(transparent)]
    Request(RequestError),
    #[error(transparent)]
    Order(OrderError),
    #[error("request {0} was made before with another input")]
    OtherInput(RequestId),
    #[error(transparent)]
    Db(#[from] DbError),
}

use_case_errors!(RegistrationError);
lifts!(RequestError as Request into RegistrationError);
lifts!(OrderError as Order into RegistrationError);
