//! The sandbox as a real serenity bot and people meet it.

mod api;
mod bot;
mod clerk;
mod counter;
mod decoding;
mod files;
mod gateway;
mod guilds;
mod idle;
mod keeping;
mod people;
mod permissions;
mod places;
mod validation;
mod world;
