"""Finding personal data in free text: what a text reads as, e-mail addresses, numbers, identities."""
