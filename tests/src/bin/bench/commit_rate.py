"""Commits of one row a second, in the mode our database uses, on the disk it uses."""

import sqlite3
import sys
import time

path, seconds = sys.argv[1], float(sys.argv[2])
database = sqlite3.connect(path, isolation_level=None)
database.execute("PRAGMA journal_mode = WAL")
database.execute("PRAGMA synchronous = FULL")
database.execute("CREATE TABLE IF NOT EXISTS row (id INTEGER PRIMARY KEY, content TEXT)")
commits = 0
begin = time.perf_counter()
while time.perf_counter() - begin < seconds:
    database.execute("INSERT INTO row (content) VALUES (?)", ("x" * 100,))
    commits += 1
print(commits / (time.perf_counter() - begin), sqlite3.sqlite_version)
