# May a person be reached for a purpose at an instant? The rules R0, R2, R6 and R8 of greffe-consent, in Rego.
#
# data.purposes[id]   the policy: { double_opt_in, minimum_notice, closed_with }
# input               the question: { purpose, at } and either `history` or `state`
#
# Instants are seconds since 1970. What stands in lists of purposes are sets. The host orders the history (ties to the restrictive event), says of
# each event whether its act is affirmative and when its consent ends, for Rego's calendar knows neither a zone's midnight nor a month's end.
package consent

default reach := false

# Over the history: some consent since the last closing lacks nothing.
reach if {
	terms := data.purposes[input.purpose]
	closing := last_closing
	some place, event in input.history
	place > closing
	grants(event, terms)
	is_confirmed(place, event, closing, terms)
}

# R8 and R2: the last withdrawal, refusal or objection that closes the purpose.
last_closing := max({-1} | {place |
	some place, event in input.history
	closes(event)
	counts(event)
})

# R0: what had occurred, and was known.
counts(event) if {
	event.occurred <= input.at
	event.recorded <= input.at
}

closes(event) if {
	event.kind == "withdrawn"
	some purpose in data.purposes[input.purpose].closed_with
	purpose in event.purposes
}

closes(event) if {
	event.kind == "refused"
	input.purpose in event.purposes
}

closes(event) if {
	event.kind == "objected"
	input.purpose in event.purposes
}

# R6: an affirmative act, to a purpose that the notice shown lists, in a version that still counts, not yet ended.
grants(event, terms) if {
	event.consents
	input.purpose in event.purposes
	opens(event)
	event.ends > input.at
	event.notice.version >= terms.minimum_notice
	input.purpose in event.notice.purposes
}

# What was dated ahead when it was recorded opens nothing.
opens(event) if {
	event.affirmative
	event.occurred <= event.recorded
	counts(event)
}

# Double opt-in: a consent is confirmed after it was given, a renewal by any confirmation since the closing.
is_confirmed(_, _, _, terms) if not terms.double_opt_in

is_confirmed(place, event, closing, terms) if {
	terms.double_opt_in
	some later, confirmation in input.history
	confirmation.kind == "confirmed"
	later > first_place(place, event, closing)
	input.purpose in confirmation.purposes
	opens(confirmation)
}

first_place(place, event, _) := place if event.kind == "given"

first_place(_, event, closing) := closing if event.kind == "renewed"

# Over what the host folded the history into for this purpose and instant: the consent since the last closing.
default reach_folded := false

reach_folded if {
	terms := data.purposes[input.purpose]
	state := input.state
	state.consented
	state.affirmative
	state.listed
	state.version >= terms.minimum_notice
	state.ends > input.at
	is_confirmed_state(state, terms)
}

is_confirmed_state(_, terms) if not terms.double_opt_in

is_confirmed_state(state, _) if state.confirmed
