//! French typography in the messages of the crates and examples that keep to it: no-break spaces before double signs and within guillemets, and the
//! typographic apostrophe.

/// The folders of sources whose messages keep to it.
const SOURCES: &[&str] = &[
    "crates/greffe/src/",
    "crates/greffe-calendar/src/",
    "crates/greffe-cipher/src/",
    "crates/greffe-cli/src/",
    "crates/greffe-consent/src/",
    "crates/greffe-document/src/",
    "crates/greffe-export/src/",
    "crates/greffe-interchange/src/",
    "crates/greffe-keys/src/",
    "crates/greffe-register/src/",
    "crates/greffe-retention/src/",
    "examples/cookbook/src/",
    "examples/espace-client/src/",
];

/// Files with texts that are not ours to write: the cells of a form, and words and signs by which texts are searched.
const OTHERS_WORDS: &[&str] = &[
    "crates/greffe-interchange/src/cnil/export/categories.rs",
    "crates/greffe-interchange/src/cnil/import/record.rs",
    "crates/greffe-interchange/src/cnil/lines.rs",
    "crates/greffe-interchange/src/cnil/measures.rs",
    "crates/greffe-interchange/src/cnil/purposes.rs",
    "crates/greffe-interchange/src/cnil/recipients.rs",
    "crates/greffe-interchange/src/cnil/subjects.rs",
    "crates/greffe-interchange/src/cnil/terms.rs",
    "crates/greffe-interchange/src/cnil/transfers.rs",
    "crates/greffe-register/src/lint/wording.rs",
    "examples/espace-client/src/web/tests/pages.rs",
];

/// What an apostrophe follows in French.
const ELIDED: &[&str] = &[
    "c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quelqu", "aujourd",
];

/// Every line of a source whose French is not set as it should be.
pub(crate) fn check(name: &str, text: &str, breaches: &mut Vec<String>) {
    let is_ours = SOURCES.iter().any(|folder| name.starts_with(folder));
    if !is_ours || OTHERS_WORDS.contains(&name) {
        return;
    }
    let lines = text.lines().enumerate();
    let code = lines.filter(|(_, line)| !line.trim_start().starts_with("//"));
    for (number, line) in code {
        if literals(line).any(is_badly_set) {
            breaches.push(format!(
                "{name}:{}: French wants a no-break space (\\u{{a0}}) or an apostrophe (’) here",
                number + 1
            ));
        }
    }
}

/// What stands between quotes in a line; an escaped quote ends a part, which changes nothing for what is looked for.
fn literals(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2)
}

/// In a statement a question mark between spaces is a value's place.
fn is_a_statement(literal: &str) -> bool {
    let verbs = ["SELECT ", "INSERT ", "UPDATE ", "DELETE "];
    verbs.iter().any(|verb| literal.starts_with(verb))
}

fn is_badly_set(literal: &str) -> bool {
    let double_sign = !is_a_statement(literal) && double_sign(literal);
    double_sign
        || literal.contains("« ")
        || literal.contains(" »")
        || has_straight_apostrophe(literal)
}

fn double_sign(literal: &str) -> bool {
    [" :", " ;", " ?", " !"].iter().any(|sign| {
        let mut after = literal.match_indices(sign);
        after.any(|(at, _)| matches!(literal.as_bytes().get(at + 2), None | Some(b' ' | b'\\')))
    })
}

fn has_straight_apostrophe(literal: &str) -> bool {
    let parts: Vec<_> = literal.split('\'').collect();
    parts.windows(2).any(|pair| {
        let [before, after] = pair else { return false };
        let word = before.rsplit(|c: char| !c.is_alphabetic()).next();
        let follows = after.chars().next();
        let goes_on = follows.is_none_or(|c| c.is_alphabetic() || matches!(c, '{' | '`' | '«'));
        let elided = word.is_some_and(|word| ELIDED.contains(&word.to_lowercase().as_str()));
        elided && goes_on
    })
}

#[cfg(test)]
mod tests {
    use super::check;

    fn breaches(line: &str) -> usize {
        let mut found = Vec::new();
        check("crates/greffe-retention/src/a.rs", line, &mut found);
        found.len()
    }

    #[test]
    fn bad_french_is_found_and_good_french_and_english_are_not() {
        for bad in [
            "\"règle : {rule}\"",
            "\" ; \"",
            "\"vouliez-vous dire `{nearest}` ?\"",
            "\"« {} »\"",
            "\"l'exercice\"",
            "\"jusqu'\"",
            "\"n'{what}\"",
        ] {
            assert_eq!(breaches(bad), 1, "{bad}");
        }
        for good in [
            "\"règle\\u{a0}: {rule}\"",
            "\"l’exercice\"",
            "\"the person's withdrawal\"",
            "\"don't\"",
            "\"rule: {rule}\"",
            "\"SELECT id FROM customers WHERE id > ? ORDER BY id\"",
            "// l'exercice : \"rien\"",
            "let a = 'a'; // « b »",
        ] {
            assert_eq!(breaches(good), 0, "{good}");
        }
        let mut of_examples = Vec::new();
        for example in [
            "examples/espace-client/src/web/layout.rs",
            "examples/cookbook/src/bin/nightly_purge/main.rs",
            "examples/espace-client/tests/both/mod.rs",
        ] {
            check(example, "\"règle : {rule}\"", &mut of_examples);
        }
        assert_eq!(of_examples.len(), 2);
        let mut others = Vec::new();
        check(
            "crates/greffe-interchange/src/cnil/terms.rs",
            "\"l'accès\"",
            &mut others,
        );
        assert!(others.is_empty());
    }
}
