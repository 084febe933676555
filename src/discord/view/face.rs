//! How a message of the desk looks: words, an embed, and what can be pressed.

use poise::serenity_prelude::{CreateAttachment, CreateEmbed};

use crate::discord::controls::{Button, Select};

/// A message that shows something and may be edited when that changes.
#[derive(Clone)]
pub(crate) struct Face {
    pub(crate) content: String,
    /// At most ten.
    pub(crate) embeds: Vec<CreateEmbed>,
    /// What the embeds show, sent with them. Only answers have pictures: the courier edits no files.
    pub(crate) pictures: Vec<CreateAttachment>,
    pub(crate) rows: Vec<Row>,
}

/// What can be pressed, side by side. Discord takes five rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Row {
    /// At most five.
    Buttons(Vec<Button>),
    /// At most 25 choices.
    Select(Select, Choices),
}

/// What there is to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choices {
    pub(crate) placeholder: String,
    pub(crate) options: Vec<Choice>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// Plain text: Discord formats nothing here.
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) description: Option<String>,
}

impl Face {
    pub(crate) fn new(content: impl Into<String>) -> Face {
        Face {
            content: content.into(),
            embeds: Vec::new(),
            pictures: Vec::new(),
            rows: Vec::new(),
        }
    }

    pub(crate) fn of_embed(embed: CreateEmbed) -> Face {
        Face::new("").embed(embed)
    }

    pub(crate) fn embed(mut self, embed: CreateEmbed) -> Face {
        self.embeds.push(embed);
        self
    }

    /// An embed with a picture beside its text; no two pictures of a message have the same name.
    pub(crate) fn embed_with(mut self, embed: CreateEmbed, name: String, png: &[u8]) -> Face {
        self.embeds.push(embed.thumbnail(format!("attachment://{name}")));
        self.pictures.push(CreateAttachment::bytes(png, name));
        self
    }

    /// A row of buttons; none when there are none.
    pub(crate) fn buttons(mut self, buttons: Vec<Button>) -> Face {
        if !buttons.is_empty() {
            self.rows.push(Row::Buttons(buttons));
        }
        self
    }

    pub(crate) fn select(mut self, select: Select, choices: Choices) -> Face {
        self.rows.push(Row::Select(select, choices));
        self
    }
}
