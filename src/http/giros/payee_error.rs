//! The Spanish words for payees that cannot be right.

use crate::domain::flows::giros::PayeeMistake;
use crate::domain::kernel::identifiers::{DocumentError, MobileError, NumberError, RucError};
use crate::http::under_api::refusal::Refusal;

const NAME: &str = "beneficiaryName";
const ACCOUNT: &str = "accountNumber";
const PHONE: &str = "phone";
const DOCUMENT: &str = "documentId";

pub(super) fn payee_words(mistake: &PayeeMistake) -> Refusal {
    let (field, expected) = match mistake {
        PayeeMistake::Name { min, max, .. } => (NAME, format!("un nombre de {min} a {max} caracteres, con letras")),
        PayeeMistake::NoDestination => (
            ACCOUNT,
            "el número de la cuenta; o mande `phone` y `documentId` para un pago móvil".to_owned(),
        ),
        PayeeMistake::Account(error) => (ACCOUNT, number("una cuenta", error)),
        PayeeMistake::OtherBank { found, code, bank } => (
            ACCOUNT,
            format!(
                "una cuenta de {bank}, que empieza por {code}; esta empieza por {found}: corrija la cuenta o `bankId`"
            ),
        ),
        PayeeMistake::Phone(error) => (PHONE, mobile(error)),
        PayeeMistake::PeruvianPhone => (PHONE, "un teléfono móvil de Perú, como \"912345678\"".to_owned()),
        PayeeMistake::NoDni => (
            DOCUMENT,
            "el DNI de quien tiene el teléfono, como \"12345678\"".to_owned(),
        ),
        PayeeMistake::NoDocument => (
            DOCUMENT,
            "la cédula o el RIF de quien tiene el teléfono, como \"V12345678\"".to_owned(),
        ),
        PayeeMistake::Document(error) => (DOCUMENT, document(error)),
        PayeeMistake::Ruc(error) => (DOCUMENT, ruc(error)),
        PayeeMistake::Dni(error) => (DOCUMENT, number("un DNI", error)),
        PayeeMistake::Length { min, max, .. } => (ACCOUNT, format!("un número de {min} a {max} caracteres")),
    };
    Refusal::field(field, &expected)
}

fn number(what: &str, error: &NumberError) -> String {
    match error {
        NumberError::OtherCharacter { found } => format!("{what} solo con dígitos; «{found}» no lo es"),
        NumberError::WrongLength { given, expected } => format!("{what} de {expected} dígitos; tiene {given}"),
    }
}

fn mobile(error: &MobileError) -> String {
    match error {
        MobileError::OtherCharacter { found } => format!("un teléfono solo con dígitos; «{found}» no lo es"),
        MobileError::WrongLength { given, expected } => format!("un teléfono de {expected} dígitos; tiene {given}"),
        MobileError::OtherCountry => "un teléfono móvil de Venezuela (+58), como \"04141234567\"".to_owned(),
        MobileError::Landline { area } => format!("un teléfono móvil, como \"04141234567\"; {area} es de uno fijo"),
        MobileError::UnknownPrefix { prefix } => {
            format!("un teléfono móvil, como \"04141234567\"; {prefix} no es de ninguna operadora")
        }
    }
}

fn document(error: &DocumentError) -> String {
    match error {
        DocumentError::UnknownLetter { found } => {
            format!("una cédula o un RIF, como \"V12345678\"; «{found}» no es letra de ninguno")
        }
        DocumentError::OtherCharacter { found } => format!("una cédula o un RIF; «{found}» no es un dígito"),
        DocumentError::MissingLetter => "un RIF con su letra delante, como \"J123456789\"".to_owned(),
        DocumentError::CedulaOrRif { cedula, rif } => format!("una sola cosa: la cédula {cedula} o el RIF {rif}"),
        DocumentError::WrongLength { letter, given } => {
            format!("una cédula de 5 a 8 dígitos o un RIF de 9; después de {letter} hay {given}")
        }
    }
}

fn ruc(error: &RucError) -> String {
    match error {
        RucError::OtherCharacter { found } => format!("un RUC solo con dígitos; «{found}» no lo es"),
        RucError::WrongLength { given, expected } => format!("un RUC de {expected} dígitos; tiene {given}"),
        RucError::UnknownPrefix { prefix } => format!("un RUC; ninguno empieza por {prefix}"),
    }
}
