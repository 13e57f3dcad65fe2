#!/usr/bin/env python3
"""Submits two jobs, waits for them and prints what they wrote."""

import tempfile
import uuid

from dirac_rest import Dirac

JOB = """
[
  JobName       = "from-python";
  Executable    = "/bin/echo";
  Arguments     = "Hello from Python %d";
  StdOutput     = "std.out";
  OutputSandbox = {"std.out"};
]
"""

dirac = Dirac()
jobs = dirac.submit(JOB % 1, JOB % 2, key=str(uuid.uuid4()))
print("submitted", *jobs)
for job, status in sorted(dirac.wait(*jobs).items()):
    with tempfile.TemporaryDirectory() as directory:
        dirac.fetch(job, directory)
        with open(f"{directory}/std.out", encoding="utf-8") as output:
            print(job, status, output.read().strip())
print(len(dirac.search([("JobName", "eq", "from-python")])), "called from-python")
