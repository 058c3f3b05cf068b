package org.numakerbench.firmware.description;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.FirmwareDescription;
import org.numakerbench.yaml.KeyPath;
import org.numakerbench.yaml.StrictYaml;
import org.numakerbench.yaml.YamlError;
import org.numakerbench.yaml.YamlTree;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A description as it stands in its file. What the schema has something against is set aside, of a line the key alone, so that
 * the rest can be looked at all the same and all mistakes are told at once.
 */
public final class DescriptionFile {
    /** The schema, on the class path. */
    public static final String SCHEMA = "/schemas/firmware-description.schema.json";

    private static final StrictYaml YAML = new StrictYaml(SCHEMA);
    private static final String LINES = "lines";
    private static final List<String> LISTS = List.of(LINES, "expect", "failOn", "send", "phases");
    private static final Pattern ITEM = Pattern.compile("(\\w+)\\[(\\d+)\\]\\.?(.*)", Pattern.DOTALL);
    private static final Pattern PLACE = Pattern.compile("(\\w+)(?:\\[(\\d+)\\])?.*", Pattern.DOTALL);

    private final List<YamlError> errors = new ArrayList<>();
    /** Of each item of each list of {@link #description}, where it stands in the file. */
    private final Map<String, List<Integer>> places = new HashMap<>();

    /** By place in the file: the keys that are left of lines of which some were set aside. */
    private final Map<Integer, Set<String>> left = new HashMap<>();

    private @Nullable YamlTree tree;
    private @Nullable FirmwareDescription description;

    private DescriptionFile() {}

    /** Reads a file; what is wrong stands in {@link #errors}. */
    public static DescriptionFile read(Path path) {
        DescriptionFile file = new DescriptionFile();
        YAML.read(path, file.errors).ifPresent(file::bind);
        return file;
    }

    private void bind(YamlTree found) {
        tree = found;
        if (!(found.root() instanceof ObjectNode whole)) {
            return;
        }
        ObjectNode sound = whole.deepCopy();
        Map<String, TreeSet<Integer>> bad = new HashMap<>();
        for (YamlError error : errors) {
            Matcher place = PLACE.matcher(error.key());
            if (isCutOff(sound, error.key())) {
                continue;
            }
            if (place.matches() && LISTS.contains(place.group(1)) && place.group(2) != null) {
                bad.computeIfAbsent(place.group(1), list -> new TreeSet<>()).add(Integer.valueOf(place.group(2)));
            } else if (place.matches()) {
                sound.remove(place.group(1));
            }
        }
        for (String list : LISTS) {
            if (sound.get(list) instanceof ArrayNode items) {
                TreeSet<Integer> aside = bad.getOrDefault(list, new TreeSet<>());
                places.put(
                        list,
                        IntStream.range(0, items.size())
                                .filter(it -> !aside.contains(it))
                                .boxed()
                                .toList());
                aside.descendingSet().forEach(items::remove);
            }
        }
        YamlTree rest = new YamlTree(found.file(), sound, found.lines());
        description = YAML.bind(rest, FirmwareDescription.class, errors)
                .map(it -> it.named(String.valueOf(found.file().getFileName())))
                .orElse(null);
    }

    /** Takes a key away from its line, if that is what is wrong. */
    private boolean isCutOff(ObjectNode sound, String key) {
        Matcher item = ITEM.matcher(key);
        if (!item.matches() || !item.group(1).equals(LINES) || item.group(3).isEmpty()) {
            return false;
        }
        int place = Integer.parseInt(item.group(2));
        if (!(sound.path(LINES).path(place) instanceof ObjectNode line)) {
            return false;
        }
        line.remove(first(item.group(3)));
        left.put(place, Set.copyOf(line.propertyNames()));
        return true;
    }

    private static String first(String key) {
        return key.split("[.\\[]", 2)[0];
    }

    /**
     * True when a problem may be there only because something of the line was set aside: what is missing may be what is wrong.
     *
     * @param line place among the lines of {@link #description}, from 0
     * @param key of the problem, in the line
     */
    public boolean mayFollow(int line, String key) {
        Set<String> keys = left.get(Objects.requireNonNull(places.get(LINES)).get(line));
        // A standing rests on what else the line has.
        return keys != null && (!keys.contains(first(key)) || first(key).equals("standing"));
    }

    /** What the schema has against the file. */
    public List<YamlError> errors() {
        return List.copyOf(errors);
    }

    /** The description as far as the schema has nothing against it; empty when there is none. */
    public Optional<FirmwareDescription> description() {
        return Optional.ofNullable(description);
    }

    /** True when the schema set the key aside: nothing more is to be said of it. */
    public boolean isSetAside(String key) {
        return errors.stream().anyMatch(it -> it.key().equals(key) || it.key().startsWith(key + "["));
    }

    /**
     * An error of what the schema could not say.
     *
     * @param line place among the lines of {@link #description}, from 0; -1: the description as a whole
     * @param key in the line or of the description, with dots; an item of another list as {@code expect[0]}, by its place in
     *     {@link #description}
     */
    public YamlError error(int line, String key, String wrong, String right) {
        Matcher item = ITEM.matcher(key);
        boolean other = line < 0 && item.matches();
        KeyPath around = other
                ? inList(item.group(1), Integer.parseInt(item.group(2)))
                : line < 0 ? KeyPath.ROOT : inList(LINES, line);
        KeyPath place = around;
        for (String part : (other ? item.group(3) : key).split("\\.")) {
            place = part.isEmpty() ? place : place.key(part);
        }
        return Objects.requireNonNull(tree).error(place, around, wrong, right);
    }

    private KeyPath inList(String list, int item) {
        return KeyPath.ROOT
                .key(list)
                .item(Objects.requireNonNull(places.get(list)).get(item));
    }

    /** Line of the file in which a line of {@link #description} stands, from 1. */
    public int number(int line) {
        return error(line, "pattern", "", "").line();
    }
}
