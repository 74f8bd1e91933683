"""What the pages on which records are written and read have in common: loading one, its head, the bar that signs."""
