//! What a message looks like to whoever reads it, as plain text that is the same in every run and on both engines: the text of
//! inline snapshots. `cargo insta review`, or `INSTA_UPDATE=new cargo nextest run` and `cargo insta accept`, takes new words.

use cambista::clock::Clock;
use serde_json::Value;

use super::message::{Answer, Message};
use super::person::Person;
use super::replies::TOLD_DIRECTLY;
use super::stable::{Names, written_out};
use super::world::World;

/// Discord's flag of an answer that only whoever asked sees.
const EPHEMERAL: u64 = 1 << 6;
const DISCORD_BUTTON: u64 = 2;

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Whom it rings, and what a person sees of it: content, embeds, what can be pressed or chosen, files.
fn drawn(message: &Message) -> String {
    let mut lines = Vec::new();
    let flags = message.0["flags"].as_u64().unwrap_or_default();
    let rung = message.rung();
    if flags & EPHEMERAL != 0 {
        lines.push("(only for whoever asked)".to_owned());
    } else if message.is_quiet() {
        lines.push("(makes no sound)".to_owned());
    } else if !rung.is_empty() {
        lines.push(format!("(rings {})", rung.join(", ")));
    }
    lines.extend(text(&message.0["content"]).lines().map(str::to_owned));
    for embed in list(&message.0["embeds"]) {
        draw_embed(embed, &mut lines);
    }
    for row in list(&message.0["components"]) {
        draw_row(row, &mut lines);
    }
    let files = message.files().into_iter().map(|name| format!("{{{name}}}"));
    lines.extend(files);
    lines.join("\n")
}

fn draw_embed(embed: &Value, lines: &mut Vec<String>) {
    lines.push(format!("┌ {}", text(&embed["title"])));
    let description = text(&embed["description"]).lines();
    lines.extend(description.map(|line| format!("│ {line}")));
    for field in list(&embed["fields"]) {
        let (name, value) = (text(&field["name"]), text(&field["value"]));
        // What has several lines begins below its name.
        match value.contains('\n') {
            true => {
                lines.push(format!("│ {name}:"));
                lines.extend(value.lines().map(|line| format!("│   {line}")));
            }
            false => lines.push(format!("│ {name}: {value}")),
        }
    }
    if embed["footer"].is_object() {
        lines.push(format!("└ {}", text(&embed["footer"]["text"])));
    }
}

fn draw_row(row: &Value, lines: &mut Vec<String>) {
    let parts = list(&row["components"]);
    let mark = |part: &Value| match part["disabled"].as_bool() {
        Some(true) => " (disabled)",
        _ => "",
    };
    let is_button = |part: &&Value| part["type"].as_u64() == Some(DISCORD_BUTTON);
    let buttons: Vec<String> = parts
        .iter()
        .filter(is_button)
        .map(|part| format!("[{}{}]", text(&part["label"]), mark(part)))
        .collect();
    if !buttons.is_empty() {
        lines.push(buttons.join(" "));
    }
    for menu in parts.iter().filter(|part| !is_button(part)) {
        lines.push(format!("[▾ {}{}]", text(&menu["placeholder"]), mark(menu)));
        for option in list(&menu["options"]) {
            let described = option["description"].as_str().map(|words| format!(" — {words}"));
            let label = text(&option["label"]);
            lines.push(format!("  · {label}{}", described.unwrap_or_default()));
        }
    }
}

/// A form that was opened: its fields, with what hints at them and what is in them already.
fn drawn_form(modal: &Value) -> String {
    let mut lines = vec![format!("Form: {}", text(&modal["title"]))];
    for row in list(&modal["components"]) {
        let field = &row["components"][0];
        let mut line = format!("  {}", text(&field["label"]));
        for (what, key) in [("hint", "placeholder"), ("filled", "value")] {
            if let Some(words) = field[key].as_str().filter(|words| !words.is_empty()) {
                line.push_str(&format!(" · {what}: {words}"));
            }
        }
        if field["required"].as_bool() == Some(false) {
            line.push_str(" · optional");
        }
        lines.push(line);
    }
    lines.join("\n")
}

impl World {
    /// A message as its readers see it.
    pub async fn shown(&self, message: &Message) -> String {
        self.stable(&drawn(message)).await
    }

    /// What a press, a choice or a slash command was answered with.
    pub async fn shown_answer(&self, answer: &Answer) -> String {
        match answer.kind() {
            "modal" => self.stable(&drawn_form(&answer.0["response"]["modal"])).await,
            _ => self.shown(&answer.message()).await,
        }
    }

    /// The same with names instead of Discord's ids, and without what is random.
    async fn stable(&self, shown: &str) -> String {
        let mut names = Names::default();
        names.add(&self.get("/sandbox/people?guild=*").await, "username");
        names.add(&self.get("/sandbox/people/superusuario/channels").await, "name");
        names.add(&self.get("/sandbox/roles").await, "name");
        let keeps_moments = matches!(self.clock, Clock::Hand(_));
        let stable = written_out(&names.put_into(shown, keeps_moments));
        stable.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }
}

impl Person<'_> {
    /// Types a command and sees the answer, in the channel or by direct message.
    pub async fn sees(&self, channel: &str, content: &str) -> String {
        let said = self.says(channel, content).await;
        let reply = self.reply_to(channel, &said).await;
        if !reply.text().starts_with(TOLD_DIRECTLY) {
            return self.world.shown(&reply).await;
        }
        let told = self.answered_directly().await;
        format!("(by direct message)\n{}", self.world.shown(&told).await)
    }

    /// The newest direct message that is an answer, and nothing that the courier told meanwhile.
    async fn answered_directly(&self) -> Message {
        let (seen, recorded) = (self.reads("dm").await, self.world.recorded().await);
        let answer = seen.into_iter().rfind(|message| !recorded.contains_key(message.id()));
        answer.expect("an answer by direct message")
    }

    /// Types each, and sees the answers one below the other.
    pub async fn sees_each(&self, channel: &str, typed: &[&str]) -> String {
        let mut seen = Vec::new();
        for content in typed {
            let typed = written_out(content);
            seen.push(format!("> {typed}\n{}", self.sees(channel, content).await));
        }
        seen.join("\n\n")
    }

    /// The same where the desk refuses each: nothing is stored.
    pub async fn sees_refused(&self, channel: &str, typed: &[&str]) -> String {
        let before = self.world.rows().await;
        let seen = self.sees_each(channel, typed).await;
        assert_eq!(self.world.rows().await, before, "something was stored:\n{seen}");
        seen
    }

    /// Presses a button and sees what that is answered with.
    pub async fn sees_pressed(&self, message: &Message, label: &str) -> String {
        let answer = self.presses(message, label).await;
        self.world.shown_answer(&answer).await
    }

    /// The same where the desk refuses: nothing is stored.
    pub async fn sees_pressed_in_vain(&self, message: &Message, label: &str) -> String {
        let before = self.world.rows().await;
        let seen = self.sees_pressed(message, label).await;
        assert_eq!(self.world.rows().await, before, "{label} stored something:\n{seen}");
        seen
    }

    /// The newest message here.
    pub async fn sees_last(&self, channel: &str) -> String {
        self.world.shown(&self.last(channel).await).await
    }

    /// The newest message here whose text holds these words.
    pub async fn sees_found(&self, channel: &str, words: &str) -> String {
        self.world.shown(&self.finds(channel, words).await).await
    }

    /// The message that shows an order here.
    pub async fn sees_card(&self, channel: &str, number: i64) -> String {
        self.world.shown(&self.order(channel, number).await).await
    }

    /// A message as it is now.
    pub async fn sees_again(&self, message: &Message) -> String {
        let now = self.finds_again(message).await.expect("the message is there");
        self.world.shown(&now).await
    }
}
