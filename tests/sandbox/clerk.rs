//! The bot at a counter: selects and forms that lead from one to the next, and messages that change under one's hand.

use std::time::Duration;

use serenity::all::{
    ActionRowComponent, CommandInteraction, CommandOptionType, ComponentInteraction, ComponentInteractionDataKind,
    Context, CreateActionRow, CreateAttachment, CreateButton, CreateCommand, CreateCommandOption, CreateEmbed,
    CreateInputText, CreateInteractionResponse, CreateInteractionResponseMessage, CreateMessage, CreateModal,
    CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption, EditInteractionResponse, InputTextStyle, Member,
    Message, ModalInteraction, ResolvedValue,
};

/// A bot that looks something up before it speaks.
const LOOKS_UP_FOR: Duration = Duration::from_millis(60);

pub fn commands() -> Vec<CreateCommand> {
    let option = |kind, name: &str| CreateCommandOption::new(kind, name, "one of them");
    let give = CreateCommand::new("give")
        .description("hands something over")
        .add_option(option(CommandOptionType::Attachment, "photo").required(true))
        .add_option(option(CommandOptionType::User, "who"))
        .add_option(option(CommandOptionType::Channel, "where"));
    vec![give, CreateCommand::new("form").description("opens a form")]
}

pub async fn greet(ctx: &Context, member: &Member) {
    tokio::time::sleep(LOOKS_UP_FOR).await;
    // Whose DMs are closed is not greeted.
    let _ = member
        .user
        .direct_message(ctx, CreateMessage::new().content("bienvenida"))
        .await;
}

/// Two embeds with a picture each, and a file beside them.
pub async fn send_album(ctx: &Context, message: &Message) {
    let file = |name: &str| CreateAttachment::bytes(name.as_bytes(), name);
    let embed = |name: &str| CreateEmbed::new().title(name).image(format!("attachment://{name}"));
    let album = CreateMessage::new()
        .embeds(vec![embed("a.png"), embed("b.png")])
        .files([file("a.png"), file("b.png"), file("c.pdf")]);
    message.channel_id.send_message(ctx, album).await.unwrap();
}

/// A button that answers for one's eyes only, with a select in it.
pub async fn send_counter(ctx: &Context, message: &Message) {
    let buttons = vec![
        CreateButton::new("clerk-open").label("Abrir"),
        CreateButton::new("clerk-later").label("Luego"),
    ];
    let counter = CreateMessage::new()
        .content("Ventanilla")
        .components(vec![CreateActionRow::Buttons(buttons)]);
    message.channel_id.send_message(ctx, counter).await.unwrap();
}

fn countries() -> CreateActionRow {
    let options = ["Perú", "Chile", "Colombia"].map(|name| CreateSelectMenuOption::new(name, name.to_lowercase()));
    let kind = CreateSelectMenuKind::String {
        options: options.to_vec(),
    };
    let select = CreateSelectMenu::new("clerk-country", kind)
        .placeholder("País")
        .min_values(1)
        .max_values(2);
    CreateActionRow::SelectMenu(select)
}

fn form() -> CreateInteractionResponse {
    let input = |label: &str, id: &str| CreateInputText::new(InputTextStyle::Short, label, id);
    let rows = [
        input("Nombre", "name").max_length(10),
        input("Banco", "bank").value("Banesco"),
        input("Número", "number").min_length(4).required(false),
        input("Titular", "holder").required(false),
        CreateInputText::new(InputTextStyle::Paragraph, "Nota", "note").required(false),
    ];
    let modal = CreateModal::new("clerk-form", "Cuenta").components(rows.map(CreateActionRow::InputText).to_vec());
    CreateInteractionResponse::Modal(modal)
}

pub async fn component_used(ctx: &Context, component: &ComponentInteraction) {
    let chosen = match &component.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.join("+"),
        _ => String::new(),
    };
    let response = match component.data.custom_id.as_str() {
        "clerk-open" => CreateInteractionResponse::Message(
            CreateInteractionResponseMessage::new()
                .content("¿Dónde?")
                .components(vec![countries()])
                .ephemeral(true),
        ),
        "clerk-country" => CreateInteractionResponse::UpdateMessage(
            CreateInteractionResponseMessage::new()
                .content("")
                .embed(CreateEmbed::new().title(chosen))
                .components(vec![CreateActionRow::Buttons(vec![
                    CreateButton::new("clerk-form").label("Seguir"),
                ])]),
        ),
        "clerk-form" => form(),
        _ => CreateInteractionResponse::Acknowledge,
    };
    let is_acknowledged = matches!(response, CreateInteractionResponse::Acknowledge);
    component.create_response(ctx, response).await.unwrap();
    if is_acknowledged {
        let edit = EditInteractionResponse::new().content("Ya").components(Vec::new());
        component.edit_response(ctx, edit).await.unwrap();
    }
}

pub async fn command_used(ctx: &Context, command: &CommandInteraction) {
    if command.data.name == "form" {
        return command.create_response(ctx, form()).await.unwrap();
    }
    let mut told = Vec::new();
    for option in command.data.options() {
        told.push(match option.value {
            ResolvedValue::Attachment(file) => {
                format!(
                    "{} {:?} {}",
                    file.filename,
                    file.width,
                    file.download().await.unwrap().len()
                )
            }
            ResolvedValue::User(user, member) => format!("{} {}", user.name, member.is_some()),
            ResolvedValue::Channel(channel) => channel.name.clone().unwrap_or_default(),
            other => format!("{other:?}"),
        });
    }
    let message = CreateInteractionResponseMessage::new().content(told.join(", "));
    command
        .create_response(ctx, CreateInteractionResponse::Message(message))
        .await
        .unwrap();
}

/// What was filled in goes into the message the form was opened from, or into a new one.
pub async fn modal_sent(ctx: &Context, modal: &ModalInteraction) {
    let inputs = modal.data.components.iter().flat_map(|row| &row.components);
    let told: Vec<String> = inputs
        .map(|input| match input {
            ActionRowComponent::InputText(text) => {
                format!("{}={}", text.custom_id, text.value.as_deref().unwrap_or("?"))
            }
            other => format!("{other:?}"),
        })
        .collect();
    let embed = CreateEmbed::new().title("Anotado").description(told.join(" "));
    let message = CreateInteractionResponseMessage::new()
        .embed(embed)
        .components(Vec::new());
    let response = match &modal.message {
        Some(_) => CreateInteractionResponse::UpdateMessage(message),
        None => CreateInteractionResponse::Message(message.ephemeral(true)),
    };
    modal.create_response(ctx, response).await.unwrap();
}
