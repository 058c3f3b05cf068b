package org.numakerbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.Descriptions;
import org.numakerbench.crosscheck.measure.SampleBook;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.model.Measurement;
import org.numakerbench.model.Samples;
import org.numakerbench.text.Figures;
import org.numakerbench.text.SafeText;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimJson;
import org.numakerbench.uart.ClaimKind;
import org.numakerbench.uart.LineTrial;
import org.numakerbench.uart.LineTrial.Row;
import org.numakerbench.uart.OwnMeasurements;
import org.numakerbench.uart.TerminalLog;
import org.numakerbench.uart.TerminalLogException;
import org.numakerbench.uart.UartParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench firmware try}: a description against a capture, line by line. */
@Command(
        name = "try",
        description = "Show line by line which line of a description a capture's lines are, and why not.",
        mixinStandardHelpOptions = true)
final class FirmwareTryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DESCRIPTION", description = "Firmware description, a YAML file.")
    private Path description = Path.of("");

    @Parameters(index = "1", paramLabel = "CAPTURE", description = "Raw UART bytes, for example a run's uart.raw.")
    private Path capture = Path.of("");

    @Override
    public Integer call() throws IOException, TerminalLogException {
        PrintWriter out = spec.commandLine().getOut();
        Descriptions.Read read =
                OwnDescription.read(description, spec.commandLine().getErr());
        FirmwareDescription firmware = read.description();
        byte[] bytes = new TerminalLog(firmware).all(Files.readAllBytes(capture));
        LineTrial trial = new LineTrial(firmware);
        Set<Integer> used = new HashSet<>();
        int own = 0;
        int base = 0;
        int unknown = 0;
        List<Claim> claims = UartParser.parse(bytes, firmware);
        for (Claim claim : claims) {
            Row row = trial.of(claim);
            boolean known = claim.kind() != ClaimKind.UNRECOGNISED;
            own += known && row != null && row.place() >= 0 ? 1 : 0;
            base += known && (row == null || row.place() < 0) ? 1 : 0;
            unknown += known ? 0 : 1;
            if (known && row != null) {
                used.add(row.place());
            }
            out.println(line(claim, known, row, read));
        }
        out.printf(
                "%n%s %s of %s, %d of what it extends (or its banner or end), %d %s none%n",
                Figures.count(own, "claim"),
                own == 1 ? "is a line" : "are lines",
                description.getFileName(),
                base,
                unknown,
                unknown == 1 ? "is" : "are");
        List<Integer> never = IntStream.range(0, firmware.lines().size())
                .filter(it -> !used.contains(it))
                .boxed()
                .toList();
        never.forEach(it -> out.println("never seen: " + where(read, it)));
        SampleBook measured = new SampleBook();
        claims.forEach(it -> OwnMeasurements.sample(firmware, it).ifPresent(measured::add));
        measured.all(Map.of()).forEach(it -> out.println(SafeText.line(words(it))));
        boolean kept = new ExpectationTrial(read, claims).print(out);
        out.flush();
        return unknown == 0 && kept ? ExitCodes.PASS : ExitCodes.DEVICE;
    }

    private static String line(Claim claim, boolean known, @Nullable Row row, Descriptions.Read read) {
        String whole = ClaimJson.oneLine(claim);
        int block = whole.indexOf(" | ");
        String text = block < 0 || claim.text().indexOf('\n') < 0 ? whole : whole.substring(0, block) + " ...";
        if (known) {
            String whose = row == null || row.place() < 0
                    ? claim.kind().word()
                    : "line " + read.file().number(row.place());
            return SafeText.line("%5d  %-20s  %s".formatted(claim.line(), whose, text));
        }
        String why = row == null
                ? "no line is near"
                : "nearest is " + (row.place() < 0 ? "\"" + row.text() + "\"" : where(read, row.place()))
                        + ": at column " + row.column() + " it has " + row.expected();
        return SafeText.line("%5d  %-20s  %s".formatted(claim.line(), "?", text)) + "\n"
                + SafeText.line("                              " + why);
    }

    private static String words(Measurement it) {
        Samples samples = it.samples();
        return "measured: %s %s to %s %s, median %s, %s"
                .formatted(
                        it.name(),
                        samples.min(),
                        samples.max(),
                        it.unit(),
                        samples.median(),
                        Figures.count(samples.count(), "sample"));
    }

    private static String where(Descriptions.Read read, int place) {
        return "line " + read.file().number(place) + ", \""
                + read.description().lines().get(place).text() + "\"";
    }
}
