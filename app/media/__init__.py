"""Files that people attach: what they are, what is taken out of them, and their pages as pixels."""
