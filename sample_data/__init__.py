"""Northbridge, a made-up service company with two years of customers, contacts, answers and complaints.

Every row is drawn, seeded, from rules about people, days and channels; the stories a page should find are planted in
those rules (`truths.py`) and told in `README.md`. Nothing here is a real person or a real company.
"""
