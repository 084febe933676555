//! Words about tokens of the API for players.

use super::refusals::not_allowed;
use super::when::at;
use super::{FAULT, OTHER_INPUT};
use crate::domain::people::tokens::{Issued, OwnTokenError};

pub(crate) fn issued(issued: &Issued) -> String {
    format!(
        "Su token para la API, con el rol `{}`. Vale hasta el {}:\n```\n{}\n```\nQuien lo tenga actúa en su nombre: no lo \
         comparta. Si se le escapó: `!token revocar`.",
        issued.role,
        at(issued.expires_at),
        issued.token.reveal()
    )
}

pub(crate) fn revoked() -> &'static str {
    "Ningún token suyo vale ya. Para otro: `!token`."
}

pub(crate) fn refused(error: &OwnTokenError) -> String {
    match error {
        OwnTokenError::NotAllowed(no) => not_allowed(*no),
        OwnTokenError::OtherInput(_) => OTHER_INPUT.to_owned(),
        OwnTokenError::Db(_) => FAULT.to_owned(),
    }
}
