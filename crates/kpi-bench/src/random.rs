//! Chance that is the same on every machine.

/// SplitMix64 (Steele, Lea, Flood 2014): small, well tested, and its numbers depend on the seed alone.
#[derive(Debug, Clone)]
pub struct Random {
    state: u64,
}

impl Random {
    /// Streams of one seed are independent, so that one council's records do not change with how many councils there are.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut random =
            Self { state: seed.wrapping_mul(0xD134_2543_DE82_EF95) ^ stream.wrapping_mul(0xA076_1D64_78BD_642F) };
        random.draw();
        random.state ^= stream;
        random.draw();
        random
    }

    pub fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to `limit` − 1; 0 where there is nothing to choose from.
    pub fn below(&mut self, limit: u64) -> u64 {
        let wide = u128::from(self.draw()) * u128::from(limit);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low + 1).unwrap_or(0);
        low + i64::try_from(self.below(span)).unwrap_or(0)
    }

    pub fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    /// `None` only where `all` is empty.
    pub fn pick<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        let len = u64::try_from(all.len()).unwrap_or(0);
        all.get(usize::try_from(self.below(len)).unwrap_or(0)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_numbers_of_a_seed_never_change() {
        let mut random = Random::new(1, 7);
        let drawn: Vec<u64> = (0..4).map(|_| random.below(1_000)).collect();
        assert_eq!(drawn, EXPECTED);
        assert_ne!(Random::new(1, 8).draw(), Random::new(1, 7).draw());
        assert_ne!(Random::new(2, 7).draw(), Random::new(1, 7).draw());
    }

    const EXPECTED: [u64; 4] = [750, 20, 815, 955];

    #[test]
    fn limits_are_reached_and_kept() {
        let mut random = Random::new(3, 0);
        let drawn: Vec<i64> = (0..2_000).map(|_| random.between(-2, 2)).collect();
        assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&-2), Some(&2)));
        assert!(random.pick::<u8>(&[]).is_none());
    }
}
