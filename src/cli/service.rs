//! What the service manager is told (systemd's `Type=notify`). Without one these do nothing.

use sd_notify::NotifyState;

/// The desk is open. From now on the watchdog is fed, as often as it wants, by a task of this runtime: a process that
/// does no work any more is killed and started again. A database or a Discord that is away is no reason for that;
/// `/readyz` and the alerts channel tell of those.
pub(super) fn ready() {
    tell(&[NotifyState::Ready, NotifyState::Status("the desk is open")]);
    let Some(every) = sd_notify::watchdog_enabled() else {
        return;
    };
    // Twice in the time: one late tick is no death. systemd's own advice.
    let mut ticks = tokio::time::interval(every / 2);
    tokio::spawn(async move {
        loop {
            ticks.tick().await;
            tell(&[NotifyState::Watchdog]);
        }
    });
}

/// The desk finishes what is under way.
pub(super) fn stopping() {
    tell(&[
        NotifyState::Stopping,
        NotifyState::Status("finishing what is under way"),
    ]);
}

fn tell(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::warn!(error = %error, "the service manager cannot be told");
    }
}
