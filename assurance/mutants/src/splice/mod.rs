//! All mutants of a file written into it at once, each behind a question: is it the one that is on?

mod find;
mod write;

use std::ops::Range;

use crate::list::Mutant;
use crate::text::Text;

/// A place that changes, and how.
struct Edit {
    range: Range<usize>,
    kind: Kind,
}

enum Kind {
    /// An expression of operators: one of them, and which mutants have which in its place.
    Binary {
        operator: Range<usize>,
        mutants: Vec<(usize, String)>,
    },
    /// An expression whose prefix goes.
    Unary {
        operand: Range<usize>,
        mutant: usize,
    },
    /// What a match looks at: an error there says that an arm is needed.
    Scrutinee { arms: Vec<usize> },
    /// The end of the pattern of an arm without a guard.
    Arm { mutant: usize },
    /// A guard: always true, always false, or its arm gone.
    Guard {
        with_let: bool,
        on: Vec<usize>,
        off: Vec<usize>,
    },
    /// The value of a field that would come from the rest of the struct.
    Field {
        short: bool,
        name: String,
        base: String,
        mutant: usize,
    },
    /// Behind the brace that opens a function.
    Body { mutants: Vec<(usize, String)> },
    /// A function that returns `impl Iterator`, from that type to its end: each mutant's iterator, or else the one that the body makes.
    Iterator {
        body: Range<usize>,
        mutants: Vec<(usize, String)>,
    },
    /// The word `const` of a function that asks, which no constant can, and the space behind it.
    Const,
}

impl Kind {
    /// The mutants that this carries itself.
    fn mutants(&self) -> Vec<usize> {
        match self {
            Self::Binary { mutants, .. }
            | Self::Body { mutants }
            | Self::Iterator { mutants, .. } => mutants.iter().map(|(number, _)| *number).collect(),
            Self::Unary { mutant, .. } | Self::Arm { mutant } | Self::Field { mutant, .. } => {
                vec![*mutant]
            }
            Self::Guard { on, off, .. } => on.iter().chain(off).copied().collect(),
            Self::Scrutinee { .. } | Self::Const => Vec::new(),
        }
    }
}

/// A file with its mutants in it.
pub(crate) struct Spliced {
    pub(crate) text: String,
    /// Which mutant wrote which bytes of `text`.
    pub(crate) regions: Vec<(Range<usize>, usize)>,
    /// Which bytes of `text` are an expression that a mutant chooses.
    pub(crate) around: Vec<(Range<usize>, usize)>,
    /// Mutants that have no place in it.
    pub(crate) left: Vec<usize>,
}

/// Writes `mutants` (with their numbers) into a source. `constant` are functions that must stay so.
pub(crate) fn splice(
    source: &str,
    mutants: &[(usize, &Mutant)],
    constant: &[String],
) -> Result<Spliced, syn::Error> {
    let file = syn::parse_file(source)?;
    let text = Text::new(source);
    let (mut edits, left) = find::find(&file, &text, mutants, constant);
    // Outer before inner; what is inserted at one place keeps its order.
    edits.sort_by_key(|edit| (edit.range.start, std::cmp::Reverse(edit.range.end)));
    let (text, regions, around) = write::write(source, edits);
    Ok(Spliced {
        text,
        regions,
        around,
        left,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::{Genre, Place, Span};

    /// The mutant at the first place where `source` says `at`.
    fn mutant(source: &str, genre: Genre, at: &str, replacement: &str) -> Mutant {
        let before = &source[..source.find(at).unwrap()];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        let start = Place { line, column };
        let name = format!("x.rs:{line}:{column}: {at} becomes {replacement}");
        let replacement = replacement.to_owned();
        Mutant {
            file: "x.rs".to_owned(),
            name,
            genre,
            replacement,
            span: Span { start },
        }
    }

    fn spliced(source: &str, changes: &[(Genre, &str, &str)]) -> Spliced {
        let mutants: Vec<Mutant> = changes
            .iter()
            .map(|(genre, at, replacement)| mutant(source, *genre, at, replacement))
            .collect();
        let numbered: Vec<_> = mutants.iter().enumerate().collect();
        let spliced = splice(source, &numbered, &[]).unwrap();
        assert!(syn::parse_file(&spliced.text).is_ok(), "{}", spliced.text);
        spliced
    }

    #[test]
    fn without_mutants_a_source_is_what_it_was() {
        let source = include_str!("find.rs");
        assert_eq!(spliced(source, &[]).text, source);
    }

    #[test]
    fn operators_nest_and_only_one_is_changed_at_a_time() {
        let source = "fn f(a: u8, b: u8) -> bool { a + 1 < b }";
        let changes = [
            (Genre::BinaryOperator, "<", "=="),
            (Genre::BinaryOperator, "+", "-"),
        ];
        assert_eq!(
            spliced(source, &changes).text,
            "fn f(a: u8, b: u8) -> bool { (if crate::__mutant(0) { a + 1 == b } else \
             { (if crate::__mutant(1) { a - 1 } else { a + 1 }) < b }) }"
        );
    }

    #[test]
    fn what_binds_less_tightly_changes_the_whole_expression() {
        let source = "fn f(a: bool, b: bool, c: bool) -> bool { g(a && b && c) }";
        let changes = [
            (Genre::BinaryOperator, "&& b", "||"),
            (Genre::BinaryOperator, "&& c", "||"),
        ];
        assert_eq!(
            spliced(source, &changes).text,
            "fn f(a: bool, b: bool, c: bool) -> bool { g((if crate::__mutant(1) { a && b || c } else \
             { (if crate::__mutant(0) { a || b && c } else { a && b && c }) })) }"
        );
    }

    #[test]
    fn bodies_prefixes_arms_guards_and_fields_change() {
        let source = "const fn f(x: Option<u8>) -> S { match x { Some(n) if !n => S { a, ..S::new() }, None => g(), _ => h() } }";
        let changes = [
            (Genre::FnValue, "match", "S::new()"),
            (Genre::UnaryOperator, "!n", ""),
            (Genre::MatchArmGuard, "!n", "true"),
            (Genre::MatchArmGuard, "!n", "false"),
            (Genre::MatchArm, "None", ""),
            (Genre::StructField, "a,", ""),
        ];
        let spliced = spliced(source, &changes);
        assert_eq!(
            spliced.text,
            "fn f(x: Option<u8>) -> S { if crate::__mutant(0) { return S::new(); } match x { \
             Some(n) if !crate::__mutant(3) && (crate::__mutant(2) || ((if crate::__mutant(1) { n } else { !n }))) => \
             S { a: if crate::__mutant(5) { (S::new()).a } else { a }, ..S::new() }, \
             None if !crate::__mutant(4) => g(), _ => h() } }"
        );
        assert!(spliced.left.is_empty());
        for (range, number) in &spliced.regions {
            let asks = format!("crate::__mutant({number})");
            let arm = *number == 4;
            assert!(arm || spliced.text[range.clone()].contains(&asks));
        }
    }

    #[test]
    fn what_returns_an_iterator_returns_one_of_several() {
        let source = "fn f() -> impl Iterator<Item = u8> { (0..9).map(|n| { return n + 1 }) }";
        let changes = [
            (Genre::FnValue, "(0..9)", "::std::iter::empty()"),
            (Genre::FnValue, "(0..9)", "::std::iter::once(0)"),
            (Genre::BinaryOperator, "+", "-"),
        ];
        let spliced = spliced(source, &changes);
        assert_eq!(
            spliced.text,
            "fn f() -> impl Iterator<Item = u8> { \
             if crate::__mutant(0) { return crate::__Or::Left(::std::iter::empty()); } \
             if crate::__mutant(1) { return crate::__Or::Right(crate::__Or::Left(::std::iter::once(0))); } \
             crate::__Or::Right(crate::__Or::Right({ \
             (0..9).map(|n| { return (if crate::__mutant(2) { n - 1 } else { n + 1 }) }) }))}"
        );
        assert!(spliced.left.is_empty());
    }

    #[test]
    fn what_cannot_be_asked_is_left() {
        let source = "const N: usize = 1 + 2;\nfn f() -> impl Iterator<Item = u8> { return once(3) }\nfn g(x: Option<u8>) -> bool { if let Some(n) = x && n > 1 { true } else { false } }";
        let changes = [
            (Genre::BinaryOperator, "+", "-"),
            (Genre::FnValue, "return", "::std::iter::empty()"),
            (Genre::BinaryOperator, "&&", "||"),
            (Genre::BinaryOperator, ">", "=="),
        ];
        let changes = [&changes[..2], &changes[2..3]].concat();
        assert_eq!(spliced(source, &changes).left, [0, 1, 2]);
    }

    #[test]
    fn a_function_that_must_stay_constant_is_left_alone() {
        let source = "const fn f(a: u8) -> u8 { a + 1 }";
        let change = mutant(source, Genre::BinaryOperator, "+", "-");
        let spliced = splice(source, &[(0, &change)], &["f".to_owned()]).unwrap();
        assert_eq!(
            (spliced.text.as_str(), spliced.left.as_slice()),
            (source, &[0][..])
        );
    }
}
