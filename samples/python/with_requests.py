#!/usr/bin/env python3
"""Counts one's jobs by status with the library requests (Debian: python3-requests)."""

import os

import requests

session = requests.Session()
session.headers["Authorization"] = f"Bearer {os.environ['DIRAC_TOKEN']}"
# Given with every call: a session's own is overruled by the variable REQUESTS_CA_BUNDLE.
authorities = os.environ.get("DIRAC_CA", True)

reply = session.post(f"{os.environ['DIRAC_URL']}/api/jobs/summary", json={"grouping": ["Status"]}, verify=authorities, timeout=60)
if not reply.ok:
    raise SystemExit(f"{reply.status_code}: {reply.json()['detail']}")
for row in reply.json():
    print(row["Status"], row["count"])
