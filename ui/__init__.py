"""The window: what people see and press, in Qt widgets over the use cases of `app`."""
