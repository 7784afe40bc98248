//! Connections that only cost: half of them say nothing, half send an association request byte by
//! byte, and what is closed comes again.

use crate::Problem;
use socket2::{Domain, Socket, Type};
use std::io::{self, ErrorKind, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Connections of each address: below what the server allows to one, so that it cannot be told by it.
const OF_ONE_ADDRESS: u32 = 25;
/// Between the turns of two connections: each has one a second.
const PAUSE: Duration = Duration::from_millis(1);
/// The header of an A-ASSOCIATE-RQ that says it is long.
const BEGINNING: [u8; 6] = [1, 0, 0, 0, 0xFF, 0xFF];

/// A flood that goes on until it is stopped.
pub struct Flood {
    ends: Arc<AtomicBool>,
    thread: JoinHandle<io::Result<usize>>,
}

impl Flood {
    /// Connections that are kept up.
    pub const CONNECTIONS: u32 = 1000;

    /// Begins when all connections were opened once.
    pub fn start(to: SocketAddr) -> Result<Self, Problem> {
        let mut crowd = (0..Self::CONNECTIONS)
            .map(|number| open(number, to))
            .collect::<io::Result<Vec<_>>>()?;
        let ends = Arc::new(AtomicBool::new(false));
        let until = Arc::clone(&ends);
        let thread = thread::spawn(move || {
            let mut opened = crowd.len();
            loop {
                for (number, stream) in (0..).zip(&mut crowd) {
                    if until.load(Ordering::Relaxed) {
                        return Ok(opened);
                    }
                    if is_open(stream) {
                        crawl(number, stream, &[0]);
                    } else {
                        *stream = open(number, to)?;
                        opened += 1;
                    }
                    thread::sleep(PAUSE);
                }
            }
        });
        Ok(Self { ends, thread })
    }

    /// Ends it; how many connections it opened.
    pub fn stop(self) -> Result<usize, Problem> {
        self.ends.store(true, Ordering::Relaxed);
        Ok(self.thread.join().map_err(|_| "the flood panicked")??)
    }
}

fn open(number: u32, to: SocketAddr) -> io::Result<TcpStream> {
    let from = u32::from(Ipv4Addr::new(127, 0, 1, 1)) + number / OF_ONE_ADDRESS;
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::from(from), 0)).into())?;
    socket.connect(&to.into())?;
    socket.set_nonblocking(true)?;
    let mut stream = TcpStream::from(socket);
    crawl(number, &mut stream, &BEGINNING);
    Ok(stream)
}

/// Whether the server neither closed nor rejected it.
fn is_open(stream: &TcpStream) -> bool {
    let answer = stream.peek(&mut [0]);
    answer.is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
}

/// Half of them go on.
fn crawl(number: u32, stream: &mut TcpStream, bytes: &[u8]) {
    if number.is_multiple_of(2) {
        // Whether the server still listens is seen at the next turn.
        let _: io::Result<()> = stream.write_all(bytes);
    }
}
