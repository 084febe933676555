//! A notice at one place: where it is told, the other ways when that is closed, and how it looks there.

use poise::serenity_prelude::UserId;

use crate::discord::view::face::Face;
use crate::domain::kernel::outbox::Lane;
use crate::ids::{AchievementId, DiscordChannelId, DiscordMessageId, MemberId, OrderId, RequestNumber};

/// A notice at one of its places.
pub(super) struct Piece {
    /// Which of the notice's places this is: `channel`, `cashier:4`. `shown_messages` stores its message under this
    /// name.
    pub(super) place: String,
    /// The lane where it belongs, followed by the lanes to try while that is closed. All readers of these lanes may
    /// read all of it.
    pub(super) ways: Vec<Lane>,
    pub(super) what: What,
    /// Whether it is shown at its own place later, without ringing anybody, after it was told another way.
    pub(super) again: bool,
    /// Whether other messages say enough of it, so that it can be dropped when all ways are closed.
    pub(super) elsewhere: bool,
}

pub(super) enum What {
    Say(Box<Saying>),
    Do(Act),
}

/// A message.
pub(super) struct Saying {
    /// The subject it shows (`order:5`): the message is sent once and edited afterwards. `None` for a message of this
    /// notice only.
    pub(super) shows: Option<String>,
    /// How it looks in each lane.
    pub(super) face: FaceIn,
    pub(super) reply_to: ReplyTo,
    /// Who is mentioned and rung. A direct message always rings.
    pub(super) ring: Vec<UserId>,
    pub(super) file: Option<FileOf>,
    /// The file is attached only in direct messages.
    pub(super) file_is_private: bool,
    /// Whether it is sent again after somebody deleted it.
    pub(super) remade: bool,
    /// The name of the person it is for, shown where others read it instead of them.
    pub(super) whose: Option<String>,
}

pub(super) type FaceIn = Box<dyn Fn(Lane) -> Face + Send + Sync>;

/// The message to reply to, if it is in the same channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ReplyTo {
    Nothing,
    Typed(DiscordChannelId, DiscordMessageId),
    /// The message that shows a subject at one of these places.
    Shown {
        subject: String,
        places: Vec<String>,
    },
}

/// The file that is attached to a new message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileOf {
    /// The captures of an order's payment.
    Payment(OrderId),
    /// The capture of the client's payment to the desk.
    Receipt(OrderId),
    /// The picture that a reseller sent with an order.
    Picture(OrderId),
    /// The captures of a payout.
    Payout(RequestNumber),
    /// The picture of an achievement, with the file name that its embed refers to.
    Badge(AchievementId, &'static str),
}

/// Something to do that is not a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Update a member's Discord roles.
    FollowRole(MemberId),
    /// Show a reseller's open orders in their current channel.
    ShowOrders(MemberId),
    /// Make and bind a reseller's private channel, or open it to them again.
    OpenChannel(MemberId),
}

impl Piece {
    /// A message of this notice only.
    pub(super) fn say(place: impl Into<String>, ways: Vec<Lane>, face: Face) -> Piece {
        Piece::with_faces(place, ways, Box::new(move |_| face.clone()))
    }

    /// The same, with a face for each lane.
    pub(super) fn with_faces(place: impl Into<String>, ways: Vec<Lane>, face: FaceIn) -> Piece {
        let saying = Saying {
            shows: None,
            face,
            reply_to: ReplyTo::Nothing,
            ring: Vec::new(),
            file: None,
            file_is_private: false,
            remade: false,
            whose: None,
        };
        let is_direct = ways.first().is_some_and(|lane| lane.is_direct());
        Piece {
            place: place.into(),
            ways,
            what: What::Say(Box::new(saying)),
            again: !is_direct,
            elsewhere: false,
        }
    }

    pub(super) fn act(place: &str, act: Act) -> Piece {
        Piece {
            place: place.to_owned(),
            ways: vec![Lane::Guild],
            what: What::Do(act),
            again: false,
            elsewhere: false,
        }
    }

    fn saying(mut self, change: impl FnOnce(&mut Saying)) -> Piece {
        if let What::Say(saying) = &mut self.what {
            change(saying);
        }
        self
    }

    /// It shows this subject, and is edited when that changes. `remade`: it is also sent again after somebody deleted
    /// it.
    pub(super) fn showing(self, subject: impl Into<String>, remade: bool) -> Piece {
        let subject = subject.into();
        self.saying(|saying| {
            saying.shows = Some(subject);
            saying.remade = remade;
        })
    }

    pub(super) fn replying(self, to: ReplyTo) -> Piece {
        self.saying(|saying| saying.reply_to = to)
    }

    pub(super) fn ringing(self, whom: impl IntoIterator<Item = UserId>) -> Piece {
        self.saying(|saying| saying.ring = whom.into_iter().collect())
    }

    pub(super) fn with_file(self, file: Option<FileOf>) -> Piece {
        self.saying(|saying| saying.file = file)
    }

    /// A file that only the person it is for may see.
    pub(super) fn with_private_file(self, file: Option<FileOf>) -> Piece {
        self.saying(|saying| {
            saying.file = file;
            saying.file_is_private = true;
        })
    }

    /// The name of the person it is for, shown where others read it instead of them.
    pub(super) fn whose(self, name: &str) -> Piece {
        let name = name.to_owned();
        self.saying(|saying| saying.whose = Some(name))
    }

    pub(super) fn again(mut self, again: bool) -> Piece {
        self.again = again;
        self
    }

    /// If all ways are closed, other messages say enough of it.
    pub(super) fn said_elsewhere(mut self) -> Piece {
        self.elsewhere = true;
        self
    }
}

/// The ways of a message to a reseller's channel: the channel, then the reseller's direct messages, then where cashiers
/// work (cashiers read that channel too), then the alerts channel.
pub(super) fn ways_of_channel(reseller: MemberId) -> Vec<Lane> {
    vec![
        Lane::Channel(reseller),
        Lane::Person(reseller),
        Lane::Cashiers,
        Lane::Alerts,
    ]
}

/// The ways of what superusers are told.
pub(super) fn ways_of_alerts() -> Vec<Lane> {
    vec![Lane::Alerts, Lane::Owner]
}
