//! How the database is opened.

/// Which database stands behind the driver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// What becomes of an address without books. A mistyped one must not become a new, empty desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfMissing {
    Refuse,
    /// Empty books are made there.
    Create,
}

/// Whether PostgreSQL must keep on disk what it says it kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Sessions are told so, and a server that cannot is refused.
    Required,
    /// The server's settings are left as they are, with a warning.
    Relaxed,
}

/// How to open the database (`[database]` in config/cambista.toml).
#[derive(Debug, Clone)]
pub struct DbOptions {
    /// `sqlite://FILE` or `postgres://…`.
    pub url: String,
    /// Reading connections to SQLite.
    pub readers_max: u32,
    /// Units of work that may share one COMMIT on SQLite.
    pub group_max: usize,
    /// How long a group may wait for company, in microseconds.
    pub group_wait_max_us: u64,
    /// Connections to PostgreSQL, beside the one of [`super::Db::enter`].
    pub postgres_connections_max: u32,
    pub durability: Durability,
    pub if_missing: IfMissing,
}

impl DbOptions {
    /// The defaults of config/cambista.toml for a database address.
    pub fn at(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            readers_max: 4,
            group_max: 256,
            group_wait_max_us: 500,
            postgres_connections_max: 8,
            durability: Durability::Required,
            if_missing: IfMissing::Refuse,
        }
    }
}
