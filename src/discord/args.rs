//! Types of command arguments: people and channels (by mention, id or name), amounts and places.

pub(super) mod amounts;
pub(super) mod banks;

use poise::serenity_prelude as serenity;
use poise::{PopArgument, SlashArgError, SlashArgument};
use serenity::{
    ChannelId, CommandInteraction, CommandOptionType, Context, CreateCommandOption, Message, ResolvedValue,
};
use serenity::{User, UserId};

use amounts::Behind;

/// A person as they were named. The command looks up who it is and whether the desk knows them
/// ([`super::commands::person`]), because it can also be somebody who left the server.
#[derive(Debug, Clone)]
pub(super) enum PersonArg {
    /// By mention or id, with Discord's record of the user if the message contained it.
    Mentioned(UserId, Option<Box<User>>),
    Named(String),
}

/// A channel. A word that names none is kept as [`ChannelArg::NotFound`]; with an error, poise would treat an optional
/// argument as absent and complain about the word.
pub(super) enum ChannelArg {
    Found(ChannelId),
    NotFound(String),
}

/// A number, or a word that is meant as one: it begins like a number and is no id.
pub(super) struct CountArg(pub(super) String);

/// A word that does not mention a person.
pub(super) struct WordArg(pub(super) String);

/// Why an argument is refused. `Display` is for the log; people read `view::arguments`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum ArgumentError {
    #[error("a bot is no person")]
    IsBot,
    /// A space before exactly three digits: either it is one number, or it is `first` followed by something else.
    #[error("{typed:?} may be {joined}, or {first} and more")]
    CutNumber {
        typed: String,
        joined: String,
        first: String,
        behind: Behind,
    },
}

type Popped<'a, T> = Result<(&'a str, usize, T), (Box<dyn std::error::Error + Send + Sync>, Option<String>)>;

#[serenity::async_trait]
impl<'a> PopArgument<'a> for PersonArg {
    async fn pop_from(args: &'a str, attachment: usize, _: &Context, message: &Message) -> Popped<'a, Self> {
        let (word, rest) = next_word(args).ok_or_else(|| (poise::TooFewArguments::default().into(), None))?;
        let person = match mentioned(word) {
            Some(id) => {
                let user = message.mentions.iter().find(|user| user.id == id);
                Self::Mentioned(id, user.cloned().map(Box::new))
            }
            None => Self::Named(word.strip_prefix('@').unwrap_or(word).to_owned()),
        };
        Ok((rest, attachment, person))
    }
}

#[serenity::async_trait]
impl<'a> PopArgument<'a> for ChannelArg {
    async fn pop_from(args: &'a str, attachment: usize, context: &Context, message: &Message) -> Popped<'a, Self> {
        let (word, rest) = next_word(args).ok_or_else(|| (poise::TooFewArguments::default().into(), None))?;
        let found = find_channel(context, message, word);
        let channel = found.map_or_else(|| Self::NotFound(word.to_owned()), Self::Found);
        Ok((rest, attachment, channel))
    }
}

/// Takes the first word if it is of the right kind.
fn pop_word<'a>(args: &'a str, attachment: usize, is_one: impl Fn(&str) -> bool) -> Popped<'a, String> {
    match next_word(args) {
        Some((word, rest)) if is_one(word) => Ok((rest, attachment, word.to_owned())),
        _ => Err((poise::TooFewArguments::default().into(), None)),
    }
}

#[serenity::async_trait]
impl<'a> PopArgument<'a> for CountArg {
    async fn pop_from(args: &'a str, attachment: usize, _: &Context, _: &Message) -> Popped<'a, Self> {
        let (rest, attachment, word) = pop_word(args, attachment, is_count)?;
        Ok((rest, attachment, Self(word)))
    }
}

#[serenity::async_trait]
impl<'a> PopArgument<'a> for WordArg {
    async fn pop_from(args: &'a str, attachment: usize, _: &Context, _: &Message) -> Popped<'a, Self> {
        let (rest, attachment, word) = pop_word(args, attachment, |word| !is_somebody(word))?;
        Ok((rest, attachment, Self(word)))
    }
}

#[serenity::async_trait]
impl SlashArgument for CountArg {
    async fn extract(
        context: &Context,
        interaction: &CommandInteraction,
        value: &ResolvedValue<'_>,
    ) -> Result<Self, SlashArgError> {
        let WordArg(word) = WordArg::extract(context, interaction, value).await?;
        Ok(Self(word))
    }

    fn create(builder: CreateCommandOption) -> CreateCommandOption {
        WordArg::create(builder)
    }
}

#[serenity::async_trait]
impl SlashArgument for WordArg {
    async fn extract(_: &Context, _: &CommandInteraction, value: &ResolvedValue<'_>) -> Result<Self, SlashArgError> {
        match value {
            ResolvedValue::String(word) => Ok(Self((*word).to_owned())),
            _ => Err(SlashArgError::new_command_structure_mismatch("expected text")),
        }
    }

    fn create(builder: CreateCommandOption) -> CreateCommandOption {
        builder.kind(CommandOptionType::String)
    }
}

#[serenity::async_trait]
impl SlashArgument for PersonArg {
    async fn extract(_: &Context, _: &CommandInteraction, value: &ResolvedValue<'_>) -> Result<Self, SlashArgError> {
        match value {
            ResolvedValue::User(user, _) if user.bot => {
                Err(SlashArgError::new_parse(ArgumentError::IsBot.into(), user.name.clone()))
            }
            ResolvedValue::User(user, _) => Ok(Self::Mentioned(user.id, Some(Box::new((*user).clone())))),
            _ => Err(SlashArgError::new_command_structure_mismatch("expected a user")),
        }
    }

    fn create(builder: CreateCommandOption) -> CreateCommandOption {
        builder.kind(CommandOptionType::User)
    }
}

#[serenity::async_trait]
impl SlashArgument for ChannelArg {
    async fn extract(_: &Context, _: &CommandInteraction, value: &ResolvedValue<'_>) -> Result<Self, SlashArgError> {
        match value {
            ResolvedValue::Channel(channel) => Ok(Self::Found(channel.id)),
            _ => Err(SlashArgError::new_command_structure_mismatch("expected a channel")),
        }
    }

    fn create(builder: CreateCommandOption) -> CreateCommandOption {
        builder.kind(CommandOptionType::Channel)
    }
}

/// The first word and what follows it.
fn next_word(args: &str) -> Option<(&str, &str)> {
    let args = args.trim_start();
    if args.is_empty() {
        return None;
    }
    let (word, rest) = args.split_once(char::is_whitespace).unwrap_or((args, ""));
    Some((word, rest.trim_start()))
}

pub(super) fn is_somebody(word: &str) -> bool {
    word.starts_with('@') || mentioned(word).is_some()
}

fn is_count(word: &str) -> bool {
    let digits = word.strip_prefix(['+', '-']).unwrap_or(word);
    digits.starts_with(|c: char| c.is_ascii_digit()) && !is_somebody(word)
}

fn mentioned(word: &str) -> Option<UserId> {
    serenity::parse_user_mention(word).or_else(|| {
        // Discord's ids have 17 digits or more; a short number is a name.
        let is_id = 15 <= word.len() && word.bytes().all(|byte| byte.is_ascii_digit());
        word.parse().ok().filter(|id: &u64| is_id && *id != 0).map(UserId::new)
    })
}

fn find_channel(context: &Context, message: &Message, word: &str) -> Option<ChannelId> {
    if let Some(id) = serenity::parse_channel_mention(word) {
        return Some(id);
    }
    if let Ok(id) = word.parse::<u64>() {
        return (id != 0).then(|| ChannelId::new(id));
    }
    let name = word.strip_prefix('#')?;
    let guilds = context.cache.guilds();
    let guild = message.guild_id.or_else(|| guilds.first().copied())?;
    let guild = context.cache.guild(guild)?;
    guild
        .channels
        .values()
        .find(|channel| channel.name == name)
        .map(|channel| channel.id)
}

#[cfg(test)]
mod tests {
    use super::{is_count, is_somebody, mentioned, next_word};

    #[test]
    fn a_person_is_meant_by_mention_or_by_a_number_long_enough_to_be_an_id() {
        assert_eq!(mentioned("<@123>").map(|id| id.get()), Some(123));
        assert_eq!(mentioned("<@!123>").map(|id| id.get()), Some(123));
        assert_eq!(
            mentioned("169015299834642432").map(|id| id.get()),
            Some(169_015_299_834_642_432)
        );
        assert_eq!(mentioned("1234"), None);
        assert_eq!(mentioned("@david"), None);
        assert_eq!(mentioned("000000000000000000"), None);
    }

    #[test]
    fn words_of_each_kind_are_told_apart() {
        assert!(is_count("10") && is_count("-3") && is_count("1,5"));
        assert!(!is_count("completada") && !is_count("169015299834642432"));
        assert!(is_somebody("@david") && is_somebody("<@123>") && !is_somebody("10"));
    }

    #[test]
    fn words_are_taken_off_the_front() {
        assert_eq!(next_word("  @david  40"), Some(("@david", "40")));
        assert_eq!(next_word("@david"), Some(("@david", "")));
        assert_eq!(next_word("   "), None);
    }
}
