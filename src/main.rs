//! The binary. Everything is in the library; see `docs/ARCHITECTURE.md`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    cambista::cli::main().await
}
