//! Alarms about players' transactions (S3-38): requests that wait too long, players whose transactions fail, cashiers
//! who reject much. Each is told to the alerts channel once when it begins and once when it ends.
//!
//! Whether an alarm is open is in the books (`player_alarms`), with every change in an append-only backlog; so it is told
//! once however often it is looked for, by however many processes, and across restarts. A balance below zero is no
//! alarm: the books refuse it, and the audit finds one that was written without them.

mod alarm;
mod decide;
mod store;
mod watch;

pub use alarm::{Alarm, AlarmEvent, AlarmFacts, AlarmKind, AlarmSubject, NotedAlarm};
pub use store::{count_open_alarms, get_alarm, is_alarm_open};
pub use watch::watch;
