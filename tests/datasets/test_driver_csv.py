"""Driver tables."""

import pytest

from permil.datasets.driver_csv import ANNUAL, MONTHLY, read_drivers
from permil.errors import InputError
from permil.variables import glossary

NAMES = ("year", "month", "air_temperature", "precipitation")


def write(path, header=NAMES, months=24, temperature=10.0, mark=""):
    rows = [f"{2001 + i // 12},{i % 12 + 1},{temperature},{50 + i}" for i in range(months)]
    path.write_text(mark + "\n".join([",".join(header), *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def path(tmp_path):
    return tmp_path / "drivers.csv"


def test_a_table_is_read_by_column(path):
    table = read_drivers(write(path), allowed=MONTHLY, required=NAMES)
    assert list(table.columns) == list(NAMES)
    assert table.years.tolist() == [2001, 2002]
    assert table.columns["precipitation"].tolist() == [50.0 + i for i in range(24)]


def test_units_of_the_header_are_converted(path):
    header = ("year", "month", "air_temperature [K]", " precipitation [mm/month] ")
    table = read_drivers(write(path, header, 12, 283.15), allowed=MONTHLY, required=NAMES)
    assert table.columns["air_temperature"] == pytest.approx([10.0] * 12)


def test_a_kelvin_without_its_unit_is_refused(path):
    with pytest.raises(InputError, match=r"line 2, air_temperature: .*283"):
        read_drivers(write(path, temperature=283.15), allowed=MONTHLY, required=NAMES)


def test_the_mark_that_spreadsheets_write_does_not_matter(path):
    table = read_drivers(write(path, mark="\ufeff"), allowed=MONTHLY, required=NAMES)
    assert table.years.tolist() == [2001, 2002]


def test_annual_tables_have_one_row_a_year(path):
    path.write_text("year,soil_organic_carbon_stock [kg C/m2]\n2001,4\n2002,5\n")
    table = read_drivers(path, allowed=ANNUAL, required=ANNUAL)
    assert table.columns["soil_organic_carbon_stock"].tolist() == [40.0, 50.0]
    assert table.years.tolist() == [2001, 2002]
    path.write_text("year,soil_organic_carbon_stock [t C/ha]\n2001,40\n2003,50\n")
    with pytest.raises(InputError, match="line 3: 2003 stands where 2002 is expected"):
        read_drivers(path, allowed=ANNUAL, required=ANNUAL)


def test_every_column_is_in_the_glossary():
    assert set(MONTHLY) | set(ANNUAL) <= set(glossary())
