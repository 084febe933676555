//! Tells the first telling of a claimed queue: at its own place, or another way while that is closed.

use poise::serenity_prelude::ChannelId;

use super::attempt::{Attempt, Done, Outcome};
use super::error::{TellError, UNREADABLE};
use super::piece::{Act, Piece, ReplyTo, Saying, What};
use super::post::{Draft, Sound, Spot, Teller, Updated, reference_to};
use super::{acts, files, pieces, reach};
use crate::db::DbError;
use crate::discord::guild::Reach;
use crate::discord::ids::channel_id;
use crate::discord::surface::Surface;
use crate::discord::view;
use crate::discord::view::face::Face;
use crate::domain::kernel::outbox::{Claim, Claimed, Closing, Lane, Mode, Notice, Owed, Telling};

/// Tells the first telling of a queue, and with it the later ones that it overwrites.
pub(super) async fn tell(surface: &Surface, claimed: &Claimed) -> Option<Attempt> {
    let head = claimed.tellings.first()?;
    let mut tellings = vec![head.id];
    let Some(notice) = &head.notice else {
        let outcome = Outcome::Failed(TellError::Never(UNREADABLE.to_owned()));
        return Some(Attempt { outcome, tellings });
    };
    let later = claimed.tellings.iter().skip(1);
    tellings.extend(
        later
            .filter(|later| is_overwritten(head, notice, later))
            .map(|later| later.id),
    );
    let teller = Teller::new(surface, head.id);
    let outcome = match tell_first(&teller, &claimed.claim, head, notice).await {
        Ok(outcome) => outcome,
        // The books contradict the notice; a retry would not help.
        Err(TellError::Db(DbError::Corrupt(why))) => Outcome::Failed(TellError::Never(why)),
        Err(error) => Outcome::Failed(error),
    };
    if matches!(outcome, Outcome::Enough) {
        // Enough was told of what went another way before; of what nobody has heard, nothing was.
        let went_round = claimed.tellings.iter().filter(|one| one.owed == Owed::Detoured);
        let went_round: Vec<_> = went_round.map(|one| one.id).collect();
        tellings.retain(|telling| went_round.contains(telling));
    }
    Some(Attempt { outcome, tellings })
}

fn is_overwritten(head: &Telling, notice: &Notice, later: &Telling) -> bool {
    let newer = later.notice.as_ref();
    head.place == later.place && newer.is_some_and(|newer| notice.is_overwritten_by(newer))
}

async fn tell_first(teller: &Teller<'_>, claim: &Claim, head: &Telling, notice: &Notice) -> Result<Outcome, TellError> {
    let mut pieces = pieces::of(teller.surface, notice).await?;
    let Some(at) = pieces.iter().position(|piece| piece.place == head.place) else {
        return Ok(Outcome::Untrue);
    };
    let piece = pieces.swap_remove(at);
    match &piece.what {
        What::Do(act) => act_on(teller, *act).await,
        What::Say(saying) => {
            let subject = saying.shows.clone();
            let subject = subject.unwrap_or_else(|| format!("notice:{}", head.notice_id));
            let way_of = |way| Spot {
                subject: subject.clone(),
                place: piece.place.clone(),
                way,
            };
            let spots: Vec<Spot> = (0..piece.ways.len()).map(way_of).collect();
            let told = Message {
                teller,
                piece: &piece,
                saying,
                spots,
            };
            match told.tell(claim, head.owed).await {
                Err(TellError::Never(why)) | Ok(Outcome::Failed(TellError::Never(why))) => {
                    tell_in_words(teller, head, &piece, notice, why).await
                }
                outcome => outcome,
            }
        }
    }
}

/// Discord refuses the message as it looks. Its readers are told in plain words what to look up, so that they miss
/// nothing.
async fn tell_in_words(
    teller: &Teller<'_>,
    head: &Telling,
    refused: &Piece,
    notice: &Notice,
    why: String,
) -> Result<Outcome, TellError> {
    let words = view::alarms::in_words(notice.about());
    let mut piece = Piece::say(refused.place.clone(), refused.ways.clone(), Face::new(words));
    if let What::Say(saying) = &refused.what {
        piece = piece.ringing(saying.ring.clone());
    }
    let What::Say(saying) = &piece.what else {
        return Ok(Outcome::Failed(TellError::Never(why)));
    };
    let way_of = |way| Spot {
        subject: format!("words:{}", head.notice_id),
        place: piece.place.clone(),
        way,
    };
    let teller = &Teller::in_words(teller.surface, head.id);
    let told = Message {
        teller,
        piece: &piece,
        saying,
        spots: (0..piece.ways.len()).map(way_of).collect(),
    };
    for way in 0..piece.ways.len() {
        match told.by_way(way, Sound::Rings).await {
            Ok(done) => return Ok(Outcome::InWords { done, why }),
            Err(TellError::Closed(..) | TellError::Never(_) | TellError::FileTooLarge) => {}
            Err(error) => return Ok(Outcome::Failed(error)),
        }
    }
    Ok(Outcome::Failed(TellError::Never(why)))
}

async fn act_on(teller: &Teller<'_>, act: Act) -> Result<Outcome, TellError> {
    match act {
        Act::FollowRole(member) => acts::follow_role(teller, member).await?,
        Act::ShowOrders(member) => acts::show_orders(teller, member).await?,
        Act::OpenChannel(member) => acts::open_channel(teller, member).await?,
    }
    Ok(Outcome::There(Done { sent: true, rest: None }))
}

/// A piece that is a message, and its spot for each way.
struct Message<'a> {
    teller: &'a Teller<'a>,
    piece: &'a Piece,
    saying: &'a Saying,
    spots: Vec<Spot>,
}

impl Message<'_> {
    async fn tell(&self, claim: &Claim, owed: Owed) -> Result<Outcome, TellError> {
        if owed == Owed::Detoured && !self.piece.again {
            return Ok(Outcome::Enough);
        }
        if claim.mode == Mode::Detour {
            return match self.edit_there().await? {
                Some(done) => Ok(Outcome::There(done)),
                None => self.detour(None).await,
            };
        }
        let sound = match owed {
            Owed::Untold => Sound::Rings,
            Owed::Detoured => Sound::Quiet,
        };
        match self.by_way(0, sound).await {
            Ok(done) => {
                self.update_detours(0).await?;
                Ok(Outcome::There(done))
            }
            Err(TellError::Closed(Closing::Gone, _)) if claim.lane == Lane::Achievements => {
                tracing::debug!("an achievement is not announced, because the server has no channel for that");
                Ok(Outcome::Untrue)
            }
            Err(TellError::Closed(why, words)) => match owed {
                Owed::Untold => self.detour(Some((why, words))).await,
                Owed::Detoured => Ok(Outcome::StillClosed(why, words)),
            },
            Err(error) => Ok(Outcome::Failed(error)),
        }
    }

    /// Edits the piece's own message if there is one, which may be allowed where nothing new may be sent. Then no other
    /// way is needed.
    async fn edit_there(&self) -> Result<Option<Done>, TellError> {
        if self.saying.shows.is_none() || self.teller.find_shown(&self.spots[0]).await?.is_none() {
            return Ok(None);
        }
        let draft = self.draft(0, None, Sound::Quiet).await?;
        match self.teller.update(&self.spots[0], &draft).await {
            Ok(Updated::Yes) => {
                self.update_detours(0).await?;
                let rest = self.teller.rest();
                Ok(Some(Done { sent: false, rest }))
            }
            Ok(Updated::None | Updated::Gone | Updated::Lost) | Err(TellError::Closed(..)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Tells it by the first open way.
    async fn detour(&self, closed: Option<(Closing, String)>) -> Result<Outcome, TellError> {
        let (why, mut words) = match closed {
            Some((why, words)) => (Some(why), Some(words)),
            None => (None, None),
        };
        for way in 1..self.piece.ways.len() {
            match self.by_way(way, Sound::Rings).await {
                Ok(_) => {
                    if let Err(error) = self.update_detours(way).await {
                        return Ok(Outcome::FailedElsewhere { why, error });
                    }
                    let owed = self.piece.again;
                    return Ok(Outcome::Detoured {
                        closed: words,
                        why,
                        owed,
                    });
                }
                Err(TellError::Closed(_, also)) => words = Some(also),
                Err(error) => return Ok(Outcome::FailedElsewhere { why, error }),
            }
        }
        let words = words.unwrap_or_else(|| "there is no other way".to_owned());
        if self.piece.elsewhere {
            let (closed, owed) = (Some(words), self.piece.again);
            return Ok(Outcome::Detoured { closed, why, owed });
        }
        Ok(Outcome::NoWay { why, words })
    }

    /// Updates the messages that were sent by other ways than this one.
    async fn update_detours(&self, but: usize) -> Result<(), TellError> {
        if self.saying.shows.is_none() {
            return Ok(());
        }
        for way in (1..self.piece.ways.len()).filter(|way| *way != but) {
            if self.teller.find_shown(&self.spots[way]).await?.is_none() {
                continue;
            }
            let draft = self.draft(way, None, Sound::Quiet).await?;
            match self.teller.update(&self.spots[way], &draft).await {
                Ok(_) | Err(TellError::Closed(..)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Tells it by one of its ways. While the server cannot be reached, its channels do not count as closed: what
    /// belongs there waits.
    async fn by_way(&self, way: usize, sound: Sound) -> Result<Done, TellError> {
        let is_away = self.teller.surface.home.reach() != Reach::Here && !self.piece.ways[way].is_direct();
        match self.try_way(way, sound).await {
            Err(TellError::Closed(_, words)) if is_away => Err(TellError::Unreachable(words)),
            outcome => outcome,
        }
    }

    async fn try_way(&self, way: usize, sound: Sound) -> Result<Done, TellError> {
        let (teller, spot) = (self.teller, &self.spots[way]);
        let nothing = Done {
            sent: false,
            rest: None,
        };
        let mut anew = false;
        if self.saying.shows.is_some() {
            let draft = self.draft(way, None, sound).await?;
            match teller.update(spot, &draft).await? {
                Updated::Yes => {
                    let rest = teller.rest();
                    return Ok(Done { sent: false, rest });
                }
                Updated::Gone if !self.saying.remade => return Ok(nothing),
                Updated::Gone | Updated::Lost => anew = true,
                Updated::None => {}
            }
        } else {
            if teller.find_shown(spot).await?.is_some() {
                return Ok(nothing);
            }
            let draft = self.draft(way, None, sound).await?;
            if teller.find_lost(spot, &draft).await?.is_some() {
                return Ok(nothing);
            }
        }
        let channel = reach::channel_of(teller, self.piece.ways[way]).await?;
        let mut draft = self.draft(way, Some(channel), sound).await?;
        let may_see = !self.saying.file_is_private || self.piece.ways[way].is_direct();
        draft.files = match self.saying.file {
            Some(file) if may_see => files::read(teller, file).await?,
            _ => Vec::new(),
        };
        let sent = match self.send(spot, channel, &draft, anew).await {
            Err(TellError::FileTooLarge) if !draft.files.is_empty() => {
                tracing::warn!("Discord refuses files of this size; the message is sent without them");
                draft.files = Vec::new();
                self.send(spot, channel, &draft, anew).await
            }
            sent => sent,
        };
        sent?;
        let rest = teller.rest();
        Ok(Done { sent: true, rest })
    }

    async fn send(&self, spot: &Spot, channel: ChannelId, draft: &Draft, anew: bool) -> Result<(), TellError> {
        match anew {
            true => self.teller.send_anew(spot, channel, draft).await,
            false => self.teller.send(spot, channel, draft).await,
        }
    }

    /// How the message looks by this way. With a channel, the message is new and may be a reply.
    async fn draft(&self, way: usize, channel: Option<ChannelId>, sound: Sound) -> Result<Draft, TellError> {
        let lane = self.piece.ways[way];
        let mut face = (self.saying.face)(lane);
        let ring = match lane.is_direct() {
            true => Vec::new(),
            false => self.saying.ring.clone(),
        };
        if let Some(whose) = &self.saying.whose
            && 0 < way
            && !lane.is_direct()
        {
            face.content = view::detours::for_somebody(whose, &face.content);
        }
        let reference = match channel {
            Some(channel) => self.reference(way, channel).await?,
            None => None,
        };
        Ok(Draft {
            face,
            reference,
            ring,
            sound,
            files: Vec::new(),
            has_one_title: self.saying.shows.is_some(),
        })
    }

    async fn reference(
        &self,
        way: usize,
        channel: ChannelId,
    ) -> Result<Option<poise::serenity_prelude::MessageReference>, TellError> {
        match &self.saying.reply_to {
            ReplyTo::Nothing => Ok(None),
            ReplyTo::Typed(typed_in, message) => {
                Ok((*typed_in == channel_id(channel)).then(|| reference_to(channel, *message)))
            }
            ReplyTo::Shown { subject, places } => {
                for (place, way) in places.iter().flat_map(|place| [(place, way), (place, 0)]) {
                    let spot = Spot {
                        subject: subject.clone(),
                        place: place.clone(),
                        way,
                    };
                    if let Some(shown) = self.teller.find_shown(&spot).await?
                        && shown.channel == channel_id(channel)
                    {
                        return Ok(Some(reference_to(channel, shown.message)));
                    }
                }
                Ok(None)
            }
        }
    }
}
