//! Decimal quantities, exact: whole millionths, never floating point.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Neg, Sub};

/// Millionths of one.
const ONE: i64 = 1_000_000;
/// Digits after the point that are kept.
const DIGITS: i32 = 6;
/// The largest quantity of one line: far above any consumption, and far from where sums overflow.
const LARGEST: i64 = 1_000_000_000 * ONE;

/// How many, to a millionth. A sum that would overflow stays at the largest value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Quantity(i64);

impl Quantity {
    /// None.
    pub const ZERO: Self = Self(0);
    /// One.
    pub const ONE: Self = Self(ONE);

    /// A decimal string (PS3.5 6.2, VR DS), with comma or point, with or without exponent. `None`
    /// when it is no number, too large, or finer than a millionth: nothing is ever rounded away.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches([' ', '\0']).replace(',', ".");
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent.parse::<i32>().ok()?),
            None => (text.as_str(), 0),
        };
        let (negative, digits) = match number.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, number.strip_prefix('+').unwrap_or(number)),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all: String = [whole, part].concat();
        if all.is_empty() || all.len() > 30 || !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let places = i32::try_from(part.len()).ok()?;
        let shift = DIGITS.checked_sub(places)?.checked_add(exponent)?;
        let value: i128 = all.parse().ok()?;
        let millionths = match u32::try_from(shift) {
            Ok(up) => 10_i128.checked_pow(up)?.checked_mul(value)?,
            Err(_) => {
                let down = 10_i128.checked_pow(shift.unsigned_abs())?;
                if value % down != 0 {
                    return None;
                }
                value / down
            }
        };
        let millionths = i64::try_from(millionths).ok()?;
        (millionths <= LARGEST).then_some(Self(if negative { -millionths } else { millionths }))
    }

    /// Whether it is none.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether it takes back.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The whole number not smaller than it.
    #[must_use]
    pub fn rounded_up(self) -> Self {
        let rest = self.0.rem_euclid(ONE);
        let missing = if rest == 0 { 0 } else { ONE - rest };
        Self(self.0.saturating_add(missing))
    }

    /// So many percent of it, to a millionth.
    #[must_use]
    pub fn percent(self, percent: u8) -> Self {
        Self(self.0.saturating_mul(i64::from(percent)) / 100)
    }
}

impl Add for Quantity {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Quantity {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Quantity {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for Quantity {
    fn sum<I: Iterator<Item = Self>>(quantities: I) -> Self {
        quantities.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Quantity {
    /// A decimal point, no exponent, no zeros at the end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        let (whole, part) = (size / ONE.unsigned_abs(), size % ONE.unsigned_abs());
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let part = format!("{part:06}");
        write!(f, "{sign}{whole}.{}", part.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decimal_strings_are_read_exactly() {
        let read = |text: &str| Quantity::parse(text).map(|quantity| quantity.to_string());
        assert_eq!(read(" 90 ").as_deref(), Some("90"));
        assert_eq!(read("90,50").as_deref(), Some("90.5"));
        assert_eq!(read("+1.5E+2").as_deref(), Some("150"));
        assert_eq!(read("-12e-3").as_deref(), Some("-0.012"));
        assert_eq!(read(".1").as_deref(), Some("0.1"));
        assert_eq!(read("0.100000000").as_deref(), Some("0.1"));
    }

    #[test]
    fn what_cannot_be_kept_exactly_is_no_quantity() {
        for text in [
            "",
            "-",
            "1.2.3",
            "ml",
            "0.0000001",
            "1e40",
            "99999999999",
            "1e",
            "NaN",
        ] {
            assert_eq!(Quantity::parse(text), None, "{text}");
        }
    }

    #[test]
    fn pieces_are_rounded_up() {
        let up = |text: &str| Quantity::parse(text).unwrap().rounded_up().to_string();
        assert_eq!(up("1.01"), "2");
        assert_eq!(up("3"), "3");
        assert_eq!(up("0"), "0");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(millionths in -LARGEST..=LARGEST) {
            let quantity = Quantity(millionths);
            prop_assert_eq!(Quantity::parse(&quantity.to_string()), Some(quantity));
        }
    }
}
