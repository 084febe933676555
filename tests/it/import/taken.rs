//! A desk that has people and accounts already: the old book takes nothing from them.

use insta::assert_snapshot;
use sqlx::AssertSqlSafe;

use super::Ran;
use super::old_book::{OLD_SHAPE, OldBook};
use crate::on_both_engines;
use crate::support::database::{TestDb, connect};
use crate::support::process::runs;
use crate::support::world::World;

const ANSWERS: &str = "
[[decision]]
problema = \"numero_en_uso\"
cual = \"cuenta 1\"
respuesta = \"nuevo\"

[[decision]]
problema = \"cedula_en_uso\"
cual = \"cliente 1\"
respuesta = \"sin_identidad\"
";

on_both_engines! {
    async fn a_number_and_a_cedula_of_the_desk_stay_where_they_are(test_db: TestDb) {
        let mut world = World::demo_at_hand(&test_db).await;
        world.person("superusuario").says("general", "!cuenta crear @maria VES 10").await;
        world.ends().await;
        let url = world.books();
        let mut raw = connect(&url).await;
        let (member, number): (i64, String) = sqlx::query_as("select member_id, number from accounts order by id desc limit 1")
            .fetch_one(&mut raw)
            .await
            .expect("one account");
        let known = format!(
            "insert into member_identities (member_id, kind, value, added_at_ms)
             values ({member}, 'cedula', 'V12345678', 0), ({member}, 'telefono', '+584141234567', 0)"
        );
        sqlx::raw_sql(AssertSqlSafe(known)).execute(&mut raw).await.expect("known");
        let (before,): (i64,) =
            sqlx::query_as("select count(*) from accounts").fetch_one(&mut raw).await.expect("accounts");
        let rows = format!(
            "insert into clientes (id, nombre, cedula, telefono, activo) values
                (1, 'María de antes', 'V-12345678', '0414-1234567', 'T');
             insert into cuentas (id, cliente_id, numero_cuenta, tipo_cuenta, saldo_ves, saldo_usd, saldo_eur, saldo_usdt,
                estado, fecha_creacion) values
                (1, 1, '{number}', 'corriente', 7, 0, 0, 0, 'activa', '2025-03-14 09:26:53');"
        );
        let book = OldBook::on(test_db.another().await, OLD_SHAPE, &rows).await;
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("decisiones.toml"), ANSWERS).expect("a decisions file");
        let imports = async |more: &[&str]| {
            let mut arguments = vec!["import", "cuentas", book.source(), "--backed-up"];
            arguments.extend(more);
            let (code, said, wrong) = runs(folder.path(), &arguments, &[("DATABASE_URL", &url), ("CAMBISTA__DESK__TIME_ZONE", "Europe/Madrid")]).await;
            Ran { code, said: said.replace(&number, "NUMBER"), wrong }
        };
        let looked = imports(&[]).await;
        assert_eq!(looked.code, 1, "{}{}", looked.said, looked.wrong);
        assert_snapshot!(looked.chapter("Problemas"), @"
        numero_en_uso · cuenta 1 · NUMBER · SIN DECISIÓN: nuevo
        cedula_en_uso · cliente 1 · V12345678 · SIN DECISIÓN: sin_identidad
        ");
        assert_snapshot!(looked.chapter("Avisos"), @"
        forma_vieja · cada cuenta tiene saldo_ves, saldo_usd, saldo_eur y saldo_usdt
        telefono_en_uso · cliente 1 · teléfono +584141234567: ya es de alguien en la mesa, queda solo anotado
        ");
        // Without `--zone` it is the desk's.
        assert!(looked.said.contains("\nzona horaria supuesta para sus fechas: Europe/Madrid\n"), "{}", looked.said);
        let done = imports(&["--decisions", "decisiones.toml"]).await;
        assert_eq!(done.code, 0, "{}{}", done.said, done.wrong);
        let counts = "select count(*), count(case when number = $1 then 1 end) from accounts";
        let (accounts, of_the_number): (i64, i64) =
            sqlx::query_as(counts).bind(number.clone()).fetch_one(&mut raw).await.expect("accounts");
        assert!(done.said.contains("abierta 2025-03-14 09:26:53"), "{}", done.said);
        let opened = "select count(*) from accounts where opened_at_ms = 1741940813000";
        let (opened,): (i64,) = sqlx::query_as(opened).fetch_one(&mut raw).await.expect("accounts");
        assert_eq!(opened, 1, "09:26:53 in Madrid");
        assert_eq!((accounts, of_the_number), (before + 1, 1));
        // The desk opens with both. By what stood in the old book its person is found, and not who has it here.
        world.begins().await;
        let owner = world.person("superusuario");
        for typed in ["V-12345678", &number] {
            let told = owner.is_told("dm", &format!("!vincular {typed}")).await.text();
            assert!(told.starts_with("Código para **María de antes**."), "{typed}: {told}");
        }
        world.closes_clean().await;
    }
}
