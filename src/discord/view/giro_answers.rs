//! Answers to whoever sends, pays or looks for a giro, and why it was refused.

use super::banks;
use super::desk::{complete_refused, order_refused};
use super::face::Face;
use super::giros::{doubt, state, way};
use super::money::money;
use super::nouns::{CHARACTERS, counted};
use super::refusals::{books, not_allowed};
use super::reversals::return_refused;
use super::{FAULT, OTHER_INPUT, text};
use crate::domain::flows::giros::{
    ExecutionType, GiroAsked, GiroError, GiroExecuted, GiroOutcome, GiroPlaced, GiroProcessing, PayeeMistake,
    TypedMistake,
};
use crate::domain::kernel::identifiers::{DocumentError, MobileError, NumberError, PayeeError, PayeePart, RucError};
use crate::domain::kernel::letters;
use crate::domain::kernel::questions::QuestionKind;
use crate::domain::orders::{CompleteError, OrderError, OrderState};
use crate::ids::OrderId;
use crate::reports::ReadError;

pub(crate) fn placed(done: &GiroPlaced) -> String {
    let who = match done.state {
        OrderState::Pending => "espera cajero",
        _ => "ya tiene cajero",
    };
    let balance = match &done.discount {
        Some(discount) => format!(
            " Saldo anterior {}, descuento {}, saldo actual **{}**.",
            money(discount.previous),
            money(done.amount),
            money(discount.current)
        ),
        None => String::new(),
    };
    format!(
        "Giro **{}** de {} a {} ({}): {who}.{balance}",
        done.order,
        money(done.amount),
        text::plain(&done.payee.name),
        text::plain(&done.bank)
    )
}

/// Something looks wrong about it: the person must confirm it.
pub(crate) fn asked(asked: &GiroAsked) -> Face {
    let mut why: Vec<String> = asked.doubts.iter().map(|one| doubt(*one).to_owned()).collect();
    if let Some(earlier) = asked.earlier {
        why.push(format!(
            "el giro **{earlier}** es del mismo monto a la misma cuenta, hace poco"
        ));
    }
    let payee = &asked.payee;
    let numbers = [&payee.account, &payee.phone, &payee.document].into_iter().flatten();
    let numbers: Vec<String> = numbers.map(|number| text::to_copy(number)).collect();
    let words = format!(
        "Giro de **{}** a {} ({}):\n{}\n⚠️ Revise: {}. ¿Es correcto? Todavía no se tomó nada.",
        money(asked.amount),
        text::plain(&payee.name),
        text::plain(&asked.bank),
        numbers.join("\n"),
        text::listed(&why, "y")
    );
    super::questions::face(&words, asked.again, QuestionKind::Giro, asked.question)
}

pub(crate) fn processing(done: &GiroProcessing) -> String {
    format!(
        "Giro **{}** en proceso. Cuando lo pague, pulse **Ejecutar**; la captura, si la hay, como respuesta a su mensaje.",
        done.order
    )
}

pub(crate) fn executed(done: &GiroExecuted) -> String {
    let commission = match done.commission.is_zero() {
        true => String::new(),
        false => format!(" y {} de comisión", money(done.commission)),
    };
    format!(
        "Giro **{}** completado: {}{commission} salieron de la cuenta n.º {}. Gracias.",
        done.order,
        money(done.amount),
        done.account
    )
}

/// The way that was typed.
pub(crate) fn way_named(typed: &str) -> Option<ExecutionType> {
    let typed = letters::plain(typed).replace('_', " ");
    ExecutionType::ALL
        .iter()
        .copied()
        .find(|one| letters::plain(way(*one)) == typed || plain_code(*one) == typed)
}

fn plain_code(way: ExecutionType) -> String {
    way.code().to_lowercase().replace('_', " ")
}

pub(crate) fn unknown_way(typed: &str) -> String {
    let ways: Vec<String> = ExecutionType::ALL
        .iter()
        .map(|one| format!("`{}`", way(*one)))
        .collect();
    format!(
        "«{}» no es una forma de pago. Puede ser {}.",
        text::plain(typed),
        text::listed(&ways, "o")
    )
}

pub(crate) fn refused(error: &GiroError) -> String {
    match error {
        GiroError::NotAllowed(no) => not_allowed(*no),
        GiroError::Bank(error) => banks::refused(error),
        GiroError::Payee(mistake) => payee(mistake),
        GiroError::WrongCurrency { amount, currency } => format!(
            "{} no se pagan en ese banco, que es de {}. Escriba el monto en esa moneda.",
            money(*amount),
            super::money::named(*currency)
        ),
        GiroError::InsufficientFunds { asked, available } => format!(
            "Su saldo no alcanza: el giro es de {} y hay {} disponibles. No se tomó nada. Envíe uno menor, o pida una recarga a un admin.",
            money(*asked),
            money(*available)
        ),
        GiroError::NobodyAssigned { bank, assigned: 0, .. } => format!(
            "**{0}** no tiene cajeros asignados, y el giro no se hizo. Asigne uno: `!asignar-banco {0} @cajero 10`.",
            text::plain(bank)
        ),
        GiroError::NobodyAssigned { bank, amount, .. } => format!(
            "Nadie puede pagar ahora {} a **{}**: los cajeros están en pausa o sin saldo. El giro no se hizo. Recargue una cuenta con \
             `!depositar`, o inténtelo cuando alguien esté disponible; quiénes son: `!asignaciones`.",
            money(*amount),
            text::plain(bank)
        ),
        GiroError::Unknown(order) => format!("No hay un giro **{order}**. Los giros: `!giros`."),
        GiroError::Order(error) => of_order(error),
        GiroError::Complete(error) => of_completing(error),
        GiroError::Return(error) => return_refused(error),
        GiroError::CommissionTooLarge {
            order,
            commission,
            amount,
        } => format!(
            "Una comisión de {} no puede ser: el giro **{order}** es de {}. Escriba en ese campo solo lo que cobró el banco, o `0`.",
            money(*commission),
            money(*amount)
        ),
        GiroError::AlreadyPaid(order) => format!(
            "El giro **{order}** ya está completado, y no se devolvió nada. Si el banco regresó el pago: `!devolver {order} motivo`."
        ),
        GiroError::UnknownAccount(account) => format!("No hay una cuenta n.º {account}: `!cuentas`."),
        GiroError::NotTheirAccount { order, account } => format!(
            "La cuenta n.º {account} no es del cajero del giro **{order}**. Elija una de las suyas: `!cuentas`."
        ),
        GiroError::AccountClosed { order, .. } => account_closed(*order),
        GiroError::OtherCurrency {
            order,
            account,
            currency,
        } => format!(
            "La cuenta n.º {account} es de otra moneda, y el giro **{order}** es en {}. Elija una de esa moneda: `!cuentas`.",
            super::money::named(*currency)
        ),
        GiroError::AccountShort {
            order,
            needed,
            available,
        } => format!(
            "Esa cuenta no alcanza para el giro **{order}**: hacen falta {} con la comisión, y hay {}. El giro sigue como estaba. Elija otra \
             cuenta.",
            money(*needed),
            money(*available)
        ),
        GiroError::NoCashier(order) => format!("El giro **{order}** no tiene cajero: `!asignar {order} @cajero`."),
        GiroError::UnknownPayee(payee) => format!("Usted no tiene un beneficiario {payee}: `!beneficiarios`."),
        GiroError::Question(error) => super::questions::refused(error),
        GiroError::Books(error) => books(error),
        GiroError::OtherInput(_) => OTHER_INPUT.to_owned(),
        GiroError::Db(_) => FAULT.to_owned(),
    }
}

fn of_order(error: &OrderError) -> String {
    match error {
        OrderError::WrongState { order, state: now } => format!(
            "El giro **{order}** ya está así: *{}*. Véalo con `!giro {order}`.",
            state(*now)
        ),
        error => order_refused(error),
    }
}

fn of_completing(error: &CompleteError) -> String {
    match error {
        CompleteError::CannotPay { order, .. } => account_closed(*order),
        error => complete_refused(error),
    }
}

fn account_closed(order: OrderId) -> String {
    format!("Esa cuenta está cerrada. El giro **{order}** sigue abierto: pulse **Ejecutar** y elija otra, `!cuentas`.")
}

/// Why somebody is no payee of a bank.
pub(crate) fn payee(mistake: &PayeeMistake) -> String {
    match mistake {
        PayeeMistake::Name { given: 0, .. } => {
            "Falta el nombre del beneficiario. Ejemplo: `María Pérez`.".to_owned()
        }
        PayeeMistake::PeruvianPhone => {
            "El teléfono: un celular de Perú tiene 9 dígitos y empieza por 9. Escríbalo así: `987654321`.".to_owned()
        }
        PayeeMistake::Name { min, max, given } => format!(
            "El nombre del beneficiario tiene {}; escriba de {min} a {max}, con letras. Ejemplo: `María Pérez`.",
            counted(*given, CHARACTERS)
        ),
        PayeeMistake::NoDestination => {
            "Falta a dónde se paga: escriba la cuenta de 20 dígitos, o el teléfono y la cédula del pago móvil."
                .to_owned()
        }
        PayeeMistake::Account(error) => format!("La cuenta: {}", number(error, "0134 0000 00 0000000000")),
        PayeeMistake::OtherBank { found, code, bank } => format!(
            "La cuenta empieza por {found}, y las de **{}** por {code}. Corrija el banco o la cuenta.",
            text::plain(bank)
        ),
        PayeeMistake::Phone(error) => phone(error),
        PayeeMistake::NoDni => {
            "Un pago a un teléfono necesita el DNI de quien recibe. Escríbalo con el teléfono: `987654321 12345678`.".to_owned()
        }
        PayeeMistake::NoDocument => {
            "Un pago a un teléfono necesita el documento de quien recibe. Escríbalo con el teléfono: `0414 1234567 V12345678`."
                .to_owned()
        }
        PayeeMistake::Document(error) => document(error),
        PayeeMistake::Ruc(error) => ruc(error),
        PayeeMistake::Dni(error) => format!("El DNI: {}", number(error, "12345678")),
        PayeeMistake::Length { min, max, given } => format!(
            "Ese número tiene {}; escriba de {min} a {max}.",
            counted(*given, CHARACTERS)
        ),
    }
}

fn number(error: &NumberError, example: &str) -> String {
    match error {
        NumberError::WrongLength { given, expected } => {
            format!("tiene {given} dígitos y lleva {expected}. Escríbalos todos: `{example}`.")
        }
        NumberError::OtherCharacter { found } => {
            format!(
                "«{}» no es un dígito. Escriba solo números: `{example}`.",
                text::plain(&found.to_string())
            )
        }
    }
}

fn phone(error: &MobileError) -> String {
    let why = match error {
        MobileError::OtherCharacter { found } => {
            format!("«{}» no es un dígito", text::plain(&found.to_string()))
        }
        MobileError::WrongLength { given, expected } => format!("tiene {given} dígitos y lleva {expected}"),
        MobileError::OtherCountry => "es de otro país, y un pago móvil va a un celular de Venezuela".to_owned(),
        MobileError::Landline { area } => format!("{area} es de un teléfono fijo, y un pago móvil va a un celular"),
        MobileError::UnknownPrefix { prefix } => format!("ningún celular empieza por {prefix}"),
    };
    format!("El teléfono: {why}. Escríbalo así: `0414 1234567`.")
}

fn document(error: &DocumentError) -> String {
    let why = match error {
        DocumentError::UnknownLetter { found } => format!(
            "«{}» no es una letra de cédula ni de RIF (V, E, J, P, G, C)",
            text::plain(&found.to_string())
        ),
        DocumentError::OtherCharacter { found } => format!("«{}» no es un dígito", text::plain(&found.to_string())),
        DocumentError::MissingLetter => "falta la letra del RIF".to_owned(),
        DocumentError::CedulaOrRif { cedula, rif } => {
            return format!(
                "El documento se puede leer de dos formas: `{cedula}` o `{rif}`. Escríbalo como una de las dos."
            );
        }
        DocumentError::WrongLength { letter, given } => {
            format!("{letter} con {given} dígitos no es una cédula (5 a 8) ni un RIF (9)")
        }
    };
    format!("El documento: {why}. Ejemplos: `V12345678`, `J123456789`.")
}

fn ruc(error: &RucError) -> String {
    let why = match error {
        RucError::WrongLength { given, expected } => format!("tiene {given} dígitos y lleva {expected}"),
        RucError::OtherCharacter { found } => format!("«{}» no es un dígito", text::plain(&found.to_string())),
        RucError::UnknownPrefix { prefix } => format!("ningún RUC empieza por {prefix}"),
    };
    format!("El RUC: {why}. Escríbalo así: `20123456789`.")
}

/// Digits that fit nothing, or fit several things.
fn unread_part(error: &PayeeError) -> String {
    match error {
        PayeeError::Several { what } => {
            let what = match what {
                PayeePart::Account => "más de una cuenta",
                PayeePart::Phone => "más de un teléfono",
                PayeePart::Document => "más de un documento",
                PayeePart::BankCode => "más de un código de banco",
            };
            format!("Ahí hay {what}: deje solo lo de este giro, o use el formulario con `!giro`.")
        }
        PayeeError::Unread { text } => format!(
            "No sé qué es «{}»: en Venezuela una cuenta tiene 20 dígitos, un celular 11 y una cédula 5 a 8; en Perú, un CCI 20, un \
             celular 9, un DNI 8 y un RUC 11. Revíselo, o use el formulario con `!giro`.",
            text::plain(text)
        ),
        PayeeError::Ambiguous { text } => format!(
            "«{}» se puede leer de varias formas. Escriba cada número en su línea, o use el formulario con `!giro`.",
            text::plain(text)
        ),
    }
}

/// Why a text does not say to whom at which bank.
pub(crate) fn unread(mistake: &TypedMistake) -> String {
    match mistake {
        TypedMistake::Unread(error) => unread_part(error),
        TypedMistake::NoBank => {
            "Falta el banco: escriba su nombre o su código. Ejemplo: `!giro 1500 Banesco 0414 1234567 V12345678 María Pérez`.".to_owned()
        }
        TypedMistake::UnclearBank { bank, words } => format!(
            "No sé si «{}» es el banco o parte del nombre. Escriba el banco primero: `!giro 100 {} … {}`.",
            text::plain(words),
            text::plain(bank),
            text::plain(words)
        ),
        TypedMistake::SeveralBanks(banks) => {
            let names: Vec<String> = banks.iter().map(|bank| format!("`{}` {}", bank.code, text::plain(&bank.name))).collect();
            format!("El banco puede ser {}. Escriba el código.", text::listed(&names, "o"))
        }
    }
}

/// Nobody else has a prepaid balance.
pub(super) fn no_reseller(name: &str) -> String {
    format!(
        "**{}** no es un revendedor que trabaje ahora, y solo ellos tienen saldo para giros. A otra cuenta se suma con `!depositar`.",
        text::name(name)
    )
}

/// Why `!giro 12` shows nothing. Somebody may have meant an amount.
pub(crate) fn not_shown(error: &ReadError) -> String {
    match error {
        ReadError::UnknownOrder(order) => format!(
            "No hay un giro **{order}**. Los giros: `!giros`. Para enviar uno de {order}, escriba también a quién: \
             `!giro {order} Banesco 0134… V12345678 María Pérez`."
        ),
        other => super::reads::refused(other),
    }
}

/// What is missing when nothing can be read as an amount.
pub(crate) fn no_amount() -> String {
    "Empiece por el monto: `!giro 1500 Banesco 0134… V12345678 María Pérez`. Con `!giro` solo, hay un formulario."
        .to_owned()
}

/// The form, as the command that says the same: what **Corregir** gives back.
pub(crate) fn as_typed((amount, bank): (&str, &str), (to, document, name): (&str, &str, &str)) -> String {
    let parts = [amount, bank, to, document, name];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("!giro {}", parts.join(" "))
}

pub(crate) fn outcome(done: &GiroOutcome) -> Face {
    match done {
        GiroOutcome::Placed(done) => Face::new(placed(done)),
        GiroOutcome::Asked(done) => asked(done),
    }
}

#[cfg(test)]
mod tests {
    use super::way_named;
    use crate::domain::flows::giros::ExecutionType;

    #[test]
    fn a_way_of_paying_is_typed_as_people_say_it_or_as_its_code() {
        assert_eq!(way_named("Pago Móvil"), Some(ExecutionType::MobilePayment));
        assert_eq!(way_named("PAGO_MOVIL"), Some(ExecutionType::MobilePayment));
        assert_eq!(way_named("zelle"), Some(ExecutionType::Zelle));
        assert_eq!(way_named("OTROS"), Some(ExecutionType::Other));
        assert_eq!(way_named("cheque"), None);
    }
}
