//! The commands: typed with a prefix or chosen with a slash, from one definition each.
//!
//! Each reads its arguments, calls one use-case and shows the outcome. Doc comments here are what Discord shows people.

mod accounts;
mod apps;
mod asked;
mod balances;
mod batches;
mod cashiers;
mod channels;
pub(super) mod clients;
mod coins;
mod completion;
mod earnings;
mod help;
mod members;
mod orders;
mod payouts;
mod person;
mod prices;
mod queries;
mod requests;
mod setup;
mod shift;
mod undoing;

use super::Never;
use super::surface::Surface;

/// All of them, in the order of `!ayuda`.
pub(super) fn all() -> Vec<poise::Command<std::sync::Arc<Surface>, Never>> {
    vec![
        batches::start(),
        batches::startbatch(),
        batches::t(),
        batches::batch(),
        batches::c(),
        batches::endbatch(),
        orders::cancelar(),
        orders::orden(),
        queries::transacciones(),
        queries::pendientes(),
        queries::canceladas(),
        queries::historial(),
        earnings::ganancias(),
        requests::solicitudes(),
        requests::solicitud(),
        undoing::revertir(),
        undoing::reabrir(),
        shift::disponible(),
        shift::ocupado(),
        shift::listo(),
        shift::siguiente(),
        shift::relevo(),
        cashiers::cola(),
        cashiers::asignar(),
        cashiers::confirmar(),
        prices::tasas(),
        prices::setrates(),
        prices::setusdvalue(),
        prices::setbsusdvalue(),
        prices::setfee(),
        members::rol(),
        members::setcut(),
        members::baja(),
        setup::setup(),
        channels::canal(),
        accounts::cuenta(),
        coins::diario(),
        coins::monedas(),
        coins::ranking(),
        coins::logros(),
        coins::pagar(),
        coins::canjear(),
        coins::dar(),
        apps::app(),
        balances::cuentas(),
        balances::saldo(),
        balances::movimientos(),
        accounts::depositar(),
        accounts::ajustar(),
        accounts::sobregiro(),
        accounts::cerrar_cuenta(),
        clients::clientes(),
        clients::puntos(),
        payouts::request_retiro(),
        help::ayuda(),
    ]
}
