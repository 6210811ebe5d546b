"""Weights from a table of skill: one over the mean squared error, of uncalibrated rows."""

import pytest

from permil.datasets.skill_table import read_skill_weights
from permil.errors import FileProblem, InputError, MissingKey

HEAD = "model,experiment,treatment,n,rmse,calibrated\n"


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "skill.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_model_with_twice_the_error_weighs_a_quarter(written):
    rows = "rothc,a,x,5,2.0,no\ncentury,a,x,5,4.0,no\nrothc,a,x,5,0.1,yes\n"
    assert read_skill_weights(written(HEAD + rows)) == {"rothc": 1.0, "century": 0.25}


def test_squares_of_all_treatments_are_averaged(written):
    rows = "rothc,a,x,5,1.0,no\nrothc,b,y,5,3.0,no\ncentury,a,x,5,5.0,no\n"
    weights = read_skill_weights(written(HEAD + rows))
    assert weights["century"] / weights["rothc"] == pytest.approx(((1 + 9) / 2) / 25)


@pytest.mark.parametrize("value", ["", "good", "-1", "0", "nan", "inf"])
def test_an_error_that_is_no_positive_number_names_its_line(written, value):
    with pytest.raises(InputError, match="line 2, rmse"):
        read_skill_weights(written(HEAD + f"rothc,a,x,5,{value},no\n"))


def test_a_missing_column_and_a_table_without_uncalibrated_rows_are_refused(written):
    with pytest.raises(MissingKey, match="rmse"):
        read_skill_weights(written("model,bias\nrothc,1\n"))
    with pytest.raises(FileProblem, match="uncalibrated"):
        read_skill_weights(written(HEAD + "rothc,a,x,5,1.0,yes\n"))
