"""A client's file as a whole: its front page and timeline, its plan, what is due, how long it is kept, its closing."""
