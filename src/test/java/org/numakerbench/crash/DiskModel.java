package org.numakerbench.crash;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of a directory tree is on the disk for good. As POSIX has it: the content of a file is when the file was synced, a
 * name when the directory that holds it was; a rename happens wholly or not at all.
 */
final class DiskModel {
    /** A file or a directory, whatever its name is just now. */
    private static final class Node {
        final boolean directory;
        final Map<String, Node> names = new TreeMap<>();
        final Map<String, Node> namesBefore = new TreeMap<>();
        byte[] synced = new byte[0];
        byte @Nullable [] unlinked;
        boolean dirty;

        Node(boolean directory) {
            this.directory = directory;
        }
    }

    /** Names of one step: in each directory a name that gets a node, or loses it (null). */
    private static final class Step {
        final List<Node> directories = new ArrayList<>();
        final List<String> names = new ArrayList<>();
        final List<@Nullable Node> nodes = new ArrayList<>();
        boolean synced;

        Step set(Node directory, String name, @Nullable Node node) {
            directories.add(directory);
            names.add(name);
            nodes.add(node);
            return this;
        }

        void apply(Map<Node, Map<String, Node>> all) {
            for (int i = 0; i < names.size(); i++) {
                Map<String, Node> here = all.computeIfAbsent(directories.get(i), it -> new TreeMap<>(it.namesBefore));
                Node node = nodes.get(i);
                if (node == null) {
                    here.remove(names.get(i));
                } else {
                    here.put(names.get(i), node);
                }
            }
        }
    }

    private final Path root;
    private final Node top;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, byte[]> syncedFiles = new LinkedHashMap<>();

    /** @param root what is there now is there for good */
    DiskModel(Path root) throws IOException {
        this.root = root;
        this.top = read(root);
    }

    private static Node read(Path path) throws IOException {
        Node node = new Node(Files.isDirectory(path));
        if (!node.directory) {
            node.synced = Files.readAllBytes(path);
            return node;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
            for (Path child : children) {
                node.names.put(child.getFileName().toString(), read(child));
            }
        }
        node.namesBefore.putAll(node.names);
        return node;
    }

    private @Nullable Node node(Path path) {
        Node node = top;
        for (Path name : root.relativize(path)) {
            if (name.toString().isEmpty()) {
                return node;
            }
            node = node == null ? null : node.names.get(name.toString());
        }
        return node;
    }

    private void step(Step step) {
        steps.add(step);
        for (int i = 0; i < step.names.size(); i++) {
            Node node = step.nodes.get(i);
            if (node == null) {
                step.directories.get(i).names.remove(step.names.get(i));
            } else {
                step.directories.get(i).names.put(step.names.get(i), node);
            }
        }
    }

    /** After a file or directory was made. */
    void created(Path path, boolean directory) {
        Node parent = node(path.getParent());
        if (parent != null && node(path) == null) {
            step(new Step().set(parent, path.getFileName().toString(), new Node(directory)));
        }
    }

    /** After the content of a file was changed. */
    void written(Path path) {
        Node node = node(path);
        if (node != null) {
            node.dirty = true;
        }
    }

    /** Before a file is deleted or replaced: a power cut may bring it back. */
    void unlinking(Path path) throws IOException {
        Node node = node(path);
        if (node != null && !node.directory && Files.exists(path)) {
            node.unlinked = Files.readAllBytes(path);
        }
    }

    /** After a file or directory was deleted. */
    void deleted(Path path) {
        Node parent = node(path.getParent());
        if (parent != null) {
            step(new Step().set(parent, path.getFileName().toString(), null));
        }
    }

    /** After a file or directory got another name. */
    void moved(Path from, Path to) {
        Node node = node(from);
        Node source = node(from.getParent());
        Node target = node(to.getParent());
        if (node != null && source != null && target != null) {
            step(new Step()
                    .set(source, from.getFileName().toString(), null)
                    .set(target, to.getFileName().toString(), node));
        }
    }

    /** After a file, or the names in a directory, were forced to the disk. */
    void synced(Path path) throws IOException {
        Node node = node(path);
        if (node == null) {
            return;
        }
        if (node.directory) {
            steps.stream().filter(it -> it.directories.contains(node)).forEach(it -> it.synced = true);
        } else if (Files.exists(path)) {
            node.synced = Files.readAllBytes(path);
            node.dirty = false;
            syncedFiles.put(root.relativize(path).toString(), node.synced);
        }
    }

    /** What each file held when it was last synced, by the name below the root that it had then. */
    Map<String, byte[]> syncedFiles() {
        return Map.copyOf(syncedFiles);
    }

    /** Writes what a power cut leaves of the tree to {@code target}, which does not exist. */
    void leave(Path target, Random chance) throws IOException {
        Map<Node, Path> now = new LinkedHashMap<>();
        locate(top, root, now);
        Map<Node, Map<String, Node>> names = new LinkedHashMap<>();
        // Journals write steps in order; the last ones are lost, of one directory or of all.
        int kept = switch (chance.nextInt(4)) {
            case 0 -> 0;
            case 1 -> steps.size();
            default -> chance.nextInt(steps.size() + 1);
        };
        boolean eachDirectory = chance.nextBoolean();
        Map<Node, Integer> keptHere = new LinkedHashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            int least = kept;
            if (eachDirectory) {
                for (Node directory : step.directories) {
                    least = Math.min(
                            least, keptHere.computeIfAbsent(directory, it -> chance.nextInt(steps.size() + 1)));
                }
            }
            if (step.synced || i < least) {
                step.apply(names);
            }
        }
        write(top, target, names, now, chance);
    }

    private static void locate(Node node, Path path, Map<Node, Path> now) {
        now.put(node, path);
        node.names.forEach((name, child) -> locate(child, path.resolve(name), now));
    }

    private static void write(
            Node node, Path target, Map<Node, Map<String, Node>> names, Map<Node, Path> now, Random chance)
            throws IOException {
        Path path = now.get(node);
        if (!node.directory) {
            Files.write(target, left(node, path, chance));
            return;
        }
        Files.createDirectory(target);
        for (Map.Entry<String, Node> child :
                names.getOrDefault(node, node.namesBefore).entrySet()) {
            if (!NativeFiles.isOne(child.getKey())) {
                write(child.getValue(), target.resolve(child.getKey()), names, now, chance);
            }
        }
        if (path != null) {
            NativeFiles.copy(path, target);
        }
    }

    /** What was synced is there. Of the rest: all, nothing, some, zeros at the end, a hole. */
    private static byte[] left(Node node, @Nullable Path path, Random chance) throws IOException {
        if (!node.dirty) {
            return node.synced;
        }
        byte[] all = path != null ? Files.readAllBytes(path) : node.unlinked == null ? node.synced : node.unlinked;
        int differs = Arrays.mismatch(node.synced, all);
        int safe = differs < 0 ? all.length : differs;
        int end = safe + chance.nextInt(all.length - safe + 1);
        return switch (chance.nextInt(5)) {
            case 0 -> all;
            case 1 -> node.synced;
            case 2 -> Arrays.copyOf(all, end);
            case 3 -> {
                Arrays.fill(all, end, all.length, (byte) 0);
                yield all;
            }
            default -> {
                Arrays.fill(all, safe, end, (byte) 0);
                yield all;
            }
        };
    }
}
