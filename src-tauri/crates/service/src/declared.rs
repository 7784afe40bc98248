//! Settings as a TOML file declares them and `export settings` writes them.

use contract::Code;
use contract::protocols::{ExpectedSeries, ProtocolForm};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::marker::PhantomData;

/// A declared entry of the protocol catalogue.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeclaredProtocol {
    code: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    scheme: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    meaning: String,
    /// Only at this station.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    station: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    modality: String,
    #[serde(default, skip_serializing_if = "is_zero")]
    expected_minutes: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    contrast: Option<bool>,
    #[serde(default, skip_serializing_if = "is_false")]
    report_extra_series: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    protocol_codes: Vec<TextOr<DeclaredCode>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    expected_series: Vec<TextOr<DeclaredSeries>>,
}

/// A protocol code; as a text it is a value in the scheme of the procedure.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclaredCode {
    code: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    scheme: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    meaning: String,
}

/// An expected series; as a text it is the name of one that is required.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclaredSeries {
    name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    patterns: Vec<String>,
    #[serde(default = "yes")]
    required: bool,
}

/// A text, or a table that says more.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum TextOr<T> {
    Text(String),
    Table(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for TextOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrTable(PhantomData))
    }
}

/// Reads either; an untagged enum would not say what is wrong in the table.
struct TextOrTable<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for TextOrTable<T> {
    type Value = TextOr<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a table")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(TextOr::Text(text.to_owned()))
    }

    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Self::Value, M::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(TextOr::Table)
    }
}

impl DeclaredProtocol {
    /// Which entry it is, for a person: its code, and the station if it is for one.
    pub(crate) fn place(&self) -> String {
        if self.station.is_empty() {
            self.code.clone()
        } else {
            format!("{} at {}", self.code, self.station)
        }
    }

    /// What it is called.
    pub(crate) fn meaning(&self) -> &str {
        if self.meaning.is_empty() {
            &self.code
        } else {
            &self.meaning
        }
    }
}

impl From<&DeclaredProtocol> for ProtocolForm {
    fn from(declared: &DeclaredProtocol) -> Self {
        let code = |code: &TextOr<DeclaredCode>| match code {
            TextOr::Text(value) => Code {
                value: value.clone(),
                scheme: declared.scheme.clone(),
                meaning: String::new(),
            },
            TextOr::Table(code) => Code {
                value: code.code.clone(),
                scheme: code.scheme.clone(),
                meaning: code.meaning.clone(),
            },
        };
        let series = |series: &TextOr<DeclaredSeries>| match series {
            TextOr::Text(name) => ExpectedSeries {
                name: name.clone(),
                patterns: Vec::new(),
                required: true,
            },
            TextOr::Table(series) => ExpectedSeries {
                name: series.name.clone(),
                patterns: series.patterns.clone(),
                required: series.required,
            },
        };
        Self {
            code: Code {
                value: declared.code.clone(),
                scheme: declared.scheme.clone(),
                meaning: declared.meaning.clone(),
            },
            station: declared.station.clone(),
            modality: declared.modality.clone(),
            expected_minutes: declared.expected_minutes,
            protocol_codes: declared.protocol_codes.iter().map(code).collect(),
            series: declared.expected_series.iter().map(series).collect(),
            contrast: declared.contrast,
            report_extra_series: declared.report_extra_series,
        }
    }
}

impl From<&ProtocolForm> for DeclaredProtocol {
    fn from(form: &ProtocolForm) -> Self {
        let code = |code: &Code| {
            if code.meaning.is_empty() && code.scheme == form.code.scheme {
                return TextOr::Text(code.value.clone());
            }
            TextOr::Table(DeclaredCode {
                code: code.value.clone(),
                scheme: code.scheme.clone(),
                meaning: code.meaning.clone(),
            })
        };
        let series = |series: &ExpectedSeries| {
            if series.required && series.patterns.is_empty() {
                return TextOr::Text(series.name.clone());
            }
            TextOr::Table(DeclaredSeries {
                name: series.name.clone(),
                patterns: series.patterns.clone(),
                required: series.required,
            })
        };
        Self {
            code: form.code.value.clone(),
            scheme: form.code.scheme.clone(),
            meaning: form.code.meaning.clone(),
            station: form.station.clone(),
            modality: form.modality.clone(),
            expected_minutes: form.expected_minutes,
            contrast: form.contrast,
            report_extra_series: form.report_extra_series,
            protocol_codes: form.protocol_codes.iter().map(code).collect(),
            expected_series: form.series.iter().map(series).collect(),
        }
    }
}

fn yes() -> bool {
    true
}

fn is_false(value: &bool) -> bool {
    !value
}

fn is_zero(value: &u32) -> bool {
    *value == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Serialize, Deserialize)]
    struct File {
        protocol: Vec<DeclaredProtocol>,
    }

    fn read(text: &str) -> ProtocolForm {
        let file: File = toml::from_str(text).unwrap();
        ProtocolForm::from(&file.protocol[0])
    }

    #[test]
    fn texts_and_tables_say_the_same_things() {
        let form = read(
            r#"
            [[protocol]]
            code = "CTABD"
            scheme = "99LOCAL"
            protocol_codes = ["V1", { code = "V2", scheme = "SRT", meaning = "Venous" }]
            expected_series = ["Scout", { name = "Portal venous", patterns = ["portal*"], required = false }]
            "#,
        );
        let codes: Vec<(&str, &str)> = form
            .protocol_codes
            .iter()
            .map(|code| (code.value.as_str(), code.scheme.as_str()))
            .collect();
        assert_eq!(codes, [("V1", "99LOCAL"), ("V2", "SRT")]);
        let required: Vec<bool> = form.series.iter().map(|series| series.required).collect();
        assert_eq!(required, [true, false]);
    }

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let form = read(
            r#"
            [[protocol]]
            code = "CTABD"
            scheme = "99LOCAL"
            meaning = "CT abdomen"
            station = "CT1"
            modality = "CT"
            expected_minutes = 25
            contrast = false
            report_extra_series = true
            protocol_codes = [{ code = "V2", scheme = "SRT" }]
            expected_series = [{ name = "Portal venous", patterns = ["portal*"] }, "Scout"]
            "#,
        );
        let file = File {
            protocol: vec![DeclaredProtocol::from(&form)],
        };
        assert_eq!(read(&toml::to_string_pretty(&file).unwrap()), form);
    }

    #[test]
    fn a_key_that_is_misspelt_in_a_table_is_named() {
        let text = r#"
            [[protocol]]
            code = "CTABD"
            expected_series = [{ name = "Scout", pattern = ["s*"] }]
        "#;
        let problem = toml::from_str::<File>(text).unwrap_err().to_string();
        assert!(problem.contains("`pattern`"), "{problem}");
    }
}
