//! A socket as a stream of PDUs: lengths are checked before anything is buffered, and nothing waits
//! for ever.

use crate::ending::EndReason;
use crate::limits::Limits;
use crate::pdu::{HEADER, Kind, Pdu};
use bytes::{Buf, BytesMut};
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::time::{Instant, timeout, timeout_at};

/// Longest A-ASSOCIATE-RJ, A-RELEASE or A-ABORT we take: they have 4 bytes.
const LONGEST_SHORT_PDU: u32 = 1024;
/// What one read of the socket asks for.
const READ_SIZE: usize = 16 * 1024;

/// Why nothing more can be read or written.
#[derive(Debug, Error)]
pub(crate) enum ConnectionError {
    /// The socket failed.
    #[error("the connection failed")]
    Io(#[from] io::Error),
    /// The peer closed the socket within a PDU.
    #[error("the connection was closed within a PDU")]
    ClosedWithin,
    /// Nothing came, or not fast enough.
    #[error("nothing came within {0:?}")]
    Silent(Duration),
    /// The peer takes nothing.
    #[error("the peer took nothing for {0:?}")]
    Stuck(Duration),
    /// No PDU has this type.
    #[error("there is no PDU of type {0:#04X}")]
    UnknownPdu(u8),
    /// A PDU says it is longer than we take.
    #[error("{kind:?} of {length} bytes, at most {most} are taken")]
    TooLong {
        /// Its type.
        kind: Kind,
        /// What its header says.
        length: u32,
        /// The limit.
        most: u32,
    },
}

impl ConnectionError {
    /// Why, for the record, and what that names.
    pub(crate) fn reason(&self) -> (EndReason, String) {
        match self {
            Self::Io(error) => (EndReason::ConnectionFailed, error.to_string()),
            Self::ClosedWithin => (EndReason::ClosedWithin, String::new()),
            Self::Silent(time) => (EndReason::Silent, time.as_secs().to_string()),
            Self::Stuck(time) => (EndReason::Stuck, time.as_secs().to_string()),
            Self::UnknownPdu(byte) => (EndReason::UnknownPdu, format!("{byte:02X}H")),
            Self::TooLong { kind, length, most } => (
                EndReason::PduTooLong,
                format!("{} {length} > {most}", kind.name()),
            ),
        }
    }
}

/// One end of a connection.
#[derive(Debug)]
pub(crate) struct Connection<S> {
    stream: S,
    received: BytesMut,
    longest_data: u32,
    longest_association: u32,
    write_time: Duration,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
    /// Around a connected stream.
    pub(crate) fn new(stream: S, limits: &Limits) -> Self {
        Self {
            stream,
            received: BytesMut::new(),
            longest_data: limits.pdu,
            longest_association: limits.association_request,
            write_time: limits.write,
        }
    }

    /// The next PDU; `None` when the peer closed the socket between two. It must be whole within
    /// `time`.
    pub(crate) async fn read(&mut self, time: Duration) -> Result<Option<Pdu>, ConnectionError> {
        let deadline = Instant::now() + time;
        loop {
            if let Some(pdu) = self.take_received()? {
                return Ok(Some(pdu));
            }
            self.received.reserve(READ_SIZE);
            let count = timeout_at(deadline, self.stream.read_buf(&mut self.received))
                .await
                .map_err(|_| ConnectionError::Silent(time))??;
            if count == 0 {
                return if self.received.is_empty() {
                    Ok(None)
                } else {
                    Err(ConnectionError::ClosedWithin)
                };
            }
        }
    }

    /// A PDU that is already here; does not wait.
    pub(crate) async fn read_ready(&mut self) -> Result<Option<Pdu>, ConnectionError> {
        let mut bytes = [0; 1024];
        let stream = Pin::new(&mut self.stream);
        let mut buffer = ReadBuf::new(&mut bytes);
        let mut stream = stream;
        // A closed or failed socket shows at the next write or read.
        let ready = poll_fn(
            |context| match stream.as_mut().poll_read(context, &mut buffer) {
                Poll::Ready(result) => Poll::Ready(result.is_ok()),
                Poll::Pending => Poll::Ready(false),
            },
        )
        .await;
        if ready {
            self.received.extend_from_slice(buffer.filled());
        }
        self.take_received()
    }

    fn take_received(&mut self) -> Result<Option<Pdu>, ConnectionError> {
        let Some([kind, _, l0, l1, l2, l3]) = self.received.first_chunk::<HEADER>().copied() else {
            return Ok(None);
        };
        let kind = Kind::from_byte(kind).ok_or(ConnectionError::UnknownPdu(kind))?;
        let length = u32::from_be_bytes([l0, l1, l2, l3]);
        let most = match kind {
            Kind::Data => self.longest_data,
            Kind::AssociateRequest | Kind::AssociateAccept => self.longest_association,
            Kind::AssociateReject | Kind::ReleaseRequest | Kind::ReleaseResponse | Kind::Abort => {
                LONGEST_SHORT_PDU
            }
        };
        let body = usize::try_from(length)
            .ok()
            .filter(|_| length <= most)
            .ok_or(ConnectionError::TooLong { kind, length, most })?;
        if self.received.len() < HEADER + body {
            self.received.reserve(HEADER + body - self.received.len());
            return Ok(None);
        }
        self.received.advance(HEADER);
        Ok(Some(Pdu {
            kind,
            body: self.received.split_to(body).freeze(),
        }))
    }

    /// Writes all bytes. The peer may be slow, but must take some within the write time.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> Result<(), ConnectionError> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let count = timeout(self.write_time, self.stream.write(rest))
                .await
                .map_err(|_| ConnectionError::Stuck(self.write_time))??;
            if count == 0 {
                return Err(ConnectionError::Io(io::ErrorKind::WriteZero.into()));
            }
            rest = rest.get(count..).unwrap_or_default();
        }
        Ok(())
    }

    /// Writes a last PDU and closes our side, then waits a moment for the peer to close its own,
    /// so that what was written is not lost to a reset.
    pub(crate) async fn finish(mut self, last: &[u8]) {
        const LINGER: Duration = Duration::from_secs(1);
        let close = async {
            self.stream.write_all(last).await?;
            self.stream.shutdown().await?;
            let mut rest = [0; 1024];
            while self.stream.read(&mut rest).await? > 0 {}
            io::Result::Ok(())
        };
        // The association is over either way.
        let _: Result<io::Result<()>, _> = timeout(LINGER, close).await;
    }
}

#[cfg(test)]
mod tests;
