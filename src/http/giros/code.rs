//! The codes of errors of this API, in the style of specification 002.

use axum::http::StatusCode;

use crate::http::under_api::refusal::Kind;

/// The kind of an error, for programs. A code never changes its meaning (docs/API.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GiroCode {
    InsufficientBalance,
    NoTransferencistaAssigned,
    InvalidStatus,
    GiroNotFound,
    UnauthorizedGiro,
    BankAccountNotFound,
    BankAccountClosed,
    UnauthorizedAccount,
    MinoristaNotFound,
    MinoristaLeft,
    BankNotFound,
    TransferencistaNotFound,
    TransferencistaLeft,
    AssignmentNotFound,
}

impl GiroCode {
    fn text(self) -> &'static str {
        match self {
            GiroCode::InsufficientBalance => "INSUFFICIENT_BALANCE",
            GiroCode::NoTransferencistaAssigned => "NO_TRANSFERENCISTA_ASSIGNED",
            GiroCode::InvalidStatus => "INVALID_STATUS",
            GiroCode::GiroNotFound => "GIRO_NOT_FOUND",
            GiroCode::UnauthorizedGiro => "UNAUTHORIZED_GIRO",
            GiroCode::BankAccountNotFound => "BANK_ACCOUNT_NOT_FOUND",
            GiroCode::BankAccountClosed => "BANK_ACCOUNT_CLOSED",
            GiroCode::UnauthorizedAccount => "UNAUTHORIZED_ACCOUNT",
            GiroCode::MinoristaNotFound => "MINORISTA_NOT_FOUND",
            GiroCode::MinoristaLeft => "MINORISTA_LEFT",
            GiroCode::BankNotFound => "BANK_NOT_FOUND",
            GiroCode::TransferencistaNotFound => "TRANSFERENCISTA_NOT_FOUND",
            GiroCode::TransferencistaLeft => "TRANSFERENCISTA_LEFT",
            GiroCode::AssignmentNotFound => "ASSIGNMENT_NOT_FOUND",
        }
    }

    fn status(self) -> StatusCode {
        match self {
            GiroCode::UnauthorizedGiro | GiroCode::UnauthorizedAccount => StatusCode::FORBIDDEN,
            GiroCode::GiroNotFound
            | GiroCode::BankAccountNotFound
            | GiroCode::MinoristaNotFound
            | GiroCode::BankNotFound
            | GiroCode::TransferencistaNotFound
            | GiroCode::AssignmentNotFound => StatusCode::NOT_FOUND,
            GiroCode::InsufficientBalance
            | GiroCode::NoTransferencistaAssigned
            | GiroCode::InvalidStatus
            | GiroCode::BankAccountClosed
            | GiroCode::MinoristaLeft
            | GiroCode::TransferencistaLeft => StatusCode::CONFLICT,
        }
    }

    fn words(self) -> &'static str {
        match self {
            GiroCode::InsufficientBalance => "El saldo no alcanza. Recárguelo, o mande un monto menor.",
            GiroCode::NoTransferencistaAssigned => {
                "Nadie puede pagar ese giro ahora. Asigne un transferencista al banco: POST /api/asignaciones."
            }
            GiroCode::InvalidStatus => "El giro ya no admite ese cambio. Mire su estado: GET /api/giros/{id}.",
            GiroCode::GiroNotFound => "No hay un giro con ese id, o no es suyo. Los que hay: GET /api/giros.",
            GiroCode::UnauthorizedGiro => {
                "Ese giro es de otra persona: lo paga o lo devuelve el transferencista que lo tiene, lo cancela quien lo creó; un admin, todo."
            }
            GiroCode::BankAccountNotFound => {
                "No hay una cuenta bancaria con ese n.º o número. Las que hay: GET /api/cuentas-bancarias."
            }
            GiroCode::BankAccountClosed => "Esa cuenta está cerrada. Use otra: GET /api/cuentas-bancarias.",
            GiroCode::UnauthorizedAccount => {
                "Esa cuenta es de otra persona. Use una de las suyas; un admin, una de las de quien tiene el giro: GET /api/cuentas-bancarias."
            }
            GiroCode::MinoristaNotFound => "No hay un minorista con ese id. Revíselo.",
            GiroCode::MinoristaLeft => "Ese minorista ya no está en el servidor. Puede recibir dinero cuando vuelva.",
            GiroCode::BankNotFound => "No hay un banco con ese id. Los que hay: GET /api/bancos.",
            GiroCode::TransferencistaNotFound => "No hay un transferencista con ese id. Revíselo.",
            GiroCode::TransferencistaLeft => "Ese transferencista ya no está en el servidor. Elija a otro.",
            GiroCode::AssignmentNotFound => "No hay una asignación con ese id. Las que hay: GET /api/asignaciones.",
        }
    }
}

impl From<GiroCode> for Kind {
    fn from(code: GiroCode) -> Kind {
        Kind {
            status: code.status(),
            text: code.text(),
            words: code.words(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::GiroCode;
    use crate::http::under_api::refusal::is_listed_in_the_manual;

    const ALL: &[GiroCode] = &[
        GiroCode::InsufficientBalance,
        GiroCode::NoTransferencistaAssigned,
        GiroCode::InvalidStatus,
        GiroCode::GiroNotFound,
        GiroCode::UnauthorizedGiro,
        GiroCode::BankAccountNotFound,
        GiroCode::BankAccountClosed,
        GiroCode::UnauthorizedAccount,
        GiroCode::MinoristaNotFound,
        GiroCode::MinoristaLeft,
        GiroCode::BankNotFound,
        GiroCode::TransferencistaNotFound,
        GiroCode::TransferencistaLeft,
        GiroCode::AssignmentNotFound,
    ];

    #[test]
    fn the_manual_lists_every_code_with_its_status_and_no_other() {
        is_listed_in_the_manual("Errors of giros", ALL.iter().map(|code| (*code).into()));
        assert_eq!(
            ALL.len() - 1,
            GiroCode::AssignmentNotFound as usize,
            "all of them are here"
        );
    }
}
