//! The pages of the privacy centre. All of them work without JavaScript, of which there is none.

pub(crate) mod consents;
pub(crate) mod data;
pub(crate) mod elsewhere;
pub(crate) mod home;
pub(crate) mod login;
pub(crate) mod register;
pub(crate) mod requests;
