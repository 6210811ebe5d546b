import numpy as np
import pytest

from permil.errors import Conflict
from permil.science.texture import TEXTURES, texture_class_usda, texture_codes_usda
from permil.tables.water_categories import TextureClass


@pytest.mark.parametrize(
    ("sand", "clay", "expected"),
    [
        (92, 3, "sand"),
        (82, 6, "loamy_sand"),
        (65, 10, "sandy_loam"),
        (40, 3, "silt_loam"),
        (50, 4, "sandy_loam"),
        (40, 18, "loam"),
        (20, 15, "silt_loam"),
        (7, 6, "silt"),
        (7, 13, "silt_loam"),
        (60, 27, "sandy_clay_loam"),
        (33, 33, "clay_loam"),
        (10, 33, "silty_clay_loam"),
        (52, 42, "sandy_clay"),
        (6, 47, "silty_clay"),
        (20, 60, "clay"),
        (0, 100, "clay"),
        (100, 0, "sand"),
        (0, 0, "silt"),
    ],
)
def test_soils_in_the_middle_of_their_class(sand, clay, expected):
    silt = 100 - sand - clay
    assert texture_class_usda(sand, clay) == expected, silt


@pytest.mark.parametrize(
    ("sand", "clay", "expected"),
    [
        (45, 40, "clay"),  # sandy clay has more than 45 % sand
        (45.1, 40, "sandy_clay"),
        (20, 40, "silty_clay"),  # 40 % silt
        (20, 39.9, "silty_clay_loam"),
        (52, 20, "loam"),  # 28 % silt
        (52.1, 20, "sandy_clay_loam"),
        (43, 7, "silt_loam"),  # 50 % silt
        (8, 12, "silt_loam"),  # 80 % silt and 12 % clay
        (85, 0, "loamy_sand"),  # silt + 1.5 clay is 15
        (70, 0, "sandy_loam"),  # silt + 2 clay is 30
    ],
)
def test_limits_belong_to_one_class(sand, clay, expected):
    assert texture_class_usda(sand, clay) == expected


def test_every_class_has_a_place_in_the_triangle():
    sand, clay = np.meshgrid(np.arange(101.0), np.arange(101.0))
    inside = sand + clay <= 100
    found = texture_class_usda(sand[inside], clay[inside])
    assert set(found) == set(TextureClass)
    codes = texture_codes_usda(sand[inside], clay[inside])
    for k in range(0, len(found), 97):
        assert texture_class_usda(sand[inside][k], clay[inside][k]) == TEXTURES[codes[k]]


def test_more_than_everything_is_refused():
    assert texture_class_usda(60.2, 40.2) == "sandy_clay"
    with pytest.raises(Conflict):
        texture_class_usda(70.0, 40.0)
