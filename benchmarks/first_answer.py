"""How soon a started program answers, and how much memory it then holds.

usage: first_answer.py BINARY RUNS  ->  median ms of exec to first answer, kB
"""
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time


def one(binary, folder):
    env = dict(os.environ, XDG_DATA_HOME=folder, XDG_CONFIG_HOME=folder,
               XDG_CACHE_HOME=folder)
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    begun = time.monotonic()
    program = subprocess.Popen([binary, "--no-open", "--port", str(port)],
                               env=env, stdout=subprocess.DEVNULL)
    request = (f"GET /api/v1/version HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
               "Connection: close\r\n\r\n").encode()
    try:
        while time.monotonic() - begun < 10:
            try:
                with socket.create_connection(("127.0.0.1", port), 1) as c:
                    c.sendall(request)
                    if c.recv(64).startswith(b"HTTP/1.1 200"):
                        break
            except ConnectionRefusedError:
                time.sleep(0.0005)
        ms = (time.monotonic() - begun) * 1000
        with open(f"/proc/{program.pid}/status") as f:
            rss = int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1))
        return ms, rss
    finally:
        program.terminate()
        program.wait()


binary, runs = sys.argv[1], int(sys.argv[2])
with tempfile.TemporaryDirectory() as folder:
    one(binary, folder)  # the first run makes the journal
    results = [one(binary, folder) for _ in range(runs)]
print("%.1f %d" % (statistics.median(r[0] for r in results),
                   max(r[1] for r in results)))
