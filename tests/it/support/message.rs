//! Messages and answers as people read them.

use serde_json::Value;

/// A Discord message.
#[derive(Debug, Clone)]
pub struct Message(pub Value);

impl Message {
    pub fn id(&self) -> &str {
        self.0["id"].as_str().expect("a message has an id")
    }

    /// Content and embeds as one text.
    pub fn text(&self) -> String {
        let mut lines = vec![self.0["content"].as_str().unwrap_or_default().to_owned()];
        for embed in self.0["embeds"].as_array().unwrap_or(&Vec::new()) {
            for part in ["title", "description"] {
                lines.extend(embed[part].as_str().map(str::to_owned));
            }
            for field in embed["fields"].as_array().unwrap_or(&Vec::new()) {
                let (name, value) = (field["name"].as_str(), field["value"].as_str());
                lines.push(format!("{}: {}", name.unwrap_or_default(), value.unwrap_or_default()));
            }
            lines.extend(embed["footer"]["text"].as_str().map(str::to_owned));
        }
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }

    /// The title of its first embed.
    pub fn title(&self) -> Option<&str> {
        self.0["embeds"][0]["title"].as_str()
    }

    /// The value of a field of its first embed; empty when there is no such field.
    pub fn field(&self, name: &str) -> String {
        let fields = self.0["embeds"][0]["fields"].as_array().cloned().unwrap_or_default();
        let found = fields.iter().find(|field| field["name"] == name);
        found
            .and_then(|field| field["value"].as_str())
            .unwrap_or_default()
            .to_owned()
    }

    #[track_caller]
    pub fn shows(&self, parts: &[&str]) -> &Self {
        let text = self.text();
        for part in parts {
            assert!(text.contains(part), "{part:?} is not in:\n{text}");
        }
        self
    }
}

/// The bot's answer to an interaction within Discord's three seconds.
#[derive(Debug, Clone)]
pub struct Answer(pub Value);

impl Answer {
    pub fn kind(&self) -> &str {
        self.0["response"]["kind"].as_str().unwrap_or_default()
    }

    pub fn text(&self) -> String {
        Message(self.0["response"]["message"].clone()).text()
    }

    #[track_caller]
    pub fn says(&self, parts: &[&str]) -> &Self {
        let text = self.text();
        for part in parts {
            assert!(
                text.contains(part),
                "{part:?} is not in the answer:\n{text} ({})",
                self.0
            );
        }
        self
    }
}
