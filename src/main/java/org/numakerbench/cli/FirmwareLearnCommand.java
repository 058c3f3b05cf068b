package org.numakerbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.numakerbench.bench.UsageException;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.firmware.description.DescriptionText;
import org.numakerbench.secret.OwnSecrets;
import org.numakerbench.uart.TerminalLogException;
import org.numakerbench.uart.learn.Learner;
import org.numakerbench.uart.learn.Learner.Learned;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench firmware learn}: a description to begin with. */
@Command(
        name = "learn",
        description = "Propose a description from captures of good runs: a person edits it instead of writing one.",
        mixinStandardHelpOptions = true)
final class FirmwareLearnCommand implements Callable<Integer> {
    /** Weeks of a wire with 9600 baud would fit; a description needs a few runs. */
    private static final long MOST_BYTES = 32L << 20;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CAPTURE",
            arity = "1..*",
            description = "Raw UART bytes of a good run, for example its uart.raw.")
    private List<Path> captures = List.of();

    @Option(
            names = "--extends",
            paramLabel = "NAME",
            description = "Learn only what this description does not know: " + FirmwareDescription.EXAMPLE + ".")
    private @Nullable String base;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the description there; it must not exist yet.")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException, TerminalLogException {
        if (base != null && !base.equals(FirmwareDescription.EXAMPLE)) {
            throw new UsageException("--extends " + base + ": known is " + FirmwareDescription.EXAMPLE);
        }
        PrintWriter err = spec.commandLine().getErr();
        Optional<Learned> found = new Learner(base, OwnSecrets.text()).learn(read());
        if (found.isEmpty() && base == null) {
            throw new UsageException("no two lines to tell boot and end by are in there; give captures of whole runs");
        }
        if (found.isEmpty()) {
            err.println("nothing to learn: " + base + " knows every line, or what it does not know is noise");
            err.flush();
            return ExitCodes.PASS;
        }
        Learned learned = found.get();
        String yaml = DescriptionText.of(
                learned.description(),
                learned.decide().whole(),
                learned.decide().lines(),
                learned.decide().expected());
        write(yaml);
        err.printf(
                "%d lines in %d captures are %d lines of the firmware; read again with them, %s%n",
                learned.lines(),
                captures.size(),
                learned.description().lines().size() + (base == null ? 2 : 0),
                learned.unrecognised() == 0
                        ? "all are recognised"
                        : learned.unrecognised() + " are still none: noise, too long, or cut off by the end");
        err.flush();
        return ExitCodes.PASS;
    }

    private List<byte[]> read() throws IOException {
        List<byte[]> all = new ArrayList<>();
        long bytes = 0;
        for (Path capture : captures) {
            try {
                bytes += Files.size(capture);
                if (bytes > MOST_BYTES) {
                    throw new UsageException(
                            "more than " + (MOST_BYTES >> 20) + " MiB of captures; a few good runs are enough");
                }
                all.add(Files.readAllBytes(capture));
            } catch (NoSuchFileException none) {
                throw new UsageException(capture + " does not exist; give files of raw UART bytes", none);
            }
        }
        return all;
    }

    private void write(String yaml) throws IOException {
        if (file == null) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(yaml);
            out.flush();
            return;
        }
        try {
            Files.writeString(file, yaml, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException exists) {
            throw new UsageException("--out " + file + ": exists, and may have been edited; give another name", exists);
        }
    }
}
