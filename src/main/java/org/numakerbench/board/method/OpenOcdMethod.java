package org.numakerbench.board.method;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.numakerbench.board.OpenOcd;
import org.numakerbench.board.flash.Flasher;
import org.numakerbench.board.flash.OpenOcdFlasher;
import org.numakerbench.board.reset.OpenOcdResetter;
import org.numakerbench.board.reset.Resetter;
import org.numakerbench.firmware.Target;

/**
 * OpenOCD, with the adapter's switch {@code OFF}.
 *
 * @param executable program, by name or path
 * @param interfaceFile OpenOCD's configuration of the adapter
 * @param targetFile OpenOCD's configuration of the microcontroller; empty: that of the board's target
 */
@JsonTypeName("openocd")
public record OpenOcdMethod(
        String executable,
        @JsonProperty("interface") String interfaceFile,
        @JsonProperty("target") Optional<String> targetFile,
        Duration timeout)
        implements FlashMethod, ResetMethod {
    /** Of a Cortex-M4 in Nuvoton's fork. */
    private static final String USUAL = "target/numicroM4.cfg";

    /** The program with the files for a target. */
    public OpenOcd openOcd(Target target) {
        String file = targetFile.orElse(Objects.requireNonNullElse(target.openocdFile(), USUAL));
        return new OpenOcd(executable, interfaceFile, file, timeout);
    }

    @Override
    public Flasher flasher(BoardSite board) {
        return new OpenOcdFlasher(openOcd(board.target()), true);
    }

    @Override
    public Resetter resetter(Bench bench) {
        return new OpenOcdResetter(openOcd(bench.board().target()));
    }

    @Override
    public Optional<Program> program() {
        return Optional.of(new Program(executable, "give its path in the profile"));
    }
}
