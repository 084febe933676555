//! The sandbox as a real serenity bot and people meet it.

mod api;
mod bot;
mod clerk;
mod contexts;
mod counter;
mod decoding;
mod files;
mod gateway;
mod guilds;
mod idle;
mod keeping;
mod limits;
mod messages;
mod people;
mod permissions;
mod phones;
mod places;
mod threads;
mod validation;
mod watcher;
mod world;
