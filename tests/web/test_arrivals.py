"""New sockets take turns; one that is gone before its own never reaches the application."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send

from dashboard.web import arrivals, gate
from dashboard.web.arrivals import AdmissionQueue, PendingSocket, SocketClosed
from tests.web.test_way_in import fresh, play, scope_of

__all__ = ["fresh"]

END: Message = {"type": "websocket.disconnect", "code": 1006}


def said(text: str) -> Message:
    return {"type": "websocket.receive", "bytes": text.encode()}


class Line:
    """What a client sends, when the test says so."""

    def __init__(self, turns: AdmissionQueue, *messages: Message) -> None:
        self.sent: asyncio.Queue[Message] = asyncio.Queue()
        for message in messages:
            self.sent.put_nowait(message)
        self.arriving = PendingSocket(turns, self.sent.get)


async def soon(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0)


def test_the_newest_is_next_and_every_fourth_time_the_oldest() -> None:
    async def scene() -> None:
        turns = AdmissionQueue(clock=lambda: 0.0)
        order: list[int] = []

        async def one(number: int) -> None:
            await turns.acquire()
            order.append(number)
            await asyncio.sleep(0)
            turns.release()

        await asyncio.gather(*(one(number) for number in range(9)))
        assert order == [0, 8, 7, 6, 1, 5, 4, 3, 2]

    play(scene)


def test_what_was_sent_before_the_turn_is_heard_in_order() -> None:
    async def scene() -> None:
        line = Line(AdmissionQueue(), said("one"), said("two"))
        await line.arriving.wait()
        line.sent.put_nowait(said("three"))
        assert [(await line.arriving.receive())["bytes"] for _ in range(3)] == [b"one", b"two", b"three"]
        line.arriving.close()

    play(scene)


def test_one_that_says_nothing_is_let_in_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that has lost its line and found it again keeps what it shows, and asks when its reader does."""
    monkeypatch.setattr(arrivals, "ASKS_WITHIN", 0.05)

    async def scene() -> None:
        line = Line(AdmissionQueue())
        begun = asyncio.get_running_loop().time()
        async with asyncio.timeout(5):
            await line.arriving.wait()
        assert asyncio.get_running_loop().time() - begun >= 0.04
        line.sent.put_nowait(said("later"))
        assert (await line.arriving.receive())["bytes"] == b"later"
        line.arriving.close()

    play(scene)


@pytest.mark.parametrize(
    "messages", [[END], [said("one"), END], [said("more")] * 9], ids=["at once", "after asking", "too much"]
)
def test_one_that_is_gone_before_its_turn_has_none(messages: list[Message]) -> None:
    async def scene() -> None:
        turns = AdmissionQueue()
        await turns.acquire()  # somebody else's
        line = Line(turns, *messages)
        with pytest.raises(SocketClosed):
            async with asyncio.timeout(5):
                await line.arriving.wait()
        line.arriving.close()
        after = Line(turns, said("one"))
        waiting = asyncio.ensure_future(after.arriving.wait())
        await soon(lambda: len(turns._waiting) == 1)
        turns.release()
        await asyncio.wait_for(waiting, 5)
        after.arriving.close()

    play(scene)


@given(st.lists(st.sampled_from(["arrive", "leave", "end"]), max_size=40), st.randoms())
def test_one_turn_at_a_time_and_nobody_who_stays_is_forgotten(steps: list[str], chance: Any) -> None:
    async def scene() -> None:
        turns = AdmissionQueue(clock=lambda: 0.0)
        here: set[int] = set()  # who has a turn
        tasks: dict[int, asyncio.Task[None]] = {}
        served: set[int] = set()

        async def one(number: int) -> None:
            await turns.acquire()
            here.add(number)
            served.add(number)

        async def passed() -> None:
            for _ in range(4):
                await asyncio.sleep(0)
            assert len(here) <= 1

        for number, step in enumerate(steps):
            if step == "arrive":
                tasks[number] = asyncio.ensure_future(one(number))
            elif step == "leave" and (waiting := [n for n, task in tasks.items() if not task.done()]):
                tasks.pop(chance.choice(waiting)).cancel()
            elif step == "end" and here:
                here.pop()
                turns.release()
            if chance.random() < 0.5:
                await passed()
        for _ in range(len(tasks) + 1):
            await passed()
            if here:
                here.pop()
                turns.release()
        await passed()
        assert served >= tasks.keys()

    play(scene)


def test_of_many_at_once_those_that_are_cut_off_become_no_session(environment: pytest.MonkeyPatch, fresh: None) -> None:
    sessions: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        sessions.append(scope["client"][0])  # as Streamlit makes one: at once, without waiting for anything
        while (await receive())["type"] != "websocket.disconnect":
            pass

    async def scene() -> None:
        door = gate.Gate(app)
        accepted: list[Message] = []

        async def send(message: Message) -> None:
            accepted.append(message)

        lines = [asyncio.Queue[Message]() for _ in range(20)]
        for line in lines:
            line.put_nowait({"type": "websocket.connect"})
        tasks = [
            asyncio.create_task(door(scope_of(client=(f"192.0.2.{number}", 1)), line.get, send))
            for number, line in enumerate(lines)
        ]
        await soon(lambda: len(accepted) == 20)
        for number, line in enumerate(lines):
            line.put_nowait(said("\x7f no message"))
            if number % 2:
                line.put_nowait(END)
        await soon(lambda: len(sessions) >= 10 and all(task.done() for task in tasks[1::2]))
        assert sorted(sessions) == sorted(f"192.0.2.{number}" for number in range(0, 20, 2))
        for line in lines[::2]:
            line.put_nowait(END)
        await asyncio.gather(*tasks)

    play(scene)
