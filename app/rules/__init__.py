"""Pure functions: what follows from the records and the day, without touching anything."""
