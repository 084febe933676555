//! How times and numbers are written in answers.

use chrono::{DateTime, SecondsFormat};

use crate::clock::Moment;
use crate::ids::WebhookDeliveryId;

/// The id of a delivery in its header. Every attempt of a delivery has the same id.
pub(super) fn webhook_id(delivery: WebhookDeliveryId) -> String {
    format!("msg_{delivery}")
}

/// `2026-11-20T12:00:00.000Z`.
pub(super) fn moment(moment: Moment) -> String {
    let utc = DateTime::from_timestamp_millis(moment.ms()).unwrap_or(DateTime::UNIX_EPOCH);
    utc.to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[cfg(test)]
mod tests {
    use crate::clock::Moment;

    #[test]
    fn a_moment_is_written_in_utc_with_milliseconds() {
        assert_eq!(
            super::moment(Moment::from_ms(1_795_176_000_007)),
            "2026-11-20T12:00:00.007Z"
        );
    }
}
