//! What was measured: medians, lines of a table, and the file the table is kept in.

use crate::Problem;
use std::path::Path;

const BEGIN: &str = "<!-- figures: written by `cargo xtask bench --write` -->\n";
const END: &str = "<!-- end of figures -->\n";

/// One figure.
struct Line {
    what: String,
    ours: String,
    against: String,
    reach: String,
    reached: String,
}

/// Figures in the order they were taken.
#[derive(Default)]
pub struct Table {
    lines: Vec<Line>,
}

/// A ratio and what it should be.
#[derive(Debug, Clone, Copy)]
pub enum Reach {
    /// At least so many times better.
    AtLeast(f64),
    /// At most so many times more.
    AtMost(f64),
    /// Nothing: for comparison.
    Reported,
}

impl Table {
    /// A figure beside another, with their ratio: how many times better we are, or how many times
    /// as much it takes, as `reach` says.
    pub fn ratio(&mut self, what: &str, ours: String, against: String, ratio: f64, reach: Reach) {
        let (reach, is_reached) = match reach {
            Reach::AtLeast(least) => (format!("≥ {least} ×"), Some(ratio >= least)),
            Reach::AtMost(most) => (format!("≤ {most} ×"), Some(ratio <= most)),
            Reach::Reported => ("–".to_owned(), None),
        };
        let number = if ratio < 10.0 {
            format!("{ratio:.2} ×")
        } else {
            format!("{ratio:.0} ×")
        };
        let reached = match is_reached {
            Some(true) => format!("**{number}** yes"),
            Some(false) => format!("**{number}** no"),
            None => number,
        };
        self.add(Line {
            what: what.to_owned(),
            ours,
            against,
            reach,
            reached,
        });
    }

    /// A figure that is only reported.
    pub fn report(&mut self, what: &str, ours: String, note: &str) {
        self.add(Line {
            what: what.to_owned(),
            ours,
            against: note.to_owned(),
            reach: "–".to_owned(),
            reached: String::new(),
        });
    }

    fn add(&mut self, line: Line) {
        eprintln!(
            "{}: {} | {} | {} {}",
            line.what, line.ours, line.against, line.reach, line.reached
        );
        self.lines.push(line);
    }

    /// The table and the machine it was taken on, as Markdown.
    pub fn markdown(&self, machine: &str) -> String {
        let mut text = format!(
            "{machine}\n\n| what | Stepboard | against | to reach | reached |\n|---|---|---|---|---|\n"
        );
        for line in &self.lines {
            let Line {
                what,
                ours,
                against,
                reach,
                reached,
            } = line;
            text += &format!("| {what} | {ours} | {against} | {reach} | {reached} |\n");
        }
        text
    }
}

/// Puts new figures in place of those of a file; what people wrote around them stays.
pub fn write(file: &Path, figures: &str) -> Result<(), Problem> {
    let text = std::fs::read_to_string(file)?;
    let (before, rest) = text
        .split_once(BEGIN)
        .ok_or("the file has no mark for figures")?;
    let (_, after) = rest
        .split_once(END)
        .ok_or("the file has no mark for the end of figures")?;
    Ok(std::fs::write(
        file,
        format!("{before}{BEGIN}\n{figures}\n{END}{after}"),
    )?)
}

/// The middle of some numbers; 0 of none.
pub fn median(numbers: &[f64]) -> f64 {
    quantile(numbers, 0.5)
}

/// The number below which this part of them lies; 0 of none.
pub fn quantile(numbers: &[f64], part: f64) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index between 0 and the last"
    )]
    let index = (last as f64 * part).round() as usize;
    sorted.get(index).copied().unwrap_or_default()
}

/// A time in seconds, for people.
pub fn seconds(seconds: f64) -> String {
    if seconds < 1e-3 {
        format!("{:.0} µs", seconds * 1e6)
    } else if seconds < 1.0 {
        format!("{:.1} ms", seconds * 1e3)
    } else {
        format!("{seconds:.2} s")
    }
}

/// A rate, for people.
pub fn rate(a_second: f64, of: &str) -> String {
    if a_second < 10.0 {
        format!("{a_second:.1} {of}/s")
    } else {
        format!("{a_second:.0} {of}/s")
    }
}
