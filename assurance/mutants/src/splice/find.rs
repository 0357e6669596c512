//! Where in a source its mutants belong.

use std::collections::BTreeMap;
use std::ops::Range;

use syn::visit::Visit;

use super::{Edit, Kind};
use crate::list::{Genre, Mutant};
use crate::text::Text;

/// The edits that carry `mutants`, and the numbers of those for which there is no place.
pub(super) fn find(
    file: &syn::File,
    text: &Text<'_>,
    mutants: &[(usize, &Mutant)],
    constant: &[String],
) -> (Vec<Edit>, Vec<usize>) {
    let mut finder = Finder::new(text, mutants, constant);
    finder.visit_file(file);
    let open = finder.open.into_values().flatten();
    let mut left: Vec<usize> = open.map(|(number, _)| number).collect();
    left.sort_unstable();
    (finder.edits, left)
}

type Open<'a> = BTreeMap<usize, Vec<(usize, &'a Mutant)>>;

struct Finder<'a> {
    text: &'a Text<'a>,
    /// Mutants without a place yet, by where their span begins.
    open: Open<'a>,
    edits: Vec<Edit>,
    constant: &'a [String],
    /// The expression of operators that the next one belongs to, without parentheses between: a change that binds less tightly than what it replaces
    /// changes what that whole expression means, as cargo-mutants does by changing the text.
    chain: Option<Range<usize>>,
}

impl<'a> Finder<'a> {
    fn new(text: &'a Text<'a>, mutants: &[(usize, &'a Mutant)], constant: &'a [String]) -> Self {
        let mut open = Open::new();
        for (number, mutant) in mutants {
            open.entry(text.offset(mutant.span.start))
                .or_default()
                .push((*number, mutant));
        }
        Self {
            text,
            open,
            edits: Vec::new(),
            constant,
            chain: None,
        }
    }

    /// Takes the mutants of a kind that begin here.
    fn take(&mut self, at: usize, wanted: impl Fn(&Mutant) -> bool) -> Vec<(usize, String)> {
        let Some(here) = self.open.get_mut(&at) else {
            return Vec::new();
        };
        let (taken, rest) = here.drain(..).partition(|(_, mutant)| wanted(mutant));
        *here = rest;
        let taken: Vec<(usize, &Mutant)> = taken;
        taken
            .into_iter()
            .map(|(number, mutant)| (number, mutant.replacement.clone()))
            .collect()
    }

    fn add(&mut self, range: Range<usize>, kind: Kind) {
        self.edits.push(Edit { range, kind });
    }

    /// A function: its own mutants, then what is in it, unless it must stay constant.
    fn function(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let name = signature.ident.to_string();
        if signature.constness.is_some() && self.constant.contains(&name) {
            return;
        }
        let before = self.waiting();
        if let Some(first) = block.stmts.first() {
            let at = self.text.range(first).start;
            let behind = self.text.range(&block.brace_token.span.open()).end;
            match &signature.output {
                syn::ReturnType::Type(_, kind) if has_impl(kind) => {
                    self.iterator(at, kind, behind, block);
                }
                _ => {
                    let mutants = self.take(at, |mutant| mutant.genre == Genre::FnValue);
                    if !mutants.is_empty() {
                        self.add(behind..behind, Kind::Body { mutants });
                    }
                }
            }
        }
        syn::visit::visit_block(self, block);
        if let Some(word) = &signature.constness
            && self.waiting() < before
        {
            // With the space behind it: tests that read a source look for `pub fn`.
            let range = self.text.range(word);
            let rest = &self.text.source[range.end..];
            let spaces = rest.len() - rest.trim_start().len();
            self.add(range.start..range.end + spaces, Kind::Const);
        }
    }

    /// A function that returns `impl Iterator` itself, and in one place.
    fn iterator(&mut self, at: usize, kind: &syn::Type, behind: usize, block: &syn::Block) {
        if !matches!(kind, syn::Type::ImplTrait(_)) || leaves_early(block) {
            return;
        }
        let mutants = self.take(at, |mutant| {
            mutant.genre == Genre::FnValue && mutant.replacement.starts_with("::std::iter::")
        });
        if mutants.is_empty() {
            return;
        }
        let close = self.text.range(&block.brace_token.span.close());
        self.add(
            self.text.range(kind).start..close.end,
            Kind::Iterator {
                body: behind..close.start,
                mutants,
            },
        );
    }

    /// How many mutants have no place yet.
    fn waiting(&self) -> usize {
        self.open.values().map(Vec::len).sum()
    }
}

fn has_impl(kind: &syn::Type) -> bool {
    struct Look(bool);
    impl<'ast> Visit<'ast> for Look {
        fn visit_type_impl_trait(&mut self, _: &'ast syn::TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut look = Look(false);
    look.visit_type(kind);
    look.0
}

/// Whether a body returns before its end.
fn leaves_early(block: &syn::Block) -> bool {
    struct Look(bool);
    impl<'ast> Visit<'ast> for Look {
        fn visit_expr_return(&mut self, _: &'ast syn::ExprReturn) {
            self.0 = true;
        }
        fn visit_expr_try(&mut self, _: &'ast syn::ExprTry) {
            self.0 = true;
        }
        // These return for themselves.
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut look = Look(false);
    look.visit_block(block);
    look.0
}

/// Whether a condition binds: such a chain can stand in no parentheses.
fn binds(expression: &syn::Expr) -> bool {
    match expression {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(binary) => binds(&binary.left) || binds(&binary.right),
        _ => false,
    }
}

/// How tightly an operator binds: the Rust reference's order, of what cargo-mutants replaces.
fn binding(operator: &str) -> u8 {
    match operator {
        "*" | "/" | "%" => 8,
        "+" | "-" => 7,
        "<<" | ">>" => 6,
        "&" => 5,
        "^" => 4,
        "|" => 3,
        "==" | "!=" | "<" | ">" | "<=" | ">=" => 2,
        "&&" => 1,
        // `||`, and what assigns.
        _ => 0,
    }
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.function(&item.sig, block);
        }
    }

    // Nothing can be asked in constants, lengths and discriminants.
    fn visit_item_const(&mut self, _: &'ast syn::ItemConst) {}
    fn visit_impl_item_const(&mut self, _: &'ast syn::ImplItemConst) {}
    fn visit_item_static(&mut self, _: &'ast syn::ItemStatic) {}
    fn visit_expr_const(&mut self, _: &'ast syn::ExprConst) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}
    fn visit_pat(&mut self, _: &'ast syn::Pat) {}
    fn visit_variant(&mut self, _: &'ast syn::Variant) {}
    fn visit_expr_repeat(&mut self, repeat: &'ast syn::ExprRepeat) {
        self.visit_expr(&repeat.expr);
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        let (left, right) = (
            self.text.range(&binary.left),
            self.text.range(&binary.right),
        );
        let whole = left.start..right.end;
        let is_bound = binds(&binary.left) || binds(&binary.right);
        let chain = match self.chain.take() {
            _ if is_bound => None,
            outer => Some(outer.unwrap_or_else(|| whole.clone())),
        };
        if let Some(chain) = &chain {
            let operator = self.text.range(&binary.op);
            let is_operator = |mutant: &Mutant| mutant.genre == Genre::BinaryOperator;
            let mutants = self.take(operator.start, is_operator);
            let bound = binding(&self.text.source[operator.clone()]);
            let (looser, others): (Vec<_>, Vec<_>) = mutants
                .into_iter()
                .partition(|(_, replacement)| binding(replacement) < bound);
            for (range, mutants) in [(chain.clone(), looser), (whole, others)] {
                if !mutants.is_empty() {
                    let operator = operator.clone();
                    self.add(range, Kind::Binary { operator, mutants });
                }
            }
        }
        for operand in [&binary.left, &binary.right] {
            self.chain = match **operand {
                syn::Expr::Binary(_) => chain.clone(),
                _ => None,
            };
            self.visit_expr(operand);
        }
    }

    fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
        let at = self.text.range(&unary.op).start;
        let mutants = self.take(at, |mutant| mutant.genre == Genre::UnaryOperator);
        let operand = self.text.range(&unary.expr);
        if let [(mutant, _)] = mutants.as_slice() {
            self.add(
                at..operand.end,
                Kind::Unary {
                    operand,
                    mutant: *mutant,
                },
            );
        }
        syn::visit::visit_expr_unary(self, unary);
    }

    fn visit_expr_match(&mut self, expression: &'ast syn::ExprMatch) {
        let starts = expression.arms.iter().map(|arm| self.text.range(arm).start);
        let here = starts.filter_map(|at| self.open.get(&at)).flatten();
        let arms: Vec<usize> = here
            .filter(|(_, mutant)| mutant.genre == Genre::MatchArm)
            .map(|(number, _)| *number)
            .collect();
        if !arms.is_empty() {
            let range = self.text.range(&expression.expr);
            self.add(range, Kind::Scrutinee { arms });
        }
        syn::visit::visit_expr_match(self, expression);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        let at = self.text.range(arm).start;
        let gone = self.take(at, |mutant| mutant.genre == Genre::MatchArm);
        let mut off: Vec<usize> = gone.iter().map(|(number, _)| *number).collect();
        let mut on = Vec::new();
        if let syn::Pat::Guard(guarded) = &arm.pat {
            let range = self.text.range(&guarded.guard);
            let with_let = binds(&guarded.guard);
            let fits = |mutant: &Mutant| {
                mutant.genre == Genre::MatchArmGuard && !(with_let && mutant.replacement == "true")
            };
            for (number, replacement) in self.take(range.start, fits) {
                if replacement == "true" {
                    on.push(number)
                } else {
                    off.push(number)
                }
            }
            if !(on.is_empty() && off.is_empty()) {
                self.add(range, Kind::Guard { with_let, on, off });
            }
            self.visit_expr(&guarded.guard);
        } else if let Some(mutant) = off.pop() {
            let end = self.text.range(&arm.pat).end;
            self.add(end..end, Kind::Arm { mutant });
        }
        self.visit_expr(&arm.body);
    }

    fn visit_expr_struct(&mut self, expression: &'ast syn::ExprStruct) {
        for field in &expression.fields {
            let at = self.text.range(field).start;
            let gone = self.take(at, |mutant| mutant.genre == Genre::StructField);
            let ([(mutant, _)], Some(base)) = (gone.as_slice(), &expression.rest) else {
                continue;
            };
            let base = &self.text.source[self.text.range(base)];
            let base = match base {
                "Default::default()" => format!(
                    "{}::default()",
                    &self.text.source[self.text.range(&expression.path)]
                ),
                other => other.to_owned(),
            };
            let name = self.text.range(&field.member);
            let (short, value) = match field.colon_token {
                Some(_) => (false, self.text.range(&field.expr)),
                None => (true, name.clone()),
            };
            let name = self.text.source[name].to_owned();
            self.add(
                value,
                Kind::Field {
                    short,
                    name,
                    base,
                    mutant: *mutant,
                },
            );
        }
        syn::visit::visit_expr_struct(self, expression);
    }
}
