"""What ConText's engine is given: its rules made of ours, and its modifiers at the words matched, each with its scope."""

from rootnote.language.engine import ConTextModifier, ConTextRule
from rootnote.language.phrases import Match
from rootnote.language.rulefile import ContextRule

#: The rule of what somebody took it for once: a doubt of that time is past too.
ONCE, SUSPECTED = "historical.superseded", "historical.suspected_cause"
#: What ends a scope besides the words for that: what is called new is not past, and what is called over is not denied by what follows.
_ENDED_BY = {"historical": {"PRESENT"}, "negated": {"HISTORICAL"}, "family": {"PATIENT"}}
#: What ends a scope without a word for it: that a sentence speaks of the patient again, and the end of a clause.
PATIENT_AGAIN = ConTextRule(literal="patient", category="patient", direction="PSEUDO")
CLAUSE_END = ConTextRule(literal=",", category="terminate", direction="TERMINATE")
#: The rules of what someone has written elsewhere or first thought: nothing in it is present ("thought to have pain with sciatica").
OTHERS_WORDS = frozenset({"historical.records", ONCE, SUSPECTED})


def engine_rule(rule: ContextRule) -> ConTextRule:
    """A rule as the engine has it, with the id and category of ours in its metadata."""
    return ConTextRule(
        literal=rule.id,
        category=rule.category,
        direction=rule.direction,
        max_scope=rule.max_scope,
        max_targets=rule.max_targets,
        allowed_types=set(rule.labels) or None,
        terminated_by=_ENDED_BY.get(rule.category) if rule.id not in OTHERS_WORDS else None,
        metadata={"id": rule.id, "category": rule.category},  # the engine writes categories in capitals
    )


def scope_end(rule: ConTextRule, token: int) -> ConTextModifier:
    """What ends a scope at a token."""
    return modifier_at(rule, Match("", token, token + 1), (token, token + 1))


def modifier_at(rule: ConTextRule, match: Match, sentence: tuple[int, int]) -> ConTextModifier:
    """The engine's modifier with its scope in tokens of the Doc; the engine would look the sentence up anew for each."""
    start, end = sentence
    reach = rule.max_scope if rule.max_scope is not None else end - start
    if rule.direction == "FORWARD":
        start, end = match.end, min(end, match.end + reach)
    elif rule.direction == "BACKWARD":
        start, end = max(start, match.start - reach), match.start
    elif rule.direction == "BIDIRECTIONAL":
        start, end = max(start, match.start - reach), min(end, match.end + reach)
    else:  # the engine sees no overlap of a limited scope with one around it, so what ends a scope has just its own place
        start, end = match.start, match.end
    return ConTextModifier(rule, match.start, match.end, None, scope_start=start, scope_end=end)
