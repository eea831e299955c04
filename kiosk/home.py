"""Which folder holds this device's data, and the sample home."""

import logging
import os
from pathlib import Path

from kiosk.assets import assets_folder
from kiosk.errors import BadInput, Failure
from kiosk.store import Store
from kiosk.store.backup import to_disk
from sync.records import Home, Record
from sync.records.files import read_content

log = logging.getLogger(__name__)

SAMPLE = "horgos-jinyi"


def data_folder(option: Path | None) -> Path:
    """The device's folder: what `--data` says, else $KIOSK_DATA, else a sample home, which is
    made at its first use. A folder that is named need not exist yet. Raises BadInput if it is
    a file, Failure if the sample can't be made."""
    named = os.environ.get("KIOSK_DATA")
    folder = option or (Path(named) if named else None)
    if folder is None:
        folder = _sample_folder()
        # written last when the sample is made: where it is, the sample is whole
        if not _written(folder):
            ensure_sample(folder)
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder} is a file; name a folder for the data.")
    return folder


def ensure_sample(folder: Path) -> None:
    """Make a sample home in `folder` where no home is yet: the sample's content in the store,
    and a kiosk.toml that names it. What is there stays. Raises Failure."""
    with Store.open(folder) as store:
        if not store.count(Home):
            store.adopt(sample_content())
    if not _written(folder):
        # whole or not at all, also when the power goes
        part = folder / "kiosk.toml.part"
        part.write_text(f'home = "{SAMPLE}"\n', "utf-8")
        to_disk(part)
        part.replace(folder / "kiosk.toml")


def ensure_content(store: Store, home: str) -> None:
    """Take over a home's content from assets/content where the store has none of it, and the
    program brings it. Raises Failure."""
    if store.get(Home, home) is not None:
        return
    records = home_content(home)
    if records:
        store.adopt(records)
    else:
        log.warning("There is no content of the home %s yet: the pages stay empty.", home)


def sample_content() -> list[Record]:
    """All records of the sample home. Raises Failure where a file of it is broken."""
    records = home_content(SAMPLE)
    if not records:
        place = assets_folder() / "content" / SAMPLE
        raise Failure(f"The sample home's content is missing from {place}; install it again.")
    return records


def home_content(home: str) -> list[Record]:
    """All records that assets/content has of a home; none where it is not there. Raises Failure
    where a file is broken."""
    files = sorted((assets_folder() / "content" / home).glob("*.json"))
    return [record for file in files for record in read_content(file)]


def _written(folder: Path) -> bool:
    """Whether there are settings; a file without a byte is what a power cut left of them."""
    settings = folder / "kiosk.toml"
    return settings.exists() and settings.stat().st_size > 0


def _sample_folder() -> Path:
    # the XDG base directory specification: an empty or relative value counts as none
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    base = named if named.is_absolute() else Path.home() / ".local" / "share"
    return base / "driver-home" / "sample"
