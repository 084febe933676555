//! The commands of the binary.

mod apps;
mod audits;
mod backups;
mod endings;
mod health;
mod imports;
mod next_steps;
mod reports;
mod sandboxes;
mod service;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::pin;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::{
    App, AppError, Demo, SandboxDeskOptions, accept_older_books, move_desk, open_desk, outbox, rotate_token_key,
};
use crate::clock::Clock;
use crate::config::{Config, Sources};
use crate::db::IfMissing;
use crate::discord::setup::{Mode, setup};
use crate::ids::DiscordGuildId;
use apps::{AppCommand, obey_for_apps};
use audits::{AnnouncedSeal, announced_seal, audit_books};
use backups::{BackupOptions, RestoreOptions, backup, move_books, restore_backup};
use endings::{DONE, FAILED, MISUSED, advise, print, stop_signal};
use imports::{ImportOptions, import_accounts};
use next_steps::{after_fault, next_step};
use reports::{ReportOptions, write_report};

/// A money-remittance desk inside Discord, on a double-entry ledger.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Cli {
    /// Settings over the defaults of config/cambista.toml.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Connects to Discord with DISCORD_TOKEN and opens the desk.
    Run {
        /// Where games and bots find the API; port 0 picks a free one. Over CAMBISTA_HTTP_ADDR.
        #[arg(long, value_name = "ADDR")]
        http_addr: Option<SocketAddr>,
    },
    /// Starts a small Discord with a demo desk; no token and no network are needed.
    Sandbox {
        /// Where its web page and its Discord are served; port 0 picks a free one.
        #[arg(long, default_value = "127.0.0.1:7878")]
        addr: SocketAddr,
        /// Where games and bots find the API; port 0 picks a free one. CAMBISTA_HTTP_ADDR is left alone: it may be that of a
        /// real desk.
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
        http_addr: SocketAddr,
        /// Keeps books, captures and messages here; without it everything is gone at the end.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// Only the Discord; prints the environment with which `cambista run` connects to it.
        #[arg(long)]
        discord_only: bool,
        /// Nobody is there but the owner: everybody else joins by hand.
        #[arg(long)]
        empty: bool,
        /// Discord's rate limits hold, as its own servers have them.
        #[arg(long)]
        rate_limits: bool,
    },
    /// Games and bots that use the API. On SQLite while the desk is closed; while it is open, `/app` in Discord does the same.
    App {
        #[command(subcommand)]
        command: AppCommand,
    },
    /// Tokens of the API for players. On SQLite while the desk is closed.
    Token {
        #[command(subcommand)]
        command: TokenCommand,
    },
    /// What was set aside because Discord refuses it, or because only a newer version can tell it. Also while the desk
    /// is open.
    Outbox {
        #[command(subcommand)]
        command: Option<OutboxCommand>,
    },
    /// The desk itself, while it is closed.
    Desk {
        #[command(subcommand)]
        command: DeskCommand,
    },
    /// Brings the schema of DATABASE_URL up to date.
    Migrate {
        /// Makes empty books there when there are none. No other command does, so that a mistyped address is noticed.
        #[arg(long)]
        create: bool,
    },
    /// Audits the books of DATABASE_URL: exit 0 when they agree, 1 with the first difference.
    Audit {
        /// A seal of the alerts channel: the books must still contain it.
        #[arg(long, value_name = "NUMBER:HASH", value_parser = announced_seal)]
        seal: Option<AnnouncedSeal>,
    },
    /// Writes the report of a day, a week or a month into a file: a workbook, a table or a picture. Also while the desk is
    /// open.
    Report(ReportOptions),
    /// Brings the book of the old web2py application in, once. While the desk is closed.
    Import {
        #[command(subcommand)]
        command: ImportCommand,
    },
    /// Copies books and captures to a new folder in DIR, also while the desk is open, and audits the copy. On PostgreSQL
    /// with `pg_dump`.
    Backup(BackupOptions),
    /// Puts a backup in the place of DATABASE_URL, after an audit. On SQLite while the desk is closed; on PostgreSQL into an
    /// empty database, with `pg_restore`.
    Restore(RestoreOptions),
    /// Copies the SQLite books of DATABASE_URL to an empty PostgreSQL database, and proves that they are the same. While the
    /// desk is closed.
    MoveToPostgres {
        /// postgres://USER:PASSWORD@HOST/DATABASE; `-` reads it from standard input, so that no other user sees it.
        url: String,
    },
    /// Asks the running desk whether people can work: exit 0 when they can. For service managers and containers.
    Health {
        /// Only whether the process answers.
        #[arg(long)]
        alive: bool,
    },
    /// Accepts books that are older than what the desk told in Discord (a restored copy): the desk then goes on with
    /// numbers that were never used, and says what may be missing. On SQLite while the desk is closed.
    AcceptOlderBooks,
    /// Checks token, intents, server, permissions and who can read what; creates missing channels and roles; prints the invite
    /// link. On SQLite while the desk is closed; while it is open, `!setup` in Discord does the same.
    Setup {
        /// Only checks, and changes nothing.
        #[arg(long, conflicts_with = "own")]
        look: bool,
        /// Creates the desk's own channel or role also where one with its name exists that people can read or hold who
        /// must not.
        #[arg(long)]
        own: bool,
    },
}

#[derive(Debug, Subcommand)]
enum OutboxCommand {
    /// Tells all of it again. On SQLite while the desk is closed: it is told at the next start.
    Retry,
}

#[derive(Debug, Subcommand)]
enum TokenCommand {
    /// Makes another key that signs tokens. Those of the key before stay valid until they expire, an hour at most.
    Rotate,
}

#[derive(Debug, Subcommand)]
enum ImportCommand {
    /// Clients, accounts and transactions: clients become members, each currency of an account one of its own. Everything
    /// comes in by one commit, or nothing does. docs/IMPORT.md describes report and decisions.
    Cuentas(ImportOptions),
}

#[derive(Debug, Subcommand)]
enum DeskCommand {
    /// Moves the desk to another Discord server. It opens for that one alone from then on; people, money and open work
    /// stay as they are, and resellers get a channel there.
    Move {
        /// The server's id. Discord is asked whether the bot is in it.
        #[arg(long, value_name = "ID", value_parser = clap::value_parser!(i64).range(1..))]
        guild: i64,
    },
}

/// Reads the command line and the configuration, and does what they say.
pub async fn main() -> ExitCode {
    let cli = Cli::parse();
    let config = match Config::load(&Sources::of_this_process(cli.config.as_deref())) {
        Ok(config) => config,
        Err(mistakes) => {
            eprintln!("{mistakes}");
            return ExitCode::from(MISUSED);
        }
    };
    // Kept until the command has ended: the last traces are sent then.
    let _traces = match crate::telemetry::init(&config.log, &config.traces) {
        Ok(traces) => traces,
        Err(error) => {
            eprintln!("cannot log: {error}");
            return ExitCode::from(FAILED);
        }
    };
    ExitCode::from(obey(cli.command, &config).await)
}

async fn obey(command: Command, config: &Config) -> u8 {
    match command {
        Command::Run { http_addr } => {
            let addr = http_addr.unwrap_or(config.http.addr);
            report(run(&answering_on(config, addr)).await)
        }
        Command::Sandbox {
            addr,
            http_addr,
            data,
            discord_only,
            empty,
            rate_limits,
        } => {
            let options = SandboxDeskOptions {
                addr,
                data_dir: data,
                database_url: None,
                demo: if empty { Demo::OwnerOnly } else { Demo::WorkedExample },
                rate_limits,
            };
            if discord_only {
                report(sandboxes::discord_alone(options, config).await)
            } else {
                report(sandboxes::sandbox(options, &sandboxes::answering_on(config, http_addr)).await)
            }
        }
        Command::App { command } => report(obey_for_apps(&command, config).await),
        Command::Token {
            command: TokenCommand::Rotate,
        } => told(rotate_token_key(config, Clock::System).await),
        Command::Outbox { command } => report(set_aside(command, config).await),
        Command::Migrate { create } => report(migrate(config, create).await),
        Command::Desk {
            command: DeskCommand::Move { guild },
        } => told(move_desk(config, Clock::System, DiscordGuildId::new(guild)).await),
        Command::Audit { seal } => audit_books(config, seal).await,
        Command::Report(options) => write_report(&options, config).await,
        Command::Import {
            command: ImportCommand::Cuentas(options),
        } => import_accounts(&options, config).await,
        Command::Backup(options) => backup(&options, config).await,
        Command::Restore(options) => restore_backup(&options, config).await,
        Command::MoveToPostgres { url } => move_books(&url, config).await,
        Command::Health { alive } => health::ask(config, alive).await,
        Command::AcceptOlderBooks => told(accept_older_books(config, Clock::System).await),
        Command::Setup { look, own } => {
            let mode = match (look, own) {
                (true, _) => Mode::Look,
                (false, true) => Mode::Own,
                (false, false) => Mode::Fill,
            };
            set_up(config, mode).await
        }
    }
}

/// The configuration with the API at another address.
fn answering_on(config: &Config, addr: SocketAddr) -> Config {
    let mut config = config.clone();
    config.http.addr = addr;
    config
}

fn report(outcome: Result<(), AppError>) -> u8 {
    match outcome {
        Ok(()) => DONE,
        Err(error) => {
            eprintln!("{error}");
            advise(next_step(&error));
            FAILED
        }
    }
}

/// Prints the text of a command, or its error.
fn told(outcome: Result<String, AppError>) -> u8 {
    report(outcome.map(|said| print(&said)))
}

async fn run(config: &Config) -> Result<(), AppError> {
    let mut stop = pin!(stop_signal());
    let app = tokio::select! {
        app = App::start(config, Clock::System) => app?,
        // Nobody could trade yet: there is nothing to finish.
        () = &mut stop => return Ok(()),
    };
    println!("API: http://{}", app.http_addr());
    if let Some(addr) = app.metrics_addr() {
        println!("Metrics: http://{addr}/metrics");
    }
    tracing::info!("the desk is open");
    service::ready();
    let ended = tokio::select! {
        () = &mut stop => None,
        refused = app.bot.ended() => Some(AppError::from(refused)),
        lost = app.lost() => Some(lost),
    };
    service::stopping();
    app.shutdown().await;
    match ended {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

async fn migrate(config: &Config, create: bool) -> Result<(), AppError> {
    let mut config = config.clone();
    if create {
        config.database.if_missing = IfMissing::Create;
    }
    let desk = open_desk(&config, Clock::System).await?;
    desk.db.close().await;
    println!("The schema is up to date.");
    Ok(())
}

async fn set_aside(command: Option<OutboxCommand>, config: &Config) -> Result<(), AppError> {
    let said = match command {
        None => outbox::list(config).await?,
        Some(OutboxCommand::Retry) => outbox::retry(config, Clock::System).await?,
    };
    println!("{said}");
    Ok(())
}

async fn set_up(config: &Config, mode: Mode) -> u8 {
    let opened = open_desk(config, Clock::System).await;
    if let Err(fault) = &opened {
        advise(after_fault(fault));
    }
    let done = setup(config, opened.as_ref(), mode).await;
    if let Ok(desk) = opened {
        desk.db.close().await;
    }
    match done {
        Ok(found) => {
            println!("{}", found.to_text());
            if found.is_fine() { DONE } else { FAILED }
        }
        Err(error) => {
            eprintln!("{error}");
            FAILED
        }
    }
}
