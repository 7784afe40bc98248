//! The listener: takes connections and gives each a task of its own.

use crate::association::{self, Shared};
use crate::ending::{EndKind, EndReason, Ending};
use crate::limits::Limits;
use crate::requests::{Caller, Negotiated, Requests};
use crate::seats::{Seat, Seats};
use crate::tls::Tls;
use crate::worklist::WrittenAnswers;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
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
    seats: Arc<Seats>,
    written: Arc<WrittenAnswers>,
    tls: Option<Tls>,
}

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
            seats: Arc::default(),
            written: Arc::default(),
            tls: None,
        })
    }

    /// Binds a further port that speaks TLS. What is limited is counted over both.
    ///
    /// # Errors
    /// What the system says, as for [`Listener::bind`].
    pub async fn bind_tls(&self, address: SocketAddr, tls: Tls) -> io::Result<Self> {
        Ok(Self {
            socket: TcpListener::bind(address).await?,
            limits: self.limits.clone(),
            seats: Arc::clone(&self.seats),
            written: Arc::clone(&self.written),
            tls: Some(tls),
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
            written: self.written,
            stop: stop.clone(),
        });
        let mut tasks = JoinSet::new();
        tokio::pin!(shutdown);
        loop {
            tokio::select! {
                () = &mut shutdown => break,
                Some(ended) = tasks.join_next() => log_panic(ended),
                accepted = self.socket.accept() => match accepted {
                    Ok((stream, peer)) => {
                        let Some(seat) = Seat::take(&self.seats, peer.ip(), &shared.limits) else {
                            tracing::warn!(address = %peer.ip(), "connection closed: too many wait");
                            continue;
                        };
                        let requests = Arc::clone(&requests);
                        let shared = Arc::clone(&shared);
                        let tls = self.tls.clone();
                        tasks.spawn(async move {
                            serve(stream, tls, seat, &*requests, &shared).await;
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
    tls: Option<Tls>,
    seat: Seat,
    requests: &R,
    shared: &Shared,
) {
    // Nagle's algorithm and delayed acknowledgement together cost about 90 ms an exchange.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY cannot be set");
    }
    let Some(tls) = tls else {
        return association::serve(stream, None, &seat, requests, shared).await;
    };
    let time = shared.limits.association_request_time;
    let shaken = tokio::select! {
        shaken = timeout(time, tls.accept(stream)) => shaken,
        () = seat.given_away() => return,
        () = shared.stop.cancelled() => return,
    };
    match shaken {
        Ok(Ok((stream, proved))) => {
            association::serve(stream, Some(proved), &seat, requests, shared).await;
        }
        // A port scan or a load balancer asking whether we live.
        Ok(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {}
        Ok(Err(error)) => handshake_failed(seat.address(), requests, &error.to_string()),
        Err(_) => handshake_failed(seat.address(), requests, &format!("not within {time:?}")),
    }
}

fn handshake_failed<R: Requests>(address: IpAddr, requests: &R, why: &str) {
    tracing::warn!(%address, why, "the TLS handshake failed");
    let number = requests.opened(&Caller::silent(address, None), Negotiated::default());
    let ending = Ending {
        kind: EndKind::AbortedByUs,
        reason: Some(EndReason::Handshake),
        detail: why.to_owned(),
    };
    requests.ended(number, ending);
}

/// A panic ends its association only.
fn log_panic(ended: Result<(), JoinError>) {
    if let Err(error) = ended
        && error.is_panic()
    {
        tracing::error!("an association ended by a defect in its task");
    }
}

#[cfg(test)]
mod tests;
