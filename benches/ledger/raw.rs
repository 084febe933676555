//! Direct use of SQLite: what the same rows cost without the desk, in one thread and with prepared statements.

use std::ffi::{CStr, CString, c_int};
use std::path::Path;
use std::ptr;

use libsqlite3_sys as ffi;

/// A connection that one thread uses.
pub struct Raw {
    db: *mut ffi::sqlite3,
}

impl Raw {
    pub fn open(path: &Path) -> Self {
        let name = CString::new(path.display().to_string()).expect("a path without a zero byte");
        let mut db = ptr::null_mut();
        let flags = ffi::SQLITE_OPEN_READWRITE | ffi::SQLITE_OPEN_CREATE | ffi::SQLITE_OPEN_NOMUTEX;
        // Safe: the name is a C string, and only this thread uses the connection.
        let code = unsafe { ffi::sqlite3_open_v2(name.as_ptr(), &mut db, flags, ptr::null()) };
        assert_eq!(code, ffi::SQLITE_OK, "{name:?} does not open");
        Self { db }
    }

    pub fn run(&self, sql: &str) {
        let text = CString::new(sql).expect("a statement without a zero byte");
        // Safe: the text is a C string, and there is no callback.
        let code = unsafe { ffi::sqlite3_exec(self.db, text.as_ptr(), None, ptr::null_mut(), ptr::null_mut()) };
        assert_eq!(code, ffi::SQLITE_OK, "{sql}: {}", self.message());
    }

    pub fn prepare(&self, sql: &str) -> Prepared<'_> {
        let text = CString::new(sql).expect("a statement without a zero byte");
        let mut statement = ptr::null_mut();
        // Safe: the text is a C string, and the tail is not requested.
        let code = unsafe { ffi::sqlite3_prepare_v2(self.db, text.as_ptr(), -1, &mut statement, ptr::null_mut()) };
        assert_eq!(code, ffi::SQLITE_OK, "{sql}: {}", self.message());
        Prepared { raw: self, statement }
    }

    fn message(&self) -> String {
        // Safe: SQLite's message is valid until the next call on the connection.
        unsafe { CStr::from_ptr(ffi::sqlite3_errmsg(self.db)) }
            .to_string_lossy()
            .into_owned()
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // Safe: every statement borrows the connection, so none exists any more.
        unsafe { ffi::sqlite3_close(self.db) };
    }
}

pub struct Prepared<'a> {
    raw: &'a Raw,
    statement: *mut ffi::sqlite3_stmt,
}

pub enum Bind<'a> {
    Integer(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
    Null,
}

impl Prepared<'_> {
    /// Runs the statement to its end and calls `row` for every row.
    pub fn run(&self, values: &[Bind<'_>], mut row: impl FnMut(&Self)) {
        for (at, value) in (1..).zip(values) {
            self.bind(at, value);
        }
        loop {
            // Safe: the bound values outlive the loop.
            match unsafe { ffi::sqlite3_step(self.statement) } {
                ffi::SQLITE_ROW => row(self),
                ffi::SQLITE_DONE => break,
                code => panic!("step answered {code}: {}", self.raw.message()),
            }
        }
        // Safe: it is a statement of this connection.
        unsafe { ffi::sqlite3_reset(self.statement) };
    }

    fn bind(&self, at: c_int, value: &Bind<'_>) {
        let length = |bytes: usize| c_int::try_from(bytes).expect("a short value");
        // Safe: the values outlive the step (see `run`), so SQLite does not need to copy them.
        let code = unsafe {
            match value {
                Bind::Integer(number) => ffi::sqlite3_bind_int64(self.statement, at, *number),
                Bind::Text(text) => {
                    ffi::sqlite3_bind_text(self.statement, at, text.as_ptr().cast(), length(text.len()), None)
                }
                Bind::Bytes(bytes) => {
                    ffi::sqlite3_bind_blob(self.statement, at, bytes.as_ptr().cast(), length(bytes.len()), None)
                }
                Bind::Null => ffi::sqlite3_bind_null(self.statement, at),
            }
        };
        assert_eq!(code, ffi::SQLITE_OK, "{}", self.raw.message());
    }

    pub fn integer(&self, column: c_int) -> i64 {
        // Safe: only called for a row, from `run`.
        unsafe { ffi::sqlite3_column_int64(self.statement, column) }
    }
}

impl Drop for Prepared<'_> {
    fn drop(&mut self) {
        // Safe: it is a statement of this connection and is finalized only once.
        unsafe { ffi::sqlite3_finalize(self.statement) };
    }
}
