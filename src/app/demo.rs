//! The demo desk of the sandbox: the people, prices and accounts of the worked example (specification 000).
//!
//! Everything is set up through the same use-cases a superuser's commands call, each with a fixed request id, so that
//! starting again after an interruption changes nothing twice. A part that is done is not set up again.

use super::AppError;
use crate::config::Config;
use crate::domain::flows::registration;
use crate::domain::kernel::desk::Desk;
use crate::domain::kernel::money::{Percent, Rate};
use crate::domain::kernel::questions::AsTyped;
use crate::domain::kernel::recall;
use crate::domain::people::channels::{self, BindChannel};
use crate::domain::people::guild::{self, GuildReason};
use crate::domain::people::members::{self, Actor, Person, Role};
use crate::domain::treasury::accounts::{self, OpenAccount};
use crate::domain::treasury::rates::{self, PlaceOrCurrency};
use crate::ids::{DiscordChannelId, DiscordGuildId, DiscordUserId, MemberId, RequestId};
use crate::sandbox::{BOT_PERMISSIONS, SandboxServer, Seed, SeedChannel, SeedRole};

const OWNER: &str = "superusuario";
const RESELLER: &str = "david";
const RESELLER_CHANNEL: &str = "transacciones-david";
const CASHIERS: [&str; 2] = ["cajero1", "cajero2"];
const CLIENT: &str = "maria";

/// Who is at the demo desk when it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demo {
    /// The people of the worked example, with roles, channel, cut and accounts.
    WorkedExample,
    /// Nobody but the owner: everybody else joins by hand. Prices are published.
    OwnerOnly,
}

impl Demo {
    /// The demo's Discord: people, roles and channels with the names of the configuration.
    pub fn seed(self, config: &Config) -> Seed {
        let mut seed = worked_example(config);
        if self == Demo::OwnerOnly {
            seed.people.clear();
            for role in &mut seed.roles {
                role.members.clear();
            }
            seed.channels.retain(|channel| channel.name != RESELLER_CHANNEL);
        }
        seed
    }

    /// Sets up the desk: prices, and for the worked example roles, cut, channel, and 5 000 Bs in each cashier's
    /// account.
    ///
    /// # Errors
    /// [`AppError::Demo`] when the Discord is not the seed's, or a use-case refuses.
    pub async fn set_up(self, desk: &Desk, discord: &SandboxServer) -> Result<(), AppError> {
        if self == Demo::WorkedExample {
            all_are_there(discord)?;
        }
        // What was set up once is not set up again: people may have renamed, deleted or changed it, or left.
        if is_done(desk, GUILD).await? && is_done(desk, PRICES).await? && self.has_people(desk).await? {
            return Ok(());
        }
        let owner = actor(desk, discord, OWNER).await?;
        let stage = Stage { desk, discord, owner };
        stage.guild().await?;
        if !self.has_people(desk).await? {
            stage.people().await?;
        }
        stage.prices().await
    }

    async fn has_people(self, desk: &Desk) -> Result<bool, AppError> {
        Ok(self == Demo::OwnerOnly || is_done(desk, PEOPLE).await?)
    }
}

/// The request of the last use-case of each part: without its receipt the part is done again from its beginning.
const GUILD: &str = "guild";
const PEOPLE: &str = "channel";
const PRICES: &str = "fee";

async fn is_done(desk: &Desk, what: &str) -> Result<bool, AppError> {
    let mut reader = desk.db.reader().await?;
    Ok(recall::is_known(&mut reader, &request(what)).await?)
}

/// Checks that the people of the demo exist: a Discord that was kept from another start may have others.
fn all_are_there(discord: &SandboxServer) -> Result<(), AppError> {
    let wanted = CASHIERS.into_iter().chain([RESELLER, CLIENT]);
    match wanted.into_iter().find(|name| discord.user_id(name).is_none()) {
        Some(name) => Err(AppError::Demo(format!(
            "nobody is called {name} in this Discord; if it was started with --empty, it needs --empty again"
        ))),
        None => Ok(()),
    }
}

fn worked_example(config: &Config) -> Seed {
    let (roles, channels) = (&config.discord.roles, &config.discord.channels);
    let cashiers: Vec<String> = CASHIERS.map(str::to_owned).to_vec();
    let role = |name: &str, members: Vec<String>| SeedRole {
        name: name.to_owned(),
        permissions: 0,
        members,
    };
    let channel = |name: &str, private_to: Vec<String>| SeedChannel {
        name: name.to_owned(),
        topic: None,
        category: None,
        private_to,
    };
    let desk_only = vec![roles.cashier.clone(), roles.admin.clone()];
    let reseller_channel = SeedChannel {
        category: Some(channels.category.clone()),
        ..channel(
            RESELLER_CHANNEL,
            [vec![RESELLER.to_owned()], desk_only.clone()].concat(),
        )
    };
    Seed {
        guild_name: "Cambista".to_owned(),
        owner: OWNER.to_owned(),
        people: [vec![RESELLER.to_owned()], cashiers.clone(), vec![CLIENT.to_owned()]].concat(),
        roles: vec![
            role(&roles.admin, Vec::new()),
            role(&roles.cashier, cashiers),
            role(&roles.reseller, vec![RESELLER.to_owned()]),
            role(&roles.client, vec![CLIENT.to_owned()]),
        ],
        categories: vec![channels.category.clone()],
        channels: vec![
            channel("general", Vec::new()),
            reseller_channel,
            channel(&channels.pending, desk_only.clone()),
            channel(&channels.cashiers, desk_only.clone()),
            channel(&channels.registration, Vec::new()),
            channel(
                &channels.clients,
                [vec![roles.client.clone()], desk_only.clone()].concat(),
            ),
            channel(&channels.payouts, Vec::new()),
            channel(&channels.achievements, Vec::new()),
            channel(&channels.requests, vec![roles.admin.clone()]),
            channel(&channels.alerts, vec![roles.admin.clone()]),
        ],
        bot_permissions: BOT_PERMISSIONS,
        token: None,
    }
}

async fn actor(desk: &Desk, discord: &SandboxServer, name: &str) -> Result<Actor, AppError> {
    let user = discord
        .user_id(name)
        .ok_or_else(|| AppError::Demo(format!("nobody is called {name}")))?;
    let discord_user = DiscordUserId::new(i64::try_from(user).map_err(demo)?);
    let person = Person {
        discord_user,
        name: name.to_owned(),
        superuser: name == OWNER,
    };
    Ok(members::identify(desk, &person).await?)
}

fn demo(error: impl std::fmt::Display) -> AppError {
    AppError::Demo(error.to_string())
}

struct Stage<'a> {
    desk: &'a Desk,
    discord: &'a SandboxServer,
    owner: Actor,
}

impl Stage<'_> {
    /// Claims the desk for this guild, in however many guilds the bot is.
    async fn guild(&self) -> Result<(), AppError> {
        let id = DiscordGuildId::new(i64::try_from(self.discord.guild_id()).map_err(demo)?);
        let reason = GuildReason::Configured;
        guild::claim(self.desk, &self.owner, &request(GUILD), id, reason).await?;
        Ok(())
    }

    async fn people(&self) -> Result<(), AppError> {
        let reseller = self.give_role(RESELLER, Role::Reseller).await?;
        self.give_role(CLIENT, Role::Client).await?;
        for cashier in CASHIERS {
            let member = self.give_role(cashier, Role::Cashier).await?;
            self.open_account(cashier, member, "VES", "5000").await?;
        }
        let cut = Percent::from_text("40").map_err(demo)?;
        members::set_cut(self.desk, &self.owner, &request("cut"), reseller, cut, &no_words())
            .await
            .map_err(demo)?;
        let channel = self.discord.channel_id(RESELLER_CHANNEL);
        let channel = channel.ok_or_else(|| AppError::Demo(format!("no channel is called {RESELLER_CHANNEL}")))?;
        let binding = BindChannel {
            reseller,
            discord_channel: DiscordChannelId::new(i64::try_from(channel).map_err(demo)?),
            name: RESELLER_CHANNEL.to_owned(),
        };
        channels::bind(self.desk, &self.owner, &request(PEOPLE), &binding)
            .await
            .map_err(demo)?;
        Ok(())
    }

    async fn prices(&self) -> Result<(), AppError> {
        let (pen, ves) = (PlaceOrCurrency::new("PEN"), PlaceOrCurrency::new("VES"));
        let rate = |text| Rate::from_text(text).map_err(demo);
        // Nobody works with these prices yet, so nobody is told of them.
        let mut desk = self.desk.clone();
        desk.policy.figures.announces_prices = false;
        let (desk, owner) = (&desk, &self.owner);
        rates::publish_rate(desk, owner, &request("rate"), &pen, &ves, rate("9")?, &no_words())
            .await
            .map_err(demo)?;
        rates::set_usd_value(desk, owner, &request("usd"), &ves, rate("38")?, &no_words())
            .await
            .map_err(demo)?;
        let fee = Percent::from_text("0.3").map_err(demo)?;
        rates::set_fee(desk, owner, &request(PRICES), "VE", fee, &no_words())
            .await
            .map_err(demo)?;
        Ok(())
    }

    async fn give_role(&self, name: &str, role: Role) -> Result<MemberId, AppError> {
        let member = actor(self.desk, self.discord, name).await?.member;
        let request = request(&format!("role:{name}"));
        registration::assign_role(self.desk, &self.owner, &request, member, role)
            .await
            .map_err(demo)?;
        Ok(member)
    }

    async fn open_account(&self, name: &str, member: MemberId, currency: &str, balance: &str) -> Result<(), AppError> {
        let asked = OpenAccount {
            member,
            currency: PlaceOrCurrency::new(currency),
            opening_balance: balance.to_owned(),
            bank: Some(format!("Banesco 0134-{}", digits_of(name))),
        };
        accounts::open(
            self.desk,
            &self.owner,
            &request(&format!("account:{name}")),
            &asked,
            &no_words(),
        )
        .await
        .map_err(demo)?;
        Ok(())
    }
}

/// The number of a cashier's account at their bank: `0001` of `cajero1`.
fn digits_of(name: &str) -> String {
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    format!("{digits:0>4}")
}

/// The command as typed, which is empty: nobody types what the demo sets up.
fn no_words() -> AsTyped {
    AsTyped::new("")
}

fn request(what: &str) -> RequestId {
    RequestId::new("demo", what)
}
