### What is said to somebody who asks for what they may not do, or who gives what cannot be taken: what was found, and
### what to do instead.

## who may do what

refused-account = { $role ->
    [admin] an admin account
    [certifier] a certifier account
    [verifier] a verifier account
   *[staff] a staff account
    }
refused-account_programs = { $role ->
    [certifier] A certifier account names the programs it is for.
   *[staff] A staff account names the programs it is for.
    }
refused-account_no_program = { $role ->
    [verifier] A verifier account belongs to no program.
   *[admin] An admin account belongs to no program.
    }
refused-account_blank = { $field ->
    [email] An account needs an email.
    [name] An account needs a name.
    [title] An account needs a title.
   *[organization] An account needs an organization.
    }
refused-account_at = An account's address has an @, found { $found }.
refused-closed = This account has been closed. Ask an administrator.
refused-role = To { $action } takes { $needed }; this one is { $found }.
refused-program = This account is not for the program { $program }.
refused-second_person = Whoever uploaded a quarter cannot certify it: a second person must.
refused-inside = { $organization } is part of the program ({ $name }): a verifier stands outside it.
refused-nobody = Nobody is signed in.
refused-ended = Nobody is signed in, or the sign-in has ended. Sign in again; nothing was changed.
refused-taken = There is an account for { $email } already, and one person has one. Issue a new link for it, or close it.
refused-no_account = There is no open account for { $email }.

## signing in

refused-tries = { $seconds ->
    [one] Too many tries. Wait { $seconds } second, sign in from where you have signed in before, or ask an administrator for a new link.
   *[other] Too many tries. Wait { $seconds } seconds, sign in from where you have signed in before, or ask an administrator for a new link.
    }
refused-uninvited = This identity has not been invited. Ask an administrator for a set-up link.
refused-link = This link has been used, or is too old. Ask whoever sent it for a new one.
refused-identity = This identity has an account already; one person has one role.
refused-password = Name and password do not belong together.
refused-length = A password has { $least } to { $most } characters; this one has { $length }.
refused-common = This password is one that everybody tries first. Use four or more unrelated words.

## texts

hidden-named = { $code } ({ $name })
hidden-control = { $code } (a control character)
hidden-at = { $character } at its beginning
hidden-after = { $character } after { $before }
refused-hidden = { $what ->
    [reason] The reason holds a character that cannot be seen: { $found }. Type it again without it.
    [rule_note] The rule in a few words holds a character that cannot be seen: { $found }. Type it again without it.
    [statement] The statement holds a character that cannot be seen: { $found }. Type it again without it.
    [title] The title holds a character that cannot be seen: { $found }. Type it again without it.
    [publisher] The publisher holds a character that cannot be seen: { $found }. Type it again without it.
    [method] The method holds a character that cannot be seen: { $found }. Type it again without it.
    [scope] The scope holds a character that cannot be seen: { $found }. Type it again without it.
    [found] The value found holds a character that cannot be seen: { $found }. Type it again without it.
    [name] The name holds a character that cannot be seen: { $found }. Type it again without it.
    [organization] The organization holds a character that cannot be seen: { $found }. Type it again without it.
    [file] The name of the file holds a character that cannot be seen: { $found }. Type it again without it.
    [change] What should be changed holds a character that cannot be seen: { $found }. Type it again without it.
   *[answer] A reason holds a character that cannot be seen: { $found }. Type it again without it.
    }
refused-hidden_text = The text of { $what } holds a character that cannot be seen: { $found }. Type it without it.
refused-hidden_address = The address holds a character that cannot be seen: { $found }. Type it again.
refused-hidden_link = The link holds a character that cannot be seen: { $found }. Copy it again.
refused-address = An account's address is name@domain in plain letters without accents, found { $found }.
refused-no_link = A link starts with http:// or https://, found { $found }.
refused-checked_again = Something was sent in meanwhile that this file is compared with. It was checked again: look at what was found, and keep it then.
refused-texts = Too many texts are waiting to be sent. Send or clear some; this one is not kept.

## a quarter on its way

refused-stage = This draft is { $stage }; to { $action } is not possible now. { $can }
refused-can = It is possible to { $actions }.
refused-can_nothing = Nothing more can happen to it.
refused-either = { $one } or { $other }
refused-draft = There is no such draft among the programs of this account.
refused-critical = This file has critical findings. Correct them and upload it again.
refused-quarter_twice = A file makes one draft for each quarter; this one names a quarter twice.
refused-no_counts = { $quarter } has no counts. Upload it when it has been counted; until then it stays due.
refused-head = { $quarter } stands at revision { $head }, not { $base }. Upload the file again.
refused-first = { $quarter } has not been published yet, so this is its first publication.
refused-change = { $quarter } is published. Say whether this is a planned revision, an error or a new definition.
refused-change_reason = Say in a sentence why { $quarter } is revised; the public reads it.
refused-answers = { $many ->
    [one] { $many } finding still needs a written reason of ten characters or more.
   *[other] { $many } findings still need a written reason of ten characters or more.
    }
refused-merge = Call types are merged before a quarter is sent for the first time, not after.
refused-kinds = { $many ->
    [0] Pick call types of this quarter other than { $into }, found none.
   *[other] Pick call types of this quarter other than { $into }, found { $found }.
    }
refused-return = Say why it is returned, so that the uploader knows what to change.
refused-release = A release is at most { $days } days ahead; { $day } is later.
refused-withdrawal = Say in a sentence why the quarter is withdrawn; the public reads it.
refused-waiting = A revision of { $quarter } is already set to be released at { $moment }. Wait until it is public.
refused-moved_on = Revision { $head } of { $quarter } was published after this file was checked against { $base }. Upload the file again, so that it is checked against what stands now.
refused-clock_reason = Say in a sentence why the clock of this machine is taken for right; it stands in the audit log.
refused-no_program = There is no program { $program } on record.
refused-not_published = { $quarter } has not been published.

## what would become public

refused-apart = { $quarter } counts { $kinds } under { $into }. Upload the file again: they are counted so.
refused-counts = { $quarter }: { $wrong }. Nothing was written.
refused-wrong = { $wrong }
refused-leaks = { $quarter }: what would be public gives small counts away ({ $cells }). Nothing was written.
refused-gives_away = { $quarter }: this correction would give away what must be withheld ({ $small }). Whoever compares it with an earlier revision would find the small count. Check the correction, and that no call type is left out of it. If it is right, withdraw the quarter and say why: its figures are then shown as retracted, and stay so.
refused-unreadable = This would make the record unreadable: { $broken } Nothing was written.
refused-policy = Say in a sentence why the policy on small counts changes; the public reads it.
refused-clock = The clock of this machine stands at { $now } UTC, and the record has seen { $seen }. Nothing was changed: its day would be made up. Whoever runs this site sets the clock right; if it was wrong before, with fourth-option clock.

## verifications and challenges

refused-no_figure = Pick at least one figure.
refused-dated = The document is dated { $day }, which is still to come. Give the day it was published.
refused-said = A verification says its method, its scope in a sentence, and the title of the public document.
refused-differs = A finding that differs gives the value that was found.
refused-agrees = A check that agrees found nothing else, but { $found } is said to be found.
refused-sha256 = Give the SHA-256 of the document: 64 hexadecimal digits (sha256sum FILE prints them).
refused-figure = { $figure } is not a published figure of { $program }. Pick one that has a number.
refused-figure_revision = { $figure } stands at revision { $stands }, not { $revision }. Check what is public now.
refused-too_early = The document is dated { $day }, before the end of { $period }. It cannot be a check of { $figure }; give the day of the document that checks it.
refused-quoted = This is no check of { $figure }: { $why }. Name the document of somebody else that checks it.
refused-again = This is on record already, with the same finding of the same revisions. Nothing was changed.
refused-challenge = A challenge needs its statement in a sentence, and title and publisher of the document.
