//! Full-width signs, as a Japanese keyboard types them.

/// The half-width form of a full-width sign (`０` → `0`, `：` → `:`); any other is as it was.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::half_width;

    #[test]
    fn what_a_japanese_keyboard_types_is_read_like_any_other() {
        let read: String = "０９：３０　～，月".chars().map(half_width).collect();
        assert_eq!(read, "09:30 ~,月");
    }
}
