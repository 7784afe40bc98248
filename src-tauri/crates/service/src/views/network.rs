//! The network page: associations and messages, and the file a person takes away.

use crate::associations::{Association, Context, Outcome};
use crate::clock;
use crate::department::Department;
use crate::exports::Export;
use crate::registry::Registry;
use crate::sheet::{Cell, Sheet};
use crate::views::map;
use crate::views::orders::day;
use chrono::NaiveTime;
use contract::charges::ExportedFile;
use contract::network::{
    AssociationOutcome, AssociationRow, AssociationsPage, ContextResult, ContextRow,
    ExportMessages, ListAssociations, ListMessages, MessageCount, MessageFilter, MessageRow,
    MessagesPage, StatusClass,
};
use contract::{Failure, FailureCode};
use std::sync::Arc;
use storage::{AssociationQuery, MessageHead, MessageQuery};

/// Rows of one answer at most: a screen shows about forty.
const ROWS: u32 = 500;
/// Messages of one file at most: a month of a large department.
const EXPORTED: u32 = 200_000;

impl Department {
    /// The associations that are open, and a window of those that ended.
    ///
    /// # Errors
    /// When a day cannot be read, or the database refuses.
    pub async fn list_associations(
        self: &Arc<Self>,
        request: ListAssociations,
    ) -> Result<AssociationsPage, Failure> {
        let filter = request.filter;
        let (from, to) = instants(&filter.from, &filter.to)?;
        let query = AssociationQuery {
            from,
            to,
            ae_title: filter.ae_title.clone(),
            only_problems: filter.only_problems,
        };
        let (offset, limit) = (request.offset, request.limit.min(ROWS));
        self.read(move |department, session| {
            let open = department.associations.open();
            let ended = session.associations(&query, offset, limit)?;
            let total = session.count_associations(&query)?;
            let registry = department.registry();
            let is_asked = |association: &Association| {
                (query.ae_title.is_empty() || association.calling_ae_title == query.ae_title)
                    && !query.only_problems
            };
            Ok(AssociationsPage {
                now: clock::to_contract(department.clock.wall()),
                open: open
                    .into_iter()
                    .filter(is_asked)
                    .map(|open| association(open, &registry))
                    .collect(),
                ended: ended
                    .into_iter()
                    .map(|ended| association(Association::of(ended), &registry))
                    .collect(),
                total,
                kept_days: department.settings().config.dicom.keep_associations_days,
            })
        })
        .await
    }

    /// A window of the messages.
    ///
    /// # Errors
    /// When a day cannot be read, or the database refuses.
    pub async fn list_messages(
        self: &Arc<Self>,
        request: ListMessages,
    ) -> Result<MessagesPage, Failure> {
        let query = query(request.filter)?;
        let (offset, limit) = (request.offset, request.limit.min(ROWS));
        self.read(move |department, session| {
            let (ae_titles, services) = session.message_choices(query.from, query.to)?;
            let total = session.count_messages(&query)?;
            let rows = session.list_messages(&query, offset, limit)?;
            let registry = department.registry();
            Ok(MessagesPage {
                total,
                rows: rows.iter().map(|head| message(head, &registry)).collect(),
                ae_titles,
                services,
            })
        })
        .await
    }

    /// Writes the messages to a file, a row a message; the export is an entry of the audit trail.
    ///
    /// # Errors
    /// When a day cannot be read, there are too many messages, or the file cannot be written.
    pub async fn export_messages(
        self: &Arc<Self>,
        request: ExportMessages,
    ) -> Result<ExportedFile, Failure> {
        let query = query(request.filter)?;
        let sheet = self
            .read(move |department, session| {
                let total = session.count_messages(&query)?;
                if total > EXPORTED {
                    return Ok(Err(total));
                }
                let mut sheet = Sheet::new("Messages", COLUMNS);
                let registry = department.registry();
                for head in session.list_messages(&query, 0, EXPORTED)? {
                    fill(&mut sheet, &message(&head, &registry), head.received_at);
                }
                Ok(Ok(sheet))
            })
            .await?
            .map_err(|total| {
                Failure::new(
                    FailureCode::Refused,
                    format!(
                        "a file holds {EXPORTED} messages, and these are {total}: choose fewer days"
                    ),
                )
            })?;
        let export = Export {
            subject: "messages",
            format: request.format,
            with_names: false,
        };
        self.hand_out(sheet, export).await
    }
}

const COLUMNS: [&str; 12] = [
    "Number",
    "Time",
    "Direction",
    "Service",
    "AETitle",
    "StationName",
    "CalledAETitle",
    "Address",
    "SOPInstanceUID",
    "Status",
    "ErrorComment",
    "Findings",
];

fn fill(sheet: &mut Sheet, row: &MessageRow, received_at: i64) {
    sheet.push([
        Cell::from(row.id),
        Cell::from(clock::wall_of(received_at)),
        Cell::from(if row.incoming { "in" } else { "out" }),
        Cell::from(row.service.as_str()),
        Cell::from(row.ae_title.as_str()),
        Cell::from(row.station_name.as_str()),
        Cell::from(row.called_ae_title.as_str()),
        Cell::from(row.address.as_str()),
        Cell::from(row.sop_instance_uid.as_str()),
        Cell::from(row.status.as_str()),
        Cell::from(row.comment.as_str()),
        Cell::from(findings(row)),
    ]);
}

fn findings(row: &MessageRow) -> String {
    let sentences = row.findings.iter().map(|finding| finding.sentence.as_str());
    sentences.collect::<Vec<_>>().join("; ")
}

/// The instants from the beginning of the first day to the end of the last.
fn instants(from: &str, to: &str) -> Result<(i64, i64), Failure> {
    let (from, to) = (day("from", from)?, day("to", to)?);
    let after = to.succ_opt().unwrap_or(to);
    Ok((
        clock::instant_of(from.and_time(NaiveTime::MIN)),
        clock::instant_of(after.and_time(NaiveTime::MIN)),
    ))
}

fn query(filter: MessageFilter) -> Result<MessageQuery, Failure> {
    let (from, to) = instants(&filter.from, &filter.to)?;
    Ok(MessageQuery {
        from,
        to,
        ae_title: filter.ae_title,
        service: filter.service,
        status: filter.status.map(|class| match class {
            StatusClass::Success => storage::StatusClass::Success,
            StatusClass::Warning => storage::StatusClass::Warning,
            StatusClass::Failure => storage::StatusClass::Failure,
        }),
        text: filter.text,
    })
}

/// The name of a registered device; empty for others.
fn station_name(registry: &Registry, ae_title: &str) -> String {
    let device = registry.device(ae_title);
    device.map_or_else(String::new, |device| device.name.clone())
}

fn message(head: &MessageHead, registry: &Registry) -> MessageRow {
    MessageRow {
        id: head.id,
        time: clock::instant_to_contract(head.received_at),
        incoming: head.direction == "in",
        service: head.service.clone(),
        ae_title: head.calling_ae_title.clone(),
        station_name: station_name(registry, &head.calling_ae_title),
        called_ae_title: head.called_ae_title.clone(),
        address: head.peer.clone(),
        sop_instance_uid: head.sop_instance_uid.clone(),
        status: format!("{:04X}", head.status),
        class: match storage::StatusClass::of(head.status) {
            storage::StatusClass::Success => StatusClass::Success,
            storage::StatusClass::Warning => StatusClass::Warning,
            storage::StatusClass::Failure => StatusClass::Failure,
        },
        comment: head.comment.clone(),
        findings: head
            .findings
            .iter()
            .map(|sentence| map::deviation(sentence))
            .collect(),
        size: head.size,
    }
}

fn association(association: Association, registry: &Registry) -> AssociationRow {
    let details = association.details;
    AssociationRow {
        id: association.id,
        station_name: station_name(registry, &association.calling_ae_title),
        calling_ae_title: association.calling_ae_title,
        called_ae_title: association.called_ae_title,
        address: association.address,
        tls: details.tls,
        certificate: details.certificate,
        user_identity: details.identity,
        implementation_class_uid: details.implementation_class_uid,
        implementation_version_name: details.implementation_version_name,
        maximum_length: details.maximum_length,
        since: clock::instant_to_contract(association.since),
        until: association.until.map(clock::instant_to_contract),
        outcome: match details.outcome {
            Outcome::Open => AssociationOutcome::Open,
            Outcome::Released => AssociationOutcome::Released,
            Outcome::Closed => AssociationOutcome::Closed,
            Outcome::Rejected => AssociationOutcome::Rejected,
            Outcome::AbortedByPeer => AssociationOutcome::AbortedByPeer,
            Outcome::AbortedByUs => AssociationOutcome::AbortedByUs,
            Outcome::Broken => AssociationOutcome::Broken,
            Outcome::Stopped => AssociationOutcome::Stopped,
        },
        reason: details.reason,
        detail: details.detail,
        contexts: details.contexts.into_iter().map(context).collect(),
        messages: details
            .messages
            .into_iter()
            .map(|count| MessageCount {
                service: count.service,
                requests: count.requests,
                failed: count.failed,
            })
            .collect(),
    }
}

fn context(context: Context) -> ContextRow {
    let named = |uid: &String| match dimse::syntax::name(uid) {
        "" => uid.clone(),
        name => name.to_owned(),
    };
    ContextRow {
        id: context.id,
        name: dimse::syntax::name(&context.abstract_syntax).to_owned(),
        abstract_syntax: context.abstract_syntax,
        proposed: context.proposed.iter().map(named).collect(),
        accepted: named(&context.accepted),
        result: match context.result {
            None => ContextResult::NotAnswered,
            Some(0) => ContextResult::Accepted,
            Some(3) => ContextResult::AbstractSyntax,
            Some(4) => ContextResult::TransferSyntaxes,
            Some(_) => ContextResult::NotAllowed,
        },
    }
}
