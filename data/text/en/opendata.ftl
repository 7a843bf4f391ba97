### The dictionary of the open data, in English: files are the same whatever a reader speaks.

## column: what a column of figures.csv means

column-figure_id = permanent name of the figure; does not change when others are added
column-program_id = the program, as in programs.csv
column-period = the period in words, or a quarter such as 2026Q3
column-period_start = first day, where known
column-period_end = last day, where known
column-call_type = common call type, or all; the source's own words where it names no common one
column-call_type_own = the program's own words for the call type, where it has them
column-eligibility_rule = version of the program's own eligibility rule
column-metric = key of the measure
column-family = the question it answers; families never share an axis
column-definition = what was counted
column-definition_version = version of the definition
column-numerator_words = numerator in words
column-denominator_words = denominator in words
column-unit = unit of the value
column-numerator = numerator, where published
column-denominator = denominator, where published
column-value = the value; the low end of a range
column-value_high = the high end of a range
column-bound = exact, at_least, at_most, approx or range
column-interval_low = low end of the 95% interval
column-interval_high = high end of the 95% interval
column-interval_method = how the interval was made
column-status = published, or why there is no number
column-tier = evidence tier
column-who_checked = who checked it, in a sentence
column-computed_here = yes if this site computed it
column-source_ids = sources, as in sources.csv, separated by spaces
column-source_links = addresses of the sources
column-revision = revision of the figure
column-published_at = the day on which this revision was published here
column-caveat = what a reader should know before using it
column-traced = the number as its source prints it, where, and when it was read; or that it was not traced
column-denominator_by = printed if the denominator's words are the source's, ours if they are this site's
column-polarity = thing or absence: whether it counts what its family asks about, or the absence of it
column-cover = why the program did not run, or may not have run, for all of the period as it did before; blank if no change is on record here
column-sources_lost = sources that were withdrawn or are gone, and when; blank while all of them stand
column-due_on = the day by which the quarter was due
column-first_published_on = the day on which a count of the quarter was first published; what is late is told from it
column-published_on = the day on which this revision was published: first, corrected or withdrawn
column-kind_of_call = one call type; all of them; or together: those shown as one. The last two repeat calls of the first, so do not add them up
column-holds = further call types counted in this row
column-smallest_shown = no smaller group is shown
column-not_stated = not stated

## package

package-title = Fourth Option: the public ledger of mental-health dispatch
package-about = Every row carries its evidence tier ({ $tiers }).
package-license = Words and arrangement of this site; no license is claimed over facts, and a source's own terms stay its own
