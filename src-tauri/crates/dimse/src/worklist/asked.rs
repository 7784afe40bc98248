//! The keys of a query as a person reads them: attribute and value.

use super::query::{Query, assumed, first_item, is_about_the_query};
use crate::data_set::scope::Text;
use crate::data_set::{DataSet, Scope, Value, keyword};
use crate::requests::Manner;
use crate::syntax::TransferSyntax;
use bytes::Bytes;
use dicom_dictionary_std::tags;
use domain::worklist::Keys;
use std::fmt;

/// A key with the value that had to match. `Debug` does not show the value.
#[derive(Clone, PartialEq, Eq)]
pub struct AskedKey {
    /// Its tag: group and element.
    pub tag: (u16, u16),
    /// Its DICOM keyword; empty when it is not a standard attribute.
    pub keyword: &'static str,
    /// The value; of a code sequence value and scheme, separated by a blank.
    pub value: String,
}

impl fmt::Debug for AskedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AskedKey")
            .field("tag", &self.tag)
            .finish_non_exhaustive()
    }
}

/// A query read again.
#[derive(Debug, Clone)]
pub struct AskedQuery {
    /// What had to match, as we match it.
    pub keys: Keys,
    /// The same as it was asked, by tag.
    pub asked: Vec<AskedKey>,
    /// The zone its dates and times are in, in minutes from UTC; `None` is the department's.
    pub utc_offset: Option<i32>,
}

/// Reads an identifier that was kept.
///
/// # Errors
/// What is wrong with it, naming position and attribute, without patient data.
pub fn read_query(
    identifier: &[u8],
    transfer_syntax: &str,
    manner: &Manner,
) -> Result<AskedQuery, String> {
    let identifier = Bytes::copy_from_slice(identifier);
    let syntax = TransferSyntax::from_uid(transfer_syntax)
        .ok_or_else(|| format!("transfer syntax {transfer_syntax} is not read"))?;
    let query = Query::read(&identifier, syntax, manner).map_err(|refusal| refusal.comment)?;
    let data_set = DataSet::read(&identifier, syntax).map_err(|error| error.to_string())?;
    let mut keys = Vec::new();
    collect(&mut keys, Scope::new(&data_set, assumed(manner)));
    keys.sort_by_key(|key: &AskedKey| key.tag);
    Ok(AskedQuery {
        utc_offset: query.utc_offset,
        keys: query.keys,
        asked: keys,
    })
}

/// Whether a value matches everything.
pub(super) fn is_universal(value: &str) -> bool {
    value.chars().all(|c| c == '*')
}

fn collect(keys: &mut Vec<AskedKey>, scope: Scope<'_>) {
    for element in &scope.data_set().elements {
        let tag = element.tag;
        if is_about_the_query(tag) {
            continue;
        }
        let value = match &element.value {
            Value::Items(_) if tag == tags::SCHEDULED_PROCEDURE_STEP_SEQUENCE => {
                if let Some(item) = first_item(scope, tag) {
                    collect(keys, item);
                }
                continue;
            }
            Value::Items(_) => first_item(scope, tag).map(code).unwrap_or_default(),
            Value::Bytes(_) => match scope.text(tag) {
                Text::Value(value) => value,
                Text::Absent | Text::Empty | Text::Mistyped => String::new(),
            },
        };
        if !is_universal(&value) {
            keys.push(AskedKey {
                tag: (tag.group(), tag.element()),
                keyword: keyword(tag),
                value,
            });
        }
    }
}

/// Value and scheme of a code item.
fn code(item: Scope<'_>) -> String {
    let parts = [tags::CODE_VALUE, tags::CODING_SCHEME_DESIGNATOR];
    let values: Vec<String> = parts
        .into_iter()
        .map(|tag| item.text(tag).or_empty())
        .filter(|value| !is_universal(value))
        .collect();
    values.join(" ")
}
