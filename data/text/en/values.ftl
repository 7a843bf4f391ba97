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
