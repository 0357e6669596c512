//! The versions of information that the register holds.

use greffe_consent::{Notice, WordingDigest};
use greffe_register::{LookupError, Register};
use greffe_terms::{Lang, PurposeId};

use super::{CarriedTerms, Gap, GapKind};

pub(super) fn carry(register: &Register, terms: &mut CarriedTerms) -> Result<(), LookupError> {
    for (index, stated) in register.notices().iter().enumerate() {
        let place = format!("notice[{}]", index + 1);
        let carried = |id: &&PurposeId| terms.purposes.iter().any(|purpose| purpose.id() == *id);
        let listed: Vec<PurposeId> = stated.purposes.iter().filter(carried).cloned().collect();
        if listed.is_empty() {
            let place = format!("{place}.purposes");
            terms
                .gaps
                .push(Gap::new(GapKind::NoticeWithoutPurpose, place));
            continue;
        }
        let id = stated.id.parse().map_err(|_| LookupError::InvalidAddress)?;
        let mut notice = Notice::new(id, stated.version, listed);
        if let Some(words) = stated.wording.known() {
            let (fr, en) = (words.in_language(Lang::Fr), words.in_language(Lang::En));
            if fr == en {
                notice = notice.worded(WordingDigest::of(fr));
            } else {
                let place = format!("{place}.wording");
                terms.gaps.push(Gap::new(GapKind::WordingTwice, place));
            }
        }
        terms.notices.push(notice);
    }
    Ok(())
}
