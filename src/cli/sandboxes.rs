//! `cambista sandbox`: a Discord with a desk in it, or without one.

use std::net::SocketAddr;
use std::pin::pin;

use super::endings::stop_signal;
use crate::app::{AppError, SandboxBegun, SandboxDeskOptions, SandboxOnly};
use crate::clock::Clock;
use crate::config::Config;

pub(super) async fn sandbox(options: SandboxDeskOptions, config: &Config) -> Result<(), AppError> {
    let mut stop = pin!(stop_signal());
    let begun = SandboxBegun::start(options, config).await?;
    let has_outage = begun.discord.has_outage();
    let url = begun.discord.url();
    if has_outage {
        said(&url);
        println!("Discord has an outage in the guild: the desk opens when it ends (docs/SANDBOX.md says how).");
        tokio::select! {
            () = begun.wait_reachable() => {}
            () = &mut stop => {
                begun.discord.shutdown().await;
                return Ok(());
            }
        }
    }
    let desk = tokio::select! {
        desk = begun.open(config, Clock::System) => desk?,
        // Nobody could trade yet: there is nothing to finish.
        () = &mut stop => return Ok(()),
    };
    if !has_outage {
        said(&url);
    }
    println!("API: http://{}", desk.app.http_addr());
    if let Some(addr) = desk.app.metrics_addr() {
        println!("Metrics: http://{addr}/metrics");
    }
    stop.await;
    desk.shutdown().await;
    Ok(())
}

/// The configuration with the API at another address, and the metrics beside it: a setting may name those of a real desk.
pub(super) fn answering_on(config: &Config, addr: SocketAddr) -> Config {
    let mut config = config.clone();
    config.http.addr = addr;
    config.metrics.addr = Some(SocketAddr::new(addr.ip(), 0));
    config
}

fn said(url: &str) {
    println!("Cambista sandbox: {url}");
    println!("Open it in a browser and choose a person. Ctrl-C ends it.");
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
