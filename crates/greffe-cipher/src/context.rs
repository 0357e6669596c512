//! The context of a column: which table and field, and for which tenant, keys are derived.

use std::fmt;

use crate::error::ContextError;

/// Longest tenant name in octets.
const TENANT: usize = 255;
/// Longest label in octets.
const LABEL: usize = 63;

/// Where values belong. Sub-keys differ for every table, field and tenant.
///
/// Table and field are stable labels that your team declares, not names of the SQL schema: a renamed column must stay readable,
/// and columns that are meant to join share one label. A label is ASCII, `[a-z][a-z0-9_.-]{0,62}`; a tenant is 1 to 255
/// octets, never normalised. Labels are checked by [`Keyring::cipher`](crate::Keyring::cipher).
///
/// ```
/// use greffe_cipher::Context;
/// let context = Context::new("customers", "iban").tenant("acme");
/// assert_eq!(context.table(), "customers");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Context {
    table: Box<str>,
    field: Box<str>,
    tenant: Option<Box<[u8]>>,
}

impl Context {
    /// A context without a tenant. An absent tenant and every named one have unrelated keys.
    #[must_use]
    pub fn new(table: &str, field: &str) -> Self {
        Self {
            table: table.into(),
            field: field.into(),
            tenant: None,
        }
    }

    /// The same table and field for one tenant.
    #[must_use]
    pub fn tenant(mut self, tenant: impl AsRef<[u8]>) -> Self {
        self.tenant = Some(tenant.as_ref().into());
        self
    }

    /// The table's label.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.table
    }

    /// The field's label.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// The tenant's octets, if the context names one.
    #[must_use]
    pub fn tenant_octets(&self) -> Option<&[u8]> {
        self.tenant.as_deref()
    }

    pub(crate) fn check(&self) -> Result<(), ContextError> {
        if !is_label(&self.table) {
            return Err(ContextError::Table);
        }
        if !is_label(&self.field) {
            return Err(ContextError::Field);
        }
        match &self.tenant {
            Some(tenant) if tenant.is_empty() || tenant.len() > TENANT => Err(ContextError::Tenant),
            _ => Ok(()),
        }
    }
}

/// Hides the tenant, which may name a person or a customer: says only whether there is one.
impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenant = self.tenant.as_ref().map(|_| "..");
        f.debug_struct("Context")
            .field("table", &self.table)
            .field("field", &self.field)
            .field("tenant", &tenant)
            .finish()
    }
}

/// `[a-z][a-z0-9_.-]{0,62}`.
pub(crate) fn is_label(text: &str) -> bool {
    let rest = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.-".contains(b);
    text.len() <= LABEL
        && text
            .as_bytes()
            .split_first()
            .is_some_and(|(first, tail)| first.is_ascii_lowercase() && tail.iter().all(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        for good in ["a", "customers", "v2.iban-main_x", &"a".repeat(63)] {
            assert!(is_label(good), "{good}");
        }
        for bad in ["", "A", "1a", "_a", "é", "a b", &"a".repeat(64)] {
            assert!(!is_label(bad), "{bad}");
        }
    }

    #[test]
    fn debug_hides_the_tenant() {
        let shown = |tenant: Option<&str>| {
            let context = Context::new("t", "f");
            format!(
                "{:?}",
                tenant.map_or(context.clone(), |name| context.tenant(name))
            )
        };
        assert_eq!(
            shown(Some("canari")),
            r#"Context { table: "t", field: "f", tenant: Some("..") }"#
        );
        assert_eq!(
            shown(None),
            r#"Context { table: "t", field: "f", tenant: None }"#
        );
        let octets = format!("{:?}", Context::new("t", "f").tenant([99, 97, 110]));
        assert!(!octets.contains("99"));
    }

    #[test]
    fn each_part_is_named_by_its_own_error() {
        assert_eq!(Context::new("T", "f").check(), Err(ContextError::Table));
        assert_eq!(Context::new("t", "").check(), Err(ContextError::Field));
        assert_eq!(
            Context::new("t", "f").tenant("").check(),
            Err(ContextError::Tenant)
        );
        assert_eq!(
            Context::new("t", "f").tenant([0u8; 256]).check(),
            Err(ContextError::Tenant)
        );
        assert_eq!(Context::new("t", "f").tenant([0xffu8; 255]).check(), Ok(()));
    }
}
