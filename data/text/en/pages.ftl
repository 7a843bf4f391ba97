### The words of the site, in English. A language is a folder beside this one, with the same files and keys; what it
### lacks is said in English. Each message is a whole sentence, so that a translator may turn it around.

## language

language-tag = en-US

## site

site-name = Fourth Option
site-strapline = The public ledger of mental-health dispatch, and who checked the number
site-help_line = In crisis, or worried about someone? Call or text 988, the Suicide and Crisis Lifeline, at any hour.
site-newest = Newest single figure on this site: { $date }. Points of series may be newer.
site-changed = Record last changed: { $date } (revision { $version }).
site-permanent_link = Permanent link to this view
site-legend = What the evidence labels mean
site-example_mark = Illustrative: Example County is made up. It describes no real place and is left out of every count of real figures.

## pick

pick-program = Program
pick-quarter = Quarter
pick-call_type = Call type
pick-as_of = The record as of { $day } cannot be shown yet. This is the record as it stands today.
pick-unknown_program = No program is called “{ $found }” here. Showing { $shown } instead.
pick-unknown_quarter = { $program } has published no quarter “{ $found }”. Showing { $shown } instead.
pick-no_quarters = { $program } has published no quarterly counts, so the quarter “{ $found }” in the link was left out.
pick-unknown_call_type = No call type is called “{ $found }” here. Showing all call types instead.
pick-page = Page
pick-page_of = page { $number } of { $count }

## chart

chart-without = Without a number: { $missing }.
chart-tab_chart = Chart
chart-tab_table = Table
chart-tab_download = Download
chart-tab_check = Check this
chart-holes = That is { $distance } later, with no number for { $count } between
chart-hole_between = × { $count ->
    [one] one period between has
   *[other] { $count } periods between have
} no number
chart-hole_mark = × stands where a quarter has no number, and the line stops there. The table says why.
chart-download = Download these figures (CSV)
chart-download_note = One row for each figure: numerator, denominator, bound, interval, tier, sources, definition version and revision.

## overview

overview-title = Overview
overview-known = Of { $figures } published numbers about { $programs }, { $verified } have an outside check that this site has read.
overview-known_nobody = Of { $figures } published numbers about { $programs }, none has an outside check that this site has read. Each rests on the word of whoever published it.
overview-known_none = None of those is a phone-resolution rate: the share of calls that clinicians in a 911 center end by phone.
overview-known_one = One of those is a phone-resolution rate: the share of calls that clinicians in a 911 center end by phone.
overview-known_counted_one = One phone-resolution rate, made from a quarter that a program sent in, was checked from outside.
overview-known_counted = { $count } phone-resolution rates, made from quarters that programs sent in, were checked from outside.
overview-known_some = { $count } of those are phone-resolution rates: the share of calls that clinicians in a 911 center end by phone.
overview-known_computed_one = One figure computed here was checked from outside.
overview-known_computed = { $count } figures computed here were checked from outside.
overview-known_untraced = { $count ->
    [one] Of the { $figures }, 1 was not found again in the words of its source.
   *[other] Of the { $figures }, { $count } were not found again in the words of their sources.
}
overview-known_rest = { $reported } rest on the word of the program, its government or its funder. { $third } come from outsiders, with no check that this site has read. Not among them: { $computed } figures computed here and { $unnumbered } entries that show no number. { $quarters }
overview-known_quarters = Also not among them are the quarters that programs sent in: { $quarters }. Outside checks of figures made from them: { $checked }.
overview-known_no_quarters = No real program has sent in a quarter yet.
overview-program_title = { $program }
overview-ends_title = What happens to 100 eligible calls
overview-ends_sentence = Of 100 eligible calls in { $quarter }, { $reached } reached a clinician. { $diverted } ended without a police unit.
overview-ends_alt = One hundred dots, one for each of 100 eligible calls in { $quarter }: { $parts }. All from one count of { $base } eligible calls.
overview-ends_note = Rounded to whole calls so that they add up to 100. Those without a police unit include visits at which nobody was met or help was refused: { $nobody }. Calls that could not be triaged are not among them: { $not_triaged }.
overview-no_counts = No counts of { $quarter } are on the public record.
overview-ends_none = The program counted 0 eligible calls in { $quarter }, so there is no share of calls to show.
overview-ends_missing = The ledger of { $quarter } does not hold every count that this picture needs: { $why }.
overview-headline_title = The headline measures, { $quarter }
overview-headline_lead = Read the two diversion rates together. One asks what became of all eligible calls. The other asks only about the calls that reached a clinician.
overview-published_title = What has been published on the headline measures
overview-published_no_quarter = No quarter has been sent in here yet.
overview-published_lead = These are the numbers on record, each with what it was counted from where its source says so.
overview-missing_title = What is missing
overview-missing = This site found no counts of { $program } by quarter and call type: how many calls were eligible, how many were offered to a clinician, and how they ended. Without them the rates of the call ledger cannot be worked out.
overview-missing_printed = What stands on this page comes from numbers that others print.
overview-missing_on = No number was found that answers these questions directly and can be compared: { $families }.
overview-missing_others = Other numbers about it stand on its page.
overview-see_example = To see every measure at work, choose Example County in the list of programs: it is made up, and says so.
overview-was_due = { $quarter } was due on { $due }.
overview-not_due = { $quarter } was not due: the program did not run to its end.
overview-published_on = It was published on { $on }{ $in_time }.
overview-late = , { $days } days late
overview-in_time = , on time
overview-corrected_on = It was corrected on { $on }.
overview-withdrawn_on = It was withdrawn on { $on }.
overview-not_published = No count of it has been published.
overview-no_day = The day on which it was published is not stated.
overview-quarter_note = About this quarter
overview-rule = Eligibility rule, version { $version }.
overview-rule_words = Eligibility rule, version { $version }: { $words }.
overview-revised = Revision { $revision }, { $change }: { $reason }
overview-certified = Certified by { $office }.
overview-why_number = the only one with a number
overview-why_printed = shown because a source prints it; one as new or newer was computed here
overview-why_standing = { $dated ->
    [no] shown because the program or an auditor says it, where a third party says the others; none has a last day
   *[yes] shown because the program or an auditor says it, where a third party says the others for the same time
 }
overview-why_latest = { $dated ->
    [no] shown because its source has the latest date; none of the numbers has a last day
   *[yes] shown because, of those for the same time, its source has the latest date
 }
overview-why_cautious = { $dated ->
    [no] shown because it is the lowest of several without a last day
   *[yes] shown because it is the lowest of several for the same time
 }
overview-why_cautious_word = { $dated ->
    [no] shown because it is the lowest of those on the word of the program or an auditor; a third party says a lower one, and none has a last day
   *[yes] shown because it is the lowest of those on the word of the program or an auditor for the same time; a third party says a lower one
 }
overview-why_cautious_newest = { $dated ->
    [no] shown because, of those on an equal word, it is the lowest from the newest source; none has a last day
   *[yes] shown because, of those on an equal word for the same time, it is the lowest from the newest source
 }
overview-why_latest_word = { $dated ->
    [no] shown because, of those on the word of the program or an auditor, its source has the latest date; none has a last day
   *[yes] shown because, of those on the word of the program or an auditor for the same time, its source has the latest date
 }
overview-why_checked = shown because it was checked
overview-why_newest = shown because it is the newest number
overview-why_dated = shown because it is the newest of those whose dates are printed
overview-why_dated_assumed = shown because it is the newest of those whose dates are known or assumed
overview-why_kind = shown because it is of more kinds of calls than the others
overview-why_kind_newest = shown because it is the newest of those of all kinds of calls; one as new or newer is of fewer
overview-why_mental = shown because it is of mental-health calls
overview-why_mental_newest = shown because it is the newest of those of mental-health calls
overview-why_only = the only one found
overview-said_title = What was said, and what was counted
overview-said_note = What was said often counts something else, or another time: read what each is a share of, and when.
overview-said = said
overview-counted = counted here
overview-column_question = Question
overview-column_kind = Said or counted
overview-column_value = Value
overview-column_what = What was counted
overview-column_when = When
overview-column_source = Source
overview-withdrawn_title = Withdrawn
overview-withdrawn = { $quarter } was withdrawn on { $on }. Reason: { $reason } Its figures have no number any more; earlier revisions stay readable on the page of each figure.

## overview: questions of the public debate

overview-question_without_police = Without police
overview-question_ended_by_phone = Ended by phone
overview-question_reached = Reached a clinician
overview-question_police_backup = Police backup
overview-question_injuries = Injuries
overview-question_felt_safe = Felt safe
overview-question_growth = Growth
overview-question_cost = Cost
overview-question_volume = Volume

## call_types

call_types-title = Call types
call_types-chart_title = { $name } by call type, { $quarter }: { $finding }
call_types-chart_finding = from { $low } ({ $low_type }) to { $high } ({ $high_type })
call_types-chart_one = { $value } ({ $type }), the only call type with a number
call_types-chart_same = { $value } for every call type with a number
call_types-chart_alike = no two intervals lie apart
call_types-chart_some = { $high } ({ $high_type }) is above { $low } ({ $low_type }); not all intervals lie apart
call_types-chart_highest = highest { $high } ({ $high_type }); no two of the other intervals lie apart
call_types-chart_lowest = lowest { $low } ({ $low_type }); no two of the other intervals lie apart
call_types-chart_none = no number
call_types-chart_alt = { $name } by call type in { $quarter }. { $items }.
call_types-hollow = A hollow mark means too few calls to be steady.
call_types-no_number_title = { $name } by call type, { $quarter }: no number
call_types-no_number = { $why }. { $rule }
call_types-multiples_title = { $name } over time, by call type
call_types-multiples_one = { $name }, { $type }: { $finding }
call_types-labels_title = The program's own labels, and the common call type each is counted under
call_types-labels_flag = a flag on a call of any type, never a type of its own
call_types-published_title = What has been published by call type
call_types-nothing = This site found no figure of { $program } by call type.
call_types-column_type = Call type
call_types-column_label = The program's own label
call_types-column_common = Common call type
call_types-column_note = Note
call_types-no_labels = No labels of { $program }'s own are on record.

## program

program-title = Program
program-facts_title = What it is
program-model = Dispatch model
program-hours = Hours
program-launch = Launched
program-operator = Operated by
program-home = Organizational home
program-staff = Staff
program-population = Population served
program-notes = Notes
program-newest = Of the single figures here whose last day is known, the newest ends on { $on }; those without such a day, and points of series, may be newer.
program-computed_here = Worked out by this site from the numbers of its sources; nobody printed it.
program-not_stated = not stated
program-family_title = { $name }. { $question }
program-family_absence = The other way round: { $name }
program-family_near = Near this question: { $name }
program-period_title = { $statement }. { $finding }
program-searched = Last searched on { $on }.
program-series_title = Published counts and rates by period
program-quarters_title = The quarters on record
program-quarters_none = This site found no quarterly counts of { $program } by call type. A quarter appears here when its staff send one in.
program-nothing = This site found no figure about { $program }. It is listed because a source names it as having such a program.
program-column_figure = Published figure
program-column_value = Value
program-column_period = Period
program-column_source = Source
program-column_caveat = Caveats and challenges
program-column_quarter = Quarter
program-column_fiscal = Fiscal label
program-column_due = Due
program-column_published = Published
program-column_rule = Eligibility rule
program-column_note = Note
program-challenged = Challenged: { $statement }

## life

life-title = What happened to it, and when
life-day = Day, or month or year where no more is known
life-what = What happened
life-called = At the time of this number the program was { $name }. It is now { $now }.
life-published_as = Published on { $on } under the name { $name }. The name is now { $now }.
life-archived = archived copy

## privacy

privacy-people = { $measures }: shown by call type only in groups of 0 or at least { $smallest } calls, because { $reason }.
privacy-staff = { $measures }: shown as counted wherever its base is, because { $reason }.
privacy-opinions = { $measures }: shown where both sides have 0 or at least { $smallest } answers, and so have those who gave none, because { $reason }.
privacy-by_quarter = { $sizes } (by quarter)
privacy-together_title = Shown together
privacy-together = { $names }: a count here is too small to show by itself, so these call types are shown as one, and each alone only where that gives nothing away.
privacy-title = Small counts: nobody can be found in the numbers
privacy-method = A call is a person, so counts of people by call type are published in groups of 0 or at least { $smallest } calls. The eligible calls of a quarter are taken apart step by step along one fixed tree: reached a clinician or not; then resolved by phone or not; then a field team or police; and so on. At each step the call types are split off one after the other in a fixed order, and the first call type at which a part, or what is left over after it, would be from 1 to { $most } ends it: the rest stays together. Neither the tree nor the order is chosen by looking at the counts, and totals, rates, growth, charts and files are all computed from these groups, so no subtraction gives a smaller one. { $totals } Where exact totals say that nearly all of a group went one way, a call type needs as many more calls as went another; and where one call type has all of a group of which an exact part is from 1 to { $most }, that group is not shown by call type. Both follow from totals that are public. Answers to the safety question are shown where those who gave none are also 0 or at least { $smallest }, because there are no more answers than mobile team calls. What staff and agencies did is shown as counted wherever its base is shown. A correction keeps the groups of the first publication, and one that would give a small count away is refused. What is promised holds for a reader who knows this rule and every revision: of a withheld count from 1 to { $most }, at least { $most } values stay possible, or all that an exact total leaves where that is smaller. By how much a correction changed the public totals is public too: whoever is also told which call types it changed can use the totals of every revision for the others, and rule out as many more values as calls came, went or ended another way. It is not promised that nobody can see whether there was any such call. What is withheld never leaves the server: this site attacks its own published files in its tests, also as somebody who knows the rule.
privacy-exact = Totals of a whole program and quarter are exact from { $exact } eligible calls on; below that the same rule applies to them.
privacy-never_exact = The same rule applies to the totals of a whole program and quarter.
privacy-policy_title = Decisions on small counts
privacy-policy_on = From
privacy-policy_what = Decision
privacy-policy_why = Reason
privacy-policy_default = the default: { $words }
privacy-about_title = Whose small counts a measure has
privacy-about_whose = About
privacy-about_reason = So small counts are withheld or shown
privacy-withheld = What the public will not see of this quarter, and why
privacy-staff_base = counts about staff are shown where mobile team calls are
privacy-withheld_none = Nothing of this quarter is withheld: every group of calls is 0 or at least { $smallest }.
privacy-withheld_all = everything by this call type
privacy-withheld_sums = (shown as one sum: { $names })
privacy-withheld_counts = Withheld
privacy-withheld_why = Why
privacy-withheld_note = The public reads '{ $words }' in place of each withheld count; it is never told which of them is the small one. Of the { $possible } headline rates by call type that these counts give, { $shown } will be shown. Growth is not counted here, because it also needs the same quarter a year before.
privacy-merge_title = Show more by counting call types under Other
privacy-merge_about = Counting { $names } under Other shows { $with_it } headline rates by call type instead of { $without }. The public is told what is counted there.
privacy-merge_none = None of the mergings that were tried shows more headline rates by call type than these { $without }.
privacy-merge_pick = Call types to count under Other
privacy-merge = Make a draft with these under Other
privacy-merged = Draft { $number } counts them under Other and takes the place of the one before.
privacy-spoken = The public will read this text, and it contains { $numbers }, which is also a withheld count. If it speaks of that count, leave it out.

## methods

methods-title = Methods
methods-intro = How every figure here is defined, computed and labeled. This page is made from the same code that computes the figures.
methods-metrics_title = What is made from the counts of each quarter
methods-column_metric = Measure
methods-column_formula = Formula
methods-column_numerator = Numerator
methods-column_denominator = Denominator
methods-column_direction = Which way is better
methods-column_includes = Includes
methods-column_excludes = Excludes
methods-column_note = Note
methods-others_title = What others publish under these names, as a share of the same kind of calls
methods-others_near_title = Near these measures: what others publish as a share of other calls, or without saying of which
methods-others_near_note = None of these is the measure that it stands beside.
methods-column_others = What was counted
methods-counts_title = The call ledger: what is counted
methods-column_symbol = Symbol
methods-column_count = Count
methods-column_meaning = Meaning
methods-ledger_note = One incident counts once, in the quarter it was received. C = O − L, and C = Rp + Rm + Re + Rb + Ro by precedence police, EMS, mobile team, phone; what is left over is shown as unaccounted for.
methods-tiers_title = Who stands behind a number
methods-column_tier = Tier
methods-tiers_note = A figure computed from others takes the weakest tier among them. A tier is earned, not claimed. Only a check by a body outside the program, of this figure for this period, raises it, and only if this site has read the document or its summary. An abstract or a press account never does. Once the figure is revised, the check is out of date.
methods-sources_title = Which sources were read, and when
methods-sources = { $all } sources with an address are on record. For { $unread } of them no day is on record on which this site read them. In /data/sources.csv the column accessed is empty for these.
methods-sources_no_digest = Of none is there a digest of what was read. So it cannot be proved from here that a page still says what it said then.
methods-sources_digest = Of { $held } there is a digest of what was read.
methods-call_types_title = Common call types
methods-dictionary_title = Columns of the figures file, /data/figures.csv
methods-column_column = Column
methods-column_kind = Kind
methods-rules_title = What a file of counts is checked for
methods-rules_note = A program sends its counts as a file, and each rule is asked of it before anything is kept. What is critical stops publication. What is to be confirmed needs a written reason, which is published beside the figure, if shown; whether counts are those of another quarter, and what a spreadsheet hides, is read by whoever certifies instead.
methods-column_does = If it does not hold
methods-column_rule = Rule
methods-changes_title = What was published when
methods-column_on = Date
methods-column_version = Revision of the record
methods-column_what = What
methods-column_row = Where
methods-column_what_changed = What changed
methods-column_was = Was
methods-column_now = Now
methods-column_why = Why
methods-intervals_title = Intervals and steadiness
methods-intervals = Shares have a Wilson score interval, rates of injuries an exact Poisson interval, and growth a conditional exact interval for the ratio of two counts, all at 95%. The ledger is a full count, not a sample: an interval says how far chance alone could move the number from one quarter to the next. Words of steadiness follow the presentation standards of the National Center for Health Statistics.

## corrections

corrections-title = Where this record differs from what was first gathered
corrections-title_of = { $program }: where this record differs from what was first gathered
corrections-intro = What was found wrong and mended: what stood, what stands now, and why. A correction of a source is listed with each program of which anything rests on it. Corrections of quarters that programs sent in stand on the pages of their figures.
corrections-listed = Corrections { $first } to { $last } of { $of }
corrections-none = No correction is on record.
corrections-column_count = Corrections
corrections-by_program_note = { $count } corrections in all. One of a source is counted with each program of which anything rests on it.

## mended

mended-accessed = day on which it was read here
mended-agrees = whether the check agrees
mended-sha256 = SHA-256 of its bytes
mended-dated = day of the check
mended-due_days = days until a quarter is due
mended-fiscal_first_month = first month of the budget year
mended-found = what the check found
mended-method = how it was checked
mended-model_source_id = source of the classification
mended-model_tier = tier of the classification
mended-program_id = program
mended-searched = what was searched
mended-searched_on = day of the search
mended-state = state or province
mended-unread = known and not read
mended-bound = exact or rounded
mended-call_type = call type
mended-caveat = what to know before use
mended-choice = what was chosen
mended-claim = what the check can support
mended-computed_from = what it was worked out from
mended-computed_here = worked out here
mended-coverage_hours = hours
mended-denominator = out of what
mended-denominator_count = out of how many
mended-dispatch_model = how a call reaches a clinician
mended-disputed = disputed or not
mended-family = question
mended-home_kind = kind of home
mended-hours_kind = kind of hours
mended-jurisdiction = place
mended-kind = kind of check
mended-latitude = place on the map
mended-launch_date = launch
mended-longitude = place on the map
mended-metric = measure
mended-model_note = why it was classified so
mended-name = name
mended-note = note
mended-notes = notes
mended-numerator = what was counted, in words
mended-numerator_count = how many were counted
mended-operator = who runs it
mended-org_home = organizational home
mended-period_end = last day
mended-period_label = name of the period
mended-period_start = first day
mended-polarity = which way it counts
mended-population_served = population served
mended-published = day of the source
mended-publisher = publisher
mended-publisher_kind = kind of publisher
mended-read = what was read
mended-relation = who checked, seen from the program
mended-same_as = number it repeats
mended-scope = what was checked
mended-verifier = who checked
mended-source_id = source
mended-staff = staff
mended-stated_tier = tier before any check
mended-statement = what was counted
mended-tier = tier
mended-title = title
mended-unit = unit
mended-url = address
mended-value = number
mended-value_high = high end of the number
mended-nothing = nothing

## mended_to

mended_to-absence = counts its absence
mended_to-approx = about
mended_to-at_least = at least
mended_to-at_most = at most
mended_to-before_after = a before-and-after comparison
mended_to-comparison_group = a comparison-group study
mended_to-count = a count
mended_to-exact = exact
mended_to-independently_verified = Independently verified
mended_to-no = no
mended_to-null = no effect found, so no number
mended_to-program_reported = Program-reported
mended_to-government = government
mended_to-opening = the opening of the document
mended_to-recount = a recount
mended_to-register = this register
mended_to-repeats = repeats the program
mended_to-stated = stated by the body itself
mended_to-study = a study
mended_to-summary = a summary
mended_to-unknown = unknown
mended_to-range = a range
mended_to-superseded = overtaken, so no number
mended_to-thing = counts what is asked about
mended_to-third_party = third party
mended_to-third_party_unreviewed = Third party, not verified
mended_to-unfit = parts that do not belong together, so no number
mended_to-words = told in words, so no number
mended_to-yes = yes

## evidence

evidence-title = Evidence
evidence-intro = The figures on record about real programs, row by row. Each row says what was counted, out of what, whose word it is, and what to know before you use it.
evidence-checked_by = Checked from outside by: { $names }.
evidence-checked_by_nobody = Of the numbers that sources print, none has an outside check that this site has read.
evidence-by_tier = Entries on record, by question and by who checked them
evidence-column_family = Question
evidence-column_checked = Who checked it
evidence-all = All
evidence-listed = Figures { $first } to { $last } of { $of }
evidence-nothing = No published figure on record matches. Take a filter away, or search for fewer words.
evidence-any = Any
evidence-filter_program = Program
evidence-filter_family = Question
evidence-filter_tier = Who checked it
evidence-filter_bound = Exact or rounded
evidence-filter_year = Year
evidence-filter_publisher = Kind of publisher
evidence-filter_search = Search
evidence-bound_exact = exact
evidence-bound_at_least = at least
evidence-bound_at_most = at most
evidence-bound_approx = about
evidence-bound_range = a range
evidence-unknown = { $name } cannot be “{ $found }”. Showing all instead.

## light

light-read = Read the light edition, which needs no script
light-skip = Skip to the content
light-pages = Pages
light-live = The interactive page of this view
light-table = The same as a table
light-programs_title = Programs
light-column_program = Program
light-column_model = How a call reaches a clinician
light-column_model_by = On whose word
light-disputed = Disputed: sources do not agree
light-not_found = There is nothing at this address
light-not_found_help = The address may be mistyped, or of something that was never published. Published figures keep their addresses for good. From here:

## glossary

glossary-title = Short names on this page
glossary-column_term = Short name
glossary-column_meaning = What it stands for
glossary-term-211 = a number to call for help with housing, food and other social services
glossary-term-311 = a city's number for what is not an emergency
glossary-term-988 = the national Suicide and Crisis Lifeline, for calls, texts and chats
glossary-term-242-COPS = the number of Albuquerque's police for what is not an emergency
glossary-term-ABC = a television network; ABC11 is its station in Durham
glossary-term-ACS = Albuquerque Community Safety: a city department of unarmed responders
glossary-term-ANCHOR = the crisis team of Ottawa, reached by calling 2-1-1
glossary-term-APD = Albuquerque Police Department
glossary-term-ARC = Alternative Response to Crisis: a crisis team in Cincinnati
glossary-term-B-HEARD = Behavioral Health Emergency Assistance Response Division: crisis teams in New York City
glossary-term-BCR = Behavioral Crisis Response: a crisis team in Minneapolis
glossary-term-BHR = behavioral health responder, in Albuquerque; Behavioral Health Response, a crisis service, in St. Louis
glossary-term-CAD = computer-aided dispatch: the software in which a 911 center writes down calls
glossary-term-CAHOOTS = Crisis Assistance Helping Out On The Streets: a crisis team in Eugene and Springfield
glossary-term-CALL = Community Assistance and Life Liaison: a crisis team in St. Petersburg
glossary-term-CARE = Crisis Assistance Response and Engagement, in Chicago; Community Assisted Response and Engagement, in Seattle
glossary-term-CARES = Community Alternative Response Emergency Services: a crisis team in Madison
glossary-term-CCD = Crisis Call Diversion: clinicians in a 911 center
glossary-term-CCR = Community Crisis Response, in Long Beach; community crisis responder, in Seattle
glossary-term-CDPH = Chicago Department of Public Health
glossary-term-CFD = Chicago Fire Department
glossary-term-CFS = calls for service: what police and 911 centers call the calls they answer
glossary-term-CIT = Crisis Intervention Team: police officers trained for calls about mental health
glossary-term-CMHA = Canadian Mental Health Association
glossary-term-CNEO = Community Navigation of Eastern Ontario: it answers 2-1-1 in Ottawa
glossary-term-CPD = Chicago Police Department
glossary-term-CRCL = Crisis Response, Community Led: the later name of the Peer Assisted Care Teams
glossary-term-DBHIDS = Department of Behavioral Health and Intellectual disAbility Services: of the City of Philadelphia
glossary-term-EMCOT = Expanded Mobile Crisis Outreach Team: clinicians in Austin and Travis County
glossary-term-EMS = emergency medical services: ambulance crews
glossary-term-EPD = Eugene Police Department
glossary-term-ER = emergency room
glossary-term-FDNY = New York City Fire Department
glossary-term-FOX = a television network; FOX 7 is its station in Austin
glossary-term-FY = fiscal year: the budget year of a government, named after the year in which it ends
glossary-term-HEART = Holistic Empathetic Assistance Response Teams: crisis teams in Durham
glossary-term-HPD = Houston Police Department
glossary-term-IDD = intellectual and developmental disabilities
glossary-term-JFCS = Jewish Family and Community Services
glossary-term-KCCI = a television station in Des Moines
glossary-term-KFF = a nonprofit organization for research on health policy
glossary-term-KOB = a television station in Albuquerque
glossary-term-KWTX = a television station in Waco
glossary-term-LAPD = Los Angeles Police Department
glossary-term-MACRO = Mobile Assistance Community Responders of Oakland: a crisis team
glossary-term-MDRC = a nonprofit organization that studies public programs
glossary-term-MHD = Mental Health Division: of the Houston Police Department
glossary-term-MRU = Mediation Response Unit: a team in Dayton
glossary-term-NASMHPD = National Association of State Mental Health Program Directors
glossary-term-NBER = National Bureau of Economic Research: it spreads studies before they are peer-reviewed
glossary-term-NYC = New York City
glossary-term-NYU = New York University
glossary-term-OCMH = Office of Community Mental Health: of the mayor of New York City
glossary-term-OPD = Oakland Police Department
glossary-term-PACT = Peer Assisted Care Teams: crisis teams in British Columbia
glossary-term-PAD = Policing Alternatives and Diversion: a nonprofit organization in Atlanta
glossary-term-PIC = Person in Crisis: a crisis team in Rochester
glossary-term-PPB = Portland Police Bureau
glossary-term-PDF = Portable Document Format: a file of pages, as they are printed
glossary-term-PSR = Portland Street Response: a crisis team
glossary-term-PSU = Portland State University
glossary-term-QMHP = qualified mental health professional
glossary-term-RD = report document: how reports to Virginia's legislature are numbered
glossary-term-README = the text that introduces a collection of code or data
glossary-term-RRU = Right Response Unit: a team in the 911 center of Columbus
glossary-term-RTI = an institute for research that others pay for, RTI International
glossary-term-SAFE = Specialized Assistance for Everyone: crisis teams in Novato and San Rafael
glossary-term-SCRT = Street Crisis Response Team: a crisis team in San Francisco
glossary-term-STAR = Support Team Assisted Response: a crisis team in Denver
glossary-term-TAIBU = a community health center in Toronto
glossary-term-TCCS = Toronto Community Crisis Service
glossary-term-UMCR = Unarmed Model of Crisis Response: crisis teams in Los Angeles
glossary-term-US = United States

## source

source-read = Read by this site on { $on }.
source-unread = This site has no record of having read it.

## programs

programs-title = Programs
programs-intro = Programs on record: where they are, how a call reaches a clinician, and what each chose. A classification on which the sources do not agree is marked as disputed.
programs-map = { $count } programs and statewide systems in { $states } states and provinces
programs-map_alt = Map of North America, with the borders of the states of the United States and a mark for each program: { $names }.
programs-table = The same as a table
programs-decisions = Nine design decisions, and who chose what
programs-decision = Decision
programs-choice = What was chosen
programs-disputed = Disputed. { $note }
programs-models = How each program was classified, and on whose word
programs-models_note = The letters come from a joint report and from Safer Cities. Where no source gives a program a letter, this site chose one and says from what.
programs-model = How it was classified, and on whose word
programs-model_note = How it was classified
programs-searched_title = What was searched
programs-searches = What was searched for each program, and what could not be read
programs-searches_note = An empty place on this site means that this site found nothing in what it searched. It does not mean that a program publishes nothing.
programs-column_searched_on = Searched on
programs-column_searched = What was searched
programs-column_unread = Known, and not read
programs-not_searched = not searched yet
programs-none_known = none known
programs-nothing = No program on record matches. Take a filter away.
programs-filter_model = Dispatch model
programs-filter_home = Organizational home
programs-filter_hours = Coverage hours
programs-filter_state = State or province

## remarks

remarks-response_model_title = How a call can be answered: three models compared
remarks-response_model_item = Model
remarks-response_model_detail = About
remarks-response_model_text = What the source says
remarks-response_model_note = In this site's words. Studies are named with what was read of them; no row here is a verified figure.
remarks-tip_title = Before you start: four tips
remarks-tip_item = Tip
remarks-tip_text = In short
remarks-tip_detail = What it asks
remarks-tip_note = In this site's words, after the tips of the Council of State Governments Justice Center.
remarks-tradeoff_title = What speaks for and against each choice
remarks-tradeoff_item = Decision
remarks-tradeoff_detail = Option
remarks-tradeoff_text = What the source says
remarks-tradeoff_note = In this site's words. Where an option has no line against it, the source that could be read names none. That is no recommendation.
remarks-report_title = What the most cited report says, and how far it was read
remarks-report_item = Subject
remarks-report_text = What is said
remarks-report_detail = What was read
remarks-report_note = The joint report of the Law Enforcement Action Partnership, the Center for American Progress and the NYU Policing Project on how community teams are dispatched.
remarks-position_title = Positions, claims and open questions
remarks-position_item = Who or what
remarks-position_text = What is said
remarks-position_detail = Where, and by whom
remarks-position_note = Each is somebody's claim, told with its source. This site takes no side and has checked none of them.
remarks-standard_title = Measures of a field standard beside ours
remarks-standard_item = What they ask for
remarks-standard_text = What this ledger holds
remarks-standard_detail = How near
remarks-standard_note = After a toolkit of Harvard's Government Performance Lab and a guide of the Council of State Governments Justice Center. Only what stands on pages that could be read is set beside ours; symbols are those of the call ledger above.

## gaps

gaps-title = Evidence gaps
gaps-intro = One number for each program and each main question: one that was checked if there is one, else the newest that a source prints, else the newest that this site worked out. Of two that end on one day, the later start is newer. Of several for one time, the word of the program comes first, or that of an auditor whose own document or summary this site has read; then the newer source, then the lowest. A square has an outside check. A circle is the word of the program, its government or its funder. A triangle is an outsider's count. A dot means that this site found no number that answers the question. The table says what was printed instead, if anything was.
gaps-sentence_none = On none of these questions has this site read an outside check, for any of { $programs }.
gaps-sentence = On { $none } of { $of } questions, this site has read no outside check of any program. Checked somewhere: { $some }.
gaps-sentence_each = On each question, this site has read an outside check of at least one of { $programs }.
gaps-aside = This site found a number for { $cells } of { $of } cells: { $programs }, { $families } questions each.
gaps-note = An empty place speaks of what this site read, and does not mean that nothing exists. The searches were made from { $first } to { $last }. Most looked for counts by quarter and call type, not for an answer to each question by itself: the last column says what was searched, and what is known and was not read.
gaps-column_searched = What was searched, and when
gaps-told = { $family }: a number that answers it found for { $found }, an outside check for { $checked }
gaps-opposite = Only the opposite is counted: { $statement }
gaps-never = no day on record
gaps-counted = Counted in the quarters that the program sent in: see its page
gaps-counted_checked = Counted in the quarters that the program sent in, with an outside check: see its page

## register

register-held = { $everything } entries are on record. Sources print { $traced } numbers about { $programs }. { $untraced ->
    [one] 1 more was not found again in the words of its source.
   *[other] { $untraced } more were not found again in the words of their sources.
} This site worked out { $computed } more from them. { $unnumbered } entries show no number. { $points } further numbers are points of series. { $context } more are about no program: they give context.
register-programs = { $programs } programs
register-programs_and_systems = { $programs } programs and { $systems } statewide systems
register-title = The register of published figures
register-publisher = This site
register-entries = Entries of this site's register: { $of }
register-of_printed = figures with a number that a source prints
register-of_computed = figures computed here
register-of_computed_checked = figures computed here, independently verified
register-of_unnumbered = statements without a number
register-of_points = points of series
register-of_context = numbers about no program
register-of_everything = numbers and statements in all
register-of_tier = printed figures, { $tier }

## two

two-title = Why no chart here shows “10% in Columbus against 80 to 90% elsewhere”
two-text = The two numbers answer different questions. One is a share of all mental-health calls to 911: how many went to the program at all. The other is a share of the calls that were taken or handled, in the words of its source: how many of those ended without police. A program can have a low share of the first and a high share of the second in the same year. So the two never share an axis here.
two-of_all = Of all mental-health calls
two-of_taken = Of the calls taken or handled
two-when = When
two-note = The table shows each program for which both are on record, side by side for the same time where there is one. A share of all calls counts those that went to the program or, where the source says that, those passed on to it. Inside a column they still counted differently: the page of each figure says how.
two-title_one = A share of all calls is not a share of the calls taken

## differ

differ-title = Same program, different number
differ-intro = Two numbers of one program contradict each other only if they count the same thing over the same time. Below that stand those whose times overlap, those counted in another way, and those that make a series. Left out is a number whose first or last day is not known, and one that was not found again in its source. Where a day was assumed or told from the date of a report, the note in its row says so. A rounded number is set against its exact one only if the two cannot both be right.
differ-same_count_title = The same thing, the same time, different numbers
differ-same_count = These count the same thing over the same period and do not agree.
differ-same_count_none = None among the entries: no two numbers of one program count the same thing over the same period and differ. The notes of some entries name another number for the same time.
differ-overlap_title = Over times that overlap: calls taken, calls among them, or one measure twice
differ-overlap = Each table is of one program and one unit. It holds counts of the calls that a program took and of calls among them, or one measure over several times. Each number shares days with another one of its table, and not always with all of them. One may hold part of another, so that they differ need not be a contradiction. It may be one: calls kept from police, for one, cannot be more than all calls that the same team took. Points of series stand on the page of their program.
differ-overlap_none = None on record.
differ-other_count_title = Times that overlap, counted differently
differ-other_count = These answer the same question for times that overlap, but count different things. Read what each one counts before you say that they disagree.
differ-other_count_none = None on record.
differ-over_time_title = The same thing over time
differ-over_time = These count the same thing over different periods. They are a series, not a disagreement.
differ-over_time_none = None on record.
differ-one_overlap = { $program }. { $question }: { $count } numbers, each of which shares days with another one
differ-one = { $program }. { $question }: { $values }. What is not the same: { $parts }.

## differs

differs-family = the question
differs-definition = what is counted
differs-direction = which way it counts
differs-denominator = out of what
differs-unit = the unit
differs-definition_version = how it is defined
differs-call_type = the kind of call
differs-eligibility_rule = which calls fit the rule
differs-period = when
differs-source = where it is printed

## compare

compare-title = Compare
compare-unknown = No figure “{ $found }” can be compared here. Showing the first of the list instead.
compare-intro = Programs side by side on one number. Only numbers that count the same thing, out of the same calls, share an axis. Every other one is refused, and the page says what differs. No ranking: programs stand in order of the alphabet.
compare-pick = Published figure to compare with
compare-together = { $statement }. These may share an axis.
compare-alone = { $program }. { $question }: nothing found to set beside it
compare-alone_note = This site found no other program that counts the same thing out of the same calls as “{ $statement }”. So there is nothing to draw beside it.
compare-refused_title = Refused: numbers on the same question that count something else
compare-column_differs = Refused because these differ

## due

due-title = Due dates
due-intro = When each quarter was due, when it first came, what happened to it since, and which office certified it. A quarter that never came stays on the list. Each program says how many days after its end a quarter is due.
due-title_of = Quarters of { $program }, each due { $days } days after its end
due-nobody = No real program has published a quarter here yet. The example below is made up.
due-quarter = Quarter
due-due_on = Due
due-published_on = First published
due-since = Since then
due-certified_by = Certified by
due-revision = Revision
due-late = { $on }, { $days } days after it was due
due-corrected = corrected on { $on }
due-withdrawn = withdrawn on { $on }
due-no_day = published, the day is not stated
due-not_due = not due
due-not_yet = Not yet published
due-never = Never published
due-no_count = No count published (a report without a count came on { $on })
due-overdue = { $came }, { $days } days after it was due
due-log = Public log: what changed on this record
due-log_on = Day
due-log_what = What
due-log_by = By
due-log_note = Offices, never persons. The newest { $most } changes.
due-data_files = Came with the data files
due-stopped = The program { $what } ({ $tier }). No quarter after that is due.
due-note = A late quarter can have many reasons. It says nothing about the program's work.

## accounts

accounts-title = Accounts

## audit

audit-title = Audit log

## challenges

challenges-title = Challenges

## history

history-first = this quarter was first published.
history-corrected = this quarter was corrected.
history-withdrawn = this quarter was withdrawn.
history-again = this quarter was published again.
history-base_first = the year-before quarter, { $quarter }, was published.
history-base_corrected = the year-before quarter, { $quarter }, was corrected.
history-base_withdrawn = the year-before quarter, { $quarter }, was withdrawn.
history-base_again = the year-before quarter, { $quarter }, was published again.
history-life_entered = it was entered that { $program } { $what }.
history-life_corrected = what is told was corrected: { $program } { $what }.
history-life_taken_back = it was taken back that { $program } { $what }.
history-anew = A load of these files changes { $figures } that readers see:
history-anew_line = { $program }. { $what }: from { $was } to { $then }.
history-same = The figure is the same as before.
history-also = This also changes { $figures } of { $quarter }
history-figures = { $count ->
    [one] 1 figure
   *[other] { $count } figures
}
history-also_what = Figure
history-also_now = Public now
history-also_then = Public after this
history-also_check = Its check
history-also_lapses = out of date then: { $names }
history-also_note = Growth is measured against the same quarter a year before, so it changes with it. Readers will see both numbers, with the day and the reason.

## feed

feed-changed = Changed: { $figure } of { $program }, { $quarter }
feed-changed_text = From { $was } to { $then }. Reason: { $reason }
feed-edition_title = Revision { $version } of the record
feed-corrected = Corrected: { $figure }
feed-verified = Independently verified by { $verifier }: { $figure }
feed-differs = Checked by { $verifier }, who found something else: { $figure }
feed-lapsed = A check by { $verifier } is out of date: { $figure }
feed-no_longer = A check by { $verifier } counts no longer: { $figure }
feed-ended = This check counts no longer: { $why }.
feed-short = A record that is no check, by { $verifier }: { $figure }
feed-quarter = Published: { $program }, { $quarter }
feed-quarter_corrected = Corrected: { $program }, { $quarter }
feed-quarter_withdrawn = Withdrawn: { $program }, { $quarter }
feed-program_event = { $program } { $what }
feed-program_corrected = Corrected: { $program } { $what }
feed-program_taken_back = Taken back: that { $program } { $what }
feed-again = A check by { $verifier } counts again, for what ended it was taken back: { $figure }
feed-source_event = A source { $what }: { $source }
feed-source_corrected = Corrected: a source { $what }: { $source }
feed-source_taken_back = Taken back: that a source { $what }: { $source }
feed-rests = Figures that rest on it: { $figures }.
feed-rests_none = No figure here rests on it.
feed-quarter_text = The counts of this quarter, by call type, with every figure computed from them.

## wellknown

wellknown-no_contact = Whoever runs this site has not named a contact for reports of weaknesses.

## figure

figure-title = Figure
figure-checks = Records of checks, and the documents behind them
figure-who = Who checked it
figure-cite = Cite this
figure-revisions = Revisions
figure-sources = Sources
figure-challenges = Challenges
figure-caveat = What to know before you use it
figure-traced = As its source prints it
figure-lost = What became of its source
figure-cover = How much of the period the program ran
figure-also = Also on record as { $names }: the same number, kept once.
figure-called_of = { $name } (of { $base })
figure-opposite = { $question }: this figure counts the opposite
figure-unknown = No figure is called “{ $found }” here.
figure-which = Nothing is shown yet. Every figure on this site leads to a page of its own: who checked it, its source, its revisions and how to cite it.
figure-plain = Plain text
figure-cited_revision = Figure { $id }, revision { $revision }, as of { $as_of }.
figure-cited_note = Revision { $revision }, { $tier }, as of { $as_of }
figure-definition = Definition
figure-numerator = Numerator
figure-denominator = Denominator
figure-bound = Exact or rounded
figure-interval = Interval
figure-steadiness = Steadiness
figure-formula = Formula
figure-period = Period
figure-call_type = Call type
figure-question = Question
figure-computed = Computed here
figure-computed_here = yes, by this site from numbers that its sources give
figure-as_published = no, as published
figure-version = Definition version
figure-versions = { $definition }, eligibility rule { $rule }
figure-id = Figure id
figure-revision = Revision { $number }{ $since }: { $said }
figure-reason = Reason: { $reason }
figure-check_lapsed = Its check is out of date since the next revision.

## check_this: what a reader needs to doubt a figure

check_this-evidence = Evidence:
check_this-formula = Formula: { $formula }
check_this-who = Who checked: { $said }
check_this-sources = Sources:
check_this-interval = Interval: { $method }
check_this-version = Definition version { $version }
check_this-inputs = inputs { $inputs }
check_this-rule = , eligibility rule { $version }
check_this-described = As described by
check_this-challenged_by = Challenged.
check_this-revision = revision { $revision }
check_this-caveat = caveat: { $caveat }
check_this-challenged = challenged: { $statement }

## chart

chart-definition_changed = definition changed
chart-share = Share
chart-value = Value
chart-counted_from = Counted from
chart-interval = Interval
chart-evidence = Evidence
overview-ends_ending = Ending
overview-ends_of_hundred = Of 100 eligible calls
overview-ends_share = Share, and what it is counted from
overview-in_quarter = { $count } in this quarter
