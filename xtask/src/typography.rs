//! French typography in the messages of the crates that keep to it: no-break spaces before double signs and within guillemets, and the
//! typographic apostrophe.

/// The crates whose messages keep to it.
const CRATES: &[&str] = &[
    "greffe",
    "greffe-calendar",
    "greffe-cli",
    "greffe-consent",
    "greffe-document",
    "greffe-export",
    "greffe-interchange",
    "greffe-keys",
    "greffe-register",
    "greffe-retention",
];

/// Files with texts that are not ours to write: the cells of a form, and words by which texts are searched.
const OTHERS_WORDS: &[&str] = &[
    "greffe-interchange/src/cnil/export/categories.rs",
    "greffe-interchange/src/cnil/import/record.rs",
    "greffe-interchange/src/cnil/lines.rs",
    "greffe-interchange/src/cnil/measures.rs",
    "greffe-interchange/src/cnil/purposes.rs",
    "greffe-interchange/src/cnil/recipients.rs",
    "greffe-interchange/src/cnil/subjects.rs",
    "greffe-interchange/src/cnil/terms.rs",
    "greffe-interchange/src/cnil/transfers.rs",
    "greffe-register/src/lint/wording.rs",
];

/// What an apostrophe follows in French.
const ELIDED: &[&str] = &[
    "c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quelqu", "aujourd",
];

/// Every line of a source whose French is not set as it should be.
pub(crate) fn check(name: &str, text: &str, breaches: &mut Vec<String>) {
    let Some(path) = name.strip_prefix("crates/") else {
        return;
    };
    let is_ours = CRATES
        .iter()
        .any(|krate| path.starts_with(&format!("{krate}/src/")));
    if !is_ours || OTHERS_WORDS.contains(&path) {
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

fn is_badly_set(literal: &str) -> bool {
    let double_sign = [" :", " ;", " ?", " !"].iter().any(|sign| {
        let mut after = literal.match_indices(sign);
        after.any(|(at, _)| matches!(literal.as_bytes().get(at + 2), None | Some(b' ' | b'\\')))
    });
    double_sign
        || literal.contains("« ")
        || literal.contains(" »")
        || has_straight_apostrophe(literal)
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
            "// l'exercice : \"rien\"",
            "let a = 'a'; // « b »",
        ] {
            assert_eq!(breaches(good), 0, "{good}");
        }
        let mut others = Vec::new();
        check(
            "crates/greffe-interchange/src/cnil/terms.rs",
            "\"l'accès\"",
            &mut others,
        );
        assert!(others.is_empty());
    }
}
