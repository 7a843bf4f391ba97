### What the core counts and believes, in words: tiers, measures, counts, amounts, time, what happened to programs and
### sources.

## tier: who stands behind a number

tier-illustrative = Illustrative
tier-illustrative-meaning = Made-up example data, to show how the page works. It describes no real place.
tier-third_party_unreviewed = Third party, not verified
tier-third_party_unreviewed-meaning = Somebody other than the program says so: auditors, students, watchdogs, unions, newsrooms, or a study that this site knows only in part. It is no check that this site has read.
tier-program_reported = Program-reported
tier-program_reported-meaning = The program, its government, its funder or a body that worked for it says so, or the press quotes them. No check from outside is on record here.
tier-independently_verified = Independently verified
tier-independently_verified-meaning = Somebody outside the program checked this number for this period. A public document says how, and this site has read it or its summary.
tier-register = Counted or classed by this site
tier-register-meaning = This site counted the entries of its own register, or chose the class of one by what was read. No source gives that count or class.

## metric: name, what it says, what is counted; what counts as it, what does not, and what to know

metric-capture_rate-name = Capture rate
metric-capture_rate-statement = Share of eligible calls that reached a clinician
metric-capture_rate-numerator = calls that reached a clinician
metric-capture_rate-includes = every call that meets the published eligibility rule and the safety screen, at any hour
metric-capture_rate-excludes = calls never triaged, which are counted apart; calls made to 988 directly
metric-capture_rate-note = Never a resolution rate. Published 'capture' rates are often of all mental-health calls instead.
metric-offer_rate-name = Offer rate
metric-offer_rate-statement = Share of eligible calls that were offered or transferred to a clinician
metric-offer_rate-numerator = calls offered or transferred to a clinician
metric-offer_rate-includes = calls where the caller declined or hung up before a clinician answered
metric-offer_rate-excludes = calls that were eligible and never offered, for want of hours, staff or recognition
metric-diversion_of_eligible-name = Diversion rate, of eligible calls
metric-diversion_of_eligible-statement = Share of all eligible calls that ended without a police unit
metric-diversion_of_eligible-numerator = calls resolved by phone, by a mobile team or by EMS or fire, no police unit sent
metric-diversion_of_eligible-includes = calls where a mobile team found nobody
metric-diversion_of_eligible-excludes = eligible calls that never reached a clinician are in the denominator only
metric-diversion_of_eligible-note = Shown beside the rate of calls handled; neither ever stands alone.
metric-diversion_of_handled-name = Diversion rate, of calls handled
metric-diversion_of_handled-statement = Share of calls that reached a clinician and ended without a police unit
metric-diversion_of_handled-numerator = calls resolved by phone, by a mobile team or by EMS or fire, no police unit sent
metric-diversion_of_handled-includes = only calls that a clinician answered: what programs usually publish
metric-diversion_of_handled-excludes = eligible calls that never reached a clinician
metric-diversion_of_handled-note = Says nothing about how many calls never reached a clinician: read it beside the other.
metric-phone_resolution-name = Phone resolution
metric-phone_resolution-statement = Share of calls that reached a clinician and ended with no field unit of any agency
metric-phone_resolution-numerator = calls resolved by phone, no field unit of any agency sent
metric-phone_resolution-includes = calls ended by counseling, safety planning or referral on the line
metric-phone_resolution-excludes = calls where police, EMS, fire or a mobile team was sent by anyone
metric-phone_resolution-note = 'No police' and 'no mobile team' are other tests. 988 callers are another ledger.
metric-mobile_response-name = Mobile response
metric-mobile_response-statement = Share of calls that reached a clinician and got a civilian mobile team
metric-mobile_response-numerator = calls a civilian mobile team was sent to, no police unit at dispatch
metric-mobile_response-includes = responses where nobody was found
metric-mobile_response-excludes = planned co-response with police
metric-returned_to_police-name = Returned to police
metric-returned_to_police-statement = Share of calls that reached a clinician and went back to police
metric-returned_to_police-numerator = calls returned to 911 with a police unit sent
metric-returned_to_police-includes = any call on which a police unit was sent, whoever else went
metric-returned_to_police-excludes = police asked for by a mobile team on scene, counted as backup requests
metric-lost_in_transfer-name = Lost in transfer
metric-lost_in_transfer-statement = Share of calls offered to a clinician that were dropped or declined before one answered
metric-lost_in_transfer-numerator = calls declined, hung up or dropped before a clinician answered
metric-lost_in_transfer-includes = warm handoffs that failed for any reason
metric-lost_in_transfer-excludes = calls never offered
metric-police_backup-name = Police backup rate
metric-police_backup-statement = Share of mobile team calls on which the team asked for police
metric-police_backup-numerator = calls on which the civilian team asked for police
metric-police_backup-includes = every request, whether or not police came
metric-police_backup-excludes = planned co-response, and police already on scene
metric-police_backup-note = Weapons and violence are screened out first, so a low rate is partly selection.
metric-no_contact-name = No contact
metric-no_contact-statement = Share of mobile team calls where nobody was found or service was refused
metric-no_contact-numerator = calls where nobody was found or service was refused
metric-no_contact-includes = nobody found, service refused
metric-no_contact-excludes = calls canceled before a team was sent
metric-responder_injuries-name = Responder injuries
metric-responder_injuries-statement = Recordable injuries to responders per 1,000 mobile team calls
metric-responder_injuries-numerator = recordable injuries to responders
metric-responder_injuries-includes = any recordable injury to a responder
metric-responder_injuries-excludes = injuries to the people served, which are another measure
metric-responder_injuries-note = Recordable injuries. One case more or less can move the rate a lot.
metric-responder_injuries-zero = Zero is not proof of safety: the interval says how high the true rate could be.
metric-felt_safe-name = Responders who felt safe
metric-felt_safe-statement = Share of answered safety questions in which the responder felt safe
metric-felt_safe-numerator = answers that the responder felt safe
metric-felt_safe-includes = only responses with an answer
metric-felt_safe-excludes = responses where nobody answered the question
metric-felt_safe-note = An opinion asked by the employer, on an axis of its own; never mixed with injuries.
metric-safety_answer_rate-name = Safety question answered
metric-safety_answer_rate-statement = Share of mobile team calls on which the safety question was answered
metric-safety_answer_rate-numerator = responses with an answer to the safety question
metric-growth-name = Growth
metric-growth-statement = Change in calls that reached a clinician, against the same quarter a year before
metric-growth-numerator = calls that reached a clinician this quarter
metric-growth-includes = the same quarter of the year before, under the same eligibility rule
metric-growth-excludes = any comparison across a change of definition
metric-growth-note = A count. More calls can mean more hours or vans; volume is not success.
metric-followup_reached-name = Follow-up reached
metric-followup_reached-statement = Share of follow-ups due in which the person was reached
metric-followup_reached-numerator = people reached in the program's stated window
metric-followup_reached-includes = people who agreed to a follow-up
metric-followup_reached-excludes = people who declined one
metric-ending_resolved_by_phone-name = Resolved by phone
metric-ending_resolved_by_phone-statement = Share of eligible calls: { count-resolved_by_phone-meaning }
metric-ending_resolved_by_phone-numerator = { count-resolved_by_phone-meaning }
metric-ending_mobile_team_sent-name = Mobile team sent
metric-ending_mobile_team_sent-statement = Share of eligible calls: { count-mobile_team_sent-meaning }
metric-ending_mobile_team_sent-numerator = { count-mobile_team_sent-meaning }
metric-ending_ems_fire_sent-name = EMS or fire sent
metric-ending_ems_fire_sent-statement = Share of eligible calls: { count-ems_fire_sent-meaning }
metric-ending_ems_fire_sent-numerator = { count-ems_fire_sent-meaning }
metric-ending_police_sent-name = Returned to police
metric-ending_police_sent-statement = Share of eligible calls: { count-police_sent-meaning }
metric-ending_police_sent-numerator = { count-police_sent-meaning }
metric-ending_other_outcome-name = Other or unknown
metric-ending_other_outcome-statement = Share of eligible calls: { count-other_outcome-meaning }
metric-ending_other_outcome-numerator = { count-other_outcome-meaning }
metric-ending_unaccounted_for-name = Unaccounted for
metric-ending_unaccounted_for-statement = Share of eligible calls: reached a clinician and has no recorded ending
metric-ending_unaccounted_for-numerator = reached a clinician and has no recorded ending
metric-ending_lost_in_transfer-name = Lost in transfer
metric-ending_lost_in_transfer-statement = Share of eligible calls: { count-lost_in_transfer-meaning }
metric-ending_lost_in_transfer-numerator = { count-lost_in_transfer-meaning }
metric-ending_never_offered-name = Never offered
metric-ending_never_offered-statement = Share of eligible calls: eligible, and not offered to a clinician
metric-ending_never_offered-numerator = eligible, and not offered to a clinician

## base: what a share is of

base-eligible = eligible calls
base-reached_clinician = calls that reached a clinician
base-offered = calls offered to a clinician
base-mobile_team_sent = calls a civilian mobile team was sent to
base-safety_answers = responses with an answer to the safety question
base-year_before = calls that reached a clinician in the same quarter a year before
base-followup_due = follow-ups due in that window

## count: the columns of the ledger

count-eligible = eligible calls
count-eligible-meaning = meets the program's published eligibility rule and its safety screen, any hour, any place in the jurisdiction
count-not_triaged = calls not triaged
count-not_triaged-meaning = the screen was not completed; never folded into 'ineligible'
count-offered = calls offered to a clinician
count-offered-meaning = offered or transferred to a clinician
count-lost_in_transfer = calls lost in transfer
count-lost_in_transfer-meaning = declined, hung up or dropped before a clinician answered
count-reached_clinician = calls that reached a clinician
count-reached_clinician-meaning = offered less lost in transfer
count-resolved_by_phone = calls resolved by phone
count-resolved_by_phone-meaning = no field unit of any agency was sent
count-mobile_team_sent = calls a mobile team was sent to
count-mobile_team_sent-meaning = civilian team, no police unit at dispatch
count-ems_fire_sent = calls EMS or fire was sent to
count-ems_fire_sent-meaning = EMS or fire, no police unit
count-police_sent = calls returned to police
count-police_sent-meaning = returned to 911 and a police unit sent
count-other_outcome = calls with another outcome
count-other_outcome-meaning = other or unknown
count-backup_requested = backup requests
count-backup_requested-meaning = of mobile team calls: the civilian team asked for police
count-no_contact = calls with no contact
count-no_contact-meaning = of mobile team calls: nobody found, or service refused
count-responder_injuries = responder injuries
count-responder_injuries-meaning = recordable injuries to responders
count-safety_answers = safety answers
count-safety_answers-meaning = responses with an answer to 'did you feel safe?'
count-felt_safe = 'felt safe' answers
count-felt_safe-meaning = answers of yes to 'did you feel safe?'
count-followup_due = follow-ups due
count-followup_due-meaning = follow-ups due in the program's stated window
count-followup_reached = people reached for follow-up
count-followup_reached-meaning = people reached in the program's stated window

## group: what the calls of a quarter are taken apart into, where it is no count of the ledger

group-not_by_phone = calls not resolved by phone
group-field = calls a mobile team, EMS or fire was sent to
group-contact = mobile team calls with contact
group-not_diverted = calls returned to police or with another or no recorded ending
group-other_or_unaccounted = calls with another or no recorded ending
group-unaccounted = calls with no recorded ending
group-not_reached = eligible calls that reached no clinician
group-never_offered = eligible calls never offered
group-not_followed_up = follow-ups due that reached nobody
group-not_felt_safe = safety answers other than 'felt safe'
group-not_answered = mobile team calls without a safety answer
group-diverted = calls diverted from police

## amount: a number in its unit; { $n } is the number to count with, { $number } how it is written

amount-percent = { $number }%
amount-percent_change = { $number }%
amount-per_1000 = { $number } per 1,000
amount-usd = ${ $number }
amount-calls = { $number } { $n ->
    [one] call
   *[other] calls
}
amount-calls_per_day = { $number } { $n ->
    [one] call a day
   *[other] calls a day
}
amount-calls_per_week = { $number } { $n ->
    [one] call a week
   *[other] calls a week
}
amount-calls_per_month = { $number } { $n ->
    [one] call a month
   *[other] calls a month
}
amount-minutes = { $number } { $n ->
    [one] minute
   *[other] minutes
}
amount-seconds = { $number } { $n ->
    [one] second
   *[other] seconds
}
amount-hours = { $number } { $n ->
    [one] hour
   *[other] hours
}
amount-staff = { $number } { $n ->
    [one] staff member
   *[other] staff members
}
amount-people = { $number } { $n ->
    [one] person
   *[other] people
}
amount-arrests = { $number } { $n ->
    [one] arrest
   *[other] arrests
}
amount-dispatches = { $number } { $n ->
    [one] team sent
   *[other] teams sent
}
amount-encounters = { $number } { $n ->
    [one] encounter
   *[other] encounters
}
amount-responses = { $number } { $n ->
    [one] response
   *[other] responses
}
amount-counties = { $number } { $n ->
    [one] county
   *[other] counties
}
amount-incidents = { $number } { $n ->
    [one] incident
   *[other] incidents
}
amount-injuries = { $number } { $n ->
    [one] injury
   *[other] injuries
}
amount-serious_injuries = { $number } { $n ->
    [one] serious injury
   *[other] serious injuries
}
amount-minor_injuries = { $number } { $n ->
    [one] minor injury
   *[other] minor injuries
}
amount-offenses = { $number } { $n ->
    [one] offense
   *[other] offenses
}
amount-cases = { $number } { $n ->
    [one] case
   *[other] cases
}
amount-procedures = { $number } { $n ->
    [one] written procedure
   *[other] written procedures
}
amount-call_types = { $number } { $n ->
    [one] call nature
   *[other] call natures
}
amount-entries = { $number }

## unit: what a number is counted in, by itself

unit-percent = percent
unit-percent_change = percent change
unit-per_1000 = per 1,000
unit-usd = US dollars
unit-calls = calls
unit-calls_per_day = calls a day
unit-calls_per_week = calls a week
unit-calls_per_month = calls a month
unit-minutes = minutes
unit-seconds = seconds
unit-hours = hours
unit-staff = staff members
unit-people = people
unit-arrests = arrests
unit-dispatches = teams sent
unit-encounters = encounters
unit-responses = responses
unit-counties = counties
unit-incidents = incidents
unit-injuries = injuries
unit-serious_injuries = serious injuries
unit-minor_injuries = minor injuries
unit-offenses = offenses
unit-cases = cases
unit-procedures = written procedures
unit-call_types = call natures

## model: who decides that a clinician takes a call

model-dispatcher_routed = 911 sends out a community team (1A)
model-warm_transfer = 911 hands the caller to 988 or another crisis line (1B)
model-embedded = crisis staff inside the 911 center (1C)
model-dual = the dispatch computer flags the call and a clinician sits in the 911 center (1F)
model-other = another arrangement
model-not_known = not known

## direction: which way is better

direction-higher = higher is better
direction-lower = lower is better
direction-neither = neither way is better by itself

## decision: the nine design decisions

decision-1 = Which dispatch model
decision-2 = Who the staff are
decision-3 = Where the program lives
decision-4 = Coverage hours
decision-5 = The safety screen
decision-6 = Which calls are eligible
decision-7 = Connection to records and systems
decision-8 = How support was built
decision-9 = City by city, or a state mandate

## amount: its bound, and what rounding would have hidden

amount-at_least = at least { $amount }
amount-at_most = at most { $amount }
amount-about = about { $amount }
amount-range = { $low } to { $amount }
amount-less = less than { $amount }
amount-more = more than { $amount }
amount-down = down { $amount }
amount-up = up { $amount }
amount-fewer_than_one = fewer than 1
amount-more_than_99 = more than 99

## time: { $year } is written as it is, without a mark between thousands

quarter-1 = Jan to Mar { $year }
quarter-2 = Apr to Jun { $year }
quarter-3 = Jul to Sep { $year }
quarter-4 = Oct to Dec { $year }
time-day_pattern = MMM d, y
time-month_pattern = MMM y
time-span = { $first } to { $last }
time-from = from { $first } (end not stated)
time-until = to { $last } (start not stated)
time-not_stated = period not stated
time-on = on { $day }
time-in = in { $when }
time-some_time = at some time from { $when }
time-quarter_before = the quarter before
time-earlier = { $distance } earlier
time-quarters = { $n ->
    [1] one quarter
    [2] two quarters
    [3] three quarters
    [5] five quarters
    [6] six quarters
    [7] seven quarters
    [9] nine quarters
    [10] ten quarters
    [11] eleven quarters
   *[other] { $n } quarters
}
time-years = { $n ->
    [1] one year
    [2] two years
    [3] three years
    [4] four years
    [5] five years
    [6] six years
    [7] seven years
    [8] eight years
    [9] nine years
    [10] ten years
    [11] eleven years
    [12] twelve years
   *[other] { $n } years
}

## event: what happened to a program, as it follows "the program"

event-launched = began { $when }
event-paused = was paused { $when }
event-resumed = resumed { $when }
event-ended = ended { $when }
event-renamed = was called { $text } until it was renamed { $when }
event-moved = belonged to { $text } until it moved { $when }
event-merged_into = became part of { $other } { $when }
event-split_from = was split from { $other } { $when }
event-hours_changed = changed its hours { $when }
event-area_changed = changed the area it serves { $when }
event-office_changed = changed the office it belongs to { $when }
event-in_error = has an entry that was made in error
event-more = { $said } ({ $text })
event-the_program = the program
event-another_program = another program
event-mark-launched = launched
event-mark-paused = paused
event-mark-resumed = resumed
event-mark-ended = ended
event-mark-renamed = renamed
event-mark-moved = moved
event-mark-merged_into = merged
event-mark-split_from = split
event-mark-hours_changed = hours changed
event-mark-area_changed = area changed
event-mark-office_changed = office changed

## standing: what a list says beside the name of a program that no longer runs

standing-ended = ended { $when }
standing-paused = paused since { $when }
standing-merged_into = merged into { $other } { $when }

## cover: why a period is not one that the program ran whole

cover-before = { $period } lies before the start on record: the program { $event }
cover-none = { $period } was not covered: the program { $event }
cover-partial = { $period } { $share }: the program { $events }
cover-changed = { $period } was not one service throughout: { $events }
cover-may_have_changed = { $period } may not have been one service throughout: { $events }, and it is not known on which day
cover-may_also = { $period } may hold one more change: { $events }, and it is not known on which day
cover-between = the program { $event }, between the two
cover-between_another = another program { $event }, between the two
cover-the_program = the program { $events }
cover-another_program = another program { $events }
cover-days = covers { $days } of { $all } days
cover-doubtful = may not be covered whole
cover-months = covers { $count } { $n ->
    [one] month
   *[other] months
} of { $all }
cover-months_most = covers at most { $count } { $n ->
    [one] month
   *[other] months
} of { $all }
number-word = { $n ->
    [0] no
    [1] one
    [2] two
    [3] three
    [4] four
    [5] five
    [6] six
    [7] seven
    [8] eight
    [9] nine
    [10] ten
    [11] eleven
    [12] twelve
   *[other] { $n }
}

## source: what somebody found of it, as it follows its name

source-quarters_title = Quarterly counts by call type, uploaded and certified by the program
source-quarters_notes = Each quarter names the office that certified it.

source-said = { $publisher }: { $title }
source-said_dated = { $publisher }: { $title } ({ $published })
source-life-read = was read { $when }
source-life-archived_at = was archived { $when }
source-life-moved = moved to another address { $when }
source-life-withdrawn = was withdrawn by its publisher { $when }
source-life-gone = was no longer found at its address { $when }
source-life-in_error = has an entry that was made in error
source-life-more = { $said }: { $note }

## missing: what more is said of why there is no number

missing-more = { $why } ({ $note })
missing-too_few = fewer than { $smallest } here or in a count beside it
missing-counted_under = counted under { $kind }
missing-none_together = no call types are shown as one
missing-direction = a direction was published, without its size
missing-no_effect = no effect was found, which is not the same as none
missing-unfit = its parts count different things, so they are not divided here
missing-in_words = the source says it in words
missing-overtaken = the number was overtaken and does not stand
missing-told = a title, or a document that was not read, tells of something near it; no number of it is entered
missing-unlike = what was printed counts something else and stands with its kind
missing-changed = the service changed meanwhile, or its base is not told; what was printed stands with its kind
missing-none_of = no { $base }
missing-no_year_before = no figures for the same quarter a year before
missing-year_before_none = no calls in the same quarter a year before
missing-year_before_withdrawn = the same quarter a year before was withdrawn
missing-rule_changed = the eligibility rule changed from version { $before } to { $now }
missing-other_types = other call types were counted together a year before

## short: why a record of a check does not count

short-withdrawn = its document { $event }
short-repeats = what was read gives this number and does not say that { $verifier } checked it
short-inside = { $verifier } { $relation }, so it is not an outside check
short-read = this site has read { $read }
short-publisher = its document is published by { $publisher }, which checks nobody from outside
short-no_day = no day is on record on which this site has read its document
short-dated_after = it is dated after the day on which this site has read its document
short-how = what was read does not say how { $verifier } counted
short-no_period = no period is stated that could have been checked
short-before = it is from before the end of the period that this number is about
short-study = a study's finding is evidence about effects, not a check of a program's count or rate
short-otherwise = { $verifier } found something else: { $found }
short-anew = { $verifier } recorded it anew
short-own = the number itself is quoted from this very document

## check: what a record of a check says


check-line = { $verifier }, { $method } ({ $claim }, { $dated }; read here: { $read }): { $verdict }.
check-differs = differs: { $found }
check-agrees = agrees
check-states = states this
check-repeats_this = repeats this
check-found = found this

## formula

formula-change = { $counts } against { $counts } of the same quarter a year before

## policy on small counts

policy = groups of fewer than { $smallest } are withheld; totals are exact from { $from } eligible calls on
policy-looser = groups of fewer than { $smallest } are withheld; totals are exact from { $from } eligible calls on (this shows more than the default)
policy-never = groups of fewer than { $smallest } are withheld; totals are never exact
policy-never_looser = groups of fewer than { $smallest } are withheld; totals are never exact (this shows more than the default)
small-line = { $whose }: { $count } { $group }
small-unshown = { $whose }: { $group }, of which an earlier revision did not show how many
small-all = all call types
small-after = all call types after { $name } together

## call types that stand together

kind-all = all call types
kind-together = call types shown together

## claim: what a study can support

claim-count = a count
claim-before_after = a before-and-after comparison
claim-comparison_group = a comparison-group study
claim-randomized = a randomized study

## read: how much of a document this site has read

read-full = the whole document
read-summary = its summary
read-opening = only the opening of its summary or release
read-abstract = only its abstract
read-press = only what the press wrote about this number

## number: what stands beside a number

number-parts = { $part } of { $all } { $base }
number-parts_rate = { $part } in { $all } { $base }
number-parts_against = { $part } against { $all } { $base }
number-parts_change = { $part } calls, after { $all } a year before
number-our_words = { $said } (our words)
number-no_base = base not stated
number-interval = 95% interval { $low } to { $high }
number-none_seen = none seen, but the true rate could be up to { $most } per 1,000 (95%)
number-zero_of_unknown = a zero out of how many is not stated, so nobody can say how high the true rate could be
number-age = { $years } years old
number-printed_ago = in a source printed { $years } years ago
number-printed_in = in a source printed in { $year }
number-challenged = Challenged: its page says by whom.
number-only = call type: { $type }
number-named = { $name } ({ $only })
number-computed = Computed here from other figures.
number-traced_at = What was printed, and where, is told at { $figures }.
number-not_traced = Not traced to the words of its source.
number-printed = Printed as “{ $printed }” ({ $where }), read on { $on }.
number-lost = Its source, by { $publisher }, { $what }.
number-checked = { $kind }: { $verifier }, { $dated }.
number-differs = { $verifier } checked it ({ $method }, { $dated }) and found something else: { $found }.
number-no_check = Not counted as a check: { $verifier } ({ $method }, { $dated }), because { $why }.
number-no_check_study = { $kind }: { $verifier }, { $method }, { $dated }. Not counted as a check, because { $why }.
number-lapsed = A check by { $names } is out of date, because the figure was revised since.
number-of_verified = Computed here from figures that were each independently verified.
number-check = { $kind }: { $verifier }, { $method }, { $dated }. Read here: { $read }. It can support { $claim }.
number-full = { $value } ({ $tier })
number-full_computed = { $value } ({ $tier }, computed here)
number-of = of { $base }
number-against = against { $base }

## program

program-then_now = { $then } (now { $now })

## caveat: what was asked about a count before publication, and what was answered

caveat-and = { $first } { $then }
caveat-merged = The program counts these here too, so that more can be shown: { $types }.
caveat-asked = { $asked } The program says: { $answer }
caveat-which_quarter = A question was asked about which quarter this is.
caveat-rule = A question was asked about the eligibility rule, version { $version }.
caveat-no_row = A question was asked about { $type }, of which there is no row.
caveat-count = A question was asked about { $number } ({ $type }){ $ending }.
caveat-number = { $value } { $count }
caveat-ending = , { $left } of them without a recorded ending
caveat-all_types = all call types

## log: a line of the public log. Lines are kept by these keys for good: a key that was used once stays

log-load = load: { NUMBER($rows, useGrouping: 0) } { $rows ->
    [one] row
   *[other] rows
    }
log-load_of = load: { NUMBER($rows, useGrouping: 0) } { $rows ->
    [one] row
   *[other] rows
    } ({ $which })
log-program = program: { $program } { $event }
log-program_error = program: { $entry } was entered in error
log-source = source: { $source } { $sighting }
log-source_error = source: { $entry } was entered in error
log-corrected = { $line }. Corrected: { $reason }
log-release = release: small counts withheld in { $quarters } quarters
log-policy = set policy: { $policy }
log-quarter = { $action ->
    [withdraw] withdraw
    [correct] correct
   *[publish] publish
    }: { $program }, { $quarter }, revision { $revision }: { $change }
log-verify = verify: { $verifier }, { $program }: { $figures } { $figures ->
    [one] figure
   *[other] figures
    }: agrees
log-differs = verify: { $verifier }, { $program }: { $figures } { $figures ->
    [one] figure
   *[other] figures
    }: differs: { $found }
log-challenge = challenge: { $figure }
log-by_files = data files
log-by_site = this site
log-by_one_maker_both = { $office } (both accounts go back to one administrator of this site)
log-by_one_maker_alone = { $office } (this account goes back to one administrator of this site)
log-by_one_maker_outside = { $office } (the account behind this goes back to one administrator of this site)

## trend: what a series did, from its first to its last number

trend-none = No number: { $why }
trend-only = { $value } in { $when }, the only number
trend-after_change = { $value } in { $when }, after the definition changed
trend-since_change = Since the definition changed, { $trend }
trend-not_alike = { $value } in { $when }; before that, the service may not have been the same
trend-where_alike = Where the service was the same, { $trend }
trend-at = { $value } in { $when }
trend-same = About the same: { $first }, { $last }
trend-rose = Rose from { $first } to { $last }
trend-fell = Fell from { $first } to { $last }
trend-highest = highest { $value } in { $when }
trend-lowest = lowest { $value } in { $when }
