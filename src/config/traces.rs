//! Where traces are sent.

use super::reader::{self, Reader};

/// Traces of the work of each command and call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracesConfig {
    /// `CAMBISTA_TRACES_ENDPOINT`: the address of an OpenTelemetry collector that takes OTLP by HTTP, without a slash at the
    /// end. `None`: nowhere.
    pub endpoint: Option<String>,
}

impl TracesConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> TracesConfig {
        TracesConfig {
            endpoint: reader.read(
                "traces.endpoint",
                "an address such as http://127.0.0.1:4318, or nothing",
                |value| match value.text()?.trim() {
                    "" => Some(None),
                    address => reader::http_base(address).map(Some),
                },
            ),
        }
    }
}
