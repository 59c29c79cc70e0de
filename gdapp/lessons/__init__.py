"""Lessons: predict, run, compare, change one knob, explain. A lesson is a file, and what a student does with it is a record."""
