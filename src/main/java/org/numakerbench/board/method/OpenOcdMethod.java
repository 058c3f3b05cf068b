package org.numakerbench.board.method;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Duration;
import java.util.Optional;
import org.numakerbench.board.OpenOcd;
import org.numakerbench.board.flash.Flasher;
import org.numakerbench.board.flash.OpenOcdFlasher;
import org.numakerbench.board.reset.OpenOcdResetter;
import org.numakerbench.board.reset.Resetter;

/**
 * OpenOCD, with the adapter's switch {@code OFF}.
 *
 * @param executable program, by name or path
 * @param interfaceFile OpenOCD's configuration of the adapter
 * @param targetFile OpenOCD's configuration of the microcontroller
 */
@JsonTypeName("openocd")
public record OpenOcdMethod(
        String executable,
        @JsonProperty("interface") String interfaceFile,
        @JsonProperty("target") String targetFile,
        Duration timeout)
        implements FlashMethod, ResetMethod {
    /** The program with these files. */
    public OpenOcd openOcd() {
        return new OpenOcd(executable, interfaceFile, targetFile, timeout);
    }

    @Override
    public Flasher flasher(BoardSite board) {
        return new OpenOcdFlasher(openOcd(), true);
    }

    @Override
    public Resetter resetter(Bench bench) {
        return new OpenOcdResetter(openOcd());
    }

    @Override
    public Optional<Program> program() {
        return Optional.of(new Program(executable, "give its path in the profile"));
    }
}
