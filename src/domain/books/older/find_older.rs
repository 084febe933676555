//! Whether these books are older than what people were told.

use super::store::{self, KnownOfChannel};
use super::{Ended, Numbers, Older, Seen, Sign};
use crate::db::{DbError, Source};
use crate::domain::books::ledger::audit::find_seal;
use crate::ids::{DiscordChannelId, SealSeq};

/// Compares the books with what was seen; `None` when they know all of it.
///
/// # Errors
/// A fault.
pub async fn find_older(source: &mut impl Source, seen: &Seen) -> Result<Option<Older>, DbError> {
    let mut missing = Vec::new();
    for head in &seen.heads {
        let found = find_seal(source, head.seq).await?;
        if found.is_none_or(|seal| seal.hash != head.hash) {
            missing.push(head.seq);
        }
    }
    let mut channels: Vec<DiscordChannelId> = seen.recorded.iter().map(|seen| seen.channel).collect();
    channels.sort_unstable();
    channels.dedup();
    let mut unknown = Vec::new();
    for channel in channels {
        let known = store::get_known_of_channel(source, channel).await?;
        unknown.push((channel, count_unknown(seen, channel, &known)));
    }
    let known = store::get_highest(source).await?;
    let mut signs = signs(&missing, known, seen.highest, &unknown);
    signs.extend(open_again(store::get_open_again(source, &seen.ended).await?));
    Ok((!signs.is_empty()).then_some(Older {
        signs,
        known,
        seen: seen.highest,
    }))
}

/// Counts the messages of a channel that are newer than all that the books know there. A message that was being sent
/// when its process died is not recorded, but has a sending: as many are subtracted.
fn count_unknown(seen: &Seen, channel: DiscordChannelId, known: &KnownOfChannel) -> i64 {
    let newer = seen
        .recorded
        .iter()
        .filter(|seen| seen.channel == channel && known.newest < Some(seen.message));
    let newer = i64::try_from(newer.count()).unwrap_or(i64::MAX);
    newer.saturating_sub(known.sendings).max(0)
}

fn signs(missing: &[SealSeq], known: Numbers, seen: Numbers, unknown: &[(DiscordChannelId, i64)]) -> Vec<Sign> {
    let mut signs: Vec<Sign> = missing.iter().map(|seq| Sign::HeadMissing { seq: *seq }).collect();
    if known.batches < seen.batches {
        signs.push(Sign::BatchesAhead {
            seen: seen.batches,
            known: known.batches,
        });
    }
    if known.orders < seen.orders {
        signs.push(Sign::OrdersAhead {
            seen: seen.orders,
            known: known.orders,
        });
    }
    if known.requests < seen.requests {
        signs.push(Sign::RequestsAhead {
            seen: seen.requests,
            known: known.requests,
        });
    }
    let unknown = unknown.iter().filter(|(_, messages)| 0 < *messages);
    signs.extend(unknown.map(|(channel, messages)| Sign::MessagesUnknown {
        channel: *channel,
        messages: *messages,
    }));
    signs
}

/// Signs of what people were told has ended and what is open in these books: such an order would be paid twice.
fn open_again(found: Ended) -> Vec<Sign> {
    let mut signs = Vec::new();
    if !found.orders.is_empty() {
        let orders = found.orders.into_iter().collect();
        signs.push(Sign::OrdersOpenAgain { orders });
    }
    if !found.requests.is_empty() {
        let requests = found.requests.into_iter().collect();
        signs.push(Sign::RequestsOpenAgain { requests });
    }
    if !found.batches.is_empty() {
        let batches = found.batches.into_iter().collect();
        signs.push(Sign::BatchesOpenAgain { batches });
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::{Ended, KnownOfChannel, Numbers, Seen, Sign, count_unknown, open_again, signs};
    use crate::domain::books::older::SeenMessage;
    use crate::ids::{DiscordChannelId, DiscordMessageId, OrderId, RequestNumber};

    const HERE: DiscordChannelId = DiscordChannelId::new(1);

    fn numbers(batches: i64, orders: i64, requests: i64) -> Numbers {
        Numbers {
            batches,
            orders,
            requests,
        }
    }

    fn seen(messages: &[i64]) -> Seen {
        let recorded = messages.iter().map(|id| SeenMessage {
            channel: HERE,
            message: DiscordMessageId::new(*id),
        });
        Seen {
            recorded: recorded.collect(),
            ..Seen::default()
        }
    }

    #[test]
    fn books_that_know_all_that_was_told_show_no_sign() {
        let known = numbers(2, 7, 3);
        assert_eq!(signs(&[], known, known, &[(HERE, 0)]), []);
        assert_eq!(signs(&[], known, Numbers::default(), &[]), []);
    }

    #[test]
    fn each_thing_the_books_do_not_know_is_a_sign() {
        let found = signs(&[12], numbers(1, 1, 1), numbers(1, 2, 3), &[(HERE, 4)]);
        let expected = [
            Sign::HeadMissing { seq: 12 },
            Sign::OrdersAhead { seen: 2, known: 1 },
            Sign::RequestsAhead { seen: 3, known: 1 },
            Sign::MessagesUnknown {
                channel: HERE,
                messages: 4,
            },
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_ended_for_people_and_not_in_the_books_is_a_sign() {
        assert_eq!(open_again(Ended::default()), []);
        let found = Ended {
            orders: [OrderId::new(3), OrderId::new(1)].into(),
            requests: [RequestNumber::new(2)].into(),
            ..Ended::default()
        };
        let orders = vec![OrderId::new(1), OrderId::new(3)];
        let requests = vec![RequestNumber::new(2)];
        let expected = [Sign::OrdersOpenAgain { orders }, Sign::RequestsOpenAgain { requests }];
        assert_eq!(open_again(found), expected);
    }

    #[test]
    fn a_message_of_a_process_that_died_while_it_sent_it_is_no_sign() {
        let known = |newest: Option<i64>, sendings| KnownOfChannel {
            newest: newest.map(DiscordMessageId::new),
            sendings,
        };
        assert_eq!(count_unknown(&seen(&[5, 6]), HERE, &known(Some(6), 0)), 0);
        assert_eq!(count_unknown(&seen(&[5, 6, 7]), HERE, &known(Some(6), 1)), 0);
        assert_eq!(count_unknown(&seen(&[5, 6, 7, 8]), HERE, &known(Some(6), 1)), 1);
        assert_eq!(count_unknown(&seen(&[5]), HERE, &known(None, 0)), 1);
        assert_eq!(count_unknown(&seen(&[5]), DiscordChannelId::new(2), &known(None, 0)), 0);
    }
}
