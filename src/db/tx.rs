//! One unit of work.

use std::any::Any as AnyValue;
use std::sync::Arc;
use std::time::Instant;

use sqlx::AnyConnection;
use tracing::Instrument;

use super::postgres_unit::PostgresUnit;
use super::voice::Voice;
use super::wake::Wake;
use super::writer::Lease;
use super::{DbError, Engine, Lockable, Sequence, Statement, locks, sequences::Sequences, statement};
use crate::meters::CommitMeters;
use crate::trace::{self, TraceId};

/// What a part of the domain collects during a unit and writes at its end with few statements.
pub trait Deferred: AnyValue + Send {
    /// The statements that write what was collected. Called once, just before the commit.
    fn statements(self: Box<Self>, engine: Engine) -> Result<Vec<Statement>, DbError>;
    fn as_any(&mut self) -> &mut dyn AnyValue;
}

/// A unit of work: [`Tx::commit`] keeps all of it, or none of it on an error. Dropping it keeps nothing.
pub struct Tx {
    unit: Unit,
    sequences: Arc<Sequences>,
    deferred: Option<Box<dyn Deferred>>,
    at_end: Vec<Statement>,
    wake: bool,
    meters: CommitMeters,
    trace: Option<TraceId>,
}

enum Unit {
    Sqlite(Lease),
    Postgres {
        unit: PostgresUnit,
        wake: Wake,
        voice: Arc<Voice>,
    },
}

impl Tx {
    pub(super) fn sqlite(lease: Lease, sequences: Arc<Sequences>, meters: CommitMeters) -> Self {
        Self {
            unit: Unit::Sqlite(lease),
            sequences,
            deferred: None,
            at_end: Vec::new(),
            wake: false,
            meters,
            trace: trace::current(),
        }
    }

    pub(super) fn postgres(
        unit: PostgresUnit,
        sequences: Arc<Sequences>,
        (wake, meters): (Wake, CommitMeters),
        voice: Arc<Voice>,
    ) -> Self {
        Self {
            unit: Unit::Postgres { unit, wake, voice },
            sequences,
            deferred: None,
            at_end: Vec::new(),
            wake: false,
            meters,
            trace: trace::current(),
        }
    }

    /// The trace of the command or call that this unit carries out.
    pub fn trace(&self) -> Option<TraceId> {
        self.trace
    }

    /// The connection, for the statements of a `store.rs`.
    pub fn conn(&mut self) -> &mut AnyConnection {
        match &mut self.unit {
            Unit::Sqlite(lease) => lease.connection(),
            Unit::Postgres { unit, .. } => unit.connection(),
        }
    }

    pub fn engine(&self) -> Engine {
        match self.unit {
            Unit::Sqlite(_) => Engine::Sqlite,
            Unit::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Locks a row until the unit ends. Does nothing on SQLite, which has a single writer.
    pub async fn lock(&mut self, table: Lockable, id: i64) -> Result<(), DbError> {
        match self.engine() {
            Engine::Sqlite => Ok(()),
            Engine::Postgres => locks::lock(self.conn(), table, id).await,
        }
    }

    /// Lets only one unit at a time work on a request: a second unit waits until the first one ends, and then sees what
    /// it wrote. Call this before any row lock.
    pub async fn lock_request(&mut self, request: &str) -> Result<(), DbError> {
        match self.engine() {
            Engine::Sqlite => Ok(()),
            Engine::Postgres => locks::lock_request(self.conn(), request).await,
        }
    }

    /// Lets nothing be kept that another process may have refused: checks, until the unit ends, that this process has the
    /// voice in Discord ([`super::voice`]). Does nothing on SQLite, and for a process that never asked for the voice.
    ///
    /// # Errors
    /// [`DbError::NoVoice`].
    pub async fn check_voice(&mut self) -> Result<(), DbError> {
        match &mut self.unit {
            Unit::Sqlite(_) => Ok(()),
            Unit::Postgres { unit, voice, .. } => voice.check(unit.connection()).await,
        }
    }

    /// `count` new ids of a sequence, ascending. The ids of a dropped unit are not used again.
    pub async fn next_ids(&mut self, sequence: Sequence, count: usize) -> Result<Vec<i64>, DbError> {
        let sequences = self.sequences.clone();
        match self.engine() {
            Engine::Sqlite => Ok(sequences.take(sequence, count)),
            Engine::Postgres => sequences.ask(self.conn(), sequence, count).await,
        }
    }

    /// What this unit has collected for its end, if anything.
    pub fn find_deferred<D: Deferred>(&mut self) -> Option<&mut D> {
        self.deferred.as_mut()?.as_any().downcast_mut()
    }

    /// What this unit collects for its end; an empty collection on the first call.
    pub fn deferred<D: Deferred + Default>(&mut self) -> &mut D {
        let slot = self.deferred.get_or_insert_with(|| Box::<D>::default());
        slot.as_any()
            .downcast_mut()
            .expect("one kind of rows is deferred: the ledger's")
    }

    /// Adds rows that are written when the unit ends, together with everything else collected for that. Until then no
    /// statement finds them, not even in this unit.
    pub fn write_at_end(&mut self, statement: Statement) {
        self.at_end.push(statement);
    }

    /// Wakes the workers that wait for what this unit writes (the courier, the webhooks), once it is on disk.
    pub fn wake_when_kept(&mut self) {
        self.wake = true;
    }

    /// Writes rows now, so that later statements of this unit find them.
    pub async fn write_now(&mut self, statements: Vec<Statement>) -> Result<(), DbError> {
        let engine = self.engine();
        statement::write_all(self.conn(), engine, statements).await
    }

    /// Writes what was collected so far and goes on: for a unit of so many rows that they must not wait for its end in memory.
    /// A part of the domain that collects begins anew after it.
    pub async fn flush(&mut self) -> Result<(), DbError> {
        let engine = self.engine();
        let mut statements = match self.deferred.take() {
            Some(deferred) => deferred.statements(engine)?,
            None => Vec::new(),
        };
        statements.append(&mut self.at_end);
        self.write_now(statements).await
    }

    /// Writes what was collected, then commits. Returns when the unit is on disk.
    ///
    /// When the caller is dropped during this call, the unit is kept completely or not at all.
    ///
    /// # Errors
    /// [`DbError::OutcomeUnknown`] when the commit was sent and not answered; after every other fault nothing was kept.
    /// On PostgreSQL a unit with a failed statement cannot be committed.
    pub async fn commit(self) -> Result<(), DbError> {
        let meters = self.meters.clone();
        let kept = self.keep().instrument(tracing::info_span!("commit")).await;
        kept.inspect_err(|fault| meters.note_refused(fault.unit_refusal()))
    }

    async fn keep(mut self) -> Result<(), DbError> {
        self.flush().await?;
        match self.unit {
            // The writer counts its groups.
            Unit::Sqlite(lease) => lease.keep(self.wake).await,
            Unit::Postgres { unit, wake, .. } => {
                let began = Instant::now();
                unit.commit(self.wake.then_some(wake)).await?;
                self.meters.note_kept(1, began.elapsed());
                Ok(())
            }
        }
    }
}
