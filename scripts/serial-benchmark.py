#!/usr/bin/python3
"""The pyserial side of scripts/serial-benchmark: a thread a port, lines split and numbers parsed."""
import sys
import threading
import time

import serial

directory, ports = sys.argv[1], int(sys.argv[2])
latencies = []
lock = threading.Lock()


def read(port):
    rest = b""
    while True:
        rest += port.read(port.in_waiting or 1)
        *lines, rest = rest.split(b"\n")
        for line in lines:
            fields = line.split()
            number, sent = int(fields[0]), int(fields[1])
            if number >= 0:
                with lock:
                    latencies.append(time.monotonic_ns() - sent)


for i in range(ports):
    port = serial.Serial(f"{directory}/uart{i}", 9600, timeout=1)
    threading.Thread(target=read, args=(port,), daemon=True).start()
print("ready", flush=True)
sys.stdin.readline()
with lock:
    latencies.clear()
print("go", flush=True)
sys.stdin.read()
with lock:
    taken = sorted(latencies)
print(len(taken), taken[len(taken) // 2] / 1e3, taken[int(len(taken) * 0.99)] / 1e3, flush=True)
