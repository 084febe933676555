//! Messages as people type them on a phone at night: numbers, several lines, near misses, pictures.

mod edits;
mod files;
mod lines;
mod near;
mod numbers;
mod wrong_input;
