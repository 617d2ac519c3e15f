//! "Did you mean": the closest of the names that would have been right.

/// The candidate closest to `given`, if one is close enough to have been meant.
pub(crate) fn closest<'a>(
    given: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let given = given.to_lowercase();
    let room = given.chars().count().div_ceil(3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            (strsim::damerau_levenshtein(&given, &candidate.to_lowercase()), candidate)
        })
        .filter(|(distance, _)| *distance <= room)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate.to_owned())
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn closest_takes_a_typo_and_refuses_a_stranger() {
        assert_eq!(closest("wiat", ["at", "wait", "from"]), Some("wait".into()));
        assert_eq!(closest("alice", ["ALICE", "BOB"]), Some("ALICE".into()));
        assert_eq!(closest("zebra", ["at", "wait", "from"]), None);
    }
}
