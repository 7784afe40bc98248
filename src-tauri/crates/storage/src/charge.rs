//! The charge catalogue, released charges, and what people decided about charges.

use crate::schema::{charge_correction, charge_line, charge_rule};
use crate::{Result, Session, StorageError, text};
use diesel::prelude::*;
use domain::Code;
use domain::charge::{Check, Correction, Entry, Origin, Quantity, QuantityRule, Rule, Trigger};

/// An entry of the catalogue with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredChargeRule {
    /// Its number.
    pub id: i64,
    /// Its content.
    pub rule: Rule,
}

/// A released line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredChargeLine {
    /// Our number of it; 0 until it is stored.
    pub id: i64,
    /// The requested procedure it is charged with.
    pub procedure: i64,
    /// The line.
    pub entry: Entry,
    /// Where it is from.
    pub origin: Origin,
    /// How many were ordered.
    pub ordered: Option<Quantity>,
    /// How many were performed.
    pub performed: Option<Quantity>,
    /// How they compared when it was released.
    pub check: Check,
    /// The performed steps it is from.
    pub sources: Vec<i64>,
    /// When it was released.
    pub released_at: i64,
    /// By whom.
    pub released_by: String,
    /// The change it was part of.
    pub change_set: String,
    /// When it left the house.
    pub exported_at: Option<i64>,
}

/// What a person decided about a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCorrection {
    /// The requested procedure it is about.
    pub procedure: i64,
    /// The decision; its number is 0 until it is stored.
    pub correction: Correction,
    /// Why.
    pub reason: String,
    /// When.
    pub at: i64,
    /// Who.
    pub who: String,
    /// The change it was part of.
    pub change_set: String,
}

/// What an undo of charges did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UndoneCharges {
    /// When the change was made.
    pub changed_at: i64,
    /// Procedures put back.
    pub restored: Vec<i64>,
    /// Procedures left alone: exported, or changed since.
    pub kept: Vec<i64>,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = charge_rule)]
struct RuleRow {
    made_by: i32,
    code_value: String,
    code_scheme: String,
    code_meaning: String,
    charge_value: String,
    charge_scheme: String,
    charge_meaning: String,
    quantity: i32,
    modifiers: String,
    ordered: String,
    discontinued_percent: i32,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = charge_line)]
struct LineRow {
    line_id: String,
    requested_procedure: i64,
    fact: String,
    rests_on: String,
    origin: i32,
    charge_value: String,
    charge_scheme: String,
    charge_meaning: String,
    modifiers: String,
    ordered: String,
    performed: String,
    quantity: String,
    unit: String,
    comparison: i32,
    sources: String,
    credits: String,
    released_at: i64,
    released_by: String,
    change_set: String,
    exported_at: Option<i64>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = charge_correction)]
struct CorrectionRow {
    requested_procedure: i64,
    fact: String,
    charge_value: String,
    charge_scheme: String,
    charge_meaning: String,
    quantity: String,
    reason: String,
    at: i64,
    who: String,
    change_set: String,
}

impl Session<'_> {
    /// The catalogue, in the order it was entered.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn charge_rules(&mut self) -> Result<Vec<StoredChargeRule>> {
        let rows: Vec<(i64, RuleRow)> = charge_rule::table
            .order_by(charge_rule::id)
            .select((charge_rule::id, RuleRow::as_select()))
            .load(self.connection)?;
        Ok(rows
            .into_iter()
            .map(|(id, row)| StoredChargeRule {
                id,
                rule: row.into_rule(),
            })
            .collect())
    }

    /// Adds an entry to the catalogue, or changes one; its number.
    ///
    /// # Errors
    /// When the database refuses, for example because the code has an entry.
    pub fn save_charge_rule(&mut self, id: Option<i64>, rule: &Rule) -> Result<i64> {
        let row = RuleRow::from_rule(rule);
        match id {
            Some(id) => {
                diesel::update(charge_rule::table.find(id))
                    .set(row)
                    .execute(self.connection)?;
                Ok(id)
            }
            None => Ok(diesel::insert_into(charge_rule::table)
                .values(row)
                .returning(charge_rule::id)
                .get_result(self.connection)?),
        }
    }

    /// Takes an entry out of the catalogue; what was released stays.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn remove_charge_rule(&mut self, id: i64) -> Result<()> {
        diesel::delete(charge_rule::table.find(id)).execute(self.connection)?;
        Ok(())
    }

    /// The released lines of requested procedures, oldest first.
    ///
    /// # Errors
    /// When the database refuses, or a quantity cannot be read.
    pub fn charge_lines(&mut self, procedures: &[i64]) -> Result<Vec<StoredChargeLine>> {
        let rows: Vec<(i64, LineRow)> = charge_line::table
            .filter(charge_line::requested_procedure.eq_any(procedures))
            .order_by(charge_line::id)
            .select((charge_line::id, LineRow::as_select()))
            .load(self.connection)?;
        rows.into_iter()
            .map(|(id, row)| row.into_line(id))
            .collect()
    }

    /// Adds a released line.
    ///
    /// # Errors
    /// When the database refuses, for example because its id is taken.
    pub fn add_charge_line(&mut self, line: &StoredChargeLine) -> Result<()> {
        diesel::insert_into(charge_line::table)
            .values(LineRow::from_line(line))
            .execute(self.connection)?;
        Ok(())
    }

    /// Marks released lines as exported; how many were not before.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn mark_charges_exported(&mut self, ids: &[i64], at: i64) -> Result<usize> {
        let mut marked = 0;
        for chunk in ids.chunks(500) {
            marked += diesel::update(charge_line::table)
                .filter(charge_line::id.eq_any(chunk))
                .filter(charge_line::exported_at.is_null())
                .set(charge_line::exported_at.eq(at))
                .execute(self.connection)?;
        }
        Ok(marked)
    }

    /// What people decided about the charges of requested procedures, oldest first.
    ///
    /// # Errors
    /// When the database refuses, or a quantity cannot be read.
    pub fn charge_corrections(&mut self, procedures: &[i64]) -> Result<Vec<StoredCorrection>> {
        let rows: Vec<(i64, CorrectionRow)> = charge_correction::table
            .filter(charge_correction::requested_procedure.eq_any(procedures))
            .order_by(charge_correction::id)
            .select((charge_correction::id, CorrectionRow::as_select()))
            .load(self.connection)?;
        rows.into_iter()
            .map(|(id, row)| row.into_correction(id))
            .collect()
    }

    /// Adds what a person decided.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn add_charge_correction(&mut self, stored: &StoredCorrection) -> Result<()> {
        let correction = &stored.correction;
        diesel::insert_into(charge_correction::table)
            .values(CorrectionRow {
                requested_procedure: stored.procedure,
                fact: correction.key.clone(),
                charge_value: correction.charge.value.clone(),
                charge_scheme: correction.charge.scheme.clone(),
                charge_meaning: correction.charge.meaning.clone(),
                quantity: correction.quantity.to_string(),
                reason: stored.reason.clone(),
                at: stored.at,
                who: stored.who.clone(),
                change_set: stored.change_set.clone(),
            })
            .execute(self.connection)?;
        Ok(())
    }

    /// Takes back what a change released or decided, for every procedure of which nothing of it
    /// left the house and nothing was released since. `None` when there is no such change.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn undo_charges(&mut self, change_set: &str) -> Result<Option<UndoneCharges>> {
        let lines: Vec<(i64, i64)> = charge_line::table
            .filter(charge_line::change_set.eq(change_set))
            .select((charge_line::requested_procedure, charge_line::released_at))
            .load(self.connection)?;
        let corrections: Vec<(i64, i64)> = charge_correction::table
            .filter(charge_correction::change_set.eq(change_set))
            .select((
                charge_correction::requested_procedure,
                charge_correction::at,
            ))
            .load(self.connection)?;
        let mut procedures: Vec<i64> = lines
            .iter()
            .chain(&corrections)
            .map(|(procedure, _)| *procedure)
            .collect();
        procedures.sort_unstable();
        procedures.dedup();
        let Some((_, changed_at)) = lines.first().or(corrections.first()) else {
            return Ok(None);
        };
        let mut undone = UndoneCharges {
            changed_at: *changed_at,
            ..UndoneCharges::default()
        };
        for procedure in procedures {
            if self.can_take_back(procedure, change_set, *changed_at)? {
                self.take_back(procedure, change_set)?;
                undone.restored.push(procedure);
            } else {
                undone.kept.push(procedure);
            }
        }
        Ok(Some(undone))
    }

    fn can_take_back(&mut self, procedure: i64, change_set: &str, at: i64) -> Result<bool> {
        let exported_or_later = charge_line::table
            .filter(charge_line::requested_procedure.eq(procedure))
            .filter(
                charge_line::change_set
                    .eq(change_set)
                    .and(charge_line::exported_at.is_not_null())
                    .or(charge_line::change_set
                        .ne(change_set)
                        .and(charge_line::released_at.ge(at))),
            )
            .count()
            .get_result::<i64>(self.connection)?;
        Ok(exported_or_later == 0)
    }

    fn take_back(&mut self, procedure: i64, change_set: &str) -> Result<()> {
        diesel::delete(charge_line::table)
            .filter(charge_line::requested_procedure.eq(procedure))
            .filter(charge_line::change_set.eq(change_set))
            .execute(self.connection)?;
        diesel::delete(charge_correction::table)
            .filter(charge_correction::requested_procedure.eq(procedure))
            .filter(charge_correction::change_set.eq(change_set))
            .execute(self.connection)?;
        Ok(())
    }
}

impl RuleRow {
    fn from_rule(rule: &Rule) -> Self {
        Self {
            made_by: trigger(rule.on),
            code_value: rule.code.value.clone(),
            code_scheme: rule.code.scheme.clone(),
            code_meaning: rule.code.meaning.clone(),
            charge_value: rule.charge.value.clone(),
            charge_scheme: rule.charge.scheme.clone(),
            charge_meaning: rule.charge.meaning.clone(),
            quantity: match rule.quantity {
                QuantityRule::Once => 0,
                QuantityRule::AsReported => 1,
                QuantityRule::RoundedUp => 2,
            },
            modifiers: text::lines(rule.modifiers.iter().map(String::as_str)),
            ordered: amount(rule.ordered),
            discontinued_percent: i32::from(rule.discontinued_percent),
        }
    }

    fn into_rule(self) -> Rule {
        Rule {
            on: match self.made_by {
                1 => Trigger::Supply,
                2 => Trigger::BillingCode,
                3 => Trigger::Film,
                4 => Trigger::Exposure,
                _ => Trigger::Procedure,
            },
            code: Code {
                value: self.code_value,
                scheme: self.code_scheme,
                meaning: self.code_meaning,
            },
            charge: Code {
                value: self.charge_value,
                scheme: self.charge_scheme,
                meaning: self.charge_meaning,
            },
            quantity: match self.quantity {
                1 => QuantityRule::AsReported,
                2 => QuantityRule::RoundedUp,
                _ => QuantityRule::Once,
            },
            modifiers: text::parse_lines(&self.modifiers),
            ordered: Quantity::parse(&self.ordered),
            discontinued_percent: u8::try_from(self.discontinued_percent).unwrap_or_default(),
        }
    }
}

impl LineRow {
    fn from_line(line: &StoredChargeLine) -> Self {
        let entry = &line.entry;
        let sources: Vec<String> = line.sources.iter().map(i64::to_string).collect();
        Self {
            line_id: entry.id.clone(),
            requested_procedure: line.procedure,
            fact: entry.key.clone(),
            rests_on: entry.facts.clone(),
            origin: origin(line.origin),
            charge_value: entry.charge.value.clone(),
            charge_scheme: entry.charge.scheme.clone(),
            charge_meaning: entry.charge.meaning.clone(),
            modifiers: text::lines(entry.modifiers.iter().map(String::as_str)),
            ordered: amount(line.ordered),
            performed: amount(line.performed),
            quantity: entry.quantity.to_string(),
            unit: entry.unit.clone(),
            comparison: comparison(line.check),
            sources: text::lines(sources.iter().map(String::as_str)),
            credits: entry.credits.clone().unwrap_or_default(),
            released_at: line.released_at,
            released_by: line.released_by.clone(),
            change_set: line.change_set.clone(),
            exported_at: line.exported_at,
        }
    }

    fn into_line(self, id: i64) -> Result<StoredChargeLine> {
        let sources = self.sources.lines();
        Ok(StoredChargeLine {
            id,
            procedure: self.requested_procedure,
            origin: parse_origin(self.origin),
            ordered: Quantity::parse(&self.ordered),
            performed: Quantity::parse(&self.performed),
            check: parse_comparison(self.comparison),
            sources: sources.filter_map(|number| number.parse().ok()).collect(),
            released_at: self.released_at,
            released_by: self.released_by,
            change_set: self.change_set,
            exported_at: self.exported_at,
            entry: Entry {
                id: self.line_id,
                key: self.fact,
                facts: self.rests_on,
                charge: Code {
                    value: self.charge_value,
                    scheme: self.charge_scheme,
                    meaning: self.charge_meaning,
                },
                modifiers: text::parse_lines(&self.modifiers),
                quantity: quantity(&self.quantity, "charge_line")?,
                unit: self.unit,
                credits: (!self.credits.is_empty()).then_some(self.credits),
            },
        })
    }
}

impl CorrectionRow {
    fn into_correction(self, id: i64) -> Result<StoredCorrection> {
        Ok(StoredCorrection {
            procedure: self.requested_procedure,
            correction: Correction {
                id,
                key: self.fact,
                charge: Code {
                    value: self.charge_value,
                    scheme: self.charge_scheme,
                    meaning: self.charge_meaning,
                },
                quantity: quantity(&self.quantity, "charge_correction")?,
            },
            reason: self.reason,
            at: self.at,
            who: self.who,
            change_set: self.change_set,
        })
    }
}

fn amount(quantity: Option<Quantity>) -> String {
    quantity
        .map(|quantity| quantity.to_string())
        .unwrap_or_default()
}

fn quantity(text: &str, table: &'static str) -> Result<Quantity> {
    Quantity::parse(text).ok_or(StorageError::Corrupt(table))
}

fn trigger(trigger: Trigger) -> i32 {
    match trigger {
        Trigger::Procedure => 0,
        Trigger::Supply => 1,
        Trigger::BillingCode => 2,
        Trigger::Film => 3,
        Trigger::Exposure => 4,
    }
}

fn origin(origin: Origin) -> i32 {
    match origin {
        Origin::Procedure => 0,
        Origin::BillingCode => 1,
        Origin::Contrast => 2,
        Origin::Supply => 3,
        Origin::Film => 4,
        Origin::Exposures => 5,
        Origin::Manual => 6,
    }
}

fn parse_origin(number: i32) -> Origin {
    match number {
        1 => Origin::BillingCode,
        2 => Origin::Contrast,
        3 => Origin::Supply,
        4 => Origin::Film,
        5 => Origin::Exposures,
        6 => Origin::Manual,
        _ => Origin::Procedure,
    }
}

fn comparison(check: Check) -> i32 {
    match check {
        Check::Matches => 0,
        Check::More => 1,
        Check::Less => 2,
        Check::Allowed => 3,
        Check::Unknown => 4,
    }
}

fn parse_comparison(number: i32) -> Check {
    match number {
        0 => Check::Matches,
        1 => Check::More,
        2 => Check::Less,
        3 => Check::Allowed,
        _ => Check::Unknown,
    }
}

#[cfg(test)]
mod tests;
