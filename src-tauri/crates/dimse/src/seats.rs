//! How many connections there are, and which of them gives way when there are too many.

use crate::limits::Limits;
use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// Connections beyond the limits that are told so at the same time; more are closed unheard.
const REJECTIONS: usize = 64;
/// A connection that sent no association request for this long gives way when others need its seat:
/// a device sends it at once.
const POLITE: Duration = Duration::from_secs(1);
/// Connections of one address without a request that are no accident: two are usual, what is beyond
/// gives way to other addresses at once.
const CROWD: usize = 2;

/// What a new connection finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    /// It may go on.
    Free,
    /// One of the two limits on associations is reached: reject it.
    Full,
}

/// How many connections there are, over all ports.
#[derive(Debug, Default)]
pub(crate) struct Seats(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    last: u64,
    served: usize,
    rejected: usize,
    by_address: HashMap<IpAddr, usize>,
    /// Those that sent no association request yet, the oldest first.
    waiting: VecDeque<Waiting>,
    /// The calling AE title of each association that was let in, by the number of its seat.
    titles: HashMap<u64, String>,
}

#[derive(Debug)]
struct Waiting {
    id: u64,
    address: IpAddr,
    since: Instant,
    leave: CancellationToken,
}

/// A place among the open connections, given back when dropped.
#[derive(Debug)]
pub(crate) struct Seat {
    seats: Arc<Seats>,
    id: u64,
    address: IpAddr,
    room: Room,
    leave: CancellationToken,
}

impl Seat {
    /// A place; `None` if there is not even room to reject.
    pub(crate) fn take(seats: &Arc<Seats>, address: IpAddr, limits: &Limits) -> Option<Self> {
        Self::take_at(Instant::now(), seats, address, limits)
    }

    fn take_at(now: Instant, seats: &Arc<Seats>, address: IpAddr, limits: &Limits) -> Option<Self> {
        let mut counts = seats.lock();
        if counts.is_full(address, limits) {
            counts.make_room(now, address, limits);
        }
        let room = if counts.is_full(address, limits) {
            Room::Full
        } else {
            Room::Free
        };
        counts.last += 1;
        let id = counts.last;
        let leave = CancellationToken::new();
        match room {
            Room::Full if counts.rejected >= REJECTIONS => return None,
            Room::Full => counts.rejected += 1,
            Room::Free => {
                counts.served += 1;
                *counts.by_address.entry(address).or_default() += 1;
                counts.waiting.push_back(Waiting {
                    id,
                    address,
                    since: now,
                    leave: leave.clone(),
                });
            }
        }
        Some(Self {
            seats: Arc::clone(seats),
            id,
            address,
            room,
            leave,
        })
    }

    /// The only seat of a listener that nobody else uses.
    #[cfg(any(test, feature = "fuzzing"))]
    pub(crate) fn alone(address: IpAddr) -> Self {
        let seat = Self::take(&Arc::default(), address, &Limits::default());
        seat.expect("a new listener has seats")
    }

    /// Where the connection comes from.
    pub(crate) const fn address(&self) -> IpAddr {
        self.address
    }

    /// Whether the association may go on.
    pub(crate) const fn room(&self) -> Room {
        self.room
    }

    /// Resolves when the seat was given to another.
    pub(crate) async fn given_away(&self) {
        self.leave.cancelled().await;
    }

    /// The association request came: from now on the seat is kept. `false` when it was given away
    /// meanwhile.
    pub(crate) fn keep(&self) -> bool {
        let mut counts = self.seats.lock();
        counts.waiting.retain(|waiting| waiting.id != self.id);
        !self.leave.is_cancelled()
    }
}

impl Seat {
    /// Counts an association of a calling AE title, unless it has `most` already. To look and to count
    /// are one step, so that several at the same moment are not all let in.
    pub(crate) fn claim(&self, calling_ae_title: &str, most: Option<usize>) -> bool {
        let mut counts = self.seats.lock();
        let open = counts.titles.values();
        let open = open.filter(|title| *title == calling_ae_title).count();
        if most.is_some_and(|most| open >= most) {
            return false;
        }
        counts.titles.insert(self.id, calling_ae_title.to_owned());
        true
    }

    /// Counts it no more.
    pub(crate) fn give_up_claim(&self) {
        self.seats.lock().titles.remove(&self.id);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut counts = self.seats.lock();
        counts.titles.remove(&self.id);
        match self.room {
            Room::Full => counts.rejected -= 1,
            // Whoever it was given to counts for it.
            Room::Free if self.leave.is_cancelled() => {}
            Room::Free => {
                counts.waiting.retain(|waiting| waiting.id != self.id);
                counts.free(self.address);
            }
        }
    }
}

impl Seats {
    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counts {
    fn of(&self, address: IpAddr) -> usize {
        self.by_address.get(&address).copied().unwrap_or_default()
    }

    fn is_full(&self, address: IpAddr, limits: &Limits) -> bool {
        self.served >= limits.associations || self.of(address) >= limits.associations_per_peer
    }

    fn free(&mut self, address: IpAddr) {
        self.served -= 1;
        if let Some(count) = self.by_address.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                self.by_address.remove(&address);
            }
        }
    }

    /// Closes one connection that waits without a word: of the same address if that is at its limit,
    /// else of the address with the most such connections.
    fn make_room(&mut self, now: Instant, address: IpAddr, limits: &Limits) {
        let is_own = self.of(address) >= limits.associations_per_peer;
        let mut silent: HashMap<IpAddr, usize> = HashMap::new();
        for waiting in &self.waiting {
            *silent.entry(waiting.address).or_default() += 1;
        }
        let crowd = if is_own {
            silent.get_key_value(&address)
        } else {
            silent.iter().max_by_key(|(_, count)| **count)
        };
        let Some((crowd, count)) = crowd.map(|(crowd, count)| (*crowd, *count)) else {
            return;
        };
        let oldest = self.waiting.iter().position(|one| one.address == crowd);
        let may_leave = |waiting: &Waiting| {
            now.duration_since(waiting.since) >= POLITE || (!is_own && count > CROWD)
        };
        let Some(oldest) = oldest.filter(|index| self.waiting.get(*index).is_some_and(may_leave))
        else {
            return;
        };
        if let Some(left) = self.waiting.remove(oldest) {
            left.leave.cancel();
            self.free(left.address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits {
            associations: 20,
            associations_per_peer: 10,
            ..Limits::default()
        }
    }

    fn address(last: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, last])
    }

    #[test]
    fn who_waits_without_a_word_gives_way() {
        let (seats, now) = (Arc::default(), Instant::now());
        let take = |last| Seat::take_at(now, &seats, address(last), &limits());
        let crowd: Vec<Seat> = (0..10).filter_map(|_| take(1)).collect();
        let others: Vec<Seat> = (2..7)
            .flat_map(|last| [take(last), take(last)])
            .flatten()
            .collect();
        assert!(others.iter().all(|seat| seat.room() == Room::Free));
        // All twenty are taken; one after the other leaves the crowd for a newcomer.
        let newcomers: Vec<Seat> = (11..19).filter_map(take).collect();
        assert!(newcomers.iter().all(|seat| seat.room() == Room::Free));
        let left = crowd
            .iter()
            .filter(|seat| seat.leave.is_cancelled())
            .count();
        assert_eq!(left, 8);
        // Two are no crowd, until they have waited too long.
        assert_eq!(take(19).unwrap().room(), Room::Full);
        let later = Seat::take_at(now + POLITE, &seats, address(19), &limits());
        assert_eq!(later.as_ref().unwrap().room(), Room::Free);
        drop((newcomers, later, crowd, others));
        let counts = seats.lock();
        assert_eq!((counts.served, counts.rejected), (0, 0));
        assert!(counts.by_address.is_empty() && counts.waiting.is_empty());
    }

    #[test]
    fn a_title_has_no_more_associations_than_it_may() {
        let (seats, now) = (Arc::default(), Instant::now());
        let take = || Seat::take_at(now, &seats, address(1), &limits()).unwrap();
        let mine: Vec<Seat> = (0..3).map(|_| take()).collect();
        let claims = mine.iter().map(|seat| seat.claim("CT1", Some(2)));
        assert_eq!(claims.collect::<Vec<_>>(), [true, true, false]);
        let other = take();
        assert!(other.claim("CT2", Some(1)) && take().claim("CT1", None));
        // One that is being closed, and one that is gone, make room.
        mine[0].give_up_claim();
        assert!(mine[2].claim("CT1", Some(2)));
        drop(mine);
        assert!(other.claim("CT1", Some(1)));
        drop(other);
        assert!(seats.lock().titles.is_empty());
    }

    #[test]
    fn who_said_what_it_wants_keeps_its_seat() {
        let (seats, now) = (Arc::default(), Instant::now());
        let take = |last| Seat::take_at(now, &seats, address(last), &limits());
        let mine: Vec<Seat> = (0..10).filter_map(|_| take(1)).collect();
        assert!(mine.iter().all(Seat::keep));
        let later = Seat::take_at(now + POLITE * 10, &seats, address(1), &limits());
        assert_eq!(later.unwrap().room(), Room::Full);
        assert!(mine.iter().all(|seat| !seat.leave.is_cancelled()));
        assert_eq!(take(2).unwrap().room(), Room::Free);
    }

    #[test]
    fn beyond_what_can_be_rejected_nobody_is_heard() {
        let (seats, now) = (Arc::default(), Instant::now());
        let take = |last| Seat::take_at(now, &seats, address(last), &limits());
        let served: Vec<Seat> = (0..10).filter_map(|_| take(1)).collect();
        let rejected: Vec<Seat> = (0..REJECTIONS).filter_map(|_| take(1)).collect();
        assert_eq!((served.len(), rejected.len()), (10, REJECTIONS));
        assert!(take(1).is_none());
    }
}
