//! One simulated scanner: talks DICOM as its day demands and survives what the network does.

use super::events::{Act, Event};
use super::journal::{Books, JournalMessage, JournalStep};
use super::plan::{Delivery, Plan, PlannedExam, PlannedPerformedStep};
use super::report::{Registered, Scribe};
use super::stations::Station;
use chrono::NaiveDateTime;
use dimse::client::{Association, Error, Proposal, Response, WorklistAnswer, WorklistQuery};
use domain::performed_step::{Counts, Report};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Attempts of one exchange.
const ATTEMPTS: u32 = 6;
/// Pause before the second attempt; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// Whom the scanners talk to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Address.
    pub address: SocketAddr,
    /// Called AE title.
    pub called_ae_title: String,
}

/// What all scanners share.
pub(super) struct Department {
    pub(super) plan: Plan,
    pub(super) target: Target,
    pub(super) books: Books,
    pub(super) stop: CancellationToken,
}

/// A scanner.
pub(super) struct Scanner {
    station: Station,
    /// Entries of the worklist seen so far, by AccessionNumber; a scanner forgets none during the
    /// day.
    worklist: HashMap<String, WorklistAnswer>,
    /// Performed steps begun, by their number in the plan.
    registered: HashMap<usize, Registered>,
}

/// One exchange on an association.
enum Exchange<'a> {
    Echo,
    Find(&'a WorklistQuery),
    Create(&'a str, &'a Report),
    Set(&'a str, &'a Report),
}

/// What came back.
enum Heard {
    Response(Response),
    Answers(Vec<WorklistAnswer>),
}

/// An N-CREATE or N-SET about to be sent.
struct Message {
    due: NaiveDateTime,
    service: &'static str,
    report: Report,
}

impl Scanner {
    pub(super) fn new(station: Station) -> Self {
        Self {
            station,
            worklist: HashMap::new(),
            registered: HashMap::new(),
        }
    }

    /// Does what is due.
    pub(super) async fn act(&mut self, department: &Department, event: Event) {
        match event.act {
            Act::Desk(..) => {}
            Act::Echo => {
                self.talk(department, &[Exchange::Echo]).await;
            }
            Act::Refresh => self.refresh(department).await,
            Act::LookUp(number) => self.look_up(department, number).await,
            Act::Create(number) => self.create(department, number).await,
            Act::Report(number, report) => self.report(department, number, report).await,
            Act::End(number) => self.end(department, number).await,
            Act::CreateAndEnd(number) => self.create_and_end(department, number).await,
            Act::ReportLate(number) => self.report_late(department, number).await,
        }
    }

    /// Asks whether the target lives and lets this scanner in.
    pub(super) async fn reach(&self, department: &Department) -> Result<(), Error> {
        let mut association = self.connect(department).await?;
        let query = self.worklist_query(department);
        association.echo().await?;
        association.find_worklist(&query).await?;
        association.release().await
    }

    async fn refresh(&mut self, department: &Department) {
        let query = self.worklist_query(department);
        self.find(department, &query).await;
    }

    fn worklist_query(&self, department: &Department) -> WorklistQuery {
        WorklistQuery {
            station_ae_title: self.station.ae_title.clone(),
            start_date: department.plan.opens.format("%Y%m%d").to_string(),
            ..WorklistQuery::default()
        }
    }

    /// Finds the entries of a performed step: in the room's worklist, else by AccessionNumber.
    async fn look_up(&mut self, department: &Department, number: usize) {
        let Some(step) = department.plan.performed_steps.get(number) else {
            return;
        };
        self.refresh(department).await;
        for index in &step.scheduled {
            let Some(exam) = department.plan.exams.get(*index) else {
                continue;
            };
            if !self.worklist.contains_key(&exam.accession_number) {
                let query = WorklistQuery {
                    accession_number: exam.accession_number.clone(),
                    ..WorklistQuery::default()
                };
                self.find(department, &query).await;
            }
        }
    }

    async fn find(&mut self, department: &Department, query: &WorklistQuery) {
        let heard = self.talk(department, &[Exchange::Find(query)]).await;
        for heard in heard.into_iter().flatten() {
            if let Heard::Answers(answers) = heard {
                let known = answers
                    .into_iter()
                    .map(|answer| (answer.accession_number.clone(), answer));
                self.worklist.extend(known);
            }
        }
    }

    async fn create(&mut self, department: &Department, number: usize) {
        let Some((exam, step)) = planned(department, number) else {
            return;
        };
        self.register(department, number, step);
        let Some(scribe) = self.scribe(exam, step, number) else {
            return;
        };
        let message = || Message {
            due: step.created,
            service: "N-CREATE",
            report: scribe.created(),
        };
        self.send(department, number, &[message()]).await;
        if step.delivery == Delivery::CreateRepeated {
            self.send(department, number, &[message()]).await;
        }
    }

    async fn report(&self, department: &Department, number: usize, report: usize) {
        let Some((exam, step)) = planned(department, number) else {
            return;
        };
        let (Some(scribe), Some(progress)) =
            (self.scribe(exam, step, number), step.progress.get(report))
        else {
            return;
        };
        let message = Message {
            due: progress.at,
            service: "N-SET",
            report: scribe.progressed(progress.series),
        };
        self.send(department, number, &[message]).await;
    }

    async fn end(&self, department: &Department, number: usize) {
        let Some((exam, step)) = planned(department, number) else {
            return;
        };
        let (Some(scribe), Some(end)) = (self.scribe(exam, step, number), &step.end) else {
            return;
        };
        let message = Message {
            due: end.reported,
            service: "N-SET",
            report: scribe.ended(end),
        };
        self.send(department, number, &[message]).await;
    }

    /// Says once more what it made; an ended step takes nothing any more (PS3.4 F.7.2.2.3).
    async fn report_late(&self, department: &Department, number: usize) {
        let Some((exam, step)) = planned(department, number) else {
            return;
        };
        let (Some(scribe), Some(due)) = (self.scribe(exam, step, number), step.late_report) else {
            return;
        };
        let message = Message {
            due,
            service: "N-SET",
            report: scribe.progressed(step.series.len()),
        };
        self.send(department, number, &[message]).await;
    }

    async fn create_and_end(&mut self, department: &Department, number: usize) {
        let Some((exam, step)) = planned(department, number) else {
            return;
        };
        self.register(department, number, step);
        let (Some(scribe), Some(end)) = (self.scribe(exam, step, number), &step.end) else {
            return;
        };
        let messages = [
            Message {
                due: step.created,
                service: "N-CREATE",
                report: scribe.created(),
            },
            Message {
                due: step.created,
                service: "N-SET",
                report: scribe.ended(end),
            },
        ];
        self.send(department, number, &messages).await;
    }

    /// Takes what the worklist says of the entries picked; without any, the patient is typed in.
    fn register(&mut self, department: &Department, number: usize, step: &PlannedPerformedStep) {
        let plan = &department.plan;
        let entry = |index: &usize| {
            let exam = plan.exams.get(*index)?;
            self.worklist.get(&exam.accession_number)
        };
        let entries: Vec<&WorklistAnswer> = step.scheduled.iter().filter_map(entry).collect();
        let mut registered = Registered::new(plan, step, &entries, entry(&step.patient_of));
        let repeated = self.repeated(plan, step);
        if let Some(first) = repeated {
            registered.repeat(first);
        }
        let repeats = repeated.map(|first| first.sop_instance_uid.as_str().to_owned());
        let accession_number = |index: &usize| {
            let exam = plan.exams.get(*index);
            exam.map(|exam| exam.accession_number.clone())
        };
        let wanted = step.scheduled.iter().filter_map(accession_number);
        let (named, not_found): (Vec<String>, Vec<String>) =
            wanted.partition(|number| self.worklist.contains_key(number));
        let mut journal = department.books.open();
        journal.counts.not_on_worklist += u64::from(!not_found.is_empty());
        journal.performed_steps.insert(
            number,
            JournalStep {
                sop_instance_uid: registered.sop_instance_uid.as_str().to_owned(),
                station_ae_title: self.station.ae_title.clone(),
                accession_number: accession_number(&step.exam).unwrap_or_default(),
                named,
                not_found,
                is_other_patient: step.patient_of != step.exam,
                repeats: repeats.unwrap_or_default(),
                messages: Vec::new(),
            },
        );
        drop(journal);
        self.registered.insert(number, registered);
    }

    /// What a duplicate reports again: the first performed step of its exam.
    fn repeated(&self, plan: &Plan, step: &PlannedPerformedStep) -> Option<&Registered> {
        if !step.is_duplicate {
            return None;
        }
        let is_of_exam = |number: &&usize| {
            let other = plan.performed_steps.get(**number);
            other.is_some_and(|other| other.exam == step.exam)
        };
        let first = self.registered.keys().filter(is_of_exam).min()?;
        self.registered.get(first)
    }

    fn scribe<'a>(
        &'a self,
        exam: &'a PlannedExam,
        step: &'a PlannedPerformedStep,
        number: usize,
    ) -> Option<Scribe<'a>> {
        Some(Scribe {
            exam,
            station: &self.station,
            step,
            number,
            registered: self.registered.get(&number)?,
        })
    }

    /// Sends messages of one performed step on one association and enters them in the journal.
    async fn send(&self, department: &Department, number: usize, messages: &[Message]) {
        let Some(registered) = self.registered.get(&number) else {
            return;
        };
        let uid = registered.sop_instance_uid.as_str();
        let exchanges: Vec<Exchange<'_>> = messages
            .iter()
            .map(|message| match message.service {
                "N-CREATE" => Exchange::Create(uid, &message.report),
                _ => Exchange::Set(uid, &message.report),
            })
            .collect();
        let heard = self.talk(department, &exchanges).await.unwrap_or_default();
        let mut journal = department.books.open();
        for (place, message) in messages.iter().enumerate() {
            let response = match heard.get(place) {
                Some(Heard::Response(response)) => Some(response.status),
                Some(Heard::Answers(_)) | None => None,
            };
            match response {
                Some(0) => journal.counts.accepted += 1,
                Some(_) => journal.counts.refused += 1,
                None => {}
            }
            let counts = Counts::of(&message.report);
            if let Some(step) = journal.performed_steps.get_mut(&number) {
                step.messages.push(JournalMessage {
                    due: message.due,
                    service: message.service,
                    performed_status: message.report.status.clone().unwrap_or_default(),
                    series: counts.series,
                    images: counts.images,
                    response,
                });
            }
        }
    }

    /// Opens an association, has the exchanges, releases it; again when the connection fails.
    async fn talk(
        &self,
        department: &Department,
        exchanges: &[Exchange<'_>],
    ) -> Option<Vec<Heard>> {
        let mut pause = FIRST_PAUSE;
        for attempt in 1..=ATTEMPTS {
            let error = match self.talk_once(department, exchanges).await {
                Ok(heard) => return Some(heard),
                Err(error) => error,
            };
            let is_last = attempt == ATTEMPTS || department.stop.is_cancelled();
            if is_last || !is_worth_repeating(&error) {
                self.give_up(department, &error);
                return None;
            }
            department.books.open().counts.retries += 1;
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = department.stop.cancelled() => {}
            }
            pause *= 2;
        }
        None
    }

    fn give_up(&self, department: &Department, error: &Error) {
        let counts = &mut department.books.open().counts;
        let is_stranger = self.station == department.plan.stranger;
        if is_stranger && matches!(error, Error::Rejected { .. }) {
            counts.rejected_calls += 1;
            return;
        }
        counts.failures += 1;
        tracing::warn!(
            calling = self.station.ae_title,
            %error,
            "a simulated scanner gave up an exchange"
        );
    }

    async fn talk_once(
        &self,
        department: &Department,
        exchanges: &[Exchange<'_>],
    ) -> Result<Vec<Heard>, Error> {
        let mut association = self.connect(department).await?;
        let mut heard = Vec::with_capacity(exchanges.len());
        for exchange in exchanges {
            heard.push(match exchange {
                Exchange::Echo => Heard::Response(association.echo().await?),
                Exchange::Find(query) => Heard::Answers(association.find_worklist(query).await?),
                Exchange::Create(uid, report) => {
                    Heard::Response(association.create_performed_step(Some(uid), report).await?)
                }
                Exchange::Set(uid, report) => {
                    Heard::Response(association.set_performed_step(uid, report).await?)
                }
            });
        }
        count(&mut department.books.open().counts, exchanges);
        // All answers are there: an untidy end takes none of them back.
        if let Err(error) = association.release().await {
            tracing::debug!(%error, "the association did not end in order");
        }
        Ok(heard)
    }

    async fn connect(&self, department: &Department) -> Result<Association, Error> {
        let target = &department.target;
        let proposal = Proposal::new(&self.station.ae_title, &target.called_ae_title);
        let association = Association::connect(target.address, &proposal).await?;
        department.books.open().counts.associations += 1;
        Ok(association)
    }
}

fn planned(
    department: &Department,
    number: usize,
) -> Option<(&PlannedExam, &PlannedPerformedStep)> {
    let step = department.plan.performed_steps.get(number)?;
    Some((department.plan.exams.get(step.exam)?, step))
}

fn count(counts: &mut super::journal::Counts, exchanges: &[Exchange<'_>]) {
    for exchange in exchanges {
        match exchange {
            Exchange::Echo => counts.echoes += 1,
            Exchange::Find(_) => counts.queries += 1,
            Exchange::Create(..) | Exchange::Set(..) => {}
        }
    }
}

/// Whether an exchange may succeed later.
fn is_worth_repeating(error: &Error) -> bool {
    match error {
        Error::Connect(_)
        | Error::Broken(_)
        | Error::Closed
        | Error::Silent(_)
        | Error::Aborted { .. } => true,
        // 1 is permanent (PS3.8 Table 9-21).
        Error::Rejected { result, .. } => *result != 1,
        Error::NotAccepted(_) | Error::Status(_) | Error::Protocol(_) => false,
    }
}
