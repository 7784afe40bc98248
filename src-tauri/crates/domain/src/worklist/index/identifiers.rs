//! Steps by what names them or their patient.

use super::super::Keys;
use super::super::pattern::Beginning;
use super::super::text::trim;
use super::Entry;
use std::collections::BTreeSet;
use std::ops::Bound;

/// With more candidates than this, walking the schedule is as good.
const MOST_CANDIDATES: usize = 2_000;

/// Numbers of steps by identifier.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    accession_number: Numbers,
    patient_id: Numbers,
    scheduled_procedure_step_id: Numbers,
    requested_procedure_id: Numbers,
    study_instance_uid: Numbers,
    /// Each group of the folded name.
    patient_name: Numbers,
}

impl Identifiers {
    pub fn insert(&mut self, entry: &Entry) {
        self.for_each(entry, |numbers, value, id| numbers.insert(value, id));
    }

    pub fn remove(&mut self, entry: &Entry) {
        self.for_each(entry, |numbers, value, id| numbers.remove(value, id));
    }

    /// The numbers of all steps that can match, by the key with the fewest of them; `None` when no
    /// key selects few.
    pub fn candidates(&self, keys: &Keys) -> Option<Vec<i64>> {
        let selections = [
            (&self.accession_number, keys.accession_number.beginnings()),
            (&self.patient_id, keys.patient_id.beginnings()),
            (
                &self.scheduled_procedure_step_id,
                keys.scheduled_procedure_step_id.beginnings(),
            ),
            (
                &self.requested_procedure_id,
                keys.requested_procedure_id.beginnings(),
            ),
            (
                &self.study_instance_uid,
                keys.study_instance_uid.beginnings(),
            ),
            (&self.patient_name, keys.patient_name.beginnings()),
        ];
        let mut fewest: Option<Vec<i64>> = None;
        for (numbers, beginnings) in selections {
            let Some(beginnings) = beginnings else {
                continue;
            };
            let most = fewest.as_ref().map_or(MOST_CANDIDATES, Vec::len);
            if let Some(found) = numbers.find(&beginnings, most) {
                fewest = Some(found);
            }
        }
        fewest
    }

    fn for_each(&mut self, entry: &Entry, mut act: impl FnMut(&mut Numbers, &str, i64)) {
        let step = &entry.step;
        let study = step
            .study_instance_uid
            .as_ref()
            .map_or("", |uid| uid.as_str());
        act(&mut self.accession_number, &step.accession_number, step.id);
        act(&mut self.patient_id, &step.patient.patient_id, step.id);
        act(
            &mut self.scheduled_procedure_step_id,
            &step.scheduled_procedure_step_id,
            step.id,
        );
        act(
            &mut self.requested_procedure_id,
            &step.requested_procedure_id,
            step.id,
        );
        act(&mut self.study_instance_uid, study, step.id);
        for group in entry.names.patient.groups() {
            act(&mut self.patient_name, group, step.id);
        }
    }
}

/// Numbers by one identifier, in its order.
#[derive(Default)]
struct Numbers(BTreeSet<(Box<str>, i64)>);

impl std::fmt::Debug for Numbers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Numbers({})", self.0.len())
    }
}

impl Numbers {
    /// An empty identifier matches no key and is left out.
    fn insert(&mut self, value: &str, id: i64) {
        let value = trim(value);
        if !value.is_empty() {
            self.0.insert((value.into(), id));
        }
    }

    fn remove(&mut self, value: &str, id: i64) {
        self.0.remove(&(trim(value).into(), id));
    }

    /// The numbers under these beginnings, each once; `None` if there are more than `most`.
    fn find(&self, beginnings: &[Beginning], most: usize) -> Option<Vec<i64>> {
        let mut found = Vec::new();
        for beginning in beginnings {
            let from: (Box<str>, i64) = (beginning.text.as_str().into(), i64::MIN);
            let fitting = self
                .0
                .range((Bound::Included(from), Bound::Unbounded))
                .take_while(|(value, _)| beginning.fits(value));
            for (_, id) in fitting {
                if found.len() == most {
                    return None;
                }
                found.push(*id);
            }
        }
        found.sort_unstable();
        found.dedup();
        Some(found)
    }
}
