## review

review-lost = Sources that were withdrawn or are gone
review-moved = Sources that moved and were not read since
review-never_read = Sources that were never read here
review-old = Sources not read for { $days } days
review-read_on = last read on { $on }
review-untraced = Figures not traced to the words of their source
review-searches = Programs not searched for { $days } days
review-searched = last searched { $on }
review-never = never
review-paused = Programs that were paused: have they resumed?
review-no_launch = Programs without a known launch
review-undated = Events of which only the month or the year is known
review-nothing = Nothing is to be looked at again.
review-after = Open each, and enter what was found in source_events.csv, program_events.csv, traces.csv or programs.csv. This site asks no other machine.

## account

account-sign_in = Sign in
account-set_up = Set up this account
account-sign_out = Sign out
account-email = E-mail address
account-password = Password
account-again = The same password again
account-password_rule = Choose a password of { $least } to { $most } characters. Four or more unrelated words are good.
account-welcome = Welcome, { $name }. This link sets up the account of { $email }; it works once.
account-link_dead = This link has been used, or is too old. Ask whoever sent it for a new one.
account-differ = The two passwords are not the same. Type both again.
account-elsewhere = This form was not sent from this site, or is too old. Open the page again and send it from there.
account-nobody = No account exists yet, so nobody can sign in. An operator makes the first one with: fourth-option account add
account-no_provider = No identity provider is set up here. Sign in with name and password.
account-no_public_address = This site does not know its own public address, so no provider can send you back to it. An operator sets FOURTH_OPTION_PUBLIC_URL.
account-provider_failed = The identity provider did not confirm who you are. Try again, or ask an administrator.
account-with_provider = Sign in with your organization's account
account-tie = Use your organization's account instead of a password
account-signed_in = Signed in as { $name } ({ $role }).

## upload

upload-title = Upload

## certify

certify-title = Certify

## verify

verify-title = Verify
verify-nothing = No quarter has been published, so there is nothing to verify.
verify-means = You record this for { $organization }. It names figures of one revision; once they are revised, it is out of date.
verify-metrics = Measures that were checked
verify-types = Call types that were checked
verify-measure = Measure
verify-inputs = Inputs as published
verify-formula = Formula
verify-result = Figure as published
verify-recompute = What each figure is computed from
verify-method = Method
verify-method_audit = records audit
verify-method_recomputation = recomputation from call records
verify-method_comparison = comparison with another system's records
verify-relation = How your organization stands to it
verify-scope = What exactly was checked, in a sentence
verify-finding = Finding
verify-agrees = agrees with the published figures
verify-differs = differs
verify-found = If it differs: the value you found, with its numerator and denominator
verify-document = Title of the public document that says how
verify-link = Link to the document
verify-sha256 = SHA-256 of the document
verify-dated = Date of the document
verify-record = Record this
verify-pick_first = Pick measures and call types above first
verify-recorded = Recorded for { $count ->
    [one] 1 figure
   *[other] { $count } figures
}.

## admin

admin-accounts = Accounts
admin-email = E-mail address
admin-name = Name
admin-role = Role
admin-title = Title, as the public sees it
admin-organization = Organization
admin-for = Programs
admin-state = State
admin-open = open
admin-closed = closed
admin-invite_title = Invite somebody
admin-invite = Make the account and its set-up link
admin-invite_again = Issue a new set-up link
admin-close = Close the account now
admin-link = Send this one-time link, by a way you trust, within three days: { $path }
admin-closed_now = The account of { $email } is closed, also in tabs that are open.
admin-audit = The newest 500 changes
admin-audit_number = Line
admin-audit_at = When (UTC)
admin-audit_actor = Who
admin-audit_stranger = somebody who is not signed in
admin-audit_action = What
admin-audit_subject = Of what
admin-audit_change = Before and after
admin-audit_reason = Reason
admin-chain_holds = The chain holds over { $count } lines. Its head begins with { $head }.
admin-chain_broken = The chain is broken at line { $number }: { $why }.
admin-figure = Figure
admin-statement = What the critique says, in a sentence
admin-document = Title of the published critique
admin-publisher = Who published it
admin-attach = Attach this challenge
admin-attached = Attached to { $figure }.

## staff

staff-not_signed_in = This page is for { $role }. Sign in, and open it again.
staff-unread = The database of this site cannot be read now, so your pages are not shown. What is public stays readable. Tell whoever runs this site, and try again later.
staff-no_program = This account names no program that is on record. Ask an administrator.
staff-step = { $number }. { $name }
staff-steps = Steps of sending a quarter in
staff-chosen = Chosen: { $name }. It stays here for you, and for nobody else, until you make drafts of it or put it aside.
staff-put_aside = Put this file aside
staff-was_put_aside = The file was put aside. Nothing of it was kept.
staff-go_on = I have seen it: go on to sending it
staff-went_on = Answer what was asked, and send it.
staff-rule = Eligibility rule these counts were made under
staff-rule_version = Version of the eligibility rule
staff-rule_note = The rule in a few words
staff-template = Template as { $kind }
staff-file = The filled-in template, or your own table (.xlsx or .csv, 5 MB at most)
staff-reading = Reading the file
staff-taken = Quarters in the file: { $quarters }.
staff-published_already = Published already: { $quarters }. This file would correct it.
staff-no_findings = Nothing was found. The file is in order.
staff-findings_download = Findings as CSV
staff-finding_severity = Severity
staff-finding_place = Where
staff-finding_found = Found
staff-finding_expected = Expected
staff-finding_todo = What to do, and what it would publish
staff-reason_given = The program says: { $reason }
staff-marked = A copy of your file with the cells marked
staff-columns = These columns are not known yet. Say once what each holds, or that it is to be left out; it is remembered for this program.
staff-columns_keep = Remember these columns
staff-columns_kept = The columns are remembered. The file was read again.
staff-ignore = nothing, leave it out
staff-ready = Ready: { $quarters }. Nothing is published by this step.
staff-change = This quarter is published already. Why is it revised?
staff-change_reason = The reason in a sentence, as the public will read it
staff-keep = Keep as a draft
staff-kept = Kept as draft { $numbers }. The file is stored byte for byte.
staff-same_bytes = These very bytes were uploaded before, as draft { $numbers }. Nothing was changed.
staff-no_drafts = No drafts yet.
staff-pick_draft = Draft
staff-draft_title = Draft { $number }: { $quarter }
staff-draft_about = This draft is { $stage }: { $change }, uploaded by { $by }.
staff-draft_reason = Reason: { $reason }
staff-unchanged = { $count }, unchanged
staff-upload_about = For { $program }. Give exact counts: a blank is not zero. Small counts of people are withheld here, by one rule for everybody; the preview shows which.
staff-column = Column { $number }
staff-forget = Forget the remembered columns: { $names }
staff-forgotten = The columns are forgotten. They are asked for again.
staff-was_returned = { $quarter } was returned to you: { $why } Correct the file and upload it again.
staff-why = Why is this right?
staff-send = Send to be certified
staff-sent = { $quarter } was sent to be certified by a second person.
staff-discard = Discard this draft
staff-discarded = Draft { $number } was discarded. The file that was received is kept.
staff-drafts = Drafts and what happened to them
staff-draft_number = Draft
staff-draft_what = Quarter
staff-draft_stage = Stage
staff-draft_history = What happened
staff-draft_file = File received
staff-draft_file_said = { $name }, SHA-256 { $digest }…
staff-count = Count, over all call types
staff-before = { $quarter }, { $distance } (and the change since)
staff-no_before = No earlier quarter
staff-stands = Published now, revision { $revision } (and the change)
staff-no_stands = Not published yet
staff-differences = What is new
staff-differences_unlike = The two quarters are not compared in public: { $why }.
staff-differences_note = Counts as read from the file; the public sees figures computed from them.
staff-as_read = Every count as it was read
staff-file_download = The file as received
staff-preview = Preview of the public page
staff-preview_mark = PREVIEW. Nothing below is published.
staff-would_be_refused = This could not be published now. { $why }
staff-nothing_waits = Nothing waits for you.
staff-certify_means = By certifying you say, for your office, that these counts are the program's own and complete. Your title is shown in public; your name is not.
staff-certify = Certify
staff-certified = { $quarter } is certified. It is not public until it is published.
staff-publish_means = Publishing makes this quarter public at once, or from the moment you set.
staff-release = Release at (UTC); leave empty to publish now
staff-publish = Publish
staff-published = { $quarter } is public, revision { $revision }. Read it at { $path }.
staff-embargoed = { $quarter } will be public from { $moment } UTC.
staff-return_reason = What should be changed
staff-return = Return to the uploader
staff-returned = { $quarter } was returned to the uploader.
staff-withdraw_title = Withdraw a published quarter
staff-withdraw_reason = The reason in a sentence, as the public will read it
staff-withdraw_also = The growth of { $other } is measured against { $quarter }. If you withdraw { $quarter }, that growth has no number any more either.
staff-withdraw_preview = Preview of the withdrawn page
staff-withdraw = Withdraw
staff-withdrawn = { $quarter } was withdrawn. Its figures now say so, with the reason.

## role

role_name-staff = staff
role_name-certifier = certifier
role_name-verifier = verifier
role_name-admin = admin
role-staff = program staff, who upload and answer findings
role-certifier = a named officer of the program, who certifies and publishes
role-verifier = an organization outside the program, which records verifications
role-admin = an administrator of accounts, programs and settings

## stage

stage-checked = checked
stage-sent = sent for certification
stage-certified = certified
stage-published = published
stage-returned = returned to the uploader
stage-discarded = discarded

## upload_step

upload_step-choose = Choose a file
upload_step-match = Match its columns
upload_step-fix = Fix what was found
upload_step-see = See what the public will read
upload_step-send = Send it to be certified

## severity

severity-critical = critical
severity-confirm = please confirm

## action

action-upload = upload
action-send = send for certification
action-discard = discard
action-return = return
action-certify = certify
action-publish = publish
action-withdraw = withdraw
action-verify = verify
action-challenge = attach a challenge
action-manage = manage accounts
action-read_audit = read the audit log

## deed

deed-sign_in = sign in
deed-sign_in_failed = failed sign-in
deed-sign_out = sign out
deed-set_up = set up account
deed-name_columns = name columns
deed-forget_columns = forget columns
deed-add_account = add account
deed-issue_link = issue set-up link
deed-close_account = close account
deed-set_policy = set policy
deed-set_clock = set clock
deed-rename_keys = write short keys for words

## refused


## audit: what stands in its lines. They are written in this language, whoever acts, and never change

audit-operator = the operator of this site
audit-stage = draft { $draft }: { $stage }
audit-again = the same bytes again; nothing changed
audit-received = draft { $drafts } for { $quarters }
audit-merged = merged into draft { $draft }: { $types } counted under other
audit-revision = revision { $number }
audit-withdrawn = revision { $number }, withdrawn
audit-agrees = agrees
audit-differs = differs: { $found }
audit-figures = { $program }: { $figures } { $figures ->
    [one] figure
   *[other] figures
    }
audit-small_counts = small counts
audit-left_out = { $many } { $many ->
    [one] line
   *[other] lines
 } left out since { $since }
audit-stranger = somebody who is not signed in
audit-tried = { $times } from { $place }
audit-many_places = more than { $times } from many places
audit-many_tries = more than { $times } from { $place }
audit-broken_order = it does not follow the line before it; one was removed or changed
audit-broken_content = its content is not what its hash was made of

## gate: what is said before there is a page

gate-other_name = This site has another name.
gate-too_many = Too many connections. Try again in a moment.
gate-not_found = Not found.
gate-upload = To { $action } takes a signed-in staff account.

## fault: what is wrong with the database, as it follows "cannot be used now"

fault-said = The database of this site cannot be used now: { $fault }. Nothing was changed. Tell whoever runs this site, and try again later.
fault-full = its disk is full
fault-locked = another program holds it locked
fault-damaged = it is damaged
fault-no_database = the file is no SQLite database
fault-read_only = it cannot be written to
fault-gone = its file was removed or replaced since it was opened
fault-not_opened = it cannot be opened
fault-empty = its tables are not there
fault-newer = it was made by a newer version of this site
fault-unreachable = its server does not answer
fault-other = it does not do what it is asked

## health: the same in a word or two, for a machine that asks whether the site is well

health-full = full
health-locked = locked
health-damaged = damaged
health-no_database = no database
health-read_only = read only
health-gone = gone
health-not_opened = cannot be opened
health-empty = without tables
health-newer = newer
health-unreachable = unreachable
health-other = failing
health-row = a row is not what was published
