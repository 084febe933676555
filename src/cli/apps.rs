//! `cambista app`.

use clap::Subcommand;

use crate::app::{AppError, KeyOrder};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::games::apps::keys::{AppRole, NewApp};

#[derive(Debug, Subcommand)]
pub(super) enum AppCommand {
    /// Registers an app and prints its key, once.
    Create {
        name: String,
        /// What its tokens may do in the API for players: bot, sistema or admin.
        #[arg(long, default_value = "bot", value_parser = AppRole::from_code)]
        rol: AppRole,
    },
    /// Every app, the public part of its key, and when it was last used.
    List,
    /// Gives an app another key, which is printed once; the one before ends.
    Rotate { name: String },
    /// Ends an app's key.
    Revoke { name: String },
}

pub(super) async fn obey_for_apps(command: &AppCommand, config: &Config) -> Result<(), AppError> {
    let order = match command {
        AppCommand::Create { name, rol } => KeyOrder::Create(NewApp { name, role: *rol }),
        AppCommand::List => KeyOrder::List,
        AppCommand::Rotate { name } => KeyOrder::Rotate(name),
        AppCommand::Revoke { name } => KeyOrder::Revoke(name),
    };
    println!("{}", order.carry_out(config, Clock::System).await?);
    Ok(())
}
