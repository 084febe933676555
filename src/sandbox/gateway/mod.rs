//! Gateway v10: one WebSocket per bot, from HELLO to RESUME.

pub(super) mod emit;
pub(super) mod sessions;

use std::sync::Arc;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use self::sessions::{Order, Seat, intent};
use super::hub::Hub;
use super::model::Guild;
use super::rest::id_of;
use super::wire;
use super::world::World;

/// How often a client must send a heartbeat, in milliseconds. Discord's own value.
const HEARTBEAT_INTERVAL_MS: u64 = 41_250;

mod op {
    pub(super) const HEARTBEAT: u64 = 1;
    pub(super) const IDENTIFY: u64 = 2;
    pub(super) const RESUME: u64 = 6;
    pub(super) const RECONNECT: u64 = 7;
    pub(super) const REQUEST_MEMBERS: u64 = 8;
    pub(super) const INVALID_SESSION: u64 = 9;
    pub(super) const HELLO: u64 = 10;
    pub(super) const HEARTBEAT_ACK: u64 = 11;
}

mod close {
    pub(super) const DECODE_ERROR: u16 = 4002;
    pub(super) const NOT_AUTHENTICATED: u16 = 4003;
    pub(super) const AUTHENTICATION_FAILED: u16 = 4004;
    pub(super) const ALREADY_AUTHENTICATED: u16 = 4005;
}

/// What to do after a frame from the client.
enum Outcome {
    Go,
    Close(u16, &'static str),
}

pub(super) async fn connect(State(hub): State<Arc<Hub>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| serve(hub, socket))
}

/// RECONNECT: asks the client to reconnect and resume.
pub(super) fn reconnect_order() -> Order {
    Order::Text(json!({ "op": op::RECONNECT, "d": null }).to_string())
}

/// INVALID_SESSION: the client must identify again.
pub(super) fn invalid_session_order() -> Order {
    Order::Text(json!({ "op": op::INVALID_SESSION, "d": false }).to_string())
}

async fn serve(hub: Arc<Hub>, mut socket: WebSocket) {
    let hello = json!({ "op": op::HELLO, "d": { "heartbeat_interval": HEARTBEAT_INTERVAL_MS } });
    if socket.send(Frame::text(hello.to_string())).await.is_err() {
        return;
    }
    let (orders, mut todo) = mpsc::unbounded_channel();
    let mut seat: Option<Seat> = None;
    let mut said_goodbye = false;
    loop {
        tokio::select! {
            () = hub.stop.cancelled() => break,
            order = todo.recv() => {
                let frame = match order {
                    Some(Order::Text(text)) => Frame::text(text),
                    Some(Order::Ping(number)) => Frame::Ping(number.to_be_bytes().to_vec().into()),
                    Some(Order::Drop) | None => break,
                };
                if socket.send(frame).await.is_err() {
                    break;
                }
            }
            frame = socket.recv() => {
                let text = match frame {
                    Some(Ok(Frame::Text(text))) => text,
                    Some(Ok(Frame::Close(frame))) => {
                        said_goodbye = frame.is_some_and(|frame| matches!(frame.code, 1000 | 1001));
                        break;
                    }
                    Some(Ok(Frame::Pong(number))) => {
                        if let Ok(number) = number.as_ref().try_into() {
                            hub.world().sessions.has_read(u64::from_be_bytes(number));
                        }
                        continue;
                    }
                    Some(Ok(_)) => continue,
                    Some(Err(_)) | None => break,
                };
                if let Outcome::Close(code, reason) = read(&hub, &orders, &mut seat, text.as_str()) {
                    // The client may already be gone.
                    let _ = socket.send(Frame::Close(Some(CloseFrame { code, reason: reason.into() }))).await;
                    break;
                }
            }
        }
    }
    if let Some(seat) = seat {
        hub.world().sessions.disconnect(&seat, said_goodbye);
    }
}

fn read(hub: &Hub, orders: &mpsc::UnboundedSender<Order>, seat: &mut Option<Seat>, text: &str) -> Outcome {
    let Ok(payload) = serde_json::from_str::<Value>(text) else {
        return Outcome::Close(close::DECODE_ERROR, "Error while decoding payload.");
    };
    match payload["op"].as_u64() {
        Some(op::HEARTBEAT) => {
            // If the socket is closed, the loop that owns it notices.
            let _ = orders.send(Order::Text(json!({ "op": op::HEARTBEAT_ACK }).to_string()));
            Outcome::Go
        }
        Some(op::IDENTIFY) if seat.is_some() => Outcome::Close(close::ALREADY_AUTHENTICATED, "Already authenticated."),
        Some(op::IDENTIFY | op::RESUME) if !has_token(hub, &payload["d"]) => {
            Outcome::Close(close::AUTHENTICATION_FAILED, "Authentication failed.")
        }
        Some(op::IDENTIFY) => {
            *seat = Some(identify(&mut hub.world(), orders.clone(), &payload["d"]));
            Outcome::Go
        }
        Some(op::RESUME) => {
            resume(&mut hub.world(), orders, seat, &payload["d"]);
            Outcome::Go
        }
        _ if seat.is_none() => Outcome::Close(close::NOT_AUTHENTICATED, "Not authenticated."),
        Some(op::REQUEST_MEMBERS) => {
            let mut world = hub.world();
            let wanted = &payload["d"]["guild_id"];
            let guild_id = id_of(wanted.get(0).unwrap_or(wanted)).unwrap_or_default();
            if !world.bot_hears(guild_id) {
                return Outcome::Go;
            }
            let members = world.members_of(guild_id).map(|one| wire::member(&world, one));
            let members: Vec<Value> = members.collect();
            let chunk = json!({
                "guild_id": guild_id.to_string(), "members": members, "chunk_index": 0, "chunk_count": 1,
                "nonce": payload["d"]["nonce"],
            });
            if let Some(seat) = seat {
                world.sessions.send_to(seat, "GUILD_MEMBERS_CHUNK", &chunk);
            }
            Outcome::Go
        }
        // Presence and voice state, which the sandbox ignores.
        _ => Outcome::Go,
    }
}

fn has_token(hub: &Hub, data: &Value) -> bool {
    let given = data["token"].as_str().unwrap_or_default();
    given.strip_prefix("Bot ").unwrap_or(given) == hub.token
}

fn identify(world: &mut World, orders: mpsc::UnboundedSender<Order>, data: &Value) -> Seat {
    let intents = data["intents"].as_u64().unwrap_or_default();
    let seat = world.sessions.identify(intents, orders);
    let bot_id = world.bot_id();
    let mut user = wire::user(world, bot_id);
    wire::merge(
        &mut user,
        json!({ "verified": true, "mfa_enabled": false, "email": null, "locale": "es-419" }),
    );
    let guilds: Vec<Guild> = world.bot_guilds().into_iter().cloned().collect();
    let listed = guilds
        .iter()
        .map(|guild| json!({ "id": guild.id.to_string(), "unavailable": true }));
    let listed: Vec<Value> = listed.collect();
    let ready = json!({
        "v": 10, "user": user, "guilds": listed,
        "session_id": seat.session_id, "resume_gateway_url": format!("{}/gateway", ws_url(world)),
        "shard": data.get("shard").cloned().unwrap_or_else(|| json!([0, 1])), "private_channels": [],
        "application": { "id": bot_id.to_string(), "flags": APPLICATION_FLAGS },
    });
    world.sessions.send_to(&seat, "READY", &ready);
    let heard = guilds
        .iter()
        .filter(|guild| intents & intent::GUILDS != 0 && !guild.unavailable);
    for guild in heard {
        let guild = wire::guild_create(world, guild, intents & intent::GUILD_MEMBERS != 0);
        world.sessions.send_to(&seat, "GUILD_CREATE", &guild);
    }
    world.sessions.begun();
    seat
}

/// Limited access to members and message content, which a bot in few guilds gets by a switch in the developer portal.
pub(super) const APPLICATION_FLAGS: u64 = 1 << 15 | 1 << 19;

fn resume(world: &mut World, orders: &mpsc::UnboundedSender<Order>, seat: &mut Option<Seat>, data: &Value) {
    let id = data["session_id"].as_str().unwrap_or_default();
    let sequence = data["seq"].as_u64().unwrap_or_default();
    *seat = world.sessions.resume(id, sequence, orders.clone());
    if seat.is_none() {
        // If the socket is closed, the loop that owns it notices.
        let _ = orders.send(invalid_session_order());
    }
}

/// `ws://host:port` of this sandbox.
pub(super) fn ws_url(world: &World) -> String {
    world.base_url.replacen("http", "ws", 1)
}
