"""A student: a real websocket client of the app, who opens a page, moves knobs, and waits for what a browser would wait for."""

import asyncio
import contextlib
import json
import random
import time
from dataclasses import dataclass, field
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from gdcore.programs import PROGRAMS

PAGES = tuple(PROGRAMS)
"""The pages that every version of the app has."""

RATE = ("Learning rate α",)
KNOBS = (*RATE, "Epochs")
PATIENCE = 120.0
"""Seconds after which an answer is lost."""

MOMENT = 1.0
"""Who rests for so many seconds is shown what to try next: the page's own script asks for it then."""


@dataclass
class Student:
    """One visitor with a page open, and what it was like."""

    url: str
    number: int
    page: str = ""
    link: str = ""
    knobs: tuple[str, ...] = KNOBS
    """The labels of those that the student moves."""
    first: float | None = None
    """Seconds from the click to the first picture."""
    changes: list[float] = field(default_factory=list)
    """Seconds from each move of a knob to the new page."""
    offers: int = 0
    """How often it was shown, or not, what to try next."""
    errors: list[str] = field(default_factory=list)
    received: int = 0
    """Bytes, inflated."""

    def __post_init__(self) -> None:
        self.chance = random.Random(self.number)
        self.page = self.page or PAGES[self.number % len(PAGES)]
        self.link = self.link or f"seed={self.chance.randrange(9999)}"
        self._sliders: dict[str, tuple[str, list[str]]] = {}
        self._moved: dict[str, Any] = {}
        self._script, self._title = "", ""
        self._later: tuple[str, str, str] | None = None
        self.pictures: list[bytes] = []
        """The player's data, as they came."""

    @contextlib.asynccontextmanager
    async def here(self) -> Any:
        """Open the page, and leave it in the end."""
        began = time.monotonic()
        address = self.url.replace("http", "ws") + "/_stcore/stream"
        async with websockets.connect(
            address, subprotocols=["streamlit"], origin=self.url, max_size=None, open_timeout=PATIENCE
        ) as socket:
            self.socket = socket
            message = BackMsg()
            message.rerun_script.query_string = self.link
            message.rerun_script.page_name = self.page
            await socket.send(message.SerializeToString())
            await self.drawn()
            self.first = time.monotonic() - began
            yield self

    async def drawn(self) -> None:
        """Wait until the page has been drawn."""
        while True:
            raw = await asyncio.wait_for(self.socket.recv(), PATIENCE)
            self.received += len(raw)
            message = ForwardMsg()
            message.ParseFromString(raw)
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self.see(message.delta.new_element, message.delta.fragment_id)
            elif kind == "navigation":
                self._script = message.navigation.page_script_hash
            elif kind == "script_finished" and message.script_finished != 2:  # 2: another run takes its place
                return

    def see(self, element: Any, fragment: str) -> None:
        """Note what an element is needed for."""
        kind = element.WhichOneof("type")
        if kind == "slider":
            self._sliders[element.slider.label] = element.slider.id, list(element.slider.options)
        elif kind == "html" and "gd-title" in element.html.body:
            self._title = element.html.body.split("gd-title")[-1][2:40]
        elif kind == "exception":
            self.errors.append(element.exception.message[:200])
        elif kind == "bidi_component":
            component = element.bidi_component
            if component.component_name.endswith("gd_moment"):
                data = json.loads(component.json or component.mixed.json)
                self._later = component.id, fragment, data["name"]
            elif component.component_name.endswith("gd_player"):
                self.pictures.append(component.bytes)

    async def send(self, message: BackMsg) -> None:
        """Send the state of all knobs, and wait for the page."""
        message.rerun_script.page_script_hash = self._script
        for name, value in self._moved.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id = name
            kind = state.string_array_value if isinstance(value, str) else state.double_array_value
            kind.data.append(value)
        await self.socket.send(message.SerializeToString())
        await self.drawn()

    async def move(self, label: str = "", value: Any = None) -> None:
        """Move a knob, as it comes or to a value, and wait for the new picture."""
        label = label or self.chance.choice(self.knobs)
        name, options = self._sliders[label]
        if value is None:
            count = len(options)
            middle = range(count // 4, 3 * count // 4)
            value = options[self.chance.choice(middle)] if count else float(self.chance.randrange(50, 500))
        self._moved[name], self._later = value, None
        began = time.monotonic()
        await self.send(BackMsg())
        self.changes.append(time.monotonic() - began)
        if self.page.split("_")[0] not in self._title.lower():
            self.errors.append(f"on {self._title[:20]} instead of {self.page}")

    async def rest(self, seconds: float) -> None:
        """Do nothing for a while. The page meanwhile asks what to try next, if there is something."""
        began = time.monotonic()
        if self._later is not None and seconds > MOMENT:
            await asyncio.sleep(MOMENT)
            name, fragment, text = self._later
            self._later = None
            message = BackMsg()
            message.rerun_script.fragment_id = fragment
            state = message.rerun_script.widget_states.widgets.add()
            state.id = f"$$STREAMLIT_INTERNAL_KEY_{name}__events"
            state.json_trigger_value = json.dumps([{"event": "over", "value": text}])
            await self.send(message)
            self.offers += 1
        await asyncio.sleep(max(0.0, seconds - (time.monotonic() - began)))

    async def work(self, begin: float, end: float, period: float) -> None:
        """Come at a time of the monotonic clock, and move a knob every so many seconds on average until another."""
        await asyncio.sleep(max(0.0, begin - time.monotonic()))
        try:
            async with self.here():
                while time.monotonic() < end:
                    await self.rest(self.chance.expovariate(1 / period))
                    await self.move()
        except Exception as error:
            self.errors.append(f"{type(error).__name__}: {error}"[:200])
