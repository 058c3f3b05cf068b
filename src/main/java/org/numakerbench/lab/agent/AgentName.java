package org.numakerbench.lab.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Name of an agent: host, process, and when the process began, so that a process ID that is used again is told apart, and
 * one of before a reboot, too.
 *
 * @param started start of the process in seconds since 1970
 */
public record AgentName(String host, long pid, long started) {
    public static AgentName ofThisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new AgentName(hostName(), self.pid(), started(self));
    }

    private static String hostName() {
        try {
            return clean(Files.readString(Path.of("/proc/sys/kernel/hostname")));
        } catch (IOException notLinux) {
            try {
                return clean(InetAddress.getLocalHost().getHostName());
            } catch (UnknownHostException nameless) {
                return "host";
            }
        }
    }

    private static String clean(String name) {
        String clean = name.strip().replaceAll("[^A-Za-z0-9._-]", "_");
        return clean.isEmpty() ? "host" : clean;
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
    }

    /** {@code host:pid:started}; empty for anything else. */
    static Optional<AgentName> parse(String text) {
        String[] parts = text.split(":");
        try {
            return parts.length == 3
                    ? Optional.of(new AgentName(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])))
                    : Optional.empty();
        } catch (NumberFormatException other) {
            return Optional.empty();
        }
    }

    /** Known to be gone: a process of this host that is there no more. Of other hosts nothing is known. */
    boolean isDeadHere() {
        if (!host.equals(hostName())) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        // The kernel counts in ticks since boot: the same start may be told a second apart.
        return process.map(it -> Math.abs(started(it) - started) > 2).orElse(true);
    }

    @Override
    public String toString() {
        return host + ":" + pid + ":" + started;
    }
}
