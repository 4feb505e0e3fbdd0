"""Writes what a day brought as a page of text. Values of the steps before are JSON in DAYBREAK_INPUT."""
import json
import os
import pathlib

day = os.environ["DAYBREAK_DAY"]
totals = json.loads(os.environ["DAYBREAK_INPUT"])["totals"]
lines = [f"{row['branch']:<10} {row['orders']:>5} orders {float(row['taken']):>10.2f}" for row in totals]
report = pathlib.Path("reports") / f"{day}.txt"
report.parent.mkdir(exist_ok=True)
report.write_text("\n".join(lines) + "\n")
print(f"{len(lines)} branches on {day}")  # goes to the log
print(report)  # the last line is the value of the step
