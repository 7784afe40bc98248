//! Drawing from a seeded generator.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

/// A generator for one purpose: adding a draw to one leaves the others as they are.
pub fn generator(seed: u64, purpose: u64) -> StdRng {
    StdRng::seed_from_u64(seed.rotate_left(17) ^ purpose.wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// One of a table's entries.
pub fn pick<'a, T>(rng: &mut StdRng, table: &'a [T]) -> &'a T {
    table.choose(rng).expect("tables have entries")
}

/// True in so many of a hundred cases.
pub fn happens(rng: &mut StdRng, percent: u32) -> bool {
    rng.random_range(0..100) < percent
}

/// One entry, as often as its weight says; `None` when there is none with a weight.
pub fn weighted<'a, T>(
    rng: &mut StdRng,
    entries: &'a [T],
    weight: impl Fn(&T) -> u32,
) -> Option<&'a T> {
    entries
        .choose_weighted(rng, |entry| f64::from(weight(entry)))
        .ok()
}

/// A factor around 1 as durations spread: most are near, some far longer (log-normal).
pub fn spread(rng: &mut StdRng, sigma: f64) -> f64 {
    // Irwin-Hall: twelve uniform draws are nearly a normal one.
    let sum: f64 = (0..12).map(|_| rng.random::<f64>()).sum();
    ((sum - 6.0) * sigma).exp()
}
