//! How a message of the desk looks: words, embeds, buttons and menus.

use poise::serenity_prelude::{CreateAttachment, CreateEmbed};

use crate::discord::controls::{Button, Select};

/// The look of a message that shows something and may be edited when that changes.
#[derive(Clone)]
pub(crate) struct Face {
    pub(crate) content: String,
    /// At most ten, Discord's limit.
    pub(crate) embeds: Vec<CreateEmbed>,
    /// The pictures in the embeds, and files beside them. Only answers have any, because the courier does not edit files.
    pub(crate) files: Vec<CreateAttachment>,
    pub(crate) rows: Vec<Row>,
}

/// A row of buttons, or a menu. Discord allows five rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Row {
    /// At most five.
    Buttons(Vec<Button>),
    /// At most 25 choices.
    Select(Select, Choices),
}

/// The choices of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choices {
    pub(crate) placeholder: String,
    pub(crate) options: Vec<Choice>,
}

/// One choice of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// Plain text, which Discord does not format.
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) description: Option<String>,
}

impl Face {
    pub(crate) fn new(content: impl Into<String>) -> Face {
        Face {
            content: content.into(),
            embeds: Vec::new(),
            files: Vec::new(),
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

    /// Adds an embed with a picture beside its text. Pictures of one message must have different names.
    pub(crate) fn embed_with(mut self, embed: CreateEmbed, name: String, png: &[u8]) -> Face {
        self.embeds.push(embed.thumbnail(format!("attachment://{name}")));
        self.files.push(CreateAttachment::bytes(png, name));
        self
    }

    /// Adds an embed with a picture below its text.
    pub(crate) fn embed_over(mut self, embed: CreateEmbed, name: String, png: Vec<u8>) -> Face {
        self.embeds.push(embed.image(format!("attachment://{name}")));
        self.files.push(CreateAttachment::bytes(png, name));
        self
    }

    /// Adds a file to download.
    pub(crate) fn file(mut self, name: String, bytes: Vec<u8>) -> Face {
        self.files.push(CreateAttachment::bytes(bytes, name));
        self
    }

    /// Adds a row of buttons, unless the list is empty.
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
