//! TLS beside plain connections, and a device that is served during a flood.

use crate::Problem;
use crate::flood::Flood;
use crate::schedule::{Query, Schedule, query};
use crate::subject::{AE_TITLE, Server, apply, data_folder, import};
use crate::table::{Reach, Table, median, quantile, seconds};
use crate::transport::{Trust, with_tls};
use crate::wire::{Association, Found, Operation, VERIFICATION, WORKLIST, request};
use chrono::NaiveDate;
use std::path::Path;
use std::time::{Duration, Instant};

const STEPS: u64 = 10_000;
const STEPS_A_DAY: u64 = 400;
const SOUGHT: u64 = 421;
/// The only device that is registered: the one that asks.
const DEVICE: &str = "[[device]]\nae_title = \"BENCH\"\nname = \"Bench\"\nmodality = \"CT\"\n";
const ROUNDS: usize = 5;
/// How long one turn lasts at least.
const TURN: Duration = Duration::from_millis(200);
/// Questions of a round, calm and again during the flood: enough for a 99th percentile.
const QUESTIONS: usize = 1000;
/// How long a device waits until it asks again: it then finds nobody awake for it.
const PAUSE: Duration = Duration::from_millis(1);

/// A question with its answer.
type Ask<'a> = &'a mut dyn FnMut() -> Result<(), Problem>;

/// Takes the figures.
pub fn measure(table: &mut Table, work: &Path, today: NaiveDate) -> Result<(), Problem> {
    let schedule = Schedule {
        steps: STEPS,
        a_day: STEPS_A_DAY,
        first: today,
    };
    let data = data_folder(work, "network")?;
    let trust = with_tls(&data)?;
    apply(&data, DEVICE)?;
    import(&data, &schedule.csv())?;
    let server = Server::start(&data)?;
    encrypted(table, &server, &trust)?;
    flooded(table, &server)
}

/// Median times of both, who take turns.
fn beside(
    mut ours: impl FnMut() -> Result<(), Problem>,
    mut other: impl FnMut() -> Result<(), Problem>,
) -> Result<(f64, f64), Problem> {
    let (mut of_ours, mut of_other) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        of_ours.push(turn(&mut ours)?);
        of_other.push(turn(&mut other)?);
    }
    Ok((median(&of_ours), median(&of_other)))
}

/// Asks for a while; the mean time.
fn turn(ask: &mut impl FnMut() -> Result<(), Problem>) -> Result<f64, Problem> {
    let begin = Instant::now();
    let mut asked = 0.0;
    while asked == 0.0 || begin.elapsed() < TURN {
        ask()?;
        asked += 1.0;
    }
    Ok(begin.elapsed().as_secs_f64() / asked)
}

fn encrypted(table: &mut Table, server: &Server, trust: &Trust) -> Result<(), Problem> {
    let to = server.tls_address.ok_or("the server speaks no TLS")?;
    let sought = query(Query::One(SOUGHT));
    let mut plain = Association::open(server.address, AE_TITLE, WORKLIST)?;
    let mut secure = Association::open_tls(trust, to, AE_TITLE, WORKLIST)?;
    let (ours, other) = beside(|| find(&mut secure, &sought), || find(&mut plain, &sought))?;
    table.ratio(
        &format!("C-FIND, one match of {STEPS} steps, TLS 1.3"),
        seconds(ours),
        format!("plain: {}", seconds(other)),
        ours / other,
        // Sealing and opening half a kilobyte costs a few microseconds, a wait would cost more.
        Reach::AtMost(1.5),
    );
    let echo = request(Operation::Echo, "", &[]);
    let (ours, other) = beside(
        || Ok(Association::open_tls(trust, to, AE_TITLE, VERIFICATION)?.ask(&echo)?),
        || Ok(Association::open(server.address, AE_TITLE, VERIFICATION)?.ask(&echo)?),
    )?;
    table.ratio(
        "association and C-ECHO, TLS 1.3 with its whole handshake",
        seconds(ours),
        format!("plain: {}", seconds(other)),
        ours / other,
        Reach::Reported,
    );
    Ok(())
}

/// Asks for one step.
fn find(association: &mut Association, sought: &[u8]) -> Result<(), Problem> {
    match association.find(sought, |_| {})? {
        Found { items: 1, .. } => Ok(()),
        Found { items, .. } => Err(format!("{items} steps were found instead of one").into()),
    }
}

fn flooded(table: &mut Table, server: &Server) -> Result<(), Problem> {
    let sought = query(Query::One(SOUGHT));
    let mut open = Association::open(server.address, AE_TITLE, WORKLIST)?;
    let mut asks: [(&str, Ask<'_>); 2] = [
        ("on an open association", &mut || find(&mut open, &sought)),
        ("each on an association of its own", &mut || {
            let mut association = Association::open(server.address, AE_TITLE, WORKLIST)?;
            find(&mut association, &sought)
        }),
    ];
    let mut calm = [const { Vec::new() }; 2];
    let mut during = [const { Vec::new() }; 2];
    let mut opened = 0;
    for _ in 0..ROUNDS {
        for ((_, ask), waits) in asks.iter_mut().zip(&mut calm) {
            waits.push(slow(ask)?);
        }
        let flood = Flood::start(server.address)?;
        for ((_, ask), waits) in asks.iter_mut().zip(&mut during) {
            waits.push(slow(ask)?);
        }
        opened += flood.stop()?;
    }
    eprintln!("bench: the flood opened {opened} connections");
    for (((how, _), calm), during) in asks.iter().zip(&calm).zip(&during) {
        let (calm, during) = (median(calm), median(during));
        table.ratio(
            &format!(
                "C-FIND {how} during a flood of {} connections, 99th percentile",
                Flood::CONNECTIONS
            ),
            seconds(during),
            format!("calm: {}", seconds(calm)),
            during / calm,
            Reach::AtMost(5.0),
        );
    }
    Ok(())
}

/// The 99th percentile of some waits.
fn slow(ask: &mut impl FnMut() -> Result<(), Problem>) -> Result<f64, Problem> {
    let mut waits = Vec::new();
    for _ in 0..QUESTIONS {
        std::thread::sleep(PAUSE);
        let begin = Instant::now();
        ask()?;
        waits.push(begin.elapsed().as_secs_f64());
    }
    Ok(quantile(&waits, 0.99))
}
