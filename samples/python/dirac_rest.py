"""DIRAC's REST interface with nothing but Python's standard library."""

import json
import os
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

ENDED = {"Done", "Failed", "Killed", "Deleted"}


class DiracError(Exception):
    """The server refused; the text says why, and mostly what to do."""

    def __init__(self, status, reply):
        super().__init__(f"{status}: {reply.get('detail')} {reply.get('advice') or ''}".strip())
        self.status = status


class Dirac:
    """One server. The token is renewed by whoever gave it: it is good for 20 minutes."""

    def __init__(self, url=None, token=None, ca=None):
        self.url = (url or os.environ["DIRAC_URL"]).rstrip("/")
        self.token = token or os.environ["DIRAC_TOKEN"]
        self.context = ssl.create_default_context(cafile=ca or os.environ.get("DIRAC_CA"))

    def call(self, method, path, body=None, headers=()):
        """Sends a request; gives the JSON that comes back."""
        with self.open(method, path, body, headers) as reply:
            text = reply.read()
        return json.loads(text) if text else None

    def open(self, method, path, body=None, headers=()):
        """Sends a request; gives the open reply, with its headers."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, method=method)
        request.add_header("Authorization", f"Bearer {self.token}")
        if data is not None:
            request.add_header("Content-Type", "application/json")
        for name, value in dict(headers).items():
            request.add_header(name, value)
        try:
            return urllib.request.urlopen(request, context=self.context, timeout=60)
        except urllib.error.HTTPError as error:
            raise DiracError(error.code, json.loads(error.read() or b"{}")) from None

    def submit(self, *descriptions, key=None):
        """Submits descriptions (JDL), all or none; with a key a repetition makes no second jobs. Gives the numbers."""
        headers = {"Idempotency-Key": key} if key else {}
        return [job["JobID"] for job in self.call("POST", "/api/jobs/jdl", list(descriptions), headers)]

    def search(self, conditions=(), columns=("JobID", "Status"), page=1, per_page=100):
        """One page of jobs, the newest first: a list of dictionaries."""
        body = {
            "parameters": list(columns),
            "search": [{"parameter": name, "operator": operator, "value": value} for name, operator, value in conditions],
            "sort": [{"parameter": "JobID", "direction": "desc"}],
        }
        return self.call("POST", f"/api/jobs/search?page={page}&per_page={per_page}", body)

    def wait(self, *jobs, pause=0.5):
        """Waits until all have ended; gives their statuses by number."""
        while True:
            rows = self.call("POST", "/api/jobs/attributes", {"job_ids": list(jobs), "names": ["Status"]})["success"]
            statuses = {int(job): row["Status"] for job, row in rows.items()}
            if set(statuses.values()) <= ENDED:
                return statuses
            time.sleep(pause)

    def fetch(self, job, directory):
        """Unpacks a job's output into a directory; 'tar' calls 'zstd' for it."""
        os.makedirs(directory, exist_ok=True)
        for name in self.call("GET", f"/api/jobs/{job}/sandbox/output"):
            address = self.call("GET", "/api/jobs/sandbox?" + urllib.parse.urlencode({"pfn": name}))["url"]
            # The address is signed and may lead to another host: it gets no token.
            with tempfile.NamedTemporaryFile() as archive:
                with urllib.request.urlopen(urllib.parse.urljoin(self.url, address), context=self.context) as reply:
                    archive.write(reply.read())
                archive.flush()
                subprocess.run(["tar", "-xf", archive.name, "-C", directory], check=True)
        return sorted(os.listdir(directory))
