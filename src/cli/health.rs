//! `cambista health`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use super::endings::{DONE, FAILED};
use crate::config::Config;

/// Service managers ask every few seconds and take no answer for a no.
const ANSWER_MAX: Duration = Duration::from_secs(4);

/// Asks the desk at http.addr, prints its answer, and returns the exit code.
pub(super) async fn ask(config: &Config, only_alive: bool) -> u8 {
    let path = if only_alive { "livez" } else { "readyz" };
    let url = format!("http://{}/{path}", reachable(config.http.addr));
    match answer(&url).await {
        Ok((true, body)) => {
            println!("{body}");
            DONE
        }
        Ok((false, body)) => {
            println!("{body}");
            FAILED
        }
        Err(error) => {
            eprintln!("no desk answers at {url} (http.addr, CAMBISTA_HTTP_ADDR): {error}");
            FAILED
        }
    }
}

async fn answer(url: &str) -> Result<(bool, String), reqwest::Error> {
    let client = reqwest::Client::builder().timeout(ANSWER_MAX).no_proxy().build()?;
    let response = client.get(url).send().await?;
    let is_fine = response.status().is_success();
    Ok((is_fine, response.text().await?))
}

/// A desk that listens everywhere is asked on this machine.
fn reachable(addr: SocketAddr) -> SocketAddr {
    let ip = match addr.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, addr.port())
}

#[cfg(test)]
mod tests {
    use super::reachable;

    #[test]
    fn a_desk_that_listens_everywhere_is_asked_here() {
        for (listens, asked) in [
            ("0.0.0.0:8080", "127.0.0.1:8080"),
            ("[::]:8080", "[::1]:8080"),
            ("10.0.0.7:80", "10.0.0.7:80"),
        ] {
            assert_eq!(reachable(listens.parse().unwrap()), asked.parse().unwrap());
        }
    }
}
