"""A relay between the browser and the server that counts what the server sends: bytes on the wire, compression included."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit


class Relay:
    """Passes connections on to a server. `received` counts the bytes that came back, of all connections so far."""

    def __init__(self, url: str) -> None:
        self.target = urlsplit(url).port
        self.received = 0
        self.port = 0

    @property
    def url(self) -> str:
        """The address to open instead of the server's."""
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, started: threading.Event) -> None:
        """Pass on, until cancelled."""
        server = await asyncio.start_server(self.connect, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self.server = server
        started.set()
        await server.serve_forever()

    def stop(self) -> None:
        """Pass nothing on any more."""
        self.server.close()

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, both ways."""
        back, out = await asyncio.open_connection("127.0.0.1", self.target)
        with suppress(asyncio.CancelledError):  # the end of the relay is the end of its connections
            await asyncio.gather(self.pass_on(reader, out, 0), self.pass_on(back, writer, 1))

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, counted: int) -> None:
        """One way of a connection."""
        with suppress(ConnectionError):
            while block := await reader.read(65536):
                self.received += counted * len(block)
                writer.write(block)
                await writer.drain()
        writer.close()


@contextmanager
def relayed(url: str) -> Iterator[Relay]:
    """A relay to a server, until the block ends."""
    relay, started, loop = Relay(url), threading.Event(), asyncio.new_event_loop()

    def run() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(relay.serve(started))
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.1))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    started.wait()
    yield relay
    loop.call_soon_threadsafe(relay.stop)
    thread.join(5)
