"""Readouts as files for people and machines: table, slides, text for the terminal. Nothing here computes a number."""
