//! Signals of browsers and devices.

use greffe::consent::signal::tcf::{TcString, VendorIds};
use greffe::terms::LegalBasis;

use crate::marker::{assert_silent, marked};

/// A TC string is read or refused without being repeated, its sets say the same in both ways, and what is cut off or restricted never
/// opens what the whole closes.
pub fn tc_string(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    for text in [text, &marked(text)] {
        if let Err(error) = TcString::parse(text) {
            assert_silent(&error);
            assert!(error.bit() <= text.len() * 6);
            assert!((1..=text.split('.').count()).contains(&error.number()));
        }
    }
    let Ok(tc) = TcString::parse(text) else {
        return;
    };
    let shown = format!("{tc:?}");
    assert!(shown.starts_with("TcString { version: 2, segments: [Core"));
    let sets = [tc.vendors_with_consent(), tc.vendors_with_li()];
    let stated = [tc.disclosed_vendors(), tc.allowed_vendors()];
    let mut vendors = vec![0, 1, 2, u16::MAX];
    for set in sets.into_iter().chain(stated.into_iter().flatten()) {
        vendors.extend(listed(set));
    }
    let (core, _) = text.split_once('.').unwrap_or((text, ""));
    let core = TcString::parse(core).expect("the core of a string that is read");
    for purpose in 0..=25 {
        for vendor in &vendors {
            closes(&tc, &core, purpose, *vendor);
        }
    }
}

/// Some of the vendors of a set, which it contains, and which are in ascending order.
fn listed(set: &VendorIds) -> Vec<u16> {
    let listed: Vec<_> = set.iter().collect();
    assert!(listed.iter().all(|vendor| set.contains(*vendor)));
    assert!(listed.is_sorted_by(|one, next| one < next));
    listed.into_iter().take(8).collect()
}

fn closes(tc: &TcString, core: &TcString, purpose: u8, vendor: u16) {
    for basis in LegalBasis::ALL {
        let allowed = tc.allows(purpose, vendor, *basis);
        assert_eq!(allowed, tc.refusal(purpose, vendor, *basis).is_none());
        if !allowed {
            continue;
        }
        assert!(matches!(
            basis,
            LegalBasis::Consent | LegalBasis::LegitimateInterests
        ));
        assert_ne!(tc.vendor_is_disclosed(vendor), Some(false));
        assert!(tc.is_service_specific() && purpose > 0 && vendor > 0);
        // Without the segment of disclosed vendors the same is allowed, or nothing at all.
        let refusal = core.refusal(purpose, vendor, *basis);
        assert!(refusal.is_none_or(|refusal| refusal.code() == "disclosure_missing"));
    }
}
