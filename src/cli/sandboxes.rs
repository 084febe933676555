//! `cambista sandbox`: a Discord with a desk in it, or alone.

use std::pin::pin;

use super::stop_signal;
use crate::app::{AppError, SandboxDesk, SandboxDeskOptions, SandboxOnly};
use crate::clock::Clock;
use crate::config::Config;

pub(super) async fn sandbox(options: SandboxDeskOptions, config: &Config) -> Result<(), AppError> {
    let mut stop = pin!(stop_signal());
    let desk = tokio::select! {
        desk = SandboxDesk::open(options, config, Clock::System) => desk?,
        // Nobody could trade yet: there is nothing to finish.
        () = &mut stop => return Ok(()),
    };
    let is_told_to_stop = if desk.discord.has_outage() {
        println!(
            "Discord has an outage in the guild: the bot works when it ends (docs/SANDBOX.md says how to end it)."
        );
        false
    } else {
        tokio::select! {
            ready = desk.wait_ready() => { ready?; false }
            () = &mut stop => true,
        }
    };
    if !is_told_to_stop {
        println!("Cambista sandbox: {}", desk.discord.url());
        println!("Open it in a browser and choose a person. Ctrl-C ends it.");
        println!("API: http://{}", desk.app.http_addr());
        stop.await;
    }
    desk.shutdown().await;
    Ok(())
}

pub(super) async fn discord_alone(options: SandboxDeskOptions, config: &Config) -> Result<(), AppError> {
    let stop = stop_signal();
    let only = SandboxOnly::start(options, config).await?;
    for (name, value) in only.environment() {
        println!("{name}={value}");
    }
    stop.await;
    only.discord.shutdown().await;
    Ok(())
}
