//! Why nobody was registered, given a role or deactivated.

use crate::clock::Moment;
use crate::db::DbError;
use crate::domain::orders::OrderError;
use crate::domain::people::members::{NotAllowed, NotHere, Role, Standing};
use crate::domain::people::requests::RequestError;
use crate::ids::RequestId;
use crate::{lifts, use_case_errors};

/// Why a registration or a change of role was refused. Nothing was written and nobody was told.
#[derive(Debug, thiserror::Error)]
pub enum RegistrationError {
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// A deactivated person cannot ask: a superuser must take them back. Whoever left the guild must come back first.
    #[error("the person does not work at the desk: {0:?}")]
    NoWork(Standing),
    #[error(transparent)]
    NotHere(#[from] NotHere),
    #[error("the role {0} cannot be asked for")]
    NotOffered(Role),
    #[error("the person already is {0}")]
    AlreadyHas(Role),
    /// The last request was rejected a short time ago.
    #[error("asking again is possible from {until:?}")]
    TooSoon { until: Moment },
    #[error("a name has {min} to {max} characters with a letter or a digit among them, not {given}")]
    Name { min: usize, max: usize, given: usize },
    /// The name mixes scripts that no language uses together, which is how a name is made to look like another one.
    #[error("the name mixes letters of {scripts:?}")]
    MixedLetters { scripts: Vec<&'static str> },
    #[error("somebody else is called {name}, or has a name that reads like it")]
    NameTaken { name: String },
    #[error("{typed:?} is no country; known: {known:?}")]
    UnknownCountry { typed: String, known: Vec<String> },
    #[error("the referrer is not an active reseller")]
    ReferrerGone,
    #[error("people cannot deactivate themselves")]
    Oneself,
    #[error("{name} is already inactive")]
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
