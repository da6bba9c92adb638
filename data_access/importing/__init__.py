"""A file's way in: bytes → rows → mapping → validation → one atomic batch."""
