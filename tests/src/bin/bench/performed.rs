//! N-CREATE and N-SET: pairs a second that are on disk when they are answered, and the memory they
//! leave.

use crate::Problem;
use crate::machine::commit_rate;
use crate::peers;
use crate::schedule::{Pair, Schedule};
use crate::subject::{AE_TITLE, Server, data_folder, import};
use crate::table::{Reach, Table, median, rate, seconds};
use crate::wire::{Association, PERFORMED_STEP};
use chrono::{Days, NaiveDate};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

/// A scheduled step for every pair, so that an exam has as many performed steps at the end as at the
/// beginning.
const SCHEDULE: u64 = 200_000;
/// Every performed step is of the day of its scheduled step; 1,600 a day are three hospitals.
const DAYS: u64 = 125;
const ROUNDS: usize = 3;
const TURN: Duration = Duration::from_millis(2500);
/// Associations at once from one address; the server allows 32.
const OF_ONE_ADDRESS: usize = 24;
const FEW_PAIRS: u64 = 10_000;
const MANY_PAIRS: u64 = 200_000;
/// How many pairs the processor time is taken of: enough for a clock of hundredths.
const TIMED_PAIRS: u64 = 8_000;
const MANY: usize = 64;

/// When a load ends.
#[derive(Debug, Clone, Copy)]
enum Until {
    /// After this time.
    Passed(Duration),
    /// When this pair was sent.
    Number(u64),
}

/// Pairs to send, each once.
struct Load {
    pairs: Vec<Pair>,
    schedule: Schedule,
    next: AtomicU64,
}

impl Load {
    fn new(schedule: Schedule) -> Self {
        let days = 0..DAYS;
        Self {
            pairs: days
                .map(|day| Pair::new(schedule.first + Days::new(day)))
                .collect(),
            schedule,
            next: AtomicU64::new(0),
        }
    }

    /// How many pairs were taken so far.
    fn sent(&self) -> f64 {
        self.next.load(Ordering::Relaxed) as f64
    }

    /// Sends pairs over so many associations at once; pairs a second.
    fn send(
        self: &Arc<Self>,
        to: SocketAddr,
        called: &'static str,
        associations: usize,
        until: Until,
    ) -> Result<f64, Problem> {
        let ready = Arc::new(Barrier::new(associations + 1));
        let mut threads = Vec::new();
        for number in 0..associations {
            let address = u8::try_from(2 + number / OF_ONE_ADDRESS)?;
            let from = IpAddr::V4(Ipv4Addr::new(127, 0, 0, address));
            let association = Association::open_from(Some(from), to, called, PERFORMED_STEP)?;
            let (load, ready) = (Arc::clone(self), Arc::clone(&ready));
            threads.push(thread::spawn(move || load.one(association, &ready, until)));
        }
        ready.wait();
        let begin = Instant::now();
        let mut sent = 0.0;
        for thread in threads {
            sent += thread.join().map_err(|_| "a client panicked")??;
        }
        Ok(sent / begin.elapsed().as_secs_f64())
    }

    fn one(&self, mut to: Association, ready: &Barrier, until: Until) -> std::io::Result<f64> {
        let mut pairs = self.pairs.clone();
        let a_day = self.schedule.a_day;
        ready.wait();
        let begin = Instant::now();
        let mut sent = 0.0;
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let ends = match until {
                Until::Passed(time) => begin.elapsed() >= time,
                Until::Number(last) => number >= last,
            };
            if ends {
                return Ok(sent);
            }
            let step = number % self.schedule.steps;
            let day = usize::try_from(step / a_day).unwrap_or_default();
            if let Some(pair) = pairs.get_mut(day) {
                to.ask(pair.start(number, step))?;
                to.ask(pair.end(number, step))?;
                sent += 1.0;
            }
        }
    }
}

/// Takes the figures; answers the commit rate of the disk.
pub fn measure(table: &mut Table, work: &Path, today: NaiveDate) -> Result<f64, Problem> {
    let schedule = Schedule {
        steps: SCHEDULE,
        a_day: SCHEDULE / DAYS,
        first: today - Days::new(DAYS - 1),
    };
    let data = data_folder(work, "performed")?;
    import(&data, &schedule.csv())?;
    let server = Server::start(&data)?;
    let load = Arc::new(Load::new(schedule));
    let idle = server.resident_megabytes()?;
    let a_pair_of_few = processor_time_of_a_pair(&server, &load, FEW_PAIRS)?;
    let few = server.resident_megabytes()?;
    let commits = throughput(table, work, &server, &load)?;
    let a_pair = processor_time_of_a_pair(&server, &load, MANY_PAIRS)?;
    table.ratio(
        &format!("processor time of a pair, stored and judged, after {MANY_PAIRS}"),
        seconds(a_pair),
        format!("after {FEW_PAIRS}: {}", seconds(a_pair_of_few)),
        a_pair / a_pair_of_few,
        Reach::AtMost(1.5),
    );
    let many = server.resident_megabytes()?;
    table.ratio(
        &format!("resident memory after {MANY_PAIRS} pairs ({SCHEDULE} steps)"),
        format!("{many:.0} MB"),
        format!("after {FEW_PAIRS}: {few:.0} MB; idle: {idle:.0} MB"),
        many / few,
        Reach::AtMost(1.5),
    );
    let size = std::fs::metadata(data.join("stepboard.db"))?.len() / 1024 / 1024;
    table.report(
        &format!("database after {MANY_PAIRS} pairs"),
        format!("{size} MiB"),
        "",
    );
    Ok(commits)
}

/// Sends pairs up to this number; what the last of them cost the server.
fn processor_time_of_a_pair(server: &Server, load: &Arc<Load>, last: u64) -> Result<f64, Problem> {
    let send = |last| load.send(server.address, AE_TITLE, MANY, Until::Number(last));
    send(last - TIMED_PAIRS)?;
    let (sent, used) = (load.sent(), server.processor_seconds()?);
    send(last)?;
    Ok((server.processor_seconds()? - used) / (last as f64 - sent))
}

fn throughput(
    table: &mut Table,
    work: &Path,
    server: &Server,
    load: &Arc<Load>,
) -> Result<f64, Problem> {
    let peer = peers::pynetdicom()?;
    let other = Arc::new(Load::new(load.schedule));
    let of_ours = [1, 16, MANY];
    let mut ours = of_ours.map(|_| Vec::new());
    let mut theirs = of_ours.map(|_| Vec::new());
    let mut commits = Vec::new();
    for _ in 0..ROUNDS {
        let turns = of_ours
            .into_iter()
            .zip(ours.iter_mut().zip(theirs.iter_mut()));
        for (associations, (ours, theirs)) in turns {
            let until = Until::Passed(TURN);
            ours.push(load.send(server.address, AE_TITLE, associations, until)?);
            theirs.push(other.send(peer.address, peer.ae_title, associations, until)?);
            commits.push(commit_rate(work, TURN.as_secs_f64() / 2.0)?);
        }
    }
    let commits = median(&commits);
    for (associations, (ours, theirs)) in of_ours.into_iter().zip(ours.iter().zip(&theirs)) {
        let (ours, theirs) = (median(ours), median(theirs));
        let what = format!("N-CREATE and N-SET on {associations} associations");
        let reach = |wanted, least| {
            if associations == wanted {
                Reach::AtLeast(least)
            } else {
                Reach::Reported
            }
        };
        let against = format!("pynetdicom, storing nothing: {}", rate(theirs, "pairs"));
        table.ratio(
            &what,
            rate(ours, "pairs"),
            against,
            ours / theirs,
            reach(16, 10.0),
        );
        let against = format!("the disk: {}", rate(commits, "commits"));
        table.ratio(
            &what,
            rate(ours, "pairs"),
            against,
            ours / commits,
            reach(MANY, 3.0),
        );
    }
    Ok(commits)
}
