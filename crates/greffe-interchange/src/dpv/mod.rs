//! DPV.
