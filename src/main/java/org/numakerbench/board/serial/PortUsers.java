package org.numakerbench.board.serial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Who else has a device open: the own user's processes, or everybody's for root (Linux, /proc). */
public final class PortUsers {
    private PortUsers() {}

    /** {@code " by cat (1234)"}, this program included; an empty text when nobody can be seen. */
    static String describe(Path device) {
        List<String> users = users(device, process -> true);
        return users.isEmpty() ? "" : " by " + String.join(", ", users);
    }

    /** {@code "cat (1234)"}: names and process IDs of other programs; empty when nobody can be seen. */
    public static List<String> others(Path device) {
        String own = String.valueOf(ProcessHandle.current().pid());
        return users(device, process -> !process.getFileName().toString().equals(own));
    }

    private static List<String> users(Path device, Predicate<Path> wanted) {
        List<String> users = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            processes
                    .filter(it -> it.getFileName().toString().matches("\\d+"))
                    .filter(wanted)
                    .filter(it -> hasOpen(it, device))
                    .forEach(it -> users.add(name(it) + " (" + it.getFileName() + ")"));
        } catch (IOException noProc) {
            return List.of();
        }
        return users;
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
