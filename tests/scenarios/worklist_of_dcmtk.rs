//! DCMTK's sample worklist and queries, asked by DCMTK's own client, against what DCMTK's own server
//! answers (recorded with the data).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tests::peers::csv_of_worklist_files;
use tests::{Dcmtk, Department, TestService, place};

/// Keys that are added so that every answer says which step it is, as when the answers of DCMTK were
/// recorded.
const IDENTITY: [&str; 4] = ["-k", "0008,0050", "-k", "(0040,0100)[0].0040,0009"];

struct Sample {
    data: PathBuf,
    dcmtk: Dcmtk,
    service: TestService,
}

impl Sample {
    fn served() -> Option<Self> {
        let data = place::shared_data("dcmtk-worklist")?;
        let dcmtk = Dcmtk::find()?;
        let csv = csv_of_worklist_files(&data.join("db"))?;
        let department = Department::new();
        let summary = department.import(&csv);
        assert_eq!(summary["created"], 10, "{summary}");
        Some(Self {
            data,
            dcmtk,
            service: department.serve(),
        })
    }

    /// Asks a query as it is.
    fn ask(&self, query: &Path) -> Answered {
        let plain = self.dcmtk.worklist(&self.service, query, &[]);
        Answered {
            accessions: values_of("(0008,0050)", &plain),
            count: pending(&plain),
            statuses: statuses(&plain),
        }
    }

    /// Asks a query as it is, and which steps it finds with [`IDENTITY`].
    fn ask_and_identify(&self, query: &Path) -> Answered {
        let identified = self.dcmtk.worklist(&self.service, query, &IDENTITY);
        Answered {
            accessions: values_of("(0008,0050)", &identified),
            ..self.ask(query)
        }
    }
}

/// What came back for a query.
#[derive(Debug, PartialEq, Eq)]
struct Answered {
    accessions: BTreeSet<String>,
    count: usize,
    statuses: BTreeSet<String>,
}

/// What `findscu -v` calls the responses.
pub(crate) fn statuses(printed: &str) -> BTreeSet<String> {
    let pending = printed
        .lines()
        .filter_map(|line| line.split_once("Find Response: "))
        .map(|(_, response)| response.split_once(' ').unwrap_or_default().1.to_owned());
    let last = printed
        .lines()
        .filter_map(|line| line.split_once("Received Final Find Response "))
        .map(|(_, response)| response.to_owned());
    pending.chain(last).collect()
}

fn pending(printed: &str) -> usize {
    printed.matches("Find Response: ").count()
}

/// The values of an attribute in what `findscu -v` printed after the request.
pub(crate) fn values_of(tag: &str, printed: &str) -> BTreeSet<String> {
    let answers = printed.split_once("Find Response: ").unwrap_or_default().1;
    answers
        .lines()
        .filter(|line| line.contains(tag))
        .filter_map(|line| Some(line.split_once('[')?.1.split_once(']')?.0))
        .map(|value| value.trim().to_owned())
        .collect()
}

/// What DCMTK's server answered: the accessions of the recorded table.
fn recorded(file: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(file).expect("every query has its recorded answers");
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .filter_map(|line| line.split('\t').next())
        .map(str::to_owned)
        .collect()
}

fn expected(file: &Path, pending: &str) -> Answered {
    let accessions = recorded(file);
    let count = accessions.len();
    let first = (count > 0).then(|| pending.to_owned());
    let last = "(Success)".to_owned();
    Answered {
        accessions,
        count,
        statuses: first.into_iter().chain([last]).collect(),
    }
}

const ALL_KEYS_SUPPORTED: &str = "(Pending)";

#[test]
fn dcmtks_own_queries_find_what_they_find_in_dcmtk() {
    let Some(sample) = Sample::served() else {
        return;
    };
    for number in 0..13 {
        let query = sample.data.join(format!("queries/wlistqry{number}.dcm"));
        let file = sample.data.join(format!("expected/query{number}.txt"));
        let found = sample.ask_and_identify(&query);
        assert_eq!(found, expected(&file, ALL_KEYS_SUPPORTED), "query {number}");
    }
}

#[test]
fn queries_for_values_that_occur_find_the_same_steps_as_in_dcmtk() {
    let Some(sample) = Sample::served() else {
        return;
    };
    let queries = std::fs::read_dir(sample.data.join("queries-adapted")).expect("it is there");
    let mut asked = 0;
    for query in queries.map(|entry| entry.expect("it can be read").path()) {
        if query.extension().is_none_or(|extension| extension != "dcm") {
            continue;
        }
        let name = query.file_stem().unwrap_or_default().to_string_lossy();
        let file = sample.data.join(format!("expected-adapted/{name}.txt"));
        assert_eq!(
            sample.ask(&query),
            expected(&file, ALL_KEYS_SUPPORTED),
            "{name}"
        );
        asked += 1;
    }
    assert_eq!(asked, 13);
}
