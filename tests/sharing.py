"""What several tests need and none changes is made once in a run, whichever of xdist's workers comes first."""

import fcntl
import os


def once(factory, name, make):
    """Return a folder that `make(folder)` has filled; `factory` is pytest's tmp_path_factory."""
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent  # each worker has a folder of its own in that of the run
    folder, made = root / name, root / f"{name}.made"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert made.exists() or not folder.exists(), f"{name} could not be made"
        if not made.exists():
            folder.mkdir()
            make(folder)
            made.touch()
    return folder
