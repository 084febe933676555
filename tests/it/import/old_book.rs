//! Old books, made for one story each.

use cambista::db::Engine;
use sqlx::AssertSqlSafe;

use crate::support::database::TestDb;

const CLIENTS: &str = "create table clientes (id {id}, nombre {text}, cedula {text}, telefono {text}, email {text},
    fecha_nacimiento {date}, activo char(1), referido_por integer);";

/// The table of accounts before the change, and after it; and with both kinds of columns.
pub const OLD_SHAPE: &str =
    "create table cuentas (id {id}, cliente_id integer, numero_cuenta {text}, tipo_cuenta {text},
    saldo_ves {decimal}, saldo_usd {decimal}, saldo_eur {decimal}, saldo_usdt {decimal}, estado {text},
    fecha_creacion {datetime}, fecha_actualizacion {datetime});";
pub const NEW_SHAPE: &str =
    "create table cuentas (id {id}, cliente_id integer, numero_cuenta {text}, tipo_cuenta {text},
    moneda {text}, saldo {decimal}, estado {text}, fecha_creacion {datetime}, fecha_actualizacion {datetime});";
/// What the specification's script adds to the old shape.
pub const ADDED: &str = "alter table cuentas add column moneda {text} default 'VES';
    alter table cuentas add column saldo {decimal} default 0;";

const TRANSACTIONS: &str = "create table transacciones (id {id}, cuenta_id integer, tipo_operacion {text},
    moneda_origen {text}, moneda_destino {text}, monto_origen {decimal}, monto_destino {decimal}, tasa_cambio {decimal},
    comprobante {text}, fecha_transaccion {datetime}, estado {text});";

/// A book of the old application.
pub struct OldBook {
    db: TestDb,
}

impl OldBook {
    /// On this database, with tables of this shape and the rows that `rows` inserts.
    pub async fn on(db: TestDb, shape: &str, rows: &str) -> OldBook {
        if db.engine() == Engine::Sqlite {
            let path = db.url().trim_start_matches("sqlite://");
            std::fs::write(path, "").expect("an empty file");
        }
        let book = OldBook { db };
        for script in [CLIENTS, shape, TRANSACTIONS, rows] {
            book.changes(script).await;
        }
        book
    }

    pub async fn changes(&self, script: &str) {
        let types: [(&str, &str); 5] = match self.db.engine() {
            Engine::Sqlite => [
                ("{id}", "integer primary key autoincrement"),
                ("{text}", "char(512)"),
                ("{decimal}", "double"),
                ("{datetime}", "timestamp"),
                ("{date}", "date"),
            ],
            Engine::Postgres => [
                ("{id}", "serial primary key"),
                ("{text}", "varchar(512)"),
                ("{decimal}", "numeric(15,4)"),
                ("{datetime}", "timestamp"),
                ("{date}", "date"),
            ],
        };
        let script = types
            .iter()
            .fold(script.to_owned(), |script, (name, is)| script.replace(name, is));
        let mut raw = self.db.raw().await;
        sqlx::raw_sql(AssertSqlSafe(script))
            .execute(&mut raw)
            .await
            .expect("an old book");
    }

    /// What is typed to import it.
    pub fn source(&self) -> &str {
        self.db.url()
    }
}
