"""The published and computed cases of the balance, re-keyed with their citation."""

import pytest

from reference_runs.balance.evaluate import EVALUATE, cases

CASES = cases()


@pytest.mark.parametrize(("topic", "case"), CASES, ids=[case["id"] for _, case in CASES])
def test_case(topic, case):
    assert case["citation"]
    results = EVALUATE[topic](case)
    assert results.keys() == case["expected"].keys()
    for name, expected in case["expected"].items():
        assert results[name] == pytest.approx(expected, rel=case["rel_tol"], abs=0.0), name


def test_no_topic_is_without_a_case():
    assert {topic for topic, _ in CASES} == EVALUATE.keys()
