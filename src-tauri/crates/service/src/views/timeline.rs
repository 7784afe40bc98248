//! What happened to an exam, from the audit trail and the messages.

use crate::clock;
use crate::reconciliation;
use crate::schedule::fields;
use crate::views::map;
use contract::exam::{TimelineEntry, TimelineKind};
use domain::performed_step::PerformedStatus;
use storage::{AuditEntry, MessageHead, PerformedSummary, StoredDiscrepancy};

pub(super) fn of(
    audit: &[AuditEntry],
    messages: &[MessageHead],
    performed: &[PerformedSummary],
    items: &[StoredDiscrepancy],
) -> Vec<TimelineEntry> {
    let changes = audit.iter().filter_map(change);
    let messages = messages.iter().map(|head| message(head, performed));
    let mut entries: Vec<(i64, TimelineEntry)> =
        changes.chain(messages).chain(decisions(items)).collect();
    entries.sort_by_key(|(at, _)| *at);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// What people decided. One decision closes every item it answers, and is one event.
fn decisions(items: &[StoredDiscrepancy]) -> Vec<(i64, TimelineEntry)> {
    let mut decided: Vec<(i64, TimelineEntry)> = Vec::new();
    for item in items {
        let about = reconciliation::kind(&item.kind);
        let decision = reconciliation::of_word(&item.resolution);
        let (Some(at), Some(about), Some(decision)) = (item.resolved_at, about, decision) else {
            continue;
        };
        let entry = TimelineEntry {
            time: clock::instant_to_contract(at),
            kind: TimelineKind::Decided {
                decision,
                about,
                note: item.note.clone(),
            },
            by: item.resolved_by.clone(),
            status: String::new(),
            message: None,
        };
        let is_known = decided.iter().any(|(when, known)| {
            let same = matches!(known.kind, TimelineKind::Decided { decision: one, .. } if one == decision);
            *when == at && same
        });
        if !is_known {
            decided.push((at, entry));
        }
    }
    decided
}

fn change(entry: &AuditEntry) -> Option<(i64, TimelineEntry)> {
    let kind = match entry.action.as_str() {
        "create" => {
            let source = entry.after.step().map(|stored| stored.source);
            TimelineKind::Ordered {
                source: source.unwrap_or_default(),
            }
        }
        "edit" | "move" => {
            let (before, after) = (entry.before.step()?, entry.after.step()?);
            TimelineKind::Edited {
                fields: fields::changed(&before, &after),
            }
        }
        "arrive" => TimelineKind::Arrived,
        "ready" => TimelineKind::Ready,
        "back" => TimelineKind::BackToScheduled,
        "cancel" => TimelineKind::Canceled,
        "undo" => TimelineKind::Undone,
        _ => return None,
    };
    let shown = TimelineEntry {
        time: clock::instant_to_contract(entry.at),
        kind,
        by: entry.who.clone(),
        status: String::new(),
        message: None,
    };
    Some((entry.at, shown))
}

fn message(head: &MessageHead, performed: &[PerformedSummary]) -> (i64, TimelineEntry) {
    let (series, images) = (head.series, head.images);
    let kind = if head.status != 0 {
        TimelineKind::Refused {
            service: head.service.clone(),
            comment: head.comment.clone(),
        }
    } else if head.service == "N-CREATE" {
        TimelineKind::Started
    } else {
        match head.performed_status {
            Some(PerformedStatus::Completed) => TimelineKind::Completed { series, images },
            Some(PerformedStatus::Discontinued) => {
                let step = performed
                    .iter()
                    .find(|step| step.sop_instance_uid == head.sop_instance_uid);
                let reason = step.and_then(|step| {
                    step.report
                        .discontinuation_reasons
                        .iter()
                        .flatten()
                        .next()
                        .map(map::code)
                });
                TimelineKind::Discontinued { reason }
            }
            Some(PerformedStatus::InProgress) | None => TimelineKind::Reported { series, images },
        }
    };
    let shown = TimelineEntry {
        time: clock::instant_to_contract(head.received_at),
        kind,
        by: head.calling_ae_title.clone(),
        status: format!("{:04X}", head.status),
        message: Some(head.id),
    };
    (head.received_at, shown)
}
