//! Values and keys are wiped before their memory goes back to the allocator.
//!
//! An allocator of this test's own looks into every block that a watched thread frees, before anybody can write over it. What a destructor forgets,
//! what a vector leaves behind when it grows, what a library keeps of its input: all of it is a freed block that still holds a secret. The
//! stack and the registers it cannot see.
//!
//! Secrets that the crate derives by itself are derived here too, by `FORMAT.md` (`derived`), and each is shown to stand in the object that
//! should hold it: otherwise its absence would prove nothing.

#[global_allocator]
static INSPECTING: freed::Inspecting = freed::Inspecting;

mod derived;
mod freed;
mod keys;
mod values;

use freed::leaks;

/// Asserts that nothing was freed with a secret in it.
fn assert_wiped(found: &[String]) {
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_string_that_nobody_wipes_is_found() {
    const SECRET: &str = "Zq7xMarker9JwAndMore";
    let found = leaks(&[("the secret", SECRET.as_bytes())], || {
        drop(String::from(SECRET));
    });
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("the secret"), "{found:?}");
}

#[test]
fn what_a_growing_vector_leaves_behind_is_found() {
    let secret = *b"0123456789abcdef";
    let found = leaks(&[("the secret", &secret)], || {
        let mut octets = secret.to_vec();
        octets.reserve_exact(1 << 20);
        octets.fill(0);
    });
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn a_part_of_eight_octets_is_found_and_one_of_seven_is_not() {
    let found = |octets: &[u8]| {
        leaks(&[("the secret", b"0123456789abcdef")], || {
            drop(octets.to_vec())
        })
        .len()
    };
    assert_eq!(found(b"xxxx456789abxxxx"), 1);
    assert_eq!(found(b"xxxx456789axxxxx"), 0);
}

#[test]
fn what_is_wiped_is_not_found() {
    let found = leaks(&[("the secret", b"0123456789abcdef")], || {
        let mut octets = b"0123456789abcdef".to_vec();
        std::hint::black_box(&mut octets).fill(0);
        drop(octets);
    });
    assert_wiped(&found);
}
