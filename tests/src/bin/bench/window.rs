//! How long the window waits: from an N-CREATE that is sent to the event of its exam, while pairs
//! arrive steadily.

use crate::Problem;
use crate::process::free_address;
use crate::schedule::{Pair, Schedule};
use crate::subject::{AE_TITLE, data_folder, import};
use crate::table::{Reach, Table, quantile, seconds};
use crate::wire::{Association, PERFORMED_STEP, digits};
use chrono::NaiveDate;
use contract::StepStatus;
use contract::events::Event;
use service::{Desk, Options};
use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::broadcast::error::RecvError;

const STEPS: u64 = 12_000;
const A_DAY: u64 = 1_200;
const PAIRS: u64 = 600;
const A_SECOND: u32 = 50;
const ASSOCIATIONS: u64 = 10;
/// An exam ends this many turns of its association after its start: 2 s.
const TURNS: usize = 10;

type Sent = Arc<Mutex<HashMap<String, Instant>>>;

/// Takes the figures.
pub fn measure(
    table: &mut Table,
    work: &Path,
    today: NaiveDate,
    commits: f64,
) -> Result<(), Problem> {
    let schedule = Schedule {
        steps: STEPS,
        a_day: A_DAY,
        first: today,
    };
    let data = data_folder(work, "window")?;
    import(&data, &schedule.csv())?;
    let address = free_address()?;
    std::fs::write(
        data.join("stepboard.toml"),
        format!("[dicom]\nlisten = \"{address}\"\nunknown_devices = \"accept\"\n"),
    )?;
    let runtime = tokio::runtime::Runtime::new()?;
    let options = Options {
        data: Some(data),
        ..Options::default()
    };
    let desk = runtime.block_on(Desk::open(options))?;
    let sent = Sent::default();
    let waits = runtime.spawn(listen(desk.clone(), Arc::clone(&sent)));
    send(address, today, &sent)?;
    runtime.block_on(desk.shutdown());
    let waits = runtime.block_on(waits)?;
    let lost = usize::try_from(PAIRS)? - waits.len();
    let three_commits = 3.0 / commits;
    let half = quantile(&waits, 0.5);
    let most = quantile(&waits, 0.95);
    let what = format!("N-CREATE to the window's event, {A_SECOND} pairs/s");
    let against = format!("three commits: {}", seconds(three_commits));
    table.ratio(
        &format!("{what}, median"),
        seconds(half),
        against.clone(),
        half / three_commits,
        Reach::Reported,
    );
    table.ratio(
        &format!("{what}, 95th percentile ({lost} of {PAIRS} not told alone)"),
        seconds(most),
        against,
        most / three_commits,
        Reach::AtMost(1.0),
    );
    Ok(())
}

/// Notes how long each start took to be told; ends a while after the last event.
async fn listen(desk: Desk, sent: Sent) -> Vec<f64> {
    let mut events = desk.subscribe();
    drop(desk);
    let mut waits = Vec::new();
    loop {
        let event = tokio::time::timeout(Duration::from_secs(4), events.recv()).await;
        let card = match event {
            Ok(Ok(Event::Exam { card })) => card,
            Ok(Err(RecvError::Closed)) | Err(_) => return waits,
            Ok(Ok(_) | Err(RecvError::Lagged(_))) => continue,
        };
        if card.status == StepStatus::InProgress {
            let mut sent = sent.lock().unwrap_or_else(PoisonError::into_inner);
            let since = sent.remove(&card.accession_number);
            waits.extend(since.map(|since| since.elapsed().as_secs_f64()));
        }
    }
}

/// Sends pairs at a steady rate, the end of each some time after its start.
fn send(to: SocketAddr, today: NaiveDate, sent: &Sent) -> Result<(), Problem> {
    let begin = Instant::now() + Duration::from_millis(500);
    let mut threads = Vec::new();
    for first in 0..ASSOCIATIONS {
        let mut association = Association::open(to, AE_TITLE, PERFORMED_STEP)?;
        let mut pair = Pair::new(today);
        let sent = Arc::clone(sent);
        threads.push(thread::spawn(move || -> std::io::Result<()> {
            let mut running = VecDeque::new();
            let mut number = first;
            while number < PAIRS {
                let due =
                    begin + Duration::from_secs(1) * u32::try_from(number).unwrap_or(0) / A_SECOND;
                thread::sleep(due.saturating_duration_since(Instant::now()));
                let request = pair.start(number, number);
                sent.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(format!("A{}", digits(number)), Instant::now());
                association.ask(request)?;
                running.push_back(number);
                if running.len() > TURNS
                    && let Some(ended) = running.pop_front()
                {
                    association.ask(pair.end(ended, ended))?;
                }
                number += ASSOCIATIONS;
            }
            for ended in running {
                association.ask(pair.end(ended, ended))?;
            }
            Ok(())
        }));
    }
    for thread in threads {
        thread.join().map_err(|_| "a client panicked")??;
    }
    Ok(())
}
