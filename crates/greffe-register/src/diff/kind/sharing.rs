//! Kinds of change to recipients, transfers and contracts.

use super::{Kind, kind_table};

kind_table! {
    INTERNAL_RECIPIENT_ADDED = "internal_recipient_added" / "internal_recipient_removed", Wider, ["GDPR 5(1)(f)", "GDPR 30(1)(d)"], [], "nouveau service destinataire", "new department among the recipients";
    INTERNAL_RECIPIENT_REMOVED = "internal_recipient_removed" / "internal_recipient_added", Stricter, ["GDPR 5(1)(f)", "GDPR 30(1)(d)"], [], "service destinataire retiré", "department no longer among the recipients";
    RECIPIENT_ADDED = "recipient_added" / "recipient_removed", Wider, ["GDPR 30(1)(d)", "GDPR 13(1)(e)"], [UpdateNotice, ReviewDpia], "nouveau destinataire", "new recipient";
    RECIPIENT_REMOVED = "recipient_removed" / "recipient_added", Stricter, ["GDPR 30(1)(d)", "GDPR 13(1)(e)"], [UpdateNotice], "destinataire retiré", "recipient gone";
    PROCESSOR_ADDED = "processor_added" / "processor_removed", Wider, ["GDPR 28(1)", "GDPR 13(1)(e)"], [UpdateNotice, ConcludeContract], "nouveau sous-traitant", "new processor";
    PROCESSOR_REMOVED = "processor_removed" / "processor_added", Stricter, ["GDPR 28(3)(g)", "GDPR 13(1)(e)"], [UpdateNotice], "sous-traitant retiré", "processor gone";
    SUB_PROCESSOR_ADDED = "sub_processor_added" / "sub_processor_removed", Wider, ["GDPR 28(2)", "GDPR 28(4)"], [TellControllers, ConcludeContract], "nouveau sous-traitant ultérieur", "new sub-processor";
    SUB_PROCESSOR_REMOVED = "sub_processor_removed" / "sub_processor_added", Stricter, ["GDPR 28(2)"], [TellControllers], "sous-traitant ultérieur retiré", "sub-processor gone";
    THIRD_COUNTRY_RECIPIENT_ADDED = "third_country_recipient_added" / "third_country_recipient_removed", Wider, ["GDPR 30(1)(d)", "GDPR 13(1)(f)"], [UpdateNotice, AssessTransfer, ReviewDpia], "nouveau destinataire dans un pays tiers", "new recipient in a third country";
    THIRD_COUNTRY_RECIPIENT_REMOVED = "third_country_recipient_removed" / "third_country_recipient_added", Stricter, ["GDPR 30(1)(d)", "GDPR 13(1)(f)"], [UpdateNotice], "destinataire dans un pays tiers retiré", "recipient in a third country gone";
    RECIPIENT_COUNTRY_CHANGED = "recipient_country_changed" / "recipient_country_changed", Undetermined, ["GDPR 44", "GDPR 13(1)(f)"], [UpdateNotice, AssessTransfer], "pays d’un destinataire modifié", "country of a recipient changed";
    RECIPIENT_CHANGED = "recipient_changed" / "recipient_changed", Undetermined, ["GDPR 30(1)(d)"], [], "ce que reçoit un destinataire modifié", "what a recipient gets changed";
    TRANSFER_ADDED = "transfer_added" / "transfer_removed", Wider, ["GDPR 44", "GDPR 30(1)(e)", "GDPR 13(1)(f)"], [UpdateNotice, AssessTransfer, ReviewDpia], "nouveau transfert hors de l’Union", "new transfer out of the Union";
    TRANSFER_REMOVED = "transfer_removed" / "transfer_added", Stricter, ["GDPR 44", "GDPR 30(1)(e)", "GDPR 13(1)(f)"], [UpdateNotice], "transfert hors de l’Union retiré", "transfer out of the Union gone";
    TRANSFER_TOOL_CHANGED = "transfer_tool_changed" / "transfer_tool_changed", Undetermined, ["GDPR 44", "GDPR 46(1)", "GDPR 13(1)(f)"], [UpdateNotice, AssessTransfer], "instrument du transfert modifié", "instrument of the transfer changed";
    TRANSFER_TOOL_TOLD = "transfer_tool_told" / "transfer_tool_no_longer_told", Stricter, ["GDPR 44", "GDPR 13(1)(f)"], [UpdateNotice], "instrument du transfert indiqué", "instrument of the transfer told";
    TRANSFER_TOOL_NO_LONGER_TOLD = "transfer_tool_no_longer_told" / "transfer_tool_told", Wider, ["GDPR 44", "GDPR 13(1)(f)"], [UpdateNotice, AssessTransfer], "instrument du transfert plus indiqué", "instrument of the transfer no longer told";
    TRANSFER_PROOF_ADDED = "transfer_proof_added" / "transfer_proof_removed", Stricter, ["GDPR 30(1)(e)", "GDPR 5(2)"], [], "pièce à l’appui du transfert ajoutée", "document behind the transfer added";
    TRANSFER_PROOF_REMOVED = "transfer_proof_removed" / "transfer_proof_added", Wider, ["GDPR 30(1)(e)", "GDPR 5(2)"], [], "pièce à l’appui du transfert retirée", "document behind the transfer gone";
    TRANSFER_PROOF_CHANGED = "transfer_proof_changed" / "transfer_proof_changed", Undetermined, ["GDPR 30(1)(e)", "GDPR 5(2)"], [], "pièce à l’appui du transfert modifiée", "document behind the transfer changed";
    CONTRACT_ADDED = "contract_added" / "contract_removed", Stricter, ["GDPR 28(3)"], [], "nouveau contrat", "new contract";
    CONTRACT_REMOVED = "contract_removed" / "contract_added", Wider, ["GDPR 28(3)"], [ConcludeContract], "contrat retiré", "contract gone";
    CONTRACT_CHANGED = "contract_changed" / "contract_changed", Undetermined, ["GDPR 28(3)"], [], "contrat modifié", "contract changed";
    CLAUSE_GAINED = "clause_gained" / "clause_lost", Stricter, ["GDPR 28(3)"], [], "clause ajoutée au contrat", "clause added to the contract";
    CLAUSE_LOST = "clause_lost" / "clause_gained", Wider, ["GDPR 28(3)"], [ConcludeContract], "clause qui n’est plus au contrat", "clause no longer in the contract";
    CLAUSE_CHANGED = "clause_changed" / "clause_changed", Undetermined, ["GDPR 28(3)"], [], "clause du contrat modifiée", "clause of the contract changed";
    AUTHORISATION_CHANGED = "authorisation_changed" / "authorisation_changed", Undetermined, ["GDPR 28(2)"], [], "autorisation de sous-traiter modifiée", "authorisation of other processors changed";
}
