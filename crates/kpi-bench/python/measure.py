"""Runs a command and says what it took: elapsed and processor seconds, peak memory. Standard output goes to a file.

usage: measure.py LIMIT_SECONDS OUTPUT COMMAND...
"""

import json
import os
import signal
import subprocess
import sys
import time


def main() -> None:
    limit, output, command = float(sys.argv[1]), sys.argv[2], sys.argv[3:]
    with open(output, "wb") as out:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdout=out)
        late = {"yes": False}

        def stop(_signal, _frame) -> None:
            late["yes"] = True
            child.kill()

        signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, limit)
        _, status, usage = os.wait4(child.pid, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        elapsed = time.perf_counter() - started
    scale = 1 if sys.platform == "darwin" else 1024
    print(
        json.dumps(
            {
                "late": late["yes"],
                "status": os.waitstatus_to_exitcode(status),
                "elapsed": elapsed,
                "cpu": usage.ru_utime + usage.ru_stime,
                "peak_bytes": usage.ru_maxrss * scale,
            }
        )
    )


main()
