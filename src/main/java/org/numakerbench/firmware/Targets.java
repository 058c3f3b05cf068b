package org.numakerbench.firmware;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.numakerbench.firmware.Target.ImageForm;
import org.numakerbench.firmware.Target.OpenOcdSupport;
import org.numakerbench.firmware.Target.Region;
import org.numakerbench.text.JsonText;
import org.numakerbench.text.Nearest;
import org.numakerbench.yaml.KeyPath;
import org.numakerbench.yaml.StrictYaml;
import org.numakerbench.yaml.YamlError;
import org.numakerbench.yaml.YamlTree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The targets that every bench knows, and those that a profile or a manifest describes under {@code targets:}. */
public final class Targets {
    private static final String KEY = "targets";
    private static final StrictYaml YAML = new StrictYaml("/schemas/targets.schema.json");

    private Targets() {}

    /** The list as it is written. */
    record Written(List<Row> targets) {}

    /** As {@link Target}, whose own form in a file is its name. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Row(
            String name,
            @Nullable Region flash,
            List<Region> ram,
            @Nullable String sharedRam,
            ImageForm image,
            @Nullable String vectors,
            @Nullable String part,
            @Nullable String mbedCode,
            @Nullable String pyocd,
            OpenOcdSupport openocd,
            @Nullable String openocdFile,
            @Nullable Integer baud,
            List<String> methods) {
        static Row of(Target it) {
            return new Row(
                    it.name(),
                    it.flash(),
                    it.ram(),
                    it.sharedRam(),
                    it.image(),
                    it.vectors(),
                    it.part(),
                    it.mbedCode(),
                    it.pyocd(),
                    it.openocd(),
                    it.openocdFile(),
                    it.baud(),
                    it.methods());
        }

        Target target() {
            return new Target(
                    name,
                    flash,
                    ram,
                    sharedRam,
                    image,
                    vectors,
                    part,
                    mbedCode,
                    pyocd,
                    openocd,
                    openocdFile,
                    baud,
                    methods);
        }
    }

    /** For {@link Target}, which keeps them: it must not wait for a class that waits for it. */
    static Map<String, Target> load() {
        List<YamlError> errors = new ArrayList<>();
        Read read = read(YAML.resource("/org/numakerbench/firmware/targets.yaml", errors), Map.of());
        errors.addAll(read.problems());
        if (!errors.isEmpty()) {
            throw new IllegalStateException(
                    errors.stream().map(YamlError::toString).collect(Collectors.joining("\n")));
        }
        Map<String, Target> all = new LinkedHashMap<>();
        read.targets().forEach(it -> all.put(it.name(), it));
        return Collections.unmodifiableMap(all);
    }

    /** Those that every bench knows, in the order of their file. */
    public static List<Target> all() {
        return List.copyOf(Target.BUILT_IN.values());
    }

    /** The one of this name that every bench knows. */
    public static Optional<Target> builtIn(String name) {
        return Optional.ofNullable(Target.BUILT_IN.get(name));
    }

    /** The one whose adapter's volume has this code. */
    public static Optional<Target> ofMbedCode(String code) {
        return Target.BUILT_IN.values().stream()
                .filter(it -> code.equalsIgnoreCase(it.mbedCode()))
                .findFirst();
    }

    /** Those that a file describes; none where the schema has something against it. */
    public static List<Target> in(YamlTree tree) {
        return read(tree, Target.BUILT_IN).targets();
    }

    /** What is wrong with the targets that a file describes; nothing in a file without. */
    public static List<YamlError> problems(YamlTree tree) {
        return read(tree, Target.BUILT_IN).problems();
    }

    private record Read(List<Target> targets, List<YamlError> problems) {}

    private static Read read(YamlTree tree, Map<String, Target> known) {
        Optional<YamlTree> list = list(tree);
        List<YamlError> errors = new ArrayList<>(list.map(YAML::check).orElse(List.of()));
        List<Target> described = list.filter(it -> errors.isEmpty())
                .flatMap(it -> YAML.bind(it, Written.class, errors))
                .map(it -> it.targets().stream().map(Row::target).toList())
                .orElse(List.of());
        Map<String, KeyPath> names = new TreeMap<>();
        for (int i = 0; i < described.size(); i++) {
            KeyPath place = KeyPath.ROOT.key(KEY).item(i);
            String name = described.get(i).name();
            KeyPath first = names.putIfAbsent(name, place.key("name"));
            if (first != null) {
                errors.add(tree.error(place.key("name"), "the same as " + first, "keep one of the two"));
            } else if (known.containsKey(name)) {
                errors.add(tree.error(
                        place.key("name"),
                        "a target that every bench knows",
                        "leave it away, or name yours otherwise"));
            }
            errors.addAll(new TargetCheck(tree, place, described.get(i)).problems());
        }
        return new Read(described, errors);
    }

    /** That of which the schema speaks, with its own lines. */
    private static Optional<YamlTree> list(YamlTree tree) {
        JsonNode targets = tree.root().path(KEY);
        if (targets.isMissingNode()) {
            return Optional.empty();
        }
        ObjectNode alone = JsonNodeFactory.instance.objectNode();
        alone.set(KEY, targets);
        return Optional.of(new YamlTree(tree.file(), alone, tree.lines()));
    }

    /** What is wrong with the name of a target in a file; empty when it is one that the file describes, or every bench knows. */
    public static Optional<YamlError> unknown(YamlTree tree, KeyPath place, JsonNode name) {
        if (!name.isString() || Target.BUILT_IN.containsKey(name.stringValue())) {
            return Optional.empty();
        }
        List<String> own = new ArrayList<>();
        tree.root().path(KEY).forEach(it -> own.add(it.path("name").asString("")));
        if (own.contains(name.stringValue())) {
            return Optional.empty();
        }
        TreeSet<String> all = new TreeSet<>(Target.BUILT_IN.keySet());
        all.addAll(own);
        return Optional.of(tree.error(
                place,
                "\"" + name.stringValue() + "\" is not known",
                "did you mean " + Nearest.to(name.stringValue(), all).orElse("") + "? known here: "
                        + String.join(", ", all) + "; any other needs a few lines under targets: (docs/targets.md)"));
    }

    /**
     * The targets that a YAML file describes, whatever else is in it.
     *
     * @throws ImageException with all that is wrong with them
     */
    public static List<Target> read(Path file) throws ImageException {
        List<YamlError> errors = new ArrayList<>();
        Optional<Read> read = YAML.tree(file, errors).map(it -> read(it, Target.BUILT_IN));
        read.ifPresent(it -> errors.addAll(it.problems()));
        if (!errors.isEmpty()) {
            throw new ImageException(errors.stream().map(YamlError::toString).collect(Collectors.joining("\n")));
        }
        return read.map(Read::targets).orElse(List.of());
    }

    /** As a line of a YAML file: what {@link #in} reads again; nothing for those that every bench knows. */
    static String yaml(Target target) {
        if (Target.BUILT_IN.containsKey(target.name())) {
            return "";
        }
        return "targets: [" + JsonText.line(Row.of(target)) + "]\n";
    }
}
