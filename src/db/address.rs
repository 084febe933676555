//! Parses `DATABASE_URL`. The path of an SQLite file is parsed only here, not by the driver: the driver resolves `..`,
//! fails on spaces, and could open another file than the one that is locked.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;

use super::DbError;

/// Where the books are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// The path as it is written in the address: absolute, or relative to the working directory.
    Sqlite(PathBuf),
    Postgres(Server),
}

/// A PostgreSQL server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Server {
    pub(super) url: String,
    /// Host and port, or the socket's folder. Shown to people, so it never contains a user or a password.
    pub(super) name: String,
    /// `name` together with the database's name.
    pub(super) place: String,
}

impl Address {
    /// # Errors
    /// [`DbError::BadUrl`]; its text never contains a password.
    pub(super) fn read(url: &str) -> Result<Address, DbError> {
        if let Some(rest) = url.strip_prefix("sqlite:") {
            let path = sqlite_path(rest).map_err(|why| bad(url, why))?;
            return Ok(Address::Sqlite(path));
        }
        let scheme = url.split(':').next().unwrap_or_default();
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return Err(bad(scheme, "use sqlite://FILE or postgres://…".to_owned()));
        }
        refuse_what_needs_a_proxy(url).map_err(|why| bad(scheme, why))?;
        let options = PgConnectOptions::from_str(url).map_err(|error| bad(scheme, error.to_string()))?;
        let name = match options.get_socket() {
            Some(folder) => folder.display().to_string(),
            None => format!("{}:{}", options.get_host(), options.get_port()),
        };
        let database = options.get_database().unwrap_or_else(|| options.get_username());
        Ok(Address::Postgres(Server {
            url: url.to_owned(),
            place: format!("PostgreSQL {name}, database {database}"),
            name,
        }))
    }
}

/// The driver knows one host. It takes a list of hosts for a wrong port, and ignores which of them is wanted.
fn refuse_what_needs_a_proxy(url: &str) -> Result<(), String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
    let authority = before.split('/').next().unwrap_or_default();
    // A user or a password may contain a comma, a host cannot.
    let hosts = authority.rsplit('@').next().unwrap_or_default();
    let parameters = || query.split('&').filter_map(|parameter| parameter.split_once('='));
    let names_several = parameters().any(|(name, value)| {
        let is_list = value.contains(',') || value.to_ascii_lowercase().contains("%2c");
        matches!(name, "host" | "hostaddr" | "port") && is_list
    });
    let instead = "put HAProxy or another proxy that leads to the primary before the servers, and name the proxy";
    if hosts.contains(',') || names_several {
        return Err(format!("it names several hosts, and one is taken: {instead}"));
    }
    if parameters().any(|(name, _)| name == "target_session_attrs") {
        return Err(format!("`target_session_attrs` is not taken: {instead}"));
    }
    Ok(())
}

fn bad(address: &str, why: String) -> DbError {
    DbError::BadUrl {
        address: address.to_owned(),
        why,
    }
}

/// Parses what follows `sqlite:`, which is `//FILE` or `FILE`. `%XX` stands for one byte, so `?` can be written as
/// `%3F`. A `%` without two hexadecimal digits, `#` and spaces are taken literally. The only parameter accepted after
/// `?` is `mode=rw`, which is the mode used anyway.
fn sqlite_path(rest: &str) -> Result<PathBuf, String> {
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
        if parameter == "mode=rwc" {
            return Err(
                "`mode=rwc` is not taken: a file that is missing is made by `cambista migrate --create` only"
                    .to_owned(),
            );
        }
        if parameter != "mode=rw" {
            return Err(format!(
                "the parameter `{parameter}` is not taken; write a `?` of a name as %3F"
            ));
        }
    }
    let path = decoded(path)?;
    if path.is_empty() {
        return Err("name a file: sqlite://FILE".to_owned());
    }
    if path.contains(":memory:") {
        return Err("books in memory are gone at the end: name a file".to_owned());
    }
    if path.contains('\0') {
        return Err("a name holds no NUL".to_owned());
    }
    Ok(PathBuf::from(path))
}

pub(super) fn decoded(text: &str) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let pair = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        let byte = pair
            .filter(|pair| *first == b'%' && pair.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match byte {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).map_err(|_| "its name is not UTF-8".to_owned())
}

/// The address of an SQLite file, for [`super::DbOptions`] and `DATABASE_URL`. Parsing it gives back the same path,
/// whatever characters the name contains.
pub fn sqlite_url(path: &Path) -> String {
    format!(
        "sqlite://{}",
        path.display().to_string().replace('%', "%25").replace('?', "%3F")
    )
}

/// The address of an SQLite file for the driver, which decodes every `%XX`. `path` is absolute and has no `..`.
pub(super) fn driver_url(path: &str, mode: &str) -> String {
    let mut url = "sqlite://".to_owned();
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => url.push(char::from(byte)),
            other => url.push_str(&format!("%{other:02X}")),
        }
    }
    url.push_str("?mode=");
    url.push_str(mode);
    url
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{Address, sqlite_url};

    fn path_of(url: &str) -> PathBuf {
        match Address::read(url) {
            Ok(Address::Sqlite(path)) => path,
            other => panic!("{url}: {other:?}"),
        }
    }

    #[test]
    fn a_path_is_taken_as_it_is_written() {
        for (url, path) in [
            ("sqlite://data/desk.db", "data/desk.db"),
            ("sqlite:///var/lib/desk.db", "/var/lib/desk.db"),
            ("sqlite:desk.db", "desk.db"),
            ("sqlite:/var/desk.db", "/var/desk.db"),
            ("sqlite://../../books/c.db", "../../books/c.db"),
            ("sqlite://caja de david/año#1.db", "caja de david/año#1.db"),
            ("sqlite://100%.db", "100%.db"),
            ("sqlite://caja%20de%20david/a%3Fb%25.db", "caja de david/a?b%.db"),
            ("sqlite://a%zz.db?mode=rw", "a%zz.db"),
        ] {
            assert_eq!(path_of(url), Path::new(path), "{url}");
        }
    }

    #[test]
    fn what_is_no_file_or_would_change_how_it_is_opened_is_refused_with_the_reason() {
        for (url, why) in [
            ("sqlite:", "name a file"),
            ("sqlite::memory:", "in memory"),
            ("sqlite://desk.db?mode=rwc", "migrate --create"),
            ("sqlite://desk.db?mode=ro", "mode=ro"),
            ("sqlite://desk.db?immutable=1", "immutable=1"),
            ("sqlite://a?b.db", "%3F"),
            ("sqlite://a%00b", "NUL"),
            ("sqlite://%ff", "UTF-8"),
            ("mysql://ana:secret@host/desk", "use sqlite://FILE"),
            ("postgres://ana:secret@host:port/desk", "port"),
            ("postgres://ana:secret@one,two/desk", "HAProxy"),
            ("postgres://ana:secret@one:5432,two:5433/desk", "several hosts"),
            (
                "postgres:///desk?user=ana&password=secret&host=one,two",
                "several hosts",
            ),
            ("postgres:///desk?host=one%2Ctwo&password=secret", "several hosts"),
            (
                "postgres://ana:secret@one/desk?target_session_attrs=read-write",
                "target_session_attrs",
            ),
        ] {
            let refused = Address::read(url).expect_err(url).to_string();
            assert!(refused.contains(why) && !refused.contains("secret"), "{url}: {refused}");
        }
    }

    #[test]
    fn a_server_is_named_by_host_and_port_only() {
        for (url, name) in [
            ("postgres://ana:secret@db.example/desk", "db.example:5432"),
            (
                "postgresql://ana:secret@10.0.0.7:6432/desk?sslmode=require",
                "10.0.0.7:6432",
            ),
            ("postgres:///desk?host=/run/postgresql", "/run/postgresql"),
            ("postgres://ana:se,cret@db.example/desk", "db.example:5432"),
        ] {
            match Address::read(url) {
                Ok(Address::Postgres(server)) => assert_eq!(server.name, name),
                other => panic!("{url}: {other:?}"),
            }
        }
    }

    proptest! {
        #[test]
        fn the_address_of_any_path_reads_as_that_path(path in "[^\u{0}]{1,40}") {
            if !path.contains(":memory:") && !path.starts_with("//") {
                prop_assert_eq!(path_of(&sqlite_url(Path::new(&path))), PathBuf::from(path));
            }
        }
    }
}
