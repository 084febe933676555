//! Drops, repeats, intents.
