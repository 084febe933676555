//! Money moved by hand: what a movement is, and what must be said with it. The same for accounts and for central balances.

use serde::{Deserialize, Serialize, Serializer};

use crate::domain::people::requests::{ReasonMistake, checked_reason};

/// What a movement by hand is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Movement {
    /// Money came in. The amount is positive.
    #[serde(alias = "Recharge")]
    Deposit,
    /// A correction of either sign, with its reason.
    Adjustment,
}

impl Movement {
    /// The text that comes with it: a correction needs one.
    ///
    /// # Errors
    /// [`ReasonMistake`].
    pub(in crate::domain::treasury) fn reason(self, said: Option<&str>) -> Result<Option<String>, ReasonMistake> {
        match self {
            Movement::Deposit => said.map(checked_reason).transpose(),
            Movement::Adjustment => checked_reason(said.unwrap_or_default()).map(Some),
        }
    }

    /// Serializes it as central balances name it, since requests and answers of older versions are stored so.
    pub(in crate::domain::treasury) fn as_recharge<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(match self {
            Movement::Deposit => "Recharge",
            Movement::Adjustment => "Adjustment",
        })
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::{Movement, ReasonMistake};

    #[derive(Serialize, Deserialize)]
    struct Central(#[serde(serialize_with = "Movement::as_recharge")] Movement);

    #[test]
    fn a_movement_is_read_and_written_under_the_name_of_older_versions() {
        for (movement, of_accounts, of_banks) in [
            (Movement::Deposit, "\"Deposit\"", "\"Recharge\""),
            (Movement::Adjustment, "\"Adjustment\"", "\"Adjustment\""),
        ] {
            assert_eq!(serde_json::to_string(&movement).unwrap(), of_accounts);
            assert_eq!(serde_json::to_string(&Central(movement)).unwrap(), of_banks);
            for name in [of_accounts, of_banks] {
                assert_eq!(serde_json::from_str::<Central>(name).unwrap().0, movement);
            }
        }
    }

    #[test]
    fn only_a_correction_needs_a_reason() {
        assert_eq!(Movement::Deposit.reason(None), Ok(None));
        assert!(Movement::Adjustment.reason(None).is_err());
        let said = Some("comisión".to_owned());
        assert_eq!(
            Movement::Adjustment.reason(said.as_deref()),
            Ok::<_, ReasonMistake>(said)
        );
    }
}
