"""Why, as a value: a key and what goes into its words. Whoever shows it says it, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """The key of a message and its values. A value is a text of somebody else's (a name, a cell of a file), a whole
    number, a day, a value of the core that has words of its own (a quarter, a tier), another reason, or a tuple of
    these, which is said as a list."""

    key: str
    values: tuple[tuple[str, object], ...] = ()

    def get(self, name: str) -> object:
        """One of its values; None if it has none of this name."""
        return dict(self.values).get(name)


def reason(key: str, **values: object) -> Reason:
    """A reason with its values in the order of their names, so that two that say the same are equal."""
    return Reason(key, tuple(sorted(values.items())))
