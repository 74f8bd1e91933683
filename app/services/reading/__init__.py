"""What is read across the files: today, what is due, searches, what each record is worth, and the audit trail."""
