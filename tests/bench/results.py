"""What the figures' own processes print as JSON, and the rows it becomes. No Qt here: the process
that weighs the others reads it."""

from statistics import median

import msgspec

from tests.bench.figure import Figure, percentile


class Taps(msgspec.Struct):
    """Milliseconds to the changed frame by page, and there by round: of the same taps, and of
    changes to the same languages. The floor: taps on a bare page whose tile changes its colour."""

    taps: dict[str, list[list[float]]]
    languages: dict[str, list[list[float]]]
    floor: list[float]

    def figures(self) -> list[Figure]:
        floor = percentile(self.floor, 95)
        rows = []
        for what, most, pages in (
            ("tap to changed frame", 50, self.taps),
            ("language switch to changed frame", 100, self.languages),
        ):
            # a tap's time is the median of its rounds: what else the machine did is no property
            # of the tap
            usual = {page: [median(each) for each in zip(*rounds, strict=True)]
                     for page, rounds in pages.items()}  # fmt: skip
            p95 = {page: percentile(took, 95) for page, took in usual.items()}
            slowest = max(p95, key=p95.__getitem__)
            everywhere = [took for page in usual.values() for took in page]
            for name, value, bar in (
                (f"{what}, p95 of the slowest page ({slowest})", p95[slowest], most),
                (f"{what}, p95 of all {len(pages)} pages", percentile(everywhere, 95), most),
                (f"{what}, median of all pages", median(everywhere), None),
            ):
                rows.append(
                    Figure(what=name, measured=value, peer="tap on a bare page, p95",
                           beside=floor, ratio=value / floor, most=bar)
                )  # fmt: skip
        return rows


class Keys(msgspec.Struct):
    """Milliseconds of every key press: the kiosk's search with the rows it shows, and a plain walk
    over all plates."""

    typed: list[float]
    walked: list[float]

    def figures(self) -> list[Figure]:
        own, floor = percentile(self.typed, 99), percentile(self.walked, 99)
        return [
            Figure(what="plate search among 5,000 vehicles, p99", measured=own, most=5,
                   peer="a walk over all plates, p99", beside=floor, ratio=own / floor)
        ]  # fmt: skip


class Growth(msgspec.Struct):
    """Megabytes (10^6) that no file stands behind, after every hundred sessions."""

    pages: int
    weights: list[float]

    def figures(self) -> list[Figure]:
        first, last = self.weights[0], self.weights[-1]
        sessions = len(self.weights) * 100
        return [
            Figure(what=f"growth of memory over {sessions:,} sessions of visiting all {self.pages} "
                   "pages, after the first 100", unit="MB", measured=last - first, most=10,
                   peer="after the first 100 it held", beside=first)
        ]  # fmt: skip


class Lateness(msgspec.Struct):
    """Milliseconds by which a timer of 5 ms came late, whenever it should have come; the share of
    one core that the process took, and how often a second its screen was told of changes."""

    late: list[float]
    share: float
    changes: float
