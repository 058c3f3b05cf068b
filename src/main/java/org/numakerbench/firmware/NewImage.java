package org.numakerbench.firmware;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.numakerbench.files.DurableDirectory;
import org.numakerbench.files.DurableFile;
import org.numakerbench.firmware.footprint.LinkMap;

/**
 * An image that is to be added: what goes into its manifest.
 *
 * @param file the firmware file, anywhere
 * @param map the linker's map file; static RAM is read from it
 * @param commit what it was built from
 * @param commitNumber how many commits lead to it
 * @param macros of its build
 */
public record NewImage(
        String id,
        Path file,
        Target target,
        Optional<String> buildId,
        Optional<String> mbedOs,
        Optional<String> toolchain,
        List<String> phases,
        Identity identity,
        Optional<Path> map,
        boolean hostCommands,
        Optional<String> commit,
        OptionalLong commitNumber,
        Map<String, String> macros) {
    public NewImage {
        phases = List.copyOf(phases);
        macros = new TreeMap<>(macros);
    }

    /** Whose macros nobody told. */
    public NewImage(
            String id,
            Path file,
            Target target,
            Optional<String> buildId,
            Optional<String> mbedOs,
            Optional<String> toolchain,
            List<String> phases,
            Identity identity,
            Optional<Path> map,
            boolean hostCommands,
            Optional<String> commit,
            OptionalLong commitNumber) {
        this(
                id,
                file,
                target,
                buildId,
                mbedOs,
                toolchain,
                phases,
                identity,
                map,
                hostCommands,
                commit,
                commitNumber,
                Map.of());
    }

    /**
     * Copies the file and its map and writes the manifest, all or nothing.
     *
     * @return the new image, read back and checked
     * @throws ImageException when the file is not the target's, the map not the file's, or another image has this ID
     * @throws IOException when the directory cannot be written
     */
    public Image addTo(Path images) throws ImageException, IOException {
        ImageCheck.require(file, target);
        if (map.isPresent() && map.get().getFileName().equals(file.getFileName())) {
            throw new ImageException(map.get()
                    + ": --map names the firmware file itself, or one of its name; give the linker's map file");
        }
        Path directory = images.resolve(id);
        Path fresh = images.resolve("." + id + ".new");
        DurableDirectory.deleteTree(fresh);
        DurableDirectory.create(images);
        Files.createDirectory(fresh);
        try {
            Path copy = fresh.resolve(String.valueOf(file.getFileName()));
            copy(file, copy);
            // Binaries stay out of the repository; remove this file to keep one there.
            DurableFile.write(fresh.resolve(".gitignore"), String.join("\n", ignored(copy)) + "\n");
            DurableFile.write(fresh.resolve("manifest.yaml"), manifest(copy));
            new ManifestReader().read(fresh.resolve("manifest.yaml"));
            if (Files.exists(directory)) {
                throw new FileAlreadyExistsException(directory.toString());
            }
            DurableDirectory.sync(fresh);
            DurableDirectory.move(fresh, directory);
        } catch (FileAlreadyExistsException taken) {
            throw new ImageException(
                    "there is an image " + id + " already in " + images + "; choose another --id, or remove it first",
                    taken);
        } finally {
            DurableDirectory.deleteTree(fresh);
        }
        return Images.find(images, id);
    }

    private List<String> ignored(Path copy) {
        return Stream.concat(Stream.of(copy), map.stream())
                .map(it -> "/" + it.getFileName().toString().replaceAll("([\\\\*?\\[]| $)", "\\\\$1"))
                .collect(Collectors.toList());
    }

    private String manifest(Path copy) throws ImageException, IOException {
        StringBuilder yaml = new StringBuilder();
        line(yaml, "file", String.valueOf(file.getFileName()));
        line(yaml, "sha256", Images.sha256(copy));
        line(yaml, "target", target.name());
        yaml.append(Targets.yaml(target));
        buildId.ifPresent(it -> line(yaml, "buildId", it));
        mbedOs.ifPresent(it -> line(yaml, "mbedOs", it));
        toolchain.ifPresent(it -> line(yaml, "toolchain", it));
        yaml.append("phases: [").append(String.join(", ", phases)).append("]\n");
        if (!macros.isEmpty()) {
            yaml.append("macros:\n");
            macros.forEach((name, value) -> line(yaml, "  " + name, value));
        }
        yaml.append("identity:\n");
        line(yaml, "  thing", identity.thing());
        line(yaml, "  clientId", identity.clientId());
        line(yaml, "  userTopic", identity.userTopic());
        line(yaml, "  userFilter", identity.userFilter());
        commit.ifPresent(it -> line(yaml, "commit", it));
        commitNumber.ifPresent(it -> number(yaml, "commitNumber", it));
        if (map.isPresent()) {
            String name = String.valueOf(map.get().getFileName());
            Path mapCopy = copy.resolveSibling(name);
            LinkMap sizes = ImageMap.read(map.get(), file);
            copy(map.get(), mapCopy);
            line(yaml, "map", name);
            line(yaml, "mapSha256", Images.sha256(mapCopy));
            number(yaml, "staticBytes", sizes.footprint().staticBytes());
        }
        yaml.append("hostCommands: ").append(hostCommands).append('\n');
        return yaml.toString();
    }

    /** In double quotes, which every YAML reader takes for text. */
    private static void line(StringBuilder yaml, String key, String value) {
        yaml.append(key)
                .append(": \"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append("\"\n");
    }

    private static void number(StringBuilder yaml, String key, long value) {
        yaml.append(key).append(": ").append(value).append('\n');
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to);
        DurableFile.sync(to);
    }
}
