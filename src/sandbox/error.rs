//! Why a sandbox did not start.

use std::io;
use std::net::SocketAddr;

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    #[error("cannot listen on {addr}: {cause}")]
    Address { addr: SocketAddr, cause: io::Error },
    #[error("the sandbox's files failed: {0}")]
    Io(#[from] io::Error),
    #[error("line {number} of the sandbox's journal cannot be read: {source}")]
    Journal { number: usize, source: serde_json::Error },
    #[error("the seed names {0:?}, which it does not define")]
    Seed(String),
}
