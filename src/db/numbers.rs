//! The numbers by which people know batches, orders and requests. A number that another copy of the books may have
//! given out is not used again (`older_books`).

use super::{DbError, Engine, Tx};

/// The kinds of rows that have such a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbered {
    Batches,
    Orders,
    Requests,
}

/// Tables whose rows are written many at once, so that their ids are needed before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowsOf {
    Members,
    Accounts,
}

impl Tx {
    /// Ids for new rows, ascending. On SQLite they are free only while this unit inserts none besides.
    pub async fn next_row_ids(&mut self, of: RowsOf, count: usize) -> Result<Vec<i64>, DbError> {
        let rows = i64::try_from(count).expect("a unit writes fewer than 2^63 rows");
        let sql = match (self.engine(), of) {
            (Engine::Sqlite, RowsOf::Members) => "select coalesce(max(id), 0) from members where $1 = $1",
            (Engine::Sqlite, RowsOf::Accounts) => "select coalesce(max(id), 0) from accounts where $1 = $1",
            (Engine::Postgres, RowsOf::Members) => "select nextval('members_id_seq') from generate_series(1, $1)",
            (Engine::Postgres, RowsOf::Accounts) => "select nextval('accounts_id_seq') from generate_series(1, $1)",
        };
        let found: Vec<(i64,)> = sqlx::query_as(sql).bind(rows).fetch_all(self.conn()).await?;
        Ok(match (self.engine(), found.first()) {
            (Engine::Sqlite, Some((last,))) => (last + 1..=last + rows).collect(),
            _ => found.into_iter().map(|(id,)| id).collect(),
        })
    }

    /// The next free number. No other unit gets it, and it is above all numbers that `older_books` leaves out.
    pub async fn next_number(&mut self, of: Numbered) -> Result<i64, DbError> {
        let sql = match (self.engine(), of) {
            (Engine::Sqlite, Numbered::Batches) => {
                "select max(coalesce((select max(id) from batches), 0),
                            coalesce((select max(batches_above) from older_books), 0)) + 1"
            }
            (Engine::Sqlite, Numbered::Orders) => {
                "select max(coalesce((select max(id) from orders), 0),
                            coalesce((select max(orders_above) from older_books), 0)) + 1"
            }
            (Engine::Sqlite, Numbered::Requests) => {
                "select max(coalesce((select max(id) from requests), 0),
                            coalesce((select max(requests_above) from older_books), 0)) + 1"
            }
            (Engine::Postgres, Numbered::Batches) => "select nextval('batches_id_seq')",
            (Engine::Postgres, Numbered::Orders) => "select nextval('orders_id_seq')",
            (Engine::Postgres, Numbered::Requests) => "select nextval('requests_id_seq')",
        };
        let (number,): (i64,) = sqlx::query_as(sql).fetch_one(self.conn()).await?;
        Ok(number)
    }

    /// Makes PostgreSQL's sequence continue above this number; SQLite reads the limit from `older_books` instead. A
    /// rollback does not undo this: numbers are then skipped needlessly, which does no harm.
    pub async fn skip_numbers(&mut self, of: Numbered, above: i64) -> Result<(), DbError> {
        if self.engine() == Engine::Sqlite {
            return Ok(());
        }
        let sql = match of {
            Numbered::Batches => {
                "select setval('batches_id_seq', greatest($1, (select last_value from batches_id_seq)))"
            }
            Numbered::Orders => "select setval('orders_id_seq', greatest($1, (select last_value from orders_id_seq)))",
            Numbered::Requests => {
                "select setval('requests_id_seq', greatest($1, (select last_value from requests_id_seq)))"
            }
        };
        let _last: (i64,) = sqlx::query_as(sql).bind(above).fetch_one(self.conn()).await?;
        Ok(())
    }
}
