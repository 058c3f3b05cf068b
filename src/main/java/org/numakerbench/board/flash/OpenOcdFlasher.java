package org.numakerbench.board.flash;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.numakerbench.board.DriverException;
import org.numakerbench.board.ExternalProgram;
import org.numakerbench.board.FoundPart;
import org.numakerbench.board.OpenOcd;
import org.numakerbench.board.PlainPath;
import org.numakerbench.board.ToolCheck;
import org.numakerbench.board.ToolTroubles;
import org.numakerbench.evidence.Fact;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.Target;
import org.numakerbench.model.FailureCode;
import org.numakerbench.model.Stage;

/**
 * Programs through OpenOCD, which reads the flash back: exit code 0 alone proves nothing, because a write outside the
 * known banks writes 0 bytes and is "finished" all the same [OpenOCD-Nuvoton issue #24].
 */
public final class OpenOcdFlasher implements Flasher {
    private static final Pattern VERIFIED = Pattern.compile("(?m)^verified (\\d{1,12}) bytes");
    private static final Pattern WROTE = Pattern.compile("(?m)^wrote (\\d{1,12}) bytes from file");

    /** Texts of src/flash/startup.tcl, the same in 0.12.0 and in Nuvoton's fork. */
    static final ToolCheck CHECK = ToolCheck.of(
            List.of("\\*\\* Verified OK \\*\\*"),
            List.of(
                    "\\*\\* OpenOCD init failed \\*\\*",
                    "\\*\\* Unable to reset target \\*\\*",
                    "\\*\\* Programming Failed \\*\\*",
                    "\\*\\* Verify Failed \\*\\*"),
            true,
            ToolTroubles.OPENOCD);

    private final OpenOcd openOcd;
    private final boolean onlyIfOther;

    public OpenOcdFlasher(OpenOcd openOcd) {
        this(openOcd, false);
    }

    /** @param onlyIfOther compare first, and leave an image alone that is there already */
    public OpenOcdFlasher(OpenOcd openOcd, boolean onlyIfOther) {
        this.openOcd = openOcd;
        this.onlyIfOther = onlyIfOther;
    }

    @Override
    public String name() {
        return "openocd";
    }

    @Override
    public Fact.Flashed flash(Image image, Consumer<Fact> record) throws DriverException, InterruptedException {
        ImageContent content = ImageContent.of(image);
        OpenOcd.Version version = openOcd.version();
        refuseUnknownPart(version, image.manifest().target());
        String extension = ImageContent.isHex(image.path()) ? ".hex" : ".bin";
        try (PlainPath plain = PlainPath.copyOf(image.path(), extension)) {
            Target target = image.manifest().target();
            if (onlyIfOther && isThere(content, plain.file(), target, record)) {
                return new Fact.Flashed(
                        name(),
                        "OpenOCD " + version.text() + ": the flash holds these " + content.size()
                                + " bytes already; not programmed again",
                        0);
            }
            Fact.ToolRan ran =
                    openOcd.run(Stage.FLASH, name(), openOcd.program(plain.file(), target.flashStart()), CHECK, record);
            FoundPart.require(ran, target);
            OptionalLong wrote = wrote(ran.output().utf8());
            if (wrote.isPresent() && wrote.getAsLong() < content.size()) {
                throw new DriverException(
                        FailureCode.FLASH_VERIFY,
                        openOcd.executable() + " wrote " + wrote.getAsLong() + " of " + content.size() + " bytes of "
                                + image.path() + ", and said OK",
                        "check that the target file has a flash bank at the image's address");
            }
            String bytes = wrote.isPresent() ? ", wrote " + wrote.getAsLong() + " bytes" : "";
            return new Fact.Flashed(
                    name(), "OpenOCD " + version.text() + ": ** Verified OK **" + bytes, ran.durationMs());
        }
    }

    /** Programming wears the flash and takes longer than reading it; and this shows whose board it is before it is programmed. */
    private boolean isThere(ImageContent content, Path image, Target target, Consumer<Fact> record)
            throws DriverException, InterruptedException {
        Fact.ToolRan ran =
                ExternalProgram.run(Stage.FLASH, name(), openOcd.verify(image, target.flashStart()), openOcd.timeout());
        record.accept(ran);
        FoundPart.require(ran, target);
        Matcher verified = VERIFIED.matcher(ran.output().utf8());
        Integer code = ran.exitCode();
        return code != null && code == 0 && verified.find() && Long.parseLong(verified.group(1)) >= content.size();
    }

    /** Mainline's driver has not the numbers of all parts. */
    private void refuseUnknownPart(OpenOcd.Version version, Target target) throws DriverException {
        if (!version.knowsPartOf(target)) {
            throw new DriverException(
                    FailureCode.TOOL_UNFIT,
                    String.format(
                            Locale.ROOT,
                            "%s is mainline OpenOCD %s, whose NuMicro driver does not know the part of %s",
                            openOcd.executable(),
                            version.text(),
                            target),
                    "use Nuvoton's fork (OpenNuvoton/OpenOCD-Nuvoton), or flash by mass storage");
        }
    }

    private static OptionalLong wrote(String output) {
        Matcher matcher = WROTE.matcher(output);
        long sum = 0;
        boolean any = false;
        while (matcher.find()) {
            any = true;
            sum += Long.parseLong(matcher.group(1));
        }
        return any ? OptionalLong.of(sum) : OptionalLong.empty();
    }
}
