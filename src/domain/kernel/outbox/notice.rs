//! Every kind of notice, as data.
//!
//! A notice names what changed; the courier looks up the rest when it tells it. Figures that must show the moment of
//! the change, and not that of the telling, are stored in the notice.

use serde::{Deserialize, Serialize};

use super::{
    About, AccountChange, BatchFigures, CaptureUse, Closing, GainPart, Lane, PublishedPrice, TakenBack, Undone,
};
use crate::domain::kernel::money::{Money, Percent};
use crate::ids::{
    AccountId, AchievementId, BatchId, CloseId, DiscordChannelId, DiscordMessageId, DiscordUserId, LotId, MemberId,
    NoticeId, OlderBooksId, OrderId, PlaceFindingId, PlayerAlarmId, ProofId, RequestNumber,
};
/// How urgent a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Orders, money, rights, alarms.
    Now,
    /// Announcements that nobody waits for.
    Later,
}

impl Class {
    pub const ALL: [Class; 2] = [Class::Now, Class::Later];

    /// The number it is stored as; the lowest is told first.
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
    /// The Discord role that mirrors a member's role was made anew: they get it, without a message.
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
        /// `None` in a notice of an older version.
        #[serde(default)]
        undone: Option<Undone>,
    },
    /// A cashier rejected an order: its reseller has a customer waiting.
    OrderRejected { order: OrderId },
    /// A deposit or withdrawal was completed: its player hears it.
    CashCompleted { order: OrderId },
    /// A completed deposit or withdrawal was undone: its player and its cashier hear it.
    CashUndone { order: OrderId, undone: Undone },
    /// A giro was paid: its reseller hears it.
    GiroCompleted { order: OrderId },
    /// A giro was given back, before or after it was paid: its reseller hears it, and its cashier when it was paid.
    GiroReturned {
        order: OrderId,
        undone: Undone,
        was_paid: bool,
    },
    /// Somebody offered a payment for a deposit that proves something else already; it was refused. Superusers hear it.
    PaymentRepeated { by: MemberId, used: CaptureUse },
    /// Something is wrong with players' transactions, or no longer is: superusers hear it. `order`: the request, when it is
    /// about one.
    PlayerAlarm {
        alarm: PlayerAlarmId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        order: Option<OrderId>,
    },
    /// A cashier rejected an order although its capture is there: superusers should look at both.
    RejectedWithCapture { order: OrderId, by: MemberId },
    /// Somebody sent a capture for an order that another cashier has now: it may be paid twice.
    PaidBefore { order: OrderId, by: MemberId },
    /// An order was cancelled by somebody else than who typed it: whoever typed it should know.
    OrderCancelled { order: OrderId, by: MemberId },
    /// An order that a cashier had was cancelled: they may be about to pay it.
    OrderWithdrawn { order: OrderId, cashier: MemberId },
    /// Another cashier took an order from `from`, who may be about to pay it.
    OrderTaken { order: OrderId, from: MemberId },
    /// An order came back to a cashier who had it before: their message of it is only edited.
    OrderBack { order: OrderId, cashier: MemberId },
    /// A beneficiary was added to an order that had none: its cashier waits for that.
    BeneficiaryAdded { order: OrderId, cashier: MemberId },
    /// An order has waited too long at its cashier.
    OrderReminder {
        order: OrderId,
        cashier: MemberId,
        waited_ms: i64,
    },
    /// An order has waited so long at its cashier that another one should have it, and nobody else can pay it.
    OrderStuck {
        order: OrderId,
        cashier: MemberId,
        waited_ms: i64,
    },
    /// No cashier has the float to pay an order: admins and cashiers hear which float is missing.
    FloatMissing {
        order: OrderId,
        needed: Money,
        /// The most that one available account of a cashier has; `None` when there is no such account.
        largest: Option<Money>,
        waited_ms: i64,
        /// 1 when the order was made; more while it still waits.
        times: i64,
        /// Cashiers who have the money and are paused.
        #[serde(default)]
        paused: Vec<MemberId>,
        /// Whether an older order of the same currency waits too, and rang for both.
        #[serde(default)]
        beside_others: bool,
        /// Whether no cashier at all may get it by itself, with float or without: nobody is assigned.
        #[serde(default)]
        for_nobody: bool,
    },
    /// An order that was told to need float has a cashier now, or needs none any more.
    FloatSettled { order: OrderId },
    /// A cashier handed the shift over: who follows hears which orders are theirs now, besides the message of each
    /// order.
    ShiftHandedOver {
        to: MemberId,
        from: MemberId,
        orders: Vec<OrderId>,
        /// Orders that nobody could pay: they wait for float.
        #[serde(default)]
        waiting: Vec<OrderId>,
    },
    /// A superuser confirmed an order from its cashier's account: the cashier should know.
    OrderConfirmed { order: OrderId, by: MemberId },
    /// USDT were bought for part of a batch.
    LotBought {
        batch: BatchId,
        /// `None` in a notice of an older version.
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
        /// The part of it that paid a debt of theirs.
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
        /// The part of it that had been paid out already, which they owe now.
        owed: Money,
        undone: Undone,
    },
    /// An order of a closed batch was undone, which changed somebody's shares of that batch.
    ShareCorrected {
        batch: BatchId,
        order: OrderId,
        member: MemberId,
        before: Money,
        after: Money,
        /// What they owe because it had been paid out already.
        owes: Money,
        undone: Undone,
    },
    /// A posting of coins or earnings was undone: `amount` came back or (negative) was taken.
    MovementUndone {
        member: MemberId,
        amount: Money,
        undone: Undone,
        /// The part of it that paid a debt of theirs at once.
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
    /// A reseller's cut was changed.
    CutSet {
        member: MemberId,
        before: Percent,
        now: Percent,
        by: MemberId,
    },
    /// A price was published: resellers and cashiers should know it.
    PricePublished { price: PublishedPrice, by: MemberId },
    /// Somebody gave somebody coins.
    CoinsReceived {
        member: MemberId,
        from: MemberId,
        amount: Money,
        reason: Option<String>,
    },
    /// The capture of an order already proves something else: superusers should look.
    CaptureReused {
        proof: ProofId,
        order: OrderId,
        earlier: CaptureUse,
    },
    /// The bank's reference of an order was already given for another one: superusers should look.
    ReferenceReused {
        order: OrderId,
        earlier: OrderId,
        reference: String,
    },
    /// The capture of a payout already proves something else: superusers should look.
    PayoutCaptureReused {
        request: RequestNumber,
        earlier: CaptureUse,
    },
    /// A request is new or decided: the message that shows it to superusers is made or edited.
    RequestChanged { request: RequestNumber },
    /// A request was decided, or ended by itself: who asked hears it.
    RequestEnded { request: RequestNumber },
    /// The registration panel must be posted in its channel, or updated there.
    PanelWanted,
    /// Somebody joined the server, for the first time or again: they are told what to do (S0-16).
    MemberJoined { member: MemberId },
    /// Somebody who has a role left the server: superusers hear what became of their orders (`given` to others,
    /// `waiting` for somebody, `kept` because the capture is there), what they have, and what still waits for them.
    MemberLeft {
        member: MemberId,
        given: Vec<OrderId>,
        waiting: Vec<OrderId>,
        kept: Vec<OrderId>,
    },
    /// Somebody who had left came back, and their role counts again: superusers hear of it.
    MemberBack { member: MemberId },
    /// The desk's guild has another owner, who may decide everything from now on: superusers hear who it was and who it
    /// is.
    OwnerChanged { before: DiscordUserId, now: DiscordUserId },
    /// A reseller needs their private channel: it is made and bound, or opened to them again.
    ChannelOwed { member: MemberId },
    /// A channel was bound to a reseller.
    ChannelBound { member: MemberId },
    /// Something happened to an account: its owner hears it.
    AccountChanged { account: AccountId, change: AccountChange },
    /// Somebody completed an achievement of a game: everybody may hear it.
    AchievementCompleted {
        achievement: AchievementId,
        member: MemberId,
    },
    /// A problem of one of the desk's places was found or has ended: superusers should know.
    PlaceReviewed { finding: PlaceFindingId },
    /// Older books were accepted: superusers should know what may be missing.
    OlderBooksAccepted { older_books: OlderBooksId },
    /// The head of the journal's chain, told once a day (hash in lower-case hex).
    ChainHead { seq: i64, hash: String },
    /// An audit found that the books do not agree with themselves; `difference` is what `cambista audit` prints.
    BooksDiffer { difference: String },
    /// A day or a month of the desk was closed: superusers read its figures. `missed`: days before it that could not be closed
    /// in time and are closed with it; they are named, and nobody else tells them.
    PeriodClosed { close: CloseId, missed: Vec<CloseId> },
    /// The bot cannot write in a lane: superusers hear what is missing, and the person whose channel it is hears where
    /// they are told things in the meantime.
    LaneClosed { lane: Lane, why: Closing },
    /// A closed lane is open again.
    LaneOpened { lane: Lane },
    /// The answer to something typed did not reach Discord: whoever typed it must not wonder whether it was done.
    AnswerLost {
        channel: DiscordChannelId,
        message: DiscordMessageId,
        member: MemberId,
        /// Whether the answer was a success (true) or a refusal (false).
        done: bool,
        /// The line of the message on which the command stands, when it has several commands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        line: Option<usize>,
    },
    /// A notice or telling was set aside.
    SetAside {
        notice: NoticeId,
        place: Option<String>,
        /// Which lane refused it; `None` when no courier of this version can read it, or an older version set it aside.
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
    /// How urgent it is.
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
