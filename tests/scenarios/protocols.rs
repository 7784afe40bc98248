//! The protocol catalogue: declared in a file, changed by a person, and what it says of exams that
//! modalities report.

use chrono::{Days, NaiveDateTime, NaiveTime, TimeDelta};
use contract::FailureCode;
use contract::board::{SeriesProgress, ShowBoard};
use contract::exam::{ExamView, ShowExam};
use contract::import::RunImport;
use contract::protocols::{
    ExpectedSeries, ListProtocols, ProtocolForm, ProtocolSource, RemoveProtocol, SaveProtocol,
};
use contract::search::Search;
use domain::AeTitle;
use domain::performed_step::{Consumption, ConsumptionSource, PerformedSeries, Report};
use service::clock::Clock;
use service::{Service, StartOptions};
use std::net::SocketAddr;
use tests::modality::start_of;
use tests::report::new_uid;
use tests::schedule::csv;
use tests::{Appointment, Department, Modality, TestDesk, block_on};

const SUCCESS: u16 = 0;

const CATALOGUE: &str = r#"
[[protocol]]
code = "CTABD"
scheme = "99LOCAL"
meaning = "CT abdomen with contrast"
modality = "CT"
expected_minutes = 35
contrast = true
expected_series = [
    "Scout",
    { name = "Portal venous", patterns = ["portal*", "PV *"] },
    { name = "Delayed", required = false },
]
"#;

fn appointment(number: u32) -> Appointment {
    Appointment::new(number)
        .with("RequestedProcedureCodeValue", "CTABD")
        .with("RequestedProcedureCodingScheme", "99LOCAL")
        .with("RequestedProcedureCodeMeaning", "CT abdomen with contrast")
}

/// A desk at a department with this catalogue and one appointment.
fn desk(declared: &str) -> TestDesk {
    let department = Department::scheduled(&[appointment(1)]);
    department.apply(declared);
    TestDesk::open(department)
}

/// An N-SET with series of these descriptions.
fn reported(status: &str, series: &[&str]) -> Report {
    let series = series.iter().map(|description| PerformedSeries {
        series_instance_uid: new_uid(),
        description: (*description).to_owned(),
        protocol_name: "Abdomen".to_owned(),
        ..PerformedSeries::default()
    });
    Report {
        status: Some(status.to_owned()),
        series: Some(series.collect()),
        ..Report::default()
    }
}

/// The last N-SET.
fn ended(at: NaiveDateTime, series: &[&str]) -> Report {
    Report {
        end_date: Some(at.date()),
        end_time: Some(at.time()),
        ..reported("COMPLETED", series)
    }
}

fn with_contrast(report: Report) -> Report {
    let iohexol = Consumption {
        name: "Iohexol".to_owned(),
        quantity: "90".to_owned(),
        unit: "ml".to_owned(),
        ..Consumption::default()
    };
    Report {
        consumption: vec![(ConsumptionSource::Contrast, vec![iohexol])],
        ..report
    }
}

fn exam(desk: &TestDesk, accession: &str) -> ExamView {
    let hits = desk.does(Search {
        text: accession.to_owned(),
        limit: 1,
    });
    let hit = hits.into_iter().next().expect("it is found");
    desk.does(ShowExam { id: hit.id })
}

/// The expected series of an exam and by which of its series each is fulfilled.
fn found(exam: &ExamView) -> Vec<(String, Option<String>)> {
    let adherence = exam.adherence.as_ref().expect("it is judged");
    let series = adherence.series.iter();
    series
        .map(|series| (series.name.clone(), series.found.clone()))
        .collect()
}

fn fulfilled(name: &str, by: &str) -> (String, Option<String>) {
    (name.to_owned(), Some(by.to_owned()))
}

fn open(name: &str) -> (String, Option<String>) {
    (name.to_owned(), None)
}

#[test]
fn while_an_exam_runs_it_says_what_is_not_yet_acquired() {
    let desk = desk(CATALOGUE);
    let mut modality = Modality::connect(&desk, "CT1").expect("it is let in");
    let uid = new_uid();
    let started = block_on(modality.start(&uid, &start_of(&appointment(1))));
    assert_eq!(started.map(|answer| answer.status).ok(), Some(SUCCESS));
    let begun = exam(&desk, "A1");
    assert_eq!(begun.card.expected_minutes, 35, "the order does not say");

    let report = reported("IN PROGRESS", &["scout 1.0"]);
    let answer = block_on(modality.report(&uid, &report));
    assert_eq!(answer.map(|answer| answer.status).ok(), Some(SUCCESS));
    let running = exam(&desk, "A1");
    assert_eq!(
        found(&running),
        [
            fulfilled("Scout", "scout 1.0"),
            open("Portal venous"),
            open("Delayed")
        ]
    );
    let adherence = running.adherence.expect("it is judged");
    assert!(adherence.running && !adherence.contrast_differs);
    let progress = SeriesProgress {
        found: 1,
        expected: 2,
        missing: vec!["Portal venous".to_owned()],
    };
    assert_eq!(running.card.progress, Some(progress));
}

#[test]
fn at_its_end_it_is_judged_as_a_whole() {
    let desk = desk(CATALOGUE);
    let mut modality = Modality::connect(&desk, "CT1").expect("it is let in");
    let uid = new_uid();
    let answer = block_on(modality.start(&uid, &start_of(&appointment(1))));
    assert_eq!(answer.map(|answer| answer.status).ok(), Some(SUCCESS));
    let all = ["Scout", "PV 3.0 Br40", "Delayed 5 min"];
    let report = with_contrast(ended(Clock::real().wall(), &all));
    let answer = block_on(modality.report(&uid, &report));
    assert_eq!(answer.map(|answer| answer.status).ok(), Some(SUCCESS));

    let whole = exam(&desk, "A1");
    let adherence = whole.adherence.clone().expect("it is judged");
    assert_eq!((adherence.running, adherence.score), (false, Some(100)));
    assert_eq!(
        found(&whole),
        [
            fulfilled("Scout", "Scout"),
            fulfilled("Portal venous", "PV 3.0 Br40"),
            fulfilled("Delayed", "Delayed 5 min")
        ]
    );
    let board = desk.does(ShowBoard { day: None });
    let card = board.exams.first().expect("it is on the board");
    let progress = card.progress.as_ref().expect("it is judged");
    assert_eq!((progress.found, progress.expected), (3, 3));
}

#[test]
fn an_exam_without_a_required_series_or_its_contrast_is_less_than_whole() {
    let desk = desk(CATALOGUE);
    let mut modality = Modality::connect(&desk, "CT1").expect("it is let in");
    let uid = new_uid();
    let answer = block_on(modality.start(&uid, &start_of(&appointment(1))));
    assert_eq!(answer.map(|answer| answer.status).ok(), Some(SUCCESS));
    let report = ended(Clock::real().wall(), &["Scout"]);
    let answer = block_on(modality.report(&uid, &report));
    assert_eq!(answer.map(|answer| answer.status).ok(), Some(SUCCESS));
    let lacking = exam(&desk, "A1");
    let adherence = lacking.adherence.expect("it is judged");
    assert!(adherence.contrast_differs);
    assert!(adherence.score.is_some_and(|score| score < 100));
    let missing = lacking.card.progress.map(|progress| progress.missing);
    assert_eq!(missing, Some(vec!["Portal venous".to_owned()]));
}

#[test]
fn a_file_is_declared_once_and_written_as_it_is_read() {
    let department = Department::new();
    let first = department.apply(CATALOGUE);
    assert!(first.contains("add protocol CTABD"), "{first}");
    let again = department.apply(CATALOGUE);
    assert!(again.contains("1 protocols unchanged"), "{again}");
    assert!(!again.contains("change protocol"), "{again}");

    let written = department.run(&["export", "settings"]).succeeded();
    let unchanged = department.apply(&written);
    assert!(unchanged.contains("1 protocols unchanged"), "{unchanged}");
    let elsewhere = Department::new();
    elsewhere.apply(&written);
    let rewritten = elsewhere.run(&["export", "settings"]).succeeded();
    assert_eq!(rewritten, written);
}

#[test]
fn a_trial_of_a_file_changes_nothing() {
    let department = Department::new();
    department.apply("");
    let file = department.folder().join("trial.toml");
    std::fs::write(&file, CATALOGUE).expect("the folder can be written");
    let trial = department.run(&["apply", "--dry-run", &file.to_string_lossy()]);
    assert!(trial.succeeded().contains("add protocol CTABD"));
    let written = department.run(&["export", "settings"]).succeeded();
    assert!(!written.contains("CTABD"), "{written}");
}

#[test]
fn what_is_wrong_in_a_file_is_named_and_nothing_of_it_is_taken() {
    let department = Department::new();
    let refused = |toml: &str| {
        let file = department.folder().join("wrong.toml");
        std::fs::write(&file, toml).expect("the folder can be written");
        let run = department.run(&["apply", &file.to_string_lossy()]);
        assert!(!run.status.success());
        run.stderr
    };
    let long = format!(
        "{CATALOGUE}\n[[protocol]]\ncode = \"CTX\"\nstation = \"NO_SUCH_AE_TITLE_IS_SO_LONG\"\n"
    );
    let twice = format!("{CATALOGUE}\n{CATALOGUE}");
    let misspelt = CATALOGUE.replace("patterns", "pattern");
    let nameless = CATALOGUE.replace("\"Scout\"", "\"\"");
    for (toml, named) in [
        (
            long.as_str(),
            ["wrong.toml", "protocol 2 (CTX at", "station"],
        ),
        (
            twice.as_str(),
            ["wrong.toml", "protocol 2 (CTABD)", "twice"],
        ),
        (misspelt.as_str(), ["wrong.toml", "line", "pattern"]),
        (
            nameless.as_str(),
            ["wrong.toml", "protocol 1 (CTABD)", "expected_series"],
        ),
    ] {
        let problem = refused(toml);
        for name in named {
            assert!(problem.contains(name), "{name} is not in: {problem}");
        }
    }
    let written = department.run(&["export", "settings"]).succeeded();
    assert!(!written.contains("CTABD"), "{written}");
}

fn form(series: &[&str]) -> ProtocolForm {
    ProtocolForm {
        code: contract::Code {
            value: "CTABD".to_owned(),
            scheme: "99LOCAL".to_owned(),
            meaning: "CT abdomen".to_owned(),
        },
        series: series
            .iter()
            .map(|name| ExpectedSeries {
                name: (*name).to_owned(),
                patterns: Vec::new(),
                required: true,
            })
            .collect(),
        ..ProtocolForm::default()
    }
}

fn save(id: Option<i64>, series: &[&str]) -> SaveProtocol {
    SaveProtocol {
        id,
        form: form(series),
        source: ProtocolSource::Edited,
    }
}

#[test]
fn of_two_who_change_an_entry_the_second_is_told() {
    let desk = TestDesk::open(Department::new());
    let added = desk.does(save(None, &["Scout"]));
    let same = desk.does(save(Some(added.id), &["Scout"]));
    assert_eq!(same.id, added.id, "what changes nothing makes no version");
    let changed = desk.does(save(Some(added.id), &["Scout", "Native"]));
    assert_eq!(changed.former_versions, 0, "it held on no former day");
    let late = save(Some(added.id), &["Scout", "Arterial"]);
    assert_eq!(desk.refuses(late), FailureCode::Changed);
    assert_eq!(desk.refuses(save(None, &["Scout"])), FailureCode::Refused);

    desk.does(RemoveProtocol { id: changed.id });
    assert!(desk.does(ListProtocols {}).protocols.is_empty());
    let trail = desk.department().export("audit");
    let actions: Vec<&str> = trail
        .iter()
        .filter(|entry| entry["Subject"] == "protocol")
        .filter_map(|entry| entry["Action"].as_str())
        .collect();
    assert_eq!(actions, ["create", "edit", "remove"]);
}

/// A service on a day of the story.
struct Story {
    service: Service,
    clock: Clock,
    address: SocketAddr,
    _department: Department,
}

impl Story {
    fn begin() -> Self {
        Self::with("")
    }

    /// With these devices declared.
    fn with(declared: &str) -> Self {
        let department = Department::new();
        if !declared.is_empty() {
            department.apply(declared);
        }
        let noon = NaiveTime::from_hms_opt(12, 0, 0).expect("noon is a time");
        let clock = Clock::simulated(Clock::real().today().and_time(noon), 0.0);
        let options = StartOptions {
            clock: clock.clone(),
            ..StartOptions::new(department.folder().to_owned())
        };
        let service = block_on(Service::open(options)).expect("the department opens");
        let address = block_on(service.listen(None)).expect("the port is free");
        Self {
            service,
            clock,
            address,
            _department: department,
        }
    }

    fn schedule(&self, appointment: &Appointment) {
        let import = RunImport {
            file_name: "day.csv".to_owned(),
            content: csv(std::slice::from_ref(appointment)),
        };
        let imported = block_on(self.service.department().run_import(import));
        assert_eq!(imported.expect("it is taken").summary.created, 1);
    }

    /// Performs an appointment now, with these series.
    fn perform(&self, appointment: &Appointment, series: &[&str]) {
        self.perform_at("CT1", appointment, (0, 0), series);
    }

    /// Performs an appointment at a station, which says that it was between these minutes from now.
    fn perform_at(
        &self,
        station: &str,
        appointment: &Appointment,
        minutes: (i64, i64),
        series: &[&str],
    ) {
        let now = self.clock.wall();
        let (began, end) = (
            now + TimeDelta::minutes(minutes.0),
            now + TimeDelta::minutes(minutes.1),
        );
        let uid = new_uid();
        let start = Report {
            station_ae_title: AeTitle::new(station).ok(),
            start_date: Some(began.date()),
            start_time: Some(began.time()),
            ..start_of(appointment)
        };
        let mut modality =
            block_on(Modality::associate(self.address, station)).expect("it is let in");
        let started = block_on(modality.start(&uid, &start));
        assert_eq!(started.map(|answer| answer.status).ok(), Some(SUCCESS));
        let ended = block_on(modality.report(&uid, &ended(end, series)));
        assert_eq!(ended.map(|answer| answer.status).ok(), Some(SUCCESS));
        block_on(modality.release()).expect("it parts in order");
    }

    fn exam(&self, accession: &str) -> ExamView {
        let department = self.service.department();
        let search = Search {
            text: accession.to_owned(),
            limit: 1,
        };
        let hits = block_on(department.search(search)).expect("it can be searched");
        let id = hits.into_iter().next().expect("it is found").id;
        block_on(department.show_exam(ShowExam { id })).expect("it is shown")
    }
}

impl Drop for Story {
    fn drop(&mut self) {
        block_on(self.service.shutdown());
    }
}

#[test]
fn an_exam_is_judged_by_the_version_of_its_day() {
    let story = Story::begin();
    let department = story.service.department();
    story.schedule(&appointment(1));
    story.perform(&appointment(1), &["Scout"]);
    assert!(story.exam("A1").adherence.is_none(), "no entry held yet");
    let first = block_on(department.save_protocol(save(None, &["Scout"]))).expect("it is saved");
    assert_eq!(
        story.exam("A1").adherence.and_then(|it| it.score),
        Some(100)
    );

    let tomorrow = story.clock.wall().checked_add_days(Days::new(1));
    let tomorrow = tomorrow.expect("there is a day after");
    story.clock.set(tomorrow, 0.0);
    let more = save(Some(first.id), &["Scout", "Native"]);
    let second = block_on(department.save_protocol(more)).expect("it is saved");
    assert_eq!(second.former_versions, 1);
    let day = tomorrow.format("%Y%m%d").to_string();
    let next = appointment(2).with("ScheduledProcedureStepStartDate", &day);
    story.schedule(&next);
    story.perform(&next, &["Scout"]);

    let (old, new) = (story.exam("A1"), story.exam("A2"));
    assert_eq!(found(&old), [fulfilled("Scout", "Scout")]);
    assert_eq!(found(&new), [fulfilled("Scout", "Scout"), open("Native")]);

    let removed = RemoveProtocol { id: second.id };
    block_on(department.remove_protocol(removed)).expect("it is removed");
    assert!(story.exam("A2").adherence.is_none(), "it held on no day");
    assert_eq!(
        story.exam("A1").adherence.and_then(|it| it.score),
        Some(100)
    );
}

#[test]
fn past_exams_suggest_an_entry_that_a_person_accepts() {
    let story = Story::begin();
    for number in 1..=10 {
        story.schedule(&appointment(number));
        let all = ["Scout", "Portal venous", "Delayed"];
        let count = match number {
            10 => 1,
            1..=4 => 3,
            _ => 2,
        };
        let series: Vec<&str> = all.into_iter().take(count).collect();
        story.perform(&appointment(number), &series);
    }
    let department = story.service.department();
    let view = block_on(department.list_protocols()).expect("it is shown");
    let proposal = view.proposals.first().expect("it is proposed");
    assert_eq!(
        (proposal.exams, &proposal.occurrences),
        (10, &vec![10, 9, 4])
    );
    let required: Vec<bool> = proposal.form.series.iter().map(|it| it.required).collect();
    assert_eq!(required, [true, true, false]);

    let accepted = SaveProtocol {
        id: None,
        form: proposal.form.clone(),
        source: ProtocolSource::Learned,
    };
    let row = block_on(department.save_protocol(accepted)).expect("it is accepted");
    assert_eq!(row.source, ProtocolSource::Learned);
    let view = block_on(department.list_protocols()).expect("it is shown");
    assert_eq!((view.protocols.len(), view.proposals.len()), (1, 0));
    let lacking = story.exam("A10").card.progress.map(|it| it.missing);
    assert_eq!(lacking, Some(vec!["Portal venous".to_owned()]));
}

#[test]
fn what_is_no_exam_and_times_that_cannot_be_teach_nothing() {
    let story = Story::with(
        "[[device]]\nae_title = \"AW1\"\nname = \"Workstation\"\n\
         [[device]]\nae_title = \"IM1\"\nname = \"Importer\"\nmodality = \"OT\"\n\
         [device.performed]\nimports = true\n",
    );
    for number in 1..=10 {
        let exam = appointment(number);
        story.schedule(&exam);
        // Most scanners of this department have a clock that is an hour ahead, and none an exam of
        // three hours.
        let times = if number > 4 { (60, 240) } else { (-20, 0) };
        story.perform_at("CT1", &exam, times, &["Scout"]);
        story.perform_at("AW1", &exam, (-200, 0), &["3D rendering"]);
        story.perform_at("IM1", &exam, (-300, 0), &["From elsewhere"]);
    }
    let view = block_on(story.service.department().list_protocols()).expect("it is shown");
    let proposal = view.proposals.first().expect("it is proposed");
    assert_eq!(proposal.exams, 10);
    let series: Vec<&str> = proposal
        .form
        .series
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(series, ["Scout"]);
    assert_eq!(proposal.form.expected_minutes, 20);
}
