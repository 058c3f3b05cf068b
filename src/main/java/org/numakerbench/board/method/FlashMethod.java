package org.numakerbench.board.method;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.numakerbench.board.flash.Flasher;
import org.numakerbench.board.flash.MassStorageFlasher;
import org.numakerbench.board.flash.ScriptFlasher;
import org.numakerbench.board.flash.ToolTemplate;
import org.numakerbench.board.flash.UsbVolumeFlasher;

/** How images get onto a board; {@code flash} in its profile, by {@code method}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "method")
public sealed interface FlashMethod extends Method
        permits FlashMethod.MassStorage,
                FlashMethod.PyOcd,
                FlashMethod.NuLink,
                CommandMethod,
                NoMethod,
                OpenOcdMethod,
                SocketMethod {
    Flasher flasher(BoardSite board);

    /**
     * Copy to the adapter's volume.
     *
     * @param volume mount point; empty for a virtual board, and where the USB port leads to it
     * @param label what the volume must be called when its label can be read; any other volume is refused
     * @param timeout for copy and remount together
     */
    @JsonTypeName("mass-storage")
    record MassStorage(Optional<Path> volume, String label, Duration timeout) implements FlashMethod {
        @Override
        public Flasher flasher(BoardSite board) {
            return volume.<Flasher>map(it -> new MassStorageFlasher(it, label, timeout))
                    .orElseGet(() ->
                            new UsbVolumeFlasher(board.attached(), board.usb().orElseThrow(), label, timeout));
        }
    }

    /**
     * pyOCD.
     *
     * @param executable program, by name or path
     * @param probe unique ID of the debug probe; empty when only one is attached
     */
    @JsonTypeName("pyocd")
    record PyOcd(String executable, Optional<String> probe, Duration timeout) implements FlashMethod {
        @Override
        public Flasher flasher(BoardSite board) {
            // A profile whose target has no such name does not read.
            String target = Objects.requireNonNull(board.target().pyocd());
            ToolTemplate template =
                    ToolTemplate.pyocd(executable, target, board.target().flashStart(), probe);
            return new ScriptFlasher(template, board.name(), board.port(), timeout);
        }

        @Override
        public Optional<Program> program() {
            return Optional.of(new Program(executable, "install pyocd, or give its path"));
        }
    }

    /**
     * Nuvoton's NuLink command tool.
     *
     * @param executable program, by name or path
     * @param probe may be given, but the tool takes the first adapter it finds
     */
    @JsonTypeName("nulink")
    record NuLink(String executable, Optional<String> probe, Duration timeout) implements FlashMethod {
        @Override
        public Flasher flasher(BoardSite board) {
            return new ScriptFlasher(ToolTemplate.nulink(executable), board.name(), board.port(), timeout);
        }

        @Override
        public Optional<Program> program() {
            return Optional.of(new Program(executable, "install nulink, or give its path"));
        }
    }
}
