"""What a quarter of a program and a figure of the ledger are called: names are put together and taken apart here."""

from __future__ import annotations

from dashboard.core.quarter import Quarter


class QuarterKey(str):
    """A quarter of a program, as its rows are called in the database: `austin_emcot|2026Q3`."""

    __slots__ = ()

    def __new__(cls, program_id: str, quarter: Quarter | str) -> QuarterKey:
        return super().__new__(cls, f"{program_id}|{quarter}")

    @classmethod
    def parse(cls, text: str) -> QuarterKey:
        """A key that was written before. ValueError for what is none."""
        program_id, bar, quarter = text.rpartition("|")
        if not bar or not program_id:
            raise ValueError(f"{text!r} is no quarter of a program; write it like austin_emcot|2026Q3")
        return cls(program_id, Quarter.parse(quarter))

    @property
    def program_id(self) -> str:
        return self.rpartition("|")[0]

    @property
    def quarter(self) -> Quarter:
        return Quarter.parse(self.rpartition("|")[2])


class FigureId(str):
    """A figure computed from the ledger: program, quarter, call type (or `all`) and metric, with full stops between
    them. What sources print has ids of another form."""

    __slots__ = ()

    def __new__(cls, program_id: str, quarter: Quarter | str, call_type: str, metric: str) -> FigureId:
        return super().__new__(cls, f"{program_id}.{quarter}.{call_type}.{metric}")

    @classmethod
    def parse(cls, text: str) -> FigureId:
        """The parts of an id. ValueError for the id of anything else."""
        parts = text.split(".")
        if len(parts) != 4 or not all(parts):
            raise ValueError(f"{text!r} is no figure of the ledger; write it like austin_emcot.2026Q3.all.capture_rate")
        return cls(parts[0], Quarter.parse(parts[1]), parts[2], parts[3])

    @classmethod
    def of(cls, text: str) -> FigureId | None:
        """The same, or None for the id of anything else."""
        try:
            return cls.parse(text)
        except ValueError:
            return None

    @property
    def program_id(self) -> str:
        return self.split(".")[0]

    @property
    def quarter(self) -> Quarter:
        return Quarter.parse(self.split(".")[1])

    @property
    def call_type(self) -> str:
        return self.split(".")[2]

    @property
    def metric(self) -> str:
        return self.split(".")[3]

    @property
    def quarter_key(self) -> QuarterKey:
        return QuarterKey(self.program_id, self.quarter)
