//! What a person has typed into the form of an entry.

use contract::{
    Code,
    protocols::{ExpectedSeries, ProtocolForm},
};
use leptos::prelude::*;

/// Between the patterns of a series, as they are typed.
const BETWEEN: char = '|';

/// A series as it is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SeriesFields {
    /// Tells it from the others, wherever it is moved.
    pub key: u32,
    /// Its name.
    pub name: RwSignal<String>,
    /// Its patterns, separated.
    pub patterns: RwSignal<String>,
    /// Whether it is required.
    pub required: RwSignal<bool>,
}

/// A protocol code as it is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct CodeFields {
    /// Tells it from the others.
    pub key: u32,
    /// Code Value.
    pub value: RwSignal<String>,
    /// Coding Scheme Designator.
    pub scheme: RwSignal<String>,
    /// Code Meaning.
    pub meaning: RwSignal<String>,
}

/// The fields of the form, each a signal.
#[derive(Clone, Copy)]
pub struct ProtocolFields {
    /// Code Meaning of the procedure.
    pub meaning: RwSignal<String>,
    /// Code Value of the procedure.
    pub code: RwSignal<String>,
    /// Coding Scheme Designator of the procedure.
    pub scheme: RwSignal<String>,
    /// AE title; empty is every station.
    pub station: RwSignal<String>,
    /// Modality.
    pub modality: RwSignal<String>,
    /// Minutes; empty says nothing.
    pub minutes: RwSignal<String>,
    /// `yes`, `no`, or empty.
    pub contrast: RwSignal<String>,
    /// Whether other series are worth a look.
    pub report_extra_series: RwSignal<bool>,
    /// The series, in their order.
    pub series: RwSignal<Vec<SeriesFields>>,
    /// The protocol codes.
    pub codes: RwSignal<Vec<CodeFields>>,
    /// The row that was added last by a button, which gets the focus.
    pub added: StoredValue<Option<u32>>,
    next_key: StoredValue<u32>,
}

impl ProtocolFields {
    /// The fields of an entry.
    pub fn of(form: ProtocolForm) -> Self {
        let fields = Self {
            meaning: RwSignal::new(form.code.meaning),
            code: RwSignal::new(form.code.value),
            scheme: RwSignal::new(form.code.scheme),
            station: RwSignal::new(form.station),
            modality: RwSignal::new(form.modality),
            minutes: RwSignal::new(match form.expected_minutes {
                0 => String::new(),
                minutes => minutes.to_string(),
            }),
            contrast: RwSignal::new(match form.contrast {
                Some(true) => "yes".to_owned(),
                Some(false) => "no".to_owned(),
                None => String::new(),
            }),
            report_extra_series: RwSignal::new(form.report_extra_series),
            series: RwSignal::new(Vec::new()),
            codes: RwSignal::new(Vec::new()),
            added: StoredValue::new(None),
            next_key: StoredValue::new(0),
        };
        for series in &form.series {
            fields.add_series(series);
        }
        for code in &form.protocol_codes {
            fields.add_code(code);
        }
        fields
    }

    /// Adds a series at the end.
    pub fn add_series(&self, series: &ExpectedSeries) {
        let new = SeriesFields {
            key: self.new_key(),
            name: RwSignal::new(series.name.clone()),
            patterns: RwSignal::new(patterns_typed(&series.patterns)),
            required: RwSignal::new(series.required),
        };
        self.series.update(|series| series.push(new));
    }

    /// Moves a series to the place before it.
    pub fn move_up(&self, key: u32) {
        self.series.update(|series| {
            let place = series.iter().position(|series| series.key == key);
            if let Some(place) = place.filter(|place| *place > 0) {
                series.swap(place, place - 1);
            }
        });
    }

    /// Takes a series out.
    pub fn remove_series(&self, key: u32) {
        self.series
            .update(|series| series.retain(|series| series.key != key));
    }

    /// Adds a protocol code.
    pub fn add_code(&self, code: &Code) {
        let new = CodeFields {
            key: self.new_key(),
            value: RwSignal::new(code.value.clone()),
            scheme: RwSignal::new(code.scheme.clone()),
            meaning: RwSignal::new(code.meaning.clone()),
        };
        self.codes.update(|codes| codes.push(new));
    }

    /// Takes a protocol code out.
    pub fn remove_code(&self, key: u32) {
        self.codes
            .update(|codes| codes.retain(|code| code.key != key));
    }

    /// The entry as it was typed; `None` when the minutes are no number. Rows without anything
    /// typed are left out.
    pub fn form(&self) -> Option<ProtocolForm> {
        let text = |value: RwSignal<String>| value.with_untracked(|value| value.trim().to_owned());
        let minutes = text(self.minutes);
        let series = self.series.get_untracked().into_iter();
        let codes = self.codes.get_untracked().into_iter();
        Some(ProtocolForm {
            code: Code {
                value: text(self.code),
                scheme: text(self.scheme),
                meaning: text(self.meaning),
            },
            station: text(self.station),
            modality: text(self.modality),
            expected_minutes: if minutes.is_empty() {
                0
            } else {
                minutes.parse().ok()?
            },
            protocol_codes: codes
                .map(|code| Code {
                    value: text(code.value),
                    scheme: text(code.scheme),
                    meaning: text(code.meaning),
                })
                .filter(|code| *code != Code::default())
                .collect(),
            series: series
                .map(|series| ExpectedSeries {
                    name: text(series.name),
                    patterns: patterns_of(&text(series.patterns)),
                    required: series.required.get_untracked(),
                })
                .filter(|series| !series.name.is_empty() || !series.patterns.is_empty())
                .collect(),
            contrast: match text(self.contrast).as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            report_extra_series: self.report_extra_series.get_untracked(),
        })
    }

    /// The key of the row that is added next.
    pub fn next_key(&self) -> u32 {
        self.next_key.get_value()
    }

    fn new_key(&self) -> u32 {
        let key = self.next_key();
        self.next_key.set_value(key + 1);
        key
    }
}

fn patterns_typed(patterns: &[String]) -> String {
    patterns.join(&format!(" {BETWEEN} "))
}

fn patterns_of(typed: &str) -> Vec<String> {
    let patterns = typed.split(BETWEEN).map(str::trim);
    patterns
        .filter(|pattern| !pattern.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> ProtocolForm {
        ProtocolForm {
            code: Code {
                value: "CTABD".to_owned(),
                scheme: "99LOCAL".to_owned(),
                meaning: "CT abdomen".to_owned(),
            },
            station: "CT1".to_owned(),
            modality: "CT".to_owned(),
            expected_minutes: 25,
            protocol_codes: vec![Code {
                value: "CTABD-V".to_owned(),
                ..Code::default()
            }],
            series: vec![
                ExpectedSeries {
                    name: "Scout".to_owned(),
                    patterns: vec!["topo*".to_owned(), "scout, *".to_owned()],
                    required: false,
                },
                ExpectedSeries {
                    name: "Portal venous".to_owned(),
                    patterns: Vec::new(),
                    required: true,
                },
            ],
            contrast: Some(false),
            report_extra_series: true,
        }
    }

    #[test]
    fn a_form_that_nobody_touched_comes_back() {
        Owner::new().with(|| assert_eq!(ProtocolFields::of(form()).form(), Some(form())));
    }

    #[test]
    fn rows_are_moved_and_empty_ones_left_out() {
        Owner::new().with(|| {
            let fields = ProtocolFields::of(form());
            fields.add_series(&ExpectedSeries::default());
            fields.add_code(&Code::default());
            let last = fields.series.get_untracked()[1].key;
            fields.move_up(last);
            let typed = fields.form().unwrap();
            let names: Vec<&str> = typed
                .series
                .iter()
                .map(|series| series.name.as_str())
                .collect();
            assert_eq!(names, ["Portal venous", "Scout"]);
            assert_eq!(typed.protocol_codes.len(), 1);
        });
    }

    #[test]
    fn minutes_are_a_number_or_nothing() {
        Owner::new().with(|| {
            let fields = ProtocolFields::of(form());
            fields.minutes.set(String::new());
            assert_eq!(fields.form().unwrap().expected_minutes, 0);
            fields.minutes.set("half an hour".to_owned());
            assert_eq!(fields.form(), None);
        });
    }
}
