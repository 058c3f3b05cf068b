package org.numakerbench.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.numakerbench.board.usb.SystemRoots;
import org.numakerbench.board.usb.UsbBoard;
import org.numakerbench.board.usb.UsbBoards;

/** The host: room for runs, programs that get between bench and boards. */
final class HostChecks {
    private static final long MEBIBYTE = 1024 * 1024;
    /** A run with its reports is less than one; a night of 64 boards is some hundred. */
    private static final long TOO_LITTLE = 100 * MEBIBYTE;

    private static final long LITTLE = 1024 * MEBIBYTE;
    private static final String RULE = "/etc/udev/rules.d/70-numaker-bench.rules";
    /** Where earlier versions said to put it. */
    private static final String EARLIER_RULE = "/etc/udev/rules.d/99-numaker-bench.rules";

    private HostChecks() {}

    static List<Diagnosis> all(Path out, SystemRoots roots, List<UsbBoard> boards) {
        List<Diagnosis> all = new ArrayList<>();
        all.add(room(out));
        all.addAll(modemManager(roots, boards));
        if (isRunning(roots, "brltty")) {
            all.add(Diagnosis.warning(
                    "brltty",
                    "is running: it takes the serial adapters with a chip that braille displays use (FTDI, CP210x, CH340)",
                    "apt remove brltty, unless somebody reads this host's screen with it"));
        }
        return all;
    }

    private static Diagnosis room(Path out) {
        Path existing = out.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        String where = "disk";
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            String what = String.format(Locale.ROOT, "%d MiB free for runs below %s", free / MEBIBYTE, out);
            if (!Files.isWritable(existing)) {
                return Diagnosis.broken(where, existing + " cannot be written", "chown it, or choose another --out");
            }
            if (free < TOO_LITTLE) {
                return Diagnosis.broken(where, what, "remove old runs, or choose another --out");
            }
            return free < LITTLE
                    ? Diagnosis.warning(where, what, "remove old runs before it fills up")
                    : Diagnosis.ok(where, what);
        } catch (IOException failure) {
            return Diagnosis.broken(where, existing + ": " + failure.getMessage(), "choose another --out");
        }
    }

    /** Nu-Link1 says it understands AT commands: ModemManager opens it after each plug-in and each flash, and writes. */
    private static List<Diagnosis> modemManager(SystemRoots roots, List<UsbBoard> boards) {
        if (boards.stream().noneMatch(it -> it.adapter().isPresent()) || !isRunning(roots, "ModemManager")) {
            return List.of();
        }
        for (String rule : List.of(RULE, EARLIER_RULE)) {
            if (Files.exists(Path.of(rule))) {
                return List.of(Diagnosis.ok("ModemManager", "is running, and " + rule + " keeps it away"));
            }
        }
        return List.of(Diagnosis.warning(
                "ModemManager",
                "is running: after each flash it opens the boards' ports and writes to them",
                "cp scripts/udev/70-numaker-bench.rules /etc/udev/rules.d/ and then udevadm control --reload"));
    }

    private static boolean isRunning(SystemRoots roots, String program) {
        try (Stream<Path> processes = Files.list(roots.proc())) {
            return processes.anyMatch(it -> {
                try {
                    return Files.readString(it.resolve("comm")).strip().equals(program);
                } catch (IOException | UncheckedIOException ended) {
                    return false;
                }
            });
        } catch (IOException | UncheckedIOException noProc) {
            return false;
        }
    }

    /** What is plugged in, when no profile says what should be. */
    static List<Diagnosis> attached(UsbBoards usb) {
        if (!usb.canTell()) {
            return List.of(Diagnosis.warning(
                    "boards",
                    "no USB devices in /sys: what is plugged in is not known here",
                    "give serial.port and flash.volume"));
        }
        List<UsbBoard> boards = usb.attached();
        if (boards.isEmpty()) {
            return List.of(Diagnosis.ok("boards", "none attached"));
        }
        return boards.stream()
                .map(it -> Diagnosis.ok(
                        "USB " + it.port(),
                        it.adapter().map(adapter -> adapter.name()).orElse("a serial port")))
                .toList();
    }
}
