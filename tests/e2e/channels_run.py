#!/usr/bin/env python3
"""tests/e2e/channels_run.py PROGRAM [WORD]: providers' channels, with the real
daemon and emulators that are as strict as the providers. With WORD only the
tests that have it in their name. Prints 'N passed, N failed'."""
import sys
import traceback

import channel_bridge
import channel_graph
import channel_identity
import channel_telegram
from daemon import Daemon

SUITES = [channel_telegram, channel_bridge, channel_graph,
          channel_identity]


def tests():
    for suite in SUITES:
        for name, function in vars(suite).items():
            if name.startswith("test_"):
                yield suite.__name__[8:] + ": " + name[5:].replace("_", " "), \
                    function


def main():
    Daemon.program = sys.argv[1]
    word = sys.argv[2] if len(sys.argv) > 2 else ""
    passed = failed = 0
    for name, function in tests():
        if word not in name:
            continue
        try:
            function()
            passed += 1
            print("ok    ", name, flush=True)
        except Exception:
            failed += 1
            print("FAILED", name, flush=True)
            traceback.print_exc()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
