//! The time axis: where a minute of the day lies between the left and the right edge.

/// The part of the width that the focus gets.
const FOCUS_SHARE: f64 = 0.686;
/// Minutes the focus is moved by in one step, and that its edges snap to.
const SNAP: f64 = 10.0;
/// Pixels between two labels at least.
const LABEL_GAP: f64 = 46.0;
const DAY: f64 = 1440.0;

/// What the axis is made for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// First minute of the day shown.
    pub opens: f64,
    /// Last minute of the day shown.
    pub closes: f64,
}

impl Span {
    /// The opening hours, widened so that `now` and its focus lie inside.
    pub fn around(opens: u32, closes: u32, now: Option<f64>) -> Self {
        let (mut opens, mut closes) = (f64::from(opens), f64::from(closes).min(DAY));
        if let Some(now) = now.filter(|now| (0.0..=DAY).contains(now)) {
            if now < opens + 30.0 {
                opens = ((now - 60.0) / 60.0).floor() * 60.0;
            }
            if now > closes - 60.0 {
                closes = ((now + 90.0) / 60.0).ceil() * 60.0;
            }
        }
        Self {
            opens: opens.max(0.0),
            closes: closes.clamp(opens + 60.0, DAY.max(opens + 60.0)),
        }
    }
}

/// A stretch of the axis on which minutes are equally wide.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Piece {
    from: f64,
    to: f64,
    left: f64,
    right: f64,
}

/// A labelled line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tick {
    /// Minutes after midnight.
    pub minute: u32,
    /// Pixels from the left edge.
    pub at: f64,
    /// Whether it lies in the focus.
    pub in_focus: bool,
    /// Whether there is room for its label.
    pub labelled: bool,
}

/// A piecewise linear axis of a width in pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    pieces: Vec<Piece>,
    focus: Option<(f64, f64)>,
    width: f64,
}

impl Axis {
    /// An axis on which all minutes are equally wide.
    pub fn whole_day(span: Span, width: f64) -> Self {
        let piece = Piece {
            from: span.opens,
            to: span.closes,
            left: 0.0,
            right: width,
        };
        Self {
            pieces: vec![piece],
            focus: None,
            width,
        }
    }

    /// An axis on which `minutes` around `centre` get most of the width: two fifths before it,
    /// three fifths after it.
    pub fn focused(span: Span, centre: f64, minutes: f64, width: f64) -> Self {
        let before = minutes * 62.0 / 150.0;
        let last = (span.closes - minutes).max(span.opens);
        let from = (((centre - before) / SNAP).floor() * SNAP).clamp(span.opens, last);
        let to = (from + minutes).min(span.closes);
        let outside = (from - span.opens) + (span.closes - to);
        if outside <= 0.0 {
            return Self::whole_day(span, width);
        }
        // Compressed minutes are never wider than those in focus.
        let even = (to - from) / (to - from + outside);
        let focus_width = width * FOCUS_SHARE.max(even);
        let left_width = (width - focus_width) * (from - span.opens) / outside;
        let pieces = vec![
            Piece {
                from: span.opens,
                to: from,
                left: 0.0,
                right: left_width,
            },
            Piece {
                from,
                to,
                left: left_width,
                right: left_width + focus_width,
            },
            Piece {
                from: to,
                to: span.closes,
                left: left_width + focus_width,
                right: width,
            },
        ];
        Self {
            pieces,
            focus: Some((from, to)),
            width,
        }
    }

    /// Pixels from the left edge; what lies outside lies on the edge.
    pub fn at(&self, minute: f64) -> f64 {
        for piece in &self.pieces {
            if minute <= piece.to && piece.to > piece.from {
                let part = ((minute - piece.from) / (piece.to - piece.from)).max(0.0);
                return piece.left + part * (piece.right - piece.left);
            }
        }
        self.width
    }

    /// The edges of the focus in pixels, if there is one.
    pub fn focus(&self) -> Option<(f64, f64)> {
        self.focus.map(|(from, to)| (self.at(from), self.at(to)))
    }

    /// Whether a stretch of time lies outside the focus as a whole.
    pub fn is_compressed(&self, from: f64, to: f64) -> bool {
        self.focus
            .is_some_and(|(focus_from, focus_to)| to <= focus_from || from >= focus_to)
    }

    /// The lines to draw: half hours in focus, hours elsewhere.
    pub fn ticks(&self) -> Vec<Tick> {
        let mut ticks = Vec::new();
        for piece in self.pieces.iter().filter(|piece| piece.to > piece.from) {
            let in_focus = self.pieces.len() == 1
                || self
                    .focus
                    .is_some_and(|(from, to)| piece.from >= from && piece.to <= to);
            let pixels = (piece.right - piece.left) / (piece.to - piece.from);
            let step: u32 = if in_focus && pixels * 30.0 >= LABEL_GAP {
                30
            } else {
                60
            };
            let every = [step, 60, 120, 180, 240, 360]
                .into_iter()
                .find(|every| f64::from(*every) * pixels >= LABEL_GAP)
                .unwrap_or(1440);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "minutes of a day are small and not negative"
            )]
            let (first, last) = (
                (piece.from / 60.0).floor() as u32 * 60,
                piece.to.floor() as u32,
            );
            let step = usize::try_from(step).unwrap_or(60);
            for minute in (first..=last).step_by(step) {
                let exact = f64::from(minute);
                let at = self.at(exact);
                if exact <= piece.from || exact >= piece.to {
                    continue;
                }
                // A label that would touch an edge is left out, its line stays.
                let free = (at - piece.left).min(piece.right - at) >= 18.0;
                ticks.push(Tick {
                    minute,
                    at,
                    in_focus,
                    labelled: free && minute % every == 0,
                });
            }
        }
        ticks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPAN: Span = Span {
        opens: 420.0,
        closes: 1140.0,
    };

    #[test]
    fn the_focus_snaps_and_gets_most_of_the_width() {
        let axis = Axis::focused(SPAN, 642.0, 150.0, 1000.0);
        let (left, right) = axis.focus().unwrap();
        assert!(
            (axis.at(580.0) - left).abs() < 1e-9,
            "focus starts at 09:40"
        );
        assert!((axis.at(730.0) - right).abs() < 1e-9, "focus ends at 12:10");
        assert!((right - left - 686.0).abs() < 1e-9);
        assert!(axis.is_compressed(420.0, 580.0) && !axis.is_compressed(570.0, 590.0));
    }

    #[test]
    fn the_axis_never_runs_backwards() {
        for axis in [
            Axis::focused(SPAN, 642.0, 150.0, 900.0),
            Axis::whole_day(SPAN, 900.0),
        ] {
            let places: Vec<f64> = (400..1200)
                .map(|minute| axis.at(f64::from(minute)))
                .collect();
            assert!(places.windows(2).all(|pair| pair[0] <= pair[1]));
            assert!(places.iter().all(|place| (0.0..=900.0).contains(place)));
        }
    }

    #[test]
    fn the_focus_stays_inside_the_day() {
        let axis = Axis::focused(SPAN, 425.0, 150.0, 1000.0);
        assert!((axis.focus().unwrap().0).abs() < 1e-9);
        let axis = Axis::focused(SPAN, 1139.0, 150.0, 1000.0);
        assert!((axis.focus().unwrap().1 - 1000.0).abs() < 1e-9);
    }

    #[test]
    fn a_night_shift_widens_the_day() {
        let span = Span::around(420, 1140, Some(1290.0));
        assert_eq!(
            span,
            Span {
                opens: 420.0,
                closes: 1380.0
            }
        );
        assert_eq!(Span::around(420, 1140, Some(642.0)), SPAN);
        assert_eq!(Span::around(420, 1140, Some(20.0)).opens, 0.0);
        assert_eq!(Span::around(420, 1140, Some(1430.0)).closes, 1440.0);
    }

    #[test]
    fn labels_have_room() {
        let axis = Axis::focused(SPAN, 642.0, 150.0, 930.0);
        let labels: Vec<u32> = axis
            .ticks()
            .iter()
            .filter(|tick| tick.labelled)
            .map(|tick| tick.minute)
            .collect();
        assert!(
            labels.starts_with(&[480, 600, 630, 660, 690, 720]),
            "{labels:?}"
        );
    }
}
