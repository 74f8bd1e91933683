"""One's own supervision: the meetings, what follows from them, and the report of a year."""
