//! The configuration: built-in defaults, then a file, then the environment.
//!
//! The defaults are `config/cambista.toml` itself, compiled in, so that the file always shows them. Nothing is
//! half-configured: [`Config::load`] either returns settings that are all valid or one error that lists every mistake.

mod apps;
mod error;
mod exchange;
mod figures;
mod giros;
mod layers;
mod metrics;
mod orders;
mod players;
mod reader;
mod secret;
mod sources;
mod tokens;
mod traces;

use std::path::PathBuf;

use chrono_tz::Tz;
use tracing_subscriber::EnvFilter;

use crate::db::{Durability, IfMissing, sqlite_url};
use crate::domain::kernel::days::{ClosingTime, DeskDays};
use crate::domain::kernel::desk::{FigureLimits, TokenRules};
use crate::domain::kernel::money::{Currency, Money, Percent};
use crate::ids::DiscordUserId;

use layers::Layers;
use reader::Reader;

pub use apps::{CoinsConfig, HttpConfig};
pub use error::{ConfigError, Mistake};
pub use exchange::ExchangeConfig;
pub use giros::GirosConfig;
pub use metrics::MetricsConfig;
pub use orders::OrdersConfig;
pub use players::PlayersConfig;
pub use secret::Secret;
pub use sources::{ConfigFile, Sources};
pub use traces::TracesConfig;

/// Everything that can be set. Its `Debug` form hides the secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    pub discord: DiscordConfig,
    pub desk: DeskConfig,
    pub requests: RequestsConfig,
    pub payouts: PayoutsConfig,
    pub clients: ClientsConfig,
    pub coins: CoinsConfig,
    pub orders: OrdersConfig,
    pub players: PlayersConfig,
    pub exchange: ExchangeConfig,
    pub giros: GirosConfig,
    pub figures: FigureLimits,
    pub sweeps: SweepsConfig,
    pub outbox: OutboxConfig,
    pub http: HttpConfig,
    pub metrics: MetricsConfig,
    pub traces: TracesConfig,
    pub tokens: TokenRules,
    pub database: DatabaseConfig,
    pub log: LogConfig,
}

/// Which server the bot works in, and the names of things there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscordConfig {
    /// `DISCORD_TOKEN`. It may be missing here: only the bot needs it, the audit does not.
    pub token: Option<Secret>,
    /// `CAMBISTA_DISCORD_API`: another server in place of Discord's, without a slash at the end.
    pub api_base: Option<String>,
    /// `None` for the one server the bot was invited to.
    pub guild_id: Option<u64>,
    pub superusers: Vec<DiscordUserId>,
    pub prefix: String,
    pub channels: ChannelNames,
    pub roles: RoleNames,
}

/// Names of the channels the bot creates and looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelNames {
    pub category: String,
    pub pending: String,
    pub cashiers: String,
    pub requests: String,
    pub registration: String,
    pub clients: String,
    pub payouts: String,
    pub achievements: String,
    pub alerts: String,
}

/// Names of the Discord roles that mirror the desk's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleNames {
    pub reseller: String,
    pub cashier: String,
    pub client: String,
    pub admin: String,
}

/// The desk's own rules. A rate further than `rate_band_percent` from the published one needs a superuser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskConfig {
    pub default_receive_currency: Currency,
    pub default_send_currency: Currency,
    pub rate_band_percent: Percent,
    pub time_zone: Tz,
    /// When a day of the desk ends.
    pub day_closes_at: ClosingTime,
    pub capture_max_bytes: u64,
    pub data_dir: PathBuf,
}

/// How long requests may wait, and how long somebody waits after a rejected one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestsConfig {
    pub role_wait_hours: u32,
    pub rate_expires_minutes: u32,
}

/// The limit of payouts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutsConfig {
    pub minimum_usd: Money,
}

/// What clients get, and those who brought them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientsConfig {
    pub referral_percent: Percent,
    pub points_per_usd: u32,
    pub desk_cut_percent: Percent,
}

/// How often the desk is swept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SweepsConfig {
    pub every_seconds: u32,
}

/// How long the courier waits between tries of a message, in milliseconds; it tries for as long as it takes. The wait
/// doubles from `retry_first_ms` up to one of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxConfig {
    pub retry_first_ms: u32,
    /// The longest wait while Discord cannot be reached. Never less than `retry_first_ms`.
    pub retry_max_ms: u32,
    /// The longest wait while the bot may not write in a channel. Never less than `retry_max_ms`.
    pub retry_closed_max_ms: u32,
}

/// Where the books are and how many may read and write them at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseConfig {
    /// `DATABASE_URL`, a secret because it may carry a password; else `cambista.db` in the data directory.
    pub url: Secret,
    pub readers_max: u32,
    pub group_max: usize,
    pub group_wait_max_us: u64,
    pub postgres_connections_max: u32,
    pub durability: Durability,
    /// Not a setting: only the command line may ask for new books, once.
    pub if_missing: IfMissing,
}

/// What is logged and in which form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogConfig {
    /// A valid `EnvFilter`.
    pub filter: String,
    pub format: LogFormat,
}

/// The form of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Pretty on a terminal, JSON elsewhere.
    Auto,
    Pretty,
    Json,
}

impl Config {
    /// Reads every setting from `sources`, looking at nothing else but the key file that a setting names.
    ///
    /// # Errors
    /// [`ConfigError`] with every mistake of every source; the program then ends with exit code 2.
    pub fn load(sources: &Sources) -> Result<Config, ConfigError> {
        let layers = Layers::merge(sources);
        let mut reader = Reader::new(&layers);
        let config = Config::read(&mut reader);
        let mut mistakes = layers.mistakes.clone();
        mistakes.append(&mut reader.mistakes);
        if !mistakes.is_empty() {
            return Err(ConfigError { mistakes });
        }
        Ok(config)
    }

    fn read(reader: &mut Reader<'_>) -> Config {
        let desk = DeskConfig::read(reader);
        Config {
            discord: DiscordConfig::read(reader),
            requests: RequestsConfig::read(reader),
            payouts: PayoutsConfig::read(reader),
            clients: ClientsConfig::read(reader),
            coins: CoinsConfig::read(reader),
            orders: OrdersConfig::read(reader),
            players: PlayersConfig::read(reader),
            exchange: ExchangeConfig::read(reader),
            giros: GirosConfig::read(reader),
            figures: figures::read(reader),
            sweeps: SweepsConfig {
                every_seconds: reader.number("sweeps.every_seconds", 1..=3_600),
            },
            outbox: OutboxConfig::read(reader),
            http: HttpConfig::read(reader),
            metrics: MetricsConfig::read(reader),
            traces: TracesConfig::read(reader),
            tokens: tokens::read(reader),
            database: DatabaseConfig::read(reader, &desk),
            log: LogConfig::read(reader),
            desk,
        }
    }
}

impl DiscordConfig {
    fn read(reader: &mut Reader<'_>) -> DiscordConfig {
        DiscordConfig {
            token: reader.plain("DISCORD_TOKEN", "a token without spaces", reader::token),
            api_base: reader.plain(
                "CAMBISTA_DISCORD_API",
                "an http:// or https:// address",
                reader::http_base,
            ),
            guild_id: reader.read("discord.guild_id", "a Discord id, or nothing", |value| {
                value.optional_id()
            }),
            superusers: reader.read("discord.superusers", "a list of Discord ids", |value| {
                let ids = value
                    .ids()?
                    .into_iter()
                    .map(|id| i64::try_from(id).ok().map(DiscordUserId::new));
                ids.collect()
            }),
            prefix: reader.read("discord.prefix", "1 to 5 characters without spaces", |value| {
                let text = value.text()?;
                let is_prefix = (1..=5).contains(&text.chars().count()) && !text.contains(char::is_whitespace);
                is_prefix.then(|| text.to_owned())
            }),
            channels: ChannelNames {
                category: reader.name("discord.channels.category"),
                pending: reader.channel_name("discord.channels.pending"),
                cashiers: reader.channel_name("discord.channels.cashiers"),
                requests: reader.channel_name("discord.channels.requests"),
                registration: reader.channel_name("discord.channels.registration"),
                clients: reader.channel_name("discord.channels.clients"),
                payouts: reader.channel_name("discord.channels.payouts"),
                achievements: reader.channel_name("discord.channels.achievements"),
                alerts: reader.channel_name("discord.channels.alerts"),
            },
            roles: RoleNames {
                reseller: reader.name("discord.roles.reseller"),
                cashier: reader.name("discord.roles.cashier"),
                client: reader.name("discord.roles.client"),
                admin: reader.name("discord.roles.admin"),
            },
        }
    }
}

impl DeskConfig {
    /// How the desk counts its days.
    pub fn days(&self) -> DeskDays {
        DeskDays {
            time_zone: self.time_zone,
            closes_at: self.day_closes_at,
        }
    }

    fn read(reader: &mut Reader<'_>) -> DeskConfig {
        let currency = "a currency code such as VES";
        DeskConfig {
            default_receive_currency: reader.read("desk.default_receive_currency", currency, |value| {
                Currency::parse(value.text()?).ok()
            }),
            default_send_currency: reader.read("desk.default_send_currency", currency, |value| {
                Currency::parse(value.text()?).ok()
            }),
            rate_band_percent: reader.percent("desk.rate_band_percent"),
            time_zone: reader.read("desk.time_zone", "an IANA time zone such as America/Lima", |value| {
                value.text()?.parse().ok()
            }),
            day_closes_at: reader.read("desk.day_closes_at", "a time from 00:00 to 23:59", |value| {
                ClosingTime::parse(value.text()?)
            }),
            capture_max_bytes: reader.number("desk.capture_max_bytes", 65_536..=104_857_600).into(),
            data_dir: reader.read("desk.data_dir", "a directory", |value| {
                let text = value.text()?.trim();
                (!text.is_empty()).then(|| PathBuf::from(text))
            }),
        }
    }
}

impl RequestsConfig {
    fn read(reader: &mut Reader<'_>) -> RequestsConfig {
        RequestsConfig {
            role_wait_hours: reader.number("requests.role_wait_hours", 0..=8_760),
            rate_expires_minutes: reader.number("requests.rate_expires_minutes", 1..=10_080),
        }
    }
}

impl PayoutsConfig {
    fn read(reader: &mut Reader<'_>) -> PayoutsConfig {
        PayoutsConfig {
            minimum_usd: reader.dollars("payouts.minimum_usd"),
        }
    }
}

impl ClientsConfig {
    fn read(reader: &mut Reader<'_>) -> ClientsConfig {
        ClientsConfig {
            referral_percent: reader.percent("clients.referral_percent"),
            points_per_usd: reader.number("clients.points_per_usd", 0..=1_000_000),
            desk_cut_percent: reader.percent("clients.desk_cut_percent"),
        }
    }
}

impl OutboxConfig {
    fn read(reader: &mut Reader<'_>) -> OutboxConfig {
        let outbox = OutboxConfig {
            retry_first_ms: reader.number("outbox.retry_first_ms", 10..=60_000),
            retry_max_ms: reader.number("outbox.retry_max_ms", 10..=3_600_000),
            retry_closed_max_ms: reader.number("outbox.retry_closed_max_ms", 10..=86_400_000),
        };
        if outbox.retry_max_ms < outbox.retry_first_ms {
            let expected = format!("at least outbox.retry_first_ms, {}", outbox.retry_first_ms);
            reader.refuse("outbox.retry_max_ms", &expected);
        }
        if outbox.retry_closed_max_ms < outbox.retry_max_ms {
            let expected = format!("at least outbox.retry_max_ms, {}", outbox.retry_max_ms);
            reader.refuse("outbox.retry_closed_max_ms", &expected);
        }
        outbox
    }
}

impl DatabaseConfig {
    fn read(reader: &mut Reader<'_>, desk: &DeskConfig) -> DatabaseConfig {
        let url = reader.plain("DATABASE_URL", "sqlite://… or postgres://…", reader::database_url);
        DatabaseConfig {
            url: url.unwrap_or_else(|| Secret::new(sqlite_url(&desk.data_dir.join("cambista.db")))),
            readers_max: reader.number("database.readers_max", 1..=64),
            group_max: usize::try_from(reader.number("database.group_max", 1..=10_000)).expect("10 000 fits a usize"),
            group_wait_max_us: reader.number("database.group_wait_max_us", 0..=100_000).into(),
            postgres_connections_max: reader.number("database.postgres_connections_max", 1..=100),
            durability: reader.read("database.durability", "required or relaxed", |value| {
                match value.text()? {
                    "required" => Some(Durability::Required),
                    "relaxed" => Some(Durability::Relaxed),
                    _ => None,
                }
            }),
            if_missing: IfMissing::Refuse,
        }
    }
}

impl LogConfig {
    fn read(reader: &mut Reader<'_>) -> LogConfig {
        LogConfig {
            filter: reader.read("log.filter", "directives such as info,sqlx=warn", |value| {
                let text = value.text()?;
                EnvFilter::try_new(text).is_ok().then(|| text.to_owned())
            }),
            format: reader.read("log.format", "auto, pretty or json", |value| match value.text()? {
                "auto" => Some(LogFormat::Auto),
                "pretty" => Some(LogFormat::Pretty),
                "json" => Some(LogFormat::Json),
                _ => None,
            }),
        }
    }
}

#[cfg(test)]
mod tests;
