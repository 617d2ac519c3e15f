//! What the Solidity source says of its declarations: their `@notice`.

/// The notice of `kind name(…)`, in one line; nothing if there is none.
pub(super) fn notice(source: &str, kind: &str, name: &str) -> String {
    let declaration = format!("{kind} {name}(");
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let Some(place) = lines.iter().position(|line| line.starts_with(&declaration)) else {
        return String::new();
    };
    let above = lines.get(..place).unwrap_or_default();
    let comment: Vec<&str> =
        above.iter().rev().map_while(|line| line.strip_prefix("///")).map(str::trim).collect();
    let mut words = Vec::new();
    for line in comment.into_iter().rev() {
        match line.strip_prefix('@') {
            Some(tagged) => match tagged.strip_prefix("notice") {
                Some(text) => words = vec![text.trim()],
                None if words.is_empty() => {}
                None => break,
            },
            None => words.push(line),
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::notice;

    const SOURCE: &str = "
    /// @notice Of something else.
    error Other();
    /// @notice Takes a part of
    /// the pool.
    /// @param a What.
    /// @return b
    function take(uint256 a) external returns (uint256 b);
    function bare() external;";

    #[test]
    fn notice_is_the_text_over_the_declaration_without_its_tags() {
        assert_eq!(notice(SOURCE, "function", "take"), "Takes a part of the pool.");
        assert_eq!(notice(SOURCE, "error", "Other"), "Of something else.");
        assert_eq!(notice(SOURCE, "function", "bare"), "");
        assert_eq!(notice(SOURCE, "event", "take"), "");
    }
}
