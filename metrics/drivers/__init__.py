"""What matters most to customers: how much each rated item has to do with an outcome, and where to act (catalogue B1-B4).

`asking.drivers` answers from the store's frames; `plane` and `priority` add how the items are rated; `wording` and
`acting_words` say it.
"""
