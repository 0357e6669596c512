//! A source with its edits.

use std::ops::Range;

use super::{Edit, Kind};

type Regions = Vec<(Range<usize>, usize)>;

/// The source with its edits, which are sorted from outer to inner; which mutant wrote which bytes; which bytes are an expression that a mutant chooses.
pub(super) fn write(source: &str, edits: Vec<Edit>) -> (String, Regions, Regions) {
    let mut writer = Writer {
        source,
        edits,
        text: String::new(),
        regions: Vec::new(),
        around: Vec::new(),
    };
    writer.write(0..source.len());
    (writer.text, writer.regions, writer.around)
}

struct Writer<'a> {
    source: &'a str,
    edits: Vec<Edit>,
    text: String,
    regions: Regions,
    around: Regions,
}

impl Writer<'_> {
    /// Writes what stands in `range`, with the edits in it.
    fn write(&mut self, range: Range<usize>) {
        let within = |edit: &Edit| edit.range.start >= range.start && edit.range.end <= range.end;
        let (mut inside, outside): (Vec<Edit>, Vec<Edit>) = std::mem::take(&mut self.edits)
            .into_iter()
            .partition(within);
        self.edits = outside;
        let mut at = range.start;
        while !inside.is_empty() {
            let edit = inside.remove(0);
            self.text.push_str(&self.source[at..edit.range.start]);
            let ends = edit.range.end;
            let (nested, rest) = inside
                .into_iter()
                .partition(|other: &Edit| other.range.start < ends);
            inside = rest;
            self.edits.extend::<Vec<Edit>>(nested);
            at = edit.range.end;
            self.edit(edit);
        }
        self.text.push_str(&self.source[at..range.end]);
    }

    /// Writes what only one mutant has.
    fn only(&mut self, mutant: usize, text: &str) {
        let from = self.text.len();
        self.text.push_str(text);
        self.regions.push((from..self.text.len(), mutant));
    }

    fn edit(&mut self, edit: Edit) {
        let source = self.source;
        let (from, mutants) = (self.text.len(), edit.kind.mutants());
        match edit.kind {
            Kind::Binary { operator, mutants } => {
                self.text.push('(');
                let (before, after) = (
                    &source[edit.range.start..operator.start],
                    &source[operator.end..edit.range.end],
                );
                for (mutant, replacement) in mutants {
                    self.only(
                        mutant,
                        &format!(
                            "if crate::__mutant({mutant}) {{ {before}{replacement}{after} }} else "
                        ),
                    );
                }
                self.text.push_str("{ ");
                self.write(edit.range);
                self.text.push_str(" })");
            }
            Kind::Unary { operand, mutant } => {
                let plain = &source[operand.clone()];
                self.text.push('(');
                self.only(
                    mutant,
                    &format!("if crate::__mutant({mutant}) {{ {plain} }} else "),
                );
                self.text.push_str("{ ");
                self.text.push_str(&source[edit.range.start..operand.start]);
                self.write(operand);
                self.text.push_str(" })");
            }
            Kind::Scrutinee { arms } => {
                let from = self.text.len();
                self.write(edit.range);
                let to = self.text.len();
                self.regions
                    .extend(arms.into_iter().map(|mutant| (from..to, mutant)));
            }
            Kind::Arm { mutant } => self.only(mutant, &format!(" if !crate::__mutant({mutant})")),
            Kind::Guard { with_let, on, off } => {
                for mutant in off {
                    self.only(mutant, &format!("!crate::__mutant({mutant}) && "));
                }
                if !with_let {
                    self.text.push('(');
                }
                for mutant in on {
                    self.only(mutant, &format!("crate::__mutant({mutant}) || "));
                }
                if with_let {
                    self.write(edit.range);
                } else {
                    self.text.push('(');
                    self.write(edit.range);
                    self.text.push_str("))");
                }
            }
            Kind::Body { mutants } => {
                for (mutant, replacement) in mutants {
                    self.only(
                        mutant,
                        &format!(" if crate::__mutant({mutant}) {{ return {replacement}; }}"),
                    );
                }
            }
            Kind::Iterator { body, mutants } => {
                let (or, many) = ("crate::__Or", mutants.len());
                self.text.push_str(&source[edit.range.start..body.start]);
                for (before, (mutant, replacement)) in mutants.into_iter().enumerate() {
                    let (open, close) =
                        (format!("{or}::Right(").repeat(before), ")".repeat(before));
                    self.only(
                        mutant,
                        &format!(
                            " if crate::__mutant({mutant}) {{ return {open}{or}::Left({replacement}){close}; }}"
                        ),
                    );
                }
                let open = format!("{or}::Right(").repeat(many);
                self.text.push_str(&format!(" {open}{{"));
                let end = body.end;
                self.write(body);
                self.text.push('}');
                self.text.push_str(&")".repeat(many));
                self.text.push_str(&source[end..edit.range.end]);
            }
            Kind::Field {
                short,
                name,
                base,
                mutant,
            } => {
                if short {
                    self.text.push_str(&format!("{name}: "));
                }
                self.only(
                    mutant,
                    &format!("if crate::__mutant({mutant}) {{ ({base}).{name} }} else "),
                );
                self.text.push_str("{ ");
                self.write(edit.range);
                self.text.push_str(" }");
            }
            Kind::Const => {}
        }
        let to = self.text.len();
        self.around
            .extend(mutants.into_iter().map(|mutant| (from..to, mutant)));
    }
}
