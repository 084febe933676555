//! Settings of the API for games and bots, and of coins.

use std::net::SocketAddr;

use super::reader::Reader;
use crate::domain::games::apps::webhooks::Reach;

/// The daily reward, the price of a coin in points, and above which amount a payment is confirmed. In coins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoinsConfig {
    pub daily: u32,
    pub daily_more: u32,
    pub daily_days_max: u32,
    pub points_per_coin: u32,
    pub confirm_above: u32,
}

/// Where games and bots find the API, and how much of it one key, and one address without a valid key, may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpConfig {
    /// `CAMBISTA_HTTP_ADDR`. Port 0 picks a free one.
    pub addr: SocketAddr,
    pub requests_per_second: u32,
    pub burst: u32,
    pub strangers_per_second: u32,
    pub strangers_burst: u32,
    pub timeout_seconds: u32,
    pub webhooks_reach: Reach,
}

impl CoinsConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> CoinsConfig {
        CoinsConfig {
            daily: reader.number("coins.daily", 1..=1_000_000),
            daily_more: reader.number("coins.daily_more", 0..=1_000_000),
            daily_days_max: reader.number("coins.daily_days_max", 1..=365),
            points_per_coin: reader.number("coins.points_per_coin", 1..=1_000_000),
            confirm_above: reader.number("coins.confirm_above", 0..=1_000_000_000),
        }
    }
}

impl HttpConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> HttpConfig {
        HttpConfig {
            addr: reader.read("http.addr", "an address and a port such as 127.0.0.1:8080", |value| {
                value.text()?.trim().parse().ok()
            }),
            requests_per_second: reader.number("http.requests_per_second", 1..=100_000),
            burst: reader.number("http.burst", 1..=100_000),
            strangers_per_second: reader.number("http.strangers_per_second", 1..=100_000),
            strangers_burst: reader.number("http.strangers_burst", 1..=100_000),
            timeout_seconds: reader.number("http.timeout_seconds", 1..=300),
            webhooks_reach: reader.read("http.webhooks_reach", "\"public\" or \"loopback\"", |value| match value
                .text()?
                .trim()
            {
                "public" => Some(Reach::Public),
                "loopback" => Some(Reach::Loopback),
                _ => None,
            }),
        }
    }
}
