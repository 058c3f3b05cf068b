package org.numakerbench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.EvidenceEntry;
import org.numakerbench.evidence.Fact;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.evidence.RunDirectory;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Image;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.UartParser;

/**
 * Run directories from a UART capture that was recorded elsewhere: one a boot. Nobody watched the cloud, so that no claim
 * is confirmed and none is refuted; what the board printed of its memory is as good as ever.
 */
public final class ImportedRun {
    /** The run's reset, in the log. */
    private static final String MEANS = "imported capture";

    private static final long BOOT_MILLIS = 1000;
    /** A line of the log that everything can still read. */
    private static final int LONGEST_ENTRY = 1 << 20;

    private ImportedRun() {}

    /**
     * @param capture bytes as the UART sent them
     * @param at when the capture began; its boots count a second each, their own times are not in it
     * @param out where run directories go
     * @return complete runs, those left out that an import which was cut off had completed; none when no boot is in the
     *     capture
     * @throws IOException when a directory cannot be written, or the same import was done before
     */
    public static List<RunResult> of(
            byte[] capture, Instant at, String board, String network, Image image, Path out, RunReporter reporter)
            throws IOException {
        List<Integer> boots = new ArrayList<>();
        UartParser parser = new UartParser();
        List<Claim> claims = new ArrayList<>(parser.accept(Bytes.of(capture)));
        claims.addAll(parser.end());
        for (Claim claim : claims) {
            if (claim.kind() == ClaimKind.BOOT_BANNER) {
                boots.add((int) claim.start());
            }
        }
        List<RunResult> imported = new ArrayList<>();
        Path there = null;
        for (int i = 0; i < boots.size(); i++) {
            int end = i + 1 < boots.size() ? boots.get(i + 1) : capture.length;
            byte[] boot = Arrays.copyOfRange(capture, boots.get(i), end);
            String name = BenchRun.NAME_TIME.format(at.plusMillis(i * BOOT_MILLIS)) + "-" + board + "-" + image.id();
            if (Files.notExists(out.resolve(name))) {
                imported.add(one(boot, at.plusMillis(i * BOOT_MILLIS), name, board, network, image, out, reporter));
            } else if (isRun(out.resolve(name), boot)) {
                there = out.resolve(name);
            } else {
                throw isThere(out.resolve(name));
            }
        }
        if (imported.isEmpty() && there != null) {
            throw isThere(there);
        }
        return imported;
    }

    private static boolean isRun(Path directory, byte[] boot) throws IOException {
        Path raw = directory.resolve("uart.raw");
        return Files.exists(raw) && Arrays.equals(Files.readAllBytes(raw), boot);
    }

    private static IOException isThere(Path run) {
        return new IOException(
                run + " is there already: this capture was imported before, or give another --date or " + "--board");
    }

    private static RunResult one(
            byte[] boot,
            Instant at,
            String name,
            String board,
            String network,
            Image image,
            Path out,
            RunReporter reporter)
            throws IOException {
        try (RunDirectory directory = RunDirectory.create(out, name)) {
            directory.begin(entries(context(directory.name(), boot, board, network, image), boot, at));
            RunRecord record = Replay.of(directory.path());
            reporter.write(directory.path(), record);
            return new RunResult(record, directory.complete(), System.nanoTime());
        }
    }

    private static List<EvidenceEntry> entries(RunContext context, byte[] boot, Instant at) {
        List<Fact> facts = new ArrayList<>(
                List.of(new Fact.RunStarted(context), new Fact.ResetIssued(MEANS), new Fact.ResetReturned(MEANS)));
        for (int from = 0; from < boot.length; from += LONGEST_ENTRY) {
            facts.add(new Fact.UartReceived(Bytes.of(boot, from, Math.min(LONGEST_ENTRY, boot.length - from))));
        }
        facts.add(new Fact.CaptureEnded("end of the imported capture"));
        facts.add(new Fact.RunEnded());
        List<EvidenceEntry> entries = new ArrayList<>();
        for (Fact fact : facts) {
            long nanos = entries.size();
            entries.add(new EvidenceEntry(entries.size() + 1, at.plusNanos(nanos), nanos, fact));
        }
        return entries;
    }

    private static RunContext context(String name, byte[] boot, String board, String network, Image image) {
        Identity identity = image.manifest().identity();
        return new RunContext(
                RunContext.SCHEMA,
                name,
                "imported",
                board,
                image.manifest().target().name(),
                new RunContext.ImageFacts(
                        image.id(),
                        image.manifest().sha256(),
                        image.manifest().mbedOs(),
                        BuildContext.staticBytes(image)),
                new RunContext.IdentityFacts(
                        identity.thing(), identity.clientId(), identity.userTopic(), identity.userFilter()),
                endpoint(boot),
                image.manifest().phases(),
                image.manifest().target().ramBytes().orElse(RunContext.UNKNOWN_RAM),
                new RunContext.LimitFacts(0, 0, 0, 0, 0, 0),
                null,
                BuildContext.of(image, network, null, Map.of()));
    }

    /** The one that the firmware names itself: there is no other to compare it with. */
    private static RunContext.EndpointFacts endpoint(byte[] boot) {
        UartParser parser = new UartParser();
        List<Claim> claims = new ArrayList<>(parser.accept(Bytes.of(boot)));
        claims.addAll(parser.end());
        List<Claim> named = claims.stream()
                .filter(it -> it.string("host") != null && it.number("port") != null)
                .toList();
        if (named.isEmpty()) {
            return new RunContext.EndpointFacts("unknown", 0, 0);
        }
        // MQTT comes first, where a firmware tests both.
        Claim first = named.get(0);
        return new RunContext.EndpointFacts(
                String.valueOf(first.string("host")), port(first), port(named.get(named.size() - 1)));
    }

    private static int port(Claim claim) {
        Long port = claim.number("port");
        return port == null ? 0 : port.intValue();
    }
}
