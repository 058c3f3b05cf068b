package org.numakerbench.firmware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.numakerbench.files.FileFailure;
import org.numakerbench.text.Nearest;

/** The directory of firmware images: {@code <id>/manifest.yaml} and the image file beside it. */
public final class Images {
    private static final String MANIFEST = "manifest.yaml";
    private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]*";

    private Images() {}

    /**
     * The image {@code id}, its bytes checked against its manifest.
     *
     * @throws ImageException unknown ID, faulty manifest, image file missing, unreadable or not the manifest's
     */
    public static Image find(Path imagesDirectory, String id) throws ImageException {
        Path directory = imagesDirectory.resolve(id.matches(ID) ? id : ".");
        if (!id.matches(ID) || !Files.isRegularFile(directory.resolve(MANIFEST))) {
            List<String> known = ids(imagesDirectory);
            String remedy = Nearest.to(id, known)
                    .map(near -> "did you mean " + near + "? known: " + String.join(", ", known))
                    .orElse(
                            id.startsWith("qemu-")
                                    ? "scripts/build-qemu-images makes it"
                                    : "add one: bench firmware add FILE --id " + id);
            throw new ImageException("no image " + id + " in " + imagesDirectory + "; " + remedy);
        }
        Manifest manifest = new ManifestReader().read(directory.resolve(MANIFEST));
        Path file = directory.resolve(manifest.file());
        String sha256 = sha256(file);
        if (!sha256.equals(manifest.sha256())) {
            throw new ImageException(file + ": its SHA-256 is " + sha256 + ", not that of the manifest; "
                    + "if the file is right, put this sum into " + directory.resolve(MANIFEST));
        }
        return new Image(id, file, manifest);
    }

    /**
     * The image {@code id} for a board: also built for its target, and for its thing if the profile names one.
     *
     * @throws ImageException as {@link #find}, or when image and board do not belong together
     */
    public static Image findFor(String board, Target target, Optional<String> thing, Path imagesDirectory, String id)
            throws ImageException {
        Image image = find(imagesDirectory, id);
        if (!image.manifest().target().equals(target)) {
            throw new ImageException(
                    "image " + id + " is for " + image.manifest().target() + ", board " + board + " is a " + target
                            + "; choose another image, or correct the board's target");
        }
        String built = image.manifest().identity().thing();
        if (thing.isPresent() && !thing.get().equals(built)) {
            throw new ImageException("image " + id + " is built for thing " + built + ", the profile says "
                    + thing.get() + " for board " + board
                    + "; correct the profile, or build the image for that thing");
        }
        return image;
    }

    /**
     * All images, by ID.
     *
     * @throws ImageException if one of them cannot be used
     */
    public static List<Image> list(Path imagesDirectory) throws ImageException {
        List<Image> images = new ArrayList<>();
        for (String id : ids(imagesDirectory)) {
            images.add(find(imagesDirectory, id));
        }
        return images;
    }

    /** The names of all images, in order. */
    public static List<String> ids(Path imagesDirectory) throws ImageException {
        if (!Files.isDirectory(imagesDirectory)) {
            throw new ImageException(
                    "no directory of images at " + imagesDirectory + "; images: in a profile names it as"
                            + " seen from the profile's own directory, so that a copied profile needs another; --images on the"
                            + " command line");
        }
        try (Stream<Path> entries = Files.list(imagesDirectory)) {
            return entries.filter(entry -> Files.isRegularFile(entry.resolve(MANIFEST)))
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> name.matches(ID))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ImageException(
                    imagesDirectory + " cannot be read (" + FileFailure.words(e) + "); check its permissions", e);
        }
    }

    static String sha256(Path file) throws ImageException {
        return sha256(file, "no image file " + file + "; build it, or correct `file` in the manifest beside it");
    }

    /** @param absent what to say when there is no such file */
    static String sha256(Path file, String absent) throws ImageException {
        if (!Files.exists(file)) {
            throw new ImageException(absent);
        }
        try {
            return new DigestUtils(DigestUtils.getSha256Digest()).digestAsHex(file);
        } catch (IOException e) {
            throw new ImageException(file + " cannot be read (" + FileFailure.words(e) + "); check its permissions", e);
        }
    }
}
