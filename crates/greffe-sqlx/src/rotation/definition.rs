//! The definition of a column as it stands in a `CREATE TABLE`: SQLite tells the checks of a column nowhere else.

use std::iter::Peekable;
use std::str::Chars;

/// A part of SQL. SQLite tells neither names nor words of its own apart by case.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// A word, or a name in quotes.
    Name(String),
    /// What stands in single quotes.
    Text(String),
    Sign(char),
}

/// Whether the definition of the column holds a check other than `own`, which is one check as SQL. `None` where no such column is defined there.
pub(super) fn holds_another_check(table: &str, column: &str, own: &str) -> Option<bool> {
    let definition = definition(tokens(table), &column.to_ascii_lowercase())?;
    let own = tokens(own);
    let at = definition
        .windows(own.len().max(1))
        .position(|part| part == own);
    let others = match at {
        Some(at) => [definition.get(..at), definition.get(at + own.len()..)],
        None => [Some(definition.as_slice()), None],
    };
    let check = Token::Name("check".to_owned());
    Some(
        others
            .into_iter()
            .flatten()
            .any(|part| part.contains(&check)),
    )
}

/// What stands between the name of the column and the comma after it.
fn definition(table: Vec<Token>, column: &str) -> Option<Vec<Token>> {
    let outside = |token: &Token| *token != Token::Sign('(');
    let mut parts = table.into_iter().skip_while(outside).skip(1);
    loop {
        let (Token::Name(name) | Token::Text(name)) = parts.next()? else {
            return None;
        };
        let mut depth = 0;
        let rest = parts.by_ref().take_while(|token| {
            depth += match token {
                Token::Sign('(') => 1,
                Token::Sign(')') => -1,
                _ => 0,
            };
            // The last bracket of all ends the last definition.
            depth > 0 || depth == 0 && *token != Token::Sign(',')
        });
        let rest: Vec<_> = rest.collect();
        if name == column {
            return Some(rest);
        }
    }
}

fn tokens(sql: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = sql.chars().peekable();
    while let Some(letter) = rest.next() {
        match (letter, rest.peek()) {
            ('-', Some('-')) => rest
                .by_ref()
                .take_while(|next| *next != '\n')
                .for_each(drop),
            ('/', Some('*')) => pass_comment(&mut rest),
            ('\'', _) => tokens.push(Token::Text(quoted(&mut rest, letter))),
            ('"' | '`', _) => tokens.push(Token::Name(quoted(&mut rest, letter))),
            ('[', _) => tokens.push(Token::Name(quoted(&mut rest, ']'))),
            _ if is_of_word(letter) => {
                let mut word = String::from(letter.to_ascii_lowercase());
                while let Some(next) = rest.next_if(|next| is_of_word(*next)) {
                    word.push(next.to_ascii_lowercase());
                }
                tokens.push(Token::Name(word));
            }
            _ if letter.is_whitespace() => {}
            _ => tokens.push(Token::Sign(letter)),
        }
    }
    tokens
}

fn is_of_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '$' || !letter.is_ascii()
}

/// After the first stroke of `/*`.
fn pass_comment(rest: &mut Peekable<Chars<'_>>) {
    rest.next();
    let mut before = ' ';
    for letter in rest {
        if (before, letter) == ('*', '/') {
            return;
        }
        before = letter;
    }
}

/// Up to the quote that is not doubled.
fn quoted(rest: &mut Peekable<Chars<'_>>, quote: char) -> String {
    let mut text = String::new();
    while let Some(letter) = rest.next() {
        if letter == quote && (quote == ']' || rest.next_if_eq(&quote).is_none()) {
            break;
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::holds_another_check;

    const OWN: &str = "CHECK (substr(`token`, 1, 2) = x'0a1b')";

    /// Of the column are the checks up to its comma.
    #[test]
    fn a_check_is_found_within_the_definition_of_its_column_and_nowhere_else() {
        for (definitions, said) in [
            ("id, token BLOB", Some(false)),
            ("token", Some(false)),
            (
                "id INTEGER PRIMARY KEY, token BLOB CHECK (length(token) > 7)",
                Some(true),
            ),
            ("token BLOB cHeCk(1), id", Some(true)),
            (
                "token BLOB CONSTRAINT [long , (] CHECK (length(token) > 7), id",
                Some(true),
            ),
            ("[token] BLOB DEFAULT (max(1, 2)) CHECK (1), id", Some(true)),
            ("`Token` BLOB CHECK (1)", Some(true)),
            ("'token' BLOB CHECK (1)", Some(true)),
            ("\"TOKEN\" VARCHAR(10, 2) CHECK (1)", Some(true)),
            // Of others, and of the table.
            (
                "id CHECK (id IN (1, 2)), token BLOB, other CHECK (1)",
                Some(false),
            ),
            (
                "token BLOB, id, CHECK (id > 0), CONSTRAINT some CHECK (id < 9) CHECK (1)",
                Some(false),
            ),
            (
                "\"a, token CHECK (1)\" TEXT DEFAULT 'it''s, token CHECK (1', token BLOB",
                Some(false),
            ),
            ("\"a\"\", token CHECK (\" TEXT, token BLOB", Some(false)),
            // In comments.
            ("token BLOB -- CHECK (1), \n, id", Some(false)),
            ("token BLOB /*/ CHECK (1) * / , */, id", Some(false)),
            ("-- token CHECK (\n token /* ( */ BLOB, id", Some(false)),
            ("token BLOB DEFAULT (3-1) CHECK (1/1), id", Some(true)),
            // The one that a move made is made anew, in whatever quotes it was written.
            (
                "token BLOB CHECK (substr(`token`, 1, 2) = x'0a1b')",
                Some(false),
            ),
            (
                "token BLOB CHECK(SUBSTR(\"token\",1,2)=X'0A1B'), id",
                Some(false),
            ),
            (
                "token BLOB CHECK (substr(token, 1, 2) = x'0a1b') CHECK (1), id",
                Some(true),
            ),
            (
                "token BLOB CHECK (1) CHECK (substr(token, 1, 2) = x'0a1b'), id",
                Some(true),
            ),
            (
                "token BLOB CHECK (substr(token, 1, 2) = x'0a1b' OR 1), id",
                Some(true),
            ),
            (
                "token BLOB CHECK (substr(token, 1, 2) = x'0a1c'), id",
                Some(true),
            ),
            (
                "token BLOB CHECK (substr(other, 1, 2) = x'0a1b'), other",
                Some(true),
            ),
            // Not there.
            ("id, tokens CHECK (1)", None),
            ("", None),
            ("id, (token) CHECK (1)", None),
        ] {
            for rest in ["", " STRICT", " WITHOUT ROWID, STRICT"] {
                let table = format!("CREATE TABLE \"some (token CHECK (1)\" ({definitions}){rest}");
                let found = holds_another_check(&table, "Token", OWN);
                assert_eq!(found, said, "{table}");
            }
        }
        assert_eq!(holds_another_check("", "token", OWN), None);
    }
}
