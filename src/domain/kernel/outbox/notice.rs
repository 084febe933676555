//! Everything the desk may owe somebody to hear, as data.
//!
//! A notice names what changed; whoever tells it looks the rest up when it is told. Figures that must be those of the
//! moment, and not of the moment of telling, travel in the notice.

use serde::{Deserialize, Serialize};

use super::{
    About, AccountChange, BatchFigures, CaptureUse, Closing, GainPart, Lane, PublishedPrice, TakenBack, Undone,
};
use crate::domain::kernel::money::{Money, Percent};
use crate::ids::{
    AccountId, AchievementId, BatchId, DiscordChannelId, DiscordMessageId, DiscordUserId, LotId, MemberId, NoticeId,
    OlderBooksId, OrderId, PlaceFindingId, ProofId, RequestNumber,
};
/// What goes before what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Orders, money, rights, alarms.
    Now,
    /// What everybody may hear and nobody waits for.
    Later,
}

impl Class {
    pub const ALL: [Class; 2] = [Class::Now, Class::Later];

    /// As it is stored; the lowest first.
    pub const fn rank(self) -> i64 {
        match self {
            Class::Now => 0,
            Class::Later => 1,
        }
    }
}

/// Something to tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// A member's role changed: Discord's role follows, and the person hears it.
    RoleAssigned { member: MemberId },
    /// The Discord role that mirrors a member's own was made anew: they get it, and need not hear of it.
    RoleOwed { member: MemberId },
    /// A batch was opened: its figures go to the channel.
    BatchOpened { batch: BatchId, figures: BatchFigures },
    /// An order is new or changed: every message that shows it is made or edited.
    OrderChanged { order: OrderId },
    /// An order was paid: the batch's new figures go to the channel, with the capture (S0-45).
    OrderPaid {
        order: OrderId,
        batch: BatchId,
        figures: BatchFigures,
    },
    /// A paid order was undone: the batch's new figures go to the channel, and its cashier and its client hear it too.
    OrderReversed {
        order: OrderId,
        batch: BatchId,
        figures: BatchFigures,
        /// Nothing of it is known of what was undone by an older cambista.
        #[serde(default)]
        undone: Option<Undone>,
    },
    /// A cashier will not pay an order: its reseller has a customer waiting.
    OrderRejected { order: OrderId },
    /// A cashier will not pay an order although its capture is there: superusers should look at both.
    RejectedWithCapture { order: OrderId, by: MemberId },
    /// Somebody sent a capture for an order that was theirs and is somebody else's now: it may be paid twice.
    PaidBefore { order: OrderId, by: MemberId },
    /// Somebody else cancelled an order: whoever typed it waits for it.
    OrderCancelled { order: OrderId, by: MemberId },
    /// An order was taken back: its cashier may be about to pay it.
    OrderWithdrawn { order: OrderId, cashier: MemberId },
    /// Another cashier took an order: who had it may be about to pay it.
    OrderTaken { order: OrderId, from: MemberId },
    /// A cashier has an order again that they had before: their message of it is only edited.
    OrderBack { order: OrderId, cashier: MemberId },
    /// An order that named nobody says now whom it pays: its cashier waits for that.
    BeneficiaryAdded { order: OrderId, cashier: MemberId },
    /// A cashier has let an order lie.
    OrderReminder {
        order: OrderId,
        cashier: MemberId,
        waited_ms: i64,
    },
    /// A cashier has let an order lie for very long, and nobody else can pay it.
    OrderStuck {
        order: OrderId,
        cashier: MemberId,
        waited_ms: i64,
    },
    /// No cashier has the float to pay an order: admins and cashiers hear which float is missing.
    FloatMissing {
        order: OrderId,
        needed: Money,
        /// The most that one available account of a cashier has; nothing when there is none.
        largest: Option<Money>,
        waited_ms: i64,
        /// 1: as it was made; more: it still waits.
        times: i64,
        /// Cashiers who have the money and are paused.
        #[serde(default)]
        paused: Vec<MemberId>,
        /// An older order of the same currency waits too, and rang for both.
        #[serde(default)]
        beside_others: bool,
    },
    /// What was said to need float has a cashier now, or needs none any more.
    FloatSettled { order: OrderId },
    /// A cashier's shift ended: who follows hears which orders are theirs now, besides the message of each.
    ShiftHandedOver {
        to: MemberId,
        from: MemberId,
        orders: Vec<OrderId>,
        /// Those that nobody could pay: they wait for float.
        #[serde(default)]
        waiting: Vec<OrderId>,
    },
    /// A superuser confirmed an order from its cashier's account: the cashier should know.
    OrderConfirmed { order: OrderId, by: MemberId },
    /// USDT were bought for part of a batch.
    LotBought {
        batch: BatchId,
        /// Nothing of it is known of what was bought with an older cambista.
        #[serde(default)]
        lot: Option<LotId>,
        bought: Money,
        usdt: Money,
        figures: BatchFigures,
    },
    /// A batch was closed: gain and shares go to the channel.
    BatchClosed { batch: BatchId, figures: BatchFigures },
    /// Somebody has a share of a batch's gain: their own figure.
    GainShared {
        batch: BatchId,
        member: MemberId,
        part: GainPart,
        usd: Money,
        /// What of it paid a debt of theirs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paid_debt: Option<Money>,
    },
    /// A closing was taken back: the batch is open again, and its figures go to the channel.
    BatchReopened {
        batch: BatchId,
        figures: BatchFigures,
        undone: Undone,
        taken: TakenBack,
    },
    /// Somebody's shares of a batch were taken back.
    ShareTakenBack {
        batch: BatchId,
        member: MemberId,
        usd: Money,
        /// What of it they had been paid already, and owe.
        owed: Money,
        undone: Undone,
    },
    /// An order of a closed batch was undone: somebody's shares of it are others now.
    ShareCorrected {
        batch: BatchId,
        order: OrderId,
        member: MemberId,
        before: Money,
        after: Money,
        /// What they owe then, because it was paid out already.
        owes: Money,
        undone: Undone,
    },
    /// Coins or earnings came or (negative) went, because what had moved them was undone.
    MovementUndone {
        member: MemberId,
        amount: Money,
        undone: Undone,
        /// What of it paid at once a debt of theirs.
        #[serde(default)]
        paid_debt: Option<Money>,
    },
    /// A purchase of USDT for an open batch was undone.
    LotReversed {
        batch: BatchId,
        lot: LotId,
        bought: Money,
        usdt: Money,
        figures: BatchFigures,
        undone: Undone,
    },
    /// A reseller's part of a gain is another one from now on.
    CutSet {
        member: MemberId,
        before: Percent,
        now: Percent,
        by: MemberId,
    },
    /// A price was published: resellers and cashiers read what counts from now on.
    PricePublished { price: PublishedPrice, by: MemberId },
    /// Somebody gave somebody coins.
    CoinsReceived {
        member: MemberId,
        from: MemberId,
        amount: Money,
        reason: Option<String>,
    },
    /// The capture of an order proves something else already: superusers should look.
    CaptureReused {
        proof: ProofId,
        order: OrderId,
        earlier: CaptureUse,
    },
    /// The bank's reference of an order stands with another one already: superusers should look.
    ReferenceReused {
        order: OrderId,
        earlier: OrderId,
        reference: String,
    },
    /// The capture of a payout proves something else already: superusers should look.
    PayoutCaptureReused {
        request: RequestNumber,
        earlier: CaptureUse,
    },
    /// A request is new or decided: the message that shows it to superusers is made or edited.
    RequestChanged { request: RequestNumber },
    /// A request was decided, or ended by itself: who asked hears it.
    RequestEnded { request: RequestNumber },
    /// The panel of registration goes to its channel, or is brought up to date there.
    PanelWanted,
    /// Somebody came to the server: they are told what to do (S0-16); who was here before finds all again.
    MemberJoined { member: MemberId },
    /// Somebody who has a role left the server: superusers hear what became of the orders they had (`given` to others,
    /// `waiting` for somebody, `kept` because the capture is there), and what is theirs or waits for them.
    MemberLeft {
        member: MemberId,
        given: Vec<OrderId>,
        waiting: Vec<OrderId>,
        kept: Vec<OrderId>,
    },
    /// Somebody who had left came back, and their role counts again: superusers hear of it.
    MemberBack { member: MemberId },
    /// The desk's guild has another owner, who decides everything from now on: superusers hear who was and who is.
    OwnerChanged { before: DiscordUserId, now: DiscordUserId },
    /// A reseller needs their private channel: it is made and bound, or opened to them again.
    ChannelOwed { member: MemberId },
    /// A channel is a reseller's from now on.
    ChannelBound { member: MemberId },
    /// Something became of an account: its owner hears it.
    AccountChanged { account: AccountId, change: AccountChange },
    /// Somebody completed an achievement of a game: everybody may hear it.
    AchievementCompleted {
        achievement: AchievementId,
        member: MemberId,
    },
    /// Something is wrong with one of the desk's places, or no longer: superusers should know.
    PlaceReviewed { finding: PlaceFindingId },
    /// Older books were accepted: superusers should know what may be missing.
    OlderBooksAccepted { older_books: OlderBooksId },
    /// The head of the chain of the books, once a day (hash in lower-case hex).
    ChainHead { seq: i64, hash: String },
    /// Nobody can write in a lane: superusers hear what is missing, and whose channel it is where they are told now.
    LaneClosed { lane: Lane, why: Closing },
    /// It is open again.
    LaneOpened { lane: Lane },
    /// The answer to something typed did not reach Discord: whoever typed it must not wonder whether it was done.
    AnswerLost {
        channel: DiscordChannelId,
        message: DiscordMessageId,
        member: MemberId,
        /// Whether the desk said yes.
        done: bool,
        /// On which line of the message the command stands, when there are several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        line: Option<usize>,
    },
    /// Something cannot be told by this cambista.
    SetAside {
        notice: NoticeId,
        place: Option<String>,
        /// Which lane refused it; nothing when no courier of this version can read it, or an older cambista set it aside.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lane: Option<Lane>,
        #[serde(default)]
        about: About,
        /// Whether its readers were told in plain words that there is something to look up.
        #[serde(default)]
        in_words: bool,
    },
}

impl Notice {
    /// What it goes before.
    pub fn class(&self) -> Class {
        match self {
            Notice::AchievementCompleted { .. } | Notice::PricePublished { .. } => Class::Later,
            _ => Class::Now,
        }
    }

    /// Whether telling the later notice in the same place tells everything that this one would.
    pub fn is_overwritten_by(&self, later: &Notice) -> bool {
        let shows_what_is_now = matches!(
            self,
            Notice::OrderChanged { .. }
                | Notice::RequestChanged { .. }
                | Notice::RoleAssigned { .. }
                | Notice::RoleOwed { .. }
                | Notice::ChannelOwed { .. }
                | Notice::PanelWanted
        );
        shows_what_is_now && self == later
    }
}
