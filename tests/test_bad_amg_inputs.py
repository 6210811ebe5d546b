"""Every bad file in an input folder of AMG gets one clear error; its first line says which.

``WORD_mistake.csv`` takes the place of the official file whose name holds the word.
"""

from pathlib import Path

import pytest

from amg_files import PARAMETERS, write_folder
from permil.errors import InputError
from permil.workflows.simulate_amg import simulate_amg

FILES = sorted((Path(__file__).parent / "bad_input" / "simulate_amg").iterdir())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bad_file_gets_one_clear_error(path, tmp_path):
    first, _, text = path.read_text(encoding="latin-1").partition("\n")
    code, *fragments = first.removeprefix("# expected: ").split(" | ")
    word = path.stem.partition("_")[0]
    folder = write_folder(tmp_path / "inputs", **PARAMETERS | {word: text})
    with pytest.raises(InputError) as caught:
        simulate_amg(folder)
    message = str(caught.value)
    assert caught.value.code == code, message
    for fragment in (str(folder), *fragments):
        assert fragment in message, message


def test_the_files_without_a_mistake_run(tmp_path):
    assert len(simulate_amg(write_folder(tmp_path / "inputs", **PARAMETERS)).runs) == 2


def test_what_is_named_by_its_folder_is_named_by_its_file(tmp_path):
    folder = write_folder(tmp_path / "inputs", SOIL="")
    with pytest.raises(InputError, match=r"inputs_SOIL\.csv"):
        simulate_amg(folder)
