//! The composition root: what is started, in which order, and how it ends. Only this module knows all the others.

mod apps;
mod auditor;
mod backups;
mod closing;
mod daily;
mod demo;
mod error;
mod moving;
mod older_books;
pub mod outbox;
mod sandbox;
mod sealer;
mod surroundings;
mod sweeper;

pub use apps::{KeyOrder, rotate_token_key};
pub use backups::{Backup, BackupError, IfThere, back_up, move_to_postgres, restore};
pub use demo::Demo;
pub use error::AppError;
pub use moving::move_desk;
pub use older_books::accept_older_books;
pub use sandbox::{Probe, SandboxBegun, SandboxDesk, SandboxDeskOptions, SandboxOnly};

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, DbError, DbOptions, Engine, retrying};
use crate::discord::Bot;
use crate::domain::kernel::desk::{Corridor, Daily, Desk, ExchangeRules, GiroRules, PlayerRules, Policy};
use crate::domain::kernel::health::Health;
use crate::domain::kernel::money::{Currency, Money};
use crate::domain::kernel::uptime::{self, Finding};
use crate::domain::orders;
use crate::domain::people::guild;
use crate::domain::treasury::accounts;
use crate::domain::treasury::rates::{self, PlaceOrCurrency};
use crate::http::{HttpOptions, HttpServer, Listening, Watched};
use crate::ids::SealSeq;
use crate::meters::Meters;
use surroundings::Machine;

/// How long the shutdown waits for the database to store the last heartbeat.
const LEAVE_MAX: Duration = Duration::from_secs(5);

/// A desk that is open: books, bot and workers.
pub struct App {
    pub desk: Desk,
    pub bot: Bot,
    http: HttpServer,
    /// The tasks for heartbeats and sweeps. They stop first.
    timekeepers: Vec<JoinHandle<()>>,
    workers: Vec<JoinHandle<()>>,
    meters: Meters,
    /// The number of the seal that the database has lost.
    lost: watch::Receiver<Option<SealSeq>>,
}

impl App {
    /// Opens the database, audits what was written since the last clean audit, connects to Discord, writes the outage
    /// since the last heartbeat, and lets the API answer.
    ///
    /// # Errors
    /// [`AppError`]: what is missing or broken, before anybody could trade on it.
    pub async fn start(config: &Config, clock: Clock) -> Result<App, AppError> {
        App::open(open_desk(config, clock).await?, config).await
    }

    /// The same with a desk whose database is open.
    ///
    /// # Errors
    /// As [`App::start`].
    pub async fn open(desk: Desk, config: &Config) -> Result<App, AppError> {
        let listening = Listening::on(config.http.addr, config.metrics.addr).await?;
        let meters = Meters {
            sweeps: sweeper::meters(),
            ..Meters::with(desk.db.meters())
        };
        refuse_unknown_currency(&desk).await?;
        let clean = auditor::audit_noted(&desk, &meters.audits).await?;
        tracing::info!(
            journal.rows = clean.journal_rows,
            journal.head = clean.head_seq,
            "the books agree"
        );
        let numbered = accounts::number_all(&desk).await?;
        if 0 < numbered {
            tracing::info!(
                accounts = numbered,
                "accounts that were opened before accounts had numbers were numbered"
            );
        }
        let recognised = accounts::recognise_all(&desk).await?;
        if 0 < recognised {
            tracing::info!(
                accounts = recognised,
                "bank accounts got the bank that they are kept at"
            );
        }
        let plain = orders::write_plain_marks(&desk).await?;
        if 0 < plain {
            tracing::info!(
                marks = plain,
                "payments of older books got their marks in the plain form"
            );
        }
        older_books::refuse(&desk, config).await?;
        let bot = crate::discord::start(desk.clone(), config, meters.courier.clone()).await?;
        // As late as possible: until the API answers, no game can send a ping, and that time must count as an outage.
        // Nothing before this measures worked time; only sweeps and calls do.
        if let Err(error) = take_place(&desk, &bot).await {
            bot.shutdown().await;
            return Err(error);
        }
        Ok(App::answer(desk, bot, (listening, meters), config).await)
    }

    /// Starts the workers and lets the API answer.
    async fn answer(desk: Desk, bot: Bot, (listening, meters): (Listening, Meters), config: &Config) -> App {
        let sweep_every = Duration::from_secs(config.sweeps.every_seconds.into());
        let timekeepers = vec![
            tokio::spawn(sweeper::beat_forever(desk.clone(), meters.sweeps.clone())),
            tokio::spawn(sweeper::sweep_forever(desk.clone(), meters.sweeps.clone(), sweep_every)),
        ];
        let mut workers = vec![
            tokio::spawn(daily::announce_forever(desk.clone(), config.desk.time_zone)),
            tokio::spawn(auditor::audit_forever(desk.clone(), meters.audits.clone())),
        ];
        let (losing, lost) = watch::channel(None);
        if desk.db.engine() == Engine::Postgres {
            workers.push(tokio::spawn(sealer::seal_forever(desk.db.clone(), losing)));
        }
        let options = HttpOptions {
            requests_per_second: config.http.requests_per_second,
            burst: config.http.burst,
            strangers_per_second: config.http.strangers_per_second,
            strangers_burst: config.http.strangers_burst,
            call_max: Duration::from_secs(config.http.timeout_seconds.into()),
            webhooks_reach: config.http.webhooks_reach,
            metrics_refresh: Duration::from_secs(config.metrics.refresh_seconds.into()),
        };
        let watched = Watched {
            discord: apps::probe(&bot),
            surroundings: Arc::new(Machine {
                data_dir: config.desk.data_dir.clone(),
            }),
            meters: meters.clone(),
        };
        let http = listening.serve(desk.clone(), &options, watched).await;
        tracing::info!(addr = %http.addr(), "the API answers");
        App {
            desk,
            bot,
            http,
            timekeepers,
            workers,
            meters,
            lost,
        }
    }

    /// Where games and bots find the API.
    pub fn http_addr(&self) -> SocketAddr {
        self.http.addr()
    }

    /// Where Prometheus finds the desk's figures, if anywhere.
    pub fn metrics_addr(&self) -> Option<SocketAddr> {
        self.http.metrics_addr()
    }

    /// Runs every step of the sweep once, and what the bot and the API do from time to time. Workers do it every few
    /// seconds; doing it more often, or twice at once, changes nothing.
    pub async fn sweep(&self) {
        sweeper::sweep(&self.desk, &self.meters.sweeps).await;
        self.bot.look_for_trouble().await;
        self.bot.look_at_outbox();
        self.http.deliver_due().await;
    }

    /// Audits what was written since the last clean audit, and tells superusers a difference. A worker does it every hour.
    pub async fn audit(&self) {
        auditor::audit(&self.desk, &self.meters.audits).await;
    }

    /// Resolves when the database has lost what it had committed: the desk must not go on with these books.
    pub async fn lost(&self) -> AppError {
        let mut lost = self.lost.clone();
        let seal = lost.wait_for(Option::is_some).await.ok().and_then(|seal| *seal);
        match seal {
            Some(seal) => AppError::Lost(seal),
            // There is no sealer that would find it.
            None => std::future::pending().await,
        }
    }

    /// Takes nothing new, finishes what is under way, tells what is owed, and closes the books. From its beginning no
    /// worked time passes, however long the rest takes.
    pub async fn shutdown(self) {
        stop(self.timekeepers).await;
        match tokio::time::timeout(LEAVE_MAX, retrying(|| uptime::leave(&self.desk.db, &self.desk.clock))).await {
            Ok(Ok(finding)) => sweeper::log(finding),
            Ok(Err(fault)) => tracing::error!(error = %fault, "the last heartbeat could not be written"),
            Err(_elapsed) => tracing::error!("writing the last heartbeat took too long"),
        }
        // The API first: what its calls must tell people is then told by the bot.
        self.http.shutdown().await;
        self.bot.shutdown().await;
        stop(self.workers).await;
        self.desk.db.close().await;
        tracing::info!("the desk is closed");
    }
}

/// Takes the presence lock, after which nobody can move the desk ([`move_desk`]), and refuses when it was moved before
/// that.
async fn take_place(desk: &Desk, bot: &Bot) -> Result<(), AppError> {
    resume(desk).await?;
    let guild = guild::find_guild(&mut desk.db.reader().await?).await?;
    if guild == Some(bot.guild()) {
        Ok(())
    } else {
        Err(AppError::Moved)
    }
}

/// Refuses a currency for players that the books do not have, before anybody is paid in it.
async fn refuse_unknown_currency(desk: &Desk) -> Result<(), AppError> {
    let currency = desk.policy.players.currency;
    let typed = PlaceOrCurrency::new(currency.as_str());
    let found = rates::find_currency(&mut desk.db.reader().await?, &typed).await?;
    if found == Some(currency) {
        Ok(())
    } else {
        Err(AppError::PlayersCurrency(currency))
    }
}

async fn resume(desk: &Desk) -> Result<(), DbError> {
    match retrying(|| uptime::resume(&desk.db, &desk.clock)).await? {
        Some(Finding::Outage(outage)) => {
            let duration_ms = outage.to.ms_since(outage.from);
            tracing::info!(duration_ms, "the desk was down; that time counts against nobody");
        }
        Some(Finding::ClockWentBack { ahead_ms }) => sweeper::log_clock(ahead_ms),
        None => {}
    }
    Ok(())
}

/// Aborts tasks and waits until they have ended: an aborted task may still write once more before it ends.
async fn stop(workers: Vec<JoinHandle<()>>) {
    for worker in &workers {
        worker.abort();
    }
    futures::future::join_all(workers).await;
}

/// Opens the database and makes the desk, without bot and API: for `migrate`, and for what is set up before the bot
/// starts.
pub async fn open_desk(config: &Config, clock: Clock) -> Result<Desk, DbError> {
    let db = Db::open(&db_options(config)).await?;
    let policy = Policy {
        default_corridor: Corridor {
            receive: config.desk.default_receive_currency,
            send: config.desk.default_send_currency,
        },
        rate_band: config.desk.rate_band_percent,
        rate_expires_ms: i64::from(config.requests.rate_expires_minutes) * 60_000,
        role_wait_ms: i64::from(config.requests.role_wait_hours) * 3_600_000,
        payout_minimum: config.payouts.minimum_usd,
        referral: config.clients.referral_percent,
        points_per_usd: config.clients.points_per_usd,
        desk_cut: config.clients.desk_cut_percent,
        remind_after_ms: ms(config.orders.remind_after_seconds),
        reassign_after_ms: ms(config.orders.reassign_after_seconds),
        float_again_after_ms: ms(config.orders.float_again_after_seconds),
        float_again_max_ms: ms(config.orders.float_again_max_seconds),
        time_zone: config.desk.time_zone,
        day_closes_at: config.desk.day_closes_at,
        daily: Daily {
            first: coins(config.coins.daily),
            more: coins(config.coins.daily_more),
            days_max: config.coins.daily_days_max,
        },
        points_per_coin: config.coins.points_per_coin,
        confirm_coins_above: coins(config.coins.confirm_above),
        figures: config.figures.clone(),
        beneficiary: config.orders.beneficiary,
        repeat_within_ms: ms(config.orders.repeat_within_minutes) * 60,
        players: PlayerRules {
            currency: config.players.currency,
            alarms: config.players.alarms,
        },
        exchange: ExchangeRules {
            quote_ms: ms(config.exchange.quote_seconds),
        },
        giros: GiroRules {
            others: config.giros.others,
        },
        superusers: config.discord.superusers.clone(),
        tokens: config.tokens.clone(),
    };
    Ok(Desk {
        db,
        clock,
        policy,
        health: Health::default(),
    })
}

fn coins(whole: u32) -> Money {
    Money::from_minor(whole.into(), Currency::COIN)
}

fn ms(seconds: u32) -> i64 {
    i64::from(seconds) * 1_000
}

fn db_options(config: &Config) -> DbOptions {
    DbOptions {
        url: config.database.url.reveal().to_owned(),
        readers_max: config.database.readers_max,
        group_max: config.database.group_max,
        group_wait_max_us: config.database.group_wait_max_us,
        postgres_connections_max: config.database.postgres_connections_max,
        durability: config.database.durability,
        if_missing: config.database.if_missing,
    }
}
