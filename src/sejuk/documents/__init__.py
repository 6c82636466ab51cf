"""Documents for the wall, the table and the file: A4 PDF in official layout.

An app fills in one of the dataclasses of `papers` and hands it to `rendering.render`.
Nothing in here knows what an election is, what day it is, or where data come from.
"""
