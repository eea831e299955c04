"""What the server tells whoever watches over it (Prometheus' text format). No device and no person
is named: homes are few, and their figures stand in `hq devices`."""

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """Counts what this process does, and asks `figures` (names and numbers, read from the
    database) whenever it is read: those are of all workers together."""

    media_type = CONTENT_TYPE_LATEST

    def __init__(self, figures: Callable[[], Mapping[str, float]]) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "hq_requests",
            "Requests of devices that were answered.",
            ["path"],
            registry=self._registry,
        )
        self._bytes = Counter(
            "hq_body_bytes", "Bytes of their bodies.", ["way"], registry=self._registry
        )
        self._seconds = Histogram(
            "hq_request_seconds",
            "Time from the first byte to the answer.",
            ["path"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._registry.register(_Stored(figures))

    def asked(self, path: str, up: int, down: int, seconds: float) -> None:
        """A request was answered."""
        self._requests.labels(path).inc()
        self._bytes.labels("up").inc(up)
        self._bytes.labels("down").inc(down)
        self._seconds.labels(path).observe(seconds)

    def text(self) -> bytes:
        return generate_latest(self._registry)


class _Stored(Collector):
    def __init__(self, figures: Callable[[], Mapping[str, float]]) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        for name, value in sorted(self._figures().items()):
            yield GaugeMetricFamily(f"hq_{name}", f"Now: {name.replace('_', ' ')}.", value=value)
