### What a check finds in a file: of each rule what it looks for (rule), and of each finding what was found, what was
### expected, what to do, and what the public page would have said (consequence), where it would have said something.

## findings

findings-stop = { $many ->
    [one] { $many } critical finding
   *[other] { $many } critical findings
    }
findings-ask = { $many ->
    [one] { $many } finding to confirm
   *[other] { $many } findings to confirm
    }
findings-line = { $where }: found { $found }; expected { $expected }. { $todo }
findings-where = { $quarter }: { $place }
findings-sheet = sheet { $sheet }
findings-row = row { $row }
findings-column = column { $column }
findings-whole_file = the whole file
findings-whole_quarter = the whole quarter
findings-follows = This follows from it: { $said }.
findings-follows_more = This follows from it: { $said }; and { $more } more.
findings-in_more_rows = { $more ->
    [one] { $found }, and in { $more } more row
   *[other] { $found }, and in { $more } more rows
    }
findings-few = { $first } and { $more } more
findings-span = { $first } to { $last }
findings-later = { $distance } later
findings-nothing = nothing

template-rules = What a file is checked for
template-counts = Counts
template-definitions = Definitions
template-last = Published before
template-call_type = Call type
template-call_types = Call types
template-choose = Choose one of the program's call types.
template-count = A count
template-reminder = A whole number, 0 if there were none, or why there is none: { $reasons }.
template-published = Published for { $quarter }, { $before }, for reference; this sheet is not read.
template-nothing_before = Nothing published before.
template-meanings = What each count means. One incident counts once, in the quarter it was received.
template-column = Column
template-symbol = Symbol
template-meaning = Meaning
template-instead = Instead of a number

## a file that cannot be read

-readable = an .xlsx or .csv file with the counts of a quarter

finding-empty_file-rule = A file has something in it.
finding-empty_file-found = a file of 0 bytes
finding-empty_file-expected = { -readable }
finding-empty_file-todo = Save the file again and upload it.

finding-too_large-rule = A file is no larger than a few years of counts can be.
finding-too_large-found = { $size } bytes
finding-too_large-expected = { -readable }
finding-too_large-todo = A quarter takes a few kilobytes; { $most } bytes at most.

finding-too_slow-rule = A file can be read in half a minute.
finding-too_slow-found = a file that takes too long to read
finding-too_slow-expected = { -readable }
finding-too_slow-todo = Copy the counts into a new file.

finding-too_heavy-rule = A file can be read with the memory and time that one is given.
finding-too_heavy-found = a file that takes too much memory or time to read
finding-too_heavy-expected = { -readable }
finding-too_heavy-todo = Copy the counts into a new file.

finding-not_checked-rule = This site has room to check a file in; that it has none is no fault of the file.
finding-not_checked-found = no room on this site to check a file in
finding-not_checked-expected = { -readable }
finding-not_checked-todo = Nothing is wrong with the file. Try again later, and tell whoever runs this site.

finding-broken_file-rule = A file can be opened.
finding-broken_file-found = a file that cannot be opened
finding-broken_file-expected = { -readable }
finding-broken_file-todo = Open it, save it anew as .xlsx or .csv, upload that.

finding-old_or_locked_workbook-rule = A workbook is an .xlsx without a password.
finding-old_or_locked_workbook-found = { $what ->
    [locked] a locked workbook
   *[old] an old .xls workbook, or one with a password
    }
finding-old_or_locked_workbook-expected = { -readable }
finding-old_or_locked_workbook-todo = { $what ->
    [locked] Remove the password and save it again.
   *[old] Open it, remove the password, and save it as .xlsx or .csv.
    }

finding-not_a_table-rule = A file is a table, and no PDF, picture or document.
finding-not_a_table-found = { $what ->
    [pdf] a PDF
    [line] a line that is not CSV ({ $error })
    [archive] an archive that is not an .xlsx workbook
   *[bytes] bytes that are not text
    }
finding-not_a_table-expected = { -readable }
finding-not_a_table-todo = { $what ->
    [pdf] Upload the spreadsheet that the PDF was made from, as .xlsx or .csv.
    [line] Save the file as CSV again.
   *[bytes] Upload a .csv or .xlsx file.
    }

finding-unknown_encoding-rule = The text of a file can be decoded.
finding-unknown_encoding-found = text in an encoding that cannot be read
finding-unknown_encoding-expected = { -readable }
finding-unknown_encoding-todo = Save the file as CSV UTF-8.

finding-too_many_rows-rule = A file holds counts, one row a call type, and not calls.
finding-too_many_rows-found = more than { $most } rows
finding-too_many_rows-expected = { -readable }
finding-too_many_rows-todo = Upload counts, one row a call type, not calls.

finding-too_many_columns-rule = A file has no more columns than a template with notes beside it.
finding-too_many_columns-found = { $columns } columns
finding-too_many_columns-expected = { -readable }
finding-too_many_columns-todo = Remove columns the template does not have; { $most } at most.

finding-too_many_sheets-rule = A workbook has few sheets.
finding-too_many_sheets-found = { $many } sheets
finding-too_many_sheets-expected = { -readable }
finding-too_many_sheets-todo = Upload the sheet with the counts alone.

finding-cell_too_long-rule = No cell holds a long text.
finding-cell_too_long-found = a cell of { $length } characters
finding-cell_too_long-expected = { -readable }
finding-cell_too_long-todo = A cell has { $most } at most.

finding-hidden_character-rule = Every character of a cell can be seen.
finding-hidden_character-found = the hidden character { $character }
finding-hidden_character-expected = { -readable }
finding-hidden_character-todo = Type the cell again.

finding-broken_workbook-rule = A workbook has no document type inside.
finding-broken_workbook-found = a document type inside the workbook
finding-broken_workbook-expected = { -readable }
finding-broken_workbook-todo = Save it anew as .xlsx.

finding-unpacks_too_large-rule = A workbook does not unpack to many times its size.
finding-unpacks_too_large-found = a workbook that unpacks to more than { $most } MB
finding-unpacks_too_large-expected = { -readable }
finding-unpacks_too_large-todo = Copy the counts into a new workbook.

finding-macros-rule = A workbook has no macros.
finding-macros-found = a workbook with macros
finding-macros-expected = { -readable }
finding-macros-todo = Save it as .xlsx, without macros.

finding-links_outside-rule = A workbook has no links to other files.
finding-links_outside-found = a workbook with links to other files
finding-links_outside-expected = { -readable }
finding-links_outside-todo = Copy it, paste values only, and upload that.

finding-formula-rule = A workbook holds values and no formulas.
finding-formula-found = a formula
finding-formula-expected = { -readable }
finding-formula-todo = Copy the sheet and paste values only.

finding-excel_error-rule = No cell holds an error of the spreadsheet.
finding-excel_error-found = an Excel error such as #DIV/0! or #REF!
finding-excel_error-expected = { -readable }
finding-excel_error-todo = Type the count.

finding-far_cell-rule = Nothing stands far from the table.
finding-far_cell-found = a filled cell in { $cell }
finding-far_cell-expected = { -readable }
finding-far_cell-todo = Delete what stands far from the table.

## its shape

-one_table = one table with a header row: quarter, call type, and the names of the counts
-template = Download the template of this program and quarter, and copy the counts into it.
-columns = the columns of the template, each once

finding-wrong_template-rule = A file has a header row with a quarter, a call type and the names of counts.
finding-wrong_template-found = { $text }
finding-wrong_template-expected = { -one_table }
finding-wrong_template-todo = { -template }

finding-two_tables-rule = Only one of the sheets holds counts.
finding-two_tables-found = counts on the sheets { $sheets }
finding-two_tables-expected = { -one_table }
finding-two_tables-todo = { -template }

finding-nameless_column-rule = Every column with cells in it has a name.
finding-nameless_column-found = { $what ->
    [cell] a cell beyond the last column
   *[column] a column with cells and no name
    }
finding-nameless_column-expected = { -columns }
finding-nameless_column-todo = { $what ->
    [cell] Remove it; in CSV, a number with commas in it stands in quotes.
   *[column] Name it, or empty it.
    }

finding-unknown_column-rule = Somebody has said what each column holds.
finding-unknown_column-found = the column { $text }
finding-unknown_column-expected = { -columns }
finding-unknown_column-todo = Say below what it holds, or that it is to be left out. This is asked once.

finding-same_column_twice-rule = No two columns are of the same count.
finding-same_column_twice-found = a second column for { $meaning }
finding-same_column_twice-expected = { -columns }
finding-same_column_twice-todo = Keep one of them.

finding-wide_and_long-rule = A table has either a column for each count, or the two columns measure and value.
finding-wide_and_long-found = columns for counts and for measure and value
finding-wide_and_long-expected = { -columns }
finding-wide_and_long-todo = Keep either a column for each count, or the two columns measure and value.

finding-no_quarter-rule = A table has a column for the quarter.
finding-no_quarter-found = no column for the quarter
finding-no_quarter-expected = { -columns }
finding-no_quarter-todo = Add a column named quarter.

finding-no_call_type-rule = A table has a column for the call type.
finding-no_call_type-found = no column for the call type
finding-no_call_type-expected = { -columns }
finding-no_call_type-todo = Say below which column holds the call type, or name it call_type.

finding-missing_column-rule = A table has a column for every count; a column that was left out is not a reason.
finding-missing_column-found = no column for { $columns }
finding-missing_column-expected = { -columns }
finding-missing_column-todo = Add each column; write not_collected in its cells if the program does not count it.

finding-blank_template-rule = A template has been filled in.
finding-blank_template-found = a template without a single count
finding-blank_template-expected = { -columns }
finding-blank_template-todo = Fill in the counts, and upload it again.

finding-too_many_quarters-rule = A file is about no more than ten years.
finding-too_many_quarters-found = { $many } quarters, from { $begins } to { $ends }
finding-too_many_quarters-expected = at most { $most } quarters in a file
finding-too_many_quarters-todo = Check the column of the quarter. If it is right, upload ten years at a time.

finding-not_looked_at-rule = A file has few enough mistakes to look at all of it.
finding-not_looked_at-found = { $rows ->
    [one] { $rows } row that was not looked at, after so many findings
   *[other] { $rows } rows that were not looked at, after so many findings
    }
finding-not_looked_at-expected = a file with fewer findings
finding-not_looked_at-todo = Correct what is listed first, and upload the file again.

finding-more_findings-rule = A file has few enough mistakes to list them all.
finding-more_findings-found = { $rest ->
    [one] { $rest } further finding, which is not listed
   *[other] { $rest } further findings, which are not listed
    }
finding-more_findings-expected = at most { $most } findings in a file
finding-more_findings-todo = Correct those that are listed, or upload fewer quarters at a time; then upload the file again.

## its rows

finding-other_program-rule = A file is for one program, the one it is uploaded for.
finding-other_program-found = { $text }
finding-other_program-expected = '{ $program }', or nothing
finding-other_program-todo = Upload the file for the program it is about.

finding-unknown_quarter-rule = A quarter is written so that nobody can read it as another one.
finding-unknown_quarter-found = { $text }
finding-unknown_quarter-expected = { $month ->
    [1] a quarter like 2026Q3
   *[other] a quarter like 2026Q3, or FY2027 Q1 with the fiscal year that begins in month { $month }
    }
finding-unknown_quarter-todo = Write the calendar quarter in each row; a date, a month or 'Q1' alone can be read in two ways.

finding-future_quarter-rule = A quarter is over before it is counted.
finding-future_quarter-found = { $text }
finding-future_quarter-expected = a quarter that ended before { $today }
finding-future_quarter-todo = Correct the quarter, or wait until it is over.

finding-unknown_call_type-rule = Files name registered call types only: no text of a file reaches the public.
finding-unknown_call_type-found = { $text }
finding-unknown_call_type-expected = a registered call type
finding-unknown_call_type-todo = { $what ->
    [near] Use the program's own label or a common call type, as in the template. Nearest: { $nearest }.
   *[far] Use the program's own label or a common call type, as in the template.
    }

finding-unknown_measure-rule = In a table with the columns measure and value, every measure is a count of the ledger.
finding-unknown_measure-found = { $text }
finding-unknown_measure-expected = a count of the ledger
finding-unknown_measure-todo = Use the names of the template's columns.

finding-measure_twice-rule = No measure of a quarter and call type is given twice.
finding-measure_twice-found = { $measure } twice
finding-measure_twice-expected = each count once
finding-measure_twice-todo = Keep one of the two lines.

finding-missing_measure-rule = A table with the columns measure and value has a line for every count; a line that was left out is not a reason.
finding-missing_measure-found = no line for { $columns }
finding-missing_measure-expected = every count
finding-missing_measure-todo = Add a line for each; its value may be not_collected.

finding-duplicate_row-rule = No call type of a quarter has two rows, also not under two names.
finding-duplicate_row-found = { $text } again, first in row { $first }
finding-duplicate_row-expected = each call type once in a quarter
finding-duplicate_row-todo = Keep one row. If two of your labels belong to one common call type, add their counts into one row.
finding-duplicate_row-consequence = This would count the same calls twice.

## its cells

-count = a whole number, or why there is none

finding-blank_count-rule = No cell for a count is empty: a blank is not zero.
finding-blank_count-found = an empty cell
finding-blank_count-expected = { -count }
finding-blank_count-todo = A blank is not zero. Write 0, or one of { $reasons }.
finding-blank_count-consequence = This would publish no number without a reason.

finding-reason_not_yours-rule = The reason why there is no count is one that a program can give.
finding-reason_not_yours-found = { $text }
finding-reason_not_yours-expected = { -count }
finding-reason_not_yours-todo = Write one of { $reasons }; the others are decided here, not in a file.

finding-negative_count-rule = No count is below zero.
finding-negative_count-found = { $text }
finding-negative_count-expected = { -count }
finding-negative_count-todo = Check the source; nobody can take less than no calls.
finding-negative_count-consequence = This would publish a rate below 0%.

finding-hidden_count-rule = Counts are exact, small ones as well: they are withheld here, by one rule for everybody.
finding-hidden_count-found = { $text }
finding-hidden_count-expected = { -count }
finding-hidden_count-todo = Give the exact count: small counts are withheld here, by one rule for everybody.

finding-percentage-rule = A count is no percentage: those are computed here.
finding-percentage-found = { $text }
finding-percentage-expected = { -count }
finding-percentage-todo = Give the count, not the percentage: it is computed here.

finding-fraction-rule = A count is whole.
finding-fraction-found = { $text }
finding-fraction-expected = { -count }
finding-fraction-todo = Counts are whole. If this is an average, give the sum of the quarter.

finding-too_high-rule = No count is above what a program can have.
finding-too_high-found = { $text }
finding-too_high-expected = fewer than { $most }
finding-too_high-todo = Check the cell.

finding-formula_as_text-rule = A count is a value and no formula.
finding-formula_as_text-found = { $text }
finding-formula_as_text-expected = { -count }
finding-formula_as_text-todo = Paste the value, not the formula.

finding-not_a_count-rule = A count is a whole number, or one of the words for why there is none.
finding-not_a_count-found = { $text }
finding-not_a_count-expected = { -count }
finding-not_a_count-todo = Write a whole number, or one of { $reasons }.

## what must hold within a quarter, and beside others

finding-part_above_whole-rule = No part is larger than what it is part of.
finding-part_above_whole-found = { $part } { $numerator } for { $kind }
finding-part_above_whole-expected = no more than the { $denominator } { $whole }
finding-part_above_whole-todo = Correct whichever of the two is wrong.
finding-part_above_whole-consequence = { $denominator ->
    [0] This would publish a share of nothing.
   *[other] This would publish { $rate }.
    }

finding-reached_is_offered_less_lost-rule = The calls that reached a clinician are those offered less those lost in transfer.
finding-reached_is_offered_less_lost-found = { $numerator } calls that reached a clinician for { $kind }
finding-reached_is_offered_less_lost-expected = { $offered } offered less { $lost } lost in transfer: { $left }
finding-reached_is_offered_less_lost-todo = Correct whichever of the three is wrong.
finding-reached_is_offered_less_lost-consequence = This would publish a capture rate of { $rate }.

finding-reached_and_lost_above_eligible-rule = The calls that reached a clinician or were lost in transfer are not more than the eligible ones.
finding-reached_and_lost_above_eligible-found = { $numerator } calls of { $kind } that reached a clinician or were lost in transfer
finding-reached_and_lost_above_eligible-expected = no more than the { $denominator } eligible calls
finding-reached_and_lost_above_eligible-todo = Correct whichever of the three is wrong.
finding-reached_and_lost_above_eligible-consequence = This would say that { $rate } of eligible calls were offered.

finding-outcomes_above_reached-rule = The outcomes of the calls that reached a clinician are not more than those calls.
finding-outcomes_above_reached-found = outcomes that add up to { $numerator } for { $kind }
finding-outcomes_above_reached-expected = no more than the { $denominator } calls that reached a clinician
finding-outcomes_above_reached-todo = Count each call once, by precedence police, EMS, mobile team, phone.
finding-outcomes_above_reached-consequence = This would publish outcomes of { $rate } of calls.

finding-total_disagrees-rule = A totals row, where one is given, is the sum of the rows above it.
finding-total_disagrees-found = a total of { $given } { $part }
finding-total_disagrees-expected = { $summed }, the sum of the call types
finding-total_disagrees-todo = A row is missing, or a count is wrong. The total itself is computed here.

finding-no_count-rule = A quarter has a count: a report without one delivers nothing.
finding-no_count-found = { $what ->
    [both] no count above 0 in the whole quarter: { $zeros } times 0, { $missing }
    [zeros] no count above 0 in the whole quarter: { $zeros } times 0
    [missing] no count above 0 in the whole quarter: { $missing }
   *[nothing] no count above 0 in the whole quarter: no row of a call type
    }
finding-no_count-expected = counts of calls, or 0 eligible calls for every call type
finding-no_count-todo = Upload the quarter when it has been counted. To take back a published one, withdraw it.
finding-no_count-consequence = A report without a count is no delivery: the quarter stays due.

finding-gives_away-rule = A correction keeps the groups in which its quarter was published, and gives no small count away.
finding-gives_away-found = { $small }
finding-gives_away-expected = 0, or { $smallest } and more, where the published revision tells of it; a row for each call type
finding-gives_away-todo = Check it, and that no call type is left out. If it is right, withdraw the quarter and say why.
finding-gives_away-consequence = Whoever compares this revision with the one before would find the small count.

finding-before_its_launch-rule = No quarter lies before the launch of the program.
finding-before_its_launch-found = { $quarter }; the program { $happened }
finding-before_its_launch-expected = a quarter in which the program ran
finding-before_its_launch-todo = Correct the quarter. If the launch is wrong, have it corrected in program_events.csv first.
finding-before_its_launch-consequence = This would publish calls of a program that did not exist.

finding-too_long_ago-rule = Where no launch is known, no quarter lies more than twenty years back.
finding-too_long_ago-found = { $what ->
    [first] not the next quarter: nothing is published yet, and the newest quarter that is over is { $newest }, { $newest_apart }
   *[newest] not the next quarter: the newest published quarter is { $newest }, { $newest_apart }
    }
finding-too_long_ago-expected = { $due }, or a correction of a published quarter
finding-too_long_ago-todo = Correct the quarter. If it is right, have the launch of the program entered in program_events.csv first.
finding-too_long_ago-consequence = The charts would span { $years } years.

## what is asked

-in_public = Correct it, or say in a sentence why it is right: the public reads it beside the figure, if shown.
-to_the_certifier = Correct it, or say in a sentence why it is right: whoever certifies reads it.
-look = Show it in the spreadsheet and look at it. Upload it so, or say in a sentence why it is right as it is.

finding-outside_its_life-rule = A quarter in a pause of the program, or after its end, is asked about.
finding-outside_its_life-found = { $quarter }; the program { $happened }
finding-outside_its_life-expected = a quarter in which the program ran
finding-outside_its_life-todo = { -in_public }
finding-outside_its_life-consequence = The public reads counts of a time in which the program did not run.

finding-not_the_next-rule = A quarter that is neither published nor the next one is asked about: a year that was not moved on, a gap, a slip.
finding-not_the_next-found = { $what ->
    [first] not the next quarter: nothing is published yet, and the newest quarter that is over is { $newest }, { $newest_apart }
   *[newest] not the next quarter: the newest published quarter is { $newest }, { $newest_apart }
    }
finding-not_the_next-expected = { $due }, or a correction of a published quarter
finding-not_the_next-todo = { -in_public }
finding-not_the_next-consequence = The public reads this quarter where it lies in time.

finding-nothing_eligible-rule = A quarter without a single eligible call can be true, and then somebody says why.
finding-nothing_eligible-found = 0 eligible calls in the whole quarter
finding-nothing_eligible-expected = the calls that met the eligibility rule, or a word on why there were none
finding-nothing_eligible-todo = { -in_public }
finding-nothing_eligible-consequence = This publishes 0 eligible calls. Each rate says that there were none, or that its counts are missing.

finding-too_many_unaccounted-rule = More than a twentieth of the calls without a recorded ending needs a word of explanation.
finding-too_many_unaccounted-found = { $numerator } of { $denominator } calls of { $kind } without a recorded ending.
finding-too_many_unaccounted-expected = no more than { $most }%
finding-too_many_unaccounted-todo = { -in_public }
finding-too_many_unaccounted-consequence = This publishes { $rate } as unaccounted for.

finding-jump-rule = A count beyond the control limits of the last eight quarters of the same eligibility rule is asked about.
finding-jump-found = { $now } { $part } ({ $kind }), where { $among } of the { $back } quarters before had { $least } to { $most }.
finding-jump-expected = { $low } to { $high }, the control limits of those quarters
finding-jump-todo = { -in_public }
finding-jump-consequence = The public sees this jump.

finding-vanished_call_type-rule = A call type that the newest quarter published before had, or what is published of this one, has a row.
finding-vanished_call_type-found = No row for { $kind }, which had { $had } eligible calls in { $last }.
finding-vanished_call_type-expected = { $what ->
    [published] a row for every call type of { $last }, as it is published
   *[before] a row for every call type of { $last }, { $last_apart }
    }
finding-vanished_call_type-todo = { -in_public }
finding-vanished_call_type-consequence = The totals then leave this call type out.

finding-definition_change-rule = A new version of the eligibility rule breaks every series, and somebody says what changed.
finding-definition_change-found = Eligibility rule version { $version }, where { $last }, { $last_apart }, had version { $before }.
finding-definition_change-expected = the same rule, or a word on what changed
finding-definition_change-todo = { -in_public }
finding-definition_change-consequence = Growth is not shown across this change, and the charts break here.

finding-same_counts-rule = Counts that are those of another quarter are asked about: whole, by call type or by column.
finding-same_counts-found = { $what ->
    [all] all counts equal those of { $other }, { $other_apart }.
    [most] { $same } of { $of } counts equal those of { $other }, { $other_apart }.
    [kinds] all counts of { $kinds } equal those of { $other }, { $other_apart }.
    [columns] in every call type, the { $parts } equal those of { $other }, { $other_apart }.
   *[both] all counts of { $kinds }; in every call type, the { $parts } equal those of { $other }, { $other_apart }.
    }
finding-same_counts-expected = counts of this quarter alone
finding-same_counts-todo = { -to_the_certifier }
finding-same_counts-consequence = Counts of two quarters that are equal are most often one quarter, copied.

finding-one_line_off-rule = Call types with the counts of their neighbors in the nearest quarters are asked about.
finding-one_line_off-found = { $what ->
    [columns] the { $parts }
   *[all] the counts
    } of each call type are like those of { $side ->
    [above] the call type above it
   *[below] the call type below it
    } in { $where ->
    [one] { $other }
   *[around] the quarters around
    }, and unlike its own.
finding-one_line_off-expected = in each row, the counts of its own call type
finding-one_line_off-todo = { -to_the_certifier }
finding-one_line_off-consequence = Columns that are pasted one row off give each call type the counts of another one.

finding-ten_times-rule = A quarter, or a column of it, that is about ten times what the quarters around it have, or a tenth, is asked about.
finding-ten_times-found = { $what ->
    [all] all counts
   *[columns] the { $parts }
    }: in all about { $way ->
    [up] ten times
   *[down] a tenth of
    } those of { $around ->
    [one] { $other }
   *[other] each of { $around } quarters around
    }.
finding-ten_times-expected = counts of calls, one by one
finding-ten_times-todo = { -to_the_certifier }
finding-ten_times-consequence = { $way ->
    [up] A nought too many in each cell, or another unit, looks like this.
   *[down] A nought too few in each cell, or another unit, looks like this.
    }

finding-hidden_text-rule = Text of counts that cannot be seen, too small or in the color of what it stands on, is asked about: it is read.
finding-hidden_text-found = { $many ->
    [one] the text of { $many } cell that cannot be seen, too small or in the color of what it stands on: { $cells }
   *[other] the text of { $many } cells that cannot be seen, too small or in the color of what it stands on: { $cells }
    }{ $what ->
    [more] {" and more"}
   *[all] {""}
    }
finding-hidden_text-expected = text that can be read
finding-hidden_text-todo = { -look }
finding-hidden_text-consequence = { -not_shown }

finding-hidden_under-rule = Counts that lie under merged cells are asked about: a merged cell shows the first of them alone, and all are read.
finding-hidden_under-found = { $many ->
    [one] { $many } cell under a merged cell, which shows another: { $cells }
   *[other] { $many } cells under a merged cell, which shows another: { $cells }
    }{ $what ->
    [more] {" and more"}
   *[all] {""}
    }
finding-hidden_under-expected = cells that are not merged
finding-hidden_under-todo = { -look }
finding-hidden_under-consequence = { -not_shown }

finding-shown_otherwise-rule = A cell that shows another number than is in it is asked about: what is in it is read.
finding-shown_otherwise-found = { $many ->
    [one] { $many } cell that shows another number than is in it by its format or its looks: { $cells }
   *[other] { $many } cells that show another number than is in them by their format or their looks: { $cells }
    }{ $what ->
    [more] {" and more"}
   *[all] {""}
    }; { $first } shows { $how ->
    [other] “{ $shown }” for “{ $held }”
   *[nothing] nothing for “{ $held }”
    }
finding-shown_otherwise-expected = numbers shown as they are
finding-shown_otherwise-todo = { -look }
finding-shown_otherwise-consequence = { -not_shown }

finding-hidden_rows-rule = Rows of counts that the spreadsheet does not show are asked about: they are read.
finding-hidden_rows-found = { $many ->
    [one] { $many } row that is hidden in the spreadsheet: { $spans }
   *[other] { $many } rows that are hidden in the spreadsheet: { $spans }
    }{ $what ->
    [more] {" and more"}
   *[all] {""}
    }
finding-hidden_rows-expected = rows that can be seen
finding-hidden_rows-todo = { -look }
finding-hidden_rows-consequence = { -not_shown }

finding-hidden_columns-rule = Columns of counts that the spreadsheet does not show are asked about: they are read.
finding-hidden_columns-found = { $many ->
    [one] { $many } column that is hidden in the spreadsheet: { $spans }
   *[other] { $many } columns that are hidden in the spreadsheet: { $spans }
    }{ $what ->
    [more] {" and more"}
   *[all] {""}
    }
finding-hidden_columns-expected = columns that can be seen
finding-hidden_columns-todo = { -look }
finding-hidden_columns-consequence = { -not_shown }

-not_shown = What is sent is not what the spreadsheet shows.

finding-hidden_sheet-rule = A hidden sheet with counts is asked about: it is not read.
finding-hidden_sheet-found = { $what ->
    [all] the hidden sheet { $name } with counts for { $quarters }, which is not read
    [more] the hidden sheet { $name } with counts for { $quarters } and more, which is not read
   *[none] the hidden sheet { $name } with counts, which is not read
    }
finding-hidden_sheet-expected = sheets that can be seen, or none besides
finding-hidden_sheet-todo = { -look }
finding-hidden_sheet-consequence = { -not_shown }
