//! A simulated day with many exceptions, and the books of who simulated it: the queue holds what was
//! done otherwise and nothing else; once it is decided, charges and quality agree with the books.

use contract::charges::{ChargeLine, ChargeOrigin, ListCharges};
use contract::quality::{QualityFilter, QualityTotals, ShowQuality};
use contract::reconciliation::{
    AfterDiscontinuation, Decide, Decision, DiscrepancyKind, QueueItem, ShowCase, ShowQueue,
};
use contract::shell::Preferences;
use contract::{Code, ExamId};
use service::clock::{Clock, to_contract};
use service::simulator::{
    self, Journal, JournalDifference, JournalExam, JournalOutcome, ORDERED_BEFORE, Options, Plan,
    Reception, Simulation, Target,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tests::{Department, Listens, TestDesk, block_on, eventually};
use tokio_util::sync::CancellationToken;

/// How long the service may take until it has looked at what time alone shows: it looks every 15 s.
const TIME_PASSES: Duration = Duration::from_secs(60);

/// A day that is over, and the desk of the department it was played against.
struct Played {
    desk: TestDesk,
    journal: Journal,
    plan: Plan,
}

impl Played {
    /// A day of 120 exams in eight rooms of which every third is out of the ordinary.
    fn day(seed: u64) -> Self {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 11).expect("a Wednesday");
        let plan = simulator::plan(&Options {
            stations: 8,
            exams: 120,
            exceptions_percent: 30,
            seed,
            ..Options::new(day)
        })
        .expect("there is such a day");
        let clock = Clock::simulated(plan.opens - ORDERED_BEFORE, 0.0);
        let desk = TestDesk::open_at(Department::for_registered_devices(), clock);
        let journal = block_on(play(&desk, &plan));
        Self {
            desk,
            journal,
            plan,
        }
    }

    fn queue(&self) -> Vec<QueueItem> {
        self.desk.does(ShowQueue {}).items
    }

    /// What the queue asks, in the words of the journal. The performed step is named where the
    /// journal names it.
    fn asked(&self, item: &QueueItem) -> JournalDifference {
        let names_step =
            item.accession_number.is_empty() || item.kind == DiscrepancyKind::WrongWorklistEntry;
        let case = names_step.then(|| self.desk.does(ShowCase { id: item.id }));
        let steps = case.map(|case| case.performed_steps).unwrap_or_default();
        // Of those of a picked entry, the one that was begun for another exam.
        let begun_for = |uid: &str| {
            let mut known = self.journal.performed_steps.values();
            known
                .find(|step| step.sop_instance_uid == uid)
                .map(|step| step.accession_number.clone())
        };
        let about = steps.into_iter().find(|step| {
            begun_for(&step.sop_instance_uid).as_ref() != Some(&item.accession_number)
        });
        JournalDifference {
            kind: word(item.kind),
            accession_number: item.accession_number.clone(),
            sop_instance_uid: about.map(|step| step.sop_instance_uid).unwrap_or_default(),
        }
    }

    /// Decides everything that is open, as somebody does who knows what happened.
    fn decide_all(&self) {
        for item in self.queue() {
            // What an earlier decision answered is not asked any more.
            if self.queue().iter().any(|open| open.id == item.id) {
                self.desk.does(Decide {
                    items: vec![(item.id, item.revision)],
                    decision: self.decision(&item),
                    note: String::new(),
                });
            }
        }
    }

    fn decision(&self, item: &QueueItem) -> Decision {
        match item.kind {
            DiscrepancyKind::PatientMismatch => Decision::Link {
                orders: vec![self.candidate(item)],
                laterality_checked: true,
            },
            DiscrepancyKind::Unscheduled => Decision::KeepUnscheduled,
            DiscrepancyKind::WrongWorklistEntry | DiscrepancyKind::DuplicateStep => {
                Decision::WrongEntry
            }
            DiscrepancyKind::StuckInProgress => Decision::Close {
                completed: false,
                reason: Some(failure()),
                ended: to_contract(self.plan.closes),
            },
            DiscrepancyKind::MissingPerformedStep => Decision::NoShow,
            DiscrepancyKind::DiscontinuedWithoutReason => Decision::GiveReason {
                reason: failure(),
                then: AfterDiscontinuation::Stay {
                    charge: false,
                    keep_images: true,
                },
            },
            DiscrepancyKind::LateralityDiffers
            | DiscrepancyKind::CanceledButPerformed
            | DiscrepancyKind::ProcedureDiffers
            | DiscrepancyKind::ProtocolDiffers
            | DiscrepancyKind::MissingSeries
            | DiscrepancyKind::ExtraSeries
            | DiscrepancyKind::NoSeries
            | DiscrepancyKind::ModalityDiffers
            | DiscrepancyKind::StationDiffers
            | DiscrepancyKind::LateUpdate
            | DiscrepancyKind::BillingDiffers => Decision::Accept {
                reason: "seen".to_owned(),
            },
        }
    }

    /// The order that a mismatched exam was meant for.
    fn candidate(&self, item: &QueueItem) -> ExamId {
        let case = self.desk.does(ShowCase { id: item.id });
        let mut candidates = case.candidates.into_iter().chain(case.linked);
        let found = candidates.find(|it| it.accession_number == item.accession_number);
        found.expect("the order it names is a candidate").exam
    }

    /// The AccessionNumber as the journal has it: none of an order that was made for an exam.
    fn known(&self, accession_number: &str) -> String {
        let mut exams = self.journal.exams.iter();
        let found = exams.find(|exam| exam.accession_number == accession_number);
        found.map(accession).unwrap_or_default()
    }

    fn day_of_plan(&self) -> String {
        self.plan.opens.date().to_string()
    }

    /// What is charged, by AccessionNumber and charge; exams without an order have an empty one.
    fn charged(&self, is_of: impl Fn(&ChargeLine) -> bool) -> BTreeMap<(String, String), f64> {
        let day = self.day_of_plan();
        let view = self.desk.does(ListCharges {
            from: day.clone(),
            to: day,
            state: None,
            text: String::new(),
        });
        let mut charged = BTreeMap::new();
        for exam in &view.exams {
            for line in exam.lines.iter().filter(|line| is_of(line)) {
                let quantity: f64 = line.quantity.parse().expect("a number");
                let key = (self.known(&exam.accession_number), line.code.value.clone());
                *charged.entry(key).or_default() += quantity;
            }
        }
        charged.retain(|_, quantity| *quantity != 0.0);
        charged
    }

    fn quality(&self) -> (QualityTotals, BTreeMap<String, BTreeSet<&'static str>>) {
        let day = self.day_of_plan();
        let view = self.desk.does(ShowQuality {
            filter: QualityFilter {
                from: day.clone(),
                to: day,
                ..QualityFilter::default()
            },
        });
        let mut deviations: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
        for exam in &view.exams {
            // What closed by itself did not differ in the end.
            let stayed = exam.deviations.iter();
            let stayed = stayed.filter(|it| it.open || !it.decided_by.is_empty());
            let kinds = stayed.map(|it| word(it.kind));
            deviations
                .entry(self.known(&exam.accession_number))
                .or_default()
                .extend(kinds);
        }
        deviations.retain(|_, kinds| !kinds.is_empty());
        (view.totals, deviations)
    }
}

/// Why an exam was discontinued, of which nobody had said so.
fn failure() -> Code {
    Code {
        value: "110501".to_owned(),
        scheme: "DCM".to_owned(),
        meaning: "Equipment failure".to_owned(),
    }
}

fn word(kind: DiscrepancyKind) -> &'static str {
    let word = serde_json::to_value(kind).expect("a kind has a word");
    let known = domain::discrepancy::Kind::parse(word.as_str().unwrap_or_default());
    known.expect("the rules know it").word()
}

/// Plays a day from its first to its last message, until the next morning.
async fn play(desk: &TestDesk, plan: &Plan) -> Journal {
    let department = desk.use_cases();
    simulator::furnish(&department, plan, Preferences::default())
        .await
        .expect("the department takes its devices, catalogues and orders");
    let target = Target {
        address: desk.address(),
        called_ae_title: "STEPBOARD".to_owned(),
    };
    let reception = Reception::of(department, plan.clone());
    let stop = CancellationToken::new();
    let mut simulation = Simulation::new(plan.clone(), target, Arc::new(reception), stop);
    let next_morning = plan.opens + chrono::TimeDelta::days(1);
    simulation.fast_forward(next_morning).await;
    simulation.journal_reader().journal()
}

/// The base charges of the day, by AccessionNumber and charge: one for what was done once, however
/// often it was reported, none for what did not happen, and a part where the catalogue charges it.
fn base_charges(journal: &Journal) -> BTreeMap<(String, String), f64> {
    let mut due = BTreeMap::new();
    for exam in &journal.exams {
        let quantity = match exam.outcome {
            // The one that nobody ended is closed at the desk as discontinued.
            JournalOutcome::Nothing | JournalOutcome::Running => continue,
            JournalOutcome::Completed => 1.0,
            JournalOutcome::Discontinued => {
                let is_waived = exam.discrepancies.contains(&"discontinued-without-reason");
                if is_waived || !exam.performed.starts_with("XA") {
                    continue;
                }
                0.4
            }
        };
        *due.entry((accession(exam), format!("C-{}", exam.performed)))
            .or_default() += quantity;
    }
    due
}

/// Contrast and supplies of exams that were completed.
fn consumed(journal: &Journal) -> BTreeMap<String, f64> {
    let mut due = BTreeMap::new();
    let completed = journal
        .exams
        .iter()
        .filter(|exam| exam.outcome == JournalOutcome::Completed);
    for (code, quantity) in completed.flat_map(|exam| &exam.consumed) {
        let quantity = f64::from(u32::try_from(*quantity).expect("a small number"));
        *due.entry(format!("C-{code}")).or_default() += quantity;
    }
    due
}

/// As the product knows it: an exam that came without an order has none.
fn accession(exam: &JournalExam) -> String {
    if exam.is_scheduled {
        exam.accession_number.clone()
    } else {
        String::new()
    }
}

fn count(journal: &Journal, is: impl Fn(&JournalExam) -> bool) -> u32 {
    let counted = journal.exams.iter().filter(|exam| is(exam)).count();
    u32::try_from(counted).expect("a small number")
}

#[test]
fn queue_charges_and_quality_agree_with_the_books_of_who_simulated_the_day() {
    let played = Played::day(5);
    let journal = &played.journal;
    assert_eq!(journal.counts.failures, 0);
    let told = journal.differences();
    let kinds: BTreeSet<&str> = told.iter().map(|difference| difference.kind).collect();
    // A simulated scanner has one modality.
    assert_eq!(kinds.len(), domain::discrepancy::Kind::ALL.len() - 1);

    eventually("time shows what it alone shows", TIME_PASSES, || {
        let queue = played.queue();
        let has = |kind| queue.iter().any(|item| item.kind == kind);
        (has(DiscrepancyKind::MissingPerformedStep) && has(DiscrepancyKind::StuckInProgress))
            .then_some(())
    });
    let queue = played.queue();
    let mut asked: Vec<JournalDifference> = queue.iter().map(|item| played.asked(item)).collect();
    asked.sort();
    assert_eq!(asked, told);

    played.decide_all();
    let left: Vec<DiscrepancyKind> = played.queue().iter().map(|item| item.kind).collect();
    assert_eq!(left, []);

    let is_base = |line: &ChargeLine| {
        matches!(
            line.origin,
            ChargeOrigin::Procedure | ChargeOrigin::BillingCode
        )
    };
    assert_eq!(played.charged(is_base), base_charges(journal));
    let mut used: BTreeMap<String, f64> = BTreeMap::new();
    let is_used =
        |line: &ChargeLine| matches!(line.origin, ChargeOrigin::Contrast | ChargeOrigin::Supply);
    for ((_, charge), quantity) in played.charged(is_used) {
        *used.entry(charge).or_default() += quantity;
    }
    assert_eq!(used, consumed(journal));

    let (totals, deviations) = played.quality();
    let is = |outcome| move |exam: &JournalExam| exam.outcome == outcome;
    assert_eq!(totals.exams, count(journal, |_| true));
    assert_eq!(
        totals.completed,
        count(journal, is(JournalOutcome::Completed))
    );
    assert_eq!(
        totals.discontinued,
        count(journal, is(JournalOutcome::Discontinued))
            + count(journal, is(JournalOutcome::Running))
    );
    assert_eq!(totals.unscheduled, 0, "they were given an order");
    assert_eq!(totals.decided, totals.with_deviation);
    let mut expected: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for difference in told {
        let kinds = expected.entry(difference.accession_number).or_default();
        kinds.insert(difference.kind);
        if difference.kind == "duplicate-step" {
            // Whoever decided it said that.
            kinds.insert("wrong-worklist-entry");
        }
    }
    assert_eq!(deviations, expected);
}
