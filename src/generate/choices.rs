//! Where a generator takes its choices from.

/// A stream of bytes, read as choices.
///
/// The same code serves a fuzzer's input, the bytes that a property test shrinks, and a seeded run. A zero is the smallest
/// choice, and a stream that has come to its end goes on with zeros: a shorter or smaller stream gives a smaller value.
#[derive(Debug, Clone)]
pub struct Choices<'a> {
    bytes: &'a [u8],
    random: Option<Random>,
}

impl<'a> Choices<'a> {
    /// Choices from bytes, zeros behind them.
    pub fn from_bytes(bytes: &'a [u8]) -> Choices<'a> {
        Choices { bytes, random: None }
    }

    /// Choices without end: the same seed gives the same.
    pub fn from_seed(seed: u64) -> Choices<'static> {
        Choices {
            bytes: &[],
            random: Some(Random::new(seed)),
        }
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        if let Some((&first, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            return first;
        }
        self.random.as_mut().map_or(0, Random::byte)
    }

    /// A number below `count`; 0 if there is nothing to choose.
    pub fn below(&mut self, count: usize) -> usize {
        match count {
            0 | 1 => 0,
            // The high bits decide, so that a smaller byte never makes a larger choice.
            2..=256 => (usize::from(self.byte()) * count) >> 8,
            _ => {
                let wide = u64::from(self.byte()) << 24
                    | u64::from(self.byte()) << 16
                    | u64::from(self.byte()) << 8
                    | u64::from(self.byte());
                ((u128::from(wide) * count as u128) >> 32) as usize
            }
        }
    }

    /// Whether a thing happens that does `share` times in 256; never when the stream is at its end.
    pub fn chance(&mut self, share: u8) -> bool {
        self.byte() > u8::MAX - share
    }

    /// A number of 64 bits.
    pub fn bits(&mut self) -> u64 {
        u64::from_be_bytes(std::array::from_fn(|_| self.byte()))
    }
}

/// SplitMix64: small, fast, and good enough to spread choices.
#[derive(Debug, Clone)]
struct Random {
    state: u64,
    left: u64,
    bytes: u32,
}

impl Random {
    fn new(seed: u64) -> Random {
        Random {
            state: seed,
            left: 0,
            bytes: 0,
        }
    }

    fn byte(&mut self) -> u8 {
        if self.bytes == 0 {
            self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            self.left = mix(self.state);
            self.bytes = 8;
        }
        let byte = self.left as u8;
        self.left >>= 8;
        self.bytes -= 1;
        byte
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The seed of one case of a run: each case stands on its own, so it can be made again without those before it.
pub fn seed_of(seed: u64, component: &str, index: u64) -> u64 {
    let name = component.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    mix(mix(seed.wrapping_add(0x9e37_79b9_7f4a_7c15)) ^ name).wrapping_add(mix(index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_at_its_end_makes_the_smallest_choice() {
        let mut choices = Choices::from_bytes(&[255]);
        assert_eq!((choices.below(10), choices.below(10)), (9, 0));
        assert!(!choices.chance(255));
        assert_eq!(choices.bits(), 0);
    }

    #[test]
    fn a_smaller_byte_never_makes_a_larger_choice() {
        for count in 2..=256 {
            let choices: Vec<usize> = (0..=255)
                .map(|byte| Choices::from_bytes(&[byte]).below(count))
                .collect();
            assert!(choices.is_sorted());
            assert_eq!((choices[0], choices[255]), (0, count - 1));
        }
    }

    #[test]
    fn large_counts_are_reached_to_the_last() {
        assert_eq!(Choices::from_bytes(&[255; 4]).below(100_000), 99_999);
    }

    #[test]
    fn seeds_of_neighbours_differ() {
        let mut seeds: Vec<u64> = (0..1000).map(|index| seed_of(1, "PetObject", index)).collect();
        seeds.push(seed_of(2, "PetObject", 0));
        seeds.push(seed_of(1, "PetToyObject", 0));
        seeds.sort_unstable();
        seeds.dedup();
        assert_eq!(seeds.len(), 1002);
    }
}
