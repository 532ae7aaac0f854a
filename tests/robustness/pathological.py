"""Texts that no one would call a note and that come all the same: the worst for what looks back, looks ahead, or compares all with all."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain, count, cycle
from typing import TypeAlias

#: A text of this kind, of about so many characters.
Maker: TypeAlias = Callable[[int], str]


def _repeated(unit: str, characters: int) -> str:
    return (unit * (characters // len(unit) + 1))[:characters]


def _joined(parts: Iterator[str], characters: int) -> str:
    """So many parts as the text has room for."""
    found: list[str] = []
    size = 0
    for part in parts:
        size += len(part)
        if size > characters:
            break
        found.append(part)
    return "".join(found)


def _levels(characters: int) -> str:
    """One sentence with all levels of the spine, again and again."""
    return _joined((f"{one}, " for one in cycle(["T12-L1", "L1-2", "L2-L3", "L3/4", "L4-5", "L5-S1", "C5-6"])), characters)


def _denied(characters: int) -> str:
    """A denial of thousands of things, with a few that rules know among them."""
    known = cycle(["leg pain", "numbness", "weakness of the left foot", "saddle anesthesia", "radiculopathy"])
    things = (f"{next(known)}, " if number % 9 == 0 else f"thing {number}, " for number in count(1))
    return _joined(chain(["Denies "], things), characters)


def _listed(characters: int) -> str:
    """A list of thousands of findings."""
    kinds = cycle(["left S1 radiculopathy", "L4-5 disc herniation", "EHL 4/5 left", "Achilles reflex absent", "numb right calf"])
    return _joined((f"{number}. {next(kinds)}\n" for number in count(1)), characters)


def _nested_html(characters: int) -> str:
    """Elements in elements around the words of a note."""
    unit = '<div class="n"><span>Left S1 radiculopathy&nbsp;</span>'
    depth = characters // (len(unit) + len("</div>")) + 1
    return (unit * depth + "</div>" * depth)[:characters]


def _escaped_html(characters: int) -> str:
    """A page that was escaped, and escaped again."""
    return _repeated(html.escape(html.escape("<p>Left leg pain & numbness.</p>")), characters)


_UNITS = {
    "no no no": "no ",
    "line feeds": "\n",
    "CRLF": "\r\n",
    "blank lines with spaces": "  \n",
    "spaces": " ",
    "NULs": "\0",
    "bidi marks": "\u202e\u2066a\u2069\u202c",
    "combining characters": "e\u0301\u0327\u0489",
    "combining characters alone": "\u0301",
    "emoji": "👩🏽‍⚕️🦴",
    "one word": "x",
    "one number": "1",
    "open brackets": "(",
    "brackets in brackets": "(left [S1 {",
    "quotation marks": '"',
    "dashes": "-",
    "full stops": ".",
    "commas": ",",
    "slashes": "L4/",
    "colons": "EXAM: ",
    "headings": "ASSESSMENT:\n",
    "short level": "L4-5, ",
    "levels without a space": "L4-5/",
    "examinations behind vital signs": "134/82, 72, 98.5\nExam: SLR negative\n",
    "levels by their numbers": "a 4-5 disc. ",
    "level ranges": "L4-5-",
    "roots": "S1 ",
    "roots in a word": "S1",
    "grades": "5/5 ",
    "grades without a space": "5/",
    "reflex grades": "2+ ",
    "sides": "left right ",
    "cues of negation": "no evidence of ",
    "cues of doubt": "possible ",
    "cues that end others": "but ",
    "causes": "due to ",
    "ors": "and/or ",
    "questions": "? ",
    "diagnoses": "left S1 radiculopathy, ",
    "diagnoses and causes": "left S1 radiculopathy due to L5-S1 disc herniation ",
    "diagnoses line by line": "Left S1 radiculopathy.\n",
    "denied diagnoses": "no radiculopathy, ",
    "exams": "EHL 4/5 left, Achilles reflex 1+, ",
    "exams by sentence": "Left EHL 4/5. Achilles reflexes 2+ bilaterally. SLR negative. ",
    "symptoms": "pain from the back to the left leg to the foot to ",
    "imaging": "MRI shows L4-5 herniation with left L5 compression and ",
    "imaging by sentence": "MRI: At L5-S1 a left paracentral extrusion compresses the S1 root. ",
    "treatments": "physical therapy for 6 weeks, ibuprofen, ",
    "durations": "for 6 weeks since 2019 ",
    "abbreviations": "LBP (low back pain) HNP (",
    "bullets": "- ",
    "items that end with a colon": "- leg pain, denies:\n",
    "past histories": "PMH: sciatica.\n",
    "questions and answers": "Is there radiculopathy? No.\n",
    "conflicting sides": "Left S1 radiculopathy. Right S1 radiculopathy. ",
    "studies": "MRI lumbar spine 3/4/2020. EMG today. ",
    "symptoms by sentence": "Pain goes down the left leg to the foot. ",
    "then and now": "Previously left EHL 3/5, now 4/5. ",
    "misheard words": "sciatic a radical apathy ",
    "risks": "Risks discussed: radiculopathy. ",
    "leaflets": "Handout: sciatica may follow. ",
    "leaflets by line": "HANDOUT\nsciatica may follow\n",
    "relatives": "her husband has sciatica, he says, and she has pain, ",
    "spoken marks": "left sciatica comma worse period new paragraph ",
    "words that are no marks": "a period of colon cancer ",
    "studies ordered": "She ordered a lumbar MRI. It shows a bulge at L4-5 and larger at L5-S1. ",
    "times before problems": "3 mos LBP, pain in the low back and left leg for the past 5 months of therapy, 3/12 ",
    "old attacks": "He had left sciatica down the leg in college and never had any more trouble from it. ",
    "what eased": "The block took away most of the left leg pain for a week. The back was sore for a day and then settled. ",
    "denials of treatments": "He has not done therapy or had injections or taken naproxen. HEP daily. ",
    "feet put down": "Both feet burn for two years. This is his diabetic neuropathy. Lumbar stenosis. ",
    "joints": "Low back and left buttock pain to the thigh. Assessment: SI joint dysfunction. No lumbar radiculopathy.\n",
    "labels of others": 'Dr. Lund: "sciatica". ',
    "labels refuted": 'Dr. Lund wrote "sciatica". I do not agree. ',
    "boxes behind": "sciatica [ ] ",
    "answers in columns": "YES  NO\nsciatica      x      ",
    "named as nobody's": "Lumbar radiculopathy of somebody.\n\n",
    "headings of all kinds": "HPI: pain\nEXAM: 5/5\nPLAN: MRI\nASSESSMENT: sciatica\n",
    "table": "L4-5\t|\t5/5\t|\tleft\t|\n",
    "tables of two sides": "      R    L\nSLR   40   -\nKJ    2+   2+\n",
    "rows of grades": "HF KE DF\nR 5 5 4\nL 5 5 5\n",
    "rows of roots": "Myotomes\nL4 5 5\nL5 4 5\n",
    "leg raises at a knee": "EXAM: knee stable. SLR intact. ",
    "sides that end a sentence": "TA 4/5 on L. SLR negative on R. ",
    "walks left out": "Walks on heels but not on toes. ",
    "heel raises counted": "Heel raises R 20, L 6, R 20, L 6, ",
    "signs denied later": "Possible cauda equina syndrome. No cauda equina syndrome. ",
    "headings of a report": "TECHNIQUE: MRI\nFINDINGS: disc\nIMPRESSION: sciatica\n",
    "procedures of studies": "PROCEDURE: MRI lumbar spine. MRI. FINDINGS: L4-5 disc. ",
    "lists of grades": "Strength with full effort: HF/KE/DF R 5/5/4, L 5/5/5. ",
    "levels set aside": "radiculopathy, not the bulge at L5-S1 but the disc at L4-5, ",
    "paragraphs behind sections told on one line": "Family history: gout.\n\nOn examination he is well.\n\n",
    "tags": "<b>",
    "follow-ups": "Follow-up visit\n",
    "answers ticked": "SLR: [x] neg [ ] pos\n",
    "printed codes": "M54.16, M51.26 ",
    "nerves pinched": "A nerve is pinched. ",
    "causes without a level": "Left radiculopathy due to disc herniation. ",
    "sides glued to grades": "R5/L5/",
    "signs glued to words": "w/radiculopathy s/pfusion 2/2HNP c/wL5 ",
    "roots left open": "Left L5 or S1 radiculopathy. ",
    "levels left open": "radiculopathy from the L4-5 disc or the L5-S1 foramen, ",
    "causes left open": "L5 radiculopathy due to a herniation vs stenosis, ",
    "causes denied": "S1 radiculopathy not from the known L4-5 herniation, ",
    "operations before": "s/p fusion, left L5 radiculopathy, ",
    "denied up to a time": "no sciatica until May, when ",
    "entries of a history": "PMH: ongoing sciatica since 2019, low back pain 2012. ",
    "what appears to be": "appears to be a left L5 radiculopathy ",
    "endings": "Low back pain, left leg pain. This is gone. ",
    "of the other leg too": "Low back pain, left leg pain. The right leg likewise. ",
    "times of trouble elsewhere": "Radiculopathy, knee arthritis. Numbness in both feet for two years. ",
    "stories with none since": "In 2012 he had left leg pain to the foot. None since. ",
    "stories, then none": "He had left leg pain with L5 numbness in college, and ",
    "dated entries": "3/4/20 left leg pain. 5/6/21 right leg pain, MRI L4-5 bulge.\n",
    "records reviewed": "Dr. Lund 3/4/2020: left leg pain and S1 radiculopathy. Reviewed. ",
    "forms row by row": "Pain: yes\nDown the leg: left\nBack: sore\n",
    "places told there": "The L4-5 disc is worn. There the left L5 root is tight. ",
    "doubt about a root's disease": "I wonder whether a left L5 radiculopathy could account for it. ",
    "doubts in one clause": "whether the left L5 radiculopathy or the hip could account for ",
    "disorders with levels": "L4-5 stenosis, L5-S1 spondylosis, L3-4 disc bulge with ",
    "the other root denied": "Left L5 radiculopathy. No S1 radiculopathy. Hip arthritis of that side. ",
    "indications with images": "Indication: left S1 radiculopathy, MRI shows L5-S1 extrusion, ",
    "treatments not on record": "No record of therapy or injections. The chart does not mention a brace. ",
    "sides corrected": "Left leg pain. Correction, right leg pain. ",
    "numbered levels": "4-5, ",
    "numbered levels joined": "4-5 and ",
    "levels in words": "four five, ",
    "operations planned and done": "Procedure: discectomy for disc herniation at L4-5.\n",
    "told at discharge": "Discharge instructions: You were seen for sciatica. ",
    "angles": "at 45 degrees, ",
    "doubts in brackets": "CT (pacemaker, no MRI): bulge ",
}


def _blanks(size: int) -> str:
    return "\n".join(f"{word}{' ' * (size // 5)}x" for word in ("Low back pain. MRI", "leg pain", "[", "<", "Yes No\nx"))


def _tabs(size: int) -> str:
    """Two lines that could be rows of a table, with nothing in most of their cells."""
    half = "Leg pain" + "\t" * (size // 2 - 10)
    return f"{half}.d\n{half}.d"


def _behind(unit: str, size: int) -> str:
    """A box for yes and one for no behind thousands of marks that could part what they answer."""
    return f"Leg pain {unit * (size // len(unit))} Yes [x] No [ ]"


def _plus_grades(size: int) -> str:
    """A row of grades that can't be one: were a grade read in two ways, each further one would double the work."""
    return f"EXAM:\nHF KE DF\nR {'4+ ' * (size // 3)}ok\n"


def _one_row(size: int) -> str:
    return f"KNEE ANKLE TOE EHL\nR {'+' * size} x\n"


KINDS: Mapping[str, Maker] = {
    **{name: partial(_repeated, unit) for name, unit in _UNITS.items()},
    "levels": _levels,
    "denied things": _denied,
    "list": _listed,
    "signs in a row of grades": _one_row,
    "plus grades in a row": _plus_grades,
    "blanks behind a word": _blanks,
    "tabs between words": _tabs,
    "bars before boxes": partial(_behind, "| "),
    "colons before boxes": partial(_behind, ": "),
    "nested HTML": _nested_html,
    "escaped HTML": _escaped_html,
}
