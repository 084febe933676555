#!/bin/sh
# SQLite keeps the names of `$n` parameters in a list that it searches from the beginning for each of them, so a statement
# with many of them takes time with their square. sqlx binds by `$n` on both engines.
#
# Needs python3; does not use the desk. Its module speaks to the system's SQLite (3.40.1: 1.5 s for 16 000 `$n` in one text,
# 0.05 s for 32 texts of 500, 0.03 s for 16 000 `?`). Exit 0: as described. Exit 1: one text is no longer ten times slower
# (then VALUES_MAX_SQLITE in src/db/statement.rs can be as high as for PostgreSQL).
exec python3 - <<'PY'
import sqlite3, sys, time
db = sqlite3.connect(":memory:")
db.execute("create table t (a, b, c, d)")
def take(values, at_once, mark):
    began = time.time()
    for _ in range(values // at_once):
        rows = ", ".join("(" + ", ".join(mark(row * 4 + column + 1) for column in range(4)) + ")" for row in range(at_once // 4))
        sql = "insert into t values " + rows
        names = {str(n + 1): n for n in range(at_once)}
        db.execute(sql, names if mark(1) == "$1" else list(range(at_once)))
    return time.time() - began
print("SQLite", sqlite3.sqlite_version)
took = {}
for what, mark in (("$n", lambda n: "$%d" % n), ("?", lambda n: "?")):
    for at_once in (16000, 500):
        took[what, at_once] = take(16000, at_once, mark)
        print("%-3s %5d values of one text: %.3f s for 16 000" % (what, at_once, took[what, at_once]))
sys.exit(0 if 10 * took["$n", 500] < took["$n", 16000] else 1)
PY
