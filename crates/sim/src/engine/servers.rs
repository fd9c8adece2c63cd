//! Servers, as a tournament: the first to fall free has won against all others.
//!
//! An entry is the instant at which a server falls free with its number below. Each match keeps who lost it, so a server that is occupied
//! anew meets only those whom it won against, one a round: no branch depends on the times. Where the number of rounds is known when this
//! is compiled, they stand one after the other, and nobody need look whether a match is in its list.

/// Bits of a server's number.
const SERVER_BITS: u32 = 16;

/// The last instant that an entry can hold, after thousands of years: the last of a long queue may be served that late, though no run lasts
/// as long.
const LAST_ENTRY: i64 = (1 << (64 - SERVER_BITS)) - 1;

/// Most servers of a tournament.
pub(crate) const MOST_SERVERS: u32 = 1 << SERVER_BITS;

/// Servers, by the number of seats.
pub(crate) enum Servers {
    Eight(Tournament<[u64; 8]>),
    Sixteen(Box<Tournament<[u64; 16]>>),
    ThirtyTwo(Box<Tournament<[u64; 32]>>),
    SixtyFour(Box<Tournament<[u64; 64]>>),
    Many(Tournament<Vec<u64>>),
}

/// A tournament in a list of matches.
///
/// The loser of match `m` stands at `m`, the final being 1. Those who meet there come from the matches `2 m` and `2 m + 1`, or are
/// servers.
pub(crate) struct Tournament<L> {
    first: u64,
    losers: L,
}

/// A list of the losers of all matches.
pub(crate) trait Matches {
    /// Who wins all matches of a server, up to the final, when it comes in with an entry.
    fn play(&mut self, server: u64, entry: u64) -> u64;

    /// Who falls free first once the server that won last is occupied until `end`.
    #[inline(always)]
    fn occupy(&mut self, first: u64, end: i64) -> u64 {
        let server = first & (u64::from(MOST_SERVERS) - 1);
        self.play(server, entry_of(server, end))
    }
}

impl<const N: usize> Matches for [u64; N] {
    #[inline(always)]
    fn play(&mut self, server: u64, mut entry: u64) -> u64 {
        let seat = N | (server as usize & (N - 1));
        for round in 1..=N.ilog2() {
            let loser = &mut self[seat >> round];
            (*loser, entry) = ((*loser).max(entry), (*loser).min(entry));
        }
        entry
    }
}

impl Matches for Vec<u64> {
    #[inline(never)]
    fn play(&mut self, server: u64, mut entry: u64) -> u64 {
        let mut at = (self.len() + server as usize) / 2;
        while at > 0 {
            let loser = &mut self[at];
            (*loser, entry) = ((*loser).max(entry), (*loser).min(entry));
            at /= 2;
        }
        entry
    }
}

impl<L: Matches> Tournament<L> {
    /// When the first server falls free.
    #[inline(always)]
    fn first_free(&self) -> i64 {
        free_at(self.first)
    }

    /// Occupies the first server that falls free until `end`.
    #[inline(always)]
    fn occupy_first(&mut self, end: i64) {
        self.first = self.losers.occupy(self.first, end);
    }

    /// As [`Servers::serve`].
    #[inline(always)]
    fn serve(&mut self, now: i64, work: i64) -> (i64, i64) {
        let start = now.max(self.first_free());
        self.occupy_first(start + work);
        (start, start + work)
    }

    /// As [`Servers::serve_each`].
    #[inline(always)]
    fn serve_each<T>(
        &mut self,
        visits: &mut [T],
        asks: impl Fn(&T) -> (i64, i64),
        mut served: impl FnMut(&mut T, (i64, i64, i64)),
    ) {
        // Each waits for the winner that the one before leaves: it must not go through memory.
        let mut first = self.first;
        for visit in visits {
            let (now, work) = asks(visit);
            let start = now.max(free_at(first));
            let end = start + work;
            first = self.losers.occupy(first, end);
            served(visit, (now, start, end));
        }
        self.first = first;
    }
}

/// The entry of a server that falls free at an instant.
#[inline(always)]
fn entry_of(server: u64, end: i64) -> u64 {
    ((end.min(LAST_ENTRY) as u64) << SERVER_BITS) | server
}

/// When the server of an entry falls free.
#[inline(always)]
fn free_at(entry: u64) -> i64 {
    (entry >> SERVER_BITS) as i64
}

impl<const N: usize> Tournament<[u64; N]> {
    fn seated(servers: u32, free: impl Fn(u32) -> i64) -> Self {
        let (first, losers) = begin((servers, N), free);
        let losers = std::array::from_fn(|at| losers[at]);
        Self { first, losers }
    }
}

/// The first of some servers of whom each falls free at some instant, and the losers of the matches between so many seats, a power of two.
fn begin((servers, seats): (u32, usize), free: impl Fn(u32) -> i64) -> (u64, Vec<u64>) {
    // Nobody in a seat: later than any.
    let entry = |seat| {
        if seat < servers {
            entry_of(u64::from(seat), free(seat))
        } else {
            u64::MAX
        }
    };
    let mut winners: Vec<u64> = (0..seats as u32).map(entry).collect();
    let mut losers = vec![u64::MAX; seats];
    while winners.len() > 1 {
        let pairs = winners.chunks_exact(2);
        let round = &mut losers[pairs.len()..][..pairs.len()];
        for (loser, pair) in round.iter_mut().zip(pairs.clone()) {
            *loser = pair[0].max(pair[1]);
        }
        winners = pairs.map(|pair| pair[0].min(pair[1])).collect();
    }
    (winners[0], losers)
}

/// Does the same with the tournament, whatever its size.
macro_rules! with {
    ($servers:expr, $tournament:ident => $what:expr) => {
        match $servers {
            Servers::Eight($tournament) => $what,
            Servers::Sixteen($tournament) => $what,
            Servers::ThirtyTwo($tournament) => $what,
            Servers::SixtyFour($tournament) => $what,
            Servers::Many($tournament) => $what,
        }
    };
}

impl Servers {
    /// Idle servers, at most [`MOST_SERVERS`].
    pub(crate) fn idle(servers: u32) -> Self {
        Self::seated(servers, |_| 0)
    }

    /// Servers, at most [`MOST_SERVERS`], of whom each falls free at some instant.
    pub(crate) fn seated(servers: u32, free: impl Fn(u32) -> i64) -> Self {
        match servers {
            0..=8 => Self::Eight(Tournament::seated(servers, free)),
            9..=16 => Self::Sixteen(Box::new(Tournament::seated(servers, free))),
            17..=32 => Self::ThirtyTwo(Box::new(Tournament::seated(servers, free))),
            33..=64 => Self::SixtyFour(Box::new(Tournament::seated(servers, free))),
            _ => {
                let seats = (servers as usize).next_power_of_two();
                let (first, losers) = begin((servers, seats), free);
                Self::Many(Tournament { first, losers })
            }
        }
    }

    /// When each of them falls free.
    pub(crate) fn free(&self) -> impl Iterator<Item = i64> {
        let (first, losers): (u64, &[u64]) =
            with!(self, tournament => (tournament.first, &tournament.losers[..]));
        let entries = std::iter::once(first).chain(losers.iter().copied());
        entries.filter(|&entry| entry < u64::MAX).map(free_at)
    }

    /// When the first of them falls free.
    #[inline(always)]
    pub(crate) fn first_free(&self) -> i64 {
        with!(self, tournament => tournament.first_free())
    }

    /// Occupies the first that falls free until `end`.
    #[inline(always)]
    pub(crate) fn occupy_first(&mut self, end: i64) {
        with!(self, tournament => tournament.occupy_first(end));
    }

    /// Start and end of so much work on a parcel that arrives `now`.
    #[inline(always)]
    pub(crate) fn serve(&mut self, now: i64, work: i64) -> (i64, i64) {
        with!(self, tournament => tournament.serve(now, work))
    }

    /// Serves one after the other: `asks` gives the arrival and the work of each, and `served` is told its arrival, start and end.
    #[inline(always)]
    pub(crate) fn serve_each<T>(
        &mut self,
        visits: &mut [T],
        asks: impl Fn(&T) -> (i64, i64),
        served: impl FnMut(&mut T, (i64, i64, i64)),
    ) {
        with!(self, tournament => tournament.serve_each(visits, asks, served));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever the number of servers and so the shape of the tournament: the first free serves next.
    #[test]
    fn the_first_server_that_falls_free_serves_next() {
        for count in (1..40u32).chain([63, 64, 65, 100, 130]) {
            let mut servers = Servers::idle(count);
            let mut free = vec![0i64; count as usize];
            let mut state = u64::from(count);
            for _ in 0..500 {
                state = crate::random::mix64(state + 1);
                free.sort_unstable();
                // With an odd number of servers the last of the queue waits for decades.
                let work = ((state % 1000) as i64) << (count % 2 * 28);
                let times = (free[0], free[0] + work);
                assert_eq!(servers.serve(0, work), times, "{count} servers");
                free[0] += work;
            }
        }
    }
}
