//! Discord's rate limits, as far as such a bot meets them: fixed windows per route and channel, and a global one. They
//! are off unless switched on. A channel can have its own limit in any case.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use axum::http::Method;

use super::snowflake::now_ms;

/// When there are more windows than this, those that have ended are forgotten.
const WINDOWS_MAX: usize = 10_000;

/// This many requests in this time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub requests: u32,
    pub window: Duration,
}

const fn per_ms(requests: u32, window_ms: u64) -> Rule {
    Rule {
        requests,
        window: Duration::from_millis(window_ms),
    }
}

/// All requests of a bot together, except interactions and their webhooks.
const GLOBAL: Rule = per_ms(50, 1_000);
const SEND: Bucket = Bucket("messages-send", per_ms(5, 5_000));
const EDIT: Bucket = Bucket("messages-edit", per_ms(5, 5_000));
const DELETE: Bucket = Bucket("messages-delete", per_ms(5, 1_000));
const READ: Bucket = Bucket("messages-read", per_ms(10, 5_000));
const REACT: Bucket = Bucket("reactions", per_ms(1, 250));
const CHANNEL: Bucket = Bucket("channel", per_ms(10, 10_000));
const GUILD: Bucket = Bucket("guild", per_ms(10, 10_000));
const WEBHOOK: Bucket = Bucket("webhook", per_ms(5, 2_000));
const OPEN_DM: Bucket = Bucket("dm-open", per_ms(10, 10_000));

/// Requests that are counted together for one channel, guild or webhook.
#[derive(Debug, Clone, Copy)]
struct Bucket(&'static str, Rule);

#[derive(Debug, Clone, Copy)]
struct Window {
    began: Instant,
    used: u32,
}

/// The state of a request's bucket, as in the headers `X-RateLimit-…`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Standing {
    pub bucket: &'static str,
    pub limit: u32,
    pub remaining: u32,
    pub reset_after: Duration,
    /// Unix time in seconds.
    pub reset: f64,
}

/// The decision about a request.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    /// It passes; with the state of its bucket, if it has one.
    Pass(Option<Standing>),
    /// Its bucket is full.
    Full(Standing),
    /// The global limit is reached; retry after this time.
    Global(Duration),
}

#[derive(Debug, Default)]
pub(super) struct Limits {
    pub on: bool,
    /// Channels with their own limit for sending and for editing.
    own: HashMap<u64, Rule>,
    windows: HashMap<(&'static str, String), Window>,
    global: Option<Window>,
}

impl Limits {
    pub(super) fn set_channel(&mut self, channel_id: u64, rule: Option<Rule>) {
        match rule {
            Some(rule) => self.own.insert(channel_id, rule),
            None => self.own.remove(&channel_id),
        };
        self.windows.clear();
    }

    /// The channels that have their own limit.
    pub(super) fn channels(&self) -> impl Iterator<Item = (u64, Rule)> {
        self.own.iter().map(|(id, rule)| (*id, *rule))
    }

    /// Switches all limits off and forgets all windows.
    pub(super) fn clear(&mut self) {
        *self = Limits::default();
    }

    /// Counts a request with this path (without the version), made now.
    pub(super) fn count(&mut self, method: &Method, path: &str, now: Instant) -> Verdict {
        let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let is_of_interaction = matches!(segments.first(), Some(&"interactions" | &"webhooks"));
        if self.on && !is_of_interaction {
            let window = self.global.get_or_insert(Window { began: now, used: 0 });
            if let Err(wait) = window.take(GLOBAL, now) {
                return Verdict::Global(wait);
            }
        }
        let Some((Bucket(name, rule), of)) = self.bucket(method, &segments) else {
            return Verdict::Pass(None);
        };
        self.forget(now);
        let window = self.windows.entry((name, of)).or_insert(Window { began: now, used: 0 });
        let taken = window.take(rule, now);
        let reset_after = (window.began + rule.window).saturating_duration_since(now);
        let standing = Standing {
            bucket: name,
            limit: rule.requests,
            remaining: rule.requests.saturating_sub(window.used),
            reset_after,
            reset: now_ms() as f64 / 1_000.0 + reset_after.as_secs_f64(),
        };
        match taken {
            Ok(()) => Verdict::Pass(Some(standing)),
            Err(_) => Verdict::Full(standing),
        }
    }

    /// The bucket of the request and what it is counted for; `None` if it is not limited.
    fn bucket(&self, method: &Method, segments: &[&str]) -> Option<(Bucket, String)> {
        let (bucket, of) = match (method, segments) {
            (&Method::POST, ["channels", id, "messages"]) => (SEND, id),
            (&Method::PATCH, ["channels", id, "messages", _]) => (EDIT, id),
            (&Method::DELETE, ["channels", id, "messages", _]) => (DELETE, id),
            (&Method::GET, ["channels", id, "messages", ..]) => (READ, id),
            (_, ["channels", id, "messages", _, "reactions", ..]) => (REACT, id),
            (&Method::GET, ["channels" | "guilds", ..]) => return None,
            (_, ["channels", id, ..]) => (CHANNEL, id),
            (_, ["guilds", id, ..]) => (GUILD, id),
            (_, ["webhooks", _, token, ..]) => (WEBHOOK, token),
            (&Method::POST, ["users", "@me", of @ "channels"]) => (OPEN_DM, of),
            _ => return None,
        };
        let Bucket(name, _) = bucket;
        let is_sent = name == SEND.0 || name == EDIT.0;
        let own = of
            .parse()
            .ok()
            .filter(|_| is_sent)
            .and_then(|id: u64| self.own.get(&id));
        match own {
            Some(rule) => Some((Bucket(name, *rule), (*of).to_owned())),
            None => self.on.then(|| (bucket, (*of).to_owned())),
        }
    }

    fn forget(&mut self, now: Instant) {
        let longest = Duration::from_secs(10);
        if WINDOWS_MAX < self.windows.len() {
            self.windows
                .retain(|_, window| now.saturating_duration_since(window.began) < longest);
        }
    }
}

impl Window {
    /// Uses one request of the window. If none is left, the error says how long until the next window.
    fn take(&mut self, rule: Rule, now: Instant) -> Result<(), Duration> {
        let since = now.saturating_duration_since(self.began);
        if rule.window <= since {
            *self = Window { began: now, used: 0 };
        }
        if rule.requests <= self.used {
            return Err(rule.window.saturating_sub(since));
        }
        self.used += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use axum::http::Method;

    use super::{Limits, Rule, Verdict};

    const SEND: &str = "/channels/1/messages";

    fn limits() -> Limits {
        Limits {
            on: true,
            ..Limits::default()
        }
    }

    fn passes(limits: &mut Limits, path: &str, at: Instant) -> bool {
        matches!(limits.count(&Method::POST, path, at), Verdict::Pass(_))
    }

    #[test]
    fn five_messages_go_into_a_channel_in_five_seconds() {
        let (mut limits, start) = (limits(), Instant::now());
        for used in 1..=5 {
            let Verdict::Pass(Some(standing)) = limits.count(&Method::POST, SEND, start) else {
                panic!("refused")
            };
            assert_eq!((standing.limit, standing.remaining), (5, 5 - used));
        }
        let later = start + Duration::from_secs(2);
        let Verdict::Full(standing) = limits.count(&Method::POST, SEND, later) else {
            panic!("let through")
        };
        assert_eq!(standing.reset_after, Duration::from_secs(3));
        assert!(passes(&mut limits, "/channels/2/messages", later), "another channel");
        assert!(matches!(
            limits.count(&Method::PATCH, "/channels/1/messages/9", later),
            Verdict::Pass(Some(_))
        ));
        assert!(passes(&mut limits, SEND, start + Duration::from_secs(5)));
    }

    #[test]
    fn fifty_requests_a_second_are_all_there_are_but_for_interactions() {
        let (mut limits, start) = (limits(), Instant::now());
        for channel in 0..50 {
            assert!(passes(&mut limits, &format!("/channels/{channel}/messages"), start));
        }
        assert_eq!(
            limits.count(&Method::GET, "/users/@me", start),
            Verdict::Global(Duration::from_secs(1))
        );
        assert!(passes(&mut limits, "/interactions/1/x/callback", start));
        assert!(passes(&mut limits, "/webhooks/1/x", start));
        assert!(passes(
            &mut limits,
            "/channels/99/messages",
            start + Duration::from_secs(1)
        ));
    }

    #[test]
    fn a_slow_place_is_slow_also_when_nothing_else_is() {
        let (mut limits, start) = (Limits::default(), Instant::now());
        let rule = Rule {
            requests: 1,
            window: Duration::from_secs(1),
        };
        limits.set_channel(1, Some(rule));
        assert!(passes(&mut limits, SEND, start));
        assert!(!passes(&mut limits, SEND, start));
        for _ in 0..100 {
            assert!(passes(&mut limits, "/channels/2/messages", start));
        }
        limits.set_channel(1, None);
        assert!(passes(&mut limits, SEND, start));
    }
}
