//! Reading: pooled connections that cannot write, and snapshots of one moment.

use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, Transaction};

use super::Tx;
use super::postgres::Lent;

/// A connection that only reads. Each statement sees what is committed when it starts; a snapshot
/// ([`super::Db::snapshot`]) sees one moment during its whole life.
pub struct Reader {
    connection: Connection,
}

enum Connection {
    Pooled(PoolConnection<Any>),
    Lent(Lent),
    /// Returns to its pool when it is dropped.
    Still(Transaction<'static, Any>),
    Own(AnyConnection),
}

impl Reader {
    pub(super) fn pooled(connection: PoolConnection<Any>) -> Self {
        Self {
            connection: Connection::Pooled(connection),
        }
    }

    pub(super) fn lent(connection: PoolConnection<Any>) -> Self {
        Self {
            connection: Connection::Lent(Lent::new(connection)),
        }
    }

    pub(super) fn still(transaction: Transaction<'static, Any>) -> Self {
        Self {
            connection: Connection::Still(transaction),
        }
    }

    pub(super) fn own(connection: AnyConnection) -> Self {
        Self {
            connection: Connection::Own(connection),
        }
    }
}

/// What a reading statement can run on: a [`Reader`], or the [`Tx`] of a use-case that reads before it writes.
pub trait Source: Send {
    fn conn(&mut self) -> &mut AnyConnection;

    /// The unit of work, when this is one. It may hold decisions that it has not written yet.
    fn unit(&mut self) -> Option<&mut Tx> {
        None
    }
}

/// Code that holds a source by reference can call what reads from a source.
impl<S: Source + ?Sized> Source for &mut S {
    fn conn(&mut self) -> &mut AnyConnection {
        (**self).conn()
    }

    fn unit(&mut self) -> Option<&mut Tx> {
        (**self).unit()
    }
}

impl Source for Reader {
    fn conn(&mut self) -> &mut AnyConnection {
        match &mut self.connection {
            Connection::Pooled(connection) => connection,
            Connection::Lent(lent) => lent.connection(),
            Connection::Still(transaction) => transaction,
            Connection::Own(connection) => connection,
        }
    }
}

impl Source for Tx {
    fn conn(&mut self) -> &mut AnyConnection {
        Tx::conn(self)
    }

    fn unit(&mut self) -> Option<&mut Tx> {
        Some(self)
    }
}
