package org.numakerbench.web.page;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.firmware.Manifest;
import org.numakerbench.text.SafeText;

/**
 * A firmware image.
 *
 * @param damage why it cannot be used; empty for a good one
 */
public record ImageRow(
        String id,
        String sha256,
        String target,
        String mbedOs,
        String build,
        String phases,
        String identity,
        String staticBytes,
        String damage) {
    private static final int DIGITS = 12;

    static ImageRow read(Path images, String id) {
        Image image;
        try {
            image = Images.find(images, id);
        } catch (ImageException damaged) {
            return new ImageRow(id, "", "", "", "", "", "", "", SafeText.line(String.valueOf(damaged.getMessage())));
        }
        Manifest it = image.manifest();
        return new ImageRow(
                id,
                it.sha256().substring(0, DIGITS),
                it.target().name(),
                text(it.mbedOs()),
                text(it.buildId() != null ? it.buildId() : it.commit()),
                String.join(" + ", it.phases()),
                SafeText.line(it.identity().thing()),
                it.staticBytes() == null ? "" : String.format(Locale.ROOT, "%,d", it.staticBytes()),
                "");
    }

    private static String text(@org.jspecify.annotations.Nullable String text) {
        return SafeText.line(Objects.requireNonNullElse(text, ""));
    }
}
