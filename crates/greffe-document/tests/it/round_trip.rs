use greffe_document::{Document, Node, Value};
use proptest::prelude::*;

fn values() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        "[^\\x00-\\x08\\x0b-\\x1f\\x7f]{0,12}".prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(serde_json::Value::from),
            prop::collection::btree_map("[a-z]{1,6}", inner, 0..5)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

fn same(node: &Node, value: &serde_json::Value) -> bool {
    match (node.value(), value) {
        (Value::Boolean(a), serde_json::Value::Bool(b)) => a == b,
        (Value::Integer(a), serde_json::Value::Number(b)) => b.as_i64() == Some(*a),
        (Value::String(a), serde_json::Value::String(b)) => a == b,
        (Value::List(a), serde_json::Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Table(a), serde_json::Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|e| b.get(e.key()).is_some_and(|v| same(e.node(), v)))
        }
        _ => false,
    }
}

proptest! {
    #[test]
    fn toml_and_json_of_one_value_are_one_tree(map in prop::collection::btree_map("[a-z]{1,6}", values(), 0..5)) {
        let value = serde_json::Value::Object(map.into_iter().collect());
        let json = serde_json::to_string(&value).unwrap();
        let inline = toml_of(&value);
        let body: String = value.as_object().unwrap().iter().map(|(k, v)| format!("{k} = {}\n", toml_of(v))).collect();
        let from_json = Document::from_json(&json).unwrap();
        let from_toml = Document::from_toml(&body).unwrap();
        prop_assert!(same(from_json.root(), &value));
        prop_assert!(same(from_toml.root(), &value), "{inline}");
        let direct: Node = serde_json::from_str(&json).unwrap();
        prop_assert!(direct == *from_json.root());
    }
}

fn toml_of(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Object(map) => {
            let entries: Vec<_> = map
                .iter()
                .map(|(k, v)| format!("{k} = {}", toml_of(v)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        serde_json::Value::Array(items) => {
            format!(
                "[{}]",
                items.iter().map(toml_of).collect::<Vec<_>>().join(", ")
            )
        }
        other => other.to_string(),
    }
}
