//! Which roles may make which call: the one table of it (S3-33). What a role may see of others is the use-case's.

use axum::http::Method;

use crate::domain::people::tokens::ApiRole::{self, Admin, Bot, Cashier, Player, System};

const EVERYBODY: &[ApiRole] = &[Player, Cashier, Admin, Bot, System];
const PROGRAMS: &[ApiRole] = &[Admin, Bot, System];
/// What a player may do for themselves. A cashier may as well, and no more than a player: for themselves.
const PLAYERS: &[ApiRole] = &[Player, Cashier, Bot, System, Admin];
const CASHIERS: &[ApiRole] = &[Cashier, Admin];
const ADMINS: &[ApiRole] = &[Admin];
/// Whoever works with giros or has accounts. A reseller's token is a [`Player`]'s: what they are at the desk decides further.
const PEOPLE: &[ApiRole] = &[Player, Cashier, Admin];
/// Resellers, by the role [`Player`], and admins.
const SENDERS: &[ApiRole] = &[Player, Admin];

/// A method, a path, and the roles that may call it.
type Endpoint = (Method, &'static str, &'static [ApiRole]);

/// Every call under `/api`. One that is not here is refused to everybody.
const ENDPOINTS: &[Endpoint] = &[
    (Method::GET, "/api/yo", EVERYBODY),
    (Method::POST, "/api/jugadores", PROGRAMS),
    (Method::GET, "/api/jugadores/{id}", PLAYERS),
    (Method::POST, "/api/jugadores/{id}/identidades", PROGRAMS),
    (Method::POST, "/api/transacciones/procesar-automatica", PROGRAMS),
    (Method::POST, "/api/transacciones/solicitud", PLAYERS),
    (Method::GET, "/api/transacciones/jugador/{id}/historial", PLAYERS),
    (Method::GET, "/api/transacciones/jugador/{id}/estadisticas", PLAYERS),
    (Method::GET, "/api/transacciones/cajeros-disponibles", PROGRAMS),
    (Method::GET, "/api/transacciones/pendientes-cajero", CASHIERS),
    (Method::PUT, "/api/transacciones/{id}/asignar-cajero", ADMINS),
    (Method::GET, "/api/transacciones/admin/todas", ADMINS),
    (Method::GET, "/api/transacciones/admin/estadisticas-sistema", ADMINS),
    (Method::PUT, "/api/transacciones/{id}/confirmar", CASHIERS),
    (Method::PUT, "/api/transacciones/{id}/rechazar", CASHIERS),
    (Method::PUT, "/api/transacciones/{id}/cancelar", PLAYERS),
    (Method::PUT, "/api/transacciones/{id}/confirmar-pago-usuario", PLAYERS),
    (Method::PUT, "/api/transacciones/{id}/revertir", ADMINS),
    (Method::GET, "/api/transacciones/{id}", EVERYBODY),
    (Method::GET, "/api/cambios/tasas", EVERYBODY),
    (Method::GET, "/api/cambios/tasas/{moneda}", EVERYBODY),
    (Method::GET, "/api/cambios/posicion", ADMINS),
    (Method::POST, "/api/cambios/cotizaciones", PEOPLE),
    (Method::POST, "/api/cambios/cotizaciones/{id}/confirmar", PEOPLE),
    (Method::GET, "/api/cambios", PEOPLE),
    (Method::GET, "/api/cambios/{comprobante}", PEOPLE),
    (Method::GET, "/api/cuentas", PEOPLE),
    (Method::GET, "/api/reportes/{periodo}", PEOPLE),
    (Method::POST, "/api/giros", SENDERS),
    (Method::GET, "/api/giros", PEOPLE),
    (Method::GET, "/api/giros/{id}", PEOPLE),
    (Method::PUT, "/api/giros/{id}/procesar", CASHIERS),
    (Method::PUT, "/api/giros/{id}/ejecutar", CASHIERS),
    (Method::PUT, "/api/giros/{id}/devolver", CASHIERS),
    (Method::PUT, "/api/giros/{id}/cancelar", SENDERS),
    (Method::GET, "/api/minoristas/{id}", SENDERS),
    (Method::GET, "/api/minoristas/{id}/transacciones", SENDERS),
    (Method::GET, "/api/cuentas-bancarias/{id}/transacciones", CASHIERS),
    (Method::GET, "/api/bancos/{id}/transacciones", ADMINS),
    (Method::POST, "/api/minoristas/{id}/recargas", ADMINS),
    (Method::POST, "/api/minoristas/{id}/ajustes", ADMINS),
    (Method::GET, "/api/cuentas-bancarias", CASHIERS),
    (Method::POST, "/api/cuentas-bancarias/{id}/depositos", ADMINS),
    (Method::POST, "/api/cuentas-bancarias/{id}/ajustes", ADMINS),
    (Method::GET, "/api/bancos", PEOPLE),
    (Method::POST, "/api/bancos/{id}/recargas", ADMINS),
    (Method::POST, "/api/bancos/{id}/ajustes", ADMINS),
    (Method::POST, "/api/bancos/{id}/transferencias", ADMINS),
    (Method::GET, "/api/asignaciones", ADMINS),
    (Method::POST, "/api/asignaciones", ADMINS),
    (Method::PUT, "/api/asignaciones/{id}", ADMINS),
];

/// The roles that may make a call; none for one that is not in the table. `path`: of the route, with its parameters.
pub(in crate::http) fn allowed(method: &Method, path: &str) -> &'static [ApiRole] {
    // A HEAD is answered by the handler of its GET.
    let method = if *method == Method::HEAD { &Method::GET } else { method };
    let found = ENDPOINTS.iter().find(|(m, p, _)| m == method && is_same(p, path));
    found.map_or(&[], |(_, _, roles)| *roles)
}

/// Whether two paths of routes differ only in the names of their parameters.
fn is_same(one: &str, other: &str) -> bool {
    let is_parameter = |segment: &str| segment.starts_with('{');
    let (mut one, mut other) = (one.split('/'), other.split('/'));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if one == other || (is_parameter(one) && is_parameter(other)) => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Method;
    use utoipa::openapi::path::Operation;

    use super::{ADMINS, ENDPOINTS, PLAYERS, allowed, is_same};
    use crate::http::{exchange, giros, players, reports};

    #[test]
    fn every_call_under_api_is_in_the_table() {
        let described = players::routes()
            .merge(giros::routes())
            .merge(exchange::routes())
            .merge(reports::routes())
            .into_openapi();
        let mut found = 0;
        for (path, item) in described
            .paths
            .paths
            .iter()
            .filter(|(path, _)| path.starts_with("/api"))
        {
            let of = |method: Method, operation: &Option<Operation>| operation.is_some().then_some(method);
            let methods = [
                of(Method::GET, &item.get),
                of(Method::POST, &item.post),
                of(Method::PUT, &item.put),
                of(Method::DELETE, &item.delete),
                of(Method::PATCH, &item.patch),
            ];
            for method in methods.into_iter().flatten() {
                found += 1;
                assert!(
                    !allowed(&method, path).is_empty(),
                    "{method} {path} is not in ENDPOINTS"
                );
            }
        }
        assert!(1 <= found);
    }

    #[test]
    fn what_is_not_in_the_table_is_nobodys() {
        assert!(allowed(&Method::DELETE, "/api/yo").is_empty());
        assert!(allowed(&Method::GET, "/api/other").is_empty());
        assert_eq!(
            allowed(&Method::PUT, "/api/transacciones/{transaccionId}/revertir"),
            ADMINS
        );
        assert_eq!(
            allowed(&Method::GET, "/api/transacciones/jugador/{jugadorId}/historial"),
            PLAYERS
        );
        assert_eq!(allowed(&Method::HEAD, "/api/yo").len(), 5);
    }

    #[test]
    fn no_call_is_in_the_table_twice() {
        for (at, (method, path, _)) in ENDPOINTS.iter().enumerate() {
            let twice = ENDPOINTS[..at].iter().any(|(m, p, _)| m == method && is_same(p, path));
            assert!(!twice, "{method} {path}");
        }
    }
}
