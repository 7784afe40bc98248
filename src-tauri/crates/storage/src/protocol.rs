//! The protocol catalogue in its versions, and what past exams say for it.

use crate::schema::{protocol, protocol_series};
use crate::{Result, Session, text};
use chrono::NaiveDate;
use diesel::prelude::*;
use domain::protocol::{ExpectedSeries, Protocol};
use domain::{AeTitle, Code};
use std::collections::HashMap;

/// A version of an entry and where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredProtocol {
    /// What it says, and when it holds.
    pub protocol: Protocol,
    /// `declared`, `edited` or `learned`.
    pub source: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = protocol)]
struct ProtocolRow {
    code_value: String,
    code_scheme: String,
    code_meaning: String,
    station: String,
    modality: String,
    expected_minutes: i32,
    protocol_codes: String,
    contrast: Option<i32>,
    report_extra_series: i32,
    source: String,
    valid_from: String,
    valid_until: String,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = protocol_series)]
struct ProtocolSeriesRow {
    protocol: i64,
    position: i32,
    name: String,
    patterns: String,
    required: i32,
}

impl Session<'_> {
    /// All versions of all entries, by code, station and age. A person or a file makes them, so
    /// there are few.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn protocols(&mut self) -> Result<Vec<StoredProtocol>> {
        let rows: Vec<(i64, ProtocolRow)> = protocol::table
            .order_by((
                protocol::code_value,
                protocol::code_scheme,
                protocol::station,
                protocol::id,
            ))
            .select((protocol::id, ProtocolRow::as_select()))
            .load(self.connection)?;
        let mut series: HashMap<i64, Vec<ExpectedSeries>> = HashMap::new();
        let all: Vec<ProtocolSeriesRow> = protocol_series::table
            .order_by((protocol_series::protocol, protocol_series::position))
            .select(ProtocolSeriesRow::as_select())
            .load(self.connection)?;
        for row in all {
            series.entry(row.protocol).or_default().push(row.expected());
        }
        Ok(rows
            .into_iter()
            .map(|(id, row)| row.stored(id, series.remove(&id).unwrap_or_default()))
            .collect())
    }

    /// Adds a version; its number.
    ///
    /// # Errors
    /// When the database refuses, for example because another version for the same code and station
    /// still holds.
    pub fn add_protocol(&mut self, new: &StoredProtocol) -> Result<i64> {
        let id: i64 = diesel::insert_into(protocol::table)
            .values(ProtocolRow::of(new))
            .returning(protocol::id)
            .get_result(self.connection)?;
        for (position, expected) in (0..).zip(&new.protocol.series) {
            diesel::insert_into(protocol_series::table)
                .values(ProtocolSeriesRow {
                    protocol: id,
                    position,
                    name: expected.name.clone(),
                    patterns: text::lines(expected.patterns.iter().map(String::as_str)),
                    required: i32::from(expected.required),
                })
                .execute(self.connection)?;
        }
        Ok(id)
    }

    /// Ends a version: `day` is the first on which it no longer holds.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn end_protocol(&mut self, id: i64, day: NaiveDate) -> Result<()> {
        diesel::update(protocol::table.find(id))
            .set(protocol::valid_until.eq(text::date(Some(day))))
            .execute(self.connection)?;
        Ok(())
    }
}

impl ProtocolRow {
    fn of(stored: &StoredProtocol) -> Self {
        let protocol = &stored.protocol;
        Self {
            code_value: protocol.code.value.clone(),
            code_scheme: protocol.code.scheme.clone(),
            code_meaning: protocol.code.meaning.clone(),
            station: protocol
                .station
                .as_ref()
                .map(|station| station.as_str().to_owned())
                .unwrap_or_default(),
            modality: protocol.modality.clone(),
            expected_minutes: i32::try_from(protocol.expected_minutes).unwrap_or(i32::MAX),
            protocol_codes: text::codes(&protocol.protocol_codes),
            contrast: protocol.contrast.map(i32::from),
            report_extra_series: i32::from(protocol.report_extra_series),
            source: stored.source.clone(),
            valid_from: text::date(Some(protocol.valid_from)),
            valid_until: text::date(protocol.valid_until),
        }
    }

    fn stored(self, id: i64, series: Vec<ExpectedSeries>) -> StoredProtocol {
        StoredProtocol {
            protocol: Protocol {
                id,
                code: Code {
                    value: self.code_value,
                    scheme: self.code_scheme,
                    meaning: self.code_meaning,
                },
                station: AeTitle::new(&self.station).ok(),
                modality: self.modality,
                expected_minutes: u32::try_from(self.expected_minutes).unwrap_or_default(),
                protocol_codes: text::parse_codes(&self.protocol_codes),
                series,
                contrast: self.contrast.map(|given| given != 0),
                report_extra_series: self.report_extra_series != 0,
                valid_from: text::parse_date(&self.valid_from).unwrap_or_default(),
                valid_until: text::parse_date(&self.valid_until),
            },
            source: self.source,
        }
    }
}

impl ProtocolSeriesRow {
    fn expected(self) -> ExpectedSeries {
        ExpectedSeries {
            name: self.name,
            patterns: text::parse_lines(&self.patterns),
            required: self.required != 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrations;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn stored() -> StoredProtocol {
        StoredProtocol {
            protocol: Protocol {
                id: 0,
                code: Code::new("CTABD", "99LOCAL", "CT abdomen"),
                station: AeTitle::new("CT1").ok(),
                modality: "CT".to_owned(),
                expected_minutes: 25,
                protocol_codes: vec![Code::new("CTABD-V", "99LOCAL", "Portal venous")],
                series: vec![
                    ExpectedSeries {
                        name: "Scout".to_owned(),
                        patterns: vec!["topogram*".to_owned(), "scout*".to_owned()],
                        required: false,
                    },
                    ExpectedSeries {
                        name: "Portal venous".to_owned(),
                        patterns: Vec::new(),
                        required: true,
                    },
                ],
                contrast: Some(true),
                report_extra_series: true,
                valid_from: day(20),
                valid_until: None,
            },
            source: "edited".to_owned(),
        }
    }

    #[test]
    fn a_version_comes_back_as_it_was_added() {
        let mut connection = SqliteConnection::establish(":memory:").unwrap();
        migrations::run(&mut connection).unwrap();
        let mut session = Session {
            connection: &mut connection,
        };
        let mut new = stored();
        new.protocol.id = session.add_protocol(&new).unwrap();
        assert_eq!(session.protocols().unwrap(), [new]);
    }

    #[test]
    fn only_one_version_of_an_entry_holds() {
        let mut connection = SqliteConnection::establish(":memory:").unwrap();
        migrations::run(&mut connection).unwrap();
        let mut session = Session {
            connection: &mut connection,
        };
        let first = session.add_protocol(&stored()).unwrap();
        assert!(session.add_protocol(&stored()).is_err());
        session.end_protocol(first, day(22)).unwrap();
        let mut next = stored();
        next.protocol.valid_from = day(22);
        session.add_protocol(&next).unwrap();
        let until: Vec<Option<NaiveDate>> = session
            .protocols()
            .unwrap()
            .iter()
            .map(|stored| stored.protocol.valid_until)
            .collect();
        assert_eq!(until, [Some(day(22)), None]);
    }
}
