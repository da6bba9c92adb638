"""A file's way in, before the person's eyes: what it is, what its columns mean, what would happen, what happened."""
