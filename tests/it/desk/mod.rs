//! Stories of the desk, told through the real bot: what people type, press and read.

mod worked_example;
