//! Messages about one person (their role, accounts, share of a gain), and announcements about them.

use super::alarms::alarm;
use super::composer::Composer;
use super::orders::member;
use crate::db::DbError;
use crate::discord::courier::acts::role_of;
use crate::discord::courier::piece::{Act, FileOf, Piece, ReplyTo};
use crate::discord::ids::{discord_user, user_of};
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::discord::view::guild::OrdersOfGone;
use crate::domain::games::apps::achievements;
use crate::domain::kernel::money::{Money, Percent};
use crate::domain::kernel::outbox::{AccountChange, GainPart, Lane, PublishedPrice, Undone};
use crate::domain::people::channels;
use crate::domain::people::members::{self, Member, Role};
use crate::domain::people::places::Place;
use crate::ids::{
    AccountId, AchievementId, BatchId, DiscordChannelId, DiscordMessageId, DiscordUserId, MemberId, OrderId,
};
use crate::reports;

/// The place of a message to one person.
const PERSON: &str = "person";

/// A message to a person, by direct message. If those are closed, the person is called where they read, without the
/// contents, and gets the message once they accept direct messages again. `None` for the desk itself.
pub(super) fn news(member: &Member, face: Face) -> Option<Piece> {
    if member.id == MemberId::DESK {
        return None;
    }
    if member.left_at.is_some() {
        return Some(news_of_gone(member, face));
    }
    let called = Face::new(view::detours::called_to(&member.name));
    let faces = move |lane: Lane| if lane.is_direct() { face.clone() } else { called.clone() };
    let mut ways = vec![Lane::Person(member.id)];
    match role_of(member) {
        Role::Reseller => ways.push(Lane::Channel(member.id)),
        Role::Cashier => ways.push(Lane::Cashiers),
        Role::Client => ways.push(Lane::Channel(MemberId::DESK)),
        Role::Guest | Role::Admin => {}
    }
    ways.extend([Lane::Registration, Lane::Alerts]);
    let piece = Piece::with_faces(PERSON, ways, Box::new(faces))
        .ringing(user_of(member))
        .again(true);
    Some(piece)
}

/// A message to somebody who left the server: by direct message, as long as they share another server with the bot.
/// Otherwise superusers read it instead, and the person gets it when they are back.
fn news_of_gone(member: &Member, face: Face) -> Piece {
    let told = Face::new(view::guild::not_told_to_gone(&member.name, &face.content));
    let faces = move |lane: Lane| match lane {
        Lane::Person(_) => face.clone(),
        _ => told.clone(),
    };
    let ways = vec![Lane::Person(member.id), Lane::Alerts, Lane::Owner];
    Piece::with_faces(PERSON, ways, Box::new(faces)).again(true)
}

/// Somebody with a role left. Superusers are rung and read what happened to their orders and what belongs to them.
pub(super) async fn left(
    composer: &mut Composer<'_>,
    of: MemberId,
    orders: &OrdersOfGone<'_>,
) -> Result<Vec<Piece>, DbError> {
    let member = member(composer, of).await?;
    let owns = reports::people::belongings_for_desk(composer.reader, &member).await?;
    Ok(vec![alarm(composer, view::guild::left(&member, orders, &owns))])
}

/// Somebody is back, and their role counts again without a new decision.
pub(super) async fn back(composer: &mut Composer<'_>, of: MemberId) -> Result<Vec<Piece>, DbError> {
    let member = member(composer, of).await?;
    Ok(vec![alarm(composer, view::guild::back(&member))])
}

/// The server has another owner. Superusers read it, including the new owner, and so does the old one, who may no
/// longer read there.
pub(super) async fn owner_changed(
    composer: &mut Composer<'_>,
    before: DiscordUserId,
    now: DiscordUserId,
) -> Result<Vec<Piece>, DbError> {
    let known = members::find_members_by_discord(composer.reader, &[before, now]).await?;
    let find = |user: DiscordUserId| known.iter().find(|member| member.discord_user == Some(user));
    let is_still_superuser = composer.surface.is_superuser(discord_user(before));
    let owners = view::guild::Owners {
        before: (before, find(before)),
        now: (now, find(now)),
        is_still_superuser,
    };
    let mut whom = composer.surface.superusers();
    whom.retain(|user| *user != discord_user(now));
    whom.insert(0, discord_user(now));
    let mut pieces = vec![alarm(composer, view::guild::owner_changed(&owners)).ringing(whom)];
    if let Some(member) = find(before) {
        let face = Face::new(view::guild::no_longer_owner(&owners));
        pieces.push(Piece::say("before", vec![Lane::Person(member.id)], face).said_elsewhere());
    }
    Ok(pieces)
}

/// A member's role changed: updates their Discord roles and tells them.
pub(super) async fn role_assigned(composer: &mut Composer<'_>, of: MemberId) -> Result<Vec<Piece>, DbError> {
    let member = member(composer, of).await?;
    let words = view::members::your_role(role_of(&member));
    let mut pieces = vec![Piece::act("role", Act::FollowRole(of))];
    // Somebody who is not in the server is greeted with their role when they come.
    if member.left_at.is_none() {
        pieces.extend(news(&member, Face::new(words)));
    }
    Ok(pieces)
}

/// The role was created anew in Discord: gives it to the member, without a message.
pub(super) fn role_owed(of: MemberId) -> Vec<Piece> {
    vec![Piece::act("role", Act::FollowRole(of))]
}

/// Somebody joined: updates their Discord role and tells them what to do.
pub(super) async fn joined(composer: &mut Composer<'_>, of: MemberId) -> Result<Vec<Piece>, DbError> {
    let member = member(composer, of).await?;
    let registration = composer.surface.name_of(Place::Registration);
    let face = Face::new(view::registration::greeting(&member, &registration));
    let greeting = Piece::say(PERSON, vec![Lane::Person(of), Lane::Registration], face)
        .ringing(user_of(&member))
        .said_elsewhere();
    Ok(vec![Piece::act("role", Act::FollowRole(of)), greeting])
}

/// Makes a reseller's private channel. Binding it sends a message of its own.
pub(super) async fn channel_owed(composer: &mut Composer<'_>, of: MemberId) -> Result<Vec<Piece>, DbError> {
    let member = member(composer, of).await?;
    if member.role != Role::Reseller || !member.works() {
        return Ok(Vec::new());
    }
    Ok(vec![Piece::act("channel", Act::OpenChannel(of))])
}

/// The reseller is rung in their new channel, and their open orders are shown there.
pub(super) async fn channel_bound(composer: &mut Composer<'_>, of: MemberId) -> Result<Vec<Piece>, DbError> {
    let member = member(composer, of).await?;
    let face = Face::new(view::registration::your_channel());
    let piece =
        Piece::say("channel", vec![Lane::Channel(of), Lane::Person(of), Lane::Alerts], face).ringing(user_of(&member));
    Ok(vec![piece, Piece::act("orders", Act::ShowOrders(of))])
}

/// Tells the owner what happened to an account.
pub(super) async fn account_changed(
    composer: &mut Composer<'_>,
    account: AccountId,
    change: &AccountChange,
) -> Result<Vec<Piece>, DbError> {
    let card = reports::accounts::account_card_for_desk(composer.reader, account).await?;
    let card = card.ok_or_else(|| DbError::Corrupt(format!("a notice names account {account}, which is not there")))?;
    let by = match change {
        AccountChange::Undone { undone, .. } => Some(member(composer, undone.by).await?.name),
        AccountChange::Received { from, .. } => Some(member(composer, *from).await?.name),
        _ => None,
    };
    let words = view::account_changes::changed(&card, change, by.as_deref());
    Ok(news(&card.owner, Face::new(words)).into_iter().collect())
}

/// A person's own share of a gain.
pub(super) async fn gain(
    composer: &mut Composer<'_>,
    batch: BatchId,
    of: MemberId,
    (part, usd): (GainPart, Money),
    paid_debt: Option<Money>,
) -> Result<Vec<Piece>, DbError> {
    let member = member(composer, of).await?;
    let words = view::earnings::your_share(batch, part, usd, paid_debt);
    Ok(news(&member, Face::new(words)).into_iter().collect())
}

/// A person's share of a gain was taken back.
pub(super) async fn share_taken_back(
    composer: &mut Composer<'_>,
    batch: BatchId,
    of: MemberId,
    (usd, owed): (Money, Money),
    undone: &Undone,
) -> Result<Vec<Piece>, DbError> {
    let (member, by) = (member(composer, of).await?, member(composer, undone.by).await?);
    let words = view::earnings::share_taken_back(batch, usd, owed, (&by.name, &undone.reason));
    Ok(news(&member, Face::new(words)).into_iter().collect())
}

/// A share that changed.
pub(super) struct Shifted {
    pub(super) of: (BatchId, OrderId),
    /// Before and after.
    pub(super) figures: (Money, Money),
    pub(super) owes: Money,
}

/// A person's share of a closed batch changed because one of its orders was undone.
pub(super) async fn share_corrected(
    composer: &mut Composer<'_>,
    of: MemberId,
    shifted: &Shifted,
    undone: &Undone,
) -> Result<Vec<Piece>, DbError> {
    let (member, by) = (member(composer, of).await?, member(composer, undone.by).await?);
    let by = (by.name.as_str(), undone.reason.as_str());
    let words = view::corrections::your_share(shifted.of, shifted.figures, shifted.owes, by);
    Ok(news(&member, Face::new(words)).into_iter().collect())
}

/// A person's percentage of gains changed.
pub(super) async fn cut(
    composer: &mut Composer<'_>,
    of: MemberId,
    (before, now): (Percent, Percent),
    by: MemberId,
) -> Result<Vec<Piece>, DbError> {
    let (member, by) = (member(composer, of).await?, member(composer, by).await?);
    let words = view::members::your_cut(before, now, &by.name);
    Ok(news(&member, Face::new(words)).into_iter().collect())
}

/// In how many resellers' channels a price is announced at most.
const CHANNELS_MAX: i64 = 1_000;

/// A price was published. Cashiers and resellers read it where they work; nobody is rung.
pub(super) async fn price(
    composer: &mut Composer<'_>,
    price: &PublishedPrice,
    by: MemberId,
) -> Result<Vec<Piece>, DbError> {
    let by = member(composer, by).await?;
    let face = Face::new(view::prices::announced(price, &by.name));
    let mut pieces = vec![Piece::say("cashiers", vec![Lane::Cashiers], face.clone()).said_elsewhere()];
    for channel in channels::list_channels(composer.reader, CHANNELS_MAX).await? {
        let reseller = member(composer, channel.reseller).await?;
        if reseller.role == Role::Reseller && reseller.works() {
            let ways = vec![Lane::Channel(reseller.id), Lane::Person(reseller.id)];
            pieces.push(Piece::say(format!("channel:{}", reseller.id), ways, face.clone()).said_elsewhere());
        }
    }
    Ok(pieces)
}

/// A person received coins from another.
pub(super) async fn coins(
    composer: &mut Composer<'_>,
    of: MemberId,
    from: MemberId,
    (amount, reason): (Money, Option<&str>),
) -> Result<Vec<Piece>, DbError> {
    let (member, from) = (member(composer, of).await?, member(composer, from).await?);
    let words = view::coins::received(&from.name, amount, reason);
    Ok(news(&member, Face::new(words)).into_iter().collect())
}

/// Coins or earnings of a person were moved back.
pub(super) async fn movement_undone(
    composer: &mut Composer<'_>,
    of: MemberId,
    (amount, paid_debt): (Money, Option<Money>),
    undone: &Undone,
) -> Result<Vec<Piece>, DbError> {
    let (member, by) = (member(composer, of).await?, member(composer, undone.by).await?);
    let words = view::undoing::moved_back(amount, paid_debt, (&by.name, &undone.reason));
    Ok(news(&member, Face::new(words)).into_iter().collect())
}

/// The panel where people ask for a role.
pub(super) fn panel() -> Vec<Piece> {
    vec![Piece::say("registration", vec![Lane::Registration], view::registration::panel()).showing("panel", true)]
}

/// The answer to something that a person typed was lost.
pub(super) fn answer_lost(
    of: MemberId,
    typed: (DiscordChannelId, DiscordMessageId),
    done: bool,
    line: Option<usize>,
) -> Vec<Piece> {
    let words = view::detours::answer_lost(done);
    let face = Face::new(line.map_or_else(|| words.to_owned(), |line| view::typing::of_line(line, words)));
    let (channel, message) = typed;
    let piece = Piece::say("typed", vec![Lane::Typed(channel), Lane::Person(of)], face)
        .replying(ReplyTo::Typed(channel, message))
        .again(false)
        .said_elsewhere();
    vec![piece]
}

const BADGE_FILE: &str = "insignia.png";

/// Announces publicly who completed an achievement, with its picture if it has one. A server without that channel gets
/// no announcement.
pub(super) async fn achievement(
    composer: &mut Composer<'_>,
    achievement: AchievementId,
    of: MemberId,
) -> Result<Vec<Piece>, DbError> {
    let Some(found) = achievements::find_achievement(composer.reader, achievement).await? else {
        return Ok(Vec::new());
    };
    let member = members::get_member(composer.reader, of).await?;
    let has_picture = achievements::find_graphic(composer.reader, achievement)
        .await?
        .is_some();
    let embed = view::badges::completed(&found, &member, has_picture.then_some(BADGE_FILE));
    let file = has_picture.then_some(FileOf::Badge(achievement, BADGE_FILE));
    let piece = Piece::say("achievements", vec![Lane::Achievements], Face::of_embed(embed)).with_file(file);
    Ok(vec![piece])
}
