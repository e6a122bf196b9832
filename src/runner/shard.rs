//! One part of the cases of a run, so that several machines can divide a run among them.

/// One part of the cases of a run. Each case is in exactly one of the parts, and a case is the same whatever their number.
///
/// ```
/// use wireproof::runner::Shard;
///
/// let shards: Vec<Shard> = (1..=3).map(|k| Shard::parse(&format!("{k}/3")).unwrap()).collect();
/// assert!((0..100).all(|number| shards.iter().filter(|shard| shard.holds(number)).count() == 1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// From 0.
    index: u64,
    count: u64,
}

impl Default for Shard {
    /// All cases.
    fn default() -> Shard {
        Shard { index: 0, count: 1 }
    }
}

impl Shard {
    /// Reads `K/N`: the `K`th part of `N`, from 1.
    ///
    /// # Errors
    /// When the text is not of this form, or there is no such part.
    pub fn parse(text: &str) -> Result<Shard, String> {
        let parts = text.split_once('/');
        let parts = parts.and_then(|(index, count)| Some((index.parse::<u64>().ok()?, count.parse::<u64>().ok()?)));
        match parts {
            Some((index, count)) if (1..=count).contains(&index) => Ok(Shard {
                index: index - 1,
                count,
            }),
            _ => Err("not a part such as 1/4, from 1/4 to 4/4".to_owned()),
        }
    }

    /// Whether the case with this number, from 0, is in the part.
    pub fn holds(self, number: u64) -> bool {
        number % self.count == self.index
    }

    /// How many of the first `cases` cases are in the part.
    pub fn share(self, cases: u64) -> u64 {
        cases / self.count + u64::from(self.index < cases % self.count)
    }

    /// Whether it is all cases.
    pub fn is_whole(self) -> bool {
        self.count == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_the_number_of_cases_that_the_part_holds() {
        for count in 1..6 {
            for index in 0..count {
                let shard = Shard { index, count };
                for cases in 0..20 {
                    let held = (0..cases).filter(|number| shard.holds(*number)).count() as u64;
                    assert_eq!(shard.share(cases), held);
                }
            }
        }
        assert_eq!(Shard::default().share(u64::MAX), u64::MAX);
    }

    #[test]
    fn what_is_no_part_is_refused() {
        for text in ["0/3", "4/3", "1", "1/0", "a/b", "-1/3", ""] {
            assert!(Shard::parse(text).is_err(), "{text}");
        }
    }
}
