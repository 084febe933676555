//! `cambista backup`, `cambista restore` and `cambista move-to-postgres`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use super::endings::{DONE, FAILED, MISUSED, advise, print};
use super::next_steps::after_fault;
use crate::app::{Backup, BackupError, IfThere, back_up, move_to_postgres, restore};
use crate::clock::Clock;
use crate::config::Config;

/// What is typed after `backup`.
#[derive(Debug, clap::Args)]
pub(super) struct BackupOptions {
    /// The folder of all backups; each is a folder in it. It should be on another disk than the books.
    dir: PathBuf,
    /// Removes all but the newest N backups, when the new one is complete. Without it none is removed.
    #[arg(long, value_name = "N")]
    keep: Option<NonZeroUsize>,
}

/// What is typed after `restore`.
#[derive(Debug, clap::Args)]
pub(super) struct RestoreOptions {
    /// A folder that `cambista backup` made: DIR/cambista-….
    backup: PathBuf,
    /// Takes the place of books that are there. They are copied beside it before.
    #[arg(long)]
    replace: bool,
}

pub(super) async fn backup(options: &BackupOptions, config: &Config) -> u8 {
    match back_up(config, &Clock::System, &options.dir, options.keep).await {
        Ok(backup) => tell(&backup),
        Err(error) => fail(&error),
    }
}

pub(super) async fn restore_backup(options: &RestoreOptions, config: &Config) -> u8 {
    let if_there = if options.replace {
        IfThere::Replace
    } else {
        IfThere::Refuse
    };
    said(restore(config, &Clock::System, &options.backup, if_there).await)
}

pub(super) async fn move_books(url: &str, config: &Config) -> u8 {
    let mut typed = String::new();
    let url = match url {
        "-" => match std::io::stdin().read_line(&mut typed) {
            Ok(_) => typed.trim(),
            Err(error) => {
                eprintln!("standard input: {error}");
                return MISUSED;
            }
        },
        url => url,
    };
    said(move_to_postgres(config, url).await)
}

/// A backup without all captures is kept, and is a failure all the same: somebody should look where they are.
fn tell(backup: &Backup) -> u8 {
    print(&format!(
        "Backed up to {}: {} journal rows, {} captures. The audit is clean.\nHead of the chain: {}",
        backup.path.display(),
        backup.journal_rows,
        backup.captures,
        backup.head
    ));
    for old in &backup.removed {
        print(&format!("Removed {}", old.display()));
    }
    if backup.captures_lost.is_empty() {
        return DONE;
    }
    eprintln!(
        "{} captures that the books name are missing in <data_dir>/captures or damaged; backup.toml names them.",
        backup.captures_lost.len()
    );
    advise(Some(
        "look for these files in older backups, and copy them to <data_dir>/captures; is desk.data_dir the desk's own?",
    ));
    FAILED
}

fn said(outcome: Result<String, BackupError>) -> u8 {
    match outcome {
        Ok(text) => {
            print(&text);
            DONE
        }
        Err(error) => fail(&error),
    }
}

fn fail(error: &BackupError) -> u8 {
    eprintln!("{error}");
    advise(next_step(error));
    FAILED
}

/// The next step; `None` when the error's own text names it.
fn next_step(error: &BackupError) -> Option<&'static str> {
    match error {
        BackupError::Db(fault) => after_fault(fault),
        BackupError::Books { .. } => Some(
            "type `cambista audit`, and read docs/OPERATIONS.md, \"The books differ\"; older backups were not removed",
        ),
        BackupError::File { .. } => {
            Some("make space there, or let the user that cambista runs as read and write there; then type it again")
        }
        BackupError::Manifest { .. } | BackupError::OtherFigures { .. } => Some("report the text above"),
        BackupError::UnderWay(_)
        | BackupError::NoBackup(_)
        | BackupError::Damaged(_)
        | BackupError::OtherHead { .. }
        | BackupError::OtherEngine { .. }
        | BackupError::BooksThere(_)
        | BackupError::RestoredBooks(_)
        | BackupError::NoFile
        | BackupError::NotMoved(_) => None,
    }
}
