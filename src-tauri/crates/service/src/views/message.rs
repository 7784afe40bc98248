//! The messages of an exam and the attributes of one, marked against what was known before.

use crate::clock;
use crate::department::Department;
use contract::exam::{Attribute, AttributeChange, MessageHead, MessageView, ShowMessage};
use contract::{Failure, FailureCode};
use std::collections::HashMap;
use std::sync::Arc;
use storage::StoredMessage;
use tokio_util::bytes::Bytes;

/// The transfer syntaxes we accept, by name.
const IMPLICIT: &str = "1.2.840.10008.1.2";
const EXPLICIT: &str = "1.2.840.10008.1.2.1";

impl Department {
    /// A message with its attributes.
    ///
    /// # Errors
    /// When it is not there, or the database refuses.
    pub async fn show_message(
        self: &Arc<Self>,
        request: ShowMessage,
    ) -> Result<MessageView, Failure> {
        let found = self
            .read(move |_, session| {
                let Some(message) = session.message(request.id)? else {
                    return Ok(None);
                };
                let before = session.accepted_before(&message.head)?;
                Ok(Some((message, before)))
            })
            .await?;
        let (message, before) = found.ok_or_else(|| {
            Failure::new(FailureCode::NotFound, "this message is no longer there")
        })?;
        Ok(view(&message, &before))
    }
}

pub(crate) fn head(head: &storage::MessageHead) -> MessageHead {
    MessageHead {
        id: head.id,
        time: clock::instant_to_contract(head.received_at),
        service: head.service.clone(),
        calling_ae_title: head.calling_ae_title.clone(),
        called_ae_title: head.called_ae_title.clone(),
        peer: head.peer.clone(),
        status: format!("{:04X}", head.status),
        size: head.size,
    }
}

fn view(message: &StoredMessage, before: &[StoredMessage]) -> MessageView {
    let mut known: HashMap<String, String> = HashMap::new();
    for earlier in before {
        for attribute in described(earlier) {
            known.insert(attribute.tag.clone(), fingerprint(&attribute));
        }
    }
    let compare = !before.is_empty();
    let attributes = described(message)
        .into_iter()
        .map(|attribute| {
            let change = match known.get(&attribute.tag) {
                None if compare => AttributeChange::New,
                Some(value) if *value != fingerprint(&attribute) => AttributeChange::Changed,
                None | Some(_) => AttributeChange::Same,
            };
            shown(attribute, change)
        })
        .collect();
    MessageView {
        head: head(&message.head),
        sop_instance_uid: message.head.sop_instance_uid.clone(),
        transfer_syntax: match message.head.transfer_syntax.as_str() {
            IMPLICIT => "Implicit VR Little Endian".to_owned(),
            EXPLICIT => "Explicit VR Little Endian".to_owned(),
            other => other.to_owned(),
        },
        comment: message.head.comment.clone(),
        attributes,
    }
}

/// The attributes of a stored data set; none when it cannot be read, which its comment says.
fn described(message: &StoredMessage) -> Vec<dimse::Attribute> {
    let data_set = Bytes::copy_from_slice(&message.data_set);
    dimse::describe(&data_set, &message.head.transfer_syntax, "").unwrap_or_default()
}

fn fingerprint(attribute: &dimse::Attribute) -> String {
    let mut text = attribute.value.clone();
    for item in &attribute.items {
        text.push('[');
        for inner in item {
            text.push_str(&inner.tag);
            text.push('=');
            text.push_str(&fingerprint(inner));
            text.push(';');
        }
        text.push(']');
    }
    text
}

fn shown(attribute: dimse::Attribute, change: AttributeChange) -> Attribute {
    Attribute {
        tag: attribute.tag,
        keyword: attribute.keyword.to_owned(),
        vr: attribute.vr.to_owned(),
        value: attribute.value,
        change,
        items: attribute
            .items
            .into_iter()
            .map(|item| {
                item.into_iter()
                    .map(|inner| shown(inner, AttributeChange::Same))
                    .collect()
            })
            .collect(),
    }
}
