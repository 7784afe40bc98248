//! C-FIND on one open association: few answers out of many steps, and all of them.

use crate::Problem;
use crate::crowd;
use crate::peers::{self, Peer};
use crate::schedule::{Query, STATIONS, Schedule, query};
use crate::subject::{AE_TITLE, Server, data_folder, import};
use crate::table::{Reach, Table, median, rate, seconds};
use crate::wire::{Association, WORKLIST, values};
use chrono::NaiveDate;
use std::path::Path;
use std::time::{Duration, Instant};

const SIZES: [u64; 3] = [1_000, 10_000, 50_000];
/// DCMTK and Orthanc read all their files for each query: more would take the whole time.
const SIZE_OF_PEERS: u64 = 10_000;
const STEPS_A_DAY: u64 = 400;
/// A step that every size has.
const SOUGHT: u64 = 421;
/// Each figure is the median of so many rounds; in a round everybody has a turn.
const ROUNDS: usize = 5;
const BROAD_ROUNDS: usize = 3;
/// How long one turn lasts at least.
const TURN: Duration = Duration::from_millis(200);

/// One who is asked, and how long it took in each round.
struct Asked {
    name: String,
    steps: u64,
    association: Association,
    times: Vec<f64>,
}

/// Takes the figures.
pub fn measure(table: &mut Table, work: &Path, today: NaiveDate) -> Result<(), Problem> {
    let mut servers = Vec::new();
    for steps in SIZES {
        let schedule = Schedule {
            steps,
            a_day: STEPS_A_DAY,
            first: today,
        };
        let data = data_folder(work, &format!("worklist-{steps}"))?;
        let begin = Instant::now();
        import(&data, &schedule.csv())?;
        let import = begin.elapsed();
        let server = Server::start(&data)?;
        let note = format!("import {}", seconds(import.as_secs_f64()));
        let figure = format!(
            "{}, {:.0} MB resident",
            seconds(server.start.as_secs_f64()),
            server.resident_megabytes()?
        );
        table.report(
            &format!("start to listening with {steps} steps"),
            figure,
            &note,
        );
        servers.push((steps, server));
    }
    let mut peers = Vec::new();
    for (steps, server) in servers.iter().filter(|(steps, _)| *steps <= SIZE_OF_PEERS) {
        let items = items(server)?;
        let files = work.join(format!("worklist-files-{steps}"));
        peers::write_worklist_files(&files, &items)?;
        peers.push((*steps, "DCMTK wlmscpfs", peers::dcmtk(&files)?));
        let orthanc = work.join(format!("orthanc-{steps}"));
        peers.push((*steps, "Orthanc", peers::orthanc(&files, &orthanc)?));
    }
    let schedule = Schedule {
        steps: 0,
        a_day: STEPS_A_DAY,
        first: today,
    };
    let station_day = usize::try_from(STEPS_A_DAY / STATIONS)?;
    selective(table, &servers, &peers, Query::One(SOUGHT), 1)?;
    selective(
        table,
        &servers,
        &peers,
        schedule.station_day(SOUGHT),
        station_day,
    )?;
    broad(table, &servers, &peers)?;
    let (steps, server) = servers
        .iter()
        .find(|(steps, _)| *steps == SIZE_OF_PEERS)
        .ok_or("no such server")?;
    let schedule = Schedule {
        steps: *steps,
        ..schedule
    };
    crowd::measure(table, server, schedule)
}

/// What the server knows, as data sets.
fn items(server: &Server) -> Result<Vec<Vec<u8>>, Problem> {
    let mut items = Vec::new();
    Association::open(server.address, AE_TITLE, WORKLIST)?.find(&query(Query::All), |pdu| {
        items.extend(values(pdu).filter_map(|value| value.data_set().map(<[u8]>::to_vec)));
    })?;
    Ok(items)
}

fn selective(
    table: &mut Table,
    servers: &[(u64, Server)],
    peers: &[(u64, &str, Peer)],
    asked: Query,
    matches: usize,
) -> Result<(), Problem> {
    let request = query(asked);
    let mut all = Vec::new();
    for (steps, server) in servers {
        all.push(Asked {
            name: String::new(),
            steps: *steps,
            association: Association::open(server.address, AE_TITLE, WORKLIST)?,
            times: Vec::new(),
        });
    }
    for (steps, name, peer) in peers {
        all.push(Asked {
            name: (*name).to_owned(),
            steps: *steps,
            association: Association::open(peer.address, peer.ae_title, WORKLIST)?,
            times: Vec::new(),
        });
    }
    for _ in 0..ROUNDS {
        for one in &mut all {
            one.turn(&request, matches)?;
        }
    }
    let (ours, others): (Vec<&Asked>, Vec<&Asked>) =
        all.iter().partition(|one| one.name.is_empty());
    let time = |steps| {
        let one = ours.iter().find(|one| one.steps == steps);
        one.map_or(0.0, |one| median(&one.times))
    };
    let what = if matches == 1 {
        "one match"
    } else {
        "a station's day (20 matches)"
    };
    for other in others {
        let (mine, its) = (time(other.steps), median(&other.times));
        let reach = if other.steps == SIZE_OF_PEERS && other.name.starts_with("DCMTK") {
            Reach::AtLeast(300.0)
        } else {
            Reach::Reported
        };
        table.ratio(
            &format!("C-FIND, {what} of {} steps", other.steps),
            seconds(mine),
            format!("{}: {}", other.name, seconds(its)),
            its / mine,
            reach,
        );
    }
    let [small, .., large] = SIZES;
    table.ratio(
        &format!("C-FIND, {what} of {large} steps"),
        seconds(time(large)),
        format!("of {small} steps: {}", seconds(time(small))),
        time(large) / time(small),
        Reach::AtMost(1.5),
    );
    Ok(())
}

impl Asked {
    /// Asks for a while and notes the mean time of a query.
    fn turn(&mut self, request: &[u8], matches: usize) -> Result<(), Problem> {
        let begin = Instant::now();
        let mut queries = 0.0;
        while queries == 0.0 || begin.elapsed() < TURN {
            let found = self.association.find(request, |_| {})?;
            if found.items != matches {
                return Err(format!(
                    "{} found {} of {matches} matches in {} steps",
                    self.name, found.items, self.steps
                )
                .into());
            }
            queries += 1.0;
        }
        self.times.push(begin.elapsed().as_secs_f64() / queries);
        Ok(())
    }
}

fn broad(
    table: &mut Table,
    servers: &[(u64, Server)],
    peers: &[(u64, &str, Peer)],
) -> Result<(), Problem> {
    let request = query(Query::All);
    let steps = SIZE_OF_PEERS;
    let server = servers
        .iter()
        .find(|(size, _)| *size == steps)
        .ok_or("no such server")?;
    let peer = peers
        .iter()
        .find(|(size, ..)| *size == steps)
        .ok_or("no such peer")?;
    let mut ours = Association::open(server.1.address, AE_TITLE, WORKLIST)?;
    let mut answer = Vec::new();
    ours.find(&request, |pdu| answer.extend_from_slice(pdu))?;
    let size = answer.len();
    let recorded = peers::recorded(ours.accepted.clone(), request.len(), answer)?;
    let asked = |name: &str, association| Asked {
        name: name.to_owned(),
        steps,
        association,
        times: Vec::new(),
    };
    let mut ours = asked("", ours);
    let mut dcmtk = asked(
        peer.1,
        Association::open(peer.2.address, peer.2.ae_title, WORKLIST)?,
    );
    let mut recorded = asked(
        "the same bytes",
        Association::open(recorded.address, recorded.ae_title, WORKLIST)?,
    );
    for _ in 0..BROAD_ROUNDS {
        for one in [&mut ours, &mut dcmtk, &mut recorded] {
            one.turn(&request, usize::try_from(steps)?)?;
        }
    }
    let responses = |one: &Asked| f64::from(u32::try_from(steps).unwrap_or(0)) / median(&one.times);
    let what = format!("C-FIND, all {steps} steps ({:.1} MB)", size as f64 / 1e6);
    table.ratio(
        &what,
        rate(responses(&ours), "responses"),
        format!("{}: {}", dcmtk.name, rate(responses(&dcmtk), "responses")),
        responses(&ours) / responses(&dcmtk),
        Reach::AtLeast(10.0),
    );
    table.ratio(
        &what,
        rate(responses(&ours), "responses"),
        format!(
            "the same bytes, made before: {}",
            rate(responses(&recorded), "responses")
        ),
        responses(&recorded) / responses(&ours),
        Reach::AtMost(3.0),
    );
    Ok(())
}
