"""How often something may be tried: bad logins for each account and address, requests for each caller."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable
from typing import Final

WINDOW_SECONDS: Final = 60.0
_MOST_KEYS: Final = 50_000  # then the oldest are forgotten, so that made-up names never fill the memory


class Limit:
    """At most ``most`` events in a minute for each key. It is kept in memory: a restart begins anew."""

    def __init__(self, most: int, clock: Callable[[], float]) -> None:
        self.most = most
        self._clock = clock
        self._events: dict[Hashable, deque[float]] = {}
        self._lock = threading.Lock()

    def reached(self, key: Hashable) -> bool:
        """Whether no more is allowed now."""
        with self._lock:
            return len(self._recent(key)) >= self.most

    def count(self, key: Hashable) -> bool:
        """Write down one event; False where it is one too many, which is then not written down."""
        with self._lock:
            recent = self._recent(key)
            if len(recent) >= self.most:
                return False
            self._events.pop(key, None)  # to the end: the order of the keys is that of their last use
            self._events[key] = recent
            recent.append(self._clock())
            if len(self._events) > _MOST_KEYS:
                del self._events[next(iter(self._events))]
            return True

    def forget(self, key: Hashable) -> None:
        """Begin anew for a key."""
        with self._lock:
            self._events.pop(key, None)

    def _recent(self, key: Hashable) -> deque[float]:
        events = self._events.get(key, deque())
        while events and events[0] <= self._clock() - WINDOW_SECONDS:
            events.popleft()
        return events
