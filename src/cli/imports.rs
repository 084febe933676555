//! `cambista import cuentas`.

mod bar;
mod report;
mod words;

use std::io::BufWriter;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;

use super::endings::{DONE, FAILED, MISUSED, print};
use crate::app::open_desk;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, DbError, Engine, ForeignBook};
use crate::domain::flows::legacy::{self, Analysis, Decisions, ImportError, Taken, find_import, read_taken};
use crate::domain::kernel::desk::Desk;
use crate::domain::people::members::Actor;
use bar::Bar;
use report::{Ending, ReportError, report};

/// What is typed after `import cuentas`.
#[derive(Debug, clap::Args)]
pub(super) struct ImportOptions {
    /// The old book: an SQLite file, or a postgres:// address. It is only read.
    source: String,
    /// Reads everything and prints the same report, but writes nothing. Also while the desk is open.
    #[arg(long)]
    dry_run: bool,
    /// Writes the report here; without it everything is printed.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// What is to be done about problems of the book (TOML).
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// In which zone the old book wrote its dates. Over desk.time_zone.
    #[arg(long, value_name = "ZONE")]
    zone: Option<Tz>,
    /// On PostgreSQL: a copy of the desk's database was made (`pg_dump`). On SQLite the import makes one by itself.
    #[arg(long)]
    backed_up: bool,
}

/// Why nothing was imported, apart from the book's own problems.
enum Stopped {
    Misused(String),
    Failed(ImportError),
}

impl From<ImportError> for Stopped {
    fn from(error: ImportError) -> Self {
        Stopped::Failed(error)
    }
}

impl From<DbError> for Stopped {
    fn from(error: DbError) -> Self {
        Stopped::Failed(error.into())
    }
}

pub(super) async fn import_accounts(options: &ImportOptions, config: &Config) -> u8 {
    match carry_out(options, config).await {
        Ok(code) => code,
        Err(Stopped::Misused(why)) => {
            eprintln!("{why}");
            MISUSED
        }
        Err(Stopped::Failed(error)) => {
            eprintln!("{}", words::failed(&error));
            FAILED
        }
    }
}

async fn carry_out(options: &ImportOptions, config: &Config) -> Result<u8, Stopped> {
    let decisions = match &options.decisions {
        Some(path) => read_decisions(path)?,
        None => Decisions::default(),
    };
    if let Some(path) = &options.report {
        // A path that cannot be written is refused before anything is done.
        let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
        file.map_err(|error| Stopped::Misused(words::unwritable(path, &error)))?;
    }
    let zone = options.zone.unwrap_or(config.desk.time_zone);
    let bar = Bar::new();
    let mut book = ForeignBook::open(&options.source).await?;
    if options.dry_run {
        let mut reader = Db::open_snapshot(config.database.url.reveal()).await?;
        let before = find_import(&mut reader).await?;
        let taken = read_taken(&mut reader).await?;
        drop(reader);
        let analysis = analyse(&mut book, (before.is_some(), &taken), &decisions, zone, &bar).await?;
        if let Some(before) = before {
            return known(&analysis, &before, options.report.as_deref());
        }
        let ending = match analysis.open {
            0 => Ending::WouldImport,
            open => Ending::Stopped(open),
        };
        return tell(&analysis, &mut book, &ending, options.report.as_deref()).await;
    }
    let desk = open_desk(config, Clock::System).await?;
    let done = import(&desk, &mut book, (&decisions, zone), options, config, &bar).await;
    bar.clear();
    desk.db.close().await;
    done
}

async fn import(
    desk: &Desk,
    book: &mut ForeignBook,
    (decisions, zone): (&Decisions, Tz),
    options: &ImportOptions,
    config: &Config,
    bar: &Bar,
) -> Result<u8, Stopped> {
    let mut reader = desk.db.reader().await?;
    let before = find_import(&mut reader).await?;
    let taken = read_taken(&mut reader).await?;
    drop(reader);
    let analysis = analyse(book, (before.is_some(), &taken), decisions, zone, bar).await?;
    if let Some(before) = before {
        return known(&analysis, &before, options.report.as_deref());
    }
    if 0 < analysis.open {
        let ending = Ending::Stopped(analysis.open);
        return tell(&analysis, book, &ending, options.report.as_deref()).await;
    }
    if desk.db.engine() == Engine::Postgres && !options.backed_up {
        return Err(Stopped::Misused(words::BACK_UP_FIRST.to_owned()));
    }
    let copy = Db::back_up(config.database.url.reveal(), "import").await?;
    let imported = legacy::import(desk, &Actor::desk(), book, &analysis, bar).await?;
    bar.clear();
    let copy = copy.map(|path| path.display().to_string());
    let ending = Ending::Imported { imported, copy };
    tell(&analysis, book, &ending, options.report.as_deref()).await
}

/// Reads the book. What the desk has already stops nothing when the book was imported: it came from there.
async fn analyse(
    book: &mut ForeignBook,
    (was_imported, taken): (bool, &Taken),
    decisions: &Decisions,
    zone: Tz,
    bar: &Bar,
) -> Result<Analysis, Stopped> {
    let nothing = Taken::default();
    let taken = if was_imported { &nothing } else { taken };
    let analysis = legacy::analyse(book, taken, decisions, zone, bar).await?;
    bar.clear();
    Ok(analysis)
}

/// A desk imports one book, once. A report that is already there stays as it is.
fn known(analysis: &Analysis, before: &legacy::ImportRow, file: Option<&Path>) -> Result<u8, Stopped> {
    if before.fingerprint != analysis.fingerprint {
        return Err(Stopped::Failed(ImportError::AnotherBook {
            fingerprint: before.fingerprint.clone(),
            at: before.at,
        }));
    }
    let said = words::imported_before(before, analysis.zone);
    print(&said);
    if let Some(path) = file.filter(|path| std::fs::metadata(path).is_ok_and(|file| file.len() == 0)) {
        let written = std::fs::write(path, format!("{said}\n"));
        written.map_err(|error| Stopped::Misused(words::no_report(&format!("{}: {error}", path.display()))))?;
    }
    Ok(DONE)
}

/// Writes the report. What was done is said even when that fails.
async fn tell(
    analysis: &Analysis,
    book: &mut ForeignBook,
    ending: &Ending,
    file: Option<&Path>,
) -> Result<u8, Stopped> {
    let written = match file {
        None => report(&mut BufWriter::new(std::io::stdout()), book, analysis, ending).await,
        Some(path) => match std::fs::File::create(path) {
            Ok(file) => report(&mut BufWriter::new(file), book, analysis, ending).await,
            Err(error) => Err(ReportError::Write(error)),
        },
    };
    let why = match (written, file) {
        (Ok(()), Some(path)) => {
            print(&format!("{}\n{}", words::ending(ending), words::report_at(path)));
            None
        }
        // The reader may have stopped reading (`| head`): that is no failure of the command.
        (Ok(()) | Err(ReportError::Write(_)), None) => None,
        (Err(ReportError::Write(error)), Some(path)) => Some(format!("{}: {error}", path.display())),
        (Err(ReportError::Book(error)), _) => Some(error.to_string()),
    };
    if let Some(why) = why {
        let why = words::no_report(&why);
        return Err(Stopped::Misused(format!("{}\n{why}", words::ending(ending))));
    }
    Ok(match ending {
        Ending::WouldImport | Ending::Imported { .. } => DONE,
        Ending::Stopped(_) => FAILED,
    })
}

fn read_decisions(path: &Path) -> Result<Decisions, Stopped> {
    let misused = |why: String| Stopped::Misused(format!("{}: {why}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| misused(error.to_string()))?;
    Decisions::read(&text).map_err(|error| misused(words::bad_decisions(&error)))
}
