//! Patterns on names.

/// Whether `*` (any text) and `?` (one character) of the pattern can be filled so that it becomes the text.
///
/// Linear in practice, at worst the product of the lengths: the last `*` is the only one that needs to be tried again.
#[must_use]
pub fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(&c) if c == '?' || c == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    p = at + 1;
                    t = from + 1;
                    star = Some((at, from + 1));
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|&c| c == '*')
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_match_whole_texts() {
        for (pattern, text, expected) in [
            ("ATL1->*", "ATL1->Atlanta", true),
            ("ATL1->*", "ATL12->Atlanta", false),
            ("*/pick", "ATL1/pick", true),
            ("*/pick", "ATL1/pick2", false),
            ("*a*b*", "xaxxbx", true),
            ("*a*b", "aab", true),
            ("*a*b", "ba", false),
            ("?", "é", true),
            ("?", "", false),
            ("**", "", true),
            ("", "", true),
            ("", "x", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} on {text}");
        }
    }
}
