//! No question to a table that grows reads all of it; the schema here is the one on disk.

use crate::{
    AssociationQuery, AuditEntry, AuditQuery, MessageQuery, NewMessage, PerformedSummary, Session,
    Snapshot, StatusClass, StoredDiscrepancy, StoredLink, StoredStep, Subject, migrations,
};
use chrono::NaiveDate;
use diesel::connection::InstrumentationEvent;
use diesel::prelude::*;
use domain::performed_step::{PerformedSeries, Report, ScheduledReference};
use domain::scheduled_step::StepStatus;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// Tables whose rows grow with the exams.
const GROWING: [&str; 16] = [
    "association",
    "patient",
    "imaging_order",
    "requested_procedure",
    "scheduled_step",
    "performed_step",
    "scheduled_reference",
    "performed_series",
    "consumption",
    "link",
    "message",
    "audit",
    "charge_line",
    "charge_correction",
    "discrepancy",
    "worklist_query",
];

fn connection() -> SqliteConnection {
    let mut connection = SqliteConnection::establish(":memory:").unwrap();
    migrations::run(&mut connection).unwrap();
    connection
}

/// The statements that `ask` runs, in the order they begin.
fn statements(
    connection: &mut SqliteConnection,
    ask: impl FnOnce(&mut Session<'_>),
) -> Vec<String> {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&seen);
    connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let text = query.to_string();
            let statement = text
                .split(" -- binds")
                .next()
                .unwrap_or_default()
                .to_owned();
            keep.lock().unwrap().push(statement);
        }
    });
    ask(&mut Session { connection });
    connection.set_instrumentation(|_: InstrumentationEvent<'_>| {});
    let mut seen = seen.lock().unwrap();
    seen.drain(..)
        .filter(|statement| !statement.is_empty())
        .collect()
}

#[derive(QueryableByName)]
struct PlanLine {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

fn full_scans(connection: &mut SqliteConnection, statements: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for statement in statements {
        let plan: Vec<PlanLine> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {statement}"))
            .load(connection)
            .unwrap();
        for line in plan {
            let scanned = GROWING
                .iter()
                .any(|table| line.detail == format!("SCAN {table}"));
            if scanned {
                found.push(format!("{}: {statement}", line.detail));
            }
        }
    }
    found
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

/// What a start and an end of an exam ask and write.
fn messages(session: &mut Session<'_>, step: i64) {
    session.steps_by_study("1.2.3").unwrap();
    session.steps_by_accession("A1").unwrap();
    session.steps_by_procedure_id("R1").unwrap();
    session.steps_by_step_id("S1").unwrap();
    let report = Report {
        scheduled_steps: Some(vec![ScheduledReference::default()]),
        series: Some(vec![PerformedSeries::default()]),
        ..Report::default()
    };
    let mut new = PerformedSummary {
        board_day: day(),
        ..PerformedSummary::default()
    };
    new.report.performed_procedure_step_id = Some("PPS1".to_owned());
    let id = session.add_performed_step(&new, &report).unwrap();
    session
        .add_link(&StoredLink {
            performed_step: id,
            scheduled_step: step,
            basis: "study".to_owned(),
            linked_at: 0,
            linked_by: String::new(),
        })
        .unwrap();
    let mut known = session.performed_step_by_uid("").unwrap().unwrap();
    session.fill_series(&mut known).unwrap();
    session.fill_references(&mut known).unwrap();
    session.change_performed_step(&known, &report).unwrap();
    session.steps_of_performed(id).unwrap();
    session.performed_of_step(step).unwrap();
    session
        .set_step_status(step, StepStatus::InProgress)
        .unwrap();
    session.links_of_scheduled(&[step]).unwrap();
    session.performed_steps_that_meant(&[step]).unwrap();
    session.discrepancies_of(&[id], &[step]).unwrap();
    let mut item = StoredDiscrepancy {
        performed_step: Some(id),
        ..StoredDiscrepancy::default()
    };
    item.id = session.save_discrepancy(&item).unwrap();
    session.save_discrepancy(&item).unwrap();
    session.performed_steps_alike(&[id], 10).unwrap();
    session.performed_step_in_full(id).unwrap();
    session
        .add_message(NewMessage {
            received_at: 0,
            peer: String::new(),
            calling_ae_title: String::new(),
            called_ae_title: String::new(),
            service: "N-SET",
            sop_instance_uid: String::new(),
            status: 0,
            comment: String::new(),
            transfer_syntax: "1.2.840.10008.1.2",
            data_set: Vec::new(),
            findings: Vec::new(),
            performed_status: None,
            series: 0,
            images: None,
        })
        .unwrap();
}

#[test]
fn what_a_message_asks_is_answered_by_indexes() {
    let mut connection = connection();
    let asked = statements(&mut connection, |session| {
        let step = session.save_scheduled_step(&StoredStep::default()).unwrap();
        messages(session, step);
    });
    assert!(asked.len() > 20, "the statements were seen");
    assert_eq!(full_scans(&mut connection, &asked), Vec::<String>::new());
}

#[test]
fn what_a_message_asks_is_prepared_once() {
    let mut connection = connection();
    let mut session = Session {
        connection: &mut connection,
    };
    let step = session.save_scheduled_step(&StoredStep::default()).unwrap();
    let prepared = Arc::new(Mutex::new(Vec::new()));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let (keep, ask) = (Arc::clone(&prepared), Arc::clone(&asked));
    connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::CacheQuery { sql, .. } = event {
            keep.lock().unwrap().push(sql.to_owned());
        } else if let InstrumentationEvent::StartQuery { query, .. } = event {
            let text = query.to_string();
            let statement = text.split(" -- binds").next().unwrap_or_default();
            ask.lock().unwrap().push(statement.to_owned());
        }
    });
    messages(
        &mut Session {
            connection: &mut connection,
        },
        step,
    );
    let (prepared, asked) = (prepared.lock().unwrap(), asked.lock().unwrap());
    let anew: Vec<&String> = asked
        .iter()
        // SQLite prepares a statement with a bound LIMIT each time, whoever keeps it.
        .filter(|statement| !prepared.contains(statement) || statement.contains("LIMIT"))
        .collect();
    assert!(asked.len() > 15, "the statements were seen");
    assert_eq!(anew, Vec::<&String>::new());
}

#[test]
fn what_a_change_and_its_verification_ask_is_answered_by_indexes() {
    let mut connection = connection();
    let asked = statements(&mut connection, |session| {
        let entry = AuditEntry {
            at: 0,
            who: String::new(),
            action: String::new(),
            subject: String::new(),
            subject_id: 0,
            change_set: String::new(),
            before: Snapshot::nothing(),
            after: Snapshot::nothing(),
            note: String::new(),
        };
        session.add_audit(entry).unwrap();
        session.verify_audit().unwrap();
    });
    assert!(asked.len() >= 6, "the statements were seen");
    assert_eq!(full_scans(&mut connection, &asked), Vec::<String>::new());
}

#[test]
fn what_a_screen_asks_is_answered_by_indexes() {
    let mut connection = connection();
    let asked = statements(&mut connection, |session| {
        session.scheduled_step(1).unwrap();
        session.scheduled_steps(&[1, 2]).unwrap();
        session.scheduled_steps_between(day(), day()).unwrap();
        session.steps_of_patient_on("P1", day()).unwrap();
        session.performed_steps(&[1]).unwrap();
        session.performed_steps_between(day(), day()).unwrap();
        session.performed_steps_in_progress().unwrap();
        session.performed_steps_of(&[1]).unwrap();
        session.performed_step_in_full(1).unwrap();
        session.links_of_performed(&[1]).unwrap();
        session.messages_about(&["1.2".to_owned()]).unwrap();
        session.messages_in_full(&["1.2".to_owned()]).unwrap();
        session.accepted_messages("1.2").unwrap();
        session
            .newest_performed_of("CT1", day(), day(), 10)
            .unwrap();
        session.messages_between(0, 1).unwrap();
        session.message(1).unwrap();
        session.last_message().unwrap();
        session.performed_steps_after_message(1).unwrap();
        let network = MessageQuery {
            to: 1,
            ae_title: "CT1".to_owned(),
            service: "N-SET".to_owned(),
            status: Some(StatusClass::Warning),
            text: "1.2".to_owned(),
            ..MessageQuery::default()
        };
        session.list_messages(&network, 0, 10).unwrap();
        session.count_messages(&network).unwrap();
        session.message_choices(0, 1).unwrap();
        let associations = AssociationQuery {
            to: 1,
            ..AssociationQuery::default()
        };
        session.associations(&associations, 0, 10).unwrap();
        session.count_associations(&associations).unwrap();
        session.last_association().unwrap();
        session.forget_associations(1, 10).unwrap();
        session.audit_of("scheduled-step", 1).unwrap();
        let audit = AuditQuery {
            to: 1,
            who: "ana".to_owned(),
            action: "edit".to_owned(),
            subject: "device".to_owned(),
            ..AuditQuery::default()
        };
        session.list_audit(&audit, 0, 10).unwrap();
        session.list_audit(&AuditQuery::default(), 0, 10).unwrap();
        session.count_audit(&audit).unwrap();
        session.audit_choices(0, 1).unwrap();
        session.undo_change_set("x").unwrap();
        session.records_of_change("x").unwrap();
        session.aliases_of(&["P1"]).unwrap();
        session.set_aliases(1, &[]).unwrap();
        session.past_steps(day(), day(), 10).unwrap();
        let known = PerformedSummary::default();
        session.fill_what_protocols_name(&mut [known]).unwrap();
        session.steps_of_procedures(&[1, 2]).unwrap();
        session.consumption_of_steps(&[1, 2]).unwrap();
        session.charge_lines(&[1, 2]).unwrap();
        session.charge_corrections(&[1, 2]).unwrap();
        session.mark_charges_exported(&[1, 2], 0).unwrap();
        session.undo_charges("x").unwrap();
        session.open_discrepancies().unwrap();
        session.count_open_discrepancies().unwrap();
        session.discrepancy(1).unwrap();
        session.discrepancies_between(0, 1).unwrap();
        session.count_late_message(1).unwrap();
        session.performed_instants(&[1, 2]).unwrap();
        session.worklist_query(1).unwrap();
        session.worklist_queries_between(0, 1).unwrap();
        session.add_worklist_queries(&[]).unwrap();
        session.forget_worklist_queries(0).unwrap();
        let item = StoredDiscrepancy::default();
        session.save_discrepancy(&item).unwrap();
        session.steps_of_patient("P1", 50).unwrap();
        let noon = chrono::NaiveTime::MIN;
        session.steps_between_times(day(), noon, noon, 100).unwrap();
        session.set_links(1, &[]).unwrap();
        for subject in [
            Subject::Links,
            Subject::PerformedStep,
            Subject::Aliases,
            Subject::Discrepancy,
        ] {
            session.snapshot(subject, 1).unwrap();
        }
    });
    assert!(asked.len() >= 16, "the statements were seen");
    assert_eq!(full_scans(&mut connection, &asked), Vec::<String>::new());
}

#[test]
fn what_time_makes_due_is_found_by_indexes() {
    let mut connection = connection();
    let asked = statements(&mut connection, |session| {
        let noon = chrono::NaiveTime::MIN;
        session.silent_performed_steps(0, "stuck", 10).unwrap();
        session.performed_steps_silent_since(0, 10).unwrap();
        session.waiting_notifications().unwrap();
        session.forget_subscriber("RIS").unwrap();
        session
            .overdue_scheduled_steps(day(), (day(), noon), "missing", "mismatch", 10)
            .unwrap();
        session.open_performed_steps(day()).unwrap();
    });
    assert_eq!(asked.len(), 8, "the statements were seen");
    assert_eq!(full_scans(&mut connection, &asked), Vec::<String>::new());
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

#[test]
fn the_schema_in_code_is_the_one_on_disk() {
    let mut connection = connection();
    let mut declared: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut table = String::new();
    for line in include_str!("schema.rs").lines().map(str::trim) {
        if let Some((name, _)) = line
            .strip_suffix(") {")
            .and_then(|line| line.split_once(" ("))
        {
            name.clone_into(&mut table);
        } else if let Some((column, _)) = line.split_once(" -> ")
            && !line.starts_with("diesel::")
        {
            declared
                .entry(table.clone())
                .or_default()
                .push(column.to_owned());
        }
    }
    assert!(declared.len() >= 15);
    for (table, columns) in declared {
        let on_disk: Vec<Column> = diesel::sql_query(format!(
            "SELECT name FROM pragma_table_info('{table}') ORDER BY cid"
        ))
        .load(&mut connection)
        .unwrap();
        let on_disk: Vec<String> = on_disk.into_iter().map(|column| column.name).collect();
        assert_eq!(columns, on_disk, "{table}");
    }
}
