//! Tests of the configuration.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::layers::{Layers, PLAIN_VARIABLES, variable_of};
use super::reader::Reader;
use super::{Config, ConfigError, ConfigFile, LogFormat, Mistake, Sources};
use crate::db::{Durability, IfMissing};
use crate::domain::games::apps::webhooks::Reach;
use crate::domain::kernel::desk::BeneficiaryRule;
use crate::domain::kernel::money::{Currency, Percent};
use crate::ids::DiscordUserId;

const ENV_EXAMPLE: &str = include_str!("../../.env.example");

fn sources(file: &str, variables: &[(&str, &str)]) -> Sources {
    let file = ConfigFile {
        path: "desk.toml".into(),
        text: file.to_owned(),
    };
    let variables = variables
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_string()));
    Sources {
        file: Some(file),
        variables: variables.collect(),
        mistakes: Vec::new(),
    }
}

fn load(file: &str, variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::load(&sources(file, variables))
}

fn mistakes(file: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let error = load(file, variables).expect_err("there are mistakes");
    error.mistakes.iter().map(Mistake::to_string).collect()
}

#[test]
fn with_nothing_given_the_committed_file_is_the_configuration() {
    let config = Config::load(&Sources::default()).expect("the defaults are valid");
    assert_eq!(
        config,
        load(super::layers::DEFAULTS, &[]).expect("the committed file is valid")
    );
    assert_eq!(config.discord.guild_id, None);
    assert_eq!(config.discord.superusers, []);
    assert_eq!(config.discord.prefix, "!");
    assert_eq!(config.discord.channels.pending, "transacciones-pending");
    assert_eq!(config.discord.roles.reseller, "Revendedor");
    assert_eq!(config.desk.default_receive_currency, Currency::PEN);
    assert_eq!(config.desk.default_send_currency, Currency::VES);
    assert_eq!(config.desk.rate_band_percent.to_text(), "5");
    assert_eq!(config.desk.time_zone, chrono_tz::America::Lima);
    assert_eq!(config.desk.capture_max_bytes, 8_388_608);
    let orders = &config.orders;
    assert_eq!((orders.remind_after_seconds, orders.reassign_after_seconds), (300, 900));
    assert_eq!(
        (orders.float_again_after_seconds, orders.float_again_max_seconds),
        (600, 7_200)
    );
    assert_eq!(
        (orders.beneficiary, orders.repeat_within_minutes),
        (BeneficiaryRule::Asked, 60)
    );
    let figures = &config.figures;
    let percents = [
        figures.purchase_band,
        figures.purchase_band_wide,
        figures.rate_change,
        figures.usd_value_change,
        figures.first_price,
        figures.first_fee,
        figures.first_cut,
        figures.fee_change,
        figures.cut_change,
        figures.adjustment,
    ];
    assert_eq!(
        percents.map(Percent::to_text),
        ["25", "50", "10", "10", "25", "5", "60", "50", "50", "50"]
    );
    assert_eq!((figures.deposit_times, figures.announces_prices), (5, true));
    assert_eq!(config.sweeps.every_seconds, 5);
    let outbox = &config.outbox;
    assert_eq!((outbox.retry_max_ms, outbox.retry_closed_max_ms), (60_000, 600_000));
    assert_eq!((config.database.readers_max, config.database.group_max), (4, 256));
    assert_eq!(config.database.url.reveal(), "sqlite://data/cambista.db");
    assert_eq!(config.http.addr.to_string(), "127.0.0.1:8080");
    assert_eq!(
        (
            config.http.requests_per_second,
            config.http.burst,
            config.http.timeout_seconds
        ),
        (50, 100, 10)
    );
    assert_eq!((config.http.strangers_per_second, config.http.strangers_burst), (5, 50));
    assert_eq!(config.http.webhooks_reach, Reach::Public);
    assert_eq!(config.log.format, LogFormat::Auto);
    assert_eq!((config.discord.token, config.discord.api_base), (None, None));
}

#[test]
fn every_setting_of_the_file_is_read_and_every_setting_read_is_in_the_file() {
    let sources = Sources::default();
    let layers = Layers::merge(&sources);
    let mut reader = Reader::new(&layers);
    Config::read(&mut reader);
    let read: BTreeSet<&str> = reader.keys_read.iter().copied().collect();
    let written: BTreeSet<&str> = layers.settings.keys().map(String::as_str).collect();
    assert_eq!(read, written);
}

#[test]
fn the_example_environment_names_every_variable_and_is_valid_as_it_stands() {
    let uncommented: Vec<&str> = ENV_EXAMPLE.lines().map(|line| line.trim_start_matches('#')).collect();
    let mut variables = BTreeMap::new();
    for line in uncommented
        .iter()
        .filter(|line| line.starts_with(|char: char| char.is_ascii_uppercase()))
    {
        if let Some((name, value)) = line.split_once('=') {
            variables.insert(name.to_owned(), value.to_owned());
        }
    }
    let nothing = Sources::default();
    let keys = Layers::merge(&nothing)
        .settings
        .into_keys()
        .map(|key| variable_of(&key));
    for name in keys.chain(PLAIN_VARIABLES.map(str::to_owned)) {
        assert!(variables.contains_key(&name), "{name} is missing from .env.example");
    }
    let example = Sources {
        variables,
        ..Sources::default()
    };
    let mut config = Config::load(&example).expect("the example is valid");
    assert_eq!(config.discord.api_base.take().as_deref(), Some("http://127.0.0.1:7878"));
    assert_eq!(Ok(config), Config::load(&nothing), "the example shows the defaults");
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
    let file = "[outbox]\nretry_max_ms = 3000\nretry_first_ms = 250\n[discord]\nguild_id = 7\nsuperusers = [1, \"2\"]";
    let variables = [
        ("CAMBISTA__OUTBOX__RETRY_MAX_MS", "5000"),
        ("CAMBISTA__DISCORD__CHANNELS__PENDING", "por-pagar"),
        ("CAMBISTA__DISCORD__SUPERUSERS", "10, 11"),
        ("PATH", "/bin"),
    ];
    let config = load(file, &variables).expect("valid");
    assert_eq!(config.outbox.retry_max_ms, 5_000);
    assert_eq!(config.outbox.retry_first_ms, 250);
    assert_eq!(config.outbox.retry_closed_max_ms, 600_000);
    assert_eq!(config.discord.channels.pending, "por-pagar");
    assert_eq!(config.discord.guild_id, Some(7));
    assert_eq!(config.discord.superusers, [10, 11].map(DiscordUserId::new));
    let from_file = load(file, &[]).expect("valid").discord.superusers;
    assert_eq!(from_file, [1, 2].map(DiscordUserId::new));
}

#[test]
fn the_database_lives_in_the_data_directory_unless_an_address_is_given() {
    let config = load("", &[("CAMBISTA_DATA_DIR", "/var/lib/cambista")]).expect("valid");
    assert_eq!(config.desk.data_dir, Path::new("/var/lib/cambista"));
    assert_eq!(config.database.url.reveal(), "sqlite:///var/lib/cambista/cambista.db");
    // Characters that have a meaning in an address are escaped, so that it is read back as the same path.
    let config = load("", &[("CAMBISTA_DATA_DIR", "mis datos #1 100%41 ¿sí?")]).expect("valid");
    assert_eq!(
        config.database.url.reveal(),
        "sqlite://mis datos #1 100%2541 ¿sí%3F/cambista.db"
    );
    let config = load("", &[("DATABASE_URL", "postgres://ana:key@db/desk")]).expect("valid");
    assert_eq!(config.database.url.reveal(), "postgres://ana:key@db/desk");
}

#[test]
fn durability_is_required_unless_it_is_knowingly_relaxed_and_books_are_made_by_no_setting() {
    let database = |settings: &[(&str, &str)]| load("", settings).map(|config| config.database);
    let plain = database(&[]).expect("valid");
    assert_eq!(
        (plain.durability, plain.if_missing),
        (Durability::Required, IfMissing::Refuse)
    );
    let relaxed = database(&[("CAMBISTA__DATABASE__DURABILITY", "relaxed")]).expect("valid");
    assert_eq!(relaxed.durability, Durability::Relaxed);
    let wrong = database(&[("CAMBISTA__DATABASE__DURABILITY", "off")]).expect_err("refused");
    assert!(wrong.to_string().contains("required or relaxed"), "{wrong}");
}

#[test]
fn every_mistake_is_reported_at_once() {
    let file = "
        [outbox]
        retry_max_ms = 0
        retry_first_ms = \"soon\"
        [desk]
        time_zone = \"America/Limbo\"
        rate_band_percent = 0.3
        [discrod]
        prefix = \"?\"
        [weather]
        sunny = true
    ";
    let variables = [
        ("CAMBISTA__DISCORD__PREFIX", "six by six"),
        ("CAMBISTA__DATABASE__READER_MAX", "3"),
        ("CAMBISTA_OUTBOX_RETRY_MAX_MS", "3"),
        ("CAMBISTA__LOG__FORMAT", "xml"),
        ("CAMBISTA_DISCORD_API", "discord"),
    ];
    let expected = [
        "discrod.prefix (desk.toml): found a setting that does not exist, expected perhaps discord.prefix",
        "weather.sunny (desk.toml): found a setting that does not exist, \
         expected one of config/cambista.toml or .env.example",
        "CAMBISTA_OUTBOX_RETRY_MAX_MS (environment): found a setting that does not exist, \
         expected perhaps CAMBISTA__OUTBOX__RETRY_MAX_MS",
        "CAMBISTA__DATABASE__READER_MAX (environment): found a setting that does not exist, \
         expected perhaps CAMBISTA__DATABASE__READERS_MAX",
        "desk.rate_band_percent (desk.toml): found 0.3, expected a percentage from 0 to 100, in quotes",
        "desk.time_zone (desk.toml): found \"America/Limbo\", expected an IANA time zone such as America/Lima",
        "CAMBISTA_DISCORD_API (environment): found something else (not shown), expected an http:// or https:// address",
        "discord.prefix (CAMBISTA__DISCORD__PREFIX): found \"six by six\", expected 1 to 5 characters without spaces",
        "outbox.retry_first_ms (desk.toml): found \"soon\", expected a whole number from 10 to 60000",
        "outbox.retry_max_ms (desk.toml): found 0, expected a whole number from 10 to 3600000",
        "log.format (CAMBISTA__LOG__FORMAT): found \"xml\", expected auto, pretty or json",
    ];
    assert_eq!(mistakes(file, &variables), expected);
    let error = load(file, &variables).expect_err("there are mistakes").to_string();
    assert!(
        error.starts_with("the configuration has 11 mistakes:\n  - discrod.prefix"),
        "{error}"
    );
}

#[test]
fn a_longest_wait_shorter_than_the_first_is_a_mistake() {
    let found = mistakes("[outbox]\nretry_first_ms = 900\nretry_max_ms = 800", &[]);
    assert_eq!(
        found,
        ["outbox.retry_max_ms (desk.toml): found 800, expected at least outbox.retry_first_ms, 900"]
    );
    let found = mistakes("[outbox]\nretry_closed_max_ms = 900", &[]);
    assert_eq!(
        found,
        ["outbox.retry_closed_max_ms (desk.toml): found 900, expected at least outbox.retry_max_ms, 60000"]
    );
    let found = mistakes(
        "[orders]\nfloat_again_after_seconds = 900\nfloat_again_max_seconds = 800",
        &[],
    );
    assert_eq!(
        found,
        [
            "orders.float_again_max_seconds (desk.toml): found 800, expected at least orders.float_again_after_seconds, 900"
        ]
    );
}

#[test]
fn an_order_is_not_taken_from_a_cashier_before_they_are_reminded() {
    let found = mistakes(
        "[orders]\nremind_after_seconds = 600\nreassign_after_seconds = 599\n[sweeps]\nevery_seconds = 0",
        &[],
    );
    let expected = [
        "orders.reassign_after_seconds (desk.toml): found 599, expected at least orders.remind_after_seconds, 600",
        "sweeps.every_seconds (desk.toml): found 0, expected a whole number from 1 to 3600",
    ];
    assert_eq!(found, expected);
}

#[test]
fn two_different_data_directories_are_a_mistake() {
    let found = mistakes("", &[("CAMBISTA_DATA_DIR", "a"), ("CAMBISTA__DESK__DATA_DIR", "b")]);
    let expected = "desk.data_dir (CAMBISTA_DATA_DIR): found another value in CAMBISTA__DESK__DATA_DIR, \
        expected only one of the two";
    assert_eq!(found, [expected]);
}

#[test]
fn an_unreadable_file_does_not_hide_the_mistakes_of_the_environment() {
    let found = mistakes("[desk]\ntime_zone = ", &[("CAMBISTA__OUTBOX__RETRY_MAX_MS", "many")]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].starts_with("desk.toml: found a file that cannot be read (line 2: "),
        "{found:?}"
    );
    assert!(
        found[1].starts_with("outbox.retry_max_ms (CAMBISTA__OUTBOX__RETRY_MAX_MS): found \"many\""),
        "{found:?}"
    );
}

#[test]
fn no_secret_is_ever_shown() {
    let variables = [
        ("DISCORD_TOKEN", "tell-nobody"),
        ("DATABASE_URL", "postgres://u:tell-nobody@h/d"),
    ];
    let shown = format!("{:?}", load("", &variables).expect("valid"));
    assert!(
        shown.contains("token: Some([hidden])") && !shown.contains("tell-nobody"),
        "{shown}"
    );

    let wrong = [
        ("DISCORD_TOKEN", "tell nobody"),
        ("DATABASE_URL", "mysql://u:tell-nobody@h/d"),
    ];
    let found = mistakes("[discord]\ntoken = \"tell-nobody\"", &wrong);
    assert_eq!(found.len(), 3);
    assert_eq!(
        found[0],
        "discord.token (desk.toml): found a secret in a file, expected it in the environment as DISCORD_TOKEN"
    );
    assert!(!found.concat().contains("tell"), "{found:?}");

    let broken = mistakes("[discord]\ntoken = tell-nobody", &[]);
    assert!(!broken.concat().contains("tell"), "{broken:?}");
}

#[test]
fn the_named_file_comes_before_the_usual_one_and_the_process_before_dot_env() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let write = |path: &str, text: &str| fs::write(directory.path().join(path), text).expect("written");
    fs::create_dir(directory.path().join("config")).expect("created");
    write("config/cambista.toml", "[discord]\nprefix = \"a\"");
    write("other.toml", "[discord]\nprefix = \"b\"");
    write("third.toml", "[discord]\nprefix = \"c\"");
    write(
        ".env",
        "DISCORD_TOKEN=from-dot-env\nCAMBISTA__OUTBOX__RETRY_MAX_MS=7000\n",
    );
    let found = |path: Option<&str>, variables: &[(&str, &str)]| {
        let process = variables
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_string()));
        Config::load(&Sources::find(path.map(Path::new), directory.path(), process)).expect("valid")
    };
    assert_eq!(found(None, &[]).discord.prefix, "a");
    assert_eq!(found(None, &[("CAMBISTA_CONFIG", "other.toml")]).discord.prefix, "b");
    assert_eq!(
        found(Some("third.toml"), &[("CAMBISTA_CONFIG", "other.toml")])
            .discord
            .prefix,
        "c"
    );
    let config = found(None, &[("DISCORD_TOKEN", "from-process")]);
    assert_eq!(config.discord.token.expect("given").reveal(), "from-process");
    assert_eq!(config.outbox.retry_max_ms, 7_000);
}

#[test]
fn a_named_file_that_is_not_there_is_a_mistake_and_the_usual_one_is_not() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let absent = Sources::find(Some(Path::new("none.toml")), directory.path(), []);
    assert_eq!(Config::load(&absent).expect_err("it was named").mistakes.len(), 1);
    assert_eq!(Sources::find(None, directory.path(), []), Sources::default());
}

#[test]
fn a_band_that_asks_a_superuser_is_never_narrower_than_the_one_that_asks_at_all() {
    let found = mistakes("[figures]\npurchase_band_wide_percent = \"10\"", &[]);
    assert!(
        found[0].contains("at least figures.purchase_band_percent, 25"),
        "{found:?}"
    );
    let found = mistakes(
        "[figures]\nannounce_prices = \"maybe\"\n[orders]\nbeneficiary = \"never\"",
        &[],
    );
    assert_eq!(found.len(), 2, "{found:?}");
}
