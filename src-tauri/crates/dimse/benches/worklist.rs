//! How fast a worklist leaves: 10 000 answers beside the same bytes written by a task that does
//! nothing else, and a query for one step. Client and listener share the machine. And what a person
//! name costs in an index of 50 000 steps, literally and fuzzily.

#![expect(
    clippy::indexing_slicing,
    reason = "a bench that records what it expects may panic"
)]

use criterion::{Criterion, criterion_group, criterion_main};
use dimse::client::{Association, Proposal, WorklistQuery};
use dimse::{
    Admission, Caller, Found, InstanceMessage, Limits, Listener, Manner, Outcome,
    PerformedStepMessage, Queried, Requests, Traffic,
};
use domain::scheduled_step::ScheduledStep;
use domain::worklist::{Index, Keys, NameKey};
use domain::{AeTitle, Code, Patient, PersonName, Uid};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

/// Answers every query with the same steps.
struct Schedule(Vec<Arc<ScheduledStep>>);

impl Requests for Schedule {
    fn admit(&self, _: &Caller) -> Admission {
        Admission::Accept
    }

    fn heard(&self, _: &Caller, _: Traffic) {}

    fn manner(&self, _: &Caller) -> Manner {
        Manner::default()
    }

    fn worklist(&self, _: &Caller, _: &Keys, _: Option<i32>) -> Found {
        Found {
            steps: self.0.clone(),
            more: None,
        }
    }

    fn queried(&self, _: &Caller, _: Queried) {}

    async fn create_performed_step(&self, _: &Caller, _: PerformedStepMessage) -> Outcome {
        unreachable!("no bench asks it")
    }

    async fn set_performed_step(&self, _: &Caller, _: PerformedStepMessage) -> Outcome {
        unreachable!("no bench asks it")
    }

    async fn performed_step(&self, _: &Caller, _: &str) -> Result<Vec<InstanceMessage>, Outcome> {
        unreachable!("no bench asks it")
    }
}

fn step(id: i64) -> ScheduledStep {
    ScheduledStep {
        id,
        patient: Patient {
            patient_id: format!("P{id:06}"),
            name: PersonName::new("Müller^Jane"),
            sex: "F".to_owned(),
            ..Patient::default()
        },
        accession_number: format!("A{id:06}"),
        requested_procedure_id: format!("RP{id:06}"),
        requested_procedure_description: "CT of the head".to_owned(),
        requested_procedure_code: Some(Code::new("CTHEAD", "99HOSP", "CT of the head")),
        study_instance_uid: Uid::new(&format!("1.2.826.0.1.3680043.10.1.{id}")),
        scheduled_procedure_step_id: format!("SPS{id:06}"),
        description: "Head without contrast".to_owned(),
        protocol_codes: vec![Code::new("P1", "99HOSP", "Native")],
        modality: "CT".to_owned(),
        station_ae_titles: AeTitle::new("CT1").into_iter().collect(),
        station_name: "CT room 1".to_owned(),
        location: "Ground floor".to_owned(),
        ..ScheduledStep::default()
    }
}

async fn listen(steps: i64) -> SocketAddr {
    let address = SocketAddr::from(([127, 0, 0, 1], 0));
    let listener = Listener::bind(address, Limits::default())
        .await
        .expect("a free port");
    let address = listener.local_addr().expect("a bound port");
    let schedule = Schedule((1..=steps).map(step).map(Arc::new).collect());
    tokio::spawn(listener.run(Arc::new(schedule), std::future::pending()));
    address
}

/// What both sides of a conversation say: association and query, and their answers.
#[derive(Default, Clone)]
struct Conversation {
    asked: Vec<Vec<u8>>,
    answered: Vec<usize>,
    bytes: Vec<u8>,
}

impl Conversation {
    fn ask(&mut self, bytes: &[u8], goes_on: bool) {
        if !goes_on {
            self.asked.push(Vec::new());
            self.answered.push(0);
        }
        self.asked
            .last_mut()
            .expect("just pushed")
            .extend_from_slice(bytes);
    }

    fn answer(&mut self, bytes: &[u8]) {
        *self.answered.last_mut().expect("asked before") += bytes.len();
        self.bytes.extend_from_slice(bytes);
    }
}

/// Records the conversation of one query by standing between client and listener.
async fn record(listener: SocketAddr) -> Conversation {
    let between = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = between.local_addr().expect("a bound port");
    let recorded = Arc::new(Mutex::new(Conversation::default()));
    let recording = Arc::clone(&recorded);
    tokio::spawn(async move {
        let (mut client, _) = between.accept().await.expect("a client");
        let mut server = TcpStream::connect(listener).await.expect("the listener");
        let (mut from_client, mut from_server) = (vec![0; 65_536], vec![0; 65_536]);
        let mut is_asking = false;
        loop {
            tokio::select! {
                read = client.read(&mut from_client) => {
                    let bytes = &from_client[..read.unwrap_or(0)];
                    if bytes.is_empty() {
                        return;
                    }
                    recording.lock().expect("no panic").ask(bytes, is_asking);
                    is_asking = true;
                    server.write_all(bytes).await.expect("the listener");
                }
                read = server.read(&mut from_server) => {
                    let bytes = &from_server[..read.unwrap_or(0)];
                    if bytes.is_empty() {
                        return;
                    }
                    recording.lock().expect("no panic").answer(bytes);
                    is_asking = false;
                    client.write_all(bytes).await.expect("the client");
                }
            }
        }
    });
    let mut client = Association::connect(address, &Proposal::new("CT1", "BENCH"))
        .await
        .expect("accepted");
    client
        .find_worklist(&WorklistQuery::default())
        .await
        .expect("found");
    let recorded = recorded.lock().expect("no panic");
    recorded.clone()
}

/// Asks and reads as many bytes as were answered before.
async fn ask(stream: &mut TcpStream, asked: &[u8], answered: usize, buffer: &mut [u8]) {
    stream.write_all(asked).await.expect("a peer");
    let mut rest = answered;
    while rest > 0 {
        let most = rest.min(buffer.len());
        rest -= stream.read(&mut buffer[..most]).await.expect("a peer");
    }
}

async fn associate(address: SocketAddr, conversation: &Conversation) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.expect("a peer");
    stream.set_nodelay(true).expect("a socket");
    let mut buffer = vec![0; 65_536];
    ask(
        &mut stream,
        &conversation.asked[0],
        conversation.answered[0],
        &mut buffer,
    )
    .await;
    stream
}

/// Answers with the recorded bytes.
async fn replay(conversation: Conversation) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("a bound port");
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        stream.set_nodelay(true).expect("a socket");
        let (first, second) = conversation.bytes.split_at(conversation.answered[0]);
        let mut asked = vec![0; 65_536];
        let mut answer = first;
        while stream.read(&mut asked).await.is_ok_and(|count| count > 0) {
            if stream.write_all(answer).await.is_err() {
                return;
            }
            answer = second;
        }
    });
    address
}

fn worklist(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("threads");
    for (name, steps) in [("10000 answers", 10_000), ("1 answer", 1)] {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(20);
        let listener = runtime.block_on(listen(steps));
        let conversation = runtime.block_on(record(listener));
        let recorded = runtime.block_on(replay(conversation.clone()));
        group.throughput(criterion::Throughput::Bytes(
            conversation.answered[1] as u64,
        ));
        for (who, address) in [("listener", listener), ("bytes made before", recorded)] {
            let mut stream = runtime.block_on(associate(address, &conversation));
            let mut buffer = vec![0; 256 * 1024];
            group.bench_function(who, |bencher| {
                bencher.iter(|| {
                    let (asked, answered) = (&conversation.asked[1], conversation.answered[1]);
                    runtime.block_on(ask(&mut stream, asked, answered, &mut buffer));
                });
            });
        }
        group.finish();
    }
}

/// Names of three words, each of a patient of its own.
fn named(id: i64) -> ScheduledStep {
    let families = [
        "Meyer", "Garcia", "Schmidt", "Müller", "Lopez", "Kowalski", "Dubois",
    ];
    let given = [
        "Anna", "Otto", "Maria", "Jose", "Jean", "Ewa", "Hans", "Lucia",
    ];
    let of = |all: &[&'static str], id: i64| {
        let length = i64::try_from(all.len()).expect("few");
        all[usize::try_from(id % length).expect("below the length")]
    };
    let name = format!(
        "{} {}^{}",
        of(&families, id),
        of(&families, id / 7),
        of(&given, id / 49)
    );
    let patient = Patient {
        name: PersonName::new(&name),
        ..step(id).patient
    };
    ScheduledStep {
        patient,
        ..step(id)
    }
}

fn names(criterion: &mut Criterion) {
    let mut index = Index::default();
    for id in 1..=50_000 {
        index.insert(Arc::new(named(id)), None);
    }
    let literally = Keys {
        patient_name: NameKey::parse("Maier^Ana"),
        ..Keys::default()
    };
    let fuzzily = Keys {
        patient_name: NameKey::parse("Maier^Ana").or_alike("Maier^Ana"),
        ..Keys::default()
    };
    let mut group = criterion.benchmark_group("a name among 50000 steps");
    group.sample_size(20);
    for (how, keys) in [("literally", &literally), ("fuzzily", &fuzzily)] {
        group.bench_function(how, |bencher| bencher.iter(|| index.find(keys).len()));
    }
    group.finish();
}

criterion_group!(benches, worklist, names);
criterion_main!(benches);
