//! Messages of modalities and their worklist queries, by when they arrived.

use super::{object, time};
use crate::department::Department;
use crate::views::queries;
use serde_json::{Map, Value, json};
use storage::{Session, StorageError, WorklistQuery};

pub(super) fn rows(
    department: &Department,
    session: &mut Session<'_>,
    begin: i64,
    end: i64,
) -> Result<Vec<Map<String, Value>>, StorageError> {
    let heads = session.messages_between(begin, end)?;
    let mut rows: Vec<(i64, Map<String, Value>)> = heads
        .into_iter()
        .map(|head| {
            let row = object([
                ("Time", time(head.received_at)),
                ("Direction", json!(head.direction)),
                ("Peer", json!(head.peer)),
                ("CallingAETitle", json!(head.calling_ae_title)),
                ("CalledAETitle", json!(head.called_ae_title)),
                ("Service", json!(head.service)),
                ("SOPInstanceUID", json!(head.sop_instance_uid)),
                ("Status", json!(format!("{:04X}", head.status))),
                ("Comment", json!(head.comment)),
            ]);
            (head.received_at, row)
        })
        .collect();
    for query in session.worklist_queries_between(begin, end)? {
        rows.push((query.asked_at, worklist_query(department, session, &query)?));
    }
    rows.sort_by_key(|(at, _)| *at);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// A C-FIND with its keys and, if nothing was answered, what excluded the steps.
fn worklist_query(
    department: &Department,
    session: &mut Session<'_>,
    query: &WorklistQuery,
) -> Result<Map<String, Value>, StorageError> {
    let read = department.read_stored(query);
    let (keys, why) = match &read {
        Ok(read) if query.answers == 0 => {
            let explanation = department.explain(session, query, read)?;
            (read.asked.as_slice(), queries::summary(&explanation))
        }
        Ok(read) => (read.asked.as_slice(), String::new()),
        Err(problem) => ([].as_slice(), problem.clone()),
    };
    let keys: Map<String, Value> = keys
        .iter()
        .map(|key| (key.keyword.to_owned(), json!(key.value)))
        .collect();
    let keys = (!keys.is_empty()).then_some(Value::Object(keys));
    Ok(object([
        ("Time", time(query.asked_at)),
        ("Direction", json!("in")),
        ("Peer", json!(query.peer)),
        ("CallingAETitle", json!(query.calling_ae_title)),
        ("CalledAETitle", json!(query.called_ae_title)),
        ("Service", json!("C-FIND")),
        ("Status", json!(format!("{:04X}", query.status))),
        ("Comment", json!(query.comment)),
        ("Answers", json!(query.answers)),
        ("Keys", keys.unwrap_or(Value::Null)),
        ("Why", json!(why)),
    ]))
}
