//! A coded concept (PS3.3 8.8).

/// Code Value, Coding Scheme Designator and Code Meaning as received, without padding.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Code {
    /// Code Value (0008,0100), or Long or URN Code Value.
    pub value: String,
    /// Coding Scheme Designator (0008,0102).
    pub scheme: String,
    /// Code Meaning (0008,0104); empty when not given.
    pub meaning: String,
}

impl Code {
    /// A code with its meaning.
    #[must_use]
    pub fn new(value: &str, scheme: &str, meaning: &str) -> Self {
        Self {
            value: value.to_owned(),
            scheme: scheme.to_owned(),
            meaning: meaning.to_owned(),
        }
    }

    /// Whether both name the same concept: the meaning does not count.
    #[must_use]
    pub fn is_same_concept(&self, other: &Self) -> bool {
        self.value == other.value && self.scheme == other.scheme
    }
}
