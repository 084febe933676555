//! A promise to tell somebody the outcome of a request.

use serde::{Deserialize, Serialize};

use super::asker::Asker;
use crate::clock::Moment;
use crate::discord::view;
use crate::discord::view::faults::KeyLost;
use crate::domain::kernel::recall::Became;
use crate::ids::RequestId;

/// Use-cases whose answer shows a key that is not stored anywhere.
const SHOW_A_KEY: [&str; 2] = ["apps.create", "apps.rotate"];

/// A promise to tell somebody the outcome of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Promise {
    pub(super) request: RequestId,
    pub(super) asker: Asker,
    /// When the request was made, in milliseconds.
    pub(super) at_ms: i64,
}

impl Promise {
    pub(super) fn words(&self, became: &Became) -> String {
        let (done, at) = (self.asker.done(), Moment::from_ms(self.at_ms));
        match became {
            Became::Saved(use_case) => {
                let shows_a_key = SHOW_A_KEY.contains(&use_case.as_str());
                let key = if shows_a_key { KeyLost::Yes } else { KeyLost::No };
                view::faults::was_saved(done, at, key)
            }
            Became::NotSaved => view::faults::was_not_saved(done, at),
        }
    }
}
