//! Bytes to data set. No declared length is believed: every value is a slice of what was received,
//! nesting and the number of elements are limited, and an error names where and at which attribute.

use super::{DataSet, Element, Value, dictionary_vr};
use crate::syntax::TransferSyntax;
use bytes::Bytes;
use dicom_core::{Tag, VR};
use thiserror::Error;

/// Deepest nesting of sequences. The deepest of the standard's worklist and MPPS has 5.
pub(crate) const DEEPEST: usize = 16;
/// Most elements of a data set, items included: an MPPS with 50 000 images has 150 000.
pub(crate) const MOST_ELEMENTS: usize = 500_000;

/// Why bytes are no data set. Offsets count from the start of the data set.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// Fewer bytes than an element header.
    #[error("{rest} bytes left over at byte {offset}")]
    LeftOver {
        /// Where.
        offset: usize,
        /// How many.
        rest: usize,
    },
    /// A value or item is longer than what holds it.
    #[error("{tag} at byte {offset} has {length} bytes where {rest} are left")]
    TooLong {
        /// Where the value starts.
        offset: usize,
        /// Of what.
        tag: Tag,
        /// The length it says.
        length: u32,
        /// What is left.
        rest: usize,
    },
    /// A value representation that does not exist.
    #[error("{tag} at byte {offset} has no known value representation")]
    UnknownVr {
        /// Where.
        offset: usize,
        /// Of what.
        tag: Tag,
    },
    /// Undefined length where it is not allowed.
    #[error("{tag} at byte {offset} has an undefined length")]
    UndefinedLength {
        /// Where.
        offset: usize,
        /// Of what.
        tag: Tag,
    },
    /// Something else where an item is due, or an item or delimiter where none is.
    #[error("{tag} at byte {offset} is not due")]
    NotDue {
        /// Where.
        offset: usize,
        /// What.
        tag: Tag,
    },
    /// A sequence or item of undefined length without its end.
    #[error("no end of {tag}, which started at byte {offset}")]
    NoEnd {
        /// Where it started.
        offset: usize,
        /// Of what.
        tag: Tag,
    },
    /// Sequences within sequences beyond the limit.
    #[error("{tag} at byte {offset} is nested more than {DEEPEST} deep")]
    TooDeep {
        /// Where.
        offset: usize,
        /// What.
        tag: Tag,
    },
    /// More elements than the limit.
    #[error("more than {MOST_ELEMENTS} elements")]
    TooManyElements,
}

impl ReadError {
    /// The attribute it is about, as group and element.
    pub(crate) fn tag(&self) -> Option<(u16, u16)> {
        match self {
            Self::LeftOver { .. } | Self::TooManyElements => None,
            Self::TooLong { tag, .. }
            | Self::UnknownVr { tag, .. }
            | Self::UndefinedLength { tag, .. }
            | Self::NotDue { tag, .. }
            | Self::NoEnd { tag, .. }
            | Self::TooDeep { tag, .. } => Some((tag.group(), tag.element())),
        }
    }
}

const ITEM: Tag = Tag(0xFFFE, 0xE000);
const ITEM_END: Tag = Tag(0xFFFE, 0xE00D);
const SEQUENCE_END: Tag = Tag(0xFFFE, 0xE0DD);
const UNDEFINED: u32 = 0xFFFF_FFFF;

impl DataSet {
    /// Reads a data set. Group lengths, private elements, values of odd length and elements in
    /// the wrong order are taken as they come.
    ///
    /// # Errors
    /// [`ReadError`] names what is wrong and where.
    pub(crate) fn read(bytes: &Bytes, syntax: TransferSyntax) -> Result<Self, ReadError> {
        let mut reader = Reader {
            bytes,
            position: 0,
            end: bytes.len(),
            elements: 0,
        };
        reader.elements(syntax, 0, None)
    }
}

struct Header {
    offset: usize,
    tag: Tag,
    vr: VR,
    length: u32,
    /// How its items are encoded, if it is a sequence.
    items: TransferSyntax,
}

/// Reads from `position` to `end`.
struct Reader<'a> {
    bytes: &'a Bytes,
    position: usize,
    end: usize,
    elements: usize,
}

impl Reader<'_> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], ReadError> {
        let offset = self.position;
        let rest = self.bytes.get(offset..self.end).unwrap_or_default();
        let array = rest.first_chunk::<N>().ok_or(ReadError::LeftOver {
            offset,
            rest: rest.len(),
        })?;
        self.position += N;
        Ok(*array)
    }

    fn u16(&mut self) -> Result<u16, ReadError> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    fn u32(&mut self) -> Result<u32, ReadError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    fn tag(&mut self) -> Result<Tag, ReadError> {
        Ok(Tag(self.u16()?, self.u16()?))
    }

    /// Where a value of `length` bytes ends, if it ends in time.
    fn end_of(&self, tag: Tag, length: u32) -> Result<usize, ReadError> {
        let rest = self.end - self.position;
        usize::try_from(length)
            .ok()
            .filter(|length| *length <= rest)
            .map(|length| self.position + length)
            .ok_or(ReadError::TooLong {
                offset: self.position,
                tag,
                length,
                rest,
            })
    }

    /// The elements up to the end, or up to the item delimiter if `item` says where an item of
    /// undefined length started.
    fn elements(
        &mut self,
        syntax: TransferSyntax,
        depth: usize,
        item: Option<usize>,
    ) -> Result<DataSet, ReadError> {
        let mut elements = Vec::new();
        while self.position < self.end {
            let header = self.header(syntax)?;
            if header.tag == ITEM_END && item.is_some() {
                return Ok(DataSet { elements });
            }
            if header.tag.group() == 0xFFFE {
                return Err(ReadError::NotDue {
                    offset: header.offset,
                    tag: header.tag,
                });
            }
            self.elements += 1;
            if self.elements > MOST_ELEMENTS {
                return Err(ReadError::TooManyElements);
            }
            elements.push(self.element(&header, depth)?);
        }
        match item {
            None => Ok(DataSet { elements }),
            Some(offset) => Err(ReadError::NoEnd { offset, tag: ITEM }),
        }
    }

    fn header(&mut self, syntax: TransferSyntax) -> Result<Header, ReadError> {
        let offset = self.position;
        let tag = self.tag()?;
        if tag.group() == 0xFFFE || syntax == TransferSyntax::ImplicitLittleEndian {
            let length = self.u32()?;
            return Ok(Header {
                offset,
                tag,
                vr: dictionary_vr(tag),
                length,
                items: syntax,
            });
        }
        let vr = VR::from_binary(self.array()?).ok_or(ReadError::UnknownVr { offset, tag })?;
        let length = if has_long_length(vr) {
            self.u16()?;
            self.u32()?
        } else {
            u32::from(self.u16()?)
        };
        if vr != VR::UN {
            return Ok(Header {
                offset,
                tag,
                vr,
                length,
                items: syntax,
            });
        }
        // PS3.5 6.2.2: the sender did not know what it is. If it is a sequence, its items are in
        // Implicit VR.
        let vr = dictionary_vr(tag);
        Ok(Header {
            offset,
            tag,
            vr,
            length,
            items: TransferSyntax::ImplicitLittleEndian,
        })
    }

    fn element(&mut self, header: &Header, depth: usize) -> Result<Element, ReadError> {
        let Header {
            offset,
            tag,
            vr,
            length,
            items: syntax,
        } = *header;
        if length == UNDEFINED {
            // What the dictionary does not know can only be a sequence.
            if vr != VR::SQ && vr != VR::UN {
                return Err(ReadError::UndefinedLength { offset, tag });
            }
            let value = Value::Items(self.items(tag, syntax, depth, None)?);
            return Ok(Element {
                tag,
                vr: VR::SQ,
                value,
            });
        }
        let end = self.end_of(tag, length)?;
        if vr == VR::SQ {
            let value = Value::Items(self.items(tag, syntax, depth, Some(end))?);
            return Ok(Element { tag, vr, value });
        }
        let value = Value::Bytes(self.bytes.slice(self.position..end));
        self.position = end;
        Ok(Element { tag, vr, value })
    }

    /// The items of a sequence that ends at `end`, or with a sequence delimiter.
    fn items(
        &mut self,
        sequence: Tag,
        syntax: TransferSyntax,
        depth: usize,
        end: Option<usize>,
    ) -> Result<Vec<DataSet>, ReadError> {
        let start = self.position;
        if depth >= DEEPEST {
            return Err(ReadError::TooDeep {
                offset: start,
                tag: sequence,
            });
        }
        let outer_end = self.end;
        self.end = end.unwrap_or(outer_end);
        let mut items = Vec::new();
        loop {
            if self.position >= self.end {
                if end.is_none() {
                    return Err(ReadError::NoEnd {
                        offset: start,
                        tag: sequence,
                    });
                }
                break;
            }
            let offset = self.position;
            let tag = self.tag()?;
            let length = self.u32()?;
            match tag {
                ITEM => items.push(self.item(syntax, depth, offset, length)?),
                // Some devices end sequences of defined length too.
                SEQUENCE_END => {
                    if let Some(end) = end {
                        self.position = end;
                    }
                    break;
                }
                _ => return Err(ReadError::NotDue { offset, tag }),
            }
            self.elements += 1;
            if self.elements > MOST_ELEMENTS {
                return Err(ReadError::TooManyElements);
            }
        }
        self.end = outer_end;
        Ok(items)
    }

    fn item(
        &mut self,
        syntax: TransferSyntax,
        depth: usize,
        offset: usize,
        length: u32,
    ) -> Result<DataSet, ReadError> {
        if length == UNDEFINED {
            return self.elements(syntax, depth + 1, Some(offset));
        }
        let outer_end = self.end;
        self.end = self.end_of(ITEM, length)?;
        let item = self.elements(syntax, depth + 1, None)?;
        self.end = outer_end;
        Ok(item)
    }
}

/// Value representations with a reserved field and a length of four bytes in Explicit VR
/// (PS3.5 7.1.2).
pub(crate) const fn has_long_length(vr: VR) -> bool {
    matches!(
        vr,
        VR::OB
            | VR::OD
            | VR::OF
            | VR::OL
            | VR::OV
            | VR::OW
            | VR::SQ
            | VR::SV
            | VR::UC
            | VR::UN
            | VR::UR
            | VR::UT
            | VR::UV
    )
}

#[cfg(test)]
mod tests;
