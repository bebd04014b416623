//! Addresses in a folded text: links, e-mail, phones. Each is a place and a length in characters.

/// Signs that an address is made of.
fn is_address(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(
            c,
            '.' | '-' | '_' | '/' | ':' | '?' | '=' | '&' | '%' | '+' | '#' | '~' | '@'
        )
}

/// The run of address signs around a place.
fn run_around(text: &[char], place: usize) -> (usize, usize) {
    let before = text
        .iter()
        .take(place)
        .rev()
        .take_while(|c| is_address(**c))
        .count();
    let after = text
        .iter()
        .skip(place)
        .take_while(|c| is_address(**c))
        .count();
    (place - before, before + after)
}

/// Ends of a host's name that stand for an address wherever they stand.
const HOSTS: &[&str] = &["com", "net", "org", "jp", "info", "biz", "shop", "xyz"];
/// Ends that are words or names of tools too; with a path behind them they are an address.
const HOSTS_WITH_A_PATH: &[&str] = &[
    "io", "me", "to", "gg", "app", "be", "co", "link", "site", "page", "online", "gle", "ee", "ly",
];

/// A host's name by itself: `example.jp`, `t.me/haru`.
fn host(text: &[char]) -> Option<(usize, usize)> {
    text.iter()
        .enumerate()
        .filter(|(_, c)| **c == '.')
        .map(|(place, _)| run_around(text, place))
        .find(|(start, length)| {
            let run: String = text.iter().skip(*start).take(*length).collect();
            let path = run.find(['/', ':', '?', '#']);
            let (host, path) = run
                .split_at_checked(path.unwrap_or(run.len()))
                .unwrap_or_default();
            let Some((name, end)) = host.trim_end_matches('.').rsplit_once('.') else {
                return false;
            };
            !run.contains('@')
                && name.ends_with(|c: char| c.is_ascii_alphanumeric())
                && (HOSTS.contains(&end)
                    || (HOSTS_WITH_A_PATH.contains(&end) && path.starts_with('/')))
        })
}

/// `https://…`, `www.…`, or a host's name.
pub(super) fn link(text: &[char]) -> Option<(usize, usize)> {
    let at = |needle: &str| {
        let needle: Vec<char> = needle.chars().collect();
        text.windows(needle.len()).position(|part| part == needle)
    };
    let named = ["://", "www."].into_iter().filter_map(at).min();
    let named = named.map(|place| run_around(text, place));
    named.into_iter().chain(host(text)).min()
}

pub(super) fn email(text: &[char]) -> Option<(usize, usize)> {
    text.iter()
        .enumerate()
        .filter(|(_, c)| **c == '@')
        .map(|(place, _)| (place, run_around(text, place)))
        .find(|(place, (start, length))| {
            let host: String = text.iter().take(start + length).skip(place + 1).collect();
            start < place && host.trim_end_matches('.').contains('.')
        })
        .map(|(_, run)| run)
}

/// A number that is written as Japanese phone numbers are: 10 or 11 digits from 0, or +81.
pub(super) fn phone(text: &[char]) -> Option<(usize, usize)> {
    let mut start = 0;
    while start < text.len() {
        let follows_digit = start
            .checked_sub(1)
            .and_then(|before| text.get(before))
            .is_some_and(char::is_ascii_digit);
        let begins = matches!(text.get(start), Some('0' | '+')) && !follows_digit;
        if begins {
            let run = text
                .iter()
                .skip(start)
                .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | '+' | ' '))
                .count();
            let written: String = text.iter().skip(start).take(run).collect();
            let digits = written.chars().filter(char::is_ascii_digit).count();
            let international = written.starts_with("+81");
            let is_phone = if international {
                (11..=13).contains(&digits)
            } else {
                written.starts_with('0') && (10..=11).contains(&digits)
            };
            if is_phone {
                return Some((start, written.trim_end().chars().count()));
            }
        }
        start += 1;
    }
    None
}
