package org.numakerbench.board.serial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Who has a device open: the own user's processes, or everybody's for root (Linux, /proc). */
final class PortUsers {
    private PortUsers() {}

    /** {@code " by cat (1234)"}, or an empty text when nobody can be seen. */
    static String describe(Path device) {
        List<String> users = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(it -> it.getFileName().toString().matches("\\d+"))
                    .toList()) {
                if (hasOpen(process, device)) {
                    users.add(name(process) + " (" + process.getFileName() + ")");
                }
            }
        } catch (IOException noProc) {
            return "";
        }
        return users.isEmpty() ? "" : " by " + String.join(", ", users);
    }

    private static boolean hasOpen(Path process, Path device) {
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            return files.anyMatch(file -> pointsTo(file, device));
        } catch (IOException | java.io.UncheckedIOException notOurs) {
            return false;
        }
    }

    private static boolean pointsTo(Path file, Path device) {
        try {
            return Files.readSymbolicLink(file).equals(device);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException endedMeanwhile) {
            return "a process";
        }
    }
}
