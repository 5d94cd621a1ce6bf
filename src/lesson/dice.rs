//! What is drawn by chance, from a seed: the same seed draws the same.

/// Puts them in an order that the seed decides.
pub(super) fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed;
    for last in (1..items.len()).rev() {
        let other = next(&mut state) % (last as u64 + 1);
        items.swap(last, other as usize);
    }
}

/// The next of a row of numbers that look random (splitmix64; Steele, Lea and Flood, 2014).
pub(super) fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
