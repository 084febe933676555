//! One attempt of a delivery: a signed POST to a public address, and its result.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, HeaderName};
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};

use super::body::body;
use super::sign::sign;
use crate::db::DbError;
use crate::domain::games::apps::webhooks::{Attempt, Delivery, Endpoint, Reach, TRY_MAX, UNDER_WAY_MAX, find_webhook};
use crate::domain::kernel::desk::Desk;
use crate::http::show;

const ID: HeaderName = HeaderName::from_static("webhook-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// Resolves a name only to addresses that may be called. They are checked at the time of the call, so changing the
/// name's DNS records later does not help an attacker.
struct Allowed(Reach);

impl Resolve for Allowed {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found.filter(|address| reach.allows(address.ip())).collect();
            if allowed.is_empty() {
                return Err(NoPublicAddress.into());
            }
            let addresses: Addrs = Box::new(allowed.into_iter());
            Ok(addresses)
        })
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the name leads to no public address")]
struct NoPublicAddress;

/// Sends requests to addresses that apps have registered.
#[derive(Clone)]
pub(super) struct Sender {
    http: Client,
    reach: Reach,
}

/// The data of one attempt.
struct Letter {
    endpoint: Endpoint,
    id: String,
    timestamp: i64,
    signature: String,
    body: String,
}

impl Sender {
    pub(super) fn new(reach: Reach) -> Sender {
        let http = Client::builder()
            .user_agent(concat!("Cambista/", env!("CARGO_PKG_VERSION")))
            .redirect(Policy::none())
            .no_proxy()
            .timeout(TRY_MAX)
            .pool_max_idle_per_host(usize::try_from(UNDER_WAY_MAX).unwrap_or(1))
            .dns_resolver(Arc::new(Allowed(reach)))
            .build()
            .expect("the options are constants and the certificates are built in");
        Sender { http, reach }
    }

    /// Makes one attempt.
    ///
    /// # Errors
    /// A fault of the database; then nothing was sent.
    pub(super) async fn try_once(&self, desk: &Desk, delivery: &Delivery) -> Result<Attempt, DbError> {
        match self.write(desk, delivery).await? {
            Ok(letter) => Ok(self.post(letter).await),
            Err(hopeless) => Ok(hopeless),
        }
    }

    async fn write(&self, desk: &Desk, delivery: &Delivery) -> Result<Result<Letter, Attempt>, DbError> {
        let hopeless = |why: &str| Ok(Err(Attempt::Hopeless { why: why.to_owned() }));
        let mut reader = desk.db.reader().await?;
        let Some(webhook) = find_webhook(&mut reader, delivery.app).await? else {
            return hopeless("the app has no webhook any more");
        };
        let Some(endpoint) = Endpoint::parse(&webhook.url, self.reach) else {
            return hopeless("the address is not allowed any more");
        };
        let Some(key) = webhook.secret.key() else {
            return hopeless("the secret is unreadable; register the webhook again");
        };
        let body = body(&mut reader, delivery).await?;
        let id = show::webhook_id(delivery.id);
        // The time of this attempt, so that receivers can refuse old messages.
        let timestamp = desk.clock.now().ms() / 1_000;
        let signature = sign(&key, &id, timestamp, &body);
        Ok(Ok(Letter {
            endpoint,
            id,
            timestamp,
            signature,
            body,
        }))
    }

    async fn post(&self, letter: Letter) -> Attempt {
        let request = self
            .http
            .post(letter.endpoint.url().clone())
            .header(CONTENT_TYPE, "application/json")
            .header(ID, letter.id)
            .header(TIMESTAMP, letter.timestamp)
            .header(SIGNATURE, letter.signature)
            .body(letter.body);
        match request.send().await {
            // The response's body is not read, because it may never end.
            Ok(response) => judge(response.status()),
            Err(error) => Attempt::Failed { why: why(&error) },
        }
    }
}

fn judge(status: StatusCode) -> Attempt {
    let why = format!("answered {}", status.as_u16());
    if status.is_success() {
        Attempt::Delivered
    } else if status == StatusCode::GONE {
        Attempt::Hopeless { why }
    } else {
        Attempt::Failed { why }
    }
}

/// The reason in our own words, because the error's own text contains the address.
fn why(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.is::<NoPublicAddress>() {
            return inner.to_string();
        }
        cause = inner.source();
    }
    if error.is_timeout() {
        format!("no answer within {} seconds", TRY_MAX.as_secs())
    } else if error.is_connect() {
        "no connection".to_owned()
    } else {
        "the answer broke off".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use reqwest::StatusCode;
    use reqwest::dns::Resolve;

    use super::{Allowed, judge};
    use crate::domain::games::apps::webhooks::{Attempt, Reach};

    #[tokio::test]
    async fn a_name_leads_only_to_where_webhooks_may_go() {
        let resolve = |reach| Allowed(reach).resolve("localhost".parse().unwrap());
        let refused = resolve(Reach::Public).await.err().expect("this machine is not public");
        assert_eq!(refused.to_string(), "the name leads to no public address");
        assert!(
            resolve(Reach::Loopback)
                .await
                .unwrap()
                .all(|address| address.ip().is_loopback())
        );
    }

    #[test]
    fn only_success_is_success_and_only_gone_is_the_end() {
        let failed = |why: &str| Attempt::Failed { why: why.to_owned() };
        assert_eq!(judge(StatusCode::NO_CONTENT), Attempt::Delivered);
        assert_eq!(judge(StatusCode::FOUND), failed("answered 302"));
        assert_eq!(judge(StatusCode::NOT_FOUND), failed("answered 404"));
        assert_eq!(judge(StatusCode::BAD_GATEWAY), failed("answered 502"));
        assert_eq!(
            judge(StatusCode::GONE),
            Attempt::Hopeless {
                why: "answered 410".to_owned()
            }
        );
    }
}
