"""Cases for the front door itself, run by abuse.py as group "front".

Order of pipelined answers, a flood of idle keep-alive connections, clients
that do not read, and (with --wait) answers that come later. Uses only the
Target and Driver that abuse.py hands in; standard library only.
"""
import re
import resource
import select
import socket
import time

STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")


def group(d):
    for case in (pipelined_order, idle_flood, slow_readers, deferred):
        if not d.dead and time.monotonic() < d.t_end:
            case(d)


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def read_answers(s, count, timeout=10.0):
    """Reads until `count` whole answers with Content-Length; their statuses."""
    data, statuses, end = b"", [], time.monotonic() + timeout
    while len(statuses) < count and time.monotonic() < end:
        head, mark, rest = data.partition(b"\r\n\r\n")
        if mark:
            length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
            need = int(length.group(1)) if length else 0
            if len(rest) >= need:
                statuses.append(int(STATUS.match(head).group(1)))
                data = rest[need:]
                continue
        s.settimeout(max(0.01, end - time.monotonic()))
        try:
            more = s.recv(1 << 16)
        except OSError:
            break
        if not more:
            break
        data += more
    return statuses


def health(d):
    t = d.t
    return t.request(method="GET", path=t.health_path or t.path, ctype=None,
                     close=False)


def chat_times(d, count):
    """Milliseconds of `count` messages on one connection, and failures."""
    times, failed = [], 0
    s = d.t.connect(5)
    for _ in range(count):
        begin = time.monotonic()
        s.sendall(d.t.request(d.t.body("hello"), close=False))
        status = read_answers(s, 1, 5)
        times.append((time.monotonic() - begin) * 1000)
        failed += status not in ([200], [201], [202], [429])
    s.close()
    return times, failed


def pipelined_order(d):
    """Chat, health and an unknown path by turns; the answers tell which."""
    t = d.t
    chat = t.request(t.body("hello"), close=False)
    nothing = t.request(method="GET", path="/nope-abuse", ctype=None,
                        close=False)
    s = t.connect(5)
    s.sendall((chat + health(d) + nothing) * 40)
    statuses = read_answers(s, 120)
    s.close()
    wrong = [i for i, status in enumerate(statuses)
             if (status == 404) != (i % 3 == 2)]
    d.record("front", "pipelined answers keep the order",
             len(statuses) == 120 and not wrong,
             "%d answers, out of order: %s" % (len(statuses), wrong[:5]))


def idle_flood(d):
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    count = max(50, min(d.a.flood, soft - 200))
    before, failed_before = chat_times(d, 200)
    idle = []
    for _ in range(count):
        try:
            s = d.t.connect(5, spread=100)
            s.sendall(health(d))
            idle.append(s)
        except OSError:
            pass
    answered = sum(read_answers(s, 1, 5) == [200] for s in idle)
    during, failed = chat_times(d, 200)
    kept = 0
    for s in idle:
        try:
            s.sendall(health(d))
            kept += read_answers(s, 1, 5) == [200]
        except OSError:
            pass
        s.close()
    slow = percentile(during, .95)
    good = (answered == kept == count and failed == failed_before == 0 and
            slow <= max(50, 3 * percentile(before, .95)))
    d.record("front", "%d idle keep-alive connections" % count, good,
             "%d answered, %d kept; chat p95 %.1f ms without, %.1f ms beside, "
             "%d failed" % (answered, kept, percentile(before, .95), slow,
                            failed))


def choke(d, path):
    """A connection that asks a lot and reads nothing."""
    s = socket.socket(d.t.family, socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    try:
        s.bind(("127.0.0.66", 0))
    except OSError:
        pass
    s.settimeout(5)
    s.connect(d.t.addr)
    s.setblocking(False)
    ask = d.t.request(method="GET", path=path, ctype=None, close=False) * 100
    for _ in range(400):
        try:
            s.send(ask)
        except OSError:
            break
    return s


def slow_readers(d):
    path = d.a.big or d.t.health_path or d.t.path
    readers = [choke(d, path) for _ in range(20)]
    begin, worst, ended = time.monotonic(), 0.0, set()
    poll = select.poll()
    for s in readers:
        poll.register(s.fileno(), select.POLLERR | select.POLLHUP)
    while time.monotonic() - begin < d.a.slow_s + 5 and len(ended) < 20:
        ended.update(fd for fd, _ in poll.poll(0))
        for s in readers:
            if s.fileno() not in ended:
                try:
                    s.recv(1)
                except OSError:
                    pass
        probe = d.probe()
        worst = max(worst, probe.elapsed * 1000
                    if probe.cls() == "2xx" else 5000)
        time.sleep(0.5)
    took = time.monotonic() - begin
    for s in readers:
        s.close()
    alive, note = d.health()
    d.record("front", "20 clients that do not read",
             len(ended) == 20 and worst <= d.a.max_health_ms and alive,
             "%d cut off after %.1f s, worst probe %.0f ms%s"
             % (len(ended), took, worst, note))


def deferred(d):
    """Many wait for an answer that comes later; chat goes on beside them."""
    if not d.a.wait:
        return
    count = min(d.a.waiting, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 200)
    waiting = []
    for _ in range(count):
        s = d.t.connect(5, spread=100)
        s.sendall(d.t.request(method="GET", path=d.a.wait, ctype=None,
                              close=False))
        waiting.append(s)
    times, failed = chat_times(d, 200)
    end = time.monotonic() + d.a.wait_s
    answered = 0
    for s in waiting:
        answered += read_answers(s, 1, max(0.1, end - time.monotonic())) == [200]
        s.close()
    slow = percentile(times, .95)
    d.record("front", "%d waiting clients" % count,
             answered == count and failed == 0 and slow <= 100,
             "%d answered; chat p95 %.1f ms beside, %d failed"
             % (answered, slow, failed))
