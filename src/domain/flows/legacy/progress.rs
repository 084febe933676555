//! How far a long step has come, for whoever waits.

/// A step that takes long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    ReadClients,
    ReadAccounts,
    ReadTransactions,
    WriteClients,
    WriteAccounts,
    WriteBalances,
    WriteTransactions,
    CheckTotals,
}

/// Is told of each step. It must return at once.
pub trait Progress: Sync {
    /// `done` of `all` rows of a step.
    fn at(&self, stage: Stage, done: u64, all: u64);
}
