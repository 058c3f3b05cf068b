package org.numakerbench.tune.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.files.FileFailure;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.tune.experiment.Experiment.Netem;
import org.numakerbench.tune.experiment.Experiment.Pattern;
import org.numakerbench.tune.experiment.ExperimentFile.Waits;
import org.numakerbench.tune.search.Proportions;
import org.numakerbench.tune.search.SearchPlan;
import org.numakerbench.tune.search.SearchPlan.Patience;
import org.numakerbench.tune.search.Setting;
import org.numakerbench.yaml.KeyPath;
import org.numakerbench.yaml.StrictYaml;
import org.numakerbench.yaml.YamlError;
import org.numakerbench.yaml.YamlTree;
import tools.jackson.databind.JsonNode;

/** Reads experiment files. Their shape is published as a JSON Schema, which is also what checks it here. */
public final class ExperimentReader {
    /** The schema, on the class path. */
    public static final String SCHEMA = "/schemas/experiment.schema.json";

    private static final StrictYaml YAML = new StrictYaml(SCHEMA);

    /** More than a night can try. */
    private static final int MOST_SETTINGS = 2000;

    private final YamlTree tree;
    private final ExperimentFile said;
    private final List<YamlError> errors;

    private ExperimentReader(YamlTree tree, ExperimentFile said, List<YamlError> errors) {
        this.tree = tree;
        this.said = said;
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
        return YAML.read(file, errors)
                .filter(tree -> errors.isEmpty())
                .flatMap(tree -> YAML.bind(tree, ExperimentFile.class, errors)
                        .map(said -> new ExperimentReader(tree, said, errors).experiment()))
                .filter(read -> errors.isEmpty())
                .orElseThrow(() -> new ProfileException(errors));
    }

    private @Nullable Experiment experiment() {
        Map<String, List<Long>> factors = new LinkedHashMap<>();
        said.factors().forEach((name, node) -> factors.put(name, values(name, node)));
        List<Setting> settings = settings(factors);
        if (settings.isEmpty()) {
            if (errors.isEmpty()) {
                error("constraints", "leave no setting", "loosen one of them");
            }
            return null;
        }
        Setting generous = said.generous()
                .map(it -> setting("generous", it, factors.keySet(), settings))
                .orElseGet(() -> settings.stream()
                        .max(Comparator.comparingDouble(ExperimentReader::size))
                        .orElseThrow());
        Optional<Patience> patience = said.patience().flatMap(it -> patience(it, factors.keySet(), settings));
        if (said.claim() - said.margin() <= 0.4) {
            error("margin", "leaves nothing of the claim " + said.claim(), "use for example 0.02");
            return null;
        }
        SearchPlan plan = new SearchPlan(
                settings,
                generous,
                said.baseline().map(it -> setting("baseline", it, factors.keySet(), settings)),
                List.of(),
                said.confidence(),
                said.claim(),
                said.margin(),
                said.trials().learn().orElseGet(() -> Proportions.straightPasses(said.claim(), said.confidence())),
                said.trials().race(),
                said.trials().visit(),
                said.budget().loops(),
                said.seed(),
                said.search().equals("full"),
                said.monotone(),
                patience);
        said.faults().ifPresent(faults -> {
            for (int i = 0; i < faults.patterns().size(); i++) {
                check(
                        faults.patterns().get(i),
                        KeyPath.ROOT.key("faults").key("patterns").item(i));
            }
        });
        said.netem().ifPresent(this::check);
        Map<String, String> macros = new LinkedHashMap<>();
        said.macros().forEach((name, value) -> {
            macros.put(name, value.asString());
            if (factors.containsKey(name)) {
                errors.add(tree.error(
                        KeyPath.ROOT.key("macros").key(name), "is a factor, too", "keep it among factors alone"));
            }
        });
        return new Experiment(
                tree.file(),
                text(),
                said.experiment(),
                said.profile(),
                said.boards(),
                factors,
                plan,
                said.budget().time(),
                said.faults(),
                said.netem(),
                macros,
                said.build());
    }

    private String text() {
        try {
            return Files.readString(tree.file());
        } catch (IOException unreadable) {
            errors.add(tree.error(
                    KeyPath.ROOT, "cannot be read (" + FileFailure.words(unreadable) + ")", "check its permissions"));
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
        boolean log = node.path("scale").stringValue().equals("log");
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
        for (int i = 0; i < said.constraints().size(); i++) {
            try {
                Formula formula = Formula.of(said.constraints().get(i), factors.keySet());
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
    private Setting setting(String key, Map<String, Long> given, Set<String> factors, List<Setting> settings) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (String factor : factors) {
            if (!given.containsKey(factor)) {
                error(key, "has no value for " + factor, "give one for each factor");
                return settings.get(0);
            }
            values.put(factor, given.get(factor));
        }
        Setting wanted = new Setting(values);
        if (given.size() > factors.size()) {
            error(key, "names what is no factor", "give one value for each factor, and no other");
        } else if (!settings.contains(wanted)) {
            error(key, wanted + " is not among the settings", "use values of the factors that the constraints allow");
        }
        return wanted;
    }

    private Optional<Patience> patience(Waits waits, Set<String> factors, List<Setting> settings) {
        try {
            Formula most = formula("most", waits.most(), factors, settings);
            return Optional.of(new Patience(
                    formula("open", waits.open(), factors, settings)::number,
                    most::number,
                    waits.least().isEmpty()
                            ? most::number
                            : formula("least", waits.least().get(), factors, settings)::number));
        } catch (IllegalArgumentException said) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException after the error was added */
    private Formula formula(String key, String text, Set<String> factors, List<Setting> settings) {
        try {
            Formula formula = Formula.of(text, factors);
            settings.forEach(formula::number);
            return formula;
        } catch (IllegalArgumentException wrong) {
            errors.add(tree.error(
                    KeyPath.ROOT.key("patience").key(key),
                    "is no number of milliseconds: " + wrong.getMessage(),
                    "use for example 4 * ESP8266_SEND_TIMEOUT + ESP8266_MISC_TIMEOUT"));
            throw wrong;
        }
    }

    private void check(Pattern pattern, KeyPath place) {
        String kind = pattern.kind();
        if ((kind.equals("stall") || kind.equals("delay")) && pattern.duration().isEmpty()) {
            errors.add(tree.error(place, "a " + kind + " needs a duration", "use for example [1500ms, 12s]"));
        } else if (kind.equals("throttle") && pattern.bytesPerSecond() == 0) {
            errors.add(tree.error(place, "a throttle needs bytesPerSecond", "use for example 200"));
        } else if (pattern.fromMs() > pattern.toMs() || pattern.fromBytes() > pattern.toBytes()) {
            String key = pattern.fromMs() > pattern.toMs() ? "duration" : "bytes";
            errors.add(tree.error(place.key(key), "runs backwards", "put the smaller one first"));
        }
    }

    private void check(Netem netem) {
        if (netem.delay().isZero() && netem.lossPercent() == 0 && netem.rateKbit() == 0) {
            error("netem", "does nothing", "give a delay, lossPercent or rateKbit");
        } else if (!netem.jitter().isZero() && netem.delay().isZero()) {
            error("netem", "has jitter without a delay", "give both");
        }
    }

    private void error(String key, String wrong, String right) {
        errors.add(tree.error(KeyPath.ROOT.key(key), wrong, right));
    }
}
