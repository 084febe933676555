//! The codes of errors under `/api` that no single part of it owns: each with its status and its Spanish text.

use axum::http::StatusCode;

use super::refusal::Kind;

/// The kind of an error, for programs. A code never changes its meaning (docs/API.md). The variants have the codes'
/// Spanish names, so that one list says both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Code {
    TokenFalta,
    TokenInvalido,
    TokenVencido,
    TokenAudiencia,
    TokenEmisor,
    TokenRevocado,
    ClaveInvalida,
    RolNoPermitido,
    RutaNoExiste,
    MetodoNoPermitido,
    TiempoAgotado,
    JugadorNoEncontrado,
    IdentidadAmbigua,
    IdentidadOcupada,
    IdentidadYaEnlazada,
    SaldoInsuficiente,
    TransaccionNoEncontrada,
    TransaccionAjena,
    EstadoNoPermitido,
    NoNecesitaCajero,
    ComprobanteFalta,
    PagoRepetido,
    SinCajero,
    SolicitudPropia,
    CuentaAmbigua,
    CajeroSinSaldo,
    Duplicada,
    ReembolsoSinEntrada,
    EntradaReembolsada,
    CampoInvalido,
    JsonInvalido,
    NoEsJson,
    CuerpoMuyGrande,
    ClaveReutilizada,
    DemasiadasLlamadas,
    ResultadoDesconocido,
    /// The database cannot be reached, or takes no writes for now.
    NoDisponible,
    ErrorInterno,
}

impl Code {
    pub(in crate::http) fn text(self) -> &'static str {
        match self {
            Code::TokenFalta => "TOKEN_FALTA",
            Code::TokenInvalido => "TOKEN_INVALIDO",
            Code::TokenVencido => "TOKEN_VENCIDO",
            Code::TokenAudiencia => "TOKEN_AUDIENCIA",
            Code::TokenEmisor => "TOKEN_EMISOR",
            Code::TokenRevocado => "TOKEN_REVOCADO",
            Code::ClaveInvalida => "CLAVE_INVALIDA",
            Code::RolNoPermitido => "ROL_NO_PERMITIDO",
            Code::RutaNoExiste => "RUTA_NO_EXISTE",
            Code::MetodoNoPermitido => "METODO_NO_PERMITIDO",
            Code::TiempoAgotado => "TIEMPO_AGOTADO",
            Code::JugadorNoEncontrado => "JUGADOR_NO_ENCONTRADO",
            Code::IdentidadAmbigua => "IDENTIDAD_AMBIGUA",
            Code::IdentidadOcupada => "IDENTIDAD_OCUPADA",
            Code::IdentidadYaEnlazada => "IDENTIDAD_YA_ENLAZADA",
            Code::SaldoInsuficiente => "SALDO_INSUFICIENTE",
            Code::TransaccionNoEncontrada => "TRANSACCION_NO_ENCONTRADA",
            Code::TransaccionAjena => "TRANSACCION_AJENA",
            Code::EstadoNoPermitido => "ESTADO_NO_PERMITIDO",
            Code::NoNecesitaCajero => "NO_NECESITA_CAJERO",
            Code::ComprobanteFalta => "COMPROBANTE_FALTA",
            Code::PagoRepetido => "PAGO_REPETIDO",
            Code::SinCajero => "SIN_CAJERO",
            Code::SolicitudPropia => "SOLICITUD_PROPIA",
            Code::CuentaAmbigua => "CUENTA_AMBIGUA",
            Code::CajeroSinSaldo => "CAJERO_SIN_SALDO",
            Code::Duplicada => "DUPLICADA",
            Code::ReembolsoSinEntrada => "REEMBOLSO_SIN_ENTRADA",
            Code::EntradaReembolsada => "ENTRADA_REEMBOLSADA",
            Code::CampoInvalido => "CAMPO_INVALIDO",
            Code::JsonInvalido => "JSON_INVALIDO",
            Code::NoEsJson => "NO_ES_JSON",
            Code::CuerpoMuyGrande => "CUERPO_MUY_GRANDE",
            Code::ClaveReutilizada => "CLAVE_REUTILIZADA",
            Code::DemasiadasLlamadas => "DEMASIADAS_LLAMADAS",
            Code::ResultadoDesconocido => "RESULTADO_DESCONOCIDO",
            Code::NoDisponible => "NO_DISPONIBLE",
            Code::ErrorInterno => "ERROR_INTERNO",
        }
    }

    pub(in crate::http) fn status(self) -> StatusCode {
        match self {
            Code::TokenFalta
            | Code::TokenInvalido
            | Code::TokenVencido
            | Code::TokenAudiencia
            | Code::TokenEmisor
            | Code::TokenRevocado
            | Code::ClaveInvalida => StatusCode::UNAUTHORIZED,
            Code::RolNoPermitido | Code::TransaccionAjena | Code::SolicitudPropia => StatusCode::FORBIDDEN,
            Code::RutaNoExiste | Code::JugadorNoEncontrado | Code::TransaccionNoEncontrada => StatusCode::NOT_FOUND,
            Code::MetodoNoPermitido => StatusCode::METHOD_NOT_ALLOWED,
            Code::CampoInvalido | Code::JsonInvalido => StatusCode::UNPROCESSABLE_ENTITY,
            Code::NoEsJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::CuerpoMuyGrande => StatusCode::PAYLOAD_TOO_LARGE,
            Code::ClaveReutilizada
            | Code::IdentidadAmbigua
            | Code::IdentidadOcupada
            | Code::IdentidadYaEnlazada
            | Code::SaldoInsuficiente
            | Code::Duplicada
            | Code::ReembolsoSinEntrada
            | Code::EntradaReembolsada
            | Code::EstadoNoPermitido
            | Code::NoNecesitaCajero
            | Code::ComprobanteFalta
            | Code::PagoRepetido
            | Code::SinCajero
            | Code::CuentaAmbigua
            | Code::CajeroSinSaldo => StatusCode::CONFLICT,
            Code::DemasiadasLlamadas => StatusCode::TOO_MANY_REQUESTS,
            Code::ResultadoDesconocido | Code::NoDisponible | Code::TiempoAgotado => StatusCode::SERVICE_UNAVAILABLE,
            Code::ErrorInterno => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The text for a code when there is nothing more specific to say.
    #[expect(clippy::too_many_lines, reason = "one arm for each code")]
    fn words(self) -> &'static str {
        match self {
            Code::TokenFalta => {
                "Mande su token: `Authorization: Bearer eyJ…`. Un programa lo pide con su clave en POST /auth/token; una persona, con `/token` en Discord."
            }
            Code::TokenInvalido => {
                "Eso no es un token de esta mesa, o está cortado o cambiado. Pida otro: POST /auth/token, o `/token` en Discord."
            }
            Code::TokenVencido => "El token venció. Pida otro: POST /auth/token, o `/token` en Discord.",
            Code::TokenAudiencia => {
                "El token es para otro servicio: su `aud` no es el de esta mesa. Pida uno de la mesa: POST /auth/token, o `/token` en Discord; o corrija el `aud` donde se emite."
            }
            Code::TokenEmisor => {
                "Esta mesa no conoce a quien emitió el token (`iss`). Pida uno: POST /auth/token, o `/token` en Discord."
            }
            Code::TokenRevocado => "El token ya no vale. Pida otro: POST /auth/token, o `/token` en Discord.",
            Code::ClaveInvalida => {
                "Aquí va la clave del programa: `Authorization: Bearer cmb_…`. Un superusuario la crea con `/app crear`."
            }
            Code::RolNoPermitido => "Su rol no puede hacer esto.",
            Code::TransaccionNoEncontrada => {
                "No hay una transacción con ese `_id`, o no es suya. Las del jugador: GET /api/transacciones/jugador/{jugadorId}/historial."
            }
            Code::TransaccionAjena => {
                "Esa transacción es de otra persona: la cancela su jugador, y la confirma o rechaza el cajero que la tiene, o un admin."
            }
            Code::EstadoNoPermitido => {
                "La transacción ya no admite ese cambio. Mire su estado: GET /api/transacciones/{_id}."
            }
            Code::NoNecesitaCajero => "Esa transacción no es un depósito ni un retiro, o el cambio no es para ella.",
            Code::ComprobanteFalta => "Falta con qué se pagó: mande `numeroReferencia` o `comprobanteUrl`.",
            Code::PagoRepetido => {
                "Ese pago ya es de otro depósito: misma referencia, banco y monto, o el mismo comprobante. Si de verdad vale para los dos, lo confirma un admin con `confirmarRepetida: true`; si es otro pago, mande su referencia."
            }
            Code::SinCajero => {
                "La transacción no tiene cajero todavía. Asígnele uno: PUT /api/transacciones/{_id}/asignar-cajero."
            }
            Code::SolicitudPropia => {
                "Nadie lleva, confirma ni revierte lo que pidió para sí. Lo hace otro cajero u otro admin: PUT /api/transacciones/{_id}/asignar-cajero."
            }
            Code::CuentaAmbigua => {
                "El cajero tiene varias cuentas en ese banco. Diga cuál en `cuentaCajeroId`: están en `detalles.cuentas`."
            }
            Code::CajeroSinSaldo => "Ninguna cuenta del cajero alcanza. Asígnela a otro, o pida que le recarguen.",
            Code::RutaNoExiste => "No hay nada en esta dirección. Las llamadas están en /docs.",
            Code::MetodoNoPermitido => "Esta dirección se llama con otro método. Las llamadas están en /docs.",
            Code::TiempoAgotado => {
                "Tardó demasiado y se abandonó. Repita la llamada con la misma Idempotency-Key: así se hace una sola vez."
            }
            Code::JugadorNoEncontrado => {
                "No hay ningún jugador con ese id. Revíselo, o regístrelo con POST /api/jugadores."
            }
            Code::IdentidadAmbigua => "Ese número es de dos personas. Diga de dónde es: `discord:…` o `telegram:…`.",
            Code::IdentidadOcupada => "Ese id ya es de otra persona. Revíselo.",
            Code::IdentidadYaEnlazada => "Ese jugador ya tiene otro id de ese tipo, y cada jugador tiene uno solo.",
            Code::SaldoInsuficiente => "Saldo insuficiente",
            Code::Duplicada => "Eso ya se hizo. Si de verdad es otra vez, mande `metadata.permitirRepetida: true`.",
            Code::ReembolsoSinEntrada => {
                "El jugador no pagó entrada a esa sala, o se revirtió. Revise `referenciaExterna.salaId`; si de verdad es un reembolso, mande `metadata.permitirRepetida: true`."
            }
            Code::EntradaReembolsada => {
                "Esa entrada ya se devolvió con un reembolso. Si lo que sobra es el reembolso, reviértalo primero: PUT /api/transacciones/{_id}/revertir."
            }
            Code::CampoInvalido => "Falta un campo, o tiene un valor que no sirve.",
            Code::JsonInvalido => "El cuerpo debe ser un objeto JSON.",
            Code::NoEsJson => "Mande el cuerpo como JSON: `Content-Type: application/json`.",
            Code::CuerpoMuyGrande => "El cuerpo pasa de 64 KiB. Mande menos.",
            Code::ClaveReutilizada => {
                "Esa Idempotency-Key ya se usó para otra solicitud. Use una clave nueva para cada solicitud."
            }
            Code::DemasiadasLlamadas => "Demasiadas llamadas. Espere lo que dice Retry-After.",
            Code::ResultadoDesconocido => {
                "Todavía no se sabe si quedó guardado. Repita la llamada con la misma Idempotency-Key: así se hace una sola vez. Sin clave, mire primero el historial."
            }
            Code::NoDisponible => {
                "La mesa no puede guardar nada en este momento. No se guardó nada; repita la llamada cuando diga Retry-After, con la misma Idempotency-Key."
            }
            Code::ErrorInterno => "Algo está roto de nuestro lado. No se guardó nada; intente otra vez en un minuto.",
        }
    }
}

impl From<Code> for Kind {
    fn from(code: Code) -> Kind {
        Kind {
            status: code.status(),
            text: code.text(),
            words: code.words(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Code;
    use crate::http::under_api::refusal::is_listed_in_the_manual;

    const ALL: &[Code] = &[
        Code::TokenFalta,
        Code::TokenInvalido,
        Code::TokenVencido,
        Code::TokenAudiencia,
        Code::TokenEmisor,
        Code::TokenRevocado,
        Code::ClaveInvalida,
        Code::RolNoPermitido,
        Code::RutaNoExiste,
        Code::MetodoNoPermitido,
        Code::TiempoAgotado,
        Code::JugadorNoEncontrado,
        Code::IdentidadAmbigua,
        Code::IdentidadOcupada,
        Code::IdentidadYaEnlazada,
        Code::SaldoInsuficiente,
        Code::TransaccionNoEncontrada,
        Code::TransaccionAjena,
        Code::EstadoNoPermitido,
        Code::NoNecesitaCajero,
        Code::ComprobanteFalta,
        Code::PagoRepetido,
        Code::SinCajero,
        Code::SolicitudPropia,
        Code::CuentaAmbigua,
        Code::CajeroSinSaldo,
        Code::Duplicada,
        Code::ReembolsoSinEntrada,
        Code::EntradaReembolsada,
        Code::CampoInvalido,
        Code::JsonInvalido,
        Code::NoEsJson,
        Code::CuerpoMuyGrande,
        Code::ClaveReutilizada,
        Code::DemasiadasLlamadas,
        Code::ResultadoDesconocido,
        Code::NoDisponible,
        Code::ErrorInterno,
    ];

    #[test]
    fn the_manual_lists_every_code_with_its_status_and_no_other() {
        is_listed_in_the_manual("Errors of the API for players", ALL.iter().map(|code| (*code).into()));
        assert_eq!(ALL.len() - 1, Code::ErrorInterno as usize, "all of them are here");
    }
}
