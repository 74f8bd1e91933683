"""Charts that are read with the eyes, with the keys and aloud: lines, bars, the five-by-five matrix, and their tables.

All of them are painted here: a handful of shapes needs no library, which would take half a second and 50 MB to load.
"""
