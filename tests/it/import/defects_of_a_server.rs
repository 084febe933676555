//! What PostgreSQL lets into columns of the right types.

use insta::assert_snapshot;

use super::Desk;
use super::old_book::{OLD_SHAPE, OldBook};
use crate::support::database::{TestDb, tell};

const ROWS: &str = "
    insert into clientes (id, nombre, cedula, telefono, activo) values
        (1, 'Ana', 'V-12345678', '0414-1234567', 'T'), (2, ' ', 'V12345678', '0414 123 45 67', ' ');
    insert into cuentas (id, cliente_id, numero_cuenta, tipo_cuenta, saldo_ves, saldo_usd, saldo_eur, saldo_usdt, estado,
        fecha_creacion) values
        (1, 1, '01000000000000000011', 'corriente', 0.1, -5, null, 'NaN', 'activa', '2025-03-14 09:26:53.5'),
        (2, 99, '01000000000000000011', 'Ahorro', 99999999999.9999, 0, 0, 0, 'ACTIVA', 'infinity'),
        (3, null, '  ', 'corriente', 50, 0, 0, 0, 'activa', null),
        (4, 2, '012345678901234567890123456789', '', 0.0001, 0, 0, 0, '', '0044-03-15 12:00:00 BC');
    insert into transacciones (id, cuenta_id, tipo_operacion, moneda_origen, moneda_destino, monto_origen, monto_destino,
        tasa_cambio, comprobante, fecha_transaccion, estado) values
        (1, 88, 'compra', 'VES', 'USD', 38, 1, 38, 'C1', '2025-03-14 09:30:00', 'completada'),
        (2, 1, 'compra', 'VES', null, 38, 1, 'NaN', 'C2', null, 'completada');";

const ANSWERS: &[(&str, &str, &str)] = &[
    ("saldo_negativo", "cuenta 1 USD", "sobregiro"),
    ("saldo_nulo", "cuenta 1 EUR", "cero"),
    ("saldo_ilegible", "cuenta 1 USDT", "7"),
    ("cliente_inexistente", "cuenta 2", "cliente 2"),
    ("cliente_inexistente", "cuenta 3", "omitir"),
    ("numero_repetido", "numero 01000000000000000011", "cuenta 2"),
    ("estado_desconocido", "cuenta 4", "activa"),
    ("tipo_desconocido", "cuenta 4", "corriente"),
    ("fecha_ilegible", "cuenta 2", "2024-12-31 23:59:59"),
    ("fecha_ilegible", "cuenta 3", "hoy"),
    ("fecha_ilegible", "cuenta 4", "hoy"),
    ("cliente_sin_nombre", "cliente 2", "Beto"),
    ("activo_ilegible", "cliente 2", "T"),
    ("cedula_repetida", "cedula V12345678", "ninguno"),
    ("transaccion_huerfana", "transaccion 1", "conservar"),
    ("transaccion_con_otra_moneda", "transaccion 2", "conservar"),
    ("transaccion_ilegible", "transaccion 2", "conservar"),
];

#[test]
#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]
fn a_server_lets_defects_in_and_each_is_listed_and_answered_postgres() {
    tell(async {
        let book = OldBook::on(TestDb::postgres().await, OLD_SHAPE, ROWS).await;
        for desk_db in [TestDb::sqlite().await, TestDb::postgres().await] {
            let desk = Desk::new(desk_db).await;
            let looked = desk.imports(&book, &["--backed-up"]).await;
            assert_eq!(looked.code, 1, "{}", looked.wrong);
            assert_snapshot!(looked.chapter("Problemas"), @"
            saldo_negativo · cuenta 1 USD · -5.0000 · SIN DECISIÓN: sobregiro | cero
            saldo_nulo · cuenta 1 EUR · SIN DECISIÓN: cero
            saldo_ilegible · cuenta 1 USDT · NaN · SIN DECISIÓN: un monto como 12.34 | cero
            cliente_inexistente · cuenta 2 · cliente 99 · SIN DECISIÓN: cliente <id> | omitir
            cliente_inexistente · cuenta 3 · SIN DECISIÓN: cliente <id> | omitir
            numero_repetido · numero 01000000000000000011 · cuentas 1, 2 · SIN DECISIÓN: cuenta <id> | ninguna
            estado_desconocido · cuenta 4 · SIN DECISIÓN: activa | cerrada
            tipo_desconocido · cuenta 4 · SIN DECISIÓN: corriente | ahorro
            fecha_ilegible · cuenta 2 · infinity · SIN DECISIÓN: AAAA-MM-DD HH:MM:SS | hoy
            fecha_ilegible · cuenta 3 · SIN DECISIÓN: AAAA-MM-DD HH:MM:SS | hoy
            fecha_ilegible · cuenta 4 · 0044-03-15 12:00:00 BC · SIN DECISIÓN: AAAA-MM-DD HH:MM:SS | hoy
            cliente_sin_nombre · cliente 2 · SIN DECISIÓN: un nombre
            activo_ilegible · cliente 2 · SIN DECISIÓN: T | F
            cedula_repetida · cedula V12345678 · clientes 1, 2 · SIN DECISIÓN: cliente <id> | ninguno
            transaccion_huerfana · transaccion 1 · cuenta 88 · SIN DECISIÓN: conservar
            transaccion_con_otra_moneda · transaccion 2 · SIN DECISIÓN: conservar
            transaccion_ilegible · transaccion 2 · tasa_cambio NaN, fecha  · SIN DECISIÓN: conservar
            ");
            assert_snapshot!(looked.chapter("Avisos"), @"
            forma_vieja · cada cuenta tiene saldo_ves, saldo_usd, saldo_eur y saldo_usdt
            numero_raro · cuenta 3 · «» no tiene 20 dígitos: recibe un número nuevo y el viejo queda como alias
            numero_raro · cuenta 4 · «012345678901234567890123456789» no tiene 20 dígitos: recibe un número nuevo y el viejo queda como alias
            telefono_compartido · telefono +584141234567 · lo tienen los clientes 1, 2: no reconoce a ninguno
            cuenta_omitida · cuenta 2 · no entra: VES 99999999999.9999 queda fuera
            cuenta_omitida · cuenta 3 · no entra: VES 50.0000 queda fuera
            ");
            assert_eq!(desk.number("select count(*) from members where id <> 0").await, 0);
            let answers = ANSWERS.iter().map(|(kind, which, answer)| {
                format!("[[decision]]\nproblema = \"{kind}\"\ncual = \"{which}\"\nrespuesta = \"{answer}\"\n")
            });
            let done = desk.imports_deciding(&book, &answers.collect::<String>(), &[]).await;
            assert_eq!(done.code, 0, "{}{}", done.said, done.wrong);
            assert_snapshot!(done.chapter("Totales por moneda"), @"
            VES: en el libro 100000000050.1000 · por decisiones -50.0000 · en la mesa 100000000000.1000
            USD: en el libro -5.0000 · por decisiones 0.0000 · en la mesa -5.0000
            EUR: en el libro 0.0000 · por decisiones 0.0000 · en la mesa 0.0000
            USDT: en el libro 0.0000 · por decisiones 7.0000 · en la mesa 7.0000
            ");
            assert_snapshot!(desk.accounts().await, @"
            1 USD nuevo active -50000
            1 USDT nuevo active 70000
            1 VES nuevo active 1000
            2 VES 01000000000000000011 active 1000000000000000
            2 VES nuevo closed 0
            ");
            desk.audits_clean().await;
        }
    });
}
