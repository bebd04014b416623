//! Names of places.

/// A name or an address as its prefecture and what follows; the first is empty where it begins with none.
pub(crate) fn prefecture(name: &str) -> (&str, &str) {
    let short = ["北海道", "東京都", "京都府", "大阪府"];
    let short = short
        .iter()
        .find(|prefecture| name.starts_with(**prefecture));
    let end = match short {
        Some(prefecture) => Some(prefecture.len()),
        // 神奈川県 is as long as they get.
        None => name
            .char_indices()
            .take(4)
            .find(|(_, sign)| *sign == '県')
            .map(|(at, sign)| at + sign.len_utf8()),
    };
    name.split_at_checked(end.unwrap_or(0))
        .unwrap_or(("", name))
}

#[cfg(test)]
mod tests {
    use super::prefecture;

    #[test]
    fn a_name_begins_with_its_prefecture() {
        for (name, parts) in [
            ("静岡県焼津市", ("静岡県", "焼津市")),
            ("京都府京都市左京区", ("京都府", "京都市左京区")),
            ("神奈川県", ("神奈川県", "")),
            ("焼津市", ("", "焼津市")),
            ("府中市", ("", "府中市")),
            ("", ("", "")),
        ] {
            assert_eq!(prefecture(name), parts);
        }
    }
}
