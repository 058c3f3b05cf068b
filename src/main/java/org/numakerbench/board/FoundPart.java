package org.numakerbench.board;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Target;
import org.numakerbench.model.FailureCode;

/**
 * The part that a flash tool says it found behind its adapter. Adapters have no serial numbers, so that a tool may have taken
 * another board's: it programs and verifies that one without an error.
 */
public final class FoundPart {
    /** {@code Info : Device Name: M487JIDAE}, of Nuvoton's OpenOCD (src/flash/nor/numicro.c) and of its NuLink tool. */
    private static final Pattern NAME = Pattern.compile("(?im)\\bDevice Name\\s*[:=]\\s*([\\w.-]{1,40})");

    private static final String NOT_KNOWN = "UNKNOWN";

    private FoundPart() {}

    /** @throws DriverException when the tool names a part of another family than the target's */
    public static void require(Fact.ToolRan ran, Target target) throws DriverException {
        String family = Objects.requireNonNullElse(target.part(), "");
        Matcher said = NAME.matcher(ran.output().utf8());
        while (said.find()) {
            String part = said.group(1).toUpperCase(Locale.ROOT);
            if (!part.startsWith(family) && !part.equals(NOT_KNOWN)) {
                throw new DriverException(
                        FailureCode.TOOL_UNFIT,
                        ran.commandLine().get(0) + " found the part " + part + ", and the board is a " + target
                                + ": it has taken another board's adapter",
                        "leave only this board's adapter plugged in, or correct target in the profile; what it found may"
                                + " have been programmed");
            }
        }
    }
}
