//! Person names (VR PN, PS3.5 6.2.1): up to three groups, each of up to five components.

use std::fmt;

/// A name as received, without padding. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct PersonName(String);

/// The three component groups, in their order in the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// First group: single-byte or romanised.
    Alphabetic,
    /// Second group: ideographs.
    Ideographic,
    /// Third group: phonetic writing.
    Phonetic,
}

impl PersonName {
    /// A name in DICOM form, `Family^Given^Middle^Prefix^Suffix` with `=` between groups.
    /// Insignificant trailing separators and spaces are dropped.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let groups: Vec<String> = text
            .trim_matches([' ', '\0'])
            .split('=')
            .map(|group| {
                let components: Vec<&str> = group.split('^').map(str::trim).collect();
                components.join("^").trim_end_matches('^').to_owned()
            })
            .collect();
        Self(groups.join("=").trim_end_matches('=').to_owned())
    }

    /// The value in DICOM form.
    #[must_use]
    pub fn as_dicom(&self) -> &str {
        &self.0
    }

    /// Whether there is no name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One group in DICOM form; empty if absent.
    #[must_use]
    pub fn group(&self, group: Group) -> &str {
        let index = match group {
            Group::Alphabetic => 0,
            Group::Ideographic => 1,
            Group::Phonetic => 2,
        };
        self.0.split('=').nth(index).unwrap_or("")
    }

    /// Family name of the alphabetic group.
    #[must_use]
    pub fn family(&self) -> &str {
        self.group(Group::Alphabetic)
            .split('^')
            .next()
            .unwrap_or("")
    }

    /// Given and middle names of the alphabetic group, separated by a space.
    #[must_use]
    pub fn given(&self) -> String {
        let mut components = self.group(Group::Alphabetic).split('^').skip(1);
        let given = components.next().unwrap_or("");
        match components.next() {
            Some(middle) if !middle.is_empty() => format!("{given} {middle}"),
            _ => given.to_owned(),
        }
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(redacted)")
    }
}
