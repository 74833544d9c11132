//! A block of cells as spreadsheets put it on the clipboard.

/// The rows of a block as spreadsheets copy it: a cell with a line end, a tab or a quotation mark in it stands in
/// quotes. A line end within a cell is a space.
pub fn cells_of(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut letters = text.trim_end_matches('\n').chars().peekable();
    let mut quoted = false;
    while let Some(c) = letters.next() {
        let Some(row) = rows.last_mut() else { break };
        let begins = row.last().is_some_and(String::is_empty);
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                row.last_mut().into_iter().for_each(|cell| cell.push('"'));
            }
            '"' if quoted => quoted = false,
            // Where it is not closed, it is a letter as any other.
            '"' if begins && closes(letters.clone()) => quoted = true,
            '\t' if !quoted => row.push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            '\t' | '\n' => row.last_mut().into_iter().for_each(|cell| cell.push(' ')),
            c => row.last_mut().into_iter().for_each(|cell| cell.push(c)),
        }
    }
    rows
}

/// True when a quotation mark ends a cell further on.
fn closes(mut letters: std::iter::Peekable<std::str::Chars>) -> bool {
    while let Some(c) = letters.next() {
        if c == '"' && letters.next_if_eq(&'"').is_none() {
            return matches!(letters.peek(), None | Some('\t' | '\n'));
        }
    }
    false
}
