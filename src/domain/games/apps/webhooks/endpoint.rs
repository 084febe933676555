//! Which addresses a webhook may have. The desk's machine must not be made to call its own network, so only public
//! addresses are allowed, both in the URL and in what its host name resolves to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use url::{Host, Url};

/// The longest URL, in bytes.
const URL_BYTES_MAX: usize = 2_048;

/// Address blocks that are not public: those of the IANA registries of special-purpose addresses, multicast, and
/// reserved ones.
static NOT_PUBLIC: LazyLock<Vec<IpNet>> = LazyLock::new(|| {
    let v4 = |a, b, c, length| IpNet::from(Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, 0), length));
    let v6 = |first, second, length| {
        IpNet::from(Ipv6Net::new_assert(
            Ipv6Addr::new(first, second, 0, 0, 0, 0, 0, 0),
            length,
        ))
    };
    vec![
        v4(0, 0, 0, 8),
        v4(10, 0, 0, 8),
        v4(100, 64, 0, 10),
        v4(127, 0, 0, 8),
        v4(169, 254, 0, 16),
        v4(172, 16, 0, 12),
        v4(192, 0, 0, 24),
        v4(192, 0, 2, 24),
        v4(192, 88, 99, 24),
        v4(192, 168, 0, 16),
        v4(198, 18, 0, 15),
        v4(198, 51, 100, 24),
        v4(203, 0, 113, 24),
        v4(224, 0, 0, 3),
        v6(0x2001, 0, 23),
        v6(0x2001, 0xdb8, 32),
        v6(0x2002, 0, 16),
        v6(0x3fff, 0, 20),
    ]
});

/// All public IPv6 addresses lie in this block; the others are local, mapped or translated.
static PUBLIC_V6: LazyLock<Ipv6Net> =
    LazyLock::new(|| Ipv6Net::new_assert(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3));

/// Which addresses webhooks may go to (`http.webhooks_reach`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Only addresses of the public internet.
    Public,
    /// This machine too, for a game that runs beside the desk.
    Loopback,
}

impl Reach {
    pub fn allows(self, address: IpAddr) -> bool {
        if address.is_loopback() {
            return self == Reach::Loopback;
        }
        let is_given_out = match address {
            IpAddr::V4(_) => true,
            IpAddr::V6(v6) => PUBLIC_V6.contains(&v6),
        };
        is_given_out && !NOT_PUBLIC.iter().any(|block| block.contains(&address))
    }
}

/// A URL that may be called: http or https, to a host that is public as far as its name tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint(Url);

impl Endpoint {
    /// Reads a URL; `None` when it may not be called. A host name is resolved only when it is called.
    pub fn parse(text: &str, reach: Reach) -> Option<Endpoint> {
        if URL_BYTES_MAX < text.len() {
            return None;
        }
        let url = Url::parse(text).ok()?;
        let is_web = matches!(url.scheme(), "http" | "https");
        let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let is_allowed = match url.host()? {
            Host::Ipv4(address) => reach.allows(address.into()),
            Host::Ipv6(address) => reach.allows(address.into()),
            Host::Domain(name) => reach == Reach::Loopback || !is_local(name),
        };
        (is_web && is_plain && is_allowed).then_some(Endpoint(url))
    }

    pub fn url(&self) -> &Url {
        &self.0
    }
}

/// Whether a name always means this machine (RFC 6761).
fn is_local(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::{Endpoint, Reach};

    #[test]
    fn the_public_internet_is_allowed() {
        for url in [
            "https://game.example/hooks?of=cambista",
            "http://game.example:8080/",
            "https://93.184.216.34/",
            "https://[2606:2800:220:1:248:1893:25c8:1946]/x",
            "HTTPS://Bücher.example/",
        ] {
            assert!(Endpoint::parse(url, Reach::Public).is_some(), "{url}");
        }
    }

    #[test]
    fn the_own_machine_and_its_network_are_not_however_they_are_written() {
        for host in [
            "localhost",
            "LOCALHOST.",
            "a.localhost",
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.192",
            "192.0.2.1",
            "198.19.0.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:10.0.0.1]",
            "[::127.0.0.1]",
            "[64:ff9b::a00:1]",
            "[fe80::1]",
            "[fd00::1]",
            "[ff02::1]",
            "[2001:db8::1]",
            "[2002:7f00:1::]",
            "[2001::1]",
            "[3fff::1]",
        ] {
            let url = format!("http://{host}/hook");
            assert!(Endpoint::parse(&url, Reach::Public).is_none(), "{url}");
        }
    }

    #[test]
    fn what_is_no_plain_web_address_is_refused() {
        let long = format!("https://game.example/{}", "x".repeat(2_048));
        for url in [
            "",
            "game.example",
            "/hook",
            "ftp://game.example/",
            "file:///etc/passwd",
            "https://",
            "https://user@game.example/",
            "https://user:word@game.example/",
            "https://game.example/#part",
            "unix:/var/run/docker.sock",
            long.as_str(),
        ] {
            assert!(Endpoint::parse(url, Reach::Loopback).is_none(), "{url}");
        }
    }

    #[test]
    fn this_machine_is_allowed_only_when_the_desk_says_so() {
        for url in ["http://127.0.0.1:9/", "http://[::1]:9/", "http://localhost:9/"] {
            assert!(Endpoint::parse(url, Reach::Loopback).is_some(), "{url}");
        }
        for url in [
            "http://10.0.0.1/",
            "http://[::ffff:127.0.0.1]/",
            "http://169.254.169.254/",
        ] {
            assert!(Endpoint::parse(url, Reach::Loopback).is_none(), "{url}");
        }
    }
}
