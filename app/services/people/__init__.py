"""Several people at one vault: who they are, what each may open, and how a file changes hands."""
