package org.numakerbench.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.profile.ProfileReader;
import org.numakerbench.yaml.StrictYaml;
import org.numakerbench.yaml.YamlTree;
import tools.jackson.databind.JsonNode;

/** The YAML files that commands are given, each known by the key that only it has: they are easily taken for each other. */
public enum FileKind {
    PROFILE("bench", "a bench profile", "bench run"),
    PLAN("night", "a night's plan", "bench nightly"),
    EXPERIMENT("experiment", "a timeout experiment", "bench tune");

    private final String key;
    private final String words;
    private final String command;

    FileKind(String key, String words, String command) {
        this.key = key;
        this.words = words;
        this.command = command;
    }

    /** Reads a file of one kind. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Path file) throws ProfileException;
    }

    /**
     * Reads a file of this kind.
     *
     * @throws UsageException when it is one of another kind: what it is, and which command takes it
     * @throws ProfileException when it is none of them, or has mistakes
     */
    public <T> T read(Path file, Reader<T> reader) throws ProfileException {
        try {
            return reader.read(file);
        } catch (ProfileException wrong) {
            Optional<String> other = instead(file);
            if (other.isPresent()) {
                throw new UsageException(other.get(), wrong);
            }
            throw wrong;
        }
    }

    private Optional<String> instead(Path file) {
        Optional<YamlTree> tree = new StrictYaml(ProfileReader.SCHEMA).tree(file, new ArrayList<>());
        JsonNode root = tree.<JsonNode>map(YamlTree::root).orElse(null);
        if (root == null || root.has(key)) {
            return Optional.empty();
        }
        return Stream.of(values())
                .filter(it -> root.has(it.key))
                .findFirst()
                .map(it -> file + ": this is " + it.words + ", and " + words + " is wanted; did you mean " + it.command
                        + " " + file + "?" + named(root, file));
    }

    /** Plans and experiments name their profile. */
    private String named(JsonNode root, Path file) {
        return this == PROFILE && root.path("profile").isString()
                ? " Its profile is "
                        + file.resolveSibling(root.path("profile").asString()).normalize()
                : "";
    }
}
