"""The practice: who works in it, the law where it works, its policies, and the help that it can name in a crisis."""
