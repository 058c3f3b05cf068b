package org.numakerbench.web.page;

import java.nio.file.Path;
import java.util.List;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.text.SafeText;

/** @param trouble why the directory cannot be read; empty when it can */
public record ImagesPage(String directory, String trouble, List<ImageRow> rows) {
    public ImagesPage {
        rows = List.copyOf(rows);
    }

    /** Reads every image, its bytes included. */
    public static ImagesPage read(Path images) {
        String directory = SafeText.line(images.toString());
        try {
            return new ImagesPage(
                    directory,
                    "",
                    Images.ids(images).stream()
                            .map(id -> ImageRow.read(images, id))
                            .toList());
        } catch (ImageException unreadable) {
            return new ImagesPage(directory, SafeText.line(String.valueOf(unreadable.getMessage())), List.of());
        }
    }
}
