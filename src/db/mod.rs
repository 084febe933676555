//! The only module that knows which database engine is used.
//!
//! [`Db`] opens SQLite or PostgreSQL through sqlx's `Any` driver, [`Tx`] is one unit of work, [`Reader`] reads. On
//! SQLite there is one writing connection, and units are committed in groups ([`writer`]); on PostgreSQL every unit is
//! a transaction of its own. On both, a caller may be dropped at any await without leaving an open transaction behind.

mod address;
mod advisory;
pub mod columns;
mod copies;
mod dumps;
mod error;
mod file_guard;
mod file_lock;
mod foreign;
mod locks;
mod migrations;
mod numbers;
mod open;
mod options;
mod paging;
mod pooling;
mod postgres;
mod postgres_unit;
mod presence;
mod reader;
mod retrying;
mod sequences;
mod since;
mod sql;
mod sqlite_file;
mod statement;
mod transplant;
mod tx;
mod voice;
mod wake;
mod writer;

pub use address::sqlite_url;
pub use copies::BooksPlace;
pub use error::{DbError, MayBeFault, Trouble};
pub use foreign::{Cell, ForeignBook, ForeignColumn, ForeignRow};
pub use locks::Lockable;
pub use migrations::known_schema_version;
pub use numbers::{Numbered, RowsOf};
pub use open::Db;
pub use options::{DbOptions, Durability, Engine, IfMissing};
pub use paging::{Paged, Place};
pub use presence::Company;
pub use reader::{Reader, Source};
pub use retrying::retrying;
pub use sequences::Sequence;
pub use since::{Dated, find_first_since};
pub use sql::{placeholders, rows_of_placeholders};
pub use statement::{Statement, Value};
pub use transplant::{Copied, Transplant, TransplantError};
pub use tx::{Deferred, Tx};
pub use voice::Grip;
pub use wake::Kept;
