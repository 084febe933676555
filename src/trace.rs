//! Which command or call the work of a task belongs to: the id under which logs and traces show all of it, from the message in
//! Discord or the call of the API to what the courier tells people because of it.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

const BYTES: usize = 16;

/// An id as the W3C's trace contexts have them: 16 bytes that are not all zero, written as 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TraceId([u8; BYTES]);

tokio::task_local! {
    static CURRENT: TraceId;
}

impl TraceId {
    /// Of a message, an edit or an interaction: its last digits are those of the id in Discord.
    pub fn of_discord(id: u64) -> TraceId {
        TraceId(u128::from(id.max(1)).to_be_bytes())
    }

    /// Of a text that names a call: its own digits when it has 32 of them, as a UUID does; else made of its bytes.
    pub fn of_text(text: &[u8]) -> TraceId {
        let digits: Vec<u8> = text.iter().copied().filter(u8::is_ascii_hexdigit).collect();
        let own = std::str::from_utf8(&digits).ok().and_then(|digits| digits.parse().ok());
        own.unwrap_or_else(|| {
            let hash = Sha256::digest(text);
            let mut bytes = [0; BYTES];
            bytes.copy_from_slice(&hash[..BYTES]);
            TraceId(bytes)
        })
    }

    pub fn bytes(self) -> [u8; BYTES] {
        self.0
    }

    /// The id of the span with which the trace begins. It is known to whoever goes on with the trace later.
    pub fn first_span(self) -> [u8; 8] {
        let mut span = [0; 8];
        span.copy_from_slice(&self.0[BYTES - 8..]);
        if span == [0; 8] { [1; 8] } else { span }
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// The text is no trace's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id of a trace has 32 hexadecimal digits, not all of them 0")]
pub struct NoTraceId;

impl FromStr for TraceId {
    type Err = NoTraceId;

    fn from_str(text: &str) -> Result<TraceId, NoTraceId> {
        let mut bytes = [0; BYTES];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| NoTraceId)?;
        if bytes == [0; BYTES] {
            Err(NoTraceId)
        } else {
            Ok(TraceId(bytes))
        }
    }
}

/// Does the work as part of a trace.
pub fn within<F: Future>(trace: TraceId, work: F) -> impl Future<Output = F::Output> {
    CURRENT.scope(trace, work)
}

/// The trace that this task works for, if any.
pub fn current() -> Option<TraceId> {
    CURRENT.try_with(|trace| *trace).ok()
}

#[cfg(test)]
mod tests {
    use super::{NoTraceId, TraceId, current, within};

    #[test]
    fn a_message_and_a_call_have_ids_of_32_digits() {
        let message = TraceId::of_discord(1_234_567);
        assert_eq!(message.to_string(), "0000000000000000000000000012d687");
        assert_eq!(hex::encode(message.first_span()), "000000000012d687");
        let call = TraceId::of_text(b"9F1A0C5E-1d7b-4b02-8d5c-0c2f7a1e4b6d");
        assert_eq!(call.to_string(), "9f1a0c5e1d7b4b028d5c0c2f7a1e4b6d");
        let short = TraceId::of_text(b"my-call-7");
        assert_eq!(short, TraceId::of_text(b"my-call-7"));
        assert_ne!(short, TraceId::of_text(b"my-call-8"));
        assert_eq!(short.to_string().parse(), Ok(short));
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in [
            "",
            "12",
            "00000000000000000000000000000000",
            "zz000000000000000000000000000001",
        ] {
            assert_eq!(text.parse::<TraceId>(), Err(NoTraceId), "{text}");
        }
        assert_eq!(TraceId::of_text(b"").to_string().len(), 32);
    }

    #[tokio::test]
    async fn a_task_knows_its_trace_until_the_work_ends() {
        let trace = TraceId::of_discord(7);
        assert_eq!(current(), None);
        assert_eq!(within(trace, async { current() }).await, Some(trace));
        assert_eq!(current(), None);
    }
}
