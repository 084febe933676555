//! The REST API for players (specification 003, docs/API.md): registering them, automatic transactions, deposits and
//! withdrawals. Fields and texts are in Spanish, as its specification has them; every answer says `exito`.

mod body;
mod error;
