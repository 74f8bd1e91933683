"""What is true about the work, and what can be done: records, rules, use cases. No Qt, no SQL, no keys."""
