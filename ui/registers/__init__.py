"""What the pages of registers share: the list of entries, and one entry that lives until it is closed."""
