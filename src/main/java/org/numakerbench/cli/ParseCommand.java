package org.numakerbench.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.Bytes;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.uart.Claim;
import org.numakerbench.uart.ClaimJson;
import org.numakerbench.uart.ParseSummary;
import org.numakerbench.uart.TerminalLog;
import org.numakerbench.uart.TerminalLogException;
import org.numakerbench.uart.UartParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench parse}: what a device said in a raw capture of its UART. */
@Command(
        name = "parse",
        mixinStandardHelpOptions = true,
        description = "Shows what a device said in a raw capture of its UART, claim by claim.")
public final class ParseCommand implements Callable<Integer> {
    private static final int CHUNK = 8192;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "Raw UART bytes, for example a run's uart.raw; - for standard input.")
    private String file;

    @Option(names = "--json", description = "One JSON object a claim.")
    private boolean json;

    @Option(names = "--summary", description = "One JSON object: steps, arrivals, heap, crash or hang, firmware.")
    private boolean summary;

    @Option(names = "--firmware", paramLabel = "DESCRIPTION", description = "Description of your own firmware.")
    private @Nullable Path firmware;

    /** Made by picocli, which fills in the options. */
    public ParseCommand() {}

    @Override
    public Integer call() {
        if (!file.equals("-")) {
            Path path;
            try {
                path = Path.of(file);
            } catch (InvalidPathException wrong) {
                return refuse("is no file name");
            }
            String fault = Files.isDirectory(path)
                    ? "is a directory"
                    : !Files.exists(path) ? "does not exist" : !Files.isReadable(path) ? "cannot be read" : null;
            if (fault != null) {
                return refuse(fault);
            }
        }
        try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            PrintWriter out = spec.commandLine().getOut();
            parse(in, out);
            out.flush();
            return 0;
        } catch (TerminalLogException foreign) {
            spec.commandLine().getErr().println("bench parse: " + file + " " + foreign.getMessage());
            spec.commandLine().getErr().flush();
            return 2;
        } catch (IOException failed) {
            return refuse("cannot be read: " + failed.getMessage());
        }
    }

    private int refuse(String fault) {
        spec.commandLine()
                .getErr()
                .println("bench parse: " + file + " " + fault
                        + "; give a file of raw UART bytes, such as a run's uart.raw, or - for standard input");
        spec.commandLine().getErr().flush();
        return 2;
    }

    private void parse(InputStream in, PrintWriter out) throws IOException, TerminalLogException {
        FirmwareDescription own = firmware == null
                ? null
                : OwnDescription.read(firmware, spec.commandLine().getErr()).description();
        UartParser parser = new UartParser(own);
        TerminalLog log = new TerminalLog(own);
        List<Claim> all = new ArrayList<>();
        byte[] chunk = new byte[CHUNK];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            print(parser.accept(Bytes.of(log.accept(chunk, 0, count))), out, all);
        }
        print(parser.accept(Bytes.of(log.end())), out, all);
        print(parser.end(), out, all);
        log.programs()
                .ifPresent(it -> spec.commandLine()
                        .getErr()
                        .println("bench parse: " + file + ": what a terminal put in front of the lines is taken off ("
                                + it + ")"));
        spec.commandLine().getErr().flush();
        if (summary) {
            out.println(ClaimJson.line(ParseSummary.of(all)));
        }
    }

    private void print(List<Claim> claims, PrintWriter out, List<Claim> all) {
        for (Claim claim : claims) {
            if (summary) {
                all.add(claim);
            } else {
                out.println(json ? ClaimJson.line(claim) : line(claim));
            }
        }
        out.flush();
    }

    /** Line, result, step, kind, and the first line of the text. */
    private static String line(Claim claim) {
        String step = claim.step() == null ? "-" : claim.step().name();
        String mark = claim.ok() == null ? "" : claim.ok() ? "ok" : "FAILED";
        return "%5d  %-6s  %-30s  %-20s  %s"
                .formatted(claim.line(), mark, step, claim.kind().word(), ClaimJson.oneLine(claim));
    }
}
