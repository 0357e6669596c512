//! Where in a file a contradiction stands: at the last table of that name, which is the second of two.

use greffe_document::Node;

use crate::PolicyError;

/// The table or the value that the contradiction is about.
pub(super) fn of<'n>(error: &PolicyError, root: &'n Node) -> Option<&'n Node> {
    let purpose = |id: &str| named(root, "purpose", "id", id);
    match error {
        PolicyError::UnknownPurpose(id) => naming(root, "", id.as_str()),
        PolicyError::PurposeTwice(id)
        | PolicyError::Cycle(id)
        | PolicyError::Validity(id)
        | PolicyError::TermsWithoutConsent(id)
        | PolicyError::MinimumUnreachable(id)
        | PolicyError::MinimumOfSeveralNotices(id)
        | PolicyError::TooDeep(id)
        | PolicyError::SoftOptIn(id)
        | PolicyError::TcfPurposeTwice(id)
        | PolicyError::NothingToAsk(id)
        | PolicyError::TerminalWithoutConsent(id)
        | PolicyError::PixelNotSeparate(id)
        | PolicyError::SpecialCategories(id)
        | PolicyError::Reach(id) => purpose(id.as_str()),
        PolicyError::Campaign(id) => purpose(id.as_str())?.child("campaign"),
        PolicyError::Exemption(id) => purpose(id.as_str())?.child("exemption"),
        PolicyError::NoticeTwice { notice, version }
        | PolicyError::EmptyNotice { notice, version } => last(root, "notice", |table| {
            let id = table.child("id").and_then(Node::as_text);
            id == Some(notice.as_str()) && has_number(table, "version", i64::from(*version))
        }),
        PolicyError::VendorTwice(id)
        | PolicyError::UnknownVendor(id)
        | PolicyError::VendorBasis(id) => last(root, "vendor", |table| {
            has_number(table, "id", i64::from(id.number()))
        }),
        PolicyError::UnknownNotice(_) => root.child("tcf_notice"),
        PolicyError::ModeTwice(name) | PolicyError::ModeCycle(name) => {
            named(root, "mode", "name", name)
        }
        PolicyError::ModeName(number) => {
            let modes = root.child("mode")?.items()?;
            modes.get(number.checked_sub(1)?)?.child("name")
        }
        PolicyError::UnknownMode(name) => {
            let mode = last(root, "mode", |table| {
                table.child("fallback").and_then(Node::as_text) == Some(name)
            });
            mode?.child("fallback")
        }
    }
}

fn named<'n>(root: &'n Node, list: &str, key: &str, name: &str) -> Option<&'n Node> {
    last(root, list, |table| {
        table.child(key).and_then(Node::as_text) == Some(name)
    })
}

fn last<'n>(root: &'n Node, list: &str, is_it: impl Fn(&Node) -> bool) -> Option<&'n Node> {
    let tables = root.child(list)?.items()?;
    tables.iter().rev().find(|table| is_it(table))
}

fn has_number(table: &Node, key: &str, number: i64) -> bool {
    let value = table.child(key).map(Node::value);
    matches!(value, Some(greffe_document::Value::Integer(one)) if *one == number)
}

/// The first value that names the purpose. Purposes have their own `id`, which is another one, and those of vendors.
fn naming<'n>(node: &'n Node, key: &str, purpose: &str) -> Option<&'n Node> {
    if let Some(entries) = node.entries() {
        return entries.iter().find_map(|entry| match entry.key() {
            "id" if key != "purpose" => None,
            inner => naming(entry.node(), inner, purpose),
        });
    }
    if let Some(items) = node.items() {
        return items.iter().find_map(|item| naming(item, key, purpose));
    }
    let names_one = matches!(key, "parent" | "purpose" | "purposes" | "id");
    (names_one && node.as_text() == Some(purpose)).then_some(node)
}
