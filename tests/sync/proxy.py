"""A wire that counts and breaks: what a client sends to a server on this machine goes through it.

with Proxy(port) as wire:
    push(wire.address)             # wire.up, wire.down, wire.requests
    wire.cut(up=5_000)             # breaks once, when 5,000 more bytes have gone up
    wire.cut(down=0)               # the server does its work, and its answer is lost
    wire.cut(up=1024, again=True)  # breaks after every kilobyte
    wire.unplug()                  # nobody is there any more
    wire.mend()
"""

import asyncio
import re
import socket
import struct
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

_REQUEST = re.compile(rb"(?:DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) \S+ HTTP/1\.[01]\r\n")
_LINE = 4096  # bytes that a request's first line has at most
_AT_ONCE = 1 << 16


class Proxy:
    """`up` and `down` are the bytes that went through to the server and to the client, with all
    heads, in all connections; `requests` those that went up in them; `connections` how many there
    were, and `cuts` how many of them broke. A broken one is reset on both sides at once."""

    def __init__(self, port: int) -> None:
        """Before the server at `port` of the loopback interface."""
        self._port = port
        self._links: set[_Link] = set()
        self._plugged = True
        self._cuts = dict.fromkeys(("up", "down"), _Cut())
        self.up = self.down = self.requests = self.connections = self.cuts = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._met, "127.0.0.1", 0, limit=_AT_ONCE), self._loop
        ).result()
        self.port: int = self._server.sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def forget(self) -> None:
        """Counts from 0 again."""
        self._do(self._forget)

    def cut(self, *, up: int | None = None, down: int | None = None, again: bool = False) -> None:
        """Breaks the connection when so many more bytes have gone that way, in all connections
        together: they arrive, and the next one does not. `again`: each time that as many more
        have gone."""
        cuts = {"up": _Cut(up, again), "down": _Cut(down, again)}
        self._do(lambda: self._cuts.update(cuts))

    def unplug(self) -> None:
        """Breaks all connections, and each new one at once, until it is mended."""
        self._plugged = False
        self._do(self._break_all)

    def mend(self) -> None:
        """No cut is ahead any more, and the server is there."""
        self._plugged = True
        self.cut()

    def close(self) -> None:
        if self._loop.is_closed():
            return
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _do(self, work: Callable[[], None]) -> None:
        """In the wire's own thread; waits for it."""

        async def done() -> None:
            work()

        asyncio.run_coroutine_threadsafe(done(), self._loop).result()

    def _forget(self) -> None:
        self.up = self.down = self.requests = self.connections = self.cuts = 0

    async def _end(self) -> None:
        self._plugged = False
        self._server.close()
        self._break_all()
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})

    def _break_all(self) -> None:
        for link in self._links:
            link.snap()

    async def _met(self, source: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        client = _End(source, back)
        self.connections += 1
        if not self._plugged:
            client.snap()
            return
        try:
            server = _End(*await asyncio.open_connection("127.0.0.1", self._port, limit=_AT_ONCE))
        except OSError:
            client.snap()
            return
        link = _Link(client, server)
        if not self._plugged:  # meanwhile
            link.snap()
        self._links.add(link)
        await asyncio.gather(
            self._carry("up", link, client, server), self._carry("down", link, server, client)
        )
        self._links.discard(link)
        client.sink.close()
        server.sink.close()

    async def _carry(self, way: str, link: "_Link", source: "_End", target: "_End") -> None:
        seen = b""
        try:
            while data := await source.source.read(_AT_ONCE):
                passed = self._cuts[way].pass_on(data)
                seen = self._count(way, seen, passed)
                target.sink.write(passed)
                await target.sink.drain()
                if len(passed) < len(data):
                    self.cuts += 1
                    link.snap()
                    return
            target.sink.write_eof()
        except OSError:
            link.snap()  # one side is gone: the other hears of it

    def _count(self, way: str, seen: bytes, data: bytes) -> bytes:
        """The end of what went by, in which a request may have begun."""
        if way == "down":
            self.down += len(data)
            return b""
        self.up += len(data)
        text = seen + data
        end = 0
        for each in _REQUEST.finditer(text):
            self.requests += 1
            end = each.end()
        return text[max(end, len(text) - _LINE) :]


class _Cut:
    def __init__(self, after: int | None = None, again: bool = False) -> None:
        self._after, self._left, self._again = after, after, again

    def pass_on(self, data: bytes) -> bytes:
        """What comes through of it; all of it, or the connection breaks."""
        if self._left is None:
            return data
        passed = data[: self._left]
        self._left -= len(passed)
        if len(passed) < len(data):
            self._left = self._after if self._again else None
        return passed


class _End:
    """One side's socket. What is written waits for nothing, and what is snapped is reset."""

    def __init__(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        self.source, self.sink = source, sink
        sink.transport.set_write_buffer_limits(0)
        plug: socket.socket = sink.get_extra_info("socket")
        plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def snap(self) -> None:
        plug: socket.socket = self.sink.get_extra_info("socket")
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sink.transport.abort()


class _Link:
    def __init__(self, client: _End, server: _End) -> None:
        self._ends = (client, server)

    def snap(self) -> None:
        for end in self._ends:
            if not end.sink.transport.is_closing():
                end.snap()
