"""Who answers the questions of all visitors: a few worker processes, one line before them, one store of answers behind them.

line.py      whose turn it is
worker.py    what happens in a worker process: work in short slices, put aside in between
workers.py   the processes, each replaced when it dies
office.py    a question is asked, waited for and left; equal questions are one job, and its answer is kept for all
asking.py    how a page asks, shows how far it is, and stops when a knob moves
"""
