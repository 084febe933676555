//! A file with everything in it that old books have: SQLite keeps whatever was put into a column.

use insta::assert_snapshot;

use super::Desk;
use super::old_book::{OLD_SHAPE, OldBook};
use crate::on_both_engines;
use crate::support::database::TestDb;

const ROWS: &str = "
    insert into clientes (id, nombre, cedula, telefono, activo) values
        (1, 'Ana', 'V-12345678', '0414-1234567', 'T'),
        (2, null, 'v12345678', 'no tiene', 'x'),
        (3, 'Carla', 'pendiente', null, null);
    insert into cuentas (id, cliente_id, numero_cuenta, tipo_cuenta, saldo_ves, saldo_usd, saldo_eur, saldo_usdt, estado,
        fecha_creacion) values
        (1, 1, '01000000000000000011', 'corriente', 0.1 + 0.2, -5, 0, 0, 'activa', '2025-03-14 09:26:53'),
        (2, 2, '01000000000000000011', 'corriente', 0.00015, 2.00005, 1.00005, 1.005, 'activa', '2025-03-14 09:26:53'),
        (3, 3, '', 'corriente', 'doce', null, 123456789012.5, 0, 'activa', '2025-03-14 09:26:53'),
        (4, 99, '01000000000000000014', 'corriente', 40, 0, 0, 0, 'activa', '2025-03-14 09:26:53'),
        (5, null, '012345678901234567890123456789', 'corriente', 50, 0, 0, 0, 'activa', '2025-03-14 09:26:53'),
        (6, 3, '0100 0000 0000 0000 0016', 'plazo', 6, 0, 0, 0, 'bloqueada', 'ayer'),
        (7, 3, '01000000000000000017', 'ahorro', 7, 0, 0, 0, 'activa', '2016-05-01 02:45:00');
    insert into transacciones (id, cuenta_id, tipo_operacion, moneda_origen, moneda_destino, monto_origen, monto_destino,
        tasa_cambio, comprobante, fecha_transaccion, estado) values
        (1, 1, 'compra', 'VES', 'USD', 38, 1, 38, 'C1', '2025-03-14 09:30:00', 'completada'),
        (2, 88, 'compra', 'VES', 'USD', 38, 1, 38, 'C2', '2025-03-14 09:30:00', 'completada'),
        (3, null, 'compra', 'VES', 'USD', 38, 1, 38, 'C3', '2025-03-14 09:30:00', 'completada'),
        (4, 1, 'compra', 'VES', 'BTC', 38, 1, 38, 'C4', '2025-03-14 09:30:00', 'completada'),
        (5, 1, 'compra', 'VES', 'USD', 'mucho', 1, 38, 'C5', 'mañana', 'completada'),
        (6, 1, 'venta', 'USD', 'VES', 0.1 + 0.2, 0.00015, 38.123456, 'C6', '2025-03-14 09:31:00', 'completada'),
        (7, 2, 'venta', 'USD', 'VES', 1, 38, 2.00005, 'C7', '2025-03-14 09:32:00', 'completada');";

fn decision(kind: &str, which: &str, answer: &str) -> String {
    format!("[[decision]]\nproblema = \"{kind}\"\n{which}\nrespuesta = \"{answer}\"\n\n")
}

/// An answer to each of them.
fn decisions() -> String {
    let one = |which: &str| format!("cual = \"{which}\"");
    [
        decision("saldo_negativo", &one("cuenta 1 USD"), "cero"),
        decision("saldo_nulo", &one("cuenta 3 USD"), "cero"),
        decision("saldo_ilegible", &one("cuenta 3 VES"), "12.5"),
        decision("saldo_fuera_de_rango", &one("cuenta 3 EUR"), "leido"),
        decision("cliente_inexistente", &one("cuenta 4"), "cliente 1"),
        decision("cliente_inexistente", &one("cuenta 5"), "omitir"),
        decision("numero_repetido", &one("numero 01000000000000000011"), "cuenta 1"),
        decision("estado_desconocido", &one("cuenta 6"), "cerrada"),
        decision("tipo_desconocido", &one("cuenta 6"), "ahorro"),
        decision("fecha_ilegible", &one("cuenta 6"), "2020-01-02 03:04:05"),
        decision("cliente_sin_nombre", &one("cliente 2"), "Beto"),
        decision("activo_ilegible", &one("cliente 2"), "T"),
        decision("activo_ilegible", &one("cliente 3"), "F"),
        decision("cedula_repetida", &one("cedula V12345678"), "cliente 1"),
        decision("transaccion_sin_cuenta", "cuantas = 1", "conservar"),
        decision("transaccion_huerfana", "cuantas = 1", "conservar"),
        decision("transaccion_con_otra_moneda", "cuantas = 1", "conservar"),
        decision("transaccion_ilegible", "cuantas = 1", "conservar"),
    ]
    .concat()
}

on_both_engines! {
    async fn every_defect_is_listed_and_stops_until_it_is_answered(test_db: TestDb) {
        let book = OldBook::on(TestDb::sqlite().await, OLD_SHAPE, ROWS).await;
        let desk = Desk::new(test_db).await;
        let looked = desk.imports(&book, &["--backed-up"]).await;
        assert_eq!(looked.code, 1, "{}", looked.wrong);
        assert_snapshot!(looked.chapter("Problemas"), @"
        saldo_negativo · cuenta 1 USD · -5.0000 · SIN DECISIÓN: sobregiro | cero
        saldo_nulo · cuenta 3 USD · SIN DECISIÓN: cero
        saldo_ilegible · cuenta 3 VES · doce · SIN DECISIÓN: un monto como 12.34 | cero
        saldo_fuera_de_rango · cuenta 3 EUR · 123456789012.5000 · SIN DECISIÓN: leido | un monto como 12.34
        cliente_inexistente · cuenta 4 · cliente 99 · SIN DECISIÓN: cliente <id> | omitir
        cliente_inexistente · cuenta 5 · SIN DECISIÓN: cliente <id> | omitir
        numero_repetido · numero 01000000000000000011 · cuentas 1, 2 · SIN DECISIÓN: cuenta <id> | ninguna
        estado_desconocido · cuenta 6 · bloqueada · SIN DECISIÓN: activa | cerrada
        tipo_desconocido · cuenta 6 · plazo · SIN DECISIÓN: corriente | ahorro
        fecha_ilegible · cuenta 6 · ayer · SIN DECISIÓN: AAAA-MM-DD HH:MM:SS | hoy
        cliente_sin_nombre · cliente 2 · SIN DECISIÓN: un nombre
        activo_ilegible · cliente 2 · x · SIN DECISIÓN: T | F
        activo_ilegible · cliente 3 · SIN DECISIÓN: T | F
        cedula_repetida · cedula V12345678 · clientes 1, 2 · SIN DECISIÓN: cliente <id> | ninguno
        transaccion_sin_cuenta · transaccion 3 · SIN DECISIÓN: conservar
        transaccion_huerfana · transaccion 2 · cuenta 88 · SIN DECISIÓN: conservar
        transaccion_con_otra_moneda · transaccion 4 · BTC · SIN DECISIÓN: conservar
        transaccion_ilegible · transaccion 5 · monto_origen mucho, fecha mañana · SIN DECISIÓN: conservar
        ");
        assert_snapshot!(looked.chapter("Avisos"), @"
        forma_vieja · cada cuenta tiene saldo_ves, saldo_usd, saldo_eur y saldo_usdt
        mas_decimales · cuenta 1 VES · guardado 0.30000000000000004, se veía 0.3000: entra lo que se veía
        mas_decimales · cuenta 2 EUR · guardado 1.00005, se veía 1.0001: entra lo que se veía
        mas_decimales · cuenta 2 USD · guardado 2.00005, se veía 2.0000: entra lo que se veía
        mas_decimales · cuenta 2 VES · guardado 0.00015, se veía 0.0001: entra lo que se veía
        numero_raro · cuenta 3 · «» no tiene 20 dígitos: recibe un número nuevo y el viejo queda como alias
        numero_raro · cuenta 5 · «012345678901234567890123456789» no tiene 20 dígitos: recibe un número nuevo y el viejo queda como alias
        numero_con_marcas · cuenta 6 · «0100 0000 0000 0000 0016» queda como 01000000000000000016
        cuentas_unidas · cliente 3 · la cuenta 3 queda; la 6 se cierra y pasa VES 6.0000
        cuentas_unidas · cliente 3 · la cuenta 3 queda; la 7 se cierra y pasa VES 7.0000
        cedula_ilegible · cliente 3 · cédula «pendiente»: no sirve para reconocer a nadie
        telefono_ilegible · cliente 2 · teléfono «no tiene»: no sirve para reconocer a nadie
        fecha_inexistente · cuenta 7 · 2016-05-01 02:45:00 no existió (cambio de hora)
        cuenta_omitida · cuenta 4 · no entra: VES 40.0000 queda fuera
        cuenta_omitida · cuenta 5 · no entra: VES 50.0000 queda fuera
        ");
        assert_snapshot!(looked.chapter("Transacciones con más decimales"), @"
        valores con más decimales de los que se veían: 4; queda lo que se veía
        transaccion 6 monto_origen · guardado 0.30000000000000004, se veía 0.3000
        transaccion 6 monto_destino · guardado 0.00015, se veía 0.0001
        transaccion 6 tasa_cambio · guardado 38.123456, se veía 38.1235
        transaccion 7 tasa_cambio · guardado 2.00005, se veía 2.0000
        ");
        assert_eq!(desk.number("select count(*) from accounts").await, 0);

        // One answer fewer, one that is none, one about nothing, and a wrong count: each stops.
        for (instead, of) in [
            ("", decision("saldo_nulo", "cual = \"cuenta 3 USD\"", "cero")),
            (
                "[[decision]]\nproblema = \"saldo_nulo\"\ncual = \"cuenta 3 USD\"\nrespuesta = \"uno\"\n",
                decision("saldo_nulo", "cual = \"cuenta 3 USD\"", "cero"),
            ),
            (
                "[[decision]]\nproblema = \"transaccion_huerfana\"\ncuantas = 2\nrespuesta = \"conservar\"\n",
                decision("transaccion_huerfana", "cuantas = 1", "conservar"),
            ),
        ] {
            let almost = decisions().replace(&of, instead);
            let ran = desk.imports_deciding(&book, &almost, &[]).await;
            assert_eq!(ran.code, 1, "{instead}: {}", ran.said);
        }
        let about_nothing = decisions() + &decision("saldo_nulo", "cual = \"cuenta 1 VES\"", "cero");
        let ran = desk.imports_deciding(&book, &about_nothing, &[]).await;
        assert!(ran.said.contains("decisión sin problema · saldo_nulo: cuenta 1 VES"), "{}", ran.said);
        let other_book = format!("huella = \"ab\"\n{}", decisions());
        let ran = desk.imports_deciding(&book, &other_book, &[]).await;
        assert!(ran.said.contains("decisiones de otro libro"), "{}", ran.said);
        assert_eq!(desk.number("select count(*) from accounts").await, 0);

        let done = desk.imports_deciding(&book, &decisions(), &[]).await;
        assert_eq!(done.code, 0, "{}{}", done.said, done.wrong);
        assert_snapshot!(done.chapter("Totales por moneda"), @"
        VES: en el libro 103.3001 · por decisiones -37.5000 · en la mesa 65.8001
        USD: en el libro -3.0000 · por decisiones 5.0000 · en la mesa 2.0000
        EUR: en el libro 123456789013.5001 · por decisiones 0.0000 · en la mesa 123456789013.5001
        USDT: en el libro 1.0050 · por decisiones 0.0000 · en la mesa 1.0050
        ");
        assert_snapshot!(desk.accounts().await, @"
        1 VES 01000000000000000011 active 403000
        1 VES 01000000000000000014 closed 0
        2 EUR nuevo active 10001
        2 USD nuevo active 20000
        2 USDT nuevo active 10050
        2 VES nuevo active 1
        3 EUR nuevo active 1234567890125000
        3 VES nuevo active 255000
        3 VES 01000000000000000016 closed 0
        3 VES 01000000000000000017 closed 0
        ");
        assert_eq!(desk.number("select count(*) from legacy_transactions").await, 7);
        let kept = "select count(*) from legacy_transactions where old_id = 6 and source_amount = '0.3000'
            and target_amount = '0.0001' and rate = '38.1235'";
        assert_eq!(desk.number(kept).await, 1);
        desk.audits_clean().await;
    }

    async fn each_problem_has_another_answer_too(test_db: TestDb) {
        let book = OldBook::on(TestDb::sqlite().await, OLD_SHAPE, ROWS).await;
        let desk = Desk::new(test_db).await;
        let mut other = decisions();
        for (kind, answer, instead) in [
            ("saldo_negativo", "cero", "sobregiro"),
            ("saldo_ilegible", "12.5", "cero"),
            ("saldo_fuera_de_rango", "leido", "0.0001"),
            ("cliente_inexistente", "cliente 1", "cliente 2"),
            ("cliente_inexistente", "omitir", "cliente 1"),
            ("numero_repetido", "cuenta 1", "ninguna"),
            ("estado_desconocido", "cerrada", "activa"),
            ("tipo_desconocido", "ahorro", "corriente"),
            ("fecha_ilegible", "2020-01-02 03:04:05", "hoy"),
            ("activo_ilegible", "T", "F"),
            ("cedula_repetida", "cliente 1", "ninguno"),
        ] {
            let place = other.find(&format!("\"{kind}\"")).expect(kind);
            let (before, after) = other.split_at(place);
            let answered = format!("respuesta = \"{answer}\"");
            assert!(after.contains(&answered), "{kind} {answer}");
            other = format!("{before}{}", after.replacen(&answered, &format!("respuesta = \"{instead}\""), 1));
        }
        let done = desk.imports_deciding(&book, &other, &[]).await;
        assert_eq!(done.code, 0, "{}{}", done.said, done.wrong);
        assert_snapshot!(done.chapter("Totales por moneda"), @"
        VES: en el libro 103.3001 · por decisiones 0.0000 · en la mesa 103.3001
        USD: en el libro -3.0000 · por decisiones 0.0000 · en la mesa -3.0000
        EUR: en el libro 123456789013.5001 · por decisiones -123456789012.4999 · en la mesa 1.0002
        USDT: en el libro 1.0050 · por decisiones 0.0000 · en la mesa 1.0050
        ");
        assert_snapshot!(done.chapter("Cuentas que se abren"), @"
        cliente 1 VES: número nuevo · corriente · abierta 2025-03-14 09:26:53 · saldo 50.3000
        cliente 1 VES: número nuevo · corriente · abierta 2025-03-14 09:26:53 · cerrada · saldo 0.0000
        cliente 1 USD: número nuevo · corriente · abierta 2025-03-14 09:26:53 · saldo -5.0000
        cliente 2 VES: número nuevo · corriente · abierta 2025-03-14 09:26:53 · saldo 40.0001
        cliente 2 VES: 01000000000000000014 · corriente · abierta 2025-03-14 09:26:53 · cerrada · saldo 0.0000
        cliente 2 USD: número nuevo · corriente · abierta 2025-03-14 09:26:53 · saldo 2.0000
        cliente 2 EUR: número nuevo · corriente · abierta 2025-03-14 09:26:53 · saldo 1.0001
        cliente 2 USDT: número nuevo · corriente · abierta 2025-03-14 09:26:53 · saldo 1.0050
        cliente 3 VES: número nuevo · corriente · abierta 2025-03-14 09:26:53 · saldo 13.0000
        cliente 3 VES: 01000000000000000016 · corriente · abierta hoy · cerrada · saldo 0.0000
        cliente 3 VES: 01000000000000000017 · ahorro · abierta 2016-05-01 03:15:00 · cerrada · saldo 0.0000
        cliente 3 EUR: número nuevo · corriente · abierta 2025-03-14 09:26:53 · saldo 0.0001
        ");
        assert_snapshot!(desk.accounts().await, @"
        1 USD nuevo active -50000
        1 VES nuevo active 503000
        1 VES nuevo closed 0
        2 EUR nuevo active 10001
        2 USD nuevo active 20000
        2 USDT nuevo active 10050
        2 VES nuevo active 400001
        2 VES 01000000000000000014 closed 0
        3 EUR nuevo active 1
        3 VES nuevo active 130000
        3 VES 01000000000000000016 closed 0
        3 VES 01000000000000000017 closed 0
        ");
        desk.audits_clean().await;
    }

    async fn a_balance_below_zero_is_asked_about_however_it_was_read(test_db: TestDb) {
        const ROWS: &str = "
            insert into clientes (id, nombre, cedula, telefono, activo) values (1, 'Ana', 'V-12345678', null, 'T');
            insert into cuentas (id, cliente_id, numero_cuenta, tipo_cuenta, saldo_ves, saldo_usd, saldo_eur, saldo_usdt, estado,
                fecha_creacion) values
                (1, 1, '01000000000000000011', 'corriente', 'menos doce', -123456789012.5, '99999999999999999999', 0, 'activa',
                 '2025-03-14 09:26:53');";
        let book = OldBook::on(TestDb::sqlite().await, OLD_SHAPE, ROWS).await;
        let desk = Desk::new(test_db).await;
        let one = |which: &str| format!("cual = \"cuenta 1 {which}\"");
        let read = [
            decision("saldo_ilegible", &one("VES"), "-12"),
            decision("saldo_fuera_de_rango", &one("USD"), "leido"),
            decision("saldo_imposible", &one("EUR"), "leido"),
        ];
        let looked = desk.imports_deciding(&book, &read.concat(), &["--dry-run"]).await;
        assert_eq!(looked.code, 1, "{}", looked.wrong);
        assert_snapshot!(looked.chapter("Problemas"), @"
        saldo_negativo · cuenta 1 USD · -123456789012.5000 · SIN DECISIÓN: sobregiro | cero
        saldo_negativo · cuenta 1 VES · -12.0000 · SIN DECISIÓN: sobregiro | cero
        saldo_ilegible · cuenta 1 VES · menos doce · decidido: -12
        saldo_fuera_de_rango · cuenta 1 USD · -123456789012.5000 · decidido: leido
        saldo_imposible · cuenta 1 EUR · 100000000000000000000.0000 · «leido» NO RESPONDE: un monto como 12.34
        ");
        let decided = [
            &read[..2],
            &[
                decision("saldo_imposible", &one("EUR"), "100"),
                decision("saldo_negativo", &one("VES"), "sobregiro"),
                decision("saldo_negativo", &one("USD"), "cero"),
            ],
        ];
        let file = desk.folder().join("informe.txt");
        let file = file.to_str().expect("a plain path");
        let done = desk.imports_deciding(&book, &decided.concat().concat(), &["--report", file]).await;
        assert_eq!(done.code, 0, "{}{}", done.said, done.wrong);
        assert_snapshot!(desk.accounts().await, @"
        1 EUR nuevo active 1000000
        1 VES 01000000000000000011 active -120000
        ");
        let report = std::fs::read_to_string(file).expect("a report");
        // A second run says that nothing is left to do, also in a new report, and leaves the first one.
        let other = desk.folder().join("otro.txt");
        for path in [file, other.to_str().expect("a plain path")] {
            let again = desk.imports_deciding(&book, &decided.concat().concat(), &["--report", path]).await;
            assert_eq!(again.code, 0, "{}", again.wrong);
        }
        assert_eq!(std::fs::read_to_string(file).expect("a report"), report);
        assert!(std::fs::read_to_string(&other).expect("a report").contains("ya se importó"));
        desk.audits_clean().await;
    }

    async fn a_decisions_file_that_cannot_be_read_is_refused(test_db: TestDb) {
        let book = OldBook::on(TestDb::sqlite().await, OLD_SHAPE, ROWS).await;
        let desk = Desk::new(test_db).await;
        for text in ["[[decision]]\nproblema = \"otro\"\n", "decision = 1"] {
            let ran = desk.imports_deciding(&book, text, &[]).await;
            assert_eq!(ran.code, 2, "{}", ran.said);
            assert!(ran.wrong.contains("decisiones.toml"), "{}", ran.wrong);
        }
        let neither = "[[decision]]\nproblema = \"saldo_nulo\"\nrespuesta = \"cero\"\n";
        let ran = desk.imports_deciding(&book, neither, &[]).await;
        assert!(ran.wrong.contains("`cual` o `cuantas`"), "{}", ran.wrong);
    }
}
