package org.numakerbench.firmware;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.profile.Target;
import org.numakerbench.profile.yaml.Nearest;
import org.numakerbench.profile.yaml.YamlDocument;
import org.numakerbench.profile.yaml.YamlException;
import tools.jackson.databind.JsonNode;

/** The images below a directory: {@code <id>/manifest.yaml} and the image file it names. */
public final class Images {
    private static final String MANIFEST = "manifest.yaml";

    private Images() {}

    /**
     * Finds an image and checks that its file is what its manifest says.
     *
     * @throws ImageException when there is no such image, or it is damaged
     */
    public static Image find(Path directory, String id) throws ImageException {
        Path home = directory.resolve(id).normalize();
        if (!home.startsWith(directory.normalize()) || !Files.isRegularFile(home.resolve(MANIFEST))) {
            throw new ImageException(directory + ": no image \"" + id + "\"" + known(directory, id));
        }
        Manifest manifest = manifest(home.resolve(MANIFEST));
        Path file = home.resolve(manifest.file()).normalize();
        if (!file.startsWith(home)) {
            throw new ImageException(
                    home.resolve(MANIFEST) + ": file: " + manifest.file() + " is not beside the manifest");
        }
        String sha256 = sha256(file);
        if (!sha256.equals(manifest.sha256())) {
            throw new ImageException(file + ": SHA-256 is " + sha256 + ", the manifest says " + manifest.sha256()
                    + "; the image was damaged or rebuilt: restore it, or write its manifest anew");
        }
        return new Image(id, file, manifest);
    }

    /** IDs of all images below {@code directory}. */
    public static List<String> list(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(it -> Files.isRegularFile(it.resolve(MANIFEST)))
                    .map(it -> it.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static String known(Path directory, String id) {
        List<String> ids;
        try {
            ids = list(directory);
        } catch (IOException unreadable) {
            return ": the directory cannot be read; check \"images:\" in the profile";
        }
        return Nearest.of(id, ids)
                .map(near -> "; did you mean \"" + near + "\"?")
                .orElse(ids.isEmpty() ? "; the directory holds none" : "; it holds " + String.join(", ", ids));
    }

    private static String sha256(Path file) throws ImageException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException unreadable) {
            throw new ImageException(
                    file + ": the image cannot be read; check that it exists and that you may read it", unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Manifest manifest(Path file) throws ImageException {
        YamlDocument yaml;
        try {
            yaml = YamlDocument.read(file, "firmware-manifest.schema.json");
        } catch (YamlException wrong) {
            throw new ImageException(wrong.getMessage(), wrong);
        }
        JsonNode root = yaml.root();
        Map<String, String> macros = new LinkedHashMap<>();
        root.path("macros")
                .properties()
                .forEach(macro -> macros.put(macro.getKey(), macro.getValue().asString()));
        List<String> phases =
                root.path("phases").valueStream().map(it -> it.asString()).toList();
        return new Manifest(
                text(yaml, "/file"),
                text(yaml, "/sha256"),
                Target.valueOf(text(yaml, "/target")),
                yaml.text("/buildId"),
                yaml.text("/mbedOs"),
                yaml.text("/toolchain"),
                phases.isEmpty() ? List.of("mqtt") : phases,
                macros,
                new Identity(
                        text(yaml, "/identity/thing"),
                        text(yaml, "/identity/clientId"),
                        text(yaml, "/identity/userTopic"),
                        text(yaml, "/identity/userFilter")),
                staticBytes(root),
                root.path("hostCommands").asBoolean(false));
    }

    private static @Nullable Long staticBytes(JsonNode root) {
        JsonNode bytes = root.path("staticBytes");
        return bytes.isIntegralNumber() ? bytes.asLong() : null;
    }

    private static String text(YamlDocument yaml, String pointer) {
        String text = yaml.text(pointer);
        return text == null ? "" : text;
    }
}
