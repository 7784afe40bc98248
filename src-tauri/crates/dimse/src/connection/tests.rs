//! Lengths that lie, peers that wait, and writes that nobody takes.

use super::*;
use tokio::io::{DuplexStream, duplex};

fn limits() -> Limits {
    Limits {
        pdu: 32,
        write: Duration::from_millis(50),
        ..Limits::default()
    }
}

fn pair() -> (Connection<DuplexStream>, DuplexStream) {
    let (ours, theirs) = duplex(64);
    (Connection::new(ours, &limits()), theirs)
}

const SOON: Duration = Duration::from_millis(50);

#[tokio::test]
async fn a_pdu_in_single_bytes_is_whole() {
    let (mut connection, mut peer) = pair();
    let writing = tokio::spawn(async move {
        for byte in [4, 0, 0, 0, 0, 2, 0xAA, 0xBB] {
            peer.write_all(&[byte]).await.unwrap();
            tokio::task::yield_now().await;
        }
        peer
    });
    let pdu = connection
        .read(Duration::from_secs(5))
        .await
        .unwrap()
        .unwrap();
    assert_eq!((pdu.kind, &pdu.body[..]), (Kind::Data, &[0xAA, 0xBB][..]));
    drop(writing.await.unwrap());
    assert!(connection.read(SOON).await.unwrap().is_none());
}

#[tokio::test]
async fn a_length_beyond_the_limit_is_refused_by_its_header() {
    for (header, most) in [
        ([4, 0, 0xFF, 0xFF, 0xFF, 0xFF], 32),
        ([4, 0, 0, 0, 0, 33], 32),
    ] {
        let (mut connection, mut peer) = pair();
        peer.write_all(&header).await.unwrap();
        let error = connection.read(SOON).await.unwrap_err();
        assert!(
            matches!(error, ConnectionError::TooLong { kind: Kind::Data, most: m, .. } if m == most),
            "{error}"
        );
        assert!(
            connection.received.capacity() <= 2 * READ_SIZE,
            "nothing was allocated for it"
        );
    }
}

#[tokio::test]
async fn unknown_types_silence_and_ends_are_told_apart() {
    let (mut connection, mut peer) = pair();
    peer.write_all(b"GET / ").await.unwrap();
    assert!(matches!(
        connection.read(SOON).await,
        Err(ConnectionError::UnknownPdu(b'G'))
    ));

    let (mut connection, mut peer) = pair();
    peer.write_all(&[4, 0, 0]).await.unwrap();
    assert!(matches!(
        connection.read(SOON).await,
        Err(ConnectionError::Silent(_))
    ));
    drop(peer);
    assert!(matches!(
        connection.read(SOON).await,
        Err(ConnectionError::ClosedWithin)
    ));
}

#[tokio::test]
async fn a_peer_that_takes_nothing_is_given_up() {
    let (mut connection, peer) = pair();
    let error = connection.write(&[0; 1000]).await.unwrap_err();
    assert!(matches!(error, ConnectionError::Stuck(_)), "{error}");
    drop(peer);
}

#[tokio::test]
async fn what_is_not_here_is_not_waited_for() {
    let (mut connection, mut peer) = pair();
    assert!(connection.read_ready().await.unwrap().is_none());
    peer.write_all(&[4, 0, 0, 0]).await.unwrap();
    assert!(connection.read_ready().await.unwrap().is_none());
    peer.write_all(&[0, 0]).await.unwrap();
    assert_eq!(
        connection.read_ready().await.unwrap().unwrap().kind,
        Kind::Data
    );
}
