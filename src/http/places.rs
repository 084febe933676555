//! Limits how many connections are open, and chooses which one to close when there are too many: first one that has
//! sent no request, then one that waits between two calls, then one that has shown a valid key. Among equals, it takes
//! the address with the most idle connections, and of that address the one that has been idle longest. A connection
//! with a call in flight is never closed for another one.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::strangers::subscriber;

/// Limits of open connections.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlaceBounds {
    /// How many connections may be open at once. While all of them have a call in flight, new ones wait.
    pub(super) connections_max: usize,
    /// How many connections without a call in flight one address may keep (for IPv6: one /64 network).
    pub(super) idle_of_address_max: usize,
}

/// The state of a connection. The order of the variants is the order in which connections are closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Doing {
    /// It has sent no request yet.
    Silent,
    /// It was answered, and has not shown a valid key.
    Waiting,
    /// It was answered, and has shown a valid key.
    Trusted,
    /// A call is in flight.
    Busy,
}

struct Open {
    network: IpAddr,
    doing: Doing,
    /// The number of the connection's last change. The smallest number has been idle longest.
    since: u64,
    end: CancellationToken,
}

#[derive(Default)]
struct Held {
    open: HashMap<u64, Open>,
    /// The last number that was used for a connection or a change.
    last: u64,
}

/// All open connections.
pub(super) struct Places {
    bounds: PlaceBounds,
    held: Mutex<Held>,
    freed: Notify,
}

/// The place of one open connection. It becomes free when this is dropped.
pub(super) struct Place {
    places: Arc<Places>,
    number: u64,
    end: CancellationToken,
}

/// What the answer to a call says about its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caller {
    Stranger,
    /// The call carried a valid key.
    Known,
}

/// The connection was closed for another one just when its call arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the connection was given up for another one")]
pub(super) struct GivenUp;

impl Places {
    pub(super) fn new(bounds: PlaceBounds) -> Arc<Places> {
        Arc::new(Places {
            bounds,
            held: Mutex::default(),
            freed: Notify::new(),
        })
    }

    /// Takes a place for a connection from this address. Waits only while every connection has a call in flight.
    pub(super) async fn take(self: &Arc<Self>, from: IpAddr) -> Place {
        loop {
            let freed = self.freed.notified();
            if let Some(place) = self.try_take(subscriber(from)) {
                return place;
            }
            freed.await;
        }
    }

    fn try_take(self: &Arc<Self>, network: IpAddr) -> Option<Place> {
        let mut held = self.held();
        if self.bounds.idle_of_address_max <= held.idle_of(network) {
            held.give_up(|open| open.network == network);
        }
        if self.bounds.connections_max <= held.open.len() && !held.give_up(|_| true) {
            return None;
        }
        let (number, end) = (held.next(), CancellationToken::new());
        let open = Open {
            network,
            doing: Doing::Silent,
            since: number,
            end: end.clone(),
        };
        held.open.insert(number, open);
        Some(Place {
            places: Arc::clone(self),
            number,
            end,
        })
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    fn idle_of(&self, network: IpAddr) -> usize {
        let idle = |open: &&Open| open.network == network && open.doing != Doing::Busy;
        self.open.values().filter(idle).count()
    }

    /// Closes one idle connection among those that match. Returns whether there was one.
    fn give_up(&mut self, among: impl Fn(&Open) -> bool) -> bool {
        let mut idle: HashMap<IpAddr, usize> = HashMap::new();
        for open in self.open.values().filter(|open| open.doing != Doing::Busy) {
            *idle.entry(open.network).or_default() += 1;
        }
        let candidates = self
            .open
            .iter()
            .filter(|(_, open)| open.doing != Doing::Busy && among(open));
        let first = candidates.min_by_key(|(_, open)| (open.doing, Reverse(idle.get(&open.network)), open.since));
        let Some(number) = first.map(|(number, _)| *number) else {
            return false;
        };
        if let Some(open) = self.open.remove(&number) {
            open.end.cancel();
        }
        true
    }
}

impl Place {
    /// Records that a call begins.
    ///
    /// # Errors
    /// [`GivenUp`]: the connection was closed, so the call must not be started.
    pub(super) fn begins(&self) -> Result<(), GivenUp> {
        self.is_now(Doing::Busy)
    }

    /// Records that the call was answered.
    pub(super) fn ends(&self, caller: Caller) {
        let doing = match caller {
            Caller::Stranger => Doing::Waiting,
            Caller::Known => Doing::Trusted,
        };
        // This cannot fail: a connection with a call in flight is never closed for another one.
        let _still_there = self.is_now(doing);
        self.places.freed.notify_one();
    }

    /// Completes when the connection must be closed.
    pub(super) async fn given_up(&self) {
        self.end.cancelled().await;
    }

    fn is_now(&self, doing: Doing) -> Result<(), GivenUp> {
        let mut held = self.places.held();
        let since = held.next();
        let open = held.open.get_mut(&self.number).ok_or(GivenUp)?;
        (open.doing, open.since) = (doing, since);
        Ok(())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.held().open.remove(&self.number);
        self.places.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::sync::Arc;

    use futures::FutureExt;

    use super::{Caller, GivenUp, Place, PlaceBounds, Places};

    const BOUNDS: PlaceBounds = PlaceBounds {
        connections_max: 4,
        idle_of_address_max: 3,
    };

    fn from(host: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, host])
    }

    fn take(places: &Arc<Places>, host: u8) -> Place {
        places.take(from(host)).now_or_never().expect("a place at once")
    }

    fn is_given_up(place: &Place) -> bool {
        place.given_up().now_or_never().is_some()
    }

    #[test]
    fn who_says_nothing_goes_before_who_waits_and_that_before_who_showed_a_key() {
        let places = Places::new(BOUNDS);
        let [known, stranger, silent, busy] = [1, 2, 3, 4].map(|host| take(&places, host));
        for (place, caller) in [(&known, Caller::Known), (&stranger, Caller::Stranger)] {
            place.begins().unwrap();
            place.ends(caller);
        }
        busy.begins().unwrap();
        let next = take(&places, 5);
        assert!(is_given_up(&silent) && !is_given_up(&stranger));
        next.begins().unwrap();
        let next_but_one = take(&places, 6);
        assert!(is_given_up(&stranger) && !is_given_up(&known));
        next_but_one.begins().unwrap();
        let _last = take(&places, 7);
        assert!(is_given_up(&known) && !is_given_up(&busy));
        assert_eq!(silent.begins(), Err(GivenUp), "its call came too late");
    }

    #[test]
    fn the_address_that_keeps_most_gives_up_its_oldest() {
        let places = Places::new(BOUNDS);
        let alone = take(&places, 1);
        let many = [2, 2, 2].map(|host| take(&places, host));
        let _next = take(&places, 3);
        assert!(is_given_up(&many[0]));
        assert!(!is_given_up(&alone) && !is_given_up(&many[1]) && !is_given_up(&many[2]));
    }

    #[test]
    fn an_address_keeps_so_many_idle_connections_and_no_more() {
        let places = Places::new(PlaceBounds {
            connections_max: 100,
            ..BOUNDS
        });
        let many = [2, 2, 2, 2].map(|host| take(&places, host));
        assert!(is_given_up(&many[0]) && !is_given_up(&many[1]));
        many[1].begins().unwrap();
        let fifth = take(&places, 2);
        assert!(
            !is_given_up(&many[2]) && !is_given_up(&fifth),
            "calls in flight are not counted"
        );
    }

    #[tokio::test]
    async fn while_all_are_busy_the_next_one_waits_for_the_first_that_ends() {
        let places = Places::new(PlaceBounds {
            connections_max: 1,
            ..BOUNDS
        });
        let first = take(&places, 1);
        first.begins().unwrap();
        let mut waiting = Box::pin(places.take(from(2)));
        assert!(waiting.as_mut().now_or_never().is_none());
        first.ends(Caller::Stranger);
        let second = waiting.await;
        assert!(is_given_up(&first));
        let mut waiting = Box::pin(places.take(from(3)));
        second.begins().unwrap();
        assert!(waiting.as_mut().now_or_never().is_none());
        drop(second);
        waiting.await;
    }
}
