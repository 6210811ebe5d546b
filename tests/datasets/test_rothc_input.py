"""The official input file, both versions of it."""

import numpy as np
import pytest

from permil.datasets.rothc_input import COLUMNS, read_rothc_input
from permil.variables import glossary
from rothc_files import PYTHON_EXAMPLE, VERSION_2, official_input, read


@pytest.fixture
def version_1(tmp_path):
    path = tmp_path / "RothC_input.dat"
    path.write_text(official_input("python_example_drivers.csv", PYTHON_EXAMPLE))
    return path


def test_version_1(version_1):
    given = read_rothc_input(version_1)
    assert (given.clay, given.depth, given.inert_organic_matter) == (13.0, 25.0, 3.0041)
    assert given.silt is given.bulk_density is given.organic_carbon is None
    assert given.minimum_moisture is None
    assert (given.moisture_option, given.bare_option) == (1, 1)
    drivers = read("python_example_drivers.csv")
    assert set(given.rows) == {ruled for _, ruled in COLUMNS}
    for name, values in given.rows.items():
        assert values.tolist() == [float(row[name]) for row in drivers]


@pytest.mark.parametrize("options", ["1 1", "2 2", "3 1"])
def test_version_2(tmp_path, options):
    path = tmp_path / "RothC_input.dat"
    path.write_text(official_input("version_2_drivers.csv", VERSION_2, options))
    given = read_rothc_input(path)
    assert f"{given.moisture_option} {given.bare_option}" == options
    assert (given.silt, given.bulk_density, given.organic_carbon) == (58.6, 1.27, 0.94)
    assert given.minimum_moisture == 0.2


def test_the_order_of_the_soil_columns_is_free(version_1):
    text = version_1.read_text()
    version_1.write_text(
        text.replace("clay depth iom nsteps", "clay depth nsteps iom").replace(
            "3.0041 132", "132 3.0041"
        )
    )
    given = read_rothc_input(version_1)
    assert given.inert_organic_matter == 3.0041
    assert len(given.rows["year"]) == 132


def test_blank_lines_and_windows_line_ends_do_not_matter(version_1):
    plain = read_rothc_input(version_1).rows
    version_1.write_bytes(version_1.read_text().replace("\n", "\r\n").encode() + b"\r\n\r\n")
    for name, values in read_rothc_input(version_1).rows.items():
        assert np.array_equal(values, plain[name])


def test_every_column_is_ruled_by_the_glossary():
    assert {ruled for _, ruled in COLUMNS} <= set(glossary())
