"""Listings of one facts table: a line is a row, by the conditions of the frame's query."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Table, and_, func, literal_column, or_, select

from data_access.dialects import Dialect
from data_access.drill.listing import NUMERATOR, Lines, Listing
from data_access.queries import complaints as about
from data_access.queries import contacts as about_contacts
from data_access.queries import per_customer
from data_access.queries.contacts import Conditions
from data_access.queries.question import ONE, Question, moment, split, visible
from data_access.queries.recorded import DUE, FIRST_RESPONSE, RESOLUTION, WORD, resolved_at
from data_access.queries.responses import all_answers, answered, by_answer
from data_access.schema import METADATA, answers, complaints, contacts, invitations, responses
from metrics.frames import ANSWER

_WHO = ("segment", "region", "product", "business_unit")
# By table, in the order people read. Named one by one: keys of ours, customers' pseudonyms (a join key over all files), the
# names of agents and values as written never leave; comments are a table of their own.
SHOWN = {
    "contacts": (
        "day", "ts", "channel", "direction", "mode", "stage", "touchpoint", "reason", "resolved", "abandoned",
        "transferred_to", "waiting_seconds", "handling_seconds", "cost", "team", *_WHO, "case_id", "source",
    ),
    "answers": (
        "day", "ts", "question", "score", "scale_min", "scale_max", "kind", "weight", "instrument", "touchpoint", "stage",
        "channel", *_WHO, "case_id", "source",
    ),
    "responses": (
        "day", "ts", "instrument", "touchpoint", "stage", "channel", "weight", *_WHO, "case_id", "source",
    ),
    "complaints": (
        "day", "ts", "theme", "severity", "channel", "first_response_at", "due_at", "resolved_at", "closed_at", "reopened_at",
        "escalated", "upheld", "compensation", "satisfaction_after", "satisfaction_min", "satisfaction_max", "confirmed",
        "team", "owner", *_WHO, "case_id", "source",
    ),
}  # fmt: skip


def of_table(where: Callable[[Question, Table], Conditions], unit: str, counts: str = "n") -> Listing:
    """Rows of the frame's own table."""

    def lines(question: Question, dialect: Dialect) -> Lines:
        table = METADATA.tables[question.frame.facts]
        shown = SHOWN[table.name]
        statement = select(*(table.c[name] for name in shown)).where(*where(question, table))
        return Lines(statement, (table.c.ts.desc(), table.c.source, table.c.seq.desc(), table.c.record), shown)

    return Listing(unit, lines, counts)


def decided(question: Question, _: Table) -> Conditions:
    """With a due time, and resolved or past it: what deadlines are kept or missed by."""
    done, now = resolved_at(complaints), moment(question.as_of)
    closed = and_(done <= now, done >= complaints.c.ts)
    over = and_(or_(done.is_(None), done > now), complaints.c.due_at < now)
    return [*about.opened_where(question, DUE, RESOLUTION), complaints.c.due_at.is_not(None), or_(closed, over)]


def scored_afterwards(question: Question, _: Table) -> Conditions:
    """Resolved, with the customer's score."""
    return [*about.resolved(question), complaints.c.satisfaction_after.is_not(None)]


def with_the_customers_word(question: Question, _: Table) -> Conditions:
    """Where the customer said yes or no."""
    return [*about.opened_where(question, WORD), complaints.c.confirmed.in_(("yes", "no"))]


def among_contacts(question: Question, _: Table) -> Conditions:
    """Complaints from the first to the last day with contacts of the selection, whatever its period."""
    seen = visible(question, contacts)
    first, last = (
        select(end(contacts.c.day)).where(*seen).scalar_subquery() for end in (func.min, func.max)
    )
    return [*about_contacts.in_period(question, complaints), complaints.c.day >= first, complaints.c.day <= last]


def answered_of_delivered(question: Question, dialect: Dialect) -> Lines:
    """Invitations as their file counts them: a line a day, channel, unit and survey."""
    t = invitations
    delivered = (t.c.sent - func.coalesce(t.c.bounced, literal_column("0"))).label("delivered")
    shown = ("day", "channel", "instrument", "sent", "bounced", "delivered", "answered", "partial", *_WHO, "source")
    columns = [delivered if name == "delivered" else t.c[name] for name in shown]
    statement = select(*columns).where(*about_contacts.in_period(question, t), t.c.answered.is_not(None))
    return Lines(statement, (t.c.ts.desc(), t.c.source, t.c.seq.desc(), t.c.record), shown)


def scored_answers(question: Question, dialect: Dialect) -> Lines:
    """Answers; with `per_customer` only the one of each respondent that counts."""
    if question.option("per_customer", *per_customer.CHOSEN, None) is None:
        return _ANSWERS.lines(question, dialect)
    shown, t = SHOWN["answers"], answers
    hidden = [t.c.seq, t.c.record]
    each = per_customer.chosen(question, t, [], [*(t.c[name] for name in shown), *hidden])
    statement = select(*(each.c[name] for name in shown)).where(each.c.place == ONE)
    return Lines(statement, (each.c.ts.desc(), each.c.source, each.c.seq.desc(), each.c.record), shown)


def given(question: Question, dialect: Dialect) -> Lines:
    """Responses that answered the question, with what they answered; of a question with several choices, a line for each."""
    t, shown = responses, SHOWN["responses"]
    if ANSWER in question.by:
        found = by_answer(question, dialect)
        source, where, groups = found.source, found.where, [*found.groups, found.answer]
    else:
        source, groups = split(question, dialect, t, t.c.day)
        groups.append(all_answers(question).label(ANSWER))
        where = [*about_contacts.in_period(question, t), *answered(question)]
    named = {label.name for label in groups}
    columns = [t.c[name] for name in (*shown, "seq", "record") if name not in named]
    statement = select(*groups, *columns).select_from(source).where(*where)
    newest = (t.c.ts.desc(), t.c.source, t.c.seq.desc(), t.c.record)
    return Lines(statement, newest, (*shown[:2], ANSWER, *shown[2:]))


_ANSWERS = of_table(lambda question, _: about_contacts.scored(question), "answers")

LISTINGS: dict[str, Listing] = {
    "scores": Listing("answers", scored_answers),
    "survey_responses": of_table(about_contacts.in_period, "responses"),
    "given_answers": Listing("responses", given, grouped=True),
    "invitations": Listing("invitations", answered_of_delivered, amount="delivered"),
    "contacts": of_table(about_contacts.in_period, "contacts"),
    "complaints": of_table(about_contacts.in_period, "complaints"),
    "responses": of_table(lambda question, _: about.opened_where(question, FIRST_RESPONSE), "complaints"),
    "deadlines": of_table(decided, "complaints"),
    "confirmed": of_table(with_the_customers_word, "complaints"),
    "durations": of_table(lambda question, _: about.timed(question), "complaints"),
    "duration_faults": of_table(lambda question, _: about.faulty(question), "complaints"),
    "backlog": of_table(lambda question, _: about.still_open(question), "open complaints"),
    "recovery": of_table(scored_afterwards, "answers"),
    "exposure": of_table(among_contacts, "complaints", NUMERATOR),
}
