//! A test of one row as a tree of SQL, which is text of this crate, validated names and bound values, and nothing else.

use super::name::QualifiedName;

/// A part of a statement. There is no variant for text that was made at run time.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece<V> {
    /// Text of this crate.
    Sql(&'static str),
    /// A name, quoted when written.
    Name(QualifiedName),
    /// A value, always bound.
    Value(V),
}

/// A test of one row. Never negated, so that an unknown comparison, which SQL takes for NULL, never selects.
#[derive(Debug, Clone, PartialEq)]
pub enum Test<V> {
    /// One comparison. Binds closer than AND.
    Leaf(Vec<Piece<V>>),
    /// Every one of these; true if there is none.
    All(Vec<Self>),
    /// At least one of these; false if there is none.
    Any(Vec<Self>),
}

impl<V: Clone + PartialEq> Test<V> {
    pub(super) const TRUE: Self = Self::All(Vec::new());
    pub(super) const FALSE: Self = Self::Any(Vec::new());

    /// `column` and then `sql`, such as ` IS NULL`.
    pub(super) fn of(column: &QualifiedName, sql: &'static str) -> Self {
        Self::Leaf(vec![Piece::Name(column.clone()), Piece::Sql(sql)])
    }

    /// `sql`, in which each `@` stands for the column.
    pub(super) fn about(column: &QualifiedName, sql: &'static str) -> Self {
        let mut pieces = Vec::new();
        for (place, part) in sql.split('@').enumerate() {
            if place > 0 {
                pieces.push(Piece::Name(column.clone()));
            }
            pieces.push(Piece::Sql(part));
        }
        Self::Leaf(pieces)
    }

    /// `column`, then `comparison` such as ` >= `, then a bound value.
    pub(super) fn compare(column: &QualifiedName, comparison: &'static str, value: V) -> Self {
        Self::Leaf(vec![
            Piece::Name(column.clone()),
            Piece::Sql(comparison),
            Piece::Value(value),
        ])
    }

    /// Every one of `tests`, in a short form.
    pub(super) fn all(tests: impl IntoIterator<Item = Self>) -> Self {
        let mut parts: Vec<Self> = Vec::new();
        for test in tests {
            let inner = match test {
                Self::All(inner) => inner,
                Self::Any(inner) if inner.is_empty() => return Self::FALSE,
                other => vec![other],
            };
            for part in inner {
                if !parts.contains(&part) {
                    parts.push(part);
                }
            }
        }
        // `a AND (a OR b)` is `a`.
        let needed = |part: &Self| match part {
            Self::Any(of) => !of.iter().any(|one| one.follows_from(&parts)),
            _ => true,
        };
        let mut needed: Vec<Self> = parts.iter().filter(|p| needed(p)).cloned().collect();
        match needed.len() {
            1 => needed.pop().unwrap_or(Self::TRUE),
            _ => Self::All(needed),
        }
    }

    /// Any of `tests`, in a short form.
    pub(super) fn any(tests: impl IntoIterator<Item = Self>) -> Self {
        let mut parts: Vec<Self> = Vec::new();
        for test in tests {
            let inner = match test {
                Self::Any(inner) => inner,
                Self::All(inner) if inner.is_empty() => return Self::TRUE,
                other => vec![other],
            };
            for part in inner {
                if !parts.contains(&part) {
                    parts.push(part);
                }
            }
        }
        match parts.len() {
            1 => parts.pop().unwrap_or(Self::FALSE),
            _ => Self::Any(parts),
        }
    }

    /// As the operand of AND: more than one comparison stands in brackets.
    pub(super) fn write(&self, truth: &Truth, into: &mut Vec<Piece<V>>) {
        match self {
            Self::Leaf(pieces) => into.extend(pieces.iter().cloned()),
            Self::All(of) if of.is_empty() => into.push(Piece::Sql(truth.always)),
            Self::Any(of) if of.is_empty() => into.push(Piece::Sql(truth.never)),
            Self::All(of) => join(of, " AND ", truth, into),
            Self::Any(of) => join(of, " OR ", truth, into),
        }
    }

    fn follows_from(&self, known: &[Self]) -> bool {
        match self {
            Self::All(of) => of.iter().all(|one| known.contains(one)),
            other => known.contains(other),
        }
    }
}

/// How a database writes what is always and never so.
#[derive(Debug)]
pub struct Truth {
    pub always: &'static str,
    pub never: &'static str,
}

/// Databases limit the depth of an expression, and a chain is as deep as it is long: halves of halves are not.
fn join<V: Clone + PartialEq>(
    of: &[Test<V>],
    with: &'static str,
    truth: &Truth,
    into: &mut Vec<Piece<V>>,
) {
    into.push(Piece::Sql("("));
    if of.len() > CHAIN {
        let (left, right) = of.split_at(of.len() / 2);
        join(left, with, truth, into);
        into.push(Piece::Sql(with));
        join(right, with, truth, into);
    } else {
        for (place, test) in of.iter().enumerate() {
            if place > 0 {
                into.push(Piece::Sql(with));
            }
            test.write(truth, into);
        }
    }
    into.push(Piece::Sql(")"));
}

const CHAIN: usize = 16;
