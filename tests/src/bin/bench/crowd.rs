//! A crowd asks at once: a thousand C-FINDs of a hundred devices, each on its association.

use crate::Problem;
use crate::schedule::{STATIONS, Schedule, query};
use crate::subject::{AE_TITLE, Server};
use crate::table::{Table, quantile, seconds};
use crate::wire::{Association, WORKLIST};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Instant;

const DEVICES: u64 = 100;
const QUERIES: u64 = 10;
/// Associations at once from one address; the server allows 32.
const OF_ONE_ADDRESS: u64 = 25;

/// Takes the figures: each device asks for the days of a station, one after the other, as fast as it
/// is answered.
pub fn measure(table: &mut Table, server: &Server, schedule: Schedule) -> Result<(), Problem> {
    let ready = Arc::new(Barrier::new(usize::try_from(DEVICES)? + 1));
    let mut devices = Vec::new();
    for device in 0..DEVICES {
        let address = u8::try_from(2 + device / OF_ONE_ADDRESS)?;
        let from = IpAddr::V4(Ipv4Addr::new(127, 0, 0, address));
        let mut association =
            Association::open_from(Some(from), server.address, AE_TITLE, WORKLIST)?;
        let days = schedule.steps / schedule.a_day;
        let requests: Vec<Vec<u8>> = (0..QUERIES)
            .map(|number| (device + number) % days * schedule.a_day + device % STATIONS)
            .map(|step| query(schedule.station_day(step)))
            .collect();
        let ready = Arc::clone(&ready);
        devices.push(thread::spawn(move || -> std::io::Result<Vec<f64>> {
            ready.wait();
            let mut waits = Vec::new();
            for request in requests {
                let begin = Instant::now();
                let found = association.find(&request, |_| {})?;
                waits.push(begin.elapsed().as_secs_f64());
                if found.items == 0 {
                    return Err(std::io::Error::other("a station's day was empty"));
                }
            }
            Ok(waits)
        }));
    }
    ready.wait();
    let begin = Instant::now();
    let mut waits = Vec::new();
    for device in devices {
        waits.extend(device.join().map_err(|_| "a client panicked")??);
    }
    let all = begin.elapsed().as_secs_f64();
    let what = format!(
        "{} C-FINDs from {DEVICES} devices at once, {} steps",
        waits.len(),
        schedule.steps
    );
    let note = format!("all of them: {}", seconds(all));
    for (name, part) in [("median", 0.5), ("99th percentile", 0.99)] {
        let wait = seconds(quantile(&waits, part));
        table.report(&format!("{what}, {name}"), wait, &note);
    }
    Ok(())
}
