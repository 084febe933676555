//! A larger book, whose sums are computed here a second time.

use std::fmt::Write as _;

use super::Desk;
use super::old_book::{OLD_SHAPE, OldBook};
use crate::on_both_engines;
use crate::support::database::TestDb;

/// The script of a book with so many clients of one account each, every tenth with a second one, and some transactions of
/// each account; and the sums of its four currencies, in ten-thousandths.
pub fn script(clients: u64, transactions: u64) -> (String, [i64; 4]) {
    let (mut script, mut sums) = (String::from("begin;"), [0_i64; 4]);
    let mut id = 0;
    for client in 1..=clients {
        writeln!(
            script,
            "insert into clientes (id, nombre, cedula, activo) values ({client}, 'Cliente {client}', 'V-{}', 'T');",
            10_000_000 + client
        )
        .expect("text");
        for _ in 0..=u64::from(client % 10 == 0) {
            id += 1;
            let seed = i64::try_from(id * 7_919).expect("small");
            let minor = [
                seed * 13 % 90_000_001,
                seed * 17 % 70_001,
                seed % 3 * 5,
                seed % 2 * 12_345,
            ];
            for (sum, minor) in sums.iter_mut().zip(minor) {
                *sum += minor;
            }
            let [ves, usd, eur, usdt] = minor.map(|minor| format!("{}.{:04}", minor / 10_000, minor % 10_000));
            writeln!(
                script,
                "insert into cuentas (id, cliente_id, numero_cuenta, tipo_cuenta, saldo_ves, saldo_usd, saldo_eur, saldo_usdt,
                    estado, fecha_creacion)
                 values ({id}, {client}, '01{id:018}', 'corriente', {ves}, {usd}, {eur}, {usdt}, 'activa', '2025-03-14 09:26:53');"
            )
            .expect("text");
        }
    }
    let rows: Vec<String> = (1..=transactions)
        .map(|number| {
            let account = number % id + 1;
            format!("({account}, 'compra', 'VES', 'USD', 38, 1, 38, 'C{number}', '2025-03-14 09:30:00', 'completada')")
        })
        .collect();
    for rows in rows.chunks(500) {
        let columns = "cuenta_id, tipo_operacion, moneda_origen, moneda_destino, monto_origen, monto_destino, tasa_cambio, \
                       comprobante, fecha_transaccion, estado";
        writeln!(
            script,
            "insert into transacciones ({columns}) values {};",
            rows.join(", ")
        )
        .expect("text");
    }
    script.push_str("commit;");
    (script, sums)
}

on_both_engines! {
    async fn two_thousand_accounts_come_in_to_the_last_digit(test_db: TestDb) {
        let (rows, sums) = script(2_000, 10_000);
        let book = OldBook::on(test_db.another().await, OLD_SHAPE, &rows).await;
        let desk = Desk::new(test_db).await;
        let done = desk.imports(&book, &["--backed-up"]).await;
        assert_eq!(done.code, 0, "{}{}", done.said, done.wrong);
        let mut raw = desk.db.raw().await;
        let found: Vec<(String, i64)> = sqlx::query_as(
            "select currency, cast(-balance_minor as bigint) from ledger_accounts where code like 'world:%' order by currency",
        )
        .fetch_all(&mut raw)
        .await
        .expect("the world");
        let expected = [("EUR", sums[2]), ("USD", sums[1]), ("USDT", sums[3]), ("VES", sums[0])];
        assert_eq!(found, expected.map(|(currency, sum)| (currency.to_owned(), sum)));
        assert_eq!(desk.number("select count(*) from legacy_clients").await, 2_000);
        assert_eq!(desk.number("select count(*) from accounts where currency = 'VES'").await, 2_200);
        assert_eq!(desk.number("select count(*) from accounts where state = 'closed'").await, 200);
        assert_eq!(
            desk.number("select count(*) from legacy_transactions where source_id is not null and target_id is not null").await,
            10_000
        );
        desk.audits_clean().await;
    }
}
