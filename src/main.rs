//! The binary; the composition root is on its way.
fn main() {}
