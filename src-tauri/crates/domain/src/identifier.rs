//! Application entity titles and unique identifiers, checked once.

use std::fmt;

/// An application entity title: 1 to 16 printable ASCII characters without backslash, trimmed
/// (PS3.5 6.2, VR AE).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AeTitle(String);

impl AeTitle {
    /// Checks and trims a title.
    ///
    /// # Errors
    /// [`InvalidAeTitle`] names what is wrong with it.
    pub fn new(text: &str) -> Result<Self, InvalidAeTitle> {
        let title = text.trim_matches([' ', '\0']);
        if title.is_empty() {
            return Err(InvalidAeTitle::Empty);
        }
        if title.len() > 16 {
            return Err(InvalidAeTitle::TooLong(title.len()));
        }
        if let Some(bad) = title
            .chars()
            .find(|c| !matches!(c, ' '..='~') || *c == '\\')
        {
            return Err(InvalidAeTitle::Character(bad));
        }
        Ok(Self(title.to_owned()))
    }

    /// The title without padding.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AeTitle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is not an AE title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvalidAeTitle {
    /// Nothing, or only spaces.
    Empty,
    /// More than 16 characters; how many.
    TooLong(usize),
    /// A character that an AE title cannot hold.
    Character(char),
}

impl fmt::Display for InvalidAeTitle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("an AE title needs at least one character"),
            Self::TooLong(length) => {
                write!(
                    f,
                    "an AE title has at most 16 characters, this one has {length}"
                )
            }
            Self::Character(c) => write!(f, "an AE title cannot hold the character {c:?}"),
        }
    }
}

impl std::error::Error for InvalidAeTitle {}

/// A unique identifier: digits and dots, at most 64 characters (PS3.5 9.1).
///
/// Components with leading zeros are accepted, because devices send them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uid(String);

impl Uid {
    /// Checks a UID after trimming its padding; `None` if it breaks the rules.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let uid = text.trim_matches([' ', '\0']);
        let well_formed = (1..=64).contains(&uid.len())
            && uid
                .split('.')
                .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
        well_formed.then(|| Self(uid.to_owned()))
    }

    /// The UID without padding.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
