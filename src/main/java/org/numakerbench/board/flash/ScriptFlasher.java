package org.numakerbench.board.flash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.ExternalProgram;
import org.numakerbench.board.FoundPart;
import org.numakerbench.board.PlainPath;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Target;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Stage;

/** Flashes with the commands of a {@link ToolTemplate}, in order; the first that fails ends it. */
public final class ScriptFlasher implements Flasher {
    private final ToolTemplate template;
    private final String board;
    private final Path port;
    private final Duration timeout;

    /** @param timeout for all commands together */
    public ScriptFlasher(ToolTemplate template, String board, Path port, Duration timeout) {
        this.template = template;
        this.board = board;
        this.port = port;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return template.name();
    }

    @Override
    public Fact.Flashed flash(Image image, Consumer<Fact> record) throws DriverException, InterruptedException {
        ImageContent content = ImageContent.of(image);
        String extension = ImageContent.isHex(image.path()) ? ".hex" : ".bin";
        long started = System.nanoTime();
        int ended = 0;
        try (PlainPath plain = PlainPath.copyOf(image.path(), extension)) {
            Path readback = plain.directory().resolve("readback.bin");
            Map<String, String> values = Map.of(
                    "image", plain.file().toString(),
                    "board", board,
                    "port", port.toString(),
                    "size", String.valueOf(content.end()),
                    "readback", readback.toString());
            for (ToolTemplate.Step step : template.steps()) {
                if (step.extension().isEmpty() || step.extension().equals(extension)) {
                    run(step, values, image.manifest().target(), started, record);
                    ended++;
                }
            }
            String proof = ended + " commands of " + name() + " without an error";
            if (template.readback()) {
                compare(content, readback, image);
                proof += "; " + content.size() + " bytes read back are the image's";
            }
            return new Fact.Flashed(name(), proof, (System.nanoTime() - started) / 1_000_000);
        }
    }

    private void run(
            ToolTemplate.Step step, Map<String, String> values, Target target, long started, Consumer<Fact> record)
            throws DriverException, InterruptedException {
        List<String> command = ExternalProgram.fill(step.command(), values);
        Duration left = timeout.minusNanos(System.nanoTime() - started);
        Fact.ToolRan ran = ExternalProgram.run(Stage.FLASH, name(), command, left.isNegative() ? Duration.ZERO : left);
        record.accept(ran);
        FoundPart.require(ran, target);
        step.check().require(ran, timeout);
    }

    private void compare(ImageContent content, Path readback, Image image) throws DriverException {
        byte[] flash;
        try {
            flash = Files.readAllBytes(readback);
        } catch (IOException failure) {
            throw new DriverException(
                    FailureCode.FLASH_VERIFY,
                    name() + " ended well, but did not read the flash back: no proof that " + image.path()
                            + " is on the board",
                    "its whole output is in the evidence log",
                    failure);
        }
        int at = content.firstDifference(flash);
        if (at >= 0) {
            throw new DriverException(
                    FailureCode.FLASH_VERIFY,
                    name() + " said OK, but the flash is not " + image.path() + " from address 0x"
                            + Integer.toHexString(at) + " on (" + flash.length + " bytes were read back)",
                    "flash again; if it happens again, erase the whole chip first, or suspect the board");
        }
    }
}
