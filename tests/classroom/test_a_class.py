"""A class of real websocket clients, and what must not spoil it: killed workers, rubbish, floods, those who stop reading."""

import asyncio
import os
import signal

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg

from benchmarks.classroom import family, megabytes
from benchmarks.student import PAGES, Student
from scripts.app_server import serving

pytestmark = [pytest.mark.timeout(900), pytest.mark.xdist_group("classroom")]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One server for all of them: each test leaves it as it must be for the next."""
    with serving(tmp_path_factory.mktemp("class")) as running:
        yield running
        assert "Traceback" not in running.log, running.log


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """A server that gets what no browser sends: its log says so, which is what a log is for."""
    with serving(tmp_path_factory.mktemp("attacked")) as running:
        yield running


def run(coroutine):
    """Run to the end."""
    return asyncio.run(coroutine)


async def lesson(students, moves=3):
    """Each student comes and moves knobs, all at once; the errors that they saw."""

    async def one(student):
        async with student.here():
            for _ in range(moves):
                await student.move()

    await asyncio.gather(*(one(student) for student in students))
    assert all(len(student.changes) == moves and student.pictures for student in students)
    return [error for student in students for error in student.errors]


def class_of(server, count, first=0):
    """So many students, on all pages in turn."""
    return [Student(server.url, first + number) for number in range(count)]


def workers_of(server):
    """The worker processes."""
    return [pid for pid in family(server.process.pid) if b"LokyProcess" in command_of(pid)]


def command_of(pid):
    """The command line of a process that may have ended."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read()
    except OSError:
        return b""


def test_a_class_is_answered_and_nobody_gets_the_page_of_another(server):
    assert run(lesson(class_of(server, 18))) == []


def test_all_who_open_one_link_get_the_same_bytes(server):
    students = [Student(server.url, number, "neural_network", "seed=77&epochs=30") for number in range(12)]
    assert run(lesson(students, moves=0)) == []
    assert len({student.pictures[-1] for student in students}) == 1


def test_workers_are_killed_in_the_middle_of_it(server):
    async def with_killing():
        class_ = asyncio.create_task(lesson(class_of(server, 12, 100), moves=4))
        for _ in range(3):
            await asyncio.sleep(1.0)
            for pid in workers_of(server)[:1]:
                os.kill(pid, signal.SIGKILL)
        return await class_

    assert run(with_killing()) == []


async def connect(server):
    """A bare connection."""
    return await websockets.connect(
        server.url.replace("http", "ws") + "/_stcore/stream",
        subprotocols=["streamlit"],
        origin=server.url,
        max_size=None,
        open_timeout=120,
    )


def test_rubbish_is_nobody_elses_business(attacked):
    async def with_rubbish():
        sockets = [await connect(attacked) for _ in range(6)]
        for socket, rubbish in zip(
            sockets, (b"", b"\xff" * 100, b"hello", os.urandom(5000), "text", b"\x0a\xff"), strict=True
        ):
            await socket.send(rubbish)
        errors = await lesson(class_of(attacked, 6, 200))
        for socket in sockets:
            await socket.close()
        return errors

    errors = run(with_rubbish())
    assert errors == []


@pytest.mark.parametrize("kind", ["string_value", "double_array", "string_array", "json_value", "int_value"])
def test_values_of_a_wrong_type_or_size_are_nobody_elses_business(attacked, kind):
    async def with_wrong_values():
        student = Student(attacked.url, 3)
        async with student.here():
            for name, _ in student._sliders.values():
                message = BackMsg()
                message.rerun_script.page_script_hash = student._script
                state = message.rerun_script.widget_states.widgets.add()
                state.id = name
                if kind == "string_value":
                    state.string_value = "rubbish"
                elif kind == "double_array":
                    state.double_array_value.data.extend([float("nan"), float("inf"), -1e308])
                elif kind == "string_array":
                    state.string_array_value.data.extend(["rubbish"] * 3)
                elif kind == "json_value":
                    state.json_value = "{"
                else:
                    state.int_value = 2**62
                await student.socket.send(message.SerializeToString())
                await student.drawn()
        assert not any("Traceback" in error or "File " in error for error in student.errors)
        return await lesson(class_of(attacked, 6, 300))

    assert run(with_wrong_values()) == []


def test_a_visitor_who_stops_reading_holds_nobody_up(server):
    async def with_a_deaf_one():
        student = Student(server.url, 5)
        async with student.here():
            for number in range(60):  # and never looks at what comes back
                message = BackMsg()
                message.rerun_script.page_script_hash = student._script
                state = message.rerun_script.widget_states.widgets.add()
                state.id = student._sliders["Epochs"][0]
                state.double_array_value.data.append(50.0 + number)
                await student.socket.send(message.SerializeToString())
            return await lesson(class_of(server, 6, 400))

    assert run(with_a_deaf_one()) == []


def test_two_hundred_connections_leave_room_for_a_class(server):
    async def with_a_flood():
        before = megabytes(family(server.process.pid))
        sockets = await asyncio.gather(*(connect(server) for _ in range(200)))
        errors = await lesson(class_of(server, 6, 500))
        grown = megabytes(family(server.process.pid)) - before
        await asyncio.gather(*(socket.close() for socket in sockets))
        return errors, grown

    errors, grown = run(with_a_flood())
    assert errors == [] and grown < 400


def test_a_slow_phone_gets_its_picture_and_holds_nobody_up(server):
    async def with_a_phone():
        phone = Student(server.url, 4)
        async with phone.here():
            receive = phone.socket.recv

            async def slowly():
                await asyncio.sleep(0.1)
                return await receive()

            phone.socket.recv = slowly
            slow = asyncio.create_task(phone.move())
            errors = await lesson(class_of(server, 6, 600))
            await slow
            return errors + phone.errors

    assert run(with_a_phone()) == []


def test_memory_stays_bounded_however_many_runs_are_asked_for(server):
    async def a_long_lesson(first):
        return await lesson(class_of(server, 12, first), moves=8)

    sizes = []
    for round_ in range(4):
        assert run(a_long_lesson(1000 * (round_ + 1))) == []
        sizes.append(megabytes(family(server.process.pid)))
    assert sizes[-1] < sizes[0] + 150, sizes  # stores fill up to their bounds, and no further


def test_every_page_is_served(server):
    assert {Student(server.url, number).page for number in range(len(PAGES))} == set(PAGES)
