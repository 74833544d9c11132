//! A year's target spread over its months by a rule, so that the months add up to it.

use crate::domain::listed::listed;

listed! {
/// By what a target is spread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spread {
    /// Each month as many.
    #[default]
    Even,
    /// As people were admitted in the months of the three years before.
    Past,
    /// Into the months of the ceremonies that are held.
    Ceremonies,
}
}

impl Spread {
    /// The word on the command line.
    pub fn code(self) -> &'static str {
        match self {
            Spread::Even => "even",
            Spread::Past => "past",
            Spread::Ceremonies => "ceremonies",
        }
    }

    /// The rule with this [`Spread::code`]; the even one where nothing is said.
    pub fn by_code(code: &str) -> Spread {
        Spread::ALL.into_iter().find(|spread| spread.code() == code).unwrap_or_default()
    }

    /// The rule behind it.
    pub fn next(self) -> Spread {
        let at = Spread::ALL.into_iter().position(|spread| spread == self).unwrap_or(0);
        Spread::ALL.get((at + 1) % Spread::ALL.len()).copied().unwrap_or_default()
    }
}

/// A target in months by their weights, rounded so that every sum up to a month is as near as can be, and the whole is the
/// target. Where nothing has weight, every month has the same.
pub fn spread(target: u32, weights: [u32; 12]) -> [u32; 12] {
    let weights = if weights.iter().all(|weight| *weight == 0) { [1; 12] } else { weights };
    let all: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
    let (mut sum, mut given) = (0u64, 0u64);
    weights.map(|weight| {
        sum += u64::from(weight);
        let upto = (2 * u64::from(target) * sum + all) / (2 * all);
        let month = upto - given;
        given = upto;
        month as u32
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ninety_two_a_year_are_seven_or_eight_a_month() {
        let months = spread(92, [0; 12]);
        assert_eq!(months.iter().sum::<u32>(), 92);
        assert!(months.iter().all(|month| [7, 8].contains(month)), "{months:?}");
        // Two ceremonies share it.
        let mut weights = [0; 12];
        (weights[1], weights[8]) = (1, 1);
        assert_eq!(spread(92, weights), [0, 46, 0, 0, 0, 0, 0, 0, 46, 0, 0, 0]);
        assert!(Spread::ALL.into_iter().all(|spread| Spread::by_code(spread.code()) == spread));
    }

    proptest! {
        #[test]
        fn the_months_are_the_target(target in 0u32..100_000, weights in proptest::array::uniform12(0u32..5_000)) {
            prop_assert_eq!(spread(target, weights).iter().sum::<u32>(), target);
        }
    }
}
