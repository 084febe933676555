//! A minimal real bot: answers `!ping`, has a button, a select, a modal and a slash command.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use cambista::sandbox::BotProbe;
use serenity::all::{
    ActionRowComponent, ButtonStyle, Client, CommandDataOptionValue, CommandOptionType, Context, CreateActionRow,
    CreateAttachment, CreateButton, CreateCommand, CreateCommandOption, CreateEmbed, CreateInputText,
    CreateInteractionResponse, CreateInteractionResponseFollowup, CreateInteractionResponseMessage, CreateMessage,
    CreateModal, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption, EditMessage, EventHandler,
    GatewayIntents, Guild, GuildId, HttpBuilder, InputTextStyle, Interaction, Member, Message, Ready, ResumedEvent,
    User,
};
use tokio::sync::mpsc;

use crate::clerk;
use crate::watcher::Watcher;

/// What the bot noticed, in order.
pub type Seen = mpsc::UnboundedReceiver<String>;

#[derive(Clone)]
pub struct Bot {
    handled: Arc<Mutex<HashMap<u64, u32>>>,
    seen: mpsc::UnboundedSender<String>,
}

#[async_trait::async_trait]
impl BotProbe for Bot {
    fn has_handled(&self, event_id: u64) -> bool {
        self.handled.lock().unwrap().contains_key(&event_id)
    }

    async fn outbox_is_empty(&self) -> bool {
        true
    }
}

impl Bot {
    /// How often an event reached the bot.
    pub fn times(&self, event_id: &str) -> u32 {
        self.handled
            .lock()
            .unwrap()
            .get(&event_id.parse().unwrap())
            .copied()
            .unwrap_or(0)
    }

    fn done(&self, event_id: u64) {
        *self.handled.lock().unwrap().entry(event_id).or_insert(0) += 1;
    }

    fn saw(&self, what: impl Into<String>) {
        let _ = self.seen.send(what.into());
    }
}

/// A connected bot; stops when dropped.
pub struct Running {
    pub bot: Bot,
    pub seen: Seen,
    pub task: tokio::task::JoinHandle<()>,
    /// Of how many guilds serenity had the whole when it began.
    pub cached: usize,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Running {
    /// Waits until the bot has noticed this.
    pub async fn sees(&mut self, what: &str) -> String {
        loop {
            let next = tokio::time::timeout(std::time::Duration::from_secs(10), self.seen.recv());
            let seen = next
                .await
                .unwrap_or_else(|_| panic!("the bot never saw {what:?}"))
                .unwrap();
            if seen.starts_with(what) {
                return seen;
            }
        }
    }
}

pub const ALL_INTENTS: GatewayIntents = GatewayIntents::non_privileged()
    .union(GatewayIntents::MESSAGE_CONTENT)
    .union(GatewayIntents::GUILD_MEMBERS);

pub async fn start(url: &str, token: &str, application_id: u64, intents: GatewayIntents) -> Running {
    let (sender, seen) = mpsc::unbounded_channel();
    let bot = Bot {
        handled: Arc::default(),
        seen: sender,
    };
    let http = HttpBuilder::new(token)
        .proxy(url)
        .ratelimiter_disabled(true)
        .application_id(application_id.into())
        .build();
    let mut client = serenity::all::ClientBuilder::new_with_http(http, intents)
        .event_handler(bot.clone())
        .event_handler(Watcher(bot.seen.clone()))
        .await
        .unwrap();
    let task = tokio::spawn(async move { run(&mut client).await });
    let cached = 0;
    let mut running = Running {
        bot,
        seen,
        task,
        cached,
    };
    let mut wanted = vec!["cache", "ready"];
    while !wanted.is_empty() {
        let seen = running.sees("").await;
        if let Some(count) = seen.strip_prefix("cache ") {
            running.cached = count.parse().unwrap();
        }
        wanted.retain(|one| !seen.starts_with(one));
    }
    running
}

async fn run(client: &mut Client) {
    client.start().await.unwrap();
}

#[serenity::async_trait]
impl EventHandler for Bot {
    async fn ready(&self, ctx: Context, _ready: Ready) {
        let amount = CreateCommandOption::new(CommandOptionType::Integer, "amount", "how much").required(true);
        let who = CreateCommandOption::new(CommandOptionType::User, "who", "whom");
        let batch = CreateCommandOption::new(CommandOptionType::SubCommand, "batch", "a batch")
            .add_sub_option(amount)
            .add_sub_option(who);
        let start = CreateCommand::new("start")
            .description("starts something")
            .add_option(batch);
        let slow = CreateCommand::new("slow").description("takes its time");
        let mute = CreateCommand::new("mute").description("says nothing");
        let mut commands = vec![start, slow, mute];
        commands.extend(clerk::commands());
        serenity::all::Command::set_global_commands(&ctx.http, commands)
            .await
            .unwrap();
        self.saw("ready");
    }

    async fn cache_ready(&self, _ctx: Context, guilds: Vec<GuildId>) {
        self.saw(format!("cache {}", guilds.len()));
    }

    async fn guild_create(&self, _ctx: Context, guild: Guild, _is_new: Option<bool>) {
        self.saw(format!("guild {} {}", guild.name, guild.members.len()));
    }

    async fn resume(&self, _ctx: Context, _event: ResumedEvent) {
        self.saw("resumed");
    }

    async fn guild_member_addition(&self, ctx: Context, member: Member) {
        self.saw(format!("joined {}", member.user.name));
        clerk::greet(&ctx, &member).await;
    }

    async fn guild_member_removal(&self, _ctx: Context, _guild: GuildId, user: User, _member: Option<Member>) {
        self.saw(format!("left {}", user.name));
    }

    async fn message(&self, ctx: Context, message: Message) {
        if message.author.bot {
            return;
        }
        self.saw(format!("message {}", message.content));
        answer(&ctx, &message).await;
        self.done(message.id.get());
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        let id = interaction.id().get();
        let token = interaction.token().to_owned();
        match interaction {
            Interaction::Command(command) => command_used(&ctx, command).await,
            Interaction::Component(component) => component_used(&ctx, component).await,
            Interaction::Modal(modal) => modal_sent(&ctx, modal).await,
            _ => {}
        }
        self.saw(format!("interaction {id}/{token}"));
        self.done(id);
    }
}

async fn answer(ctx: &Context, message: &Message) {
    match message.content.as_str() {
        "!ping" => {
            message.reply(ctx, "pong").await.unwrap();
        }
        "!panel" => {
            let buttons = CreateActionRow::Buttons(vec![
                CreateButton::new("listo").label("Listo").style(ButtonStyle::Success),
                CreateButton::new("form").label("Formulario"),
                CreateButton::new("secret").label("Secreto"),
                CreateButton::new("off").label("Apagado").disabled(true),
            ]);
            let options = vec![
                CreateSelectMenuOption::new("Perú", "pe"),
                CreateSelectMenuOption::new("Colombia", "co"),
            ];
            let select = CreateSelectMenu::new("country", CreateSelectMenuKind::String { options });
            let embed = CreateEmbed::new()
                .title("Panel")
                .field("Monto", "100,00", true)
                .colour(0x0033_cc66);
            let panel = CreateMessage::new()
                .embed(embed)
                .components(vec![buttons, CreateActionRow::SelectMenu(select)]);
            message.channel_id.send_message(ctx, panel).await.unwrap();
        }
        "!file" => {
            let bytes = message.attachments[0].download().await.unwrap();
            let file = CreateAttachment::bytes(bytes, "copy.png");
            let embed = CreateEmbed::new().title("Captura").image("attachment://copy.png");
            message
                .channel_id
                .send_message(ctx, CreateMessage::new().add_file(file).embed(embed))
                .await
                .unwrap();
        }
        "!edit" => {
            let mut sent = message.channel_id.say(ctx, "one").await.unwrap();
            sent.edit(ctx, EditMessage::new().content("two")).await.unwrap();
        }
        "!dm" => {
            message
                .author
                .direct_message(ctx, CreateMessage::new().content("hola"))
                .await
                .unwrap();
        }
        "!album" => clerk::send_album(ctx, message).await,
        "!counter" => clerk::send_counter(ctx, message).await,
        _ => {}
    }
}

async fn command_used(ctx: &Context, command: serenity::all::CommandInteraction) {
    match command.data.name.as_str() {
        "start" => {
            let CommandDataOptionValue::SubCommand(options) = &command.data.options[0].value else {
                panic!()
            };
            let amount = options[0].value.as_i64().unwrap();
            let who = options.get(1).and_then(|option| option.value.as_user_id());
            let name = who
                .map(|id| command.data.resolved.users[&id].name.clone())
                .unwrap_or_default();
            let text = format!("batch {amount} {name}");
            let message = CreateInteractionResponseMessage::new().content(text);
            command
                .create_response(ctx, CreateInteractionResponse::Message(message))
                .await
                .unwrap();
        }
        "slow" => {
            command.defer_ephemeral(ctx).await.unwrap();
            let done = CreateInteractionResponseFollowup::new().content("done").ephemeral(true);
            command.create_followup(ctx, done).await.unwrap();
        }
        "mute" => {}
        _ => clerk::command_used(ctx, &command).await,
    }
}

async fn component_used(ctx: &Context, component: serenity::all::ComponentInteraction) {
    if component.data.custom_id.starts_with("clerk") {
        return clerk::component_used(ctx, &component).await;
    }
    let response = match component.data.custom_id.as_str() {
        "listo" => CreateInteractionResponse::UpdateMessage(
            CreateInteractionResponseMessage::new()
                .content("Hecho")
                .components(Vec::new()),
        ),
        "form" => {
            let why = CreateInputText::new(InputTextStyle::Short, "Motivo", "why")
                .min_length(3)
                .max_length(20);
            let modal = CreateModal::new("reason", "Motivo").components(vec![CreateActionRow::InputText(why)]);
            CreateInteractionResponse::Modal(modal)
        }
        "secret" => CreateInteractionResponse::Message(
            CreateInteractionResponseMessage::new()
                .content("solo para ti")
                .ephemeral(true),
        ),
        other => {
            let values = match &component.data.kind {
                serenity::all::ComponentInteractionDataKind::StringSelect { values } => values.join(","),
                _ => String::new(),
            };
            let text = format!("{other} {values}");
            CreateInteractionResponse::Message(CreateInteractionResponseMessage::new().content(text))
        }
    };
    component.create_response(ctx, response).await.unwrap();
}

async fn modal_sent(ctx: &Context, modal: serenity::all::ModalInteraction) {
    if modal.data.custom_id.starts_with("clerk") {
        return clerk::modal_sent(ctx, &modal).await;
    }
    let ActionRowComponent::InputText(input) = &modal.data.components[0].components[0] else {
        panic!()
    };
    let text = format!("{}: {}", modal.user.name, input.value.clone().unwrap_or_default());
    let message = CreateInteractionResponseMessage::new().content(text);
    modal
        .create_response(ctx, CreateInteractionResponse::Message(message))
        .await
        .unwrap();
}
