//! A desk opened in this process, for stories in which a person and scanners meet.

use crate::department::{Department, Listens};
use crate::{block_on, eventually};
use contract::events::Event;
use contract::shell::{Listener, ShowShell};
use contract::{Failure, FailureCode};
use service::clock::Clock;
use service::desk::Answered;
use service::{Desk, Options, Service, StartOptions};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;

/// How long something on the screen may take to follow; generous, because tests share a machine.
const MOMENT: Duration = Duration::from_secs(20);

/// A person's desk. Closes with the test.
pub struct TestDesk {
    desk: Desk,
    department: Department,
    address: SocketAddr,
}

impl TestDesk {
    /// Opens the department as the window does.
    ///
    /// # Panics
    /// When it cannot be opened, or does not listen.
    #[must_use]
    pub fn open(department: Department) -> Self {
        let options = Options {
            data: Some(department.folder().to_owned()),
            ..Options::default()
        };
        let desk = block_on(Desk::open(options)).expect("the department opens");
        Self::of(desk, department)
    }

    /// Opens the department with a clock of the story.
    ///
    /// # Panics
    /// When it cannot be opened, or does not listen.
    #[must_use]
    pub fn open_at(department: Department, clock: Clock) -> Self {
        let options = StartOptions {
            clock,
            ..StartOptions::new(department.folder().to_owned())
        };
        let desk = block_on(async {
            let service = Service::open(options).await.expect("the department opens");
            service.listen(None).await.expect("there is a free port");
            Desk::of(Arc::new(service))
        });
        Self::of(desk, department)
    }

    fn of(desk: Desk, department: Department) -> Self {
        let shell = block_on(desk.run(ShowShell {})).expect("the shell is shown");
        let Listener::Listening { port } = shell.health.listener else {
            panic!("the desk does not listen");
        };
        Self {
            desk,
            department,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        }
    }

    /// Does what the window asks.
    ///
    /// # Errors
    /// As the command says.
    pub fn run<C: Answered>(&self, command: C) -> Result<C::Output, Failure> {
        block_on(self.desk.run(command))
    }

    /// Does what the window asks, and it works.
    ///
    /// # Panics
    /// When it does not.
    pub fn does<C: Answered>(&self, command: C) -> C::Output {
        self.run(command)
            .unwrap_or_else(|failure| panic!("{}: {failure}", C::NAME))
    }

    /// Why a command is refused.
    ///
    /// # Panics
    /// When it is not.
    pub fn refuses<C: Answered>(&self, command: C) -> FailureCode {
        match self.run(command) {
            Ok(_) => panic!("{} was carried out", C::NAME),
            Err(failure) => failure.code,
        }
    }

    /// The use cases, for a story that is more than what a window asks.
    #[must_use]
    pub fn use_cases(&self) -> Arc<service::Department> {
        self.desk.department()
    }

    /// The port on which it speaks TLS, if it does.
    #[must_use]
    pub fn tls_port(&self) -> Option<u16> {
        block_on(self.desk.tls_address()).map(|address| address.port())
    }

    /// The folder with the command line on it.
    #[must_use]
    pub fn department(&self) -> &Department {
        &self.department
    }

    /// What the window is told from now on.
    #[must_use]
    pub fn listen(&self) -> Told {
        Told {
            events: self.desk.subscribe(),
        }
    }
}

impl Listens for TestDesk {
    fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for TestDesk {
    fn drop(&mut self) {
        block_on(self.desk.clone().shutdown());
    }
}

/// What the window is told.
pub struct Told {
    events: Receiver<Event>,
}

impl Told {
    /// Waits for an event of which the story knows something.
    pub fn eventually<T>(&mut self, what: &str, known: impl Fn(&Event) -> Option<T>) -> T {
        eventually(what, MOMENT, || {
            while let Ok(event) = self.events.try_recv() {
                if let Some(found) = known(&event) {
                    return Some(found);
                }
            }
            None
        })
    }
}
