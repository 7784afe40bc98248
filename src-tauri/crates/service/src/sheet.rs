//! Tables that leave Stepboard: the same rows as CSV, or as a workbook.

use chrono::{NaiveDate, NaiveDateTime};
use contract::charges::FileFormat;
use rust_xlsxwriter::{Format, FormatBorder, Workbook, Worksheet, XlsxError};

/// Characters a cell of a workbook holds; Excel refuses to open a file with more.
const CELL: usize = 32_767;

/// Rows of a workbook's sheet below its header; Excel knows no more.
const ROWS: usize = 1_048_575;

/// A value of a table. What it is decides how it is written: text is never taken for a formula.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// Nothing, or not known.
    Nothing,
    /// Text from anywhere.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// A calendar day.
    Day(NaiveDate),
    /// A moment as the wall clock reads it.
    Moment(NaiveDateTime),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() {
            Self::Nothing
        } else {
            Self::Text(text)
        }
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Whole(number.into())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<NaiveDate> for Cell {
    fn from(day: NaiveDate) -> Self {
        Self::Day(day)
    }
}

impl From<NaiveDateTime> for Cell {
    fn from(moment: NaiveDateTime) -> Self {
        Self::Moment(moment)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(known: Option<T>) -> Self {
        known.map_or(Self::Nothing, Into::into)
    }
}

/// Why a table cannot be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SheetError {
    /// More rows than a workbook holds.
    #[error("a workbook holds {ROWS} rows, and these are {0}: choose fewer days, or CSV")]
    TooManyRows(usize),
    /// The CSV writer failed.
    #[error("the rows cannot be written as CSV")]
    Csv(#[from] csv::Error),
    /// The workbook writer failed.
    #[error("the rows cannot be written as a workbook")]
    Workbook(#[from] XlsxError),
}

/// A table with a header.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sheet {
    /// The name on its tab, at most 31 characters.
    title: &'static str,
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

impl Sheet {
    /// A table without rows; columns are DICOM keywords where there is one.
    pub(crate) fn new<C: Into<String>>(
        title: &'static str,
        columns: impl IntoIterator<Item = C>,
    ) -> Self {
        Self {
            title,
            columns: columns.into_iter().map(Into::into).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row, one cell a column.
    pub(crate) fn push(&mut self, row: impl IntoIterator<Item = Cell>) {
        let row: Vec<Cell> = row.into_iter().collect();
        debug_assert_eq!(row.len(), self.columns.len(), "a cell for each column");
        self.rows.push(row);
    }

    /// How many rows it has.
    pub(crate) fn rows(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX)
    }

    /// The table as a file of this format.
    pub(crate) fn write(&self, format: FileFormat) -> Result<Vec<u8>, SheetError> {
        match format {
            FileFormat::Csv => self.csv(),
            FileFormat::Xlsx => workbook(&[self]),
        }
    }

    /// CSV in UTF-8, safe against formulas.
    pub(crate) fn csv(&self) -> Result<Vec<u8>, SheetError> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(self.columns.iter().map(|name| harmless(name)))?;
        for row in &self.rows {
            writer.write_record(row.iter().map(text))?;
        }
        writer
            .into_inner()
            .map_err(|error| SheetError::Csv(csv::Error::from(error.into_error())))
    }
}

/// A workbook with these tables, a sheet each.
pub(crate) fn workbook(sheets: &[&Sheet]) -> Result<Vec<u8>, SheetError> {
    let mut workbook = Workbook::new();
    for sheet in sheets {
        if sheet.rows.len() > ROWS {
            return Err(SheetError::TooManyRows(sheet.rows.len()));
        }
        fill(workbook.add_worksheet(), sheet)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn fill(worksheet: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let header = Format::new()
        .set_bold()
        .set_border_bottom(FormatBorder::Thin);
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    worksheet.set_name(sheet.title)?;
    for (column, name) in (0u16..).zip(&sheet.columns) {
        worksheet.write_string_with_format(0, column, name, &header)?;
    }
    for (row, cells) in (1u32..).zip(&sheet.rows) {
        for (column, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Nothing => continue,
                Cell::Text(text) => worksheet.write_string(row, column, shortened(text))?,
                // A spreadsheet keeps 15 digits: what may be longer is an identifier.
                Cell::Whole(number) => match i32::try_from(*number) {
                    Ok(number) => worksheet.write_number(row, column, number)?,
                    Err(_) => worksheet.write_string(row, column, number.to_string())?,
                },
                Cell::Number(number) => worksheet.write_number(row, column, *number)?,
                Cell::Day(date) => worksheet.write_datetime_with_format(row, column, date, &day)?,
                Cell::Moment(at) => {
                    worksheet.write_datetime_with_format(row, column, at, &moment)?
                }
            };
        }
    }
    let last_row = sheet.rows();
    let last_column = u16::try_from(sheet.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    worksheet.autofilter(0, 0, last_row, last_column)?;
    worksheet.set_freeze_panes(1, 0)?;
    worksheet.set_repeat_rows(0, 0)?;
    worksheet.set_landscape();
    worksheet.autofit();
    Ok(())
}

/// A cell as CSV writes it.
fn text(cell: &Cell) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Whole(number) => number.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Moment(moment) => moment.format("%Y-%m-%dT%H:%M:%S%.3f").to_string(),
    }
}

/// A spreadsheet takes text that begins like this for a formula, also after blanks and in the wide
/// forms of Chinese and Japanese keyboards: quote it.
fn harmless(text: &str) -> String {
    let begins = |text: &str| text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if begins(text.trim_start()) || text.starts_with(['\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The text, as much of it as a cell holds; Excel counts UTF-16.
fn shortened(text: &str) -> String {
    if text.len() <= CELL {
        return text.to_owned();
    }
    let mut units = 0;
    let kept: String = text
        .chars()
        .take_while(|character| {
            units += character.len_utf16();
            units < CELL
        })
        .collect();
    if kept.len() == text.len() {
        kept
    } else {
        format!("{kept}…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
    }

    #[test]
    fn formulas_become_text() {
        for formula in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u{a0}=1", "＝1",
        ] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for harmless_text in ["", "CT abdomen", "1-2", "'=1", "a=b"] {
            assert_eq!(harmless(harmless_text), harmless_text);
        }
    }

    #[test]
    fn every_kind_of_cell_has_its_text_in_csv() {
        let mut sheet = Sheet::new("Charges", ["A", "B", "C", "D", "E", "=F"]);
        sheet.push([
            Cell::from("=HYPERLINK(\"x\"),y"),
            Cell::Whole(-7),
            Cell::Number(1.5),
            day().into(),
            day().and_hms_opt(8, 30, 0).into(),
            Cell::from(""),
        ]);
        let csv = String::from_utf8(sheet.csv().unwrap()).unwrap();
        assert_eq!(
            csv,
            "A,B,C,D,E,'=F\n\"'=HYPERLINK(\"\"x\"\"),y\",-7,1.5,2026-11-22,2026-11-22T08:30:00.000,\n"
        );
    }

    #[test]
    fn a_workbook_is_a_zip_archive_with_a_sheet_a_table() {
        let mut one = Sheet::new("One", ["A", "B"]);
        one.push([Cell::from("x"), Cell::Whole(i64::MAX)]);
        let bytes = workbook(&[&one, &Sheet::new("Two", ["C"])]).unwrap();
        assert!(bytes.starts_with(b"PK"));
        let names = String::from_utf8_lossy(&bytes).into_owned();
        assert!(names.contains("xl/worksheets/sheet2.xml"));
    }

    #[test]
    fn what_a_cell_cannot_hold_is_cut_and_marked() {
        let long = "ñ".repeat(CELL + 5);
        let cut = shortened(&long);
        assert_eq!(cut.chars().count(), CELL);
        assert!(cut.ends_with("ñ…"));
        assert_eq!(shortened("short"), "short");
        let mut sheet = Sheet::new("Long", ["A"]);
        sheet.push([Cell::from("😀".repeat(CELL))]);
        sheet.write(FileFormat::Xlsx).unwrap();
    }
}
