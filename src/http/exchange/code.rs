//! The codes of errors that only exchanges have.

use axum::http::StatusCode;

use crate::http::under_api::refusal::Kind;

/// The kind of an error, for programs. A code never changes its meaning (docs/API.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExchangeCode {
    CotizacionNoEncontrada,
    CotizacionAjena,
    CotizacionUsada,
    CotizacionVencida,
    TasasCambiaron,
    SinTasas,
    SinCuenta,
    MontoMuyPequeno,
    MontoMuyGrande,
    OperacionNoEncontrada,
    MonedaNoEncontrada,
}

impl ExchangeCode {
    fn text(self) -> &'static str {
        match self {
            ExchangeCode::CotizacionNoEncontrada => "COTIZACION_NO_ENCONTRADA",
            ExchangeCode::CotizacionAjena => "COTIZACION_AJENA",
            ExchangeCode::CotizacionUsada => "COTIZACION_USADA",
            ExchangeCode::CotizacionVencida => "COTIZACION_VENCIDA",
            ExchangeCode::TasasCambiaron => "TASAS_CAMBIARON",
            ExchangeCode::SinTasas => "SIN_TASAS",
            ExchangeCode::SinCuenta => "SIN_CUENTA",
            ExchangeCode::MontoMuyPequeno => "MONTO_MUY_PEQUENO",
            ExchangeCode::MontoMuyGrande => "MONTO_MUY_GRANDE",
            ExchangeCode::OperacionNoEncontrada => "OPERACION_NO_ENCONTRADA",
            ExchangeCode::MonedaNoEncontrada => "MONEDA_NO_ENCONTRADA",
        }
    }

    fn status(self) -> StatusCode {
        match self {
            ExchangeCode::CotizacionAjena => StatusCode::FORBIDDEN,
            ExchangeCode::CotizacionNoEncontrada
            | ExchangeCode::OperacionNoEncontrada
            | ExchangeCode::MonedaNoEncontrada => StatusCode::NOT_FOUND,
            ExchangeCode::CotizacionUsada
            | ExchangeCode::CotizacionVencida
            | ExchangeCode::TasasCambiaron
            | ExchangeCode::SinTasas
            | ExchangeCode::SinCuenta
            | ExchangeCode::MontoMuyPequeno
            | ExchangeCode::MontoMuyGrande => StatusCode::CONFLICT,
        }
    }

    fn words(self) -> &'static str {
        match self {
            ExchangeCode::CotizacionNoEncontrada => {
                "No hay una cotización con ese id. Pida una: POST /api/cambios/cotizaciones."
            }
            ExchangeCode::CotizacionAjena => {
                "Esa cotización es de otra persona: la confirma quien la pidió. Pida una: POST /api/cambios/cotizaciones."
            }
            ExchangeCode::CotizacionUsada => {
                "Esa cotización ya se usó o ya no cuenta. Sus cambios: GET /api/cambios; otra: POST /api/cambios/cotizaciones."
            }
            ExchangeCode::CotizacionVencida => {
                "La cotización venció y nada se movió. La nueva está en los detalles: confírmela, o pida otra."
            }
            ExchangeCode::TasasCambiaron => {
                "Las tasas cambiaron y nada se movió. La nueva cotización está en los detalles: confírmela, o pida otra."
            }
            ExchangeCode::SinTasas => "No hay tasas publicadas para esa moneda. Las que hay: GET /api/cambios/tasas.",
            ExchangeCode::SinCuenta => {
                "No tiene una cuenta en la moneda que entrega. Las suyas: GET /api/cuentas; se pide en Discord con `!cuenta abrir`."
            }
            ExchangeCode::MontoMuyPequeno => "Con ese monto no se recibiría nada. Mande uno mayor.",
            ExchangeCode::MontoMuyGrande => "Ese monto es demasiado grande. Mande uno menor.",
            ExchangeCode::OperacionNoEncontrada => {
                "No tiene una operación con ese comprobante. Las suyas: GET /api/cambios."
            }
            ExchangeCode::MonedaNoEncontrada => {
                "La mesa no trabaja con esa moneda. Las que se cambian: GET /api/cambios/tasas."
            }
        }
    }
}

impl From<ExchangeCode> for Kind {
    fn from(code: ExchangeCode) -> Kind {
        Kind {
            status: code.status(),
            text: code.text(),
            words: code.words(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ExchangeCode;
    use crate::http::under_api::refusal::is_listed_in_the_manual;

    const ALL: &[ExchangeCode] = &[
        ExchangeCode::CotizacionNoEncontrada,
        ExchangeCode::CotizacionAjena,
        ExchangeCode::CotizacionUsada,
        ExchangeCode::CotizacionVencida,
        ExchangeCode::TasasCambiaron,
        ExchangeCode::SinTasas,
        ExchangeCode::SinCuenta,
        ExchangeCode::MontoMuyPequeno,
        ExchangeCode::MontoMuyGrande,
        ExchangeCode::OperacionNoEncontrada,
        ExchangeCode::MonedaNoEncontrada,
    ];

    #[test]
    fn the_manual_lists_every_code_with_its_status_and_no_other() {
        is_listed_in_the_manual("Errors of exchanges", ALL.iter().map(|code| (*code).into()));
        assert_eq!(
            ALL.len() - 1,
            ExchangeCode::MonedaNoEncontrada as usize,
            "all of them are here"
        );
    }
}
