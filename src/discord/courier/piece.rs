//! A notice, place by place: where it is told, the ways round a closed channel, and how it looks there.

use poise::serenity_prelude::UserId;

use crate::discord::view::face::Face;
use crate::domain::kernel::outbox::Lane;
use crate::ids::{AchievementId, DiscordChannelId, DiscordMessageId, MemberId, OrderId, RequestNumber};

/// What a notice is at one of its places.
pub(super) struct Piece {
    /// Which of the notice's places: `channel`, `cashier:4`. It is also where `shown_messages` finds its message.
    pub(super) place: String,
    /// Where it belongs, and then what is tried while nobody can write there. Only lanes whose readers may read all of it.
    pub(super) ways: Vec<Lane>,
    pub(super) what: What,
    /// Whether it is shown where it belongs, quietly, once that is possible, although it was told another way.
    pub(super) again: bool,
    /// Whether others say enough of it where no way is open.
    pub(super) elsewhere: bool,
}

pub(super) enum What {
    Say(Box<Saying>),
    Do(Act),
}

/// A message.
pub(super) struct Saying {
    /// The subject it shows (`order:5`): it is made once and edited from then on. `None`: a message of this notice alone.
    pub(super) shows: Option<String>,
    /// How it looks in a lane.
    pub(super) face: FaceIn,
    pub(super) reply_to: ReplyTo,
    /// Who is mentioned and rung. In direct messages every new message rings.
    pub(super) ring: Vec<UserId>,
    pub(super) file: Option<FileOf>,
    /// It goes with direct messages only.
    pub(super) file_is_private: bool,
    /// Whether it is made again when somebody deleted it.
    pub(super) remade: bool,
    /// Whom it is for, as they are called where others read it in their place.
    pub(super) whose: Option<String>,
}

pub(super) type FaceIn = Box<dyn Fn(Lane) -> Face + Send + Sync>;

/// What a message answers, where that is in the same channel.
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

/// What is attached to a new message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileOf {
    /// The newest capture of an order's payment.
    Payment(OrderId),
    /// How a client paid the desk.
    Receipt(OrderId),
    /// The picture that a reseller sent with an order.
    Picture(OrderId),
    /// The newest capture of a payout.
    Payout(RequestNumber),
    /// The picture of an achievement, named as its embed expects it.
    Badge(AchievementId, &'static str),
}

/// What is no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// Discord's roles follow the desk's.
    FollowRole(MemberId),
    /// A reseller's open orders are shown in the channel that is theirs now.
    ShowOrders(MemberId),
    /// A reseller's private channel is made and bound, or opened to them again.
    OpenChannel(MemberId),
}

impl Piece {
    /// A message of this notice alone.
    pub(super) fn say(place: impl Into<String>, ways: Vec<Lane>, face: Face) -> Piece {
        Piece::with_faces(place, ways, Box::new(move |_| face.clone()))
    }

    /// The same, with a look for each lane.
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

    /// It shows this subject, and is edited when that changes. `remade`: also made again when somebody deleted it.
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

    /// Where others read it in somebody's place, it says whom it is for.
    pub(super) fn whose(self, name: &str) -> Piece {
        let name = name.to_owned();
        self.saying(|saying| saying.whose = Some(name))
    }

    pub(super) fn again(mut self, again: bool) -> Piece {
        self.again = again;
        self
    }

    /// Where no way is open, others say enough of it.
    pub(super) fn said_elsewhere(mut self) -> Piece {
        self.elsewhere = true;
        self
    }
}

/// The ways round a reseller's channel: their direct messages, where cashiers work (cashiers read that channel too), and where
/// superusers are told.
pub(super) fn ways_of_channel(reseller: MemberId) -> Vec<Lane> {
    vec![
        Lane::Channel(reseller),
        Lane::Person(reseller),
        Lane::Cashiers,
        Lane::Alerts,
    ]
}

/// What superusers are told.
pub(super) fn ways_of_alerts() -> Vec<Lane> {
    vec![Lane::Alerts, Lane::Owner]
}
