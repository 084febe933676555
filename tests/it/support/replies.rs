//! Short forms of frequent acts and reads.

use cambista::db::Source;
use serde_json::{Value, json};
use sha2::Digest;

use super::message::{Answer, Message};
use super::patience::{at_last, when};
use super::person::Person;
use super::pictures::picture;
use super::world::World;

/// The reply in a channel when the answer itself goes by direct message, because others read the channel.
pub const TOLD_DIRECTLY: &str = "Se lo envié por mensaje directo: aquí lo leerían otros.";

impl World {
    /// A new person joins the guild.
    pub async fn joins(&self, name: &'static str) -> Person<'_> {
        let before = self.registrations().await;
        self.post("/sandbox/people", json!({ "name": name })).await;
        // The sandbox cannot tell when the bot has handled the joining; the desk's receipt can.
        at_last("the receipt of the registration", async || {
            when(self.running.is_none() || before < self.registrations().await)
        })
        .await;
        self.settles().await;
        self.person(name)
    }

    /// How many people were registered because they joined.
    async fn registrations(&self) -> i64 {
        let Some(running) = &self.running else { return 0 };
        let mut reader = running.app.desk.db.reader().await.expect("a reader");
        let (count,): (i64,) = sqlx::query_as("select count(*) from receipts where use_case = 'registration.join'")
            .fetch_one(reader.conn())
            .await
            .expect("a count");
        count
    }

    /// What the sandbox says about a person: roles, closed DMs.
    pub async fn about(&self, name: &str) -> Value {
        self.get(&format!("/sandbox/people/{name}")).await
    }

    /// The mention of a person as Discord's clients type it: `<@id>`.
    pub async fn mention(&self, name: &str) -> String {
        let about = self.about(name).await;
        format!("<@{}>", about["id"].as_str().expect("a person has an id"))
    }

    /// The stored capture with the hash of these bytes.
    pub fn capture_like(&self, bytes: &[u8]) -> Vec<u8> {
        let hash = hex::encode(sha2::Sha256::digest(picture(bytes)));
        let path = self.data_dir.path().join("captures").join(hash);
        std::fs::read(path).expect("the capture is kept")
    }

    /// From now on this person accepts no direct messages.
    pub async fn closes_dms(&self, name: &str) {
        let url = format!("{}/sandbox/people/{name}", self.base);
        let request = self.http.patch(url).json(&json!({ "dms_closed": true }));
        let response = request.send().await.expect("the sandbox answers");
        assert!(response.status().is_success(), "{}", response.status());
    }

    /// The next edits of this message do not reach anybody's screen, like a phone that shows an old state.
    pub async fn goes_stale(&self, message: &Message, times: u32) {
        let path = format!("/messages/{}", message.id());
        let unseen = json!({ "status": 200, "unseen": true, "times": times });
        self.breaks("PATCH", &path, unseen).await;
    }
}

impl Person<'_> {
    /// Everything this person reads in a channel, as text without ids and times: who, what, which buttons.
    pub async fn transcript(&self, channel: &str) -> String {
        let seen = self.reads(channel).await;
        let told: Vec<String> = seen.iter().map(Message::told).collect();
        told.join("\n---\n")
    }

    /// Types a command and returns the desk's reply.
    pub async fn is_told(&self, channel: &str, content: &str) -> Message {
        let said = self.says(channel, content).await;
        self.reply_to(channel, &said).await
    }

    /// Types a command in a channel where others may not read the answer: the channel gets a short reply, and the
    /// person the answer by direct message.
    pub async fn is_told_privately(&self, channel: &str, content: &str) -> Message {
        let said = self.says(channel, content).await;
        let word = self.reply_to(channel, &said).await;
        let word = word.text();
        assert!(
            word.starts_with(TOLD_DIRECTLY),
            "{content:?} was answered in {channel}: {word}"
        );
        self.directly(&said).await
    }

    /// Types a command and returns the desk's answer, from the channel or the direct messages.
    pub async fn is_answered(&self, channel: &str, content: &str) -> Message {
        let said = self.says(channel, content).await;
        let reply = self.reply_to(channel, &said).await;
        if reply.text().starts_with(TOLD_DIRECTLY) {
            return self.directly(&said).await;
        }
        reply
    }

    /// The direct message that answers a command typed elsewhere.
    async fn directly(&self, said: &Message) -> Message {
        let told = self.last("dm").await;
        let after = |message: &Message| message.id().parse::<u64>().expect("an id");
        assert!(
            after(said) < after(&told),
            "{} got no direct message for {:?}",
            self.name,
            said.text()
        );
        told
    }

    /// The newest reply to a message.
    pub async fn reply_to(&self, channel: &str, said: &Message) -> Message {
        let seen = self.reads(channel).await;
        let answers = |message: &&Message| message.0["message_reference"]["message_id"] == said.0["id"];
        let found = seen.iter().rev().find(answers);
        found
            .cloned()
            .unwrap_or_else(|| panic!("{} got no reply to {:?}", self.name, said.text()))
    }

    /// Types something that looks like a mistake, and confirms it. Returns the question's message afterwards.
    pub async fn means(&self, channel: &str, content: &str) -> Message {
        let asked = self.is_answered(channel, content).await;
        self.presses(&asked, "Confirmar").await;
        self.finds_again(&asked).await.expect("the question is still there")
    }

    /// Types something that the desk refuses: the answer contains `parts`, and nothing is stored.
    pub async fn is_refused(&self, channel: &str, content: &str, parts: &[&str]) {
        let before = self.world.rows().await;
        let reply = self.is_answered(channel, content).await;
        let text = reply.text();
        for part in parts {
            assert!(
                text.contains(part),
                "{content:?} was answered without {part:?}:\n{text}"
            );
        }
        assert_eq!(
            self.world.rows().await,
            before,
            "{content:?} stored something, and answered:\n{text}"
        );
    }

    /// Presses a button that the desk refuses: the answer contains `parts`, and nothing is stored.
    pub async fn presses_in_vain(&self, message: &Message, label: &str, parts: &[&str]) {
        let before = self.world.rows().await;
        let answer = self.presses(message, label).await;
        answer.says(parts);
        assert_eq!(self.world.rows().await, before, "{label} stored something");
    }

    /// Sends a picture that is not a reply.
    pub async fn sends_capture(&self, channel: &str, bytes: &[u8]) -> Message {
        use base64::Engine as _;
        let bytes = base64::engine::general_purpose::STANDARD.encode(picture(bytes));
        let file = json!({ "name": "captura.png", "base64": bytes });
        self.sends(channel, json!({ "content": "", "files": [file] })).await
    }

    /// Uses a slash command whose answer only this person sees.
    pub async fn slashes(&self, channel: &str, command: &str, options: Value) -> Answer {
        let answer = self.slash(channel, command, options).await;
        assert!(
            ["message", "deferred_message"].contains(&answer.kind()),
            "/{command} was answered with {}",
            answer.0
        );
        let flags = answer.0["response"]["message"]["flags"].as_u64().unwrap_or_default();
        assert_eq!(flags & 64, 64, "/{command} was answered in public: {}", answer.0);
        answer
    }

    /// The names of the channels this person sees.
    pub async fn sees_channels(&self) -> Vec<String> {
        let channels = self.world.get(&format!("/sandbox/people/{}/channels", self.name)).await;
        let channels = channels.as_array().expect("a list").clone();
        let name = |channel: &Value| channel["name"].as_str().unwrap_or_default().to_owned();
        channels.iter().map(name).collect()
    }
}

impl Message {
    /// The text above the embeds.
    pub fn content(&self) -> String {
        self.0["content"].as_str().unwrap_or_default().to_owned()
    }

    /// The message as `who: text [button] [▾ select] {file}`, without ids and times.
    pub fn told(&self) -> String {
        let author = self.0["author"]["username"].as_str().unwrap_or_default();
        let mut told = format!("{author}: {}", without_ids(&self.text()));
        let buttons: Vec<String> = self.buttons().iter().map(|label| format!("[{label}]")).collect();
        let selects = self
            .selects()
            .into_iter()
            .map(|placeholder| format!("[▾ {placeholder}]"));
        let files = self.files().into_iter().map(|name| format!("{{{name}}}"));
        for part in buttons.into_iter().chain(selects).chain(files) {
            told.push_str(&format!("\n{part}"));
        }
        told
    }
}

/// `<t:1756602231:R>` becomes `<t:R>`, `<@123>` and `<#123>` become `<@>` and `<#>`.
fn without_ids(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        let (tag, behind) = after.split_once('>').unwrap_or((after, ""));
        let is_tag = tag.starts_with("t:") || tag.starts_with('@') || tag.starts_with('#');
        let kept: String = tag.chars().filter(|c| !is_tag || !c.is_ascii_digit()).collect();
        shown.push_str(&format!("{before}<{}>", kept.replace("::", ":")));
        rest = behind;
    }
    shown + rest
}
