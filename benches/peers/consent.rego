# May a person be reached for a purpose at an instant? The rules R0, R2, R6 and R8 of greffe-consent, in Rego.
#
# data.purposes[id]   the policy: { double_opt_in, minimum_notice, closed_with }
# input               the question: { purpose, at } and either `history` or `state`
#
# Instants are seconds since 1970. What stands in lists of purposes are sets. The host orders the history (ties to the restrictive event), says of
# each event whether its act is affirmative and when its consent ends, for Rego's calendar knows neither a zone's midnight nor a month's end.
package consent

default reach := false

# Over the history. R6: some consent since the last closing lacks nothing: an affirmative act, to a purpose that the notice shown lists, in a
# version that still counts, not yet ended. R0: it had occurred, was known, and was not dated ahead when it was recorded. One body instead of
# functions: each call of one costs the virtual machine more than the test in it.
reach if {
	terms := data.purposes[input.purpose]
	closing := last_closing
	some place, event in input.history
	place > closing
	event.consents
	input.purpose in event.purposes
	event.ends > input.at
	event.occurred <= input.at
	event.recorded <= input.at
	event.occurred <= event.recorded
	event.affirmative
	event.notice.version >= terms.minimum_notice
	input.purpose in event.notice.purposes
	is_confirmed(place, event, closing, terms)
}

# R8 and R2: the last withdrawal, refusal or objection that closes the purpose. R0: what had occurred, and was known.
last_closing := max({-1} | {place |
	some place, event in input.history
	event.kind in {"withdrawn", "refused", "objected"}
	closes(event)
	event.occurred <= input.at
	event.recorded <= input.at
})

closes(event) if {
	event.kind != "withdrawn"
	input.purpose in event.purposes
}

# Who unsubscribes from one marketing purpose objects to all of them.
closes(event) if {
	event.kind == "withdrawn"
	count(data.purposes[input.purpose].closed_with & event.purposes) > 0
}

# Double opt-in: a consent is confirmed after it was given, a renewal by any confirmation since the closing.
is_confirmed(_, _, _, terms) if not terms.double_opt_in

is_confirmed(place, event, closing, terms) if {
	terms.double_opt_in
	from := {"given": place, "renewed": closing}[event.kind]
	some later, confirmation in input.history
	later > from
	confirmation.kind == "confirmed"
	confirmation.affirmative
	input.purpose in confirmation.purposes
	confirmation.occurred <= input.at
	confirmation.recorded <= input.at
	confirmation.occurred <= confirmation.recorded
}

# Over what the host folded the history into for this purpose and instant: the consent since the last closing.
default reach_folded := false

reach_folded if {
	state := input.state
	state.consented
	state.affirmative
	state.listed
	state.ends > input.at
	terms := data.purposes[input.purpose]
	state.version >= terms.minimum_notice
	true in {state.confirmed, terms.double_opt_in == false}
}
