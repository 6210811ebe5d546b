"""Every project that cannot be calibrated gets one clear error; its first line says which."""

from pathlib import Path

import pytest

from permil.errors import InputError
from permil.workflows.calibration.run import calibrate

FOLDER = Path(__file__).parent / "bad_input" / "calibrate"
FILES = sorted(FOLDER.glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_project_that_cannot_be_calibrated_gets_one_clear_error(path, tmp_path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    code, *fragments = (part.strip() for part in first.removeprefix("# expected:").split("|"))
    target = tmp_path / "out"
    with pytest.raises(InputError) as caught:
        calibrate(path, steps=20, folder=target)
    message = str(caught.value)
    assert caught.value.code == code, message
    for fragment in (path.name, *fragments):
        assert fragment in message, message
    assert not target.exists()


def test_there_is_a_file_for_every_way_to_fail():
    assert len(FILES) >= 10
