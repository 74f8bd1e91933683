"""Charts that are read with the eyes, with the keys and aloud: lines, bars, the five-by-five matrix, and their tables.

pyqtgraph draws lines and bars. It takes half a second to load, so it is loaded beside the window when the first chart
comes into sight; until then the place of the chart is empty and everything else works.
"""
