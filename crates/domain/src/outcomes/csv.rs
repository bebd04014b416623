//! Tables as CSV (RFC 4180), as spreadsheets open them without being asked: UTF-8 with its mark.

/// Rows of cells as a file's text.
pub fn csv(rows: &[Vec<String>]) -> String {
    let mut text = String::from('\u{feff}');
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn quoted(cell: &str) -> String {
    match cell.contains([',', '"', '\r', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_keeps_its_commas_quotes_and_lines() {
        let row = ["月", "1,000円", "\"はい\"", "1\n2"].map(str::to_owned);
        let text = csv(&[row.to_vec(), vec!["2026-11".to_owned()]]);
        assert_eq!(
            text,
            "\u{feff}月,\"1,000円\",\"\"\"はい\"\"\",\"1\n2\"\r\n2026-11\r\n"
        );
    }
}
