//! Gateway sessions: the events sent to each, kept for a RESUME, and the events that the bot has not handled yet.

use std::collections::{BTreeSet, VecDeque};
use std::time::Instant;

use serde_json::{Value, json};
use tokio::sync::mpsc;

/// How many events a session keeps for a RESUME.
const REPLAY_EVENTS_MAX: usize = 1_000;
/// How many unhandled events of people are remembered for `/sandbox/idle`. Beyond that the oldest are dropped, because
/// nobody may ever ask.
const UNHANDLED_MAX: usize = 100_000;

/// The gateway intents that the sandbox supports.
pub(in crate::sandbox) mod intent {
    pub(in crate::sandbox) const GUILDS: u64 = 1 << 0;
    pub(in crate::sandbox) const GUILD_MEMBERS: u64 = 1 << 1;
    pub(in crate::sandbox) const GUILD_MESSAGES: u64 = 1 << 9;
    pub(in crate::sandbox) const GUILD_MESSAGE_REACTIONS: u64 = 1 << 10;
    pub(in crate::sandbox) const DIRECT_MESSAGES: u64 = 1 << 12;
    pub(in crate::sandbox) const DIRECT_MESSAGE_REACTIONS: u64 = 1 << 13;
    pub(in crate::sandbox) const MESSAGE_CONTENT: u64 = 1 << 15;
}

/// An order to the socket of a session.
#[derive(Debug)]
pub(in crate::sandbox) enum Order {
    Text(String),
    /// Ask the client to show, by the same number, that it has read everything before ([`Sessions::has_read`]).
    Ping(u64),
    /// Cut the connection without a close frame.
    Drop,
}

/// An event for every session that subscribed to it.
#[derive(Debug, Clone)]
pub(in crate::sandbox) struct Event {
    pub name: &'static str,
    pub data: Value,
    /// The data for a session that lacks this privileged intent.
    pub reduced: Option<(u64, Value)>,
    /// 0: for every session.
    pub intent: u64,
    /// The id of the message or interaction, if a person caused the event and the bot must handle it.
    pub from_person: Option<u64>,
}

impl Event {
    pub(in crate::sandbox) fn new(name: &'static str, intent: u64, data: Value) -> Self {
        Event {
            name,
            data,
            reduced: None,
            intent,
            from_person: None,
        }
    }
}

#[derive(Debug)]
struct Session {
    id: String,
    intents: u64,
    sequence: u64,
    sent: VecDeque<(u64, String)>,
    socket: Option<(u64, mpsc::UnboundedSender<Order>)>,
}

#[derive(Debug, Default)]
pub(in crate::sandbox) struct Sessions {
    list: Vec<Session>,
    connections: u64,
    last_from_person: Option<Event>,
    unhandled: BTreeSet<u64>,
    untold: Option<Untold>,
    pings: u64,
    /// The session of the bot was ended here, and it has not begun another one yet.
    is_lost: bool,
}

/// The last event that has no id of its own, by which it could be known that it was dealt with.
#[derive(Debug)]
struct Untold {
    ping: u64,
    /// When it was sent, or read where that is known.
    at: Instant,
    is_read: bool,
}

/// The socket of a session.
#[derive(Debug, Clone)]
pub(in crate::sandbox) struct Seat {
    pub session_id: String,
    connection: u64,
}

impl Sessions {
    /// Starts a new session. Sessions without a socket end, and the events they missed are lost, as on Discord.
    pub(in crate::sandbox) fn identify(&mut self, intents: u64, socket: mpsc::UnboundedSender<Order>) -> Seat {
        self.list.retain(|session| session.socket.is_some());
        self.unhandled.clear();
        self.connections += 1;
        let id = format!("{:032x}", rand::random::<u128>());
        let socket = Some((self.connections, socket));
        self.list.push(Session {
            id: id.clone(),
            intents,
            sequence: 0,
            sent: VecDeque::new(),
            socket,
        });
        Seat {
            session_id: id,
            connection: self.connections,
        }
    }

    /// Resumes a session after `sequence`. `None` if it is gone or the missed events are no longer kept.
    pub(in crate::sandbox) fn resume(
        &mut self,
        id: &str,
        sequence: u64,
        socket: mpsc::UnboundedSender<Order>,
    ) -> Option<Seat> {
        let session = self.list.iter_mut().find(|session| session.id == id)?;
        let oldest = session.sent.front().map_or(session.sequence + 1, |(number, _)| *number);
        if sequence + 1 < oldest || session.sequence < sequence {
            return None;
        }
        for (_, text) in session.sent.iter().filter(|(number, _)| sequence < *number) {
            // If the socket closes now, the client resumes again.
            let _ = socket.send(Order::Text(text.clone()));
        }
        self.connections += 1;
        session.socket = Some((self.connections, socket));
        session.send("RESUMED", &json!({}));
        let seat = Seat {
            session_id: id.to_owned(),
            connection: self.connections,
        };
        // The socket before may have been lost with what was on its way.
        if self.untold.as_ref().is_some_and(|untold| !untold.is_read) {
            self.note_untold();
        }
        Some(seat)
    }

    /// Records that the socket is gone. The session waits for a RESUME unless the client closed it properly.
    pub(in crate::sandbox) fn disconnect(&mut self, seat: &Seat, said_goodbye: bool) {
        let Some(place) = self.list.iter().position(|session| session.id == seat.session_id) else {
            return;
        };
        let session = &mut self.list[place];
        if session
            .socket
            .as_ref()
            .is_none_or(|(connection, _)| *connection != seat.connection)
        {
            return;
        }
        session.socket = None;
        if said_goodbye {
            self.list.remove(place);
        }
        if self.list.is_empty() {
            self.unhandled.clear();
        }
    }

    /// Sends an event to one session only, for example READY and GUILD_CREATE.
    pub(in crate::sandbox) fn send_to(&mut self, seat: &Seat, name: &'static str, data: &Value) {
        if let Some(session) = self.list.iter_mut().find(|session| session.id == seat.session_id) {
            session.send(name, data);
        }
    }

    pub(in crate::sandbox) fn dispatch(&mut self, event: Event) {
        let mut reached = false;
        for session in &mut self.list {
            if event.intent != 0 && session.intents & event.intent == 0 {
                continue;
            }
            let reduced = event.reduced.as_ref();
            let reduced = reduced.filter(|(privileged, _)| session.intents & privileged == 0);
            let data = reduced.map_or(&event.data, |(_, data)| data);
            session.send(event.name, data);
            reached = true;
        }
        if reached && matches!(event.name, "GUILD_MEMBER_ADD" | "GUILD_MEMBER_REMOVE") {
            self.note_untold();
        }
        let Some(id) = event.from_person else { return };
        if reached {
            self.unhandled.insert(id);
            if UNHANDLED_MAX < self.unhandled.len() {
                self.unhandled.pop_first();
            }
        }
        self.last_from_person = Some(event);
    }

    /// Sends the last message or interaction of a person again, as Discord sometimes does.
    pub(in crate::sandbox) fn repeat_last(&mut self) -> bool {
        let Some(event) = self.last_from_person.clone() else {
            return false;
        };
        self.dispatch(event);
        self.note_untold();
        true
    }

    /// Records that an event without an id was sent, which the bot cannot report as handled.
    pub(in crate::sandbox) fn note_untold(&mut self) {
        self.pings += 1;
        let ping = self.pings;
        self.untold = Some(Untold {
            ping,
            at: Instant::now(),
            is_read: self.order_all(|| Order::Ping(ping)) == 0,
        });
    }

    /// Records that a client has read everything that was sent before this ping. A busy client may need a while for that.
    pub(in crate::sandbox) fn has_read(&mut self, ping: u64) {
        if let Some(untold) = self.untold.as_mut().filter(|untold| untold.ping == ping) {
            untold.is_read = true;
            untold.at = Instant::now();
        }
    }

    /// Milliseconds since the bot read the last event without an id of its own: a repeated one, or somebody who joined or left.
    /// 0 until it has read it.
    pub(in crate::sandbox) fn ms_since_untold(&self) -> u128 {
        match &self.untold {
            Some(untold) if !untold.is_read && self.is_connected() => 0,
            Some(untold) => untold.at.elapsed().as_millis(),
            None => u128::MAX,
        }
    }

    /// Sends this order to every connected socket. Returns how many there were.
    pub(in crate::sandbox) fn order_all(&mut self, order: impl Fn() -> Order) -> usize {
        let sockets = self.list.iter().filter_map(|session| session.socket.as_ref());
        sockets.filter(|(_, socket)| socket.send(order()).is_ok()).count()
    }

    /// Ends every session, so that a RESUME is refused.
    pub(in crate::sandbox) fn forget_all(&mut self) {
        self.list.clear();
        self.unhandled.clear();
        self.is_lost = true;
    }

    /// A new session was told who and where it is. Of a bot that lost the one before everybody may still believe that it knows.
    pub(in crate::sandbox) fn begun(&mut self) {
        if std::mem::take(&mut self.is_lost) {
            self.note_untold();
        }
    }

    /// How often a client identified or resumed.
    pub(in crate::sandbox) fn connections(&self) -> u64 {
        self.connections
    }

    pub(in crate::sandbox) fn is_connected(&self) -> bool {
        self.list.iter().any(|session| session.socket.is_some())
    }

    pub(in crate::sandbox) fn unhandled(&self) -> &BTreeSet<u64> {
        &self.unhandled
    }

    pub(in crate::sandbox) fn mark_handled(&mut self, ids: &[u64]) {
        for id in ids {
            self.unhandled.remove(id);
        }
    }
}

impl Session {
    fn send(&mut self, name: &str, data: &Value) {
        self.sequence += 1;
        let text = json!({ "op": 0, "s": self.sequence, "t": name, "d": data }).to_string();
        if let Some((_, socket)) = &self.socket {
            // If the socket has just closed, the event waits for the RESUME.
            let _ = socket.send(Order::Text(text.clone()));
        }
        if self.sent.len() == REPLAY_EVENTS_MAX {
            self.sent.pop_front();
        }
        self.sent.push_back((self.sequence, text));
    }
}
