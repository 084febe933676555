//! Dumps of PostgreSQL books, made and read by PostgreSQL's own programs: no other program knows every type and every
//! version of a server.

use std::path::Path;
use std::process::Stdio;

use tokio::process::Command;
use url::Url;

use super::address::{Address, decoded};
use super::{Db, DbError, IfMissing, Reader, Source, migrations};

/// How long the programs wait for the server, in seconds.
const CONNECT_SECONDS_MAX: &str = "5";
/// Parameters of an address that only our driver knows.
const OURS: [&str; 1] = ["statement-cache-capacity"];

/// An address as PostgreSQL's programs get it: the password is in the environment, because everybody on the machine may
/// read the arguments of a process.
#[derive(Debug, PartialEq, Eq)]
struct ToolAddress {
    url: String,
    password: Option<String>,
}

impl Reader {
    /// Writes a dump of the moment that this snapshot sees ([`Db::open_snapshot`]), in `pg_dump`'s own format.
    ///
    /// # Errors
    /// [`DbError::Tool`]; [`DbError::BadUrl`] for an SQLite address.
    pub async fn dump(&mut self, url: &str, to: &Path) -> Result<(), DbError> {
        let address = tool_address(url)?;
        let (moment,): (String,) = sqlx::query_as("select pg_export_snapshot()")
            .fetch_one(self.conn())
            .await?;
        let mut command = Command::new("pg_dump");
        command
            .args(["--format=custom", "--no-owner", "--no-privileges", "--no-password"])
            .arg(format!("--snapshot={moment}"))
            .arg("--file")
            .arg(to)
            .arg("--dbname")
            .arg(&address.url);
        run("pg_dump", command, address.password).await
    }
}

impl Db {
    /// Reads a dump into an empty database, completely or not at all. The schema is that of the dump afterwards.
    ///
    /// # Errors
    /// [`DbError::Tool`]; [`DbError::NotEmpty`]; [`DbError::Unreachable`].
    pub async fn restore_dump(url: &str, dump: &Path) -> Result<(), DbError> {
        super::open::install_drivers();
        let address = tool_address(url)?;
        let Address::Postgres(server) = Address::read(url)? else {
            return Err(no_server(url));
        };
        server.check_sessions().await?;
        let mut connection = server.connect(super::Durability::Relaxed).await?;
        let (tables,): (i64,) =
            sqlx::query_as("select count(*) from information_schema.tables where table_schema = current_schema()")
                .fetch_one(&mut connection)
                .await?;
        if 0 < tables {
            return Err(DbError::NotEmpty(server.place));
        }
        let mut command = Command::new("pg_restore");
        command
            .args([
                "--single-transaction",
                "--exit-on-error",
                "--no-owner",
                "--no-privileges",
            ])
            .args(["--no-password", "--dbname", &address.url])
            .arg(dump);
        run("pg_restore", command, address.password).await?;
        migrations::check_books(&mut connection, &server.place, IfMissing::Refuse).await
    }
}

async fn run(name: &'static str, mut command: Command, password: Option<String>) -> Result<(), DbError> {
    let failed = |cause: String| DbError::Tool { name, cause };
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    command
        .env("PGCONNECT_TIMEOUT", CONNECT_SECONDS_MAX)
        .stdin(Stdio::null())
        .kill_on_drop(true);
    let output = command.output().await.map_err(|cause| failed(cause.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(failed(said.trim().to_owned()))
}

fn tool_address(url: &str) -> Result<ToolAddress, DbError> {
    if !matches!(Address::read(url)?, Address::Postgres(_)) {
        return Err(no_server(url));
    }
    let mut parsed = Url::parse(url).map_err(|error| DbError::BadUrl {
        address: "postgres".to_owned(),
        why: error.to_string(),
    })?;
    let mut password = parsed.password().and_then(|password| decoded(password).ok());
    // An address without a host has no password either.
    let _ = parsed.set_password(None);
    let pairs: Vec<(String, String)> = parsed.query_pairs().into_owned().collect();
    let mut kept = Vec::new();
    for (name, value) in pairs {
        match name.as_str() {
            "password" => password = Some(value),
            name if OURS.contains(&name) => {}
            _ => kept.push((name, value)),
        }
    }
    parsed.set_query(None);
    if !kept.is_empty() {
        parsed.query_pairs_mut().extend_pairs(kept);
    }
    Ok(ToolAddress {
        url: parsed.into(),
        password,
    })
}

fn no_server(url: &str) -> DbError {
    DbError::BadUrl {
        address: url.to_owned(),
        why: "this needs a server, postgres://…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{ToolAddress, tool_address};

    #[test]
    fn a_password_is_no_part_of_the_arguments() {
        for (url, arguments, password) in [
            ("postgres://ana@db/desk", "postgres://ana@db/desk", None),
            (
                "postgres://ana:s%40l@db:6432/desk",
                "postgres://ana@db:6432/desk",
                Some("s@l"),
            ),
            (
                "postgres://db/desk?password=sal&sslmode=require&statement-cache-capacity=0",
                "postgres://db/desk?sslmode=require",
                Some("sal"),
            ),
            (
                "postgres:///desk?host=/run/postgresql",
                "postgres:///desk?host=%2Frun%2Fpostgresql",
                None,
            ),
        ] {
            let expected = ToolAddress {
                url: arguments.to_owned(),
                password: password.map(str::to_owned),
            };
            assert_eq!(tool_address(url).unwrap(), expected, "{url}");
        }
        assert!(tool_address("sqlite://desk.db").is_err());
    }
}
