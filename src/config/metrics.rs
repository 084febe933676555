//! Settings of the page for Prometheus.

use std::net::SocketAddr;

use super::reader::Reader;

/// Where `/metrics` is, and how often the desk's own figures are read for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricsConfig {
    /// `CAMBISTA_METRICS_ADDR`. `None`: at the API's address, without the desk's own figures. Port 0 picks a free one.
    pub addr: Option<SocketAddr>,
    pub refresh_seconds: u32,
}

impl MetricsConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> MetricsConfig {
        MetricsConfig {
            addr: reader.read(
                "metrics.addr",
                "an address and a port such as 127.0.0.1:9464, or nothing",
                |value| match value.text()?.trim() {
                    "" => Some(None),
                    addr => addr.parse().ok().map(Some),
                },
            ),
            refresh_seconds: reader.number("metrics.refresh_seconds", 0..=300),
        }
    }
}
