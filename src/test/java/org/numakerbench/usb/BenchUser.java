package org.numakerbench.usb;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.numakerbench.usb.UsbLab.Ran;

/** The product as the user of a lab host, who is in the group dialout and has no other right. */
final class BenchUser {
    static final String NAME = "numaker-bench";
    /** This user may not enter root's home, where the libraries are. */
    private static final Path PRODUCT = Path.of("/srv/numaker-bench");
    /** No board needs the larger ones: databases, browsers, fuzzers. */
    private static final long LARGEST_LIBRARY_BYTES = 5_000_000;

    private BenchUser() {}

    /** Runs a command of the product in a Java of its own. */
    static Ran bench(UsbLab lab, Object... arguments) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(lab.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = new ArrayList<>(List.of(
                "java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                classes(),
                "org.numakerbench.cli.Bench"));
        Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
        return run(command.toArray(String[]::new));
    }

    static Ran run(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("runuser", "-u", NAME, "--"));
        all.addAll(List.of(command));
        return UsbLab.run(all.toArray(String[]::new));
    }

    /** The product's classes and its libraries, copied to where this user may read them. */
    private static String classes() throws IOException, InterruptedException {
        List<String> copies = new ArrayList<>();
        boolean isNew = Files.notExists(PRODUCT);
        Files.createDirectories(PRODUCT);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            boolean isLibrary = Files.isRegularFile(from) && Files.size(from) < LARGEST_LIBRARY_BYTES;
            if (isLibrary || from.endsWith("target/classes")) {
                Path copy = PRODUCT.resolve(from.getFileName());
                copies.add(copy.toString());
                if (isNew) {
                    UsbLab.run("cp", "-r", entry, copy.toString());
                }
            }
        }
        if (isNew) {
            UsbLab.run("chmod", "-R", "a+rX", PRODUCT.toString());
        }
        return String.join(File.pathSeparator, copies);
    }
}
