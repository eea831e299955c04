"""A device's key: made whole or not at all, and read by nobody else."""

import os
import stat
import subprocess
import sys

import pytest

from sync import identity as files
from sync.errors import Failure
from sync.identity import KEY, NEXT, Identity, adopt, forget_waiting, load, prepare, waiting


def adopted(folder) -> Identity:
    prepare(folder, Identity.new("device-1"))
    return adopt(folder)


def test_there_is_none_before_it_is_enrolled(tmp_path):
    assert load(tmp_path) is None
    assert waiting(tmp_path) is None


def test_a_key_waits_until_it_is_taken(tmp_path):
    made = Identity.new("device-1")
    prepare(tmp_path, made)
    assert load(tmp_path) is None
    assert waiting(tmp_path).public == made.public
    assert adopt(tmp_path).public == made.public
    assert waiting(tmp_path) is None
    again = load(tmp_path)
    assert (again.device, again.public) == ("device-1", made.public)
    assert len(made.public) == 32


def test_one_that_is_not_taken_changes_nothing(tmp_path):
    present = adopted(tmp_path)
    prepare(tmp_path, Identity.new("device-2"))
    forget_waiting(tmp_path)
    forget_waiting(tmp_path)
    assert waiting(tmp_path) is None
    assert load(tmp_path).public == present.public
    with pytest.raises(Failure, match="enrol this device again"):
        adopt(tmp_path)


def test_nobody_else_reads_it_whatever_is_usual_here(tmp_path):
    before = os.umask(0)
    try:
        adopted(tmp_path)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / KEY).stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == [KEY]


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o777])
def test_a_key_that_others_can_read_is_not_used(tmp_path, mode):
    adopted(tmp_path)
    (tmp_path / KEY).chmod(mode)
    with pytest.raises(Failure, match="chmod 600") as told:
        load(tmp_path)
    assert str(tmp_path / KEY) in str(told.value)
    (tmp_path / KEY).chmod(0o600)
    assert load(tmp_path) is not None


@pytest.mark.parametrize("held", [b"", b"{", b'{"device": "d"}', b'{"device": "d", "key": "AAAA"}'])
def test_a_torn_key_is_named(tmp_path, held):
    (tmp_path / KEY).write_bytes(held)
    (tmp_path / KEY).chmod(0o600)
    with pytest.raises(Failure, match="holds no key"):
        load(tmp_path)


def test_a_folder_that_is_gone_is_one_sentence(tmp_path):
    with pytest.raises(Failure, match="can't be used"):
        prepare(tmp_path / "gone", Identity.new("device-1"))


@pytest.mark.parametrize("step", ["fsync", "rename", "dir"])
def test_a_full_disk_leaves_the_key_that_was(tmp_path, monkeypatch, step):
    present = adopted(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    elif step == "rename":
        monkeypatch.setattr(files.Path, "rename", full)
    else:
        monkeypatch.setattr(files, "to_disk", full)
    with pytest.raises(Failure, match="No space left"):
        prepare(tmp_path, Identity.new("device-2"))
    monkeypatch.undo()
    assert load(tmp_path).public == present.public
    assert {each.name for each in tmp_path.iterdir()} <= {KEY, NEXT}


def test_the_process_dies_at_any_step_and_a_whole_key_is_there(tmp_path):
    """Killed before the nth call into the system that makes the file, for each n."""
    script = """
import os, sys
from pathlib import Path
from sync import identity
from sync.identity import Identity
folder, left = Path(sys.argv[1]), int(sys.argv[2])
def counted(work):
    def step(*given, **named):
        global left
        if left == 0:
            os._exit(9)
        left -= 1
        return work(*given, **named)
    return step
os.open, os.fsync, Path.rename = counted(os.open), counted(os.fsync), counted(Path.rename)
identity.prepare(folder, Identity.new("device-2"))
identity.adopt(folder)
"""
    present = adopted(tmp_path)
    ended = []
    for step in range(20):
        run = subprocess.run([sys.executable, "-c", script, str(tmp_path), str(step)], check=False)
        ended.append(run.returncode)
        now = load(tmp_path)
        assert now is not None
        assert now.public == present.public or now.device == "device-2"
        waiting(tmp_path)
        if run.returncode == 0:
            break
    assert ended[-1] == 0
    assert len(ended) > 6
    assert now.device == "device-2"
