package org.numakerbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import org.numakerbench.bench.UsageException;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.serial.SerialException;
import org.numakerbench.files.FileFailure;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.text.SafeText;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** The documented exit codes, and which failure ends in which of them. */
public final class ExitCodes implements IExecutionExceptionHandler {
    public static final int PASS = 0;
    /** Device failure, mismatch or regression. */
    public static final int DEVICE = 1;
    /** Usage or configuration error. */
    public static final int USAGE = 2;

    public static final int BENCH_FAULT = 3;
    /** Inconclusive or cloud fault. */
    public static final int INCONCLUSIVE = 4;

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        Exception failure = thrown instanceof UncheckedIOException file ? file.getCause() : thrown;
        PrintWriter err = command.getErr();
        int code = BENCH_FAULT;
        String name = command.getCommandSpec().qualifiedName();
        if (failure instanceof ProfileException
                || failure instanceof ImageException
                || failure instanceof UsageException) {
            err.println(SafeText.block(String.valueOf(failure.getMessage())));
            code = USAGE;
        } else if (failure instanceof InvalidPathException path) {
            err.println(
                    name + ": " + SafeText.line(path.getInput()) + " cannot be the name of a file on this system; use"
                            + " another name, or start the bench with LC_ALL=C.UTF-8");
            code = USAGE;
        } else if (failure instanceof DriverException driver) {
            err.println(SafeText.block(name + ": " + driver.getMessage() + "; " + driver.remedy()));
        } else if (failure instanceof SerialException serial) {
            err.println(SafeText.block(name + ": " + serial.getMessage() + "; " + serial.remedy()));
        } else if (failure instanceof IOException io) {
            err.println(SafeText.block(name + ": " + FileFailure.words(io)));
        } else if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            err.println(name + ": interrupted");
        } else {
            err.println(name + ": a mistake in the bench itself; please report it with these lines:");
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace, true));
            err.println(SafeText.block(trace.toString()));
        }
        err.flush();
        return code;
    }
}
