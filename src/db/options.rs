//! How the database is opened.

/// The database engine in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// What to do when there are no books at the address. A typing mistake in it must not create a new, empty desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfMissing {
    Refuse,
    /// Create empty books there.
    Create,
}

/// Whether PostgreSQL must have each commit on disk before it acknowledges it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Sessions turn `synchronous_commit` on, and a server that is set up to lose commits is refused.
    Required,
    /// The server's settings stay as they are; a warning is logged.
    Relaxed,
}

/// How to open the database (`[database]` in config/cambista.toml).
#[derive(Debug, Clone)]
pub struct DbOptions {
    /// `sqlite://FILE` or `postgres://…`.
    pub url: String,
    /// The number of reading connections to SQLite.
    pub readers_max: u32,
    /// The highest number of units of work in one COMMIT on SQLite.
    pub group_max: usize,
    /// How long a group may wait for further units before it is committed, in microseconds.
    pub group_wait_max_us: u64,
    /// The number of connections to PostgreSQL, not counting the one of [`super::Db::enter`].
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
