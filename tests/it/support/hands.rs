//! What people do beside typing: join and leave, choose, fill in forms, attach files.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::{Value, json};

use super::message::{Answer, Message};
use super::person::Person;
use super::pictures::picture;
use super::world::World;

/// The file name that `slash_with_file` uses.
const FILE_NAME: &str = "captura.png";

/// A form as the person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modal {
    pub title: String,
    pub fields: Vec<Field>,
}

/// One text field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub custom_id: String,
    pub label: String,
    /// The text in it before anybody types.
    pub value: String,
}

impl Modal {
    pub fn labels(&self) -> Vec<&str> {
        self.fields.iter().map(|field| field.label.as_str()).collect()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

impl Message {
    fn components(&self) -> Vec<Value> {
        let rows = self.0["components"].as_array().cloned().unwrap_or_default();
        let in_row = |row: &Value| row["components"].as_array().cloned().unwrap_or_default();
        rows.iter().flat_map(in_row).collect()
    }

    /// The labels of its buttons.
    pub fn buttons(&self) -> Vec<String> {
        let buttons = self.components().into_iter().filter(|one| one["type"] == 2);
        buttons.map(|button| text(&button["label"])).collect()
    }

    /// The placeholders of its select menus.
    pub fn selects(&self) -> Vec<String> {
        let selects = self.components().into_iter().filter(|one| one["type"] == 3);
        selects.map(|select| text(&select["placeholder"])).collect()
    }

    /// The labels of a select's options. `select`: its placeholder or custom id.
    #[track_caller]
    pub fn options(&self, select: &str) -> Vec<String> {
        let options = self.select(select)["options"].as_array().cloned().unwrap_or_default();
        options.iter().map(|option| text(&option["label"])).collect()
    }

    #[track_caller]
    fn select(&self, wanted: &str) -> Value {
        let mut selects = self.components().into_iter().filter(|one| one["type"] == 3);
        let found = selects.find(|one| one["placeholder"] == wanted || one["custom_id"] == wanted);
        found.unwrap_or_else(|| panic!("no select {wanted:?}; there are {:?}", self.selects()))
    }

    /// The names of its files.
    pub fn files(&self) -> Vec<String> {
        let files = self.0["attachments"].as_array().cloned().unwrap_or_default();
        files.iter().map(|file| text(&file["filename"])).collect()
    }
}

impl Answer {
    /// The message that was sent or edited in answer, with embeds, buttons, selects and files.
    pub fn message(&self) -> Message {
        Message(self.0["response"]["message"].clone())
    }

    /// The form that was opened.
    #[track_caller]
    pub fn modal(&self) -> Modal {
        assert_eq!(self.kind(), "modal", "no form was opened: {}", self.0);
        let modal = &self.0["response"]["modal"];
        let rows = modal["components"].as_array().cloned().unwrap_or_default();
        let field = |row: &Value| {
            let input = &row["components"][0];
            Field {
                custom_id: text(&input["custom_id"]),
                label: text(&input["label"]),
                value: text(&input["value"]),
            }
        };
        Modal {
            title: text(&modal["title"]),
            fields: rows.iter().map(field).collect(),
        }
    }
}

impl World {
    /// The bytes of a message's file.
    pub async fn file_of(&self, message: &Message, name: &str) -> Vec<u8> {
        let files = message.0["attachments"].as_array().cloned().unwrap_or_default();
        let file = files.iter().find(|file| file["filename"] == name);
        let file = file.unwrap_or_else(|| panic!("no file {name:?}; there are {:?}", message.files()));
        self.file_at(file["url"].as_str().expect("a file has an address")).await
    }

    /// The bytes at this address.
    pub async fn file_at(&self, url: &str) -> Vec<u8> {
        let response = self.http.get(url).send().await.expect("the sandbox answers");
        assert!(response.status().is_success(), "{url}: {}", response.status());
        response.bytes().await.expect("bytes").to_vec()
    }

    async fn of_person(&self, method: Method, name: &str, body: &Value) {
        let request = self
            .http
            .request(method, format!("{}/sandbox/people/{name}", self.base));
        let response = request.json(body).send().await.expect("the sandbox answers");
        assert!(response.status().is_success(), "{name}: {}", response.status());
        self.settles().await;
    }
}

impl Person<'_> {
    /// Leaves the server. `world.joins` with the same name comes back as the same person.
    pub async fn leaves(&self) {
        self.world.of_person(Method::DELETE, self.name, &json!({})).await;
    }

    /// From now on accepts no direct messages.
    pub async fn closes_dms(&self) {
        self.world
            .of_person(Method::PATCH, self.name, &json!({ "dms_closed": true }))
            .await;
    }

    pub async fn opens_dms(&self) {
        self.world
            .of_person(Method::PATCH, self.name, &json!({ "dms_closed": false }))
            .await;
    }

    /// A message as it is now; `None` when it was deleted.
    pub async fn finds_again(&self, message: &Message) -> Option<Message> {
        let channel = message.0["channel_id"].as_str().expect("a channel");
        let seen = self.reads(channel).await;
        seen.into_iter().find(|one| one.id() == message.id())
    }

    /// Chooses options of a select by their labels. `select`: its placeholder or custom id.
    pub async fn selects(&self, message: &Message, select: &str, labels: &[&str]) -> Answer {
        let menu = message.select(select);
        let options = menu["options"].as_array().cloned().unwrap_or_default();
        let value = |label: &&str| {
            let option = options.iter().find(|option| option["label"] == **label);
            option.map_or_else(
                || panic!("no option {label:?}; there are {:?}", message.options(select)),
                |one| one["value"].clone(),
            )
        };
        let values: Vec<Value> = labels.iter().map(value).collect();
        let body = json!({ "message_id": message.id(), "custom_id": menu["custom_id"], "values": values });
        let path = format!("/sandbox/people/{}/press", self.name);
        let answer = Answer(self.world.post(&path, body).await);
        self.world.settles().await;
        self.as_it_ended(answer).await
    }

    /// Fills in the fields of a form by their labels, and sends it.
    pub async fn fills(&self, form: &Answer, values: &[(&str, &str)]) -> Answer {
        let modal = form.modal();
        let mut fields = serde_json::Map::new();
        for (label, value) in values {
            let field = modal.fields.iter().find(|field| field.label == *label);
            let field = field.unwrap_or_else(|| panic!("no field {label:?}; there are {:?}", modal.labels()));
            fields.insert(field.custom_id.clone(), json!(value));
        }
        self.submits(form, Value::Object(fields)).await
    }

    /// Uses a slash command with a picture in one of its options.
    pub async fn slash_with_file(
        &self,
        channel: &str,
        command: &str,
        mut options: Value,
        file: (&str, &[u8]),
    ) -> Answer {
        let (option, bytes) = file;
        options[option] = json!({ "name": FILE_NAME, "base64": STANDARD.encode(picture(bytes)) });
        self.slash(channel, command, options).await
    }
}
