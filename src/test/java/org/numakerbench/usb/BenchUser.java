package org.numakerbench.usb;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.numakerbench.usb.UsbLab.Ran;

/** The product as the user of a lab host, who is in the group dialout and has no other right. */
final class BenchUser {
    static final String NAME = "numaker-bench";
    /** The classes: this user may not look into root's home, where they are. */
    private static final Path PRODUCT = Path.of("/var/lib/numaker-bench-product");

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

    private static String classes() throws IOException, InterruptedException {
        String[] from = System.getProperty("java.class.path").split(File.pathSeparator);
        if (Files.notExists(PRODUCT)) {
            Files.createDirectories(PRODUCT);
            for (int i = 0; i < from.length; i++) {
                // Folders and archives of one name must not fall together.
                UsbLab.run("cp", "-r", from[i], PRODUCT.resolve(i + ".jar").toString());
            }
            UsbLab.run("chmod", "-R", "a+rX", PRODUCT.toString());
        }
        return Arrays.stream(from)
                .map(Arrays.asList(from)::indexOf)
                .map(it -> PRODUCT.resolve(it + ".jar").toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
