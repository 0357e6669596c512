//! The octets of a peer's token: header, nonce or synthetic value, text, tag. Laid out once and encrypted in place, as ours are.

/// What ours puts first, and what every peer authenticates: 7 octets.
pub(super) const HEADER: [u8; 7] = [0xfa, 0x01, 0x11, 0, 0, 0, 7];
/// Octets of a nonce and of a tag of GCM-SIV.
pub(super) const NONCE: usize = 12;
pub(super) const TAG: usize = 16;

/// A token to be: the text in clear behind the header and so many octets of room, and room for so many more.
pub(super) fn draft(text: &[u8], stored: usize, after: usize) -> Vec<u8> {
    let mut token = Vec::with_capacity(HEADER.len() + stored + text.len() + after);
    token.extend_from_slice(&HEADER);
    token.resize(HEADER.len() + stored, 0);
    token.extend_from_slice(text);
    token
}

/// The room and the text of a draft.
pub(super) fn parts(draft: &mut [u8], stored: usize) -> Option<(&mut [u8], &mut [u8])> {
    let rest = draft.get_mut(HEADER.len()..)?;
    rest.split_at_mut_checked(stored)
}

/// What stands behind the right header.
pub(super) fn after_header(token: &[u8]) -> Option<&[u8]> {
    token.strip_prefix(&HEADER)
}
