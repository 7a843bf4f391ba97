"""Where somebody stands follows from what is kept, and from nothing else."""

from __future__ import annotations

import pytest

from dashboard.core.upload import Upload, UploadStep
from dashboard.core.workflow import Stage


@pytest.mark.parametrize(
    ("kept", "step"),
    [
        (Upload(), UploadStep.CHOOSE),
        (Upload(chosen=True, unnamed=True), UploadStep.MATCH),
        (Upload(chosen=True), UploadStep.FIX),
        (Upload(chosen=True, draft=Stage.CHECKED, seen=True), UploadStep.FIX),
        (Upload(draft=Stage.CHECKED), UploadStep.SEE),
        (Upload(draft=Stage.CHECKED, seen=True), UploadStep.SEND),
        *[(Upload(draft=stage, seen=True), UploadStep.CHOOSE) for stage in Stage if stage is not Stage.CHECKED],
    ],
)
def test_the_step_that_waits(kept: Upload, step: UploadStep) -> None:
    assert kept.step is step


@pytest.mark.parametrize(
    ("kept", "steps"),
    [
        (Upload(), "choose"),
        (Upload(chosen=True), "choose fix"),
        (Upload(chosen=True, unnamed=True), "choose match fix"),
        (Upload(chosen=True, named=True), "choose match fix"),
        (Upload(named=True), "choose"),
        (Upload(draft=Stage.CHECKED), "choose see"),
        (Upload(draft=Stage.CHECKED, seen=True), "choose see send"),
        (Upload(chosen=True, draft=Stage.CHECKED, seen=True), "choose fix see send"),
        *[(Upload(draft=stage, seen=True), "choose see") for stage in Stage if stage is not Stage.CHECKED],
    ],
)
def test_the_steps_that_are_open(kept: Upload, steps: str) -> None:
    assert " ".join(kept.open) == steps
    assert kept.step in kept.open
