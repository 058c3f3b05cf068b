package org.numakerbench.tune.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.firmware.Identity;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.profile.yaml.KeyPath;
import org.numakerbench.profile.yaml.StrictYaml;
import org.numakerbench.profile.yaml.YamlError;
import org.numakerbench.profile.yaml.YamlTree;
import org.numakerbench.tune.experiment.Experiment.Build;
import org.numakerbench.tune.experiment.Experiment.Faults;
import org.numakerbench.tune.experiment.Experiment.Netem;
import org.numakerbench.tune.experiment.Experiment.Pattern;
import org.numakerbench.tune.search.Proportions;
import org.numakerbench.tune.search.SearchPlan;
import org.numakerbench.tune.search.SearchPlan.Patience;
import org.numakerbench.tune.search.Setting;
import tools.jackson.databind.JsonNode;

/** Reads experiment files. Their shape is published as a JSON Schema, which is also what checks it here. */
public final class ExperimentReader {
    /** The schema, on the class path. */
    public static final String SCHEMA = "/schemas/experiment.schema.json";

    /** More than a night can try. */
    private static final int MOST_SETTINGS = 2000;

    private static final long MOST_BYTES = 3200;

    private final Path file;
    private final YamlTree tree;
    private final JsonNode root;
    private final List<YamlError> errors;

    private ExperimentReader(Path file, YamlTree tree, List<YamlError> errors) {
        this.file = file;
        this.tree = tree;
        this.root = tree.root();
        this.errors = errors;
    }

    /**
     * Reads and checks an experiment. Files that it names are not opened.
     *
     * @param file a YAML file; named in errors as given
     * @throws ProfileException with every error there is
     */
    public static Experiment read(Path file) throws ProfileException {
        List<YamlError> errors = new ArrayList<>();
        Optional<YamlTree> tree = new StrictYaml(SCHEMA).read(file, errors);
        Experiment read = null;
        if (tree.isPresent() && errors.isEmpty()) {
            read = new ExperimentReader(file, tree.get(), errors).experiment();
        }
        if (read == null || !errors.isEmpty()) {
            errors.sort(Comparator.comparingInt(YamlError::line));
            throw new ProfileException(errors);
        }
        return read;
    }

    private @Nullable Experiment experiment() {
        Map<String, List<Long>> factors = new LinkedHashMap<>();
        root.path("factors").properties().forEach(it -> factors.put(it.getKey(), values(it.getKey(), it.getValue())));
        List<Setting> settings = settings(factors);
        if (settings.isEmpty()) {
            if (errors.isEmpty()) {
                error("constraints", "leave no setting", "loosen one of them");
            }
            return null;
        }
        Setting generous = setting("generous", factors, settings)
                .orElseGet(() -> settings.stream()
                        .max(Comparator.comparingDouble(ExperimentReader::size))
                        .orElseThrow());
        Optional<Patience> patience = patience(factors.keySet(), settings);
        double claim = root.path("claim").asDouble(0.99);
        double confidence = root.path("confidence").asDouble(0.95);
        double margin = root.path("margin").asDouble(0.02);
        if (claim - margin <= 0.4) {
            error("margin", "leaves nothing of the claim " + claim, "use for example 0.02");
            return null;
        }
        JsonNode trials = root.path("trials");
        SearchPlan plan = new SearchPlan(
                settings,
                generous,
                setting("baseline", factors, settings),
                List.of(),
                confidence,
                claim,
                margin,
                trials.path("learn").asInt(Proportions.straightPasses(claim, confidence)),
                trials.path("race").asInt(3),
                trials.path("visit").asInt(5),
                root.path("budget").path("loops").asLong(5000),
                root.path("seed").asLong(1),
                root.path("search").asString("race").equals("full"),
                root.path("monotone").asBoolean(true),
                patience);
        Optional<Build> build = build();
        Map<String, String> macros = new LinkedHashMap<>();
        root.path("macros")
                .properties()
                .forEach(it -> macros.put(it.getKey(), it.getValue().asString()));
        for (String name : macros.keySet()) {
            if (factors.containsKey(name)) {
                errors.add(tree.error(
                        KeyPath.ROOT.key("macros").key(name), "is a factor, too", "keep it among factors alone"));
            }
        }
        return new Experiment(
                file,
                text(),
                root.path("experiment").stringValue(),
                path(root.path("profile")),
                root.path("boards").valueStream().map(JsonNode::stringValue).toList(),
                factors,
                plan,
                present(root.path("budget").path("time")).map(it -> duration(it.stringValue())),
                faults(),
                netem(),
                macros,
                build);
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            errors.add(new YamlError(file, 1, "", "cannot be read (" + unreadable + ")", "check its permissions"));
            return "";
        }
    }

    private List<Long> values(String name, JsonNode node) {
        if (node.isArray()) {
            return node.valueStream().map(JsonNode::longValue).sorted().toList();
        }
        long from = node.path("from").longValue();
        long to = node.path("to").longValue();
        int steps = node.path("steps").intValue();
        boolean log = node.path("scale").asString("log").equals("log");
        if (from >= to || log && from == 0) {
            errors.add(tree.error(
                    KeyPath.ROOT.key("factors").key(name),
                    from >= to ? "from is not below to" : "a logarithmic scale has no 0",
                    "use for example {from: 500, to: 8000, steps: 5}"));
            return List.of();
        }
        Set<Long> values = new LinkedHashSet<>();
        for (int i = 0; i < steps; i++) {
            double part = (double) i / (steps - 1);
            values.add(Math.round(log ? from * Math.pow((double) to / from, part) : from + (to - from) * part));
        }
        return List.copyOf(values);
    }

    private List<Setting> settings(Map<String, List<Long>> factors) {
        long count = factors.values().stream().mapToLong(List::size).reduce(1, (a, b) -> a * b);
        if (count > MOST_SETTINGS) {
            error("factors", "make " + count + " settings", "keep it to " + MOST_SETTINGS + " at most");
            return List.of();
        }
        List<Map<String, Long>> all = List.of(Map.of());
        for (Map.Entry<String, List<Long>> factor : factors.entrySet()) {
            List<Map<String, Long>> longer = new ArrayList<>();
            for (Map<String, Long> some : all) {
                for (Long value : factor.getValue()) {
                    Map<String, Long> more = new LinkedHashMap<>(some);
                    more.put(factor.getKey(), value);
                    longer.add(more);
                }
            }
            all = longer;
        }
        List<Setting> settings = new ArrayList<>(all.stream().map(Setting::new).toList());
        JsonNode constraints = root.path("constraints");
        for (int i = 0; i < constraints.size(); i++) {
            try {
                Formula formula = Formula.of(constraints.path(i).stringValue(), factors.keySet());
                settings.removeIf(setting -> !formula.holds(setting));
            } catch (IllegalArgumentException wrong) {
                errors.add(tree.error(
                        KeyPath.ROOT.key("constraints").item(i),
                        "is no constraint: " + wrong.getMessage(),
                        "compare factors and numbers: ESP8266_RECV_TIMEOUT <= ESP8266_SEND_TIMEOUT"));
                return List.of();
            }
        }
        return settings;
    }

    private static double size(Setting setting) {
        return setting.values().values().stream()
                .mapToDouble(it -> Math.log1p(it))
                .sum();
    }

    /** One value for each factor; not necessarily one of those that are tried. */
    private Optional<Setting> setting(String key, Map<String, List<Long>> factors, List<Setting> settings) {
        JsonNode node = root.path(key);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        Map<String, Long> values = new LinkedHashMap<>();
        for (String factor : factors.keySet()) {
            if (!node.has(factor)) {
                error(key, "has no value for " + factor, "give one for each factor");
                return Optional.empty();
            }
            values.put(factor, node.path(factor).longValue());
        }
        Setting wanted = new Setting(values);
        if (node.size() > factors.size()) {
            error(key, "names what is no factor", "give one value for each factor, and no other");
        } else if (!settings.contains(wanted)) {
            error(key, wanted + " is not among the settings", "use values of the factors that the constraints allow");
        }
        return Optional.of(wanted);
    }

    private Optional<Patience> patience(Set<String> factors, List<Setting> settings) {
        JsonNode node = root.path("patience");
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        String[] keys = {"open", "most", node.has("least") ? "least" : "most"};
        Formula[] formulas = new Formula[keys.length];
        for (int i = 0; i < keys.length; i++) {
            try {
                Formula formula = Formula.of(node.path(keys[i]).stringValue(), factors);
                settings.forEach(formula::number);
                formulas[i] = formula;
            } catch (IllegalArgumentException wrong) {
                errors.add(tree.error(
                        KeyPath.ROOT.key("patience").key(keys[i]),
                        "is no number of milliseconds: " + wrong.getMessage(),
                        "use for example 4 * ESP8266_SEND_TIMEOUT + ESP8266_MISC_TIMEOUT"));
                return Optional.empty();
            }
        }
        return Optional.of(new Patience(formulas[0]::number, formulas[1]::number, formulas[2]::number));
    }

    private Optional<Faults> faults() {
        JsonNode node = root.path("faults");
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        List<Pattern> patterns = new ArrayList<>();
        for (int i = 0; i < node.path("patterns").size(); i++) {
            KeyPath place = KeyPath.ROOT.key("faults").key("patterns").item(i);
            JsonNode it = node.path("patterns").path(i);
            JsonNode bytes = it.path("bytes");
            JsonNode duration = it.path("duration");
            String kind = it.path("kind").stringValue();
            boolean timed = kind.equals("stall") || kind.equals("delay");
            if (timed && duration.isMissingNode()) {
                errors.add(tree.error(place, "a " + kind + " needs a duration", "use for example [1500ms, 12s]"));
                continue;
            }
            if (kind.equals("throttle") && !it.has("bytesPerSecond")) {
                errors.add(tree.error(place, "a throttle needs bytesPerSecond", "use for example 200"));
                continue;
            }
            long fromMs = duration.isMissingNode() ? 0 : millis(duration.path(0));
            long toMs = duration.isMissingNode() ? 0 : millis(duration.path(1));
            long fromBytes = bytes.isMissingNode() ? 0 : bytes.path(0).longValue();
            long toBytes = bytes.isMissingNode() ? MOST_BYTES : bytes.path(1).longValue();
            if (fromMs > toMs || fromBytes > toBytes) {
                errors.add(tree.error(
                        place.key(fromMs > toMs ? "duration" : "bytes"),
                        "runs backwards",
                        "put the smaller one first"));
                continue;
            }
            patterns.add(new Pattern(
                    kind,
                    it.path("share").asDouble(1),
                    fromBytes,
                    toBytes,
                    fromMs,
                    toMs,
                    it.path("bytesPerSecond").asLong(0)));
        }
        return Optional.of(new Faults(node.path("every").asInt(2), patterns));
    }

    private Optional<Netem> netem() {
        JsonNode node = root.path("netem");
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        int delay = (int) present(node.path("delay"))
                .map(ExperimentReader::millis)
                .orElse(0L)
                .longValue();
        int jitter = (int) present(node.path("jitter"))
                .map(ExperimentReader::millis)
                .orElse(0L)
                .longValue();
        double loss = node.path("lossPercent").asDouble(0);
        int rate = node.path("rateKbit").asInt(0);
        if (delay == 0 && loss == 0 && rate == 0) {
            error("netem", "does nothing", "give a delay, lossPercent or rateKbit");
        } else if (jitter > 0 && delay == 0) {
            error("netem", "has jitter without a delay", "give both");
        }
        List<String> program =
                node.path("program").valueStream().map(JsonNode::stringValue).toList();
        return Optional.of(new Netem(
                program.isEmpty() ? List.of("tc") : program,
                node.path("device").stringValue(),
                delay,
                jitter,
                loss,
                rate));
    }

    private Optional<Build> build() {
        JsonNode node = root.path("build");
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        List<String> phases =
                node.path("phases").valueStream().map(JsonNode::stringValue).toList();
        JsonNode identity = node.path("identity");
        return Optional.of(new Build(
                node.path("command").valueStream().map(JsonNode::stringValue).toList(),
                path(node.path("app")),
                node.path("image").stringValue(),
                node.path("inputs").valueStream().map(this::path).toList(),
                duration(node.path("timeout").asString("20m")),
                present(node.path("mbedOs")).map(JsonNode::stringValue),
                phases.isEmpty() ? List.of("mqtt") : phases,
                new Identity(
                        identity.path("thing").stringValue(),
                        identity.path("clientId").stringValue(),
                        identity.path("userTopic").stringValue(),
                        identity.path("userFilter").stringValue())));
    }

    private void error(String key, String wrong, String right) {
        errors.add(tree.error(KeyPath.ROOT.key(key), wrong, right));
    }

    private Path path(JsonNode node) {
        String text = node.stringValue();
        if (text.startsWith("~/")) {
            return Path.of(System.getProperty("user.home"), text.substring(2));
        }
        return Optional.ofNullable(file.toAbsolutePath().getParent())
                .orElse(file.toAbsolutePath())
                .resolve(text)
                .normalize();
    }

    private static Optional<JsonNode> present(JsonNode node) {
        return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    }

    private static long millis(JsonNode node) {
        String text = node.stringValue();
        if (text.endsWith("ms")) {
            return Long.parseLong(text.substring(0, text.length() - 2));
        }
        return duration(text).toMillis();
    }

    private static Duration duration(String text) {
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'h' -> Duration.ofHours(count);
            case 'm' -> Duration.ofMinutes(count);
            default -> Duration.ofSeconds(count);
        };
    }
}
