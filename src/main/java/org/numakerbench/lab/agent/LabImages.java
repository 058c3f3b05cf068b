package org.numakerbench.lab.agent;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.files.DurableDirectory;
import org.numakerbench.files.DurableFile;
import org.numakerbench.firmware.Image;
import org.numakerbench.firmware.ImageException;
import org.numakerbench.firmware.Images;
import org.numakerbench.lab.store.ImageFiles;

/** Images of this host, or as they were submitted: those are kept in a directory, each under its sum. */
public final class LabImages implements ImageSource {
    private static final String PARTIAL = ".partial";

    private final Path own;
    private final Path kept;
    private final ImageFiles submitted;

    /**
     * @param own directory of this host's images
     * @param kept where to keep submitted ones; made when it is needed
     */
    public LabImages(Path own, Path kept, ImageFiles submitted) {
        this.own = own;
        this.kept = kept;
        this.submitted = submitted;
    }

    @Override
    public Image find(String id, String sha256) throws ImageException, IOException {
        Image mine = own(id, sha256);
        if (mine != null) {
            return mine;
        }
        Path directory = kept.resolve(sha256);
        if (!Files.isDirectory(directory.resolve(id))) {
            keep(directory, id, sha256);
        }
        return Images.find(directory, id);
    }

    /** Null when this host has none, or another under that ID. */
    private @Nullable Image own(String id, String sha256) {
        try {
            Image mine = Images.find(own, id);
            return mine.manifest().sha256().equals(sha256) ? mine : null;
        } catch (ImageException none) {
            return null;
        }
    }

    private synchronized void keep(Path directory, String id, String sha256) throws ImageException, IOException {
        if (Files.isDirectory(directory.resolve(id))) {
            return;
        }
        ImageFiles.Stored stored = submitted
                .find(id, sha256)
                .orElseThrow(
                        () -> new ImageException(
                                "image " + id + " with SHA-256 " + sha256 + " is neither in " + own
                                        + " nor in the lab's database; it was changed after the night began: submit the plan again"));
        DurableDirectory.create(directory);
        sweep(directory);
        Path partial = Files.createTempDirectory(directory, PARTIAL);
        try {
            write(partial, "manifest.yaml", stored.manifest());
            write(partial, stored.fileName(), stored.file());
            writeIfThere(partial, stored.mapName(), stored.map());
            writeIfThere(partial, stored.firmwareName(), stored.firmware());
            DurableDirectory.sync(partial);
            DurableDirectory.move(partial, directory.resolve(id));
        } catch (FileSystemException another) {
            // By an agent of the same directory, which keeps it just now, or has.
            if (Files.exists(partial) && !Files.isDirectory(directory.resolve(id))) {
                throw another;
            }
            keep(directory, id, sha256);
        } finally {
            DurableDirectory.deleteTree(partial);
        }
    }

    /** What killed processes left of earlier attempts goes. */
    private static void sweep(Path directory) throws IOException {
        List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> partial = Files.newDirectoryStream(directory, PARTIAL + "*")) {
            partial.forEach(left::add);
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        for (Path each : left) {
            DurableDirectory.deleteTree(each);
        }
    }

    private static void writeIfThere(Path directory, @Nullable String name, byte @Nullable [] bytes)
            throws IOException {
        if (name != null && bytes != null) {
            write(directory, name, bytes);
        }
    }

    /** Names come from another host. */
    private static void write(Path directory, String name, byte[] bytes) throws IOException {
        Path file;
        try {
            file = directory.resolve(name).normalize();
        } catch (InvalidPathException refused) {
            throw new IOException("a submitted image has a file that this host cannot name: " + name, refused);
        }
        if (!directory.equals(file.getParent())) {
            throw new IOException("a submitted image names a file outside its directory: " + name);
        }
        DurableFile.write(file, bytes);
    }
}
