//! The bot's requests and their answers, and the faults that are injected.

use std::collections::VecDeque;
use std::time::Instant;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How many requests are remembered: some hours of a busy desk, and at most some hundred megabytes.
const REQUESTS_KEPT_MAX: usize = 100_000;

/// One request of the bot.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Request {
    pub n: u64,
    pub method: String,
    pub path: String,
    pub body: Value,
    pub status: u16,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

/// A fault: requests that must fail.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fault {
    #[serde(rename = "match")]
    pub target: Target,
    pub status: u16,
    #[serde(default = "once")]
    pub times: u64,
    pub code: Option<u32>,
    /// In seconds, for a 429.
    pub retry_after: Option<f64>,
    /// Carry out the request first, so that only its answer is lost.
    #[serde(default)]
    pub after: bool,
    /// Answer an edit of a message as if it had been done, but do not apply it, as on a phone that missed the event.
    #[serde(default)]
    pub unseen: bool,
}

/// Which requests a fault applies to. Without any field: all of them.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Target {
    pub method: Option<String>,
    pub path: Option<String>,
}

fn once() -> u64 {
    1
}

#[derive(Debug, Default)]
pub(super) struct Traffic {
    requests: VecDeque<Request>,
    count: u64,
    faults: Vec<Fault>,
    in_flight: usize,
    last_finished: Option<Instant>,
}

impl Traffic {
    pub(super) fn begin(&mut self) {
        self.in_flight += 1;
    }

    /// A request ended: it was answered, or its client disconnected.
    pub(super) fn end(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    pub(super) fn record(&mut self, mut request: Request) {
        self.last_finished = Some(Instant::now());
        self.count += 1;
        request.n = self.count;
        if self.requests.len() == REQUESTS_KEPT_MAX {
            self.requests.pop_front();
        }
        self.requests.push_back(request);
    }

    pub(super) fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// How many requests were finished so far. A change means that something happened.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn ms_since_last(&self) -> u128 {
        self.last_finished.map_or(u128::MAX, |at| at.elapsed().as_millis())
    }

    pub(super) fn after(&self, n: u64) -> Vec<Request> {
        let known_from = self.requests.front().map_or(0, |request| request.n);
        let skip = usize::try_from((n + 1).saturating_sub(known_from)).unwrap_or(usize::MAX);
        self.requests.iter().skip(skip).cloned().collect()
    }

    pub(super) fn add_fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    pub(super) fn clear_faults(&mut self) {
        self.faults.clear();
    }

    /// The fault that applies to this request; its count is reduced by one.
    pub(super) fn take_fault(&mut self, method: &str, path: &str) -> Option<Fault> {
        let place = self.faults.iter().position(|fault| fault.target.means(method, path))?;
        let fault = &mut self.faults[place];
        fault.times = fault.times.saturating_sub(1);
        let taken = fault.clone();
        if taken.times == 0 {
            self.faults.remove(place);
        }
        Some(taken)
    }
}

impl Target {
    fn means(&self, method: &str, path: &str) -> bool {
        let same_method = self
            .method
            .as_deref()
            .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method));
        same_method && self.path.as_deref().is_none_or(|wanted| path_contains(path, wanted))
    }
}

/// Whether the parts between the `*` of `wanted` occur in `path` in this order.
fn path_contains(path: &str, wanted: &str) -> bool {
    let mut rest = path;
    for piece in wanted.split('*') {
        let Some(place) = rest.find(piece) else { return false };
        rest = &rest[place + piece.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{Fault, Target, Traffic, path_contains};

    #[test]
    fn a_path_is_a_part_or_a_pattern() {
        assert!(path_contains("/api/v10/channels/1/messages", "/messages"));
        assert!(path_contains("/api/v10/channels/1/messages", "/channels/*/messages"));
        assert!(!path_contains("/api/v10/channels/1", "/channels/*/messages"));
    }

    #[test]
    fn a_fault_strikes_as_often_as_told() {
        let mut traffic = Traffic::default();
        let target = Target {
            method: Some("post".into()),
            path: None,
        };
        traffic.add_fault(Fault {
            target,
            status: 500,
            times: 2,
            code: None,
            retry_after: None,
            after: false,
            unseen: false,
        });
        assert!(traffic.take_fault("GET", "/a").is_none());
        assert!(traffic.take_fault("POST", "/a").is_some());
        assert!(traffic.take_fault("POST", "/a").is_some());
        assert!(traffic.take_fault("POST", "/a").is_none());
    }
}
