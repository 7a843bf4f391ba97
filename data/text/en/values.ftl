## about

about-people = people
about-staff = staff and agencies
about-opinions = opinions of staff
about_why-people = each call is a person, whom a small count could point at
about_why-staff = it counts what staff and agencies did, for which they answer to the public
about_why-opinions = each answer is one employee's opinion, which a small count could give away

## change

change-first = first publication
change-planned = planned revision
change-error = correction of an error
change-definition = change of definition
change-withdrawal = withdrawal

## check

check-recount = An auditor recounted this
check-study_reviewed = A study found this (peer-reviewed)
check-study = A study found this (not known to be peer-reviewed)
check-stated = Somebody outside the program states this
check-repeats = Somebody repeated this number

## method

method-share = share
method-rate = rate per 1,000
method-change = change against the same quarter a year before
method-stated = as published

## steadiness

steadiness-steady = steady
steadiness-all_or_none = all or none: read the interval
steadiness-unsteady = too few calls to be steady

## missing_kind: why there is no number

missing_kind-not_collected = not collected
missing_kind-not_reported_yet = not reported yet
missing_kind-late = late
missing_kind-withheld_for_privacy = withheld to protect privacy
missing_kind-not_applicable = not applicable
missing_kind-retracted = retracted
missing_kind-not_comparable = not comparable
missing_kind-not_stated = no number stated
missing_kind-not_found = nothing in what this site read

## relation: how who checked stands to the program

relation-outside = stands outside the program
relation-designed = helped to design the program
relation-ran = helped to run the program
relation-hired = was hired by the program or its government
relation-planned = helped to plan the program

## interval: how one was made

interval-wilson = Wilson score, 95%
interval-poisson = exact Poisson, 95%
interval-ratio = conditional exact ratio of counts, 95%
