package org.numakerbench.lab.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.files.FileFailure;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;

/** Images by ID, and the newest of those that a pattern fits: by number of commits where all have one, else by date. */
public final class NewestImage implements Matrix.Lookup {
    private final Path images;

    /** @param images directory of images */
    public NewestImage(Path images) {
        this.images = images;
    }

    @Override
    public Image find(String id) throws ImageException {
        if (!id.contains("*")) {
            return Images.find(images, id);
        }
        Pattern fits = Pattern.compile(
                Stream.of(id.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[A-Za-z0-9._-]*")));
        List<String> ids = Images.ids(images).stream()
                .filter(it -> fits.matcher(it).matches())
                .toList();
        if (ids.isEmpty()) {
            throw new ImageException("no image fits " + id + " in " + images + "; add one: bench firmware add FILE");
        }
        Image newest = null;
        for (String each : ids) {
            Image image = Images.find(images, each);
            newest = newest == null || isNewer(image, newest) ? image : newest;
        }
        return java.util.Objects.requireNonNull(newest);
    }

    private static boolean isNewer(Image image, Image than) throws ImageException {
        Long commits = image.manifest().commitNumber();
        Long others = than.manifest().commitNumber();
        return commits != null && others != null
                ? commits > others
                : Comparator.<FileTime>naturalOrder().compare(added(image), added(than)) > 0;
    }

    private static FileTime added(Image image) throws ImageException {
        @Nullable Path directory = image.path().getParent();
        try {
            return Files.getLastModifiedTime(directory == null ? image.path() : directory);
        } catch (IOException unreadable) {
            throw new ImageException(
                    image.path() + " cannot be read (" + FileFailure.words(unreadable) + ")", unreadable);
        }
    }
}
