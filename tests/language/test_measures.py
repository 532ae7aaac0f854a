"""Measures: levels, vertebrae, grades, angles, sides, dates and lengths of time, and what only looks like one."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from rootnote.anatomy import VERTEBRAE, levels_between
from rootnote.language.measures import MEASURES, read_measures


def measures(nlp: Language, text: str) -> list[tuple[str, str, str]]:
    """Label, value and text of each measure in a text."""
    words = [token.text for token in nlp.make_doc(text)]
    return [(measure.label, measure.value, " ".join(words[measure.start : measure.end])) for measure in read_measures(words)]


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        *(pytest.param(text, "L4-L5", id=text) for text in ("L4-5", "L4/5", "L4-L5", "L4/L5", "L45", "L4–5", "L4–L5", "l4-5", "L-4/5")),
        *(pytest.param(text, "L5-S1", id=text) for text in ("L5-S1", "L5/S1", "L5S1", "L5-1", "L51", "L5–S1", "l5-s1")),
        *(pytest.param(text, "L4-L5", id=text) for text in ("L4 - L5", "L4 / L5", "L 4-5", "L four five", "between L4 and L5", "L4 on L5")),
        *(
            pytest.param(text, "L4-L5 L5-S1", id=text)
            for text in ("L4 to S1", "L4-S1", "L4-5-S1", "L4 through S1", "L4-5/L5-S1", "L4-5/5-1")
        ),
        *(pytest.param(text, "L3-L4 L4-L5", id=text) for text in ("L3-4-5", "L3-L4-L5", "L3 to L5", "L3-4/4-5", "L3-L4/L4-L5")),
        pytest.param("L2-3/L4-5", "L2-L3 L4-L5", id="list-with-a-gap"),
        pytest.param("L3-4 through L5-S1", "L3-L4 L4-L5 L5-S1", id="range-of-levels"),
        pytest.param("T12-L1", "T12-L1", id="thoracolumbar"),
        pytest.param("S1-S2", "S1-S2", id="sacral"),
        pytest.param("C5-6", "C5-C6", id="cervical"),
        pytest.param("T7-8", "T7-T8", id="thoracic"),
    ],
)
def test_level_is_read(nlp: Language, text: str, levels: str) -> None:
    assert [measure[:2] for measure in measures(nlp, f"disc at {text} today")] == [("LEVEL", levels)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("L3-4, 4-5 and 5-1", ["L3-L4", "L4-L5", "L5-S1"], id="list-goes-on-without-letters"),
        pytest.param("L4-5 & L5-S1", ["L4-L5", "L5-S1"], id="two-levels"),
        pytest.param("L4-5 disc, 4-5 of strength", ["L4-L5"], id="bare-numbers-apart-from-a-level"),
        pytest.param("grade 4-5", [], id="bare-numbers-alone"),
        pytest.param("L5-L4", [], id="upwards"),
        pytest.param("L4-9", [], id="no-such-vertebra"),
        pytest.param("L4 and L5 roots", [], id="two-roots"),
        pytest.param("L5, S1", [], id="list-of-roots"),
        pytest.param("S1 S2", [], id="heart-sounds"),
        pytest.param("HL5-6", [], id="inside-a-word"),
    ],
)
def test_levels_of_a_list(nlp: Language, text: str, expected: list[str]) -> None:
    assert [value for label, value, _ in measures(nlp, text) if label == "LEVEL"] == expected


@pytest.mark.parametrize(
    ("text", "label", "value", "words"),
    [
        pytest.param("the L5 root", "VERTEBRA", "L5", "L5", id="root"),
        pytest.param("the s1 root", "VERTEBRA", "S1", "s1", id="root-in-small-letters"),
        pytest.param("the L 5 root", "VERTEBRA", "L5", "L 5", id="root-with-a-space"),
        pytest.param("the L-5 root", "VERTEBRA", "L5", "L-5", id="root-with-a-hyphen"),
        pytest.param("the L five root", "VERTEBRA", "L5", "L five", id="root-in-words"),
        pytest.param("the S one root", "VERTEBRA", "S1", "S one", id="sacral-root-in-words"),
        pytest.param("the C8 root", "VERTEBRA", "C8", "C8", id="root-without-a-vertebra"),
        pytest.param("EHL 4/5", "STRENGTH_GRADE", "4", "4/5", id="strength"),
        pytest.param("EHL=4/5", "STRENGTH_GRADE", "4", "4/5", id="strength-after-equals"),
        pytest.param("EHL 4+/5", "STRENGTH_GRADE", "4+", "4+/5", id="strength-plus"),
        pytest.param("EHL 5-/5", "STRENGTH_GRADE", "5-", "5-/5", id="strength-minus"),
        pytest.param("EHL 4/5-", "STRENGTH_GRADE", "4-", "4/5-", id="minus-behind"),
        pytest.param("EHL 3-4/5", "STRENGTH_GRADE", "3-4", "3-4/5", id="strength-between"),
        pytest.param("EHL 4 out of 5", "STRENGTH_GRADE", "4", "4 out of 5", id="strength-out-of"),
        pytest.param("EHL 4 plus out of 5", "STRENGTH_GRADE", "4+", "4 plus out of 5", id="strength-plus-in-words"),
        pytest.param("EHL four out of five", "STRENGTH_GRADE", "4", "four out of five", id="strength-in-words"),
        pytest.param("ankle 2+/4", "REFLEX_GRADE", "2+", "2+/4", id="reflex"),
        pytest.param("ankle 0/4", "REFLEX_GRADE", "0", "0/4", id="reflex-absent"),
        pytest.param("ankle 2+", "REFLEX_GRADE", "2+", "2+", id="reflex-plus"),
        pytest.param("ankle +2", "REFLEX_GRADE", "2+", "+2", id="reflex-plus-before"),
        pytest.param("ankle 2 of 4", "REFLEX_GRADE", "2", "2 of 4", id="reflex-of-four"),
        pytest.param("ankle 1 plus", "REFLEX_GRADE", "1+", "1 plus", id="reflex-plus-in-words"),
        pytest.param("at 40 degrees", "ANGLE", "40", "40 degrees", id="angle"),
        pytest.param("at 40°", "ANGLE", "40", "40 °", id="angle-sign"),
        pytest.param("at 40º", "ANGLE", "40", "40 º", id="angle-sign-of-ordinals"),
        pytest.param("TA weak L", "SIDE", "left", "L", id="side-left"),
        pytest.param("pain (R) leg", "SIDE", "right", "R", id="side-right"),
        pytest.param("MRI of 03/2019", "DATE", "03/2019", "03/2019", id="month"),
        pytest.param("MRI of 3/14/2020", "DATE", "3/14/2020", "3/14/2020", id="day"),
        pytest.param("MRI of 2020-03-14", "DATE", "2020-03-14", "2020-03-14", id="day-iso"),
        pytest.param("MRI of 3-14-2020", "DATE", "3-14-2020", "3-14-2020", id="day-with-hyphens"),
        pytest.param("since 1998", "DATE", "1998", "1998", id="year"),
        pytest.param("for 6 weeks", "DURATION", "weeks", "6 weeks", id="weeks"),
        pytest.param("for six weeks", "DURATION", "weeks", "six weeks", id="weeks-in-words"),
        pytest.param("for 6wks", "DURATION", "wks", "6wks", id="weeks-in-one-word"),
        pytest.param("pain x3d", "DURATION", "d", "x3d", id="days-after-x"),
        pytest.param("for 2 to 3 months", "DURATION", "months", "2 to 3 months", id="from-to"),
        pytest.param("for 3-4 months", "DURATION", "months", "3-4 months", id="from-to-with-a-hyphen"),
        pytest.param("several years ago", "DURATION", "years", "several years", id="several"),
        pytest.param("over the past few weeks", "DURATION", "weeks", "past few weeks", id="past-few"),
        pytest.param("Dx M54.16 today", "PRINTED_CODE", "M54.16", "M54.16", id="printed-code"),
        pytest.param("Dx: m51.17.", "PRINTED_CODE", "M51.17", "m51.17", id="printed-code-in-small-letters"),
        pytest.param("Dx M47816", "PRINTED_CODE", "M47816", "M47816", id="printed-code-without-its-point"),
        pytest.param("M54.16,M51.26", "PRINTED_CODE", "M54.16", "M54.16,M51.26", id="printed-codes-without-a-space"),
        pytest.param("for one and a half years", "DURATION", "years", "one and a half years", id="and-a-half"),
    ],
)
def test_measure_is_read(nlp: Language, text: str, label: str, value: str, words: str) -> None:
    assert (label, value, words) in measures(nlp, text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param("EHL 6/5", "STRENGTH_GRADE", id="no-such-strength"),
        pytest.param("pain 4/10", "STRENGTH_GRADE", id="pain-score"),
        pytest.param("pain 4 out of 10", "STRENGTH_GRADE", id="pain-score-in-words"),
        pytest.param("in 5/2019", "STRENGTH_GRADE", id="month"),
        pytest.param("L4/5", "STRENGTH_GRADE", id="level"),
        pytest.param("ankle 9+", "REFLEX_GRADE", id="no-such-reflex"),
        pytest.param("40 mg", "ANGLE", id="dose"),
        pytest.param("L4-5", "SIDE", id="level-is-no-side"),
        pytest.param("L's hip", "SIDE", id="genitive"),
        pytest.param("L & R", "VERTEBRA", id="two-sides"),
        pytest.param("l hip", "SIDE", id="small-letter"),
        pytest.param("a 54 year old man", "DURATION", id="age"),
        pytest.param("a 6 month male", "DURATION", id="age-of-an-infant"),
        pytest.param("10 lbs", "DURATION", id="weight"),
        pytest.param("room 2350", "DATE", id="number"),
        pytest.param("M17.11", "PRINTED_CODE", id="code-of-a-knee"),
        pytest.param("M54.1x", "PRINTED_CODE", id="place-holder"),
        pytest.param("M54", "PRINTED_CODE", id="category"),
        pytest.param("BM54.16", "PRINTED_CODE", id="inside-a-word"),
        pytest.param("L9", "VERTEBRA", id="no-such-vertebra"),
        pytest.param("S7", "VERTEBRA", id="no-such-sacral-vertebra"),
        pytest.param("S/P TLIF", "VERTEBRA", id="abbreviation"),
    ],
)
def test_look_alike_is_no_measure(nlp: Language, text: str, label: str) -> None:
    assert label not in [measure[0] for measure in measures(nlp, text)]


@given(first=st.sampled_from(VERTEBRAE), second=st.sampled_from(VERTEBRAE), joint=st.sampled_from(["-", "/", "–", " to ", " - "]))
def test_range_reads_as_the_discs_between(nlp: Language, first: str, second: str, joint: str) -> None:
    between = levels_between(first, second)
    if 0 < len(between) <= 8:
        assert measures(nlp, f"{first}{joint}{second}")[0][:2] == ("LEVEL", " ".join(between))


WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "L4-5",
                "L5",
                "S1",
                "L",
                "R",
                "4/5",
                "2+",
                "6",
                "weeks",
                "of",
                "5",
                "out",
                "to",
                ",",
                "and",
                "-",
                "four",
                "x3d",
                "2019",
                "between",
            ]
        ),
        st.text("LS45/-+", min_size=1),
    )
)


@given(words=WORDS)
def test_measures_are_in_order_and_apart(words: list[str]) -> None:
    found = read_measures(words)
    assert all(measure.label in MEASURES and measure.value for measure in found)
    assert all(0 <= measure.start < measure.end <= len(words) for measure in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
