"""What one interaction costs the server besides training: all processor time between a message in and the last byte out.

A real client moves the epochs, each time to a run that nobody asked for before; the time of the server and of its workers
counts, whichever of them spends it. What the training of the same runs takes, measured here, is taken off.
"""

import asyncio
from dataclasses import replace
from time import process_time

from benchmarks.classroom import family, processor_seconds
from benchmarks.student import Student
from gdapp import catalogue
from scripts.app_server import Server

MOVES, MOST_EPOCHS = 20, 310
SEED = 20


def outside_training(server: Server, name: str) -> float:
    """Milliseconds of a page's interaction outside the training, the mean of MOVES moves of the epochs."""
    run = catalogue.page(name).run
    whole = asyncio.run(moved(server, name))
    began = process_time()
    for number in range(MOVES):
        replace(run, settings=replace(run.settings, epochs=MOST_EPOCHS - number, seed=SEED)).history()
    return 1000 * (whole - (process_time() - began)) / MOVES


async def moved(server: Server, name: str) -> float:
    """The processor seconds of the server and its workers for MOVES moves."""
    student = Student(server.url, 1, name, f"seed={SEED}")
    async with student.here():
        await student.move("Epochs", MOST_EPOCHS + 1.0)  # what is imported once is imported
        began = processor_seconds(family(server.process.pid))
        for number in range(MOVES):
            await student.move("Epochs", float(MOST_EPOCHS - number))
        return processor_seconds(family(server.process.pid)) - began
