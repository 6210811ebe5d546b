"""The risk rules: complete files, known sources, strict reading, honest verdicts."""

import pytest

from permil.errors import NotANumber, TableError, UnknownName
from permil.library.risk_rules import (
    NUMBERS,
    WORDS,
    Verdict,
    all_rules,
    judge_risks,
    read_rule,
)
from permil.tables import references
from permil.units import UNITS

GOOD = """id = "toy"
gas = "N2O"
direction = "higher"
name = { en = "Toy" }
why = { en = "A toy." }
[when]
ph = { from = 5.0, below = 6.5 }
tillage = ["no_till"]
[magnitude]
low = 1
mid = 2
high = 3
unit = "%"
basis = "Made up."
source = "rochette2008"
confidence = "memory"
[helps.nothing]
text = { en = "Nothing." }
effect = { unit = "%", basis = "Made up.", source = "rochette2008", confidence = "memory" }
"""


@pytest.fixture
def toy():
    return (read_rule(GOOD, "toy.toml"),)


def found(facts, rules=None):
    return {f.rule.id: f for f in judge_risks(facts, rules)}


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_a_rule_is_complete(rule):
    assert rule.name
    assert rule.why.endswith(".")
    assert rule.when
    for effect in (rule.magnitude, *(measure.effect for measure in rule.helps)):
        assert effect.source in references()
        assert effect.unit in UNITS
        assert effect.basis.endswith(".")
    assert rule.helps or rule.direction == "lower"
    for measure in rule.helps:
        assert measure.text.endswith(".")


def test_every_quantity_is_used_and_has_a_unit():
    used = {condition.quantity for rule in all_rules() for condition in rule.when}
    assert used | {"fertiliser"} == {*NUMBERS, *WORDS}
    assert set(NUMBERS.values()) <= set(UNITS)


def test_no_till_on_a_poorly_drained_field():
    facts = {"tillage": "no_till", "drainage_class": "poor"}
    finding = found(facts)["no_till_poor_drainage_n2o"]
    assert finding.verdict is Verdict.HOLDS
    assert (finding.rule.magnitude.mid, finding.rule.magnitude.unit) == (2.0, "kg N/ha/yr")
    for harmless in ({"drainage_class": "good"}, {"tillage": "full_tillage"}):
        assert found(facts | harmless)["no_till_poor_drainage_n2o"].verdict is Verdict.FAILS


def test_a_paddy_under_water_with_straw():
    facts = {
        "water_regime": "continuously_flooded",
        "flooded_months": 3,
        "straw_before_flooding": 6,
    }
    verdicts = {name: f.verdict for name, f in found(facts).items() if f.rule.gas == "CH4"}
    assert verdicts == {"flooded_rice_ch4": Verdict.HOLDS, "straw_in_paddy_ch4": Verdict.HOLDS}
    upland = found(facts | {"water_regime": "upland"})
    assert upland["straw_in_paddy_ch4"].verdict is Verdict.FAILS


def test_limits_belong_to_the_higher_side(toy):
    for ph, verdict in ((4.99, "fails"), (5.0, "holds"), (6.49, "holds"), (6.5, "fails")):
        assert found({"ph": ph, "tillage": "no_till"}, toy)["toy"].verdict == verdict


def test_what_is_not_known_leaves_a_rule_undecided(toy):
    assert found({}, toy)["toy"].missing == ("ph", "tillage")
    half = found({"ph": 5.5, "tillage": None}, toy)["toy"]
    assert (half.verdict, half.missing) == (Verdict.UNDECIDED, ("tillage",))
    settled = found({"ph": 8.0}, toy)["toy"]
    assert (settled.verdict, settled.missing) == (Verdict.FAILS, ())


@pytest.mark.parametrize(
    ("facts", "error", "words"),
    [
        ({"Ph": 5.0}, UnknownName, "ph"),
        ({"drainage_class": "bad"}, UnknownName, "poor"),
        ({"ph": "5"}, NotANumber, "number"),
        ({"ph": float("nan")}, NotANumber, "nan"),
        ({"ph": float("inf")}, NotANumber, "inf"),
        ({"ph": True}, NotANumber, "True"),
        ({"tillage": 1.0}, UnknownName, "no_till"),
    ],
)
def test_facts_that_no_rule_could_use_are_refused(facts, error, words):
    with pytest.raises(error, match=words):
        judge_risks(facts)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("why = ", "reason = "), "reason"),
        (('id = "toy"', 'id = "other"'), "the file's name"),
        (('gas = "N2O"', 'gas = "NO2"'), "NO2"),
        (('direction = "higher"', 'direction = "up"'), "up"),
        (("ph = {", "acidity = {"), "unknown quantity 'acidity'"),
        (("from = 5.0, below", "above = 5.0, below"), "above"),
        (("from = 5.0, below = 6.5", "from = 6.5, below = 5.0"), "rising"),
        (("{ from = 5.0, below = 6.5 }", "{}"), "rising"),
        (("from = 5.0", 'from = "5"'), "rising"),
        (('["no_till"]', '["no-till"]'), "no-till"),
        (('["no_till"]', '"no_till"'), "a list of"),
        (('["no_till"]', "[]"), "a list of"),
        (('unit = "%"\nbasis', 'unit = "percent"\nbasis'), "percent"),
        (("mid = 2", "mid = 4"), "low <= mid <= high"),
        (("low = 1\n", ""), "both or neither"),
        (('confidence = "memory"\n[helps', 'confidence = "sure"\n[helps'), "sure"),
        (('source = "rochette2008"\nconfidence', "confidence"), "source"),
        (('text = { en = "Nothing." }', 'text = { fr = "Rien." }'), "en"),
        (("[when]", "[when"), "TOML"),
        (('ph = { from = 5.0, below = 6.5 }\ntillage = ["no_till"]\n', ""), "no condition"),
    ],
)
def test_a_bad_file_is_refused_with_its_name(change, message):
    assert change[0] in GOOD
    with pytest.raises(TableError, match=message) as error:
        read_rule(GOOD.replace(*change), "toy.toml")
    assert "toy.toml" in str(error.value)


def test_a_rule_is_compared_and_never_executed():
    text = GOOD.replace("from = 5.0", "from = \"__import__('os').getcwd()\"")
    with pytest.raises(TableError):
        read_rule(text, "toy.toml")
