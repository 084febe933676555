//! Who was told what, and whether it rang.

use std::collections::BTreeMap;

use cambista::db::Source;
use serde_json::json;

use super::message::Message;
use super::person::Person;
use super::world::World;

/// Discord's flag of a message that rings nobody (`@silent`).
const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;

/// The kinds of notices that exist only because of an outage.
const OF_THE_WEATHER: [&str; 4] = [
    "\"lane_closed\"",
    "\"lane_opened\"",
    "\"answer_lost\"",
    "\"place_reviewed\"",
];

impl Message {
    /// Whether it was sent silently.
    pub fn is_quiet(&self) -> bool {
        self.0["flags"].as_u64().unwrap_or_default() & SUPPRESS_NOTIFICATIONS != 0
    }

    /// The usernames that it mentions and rings, sorted.
    pub fn rung(&self) -> Vec<String> {
        let mentions = self.0["mentions"].as_array().cloned().unwrap_or_default();
        let name = |user: &serde_json::Value| user["username"].as_str().unwrap_or_default().to_owned();
        let mut rung: Vec<String> = mentions.iter().map(name).collect();
        rung.sort();
        rung
    }

    #[track_caller]
    pub fn rings(&self, names: &[&str]) -> &Self {
        assert!(!self.is_quiet(), "it makes no sound: {}", self.text());
        assert_eq!(self.rung(), names, "{}", self.text());
        self
    }
}

impl World {
    /// From now on every request fails that sends or edits a message or opens a direct channel.
    pub async fn discord_fails(&self, status: u16) {
        for (method, path) in [
            ("POST", "/messages"),
            ("PATCH", "/messages"),
            ("POST", "/users/@me/channels"),
        ] {
            self.breaks(method, path, json!({ "status": status, "times": 1_000_000 }))
                .await;
        }
    }

    /// Removes all faults.
    pub async fn discord_works(&self) {
        let (status, answer) = self
            .control(reqwest::Method::DELETE, "/sandbox/faults", serde_json::Value::Null)
            .await;
        assert!((200..300).contains(&status), "{status} {answer}");
    }

    /// The number of tellings that wait, and of those that are detoured. The day's seal is not counted: on PostgreSQL it is owed at
    /// some minute of real time.
    pub async fn owed(&self) -> (i64, i64) {
        let mut reader = self.running().app.desk.db.reader().await.expect("a reader");
        sqlx::query_as(
            "select (select count(*) from outbox where state = 'waiting' and subject <> 'books')
                  + (select count(*) from tellings where state = 'waiting' and subject <> 'books'),
                    (select count(*) from tellings where state = 'detoured' and subject <> 'books')",
        )
        .fetch_one(reader.conn())
        .await
        .expect("counts")
    }

    /// The courier's recorded messages by id: the subject and the place of each.
    pub(super) async fn recorded(&self) -> BTreeMap<String, (String, String)> {
        let mut reader = self.running().app.desk.db.reader().await.expect("a reader");
        let rows: Vec<(i64, String, String, String)> = sqlx::query_as(
            "select s.message_id, s.subject, s.place, coalesce(o.notice, '') from shown_messages s
               left join outbox o on s.subject = 'notice:' || cast(o.id as text)",
        )
        .fetch_all(reader.conn())
        .await
        .expect("the messages");
        let row = |(id, subject, place, notice): (i64, String, String, String)| {
            // Notices about the lanes themselves depend on the outage.
            let is_of_lanes = OF_THE_WEATHER.iter().any(|kind| notice.contains(kind));
            let what = if is_of_lanes { "lane".to_owned() } else { subject };
            (id.to_string(), (what, place))
        };
        rows.into_iter().map(row).collect()
    }

    /// The courier's messages that these people read in these places, oldest first, without ids and times; without
    /// detoured messages and without notices about lanes.
    pub async fn read_by(&self, places: &[(&'static str, &str)]) -> BTreeMap<String, Vec<String>> {
        let recorded = self.recorded().await;
        let mut read = BTreeMap::new();
        for (name, channel) in places {
            let seen = self.person(name).reads(channel).await;
            let told = seen.iter().filter(|message| match recorded.get(message.id()) {
                Some((subject, place)) => subject != "lane" && !place.contains('~'),
                None => false,
            });
            let told: Vec<String> = told.map(Message::told).collect();
            read.insert(format!("{name} in {channel}"), told);
        }
        read
    }
}

impl Person<'_> {
    /// How many messages in this channel contain these words.
    pub async fn counts(&self, channel: &str, words: &str) -> usize {
        let seen = self.reads(channel).await;
        seen.iter().filter(|message| message.text().contains(words)).count()
    }
}
