//! The first start.

use crate::desk::Desk;

#[test]
fn the_first_start_shows_the_set_up() {
    let desk = Desk::open("first-run", &[]);
    desk.sees("Stepboard");
    desk.takes_picture("set-up");
}
