//! The specification's own script was run before, and stopped or not: dollars stand twice, bolívares in the old column only.

use insta::assert_snapshot;

use super::Desk;
use super::old_book::{ADDED, OLD_SHAPE, OldBook};
use crate::on_both_engines;
use crate::support::database::TestDb;

const ROWS: &str = "
    insert into clientes (id, nombre, cedula, activo) values
        (1, 'Ana', 'V-12345678', 'T'), (2, 'Beto', 'V-12345679', 'T'), (3, 'Carla', 'V-12345680', 'T');
    insert into cuentas (id, cliente_id, numero_cuenta, tipo_cuenta, saldo_ves, saldo_usd, saldo_eur, saldo_usdt, estado,
        fecha_creacion) values
        (1, 1, '01000000000000000011', 'corriente', 1295, 20, 0, 0, 'activa', '2025-03-14 09:26:53'),
        (2, 1, '01000000000000000012', 'ahorro', 0, 5.5, 0, 0, 'activa', '2025-03-14 09:26:53'),
        (3, 2, '01000000000000000013', 'corriente', 10, 8, 0, 0, 'activa', '2025-03-14 09:26:53'),
        (4, 3, '01000000000000000014', 'corriente', 30, 0, 0, 0, 'activa', '2025-03-14 09:26:53');";

/// What the script inserts, and what people did afterwards: Beto bought two dollars, and Carla's bolívares were set by hand.
const SCRIPT: &str = "
    insert into cuentas (id, cliente_id, numero_cuenta, tipo_cuenta, moneda, saldo, estado, fecha_creacion) values
        (5, 1, '02000000000000000015', 'corriente', 'USD', 20, 'activa', '2025-03-14 09:26:53'),
        (6, 2, '02000000000000000016', 'corriente', 'USD', 8, 'activa', '2025-03-14 09:26:53');
    update cuentas set saldo = 10 where id = 6;
    update cuentas set saldo = 30 where id = 4;";

on_both_engines! {
    async fn a_half_run_is_recognised_and_no_dollar_counts_twice(test_db: TestDb) {
        let book = OldBook::on(test_db.another().await, OLD_SHAPE, ROWS).await;
        book.changes(ADDED).await;
        book.changes(SCRIPT).await;
        let desk = Desk::new(test_db).await;
        let looked = desk.imports(&book, &["--dry-run"]).await;
        assert_eq!(looked.code, 1, "{}", looked.wrong);
        assert_snapshot!(looked.chapter("Problemas"), @"medio_migrada · cliente 2 USD · vieja 8.0000, nueva 10.0000 · SIN DECISIÓN: vieja | nueva | suma");
        let decided = "[[decision]]\nproblema = \"medio_migrada\"\ncual = \"cliente 2 USD\"\nrespuesta = \"nueva\"\n";
        let done = desk.imports_deciding(&book, decided, &[]).await;
        assert_eq!(done.code, 0, "{}{}", done.said, done.wrong);
        assert_snapshot!(done.chapter("Avisos"), @"
        forma_doble · están las columnas viejas (saldo_ves…) y las nuevas (moneda, saldo)
        cuentas_unidas · cliente 1 · la cuenta 1 queda; la 2 se cierra y pasa USD 5.5000
        media_corrida_doble · cliente 1 USD · la migración anterior se corrió a medias: 20.0000 está en la columna vieja (cuenta 1) y en la fila nueva (cuenta 5); se cuenta una vez
        media_corrida_vieja · cuenta 1 VES · la migración anterior se corrió a medias: 1295.0000 está solo en la columna vieja; entra
        media_corrida_vieja · cuenta 3 VES · la migración anterior se corrió a medias: 10.0000 está solo en la columna vieja; entra
        media_corrida_igual · cuenta 4 VES · la columna vieja y la nueva dicen 30.0000; se cuenta una vez
        ");
        assert_snapshot!(done.chapter("Totales por moneda"), @"
        VES: en el libro 1335.0000 · por decisiones 0.0000 · en la mesa 1335.0000
        USD: en el libro 35.5000 · por decisiones 0.0000 · en la mesa 35.5000
        EUR: en el libro 0.0000 · por decisiones 0.0000 · en la mesa 0.0000
        USDT: en el libro 0.0000 · por decisiones 0.0000 · en la mesa 0.0000
        ");
        assert_snapshot!(desk.accounts().await, @"
        1 USD 02000000000000000015 active 255000
        1 VES 01000000000000000011 active 12950000
        1 VES 01000000000000000012 closed 0
        2 USD 02000000000000000016 active 100000
        2 VES 01000000000000000013 active 100000
        3 VES 01000000000000000014 active 300000
        ");
        desk.audits_clean().await;
    }
    async fn zeros_that_the_old_model_fills_in_make_no_old_row(test_db: TestDb) {
        let book = OldBook::on(test_db.another().await, OLD_SHAPE, ROWS).await;
        book.changes(ADDED).await;
        book.changes(SCRIPT).await;
        book.changes("update cuentas set saldo_ves = 0, saldo_usd = 0, saldo_eur = 0, saldo_usdt = 0 where id in (5, 6)").await;
        let desk = Desk::new(test_db).await;
        let looked = desk.imports(&book, &["--dry-run"]).await;
        assert_eq!(looked.code, 1, "{}", looked.wrong);
        assert_snapshot!(looked.chapter("Problemas"), @"medio_migrada · cliente 2 USD · vieja 8.0000, nueva 10.0000 · SIN DECISIÓN: vieja | nueva | suma");
        let decided = "[[decision]]\nproblema = \"medio_migrada\"\ncual = \"cliente 2 USD\"\nrespuesta = \"nueva\"\n";
        let done = desk.imports_deciding(&book, decided, &[]).await;
        assert_eq!(done.code, 0, "{}{}", done.said, done.wrong);
        assert_snapshot!(done.chapter("Totales por moneda"), @"
        VES: en el libro 1335.0000 · por decisiones 0.0000 · en la mesa 1335.0000
        USD: en el libro 35.5000 · por decisiones 0.0000 · en la mesa 35.5000
        EUR: en el libro 0.0000 · por decisiones 0.0000 · en la mesa 0.0000
        USDT: en el libro 0.0000 · por decisiones 0.0000 · en la mesa 0.0000
        ");
        desk.audits_clean().await;
    }

    async fn old_and_new_columns_that_disagree_are_answered(test_db: TestDb) {
        let rows = "
            insert into clientes (id, nombre, cedula, activo) values
                (1, 'Ana', 'V-12345678', 'T'), (2, 'Beto', 'V-12345679', 'T'), (3, 'Carla', 'V-12345680', 'T');
            insert into cuentas (id, cliente_id, numero_cuenta, tipo_cuenta, saldo_ves, saldo_usd, saldo_eur, saldo_usdt,
                estado, fecha_creacion) values
                (1, 1, '01000000000000000011', 'corriente', 100, 0, 0, 0, 'activa', '2025-03-14 09:26:53'),
                (2, 2, '01000000000000000012', 'corriente', 0, 8, 0, 0, 'activa', '2025-03-14 09:26:53'),
                (3, 3, '01000000000000000013', 'corriente', 5, 0, 0, 0, 'activa', '2025-03-14 09:26:53');";
        let script = "
            update cuentas set saldo = 40 where id = 1;
            insert into cuentas (id, cliente_id, numero_cuenta, tipo_cuenta, moneda, saldo, estado, fecha_creacion) values
                (4, 2, '02000000000000000014', 'corriente', 'USD', 10, 'activa', '2025-03-14 09:26:53'),
                (5, 3, '02000000000000000015', 'corriente', 'BTC', 3, 'activa', '2025-03-14 09:26:53'),
                (6, 3, '02000000000000000016', 'corriente', null, 2, 'activa', '2025-03-14 09:26:53');";
        let book = OldBook::on(test_db.another().await, OLD_SHAPE, rows).await;
        book.changes(ADDED).await;
        book.changes(script).await;
        let desk = Desk::new(test_db).await;
        let looked = desk.imports(&book, &["--dry-run"]).await;
        assert_eq!(looked.code, 1, "{}", looked.wrong);
        assert_snapshot!(looked.chapter("Problemas"), @"
        moneda_desconocida · cuenta 5 · BTC · SIN DECISIÓN: VES | USD | EUR | USDT | omitir
        moneda_desconocida · cuenta 6 · SIN DECISIÓN: VES | USD | EUR | USDT | omitir
        medio_migrada · cliente 2 USD · vieja 8.0000, nueva 10.0000 · SIN DECISIÓN: vieja | nueva | suma
        medio_migrada · cuenta 1 VES · vieja 100.0000, nueva 40.0000 · SIN DECISIÓN: vieja | nueva | suma
        ");
        let mut totals = Vec::new();
        for answer in ["vieja", "nueva", "suma"] {
            let decided = format!(
                "[[decision]]\nproblema = \"medio_migrada\"\ncuantas = 2\nrespuesta = \"{answer}\"\n
                 [[decision]]\nproblema = \"moneda_desconocida\"\ncual = \"cuenta 5\"\nrespuesta = \"omitir\"\n
                 [[decision]]\nproblema = \"moneda_desconocida\"\ncual = \"cuenta 6\"\nrespuesta = \"EUR\"\n"
            );
            let tried = desk.imports_deciding(&book, &decided, &["--dry-run"]).await;
            assert_eq!(tried.code, 0, "{}{}", tried.said, tried.wrong);
            totals.push(format!("{answer}\n{}", tried.chapter("Totales por moneda")));
            if answer == "suma" {
                let left = tried.chapter("Avisos");
                assert!(left.contains("cuenta_omitida · cuenta 5 · no entra: saldo 3.0000 queda fuera"), "{left}");
                let done = desk.imports_deciding(&book, &decided, &[]).await;
                assert_eq!(done.code, 0, "{}{}", done.said, done.wrong);
            }
        }
        assert_snapshot!(totals.join("\n"), @"
        vieja
        VES: en el libro 105.0000 · por decisiones 0.0000 · en la mesa 105.0000
        USD: en el libro 8.0000 · por decisiones 0.0000 · en la mesa 8.0000
        EUR: en el libro 2.0000 · por decisiones 0.0000 · en la mesa 2.0000
        USDT: en el libro 0.0000 · por decisiones 0.0000 · en la mesa 0.0000
        nueva
        VES: en el libro 45.0000 · por decisiones 0.0000 · en la mesa 45.0000
        USD: en el libro 10.0000 · por decisiones 0.0000 · en la mesa 10.0000
        EUR: en el libro 2.0000 · por decisiones 0.0000 · en la mesa 2.0000
        USDT: en el libro 0.0000 · por decisiones 0.0000 · en la mesa 0.0000
        suma
        VES: en el libro 145.0000 · por decisiones 0.0000 · en la mesa 145.0000
        USD: en el libro 18.0000 · por decisiones 0.0000 · en la mesa 18.0000
        EUR: en el libro 2.0000 · por decisiones 0.0000 · en la mesa 2.0000
        USDT: en el libro 0.0000 · por decisiones 0.0000 · en la mesa 0.0000
        ");
        assert_snapshot!(desk.accounts().await, @"
        1 VES 01000000000000000011 active 1400000
        2 USD 02000000000000000014 active 180000
        2 VES 01000000000000000012 active 0
        3 EUR 02000000000000000016 active 20000
        3 VES 01000000000000000013 active 50000
        ");
        desk.audits_clean().await;
    }
}
