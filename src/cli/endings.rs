//! How commands end: exit codes, the next step after a failure, and the signal that stops what runs.

use std::io::Write as _;

use tokio::signal::unix::{SignalKind, signal};

/// The command did what it was asked.
pub(super) const DONE: u8 = 0;
/// The books differ, or the desk could not open.
pub(super) const FAILED: u8 = 1;
/// The configuration or the command line is wrong, or an audit could not read the books.
pub(super) const MISUSED: u8 = 2;

/// Prints a text. The reader may have stopped reading (`| head`): that is no failure of the command.
pub(super) fn print(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Prints the next step.
pub(super) fn advise(step: Option<&str>) {
    if let Some(step) = step {
        eprintln!("Next: {step}.");
    }
}

/// Resolves on SIGTERM or Ctrl-C. Listens from the moment it is called, so that no signal is missed while starting.
pub(super) fn stop_signal() -> impl Future<Output = ()> {
    let terminate = signal(SignalKind::terminate());
    let interrupt = signal(SignalKind::interrupt());
    async move {
        match (terminate, interrupt) {
            (Ok(mut terminate), Ok(mut interrupt)) => {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
            }
            (Err(error), _) | (_, Err(error)) => {
                tracing::error!(error = %error, "cannot listen for signals: stop the process by force");
                std::future::pending::<()>().await;
            }
        }
    }
}
