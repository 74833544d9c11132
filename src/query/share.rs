//! A target worked out of members, and shared out among units so that the parts are the whole.

use crate::domain::listed::listed;

listed! {
/// By what a target is shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShareBy {
    /// Members at the end of the year before.
    Members,
    /// Those admitted in the year before.
    Last,
}
}

impl ShareBy {
    /// The word on the command line.
    pub fn code(self) -> &'static str {
        match self {
            ShareBy::Members => "members",
            ShareBy::Last => "last",
        }
    }

    /// The rule with this [`ShareBy::code`].
    pub fn by_code(code: &str) -> Option<ShareBy> {
        ShareBy::ALL.into_iter().find(|by| by.code() == code)
    }
}

/// So many hundredths of a percent of some members, rounded up: "at least 3 %" (21-NQ/TW of 16/6/2022) is not met by less.
pub fn percent_of(members: u32, hundredths: u32) -> u32 {
    let exact = u64::from(members) * u64::from(hundredths);
    u32::try_from(exact.div_ceil(10_000)).unwrap_or(u32::MAX)
}

/// A whole in parts by their weights, by the largest remainders: the parts are the whole. Nothing where nothing has weight.
pub fn shared_out(whole: u32, weights: &[u32]) -> Option<Vec<u32>> {
    let all: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
    if all == 0 {
        return None;
    }
    let exact = |weight: &u32| u64::from(whole) * u64::from(*weight);
    let mut parts: Vec<u32> = weights.iter().map(|weight| (exact(weight) / all) as u32).collect();
    let left = whole - parts.iter().sum::<u32>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    // Of equal remainders the first one, every time.
    order.sort_by_key(|n| std::cmp::Reverse(weights.get(*n).map_or(0, |weight| exact(weight) % all)));
    for n in order.into_iter().take(left as usize) {
        parts.get_mut(n).into_iter().for_each(|part| *part += 1);
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Nghệ An: "at least 3 % of the members of 2022" are 6 095, which is 3 % of 203 166 rounded up; one member more makes it
    /// 6 096. It is 1 847 above the 4 248 of before.
    #[test]
    fn three_percent_of_the_members_is_rounded_up() {
        assert_eq!((percent_of(203_166, 300), percent_of(203_167, 300)), (6_095, 6_096));
        assert_eq!((percent_of(100, 300), percent_of(101, 300), percent_of(0, 300)), (3, 4, 0));
        assert_eq!(percent_of(203_166, 300) - 4_248, 1_847);
    }

    #[test]
    fn a_target_is_shared_out_by_members_and_nothing_is_lost() {
        assert_eq!(shared_out(10, &[1, 1, 1]), Some(vec![4, 3, 3]));
        assert_eq!(shared_out(92, &[261, 241, 0]), Some(vec![48, 44, 0]));
        assert_eq!(shared_out(5, &[0, 0]), None);
        assert!(ShareBy::ALL.into_iter().all(|by| ShareBy::by_code(by.code()) == Some(by)));
    }

    proptest! {
        #[test]
        fn the_parts_are_the_whole(whole in 0u32..1_000_000, weights in proptest::collection::vec(0u32..50_000, 1..40)) {
            if let Some(parts) = shared_out(whole, &weights) {
                prop_assert_eq!(parts.iter().map(|part| u64::from(*part)).sum::<u64>(), u64::from(whole));
            }
        }
    }
}
