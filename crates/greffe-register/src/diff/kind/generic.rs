//! Kinds of change that have no meaning in law of their own: nothing that changed is left out.

use super::{Kind, kind_table};

kind_table! {
    ADDED = "added" / "removed", Undetermined, ["GDPR 30"], [], "ajouté", "added";
    REMOVED = "removed" / "added", Undetermined, ["GDPR 30"], [], "retiré", "removed";
    FILLED_IN = "filled_in" / "left_blank", Neutral, ["GDPR 30"], [], "désormais indiqué", "now told";
    LEFT_BLANK = "left_blank" / "filled_in", Neutral, ["GDPR 30"], [], "plus indiqué", "no longer told";
    CHANGED = "changed" / "changed", Undetermined, ["GDPR 30"], [], "modifié", "changed";
}
