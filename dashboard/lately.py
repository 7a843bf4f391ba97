"""How much there was of something of late, by name: what is older counts less and less."""

from __future__ import annotations

from collections.abc import Callable

_HALF = 10.0  # seconds after which half is forgotten


class Lately:
    """Amounts that fade. Bounded where `most` says so: the name that was added to longest ago is forgotten."""

    def __init__(self, clock: Callable[[], float], most: int | None = None) -> None:
        self._clock, self._most = clock, most
        self._seen: dict[str, tuple[float, float]] = {}  # how much, and when that was counted

    def __len__(self) -> int:
        return len(self._seen)

    def __contains__(self, name: str) -> bool:
        return name in self._seen

    def of(self, name: str) -> float:
        """What is left of it now; 0 for a name that is not known."""
        many, at = self._seen.get(name, (0.0, 0.0))
        return many * float(0.5 ** ((self._clock() - at) / _HALF))

    def add(self, name: str, many: float) -> None:
        """So much more, now."""
        left = self.of(name)
        self._seen.pop(name, None)  # so that the first is the one that was counted longest ago
        self._seen[name] = (left + many, self._clock())
        if self._most is not None and len(self._seen) > self._most:
            del self._seen[next(iter(self._seen))]

    def forget(self, name: str) -> None:
        """Nothing of it is remembered."""
        self._seen.pop(name, None)
