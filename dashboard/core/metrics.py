"""What we measure: one registry entry per metric, and its words under its key in `data/text/`."""

from __future__ import annotations

from dashboard.core.metric import About, Direction, Method, Metric, Registry, ours

_DIVERTED = ("resolved_by_phone", "mobile_team_sent", "ems_fire_sent")

METRICS = Registry(
    (
        Metric(
            definition=ours("capture_rate", "capture", "eligible", Direction.HIGHER),
            numerator=("reached_clinician",),
            denominator=("eligible",),
            others=("columbus_rru-01", "columbus_rru-34", "nyc_bheard-09"),
        ),
        Metric(
            definition=ours("offer_rate", "capture", "eligible", Direction.HIGHER),
            numerator=("offered",),
            denominator=("eligible",),
        ),
        Metric(
            definition=ours("diversion_of_eligible", "diversion", "eligible", Direction.HIGHER),
            numerator=_DIVERTED,
            denominator=("eligible",),
            headline=True,
            beside=("capture_rate",),
            others=("eugene_cahoots-01", "eugene_cahoots-04"),
        ),
        Metric(
            definition=ours("diversion_of_handled", "diversion", "reached_clinician", Direction.HIGHER),
            numerator=_DIVERTED,
            denominator=("reached_clinician",),
            headline=True,
            others=("austin_emcot-07", "houston_ccd-05", "abq_acs-08"),
        ),
        Metric(
            definition=ours("phone_resolution", "phone_resolution", "reached_clinician", Direction.NEITHER),
            numerator=("resolved_by_phone",),
            denominator=("reached_clinician",),
            headline=True,
            others=("austin_emcot-02", "sacramento_988-01"),
        ),
        Metric(
            definition=ours("mobile_response", "field_response", "reached_clinician", Direction.NEITHER),
            numerator=("mobile_team_sent",),
            denominator=("reached_clinician",),
        ),
        Metric(
            definition=ours("returned_to_police", "police_return", "reached_clinician", Direction.LOWER),
            numerator=("police_sent",),
            denominator=("reached_clinician",),
        ),
        Metric(
            definition=ours("lost_in_transfer", "transfer", "offered", Direction.LOWER),
            numerator=("lost_in_transfer",),
            denominator=("offered",),
        ),
        Metric(
            definition=ours("police_backup", "police_backup", "mobile_team_sent", Direction.LOWER),
            numerator=("backup_requested",),
            denominator=("mobile_team_sent",),
            headline=True,
            beside=("no_contact",),
            about=About.STAFF,
            others=("abq_acs-02", "portland_psr-06"),
        ),
        Metric(
            definition=ours("no_contact", "contact", "mobile_team_sent", Direction.NEITHER),
            numerator=("no_contact",),
            denominator=("mobile_team_sent",),
        ),
        Metric(
            definition=ours(
                "responder_injuries",
                "responder_safety",
                "mobile_team_sent",
                Direction.LOWER,
                method=Method.RATE,
                unit="per_1000",
            ),
            numerator=("responder_injuries",),
            denominator=("mobile_team_sent",),
            headline=True,
            about=About.STAFF,
            others=("minneapolis_bcr-02", "chicago_care-04"),
        ),
        Metric(
            definition=ours("felt_safe", "felt_safe", "safety_answers", Direction.HIGHER),
            numerator=("felt_safe",),
            denominator=("safety_answers",),
            headline=True,
            beside=("safety_answer_rate",),
            about=About.OPINIONS,
            others=("durham_heart-01", "durham_heart-02"),
        ),
        Metric(
            definition=ours("safety_answer_rate", "felt_safe", "mobile_team_sent", Direction.HIGHER),
            numerator=("safety_answers",),
            denominator=("mobile_team_sent",),
            about=About.OPINIONS,
        ),
        Metric(
            definition=ours(
                "growth", "growth", "year_before", Direction.NEITHER, method=Method.CHANGE, unit="percent_change"
            ),
            numerator=("reached_clinician",),
            headline=True,
        ),
        Metric(
            definition=ours("followup_reached", "follow_up", "followup_due", Direction.HIGHER),
            numerator=("followup_reached",),
            denominator=("followup_due",),
        ),
    )
)
