//! The listener: takes connections and gives each a task of its own.

use crate::association::{self, Peer, Room, Shared};
use crate::limits::Limits;
use crate::requests::Requests;
use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinError, JoinSet};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// A bound port that serves Verification, Modality Worklist and MPPS.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    limits: Limits,
}

/// Connections beyond the limits that are told so at the same time; more are closed unheard.
const REJECTIONS: usize = 64;
/// Pause after the system refused a connection: it has no more file handles.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

impl Listener {
    /// Binds the port. Port 0 takes a free one, see [`Listener::local_addr`].
    ///
    /// # Errors
    /// What the system says: the port is taken, or may not be used by this user.
    pub async fn bind(address: SocketAddr, limits: Limits) -> io::Result<Self> {
        Ok(Self {
            socket: TcpListener::bind(address).await?,
            limits,
        })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// What the system says.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// Serves until `shutdown` resolves. Then no connection is taken any more, idle associations
    /// are aborted, and messages that are being answered have [`Limits::stop`] to end.
    pub async fn run<R: Requests>(self, requests: Arc<R>, shutdown: impl Future<Output = ()>) {
        let stop = CancellationToken::new();
        let shared = Arc::new(Shared {
            limits: self.limits,
            written: Arc::default(),
            stop: stop.clone(),
        });
        let open = Arc::new(Open::default());
        let mut tasks = JoinSet::new();
        tokio::pin!(shutdown);
        loop {
            tokio::select! {
                () = &mut shutdown => break,
                Some(ended) = tasks.join_next() => log_panic(ended),
                accepted = self.socket.accept() => match accepted {
                    Ok((stream, peer)) => {
                        let Some((seat, room)) = Seat::take(&open, peer.ip(), &shared.limits) else {
                            tracing::warn!(address = %peer.ip(), "connection closed: too many wait");
                            continue;
                        };
                        let requests = Arc::clone(&requests);
                        let shared = Arc::clone(&shared);
                        tasks.spawn(async move {
                            serve(stream, seat, room, &*requests, &shared).await;
                        });
                    }
                    Err(error) => {
                        tracing::warn!(%error, "connection cannot be taken");
                        tokio::time::sleep(ACCEPT_PAUSE).await;
                    }
                },
            }
        }
        drop(self.socket);
        stop.cancel();
        let all_ended = async {
            while let Some(ended) = tasks.join_next().await {
                log_panic(ended);
            }
        };
        if timeout(shared.limits.stop, all_ended).await.is_err() {
            tracing::warn!(
                associations = tasks.len(),
                "associations cut off at the stop"
            );
            tasks.shutdown().await;
        }
    }
}

async fn serve<R: Requests>(
    stream: TcpStream,
    seat: Seat,
    room: Room,
    requests: &R,
    shared: &Shared,
) {
    // Nagle's algorithm and delayed acknowledgement together cost about 90 ms an exchange.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY cannot be set");
    }
    let peer = Peer {
        address: seat.address,
        tls: None,
    };
    association::serve(stream, peer, room, requests, shared).await;
}

/// A panic ends its association only.
fn log_panic(ended: Result<(), JoinError>) {
    if let Err(error) = ended
        && error.is_panic()
    {
        tracing::error!("an association ended by a defect in its task");
    }
}

/// How many connections there are.
#[derive(Debug, Default)]
struct Open(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    served: usize,
    rejected: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// A place among the open connections, given back when dropped.
#[derive(Debug)]
struct Seat {
    open: Arc<Open>,
    address: IpAddr,
    room: Room,
}

impl Seat {
    /// A place, and whether the association may go on; `None` if there is not even room to reject.
    fn take(open: &Arc<Open>, address: IpAddr, limits: &Limits) -> Option<(Self, Room)> {
        let mut counts = open.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_peer = counts.by_address.get(&address).copied().unwrap_or_default();
        let is_full =
            counts.served >= limits.associations || of_peer >= limits.associations_per_peer;
        let room = if is_full { Room::Full } else { Room::Free };
        match room {
            Room::Full if counts.rejected >= REJECTIONS => return None,
            Room::Full => counts.rejected += 1,
            Room::Free => {
                counts.served += 1;
                *counts.by_address.entry(address).or_default() += 1;
            }
        }
        Some((
            Self {
                open: Arc::clone(open),
                address,
                room,
            },
            room,
        ))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut counts = self.open.0.lock().unwrap_or_else(PoisonError::into_inner);
        match self.room {
            Room::Full => counts.rejected -= 1,
            Room::Free => {
                counts.served -= 1;
                if let Some(count) = counts.by_address.get_mut(&self.address) {
                    *count -= 1;
                    if *count == 0 {
                        counts.by_address.remove(&self.address);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
