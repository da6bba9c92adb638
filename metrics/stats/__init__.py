"""The statistics behind every number: formulas over counts, each with its source. Nothing here knows a table or a page.

Small building blocks (`wilson`, `welch`, `kaplan_meier`, …) are typed for the other rooms; the functions under their
catalogue names (see `metrics.stats.catalogue`) answer plain dicts with the catalogue's keys and a status. An undefined
number is None, never 0. Nothing here withholds a small number: that is decided where a metric is evaluated.
"""
