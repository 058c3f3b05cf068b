package org.numakerbench.lab.plan;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.HistoryException;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.lab.plan.NightPlan.Order;
import org.numakerbench.lab.plan.NightPlan.Retries;
import org.numakerbench.lab.plan.NightPlan.Webhook;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.profile.Target;
import org.numakerbench.profile.yaml.KeyPath;
import org.numakerbench.profile.yaml.StrictYaml;
import org.numakerbench.profile.yaml.YamlError;
import org.numakerbench.profile.yaml.YamlTree;
import tools.jackson.databind.JsonNode;

/** Reads nightly plans. Their shape is published as a JSON Schema, which is also what checks it here. */
public final class NightPlanReader {
    /** The schema, on the class path. */
    public static final String SCHEMA = "/schemas/night-plan.schema.json";

    private final Path file;
    private final YamlTree tree;
    private final JsonNode root;
    private final List<YamlError> errors;

    private NightPlanReader(Path file, YamlTree tree, List<YamlError> errors) {
        this.file = file;
        this.tree = tree;
        this.root = tree.root();
        this.errors = errors;
    }

    /**
     * Reads and checks a plan. Of the files that it names only the webhook's is opened.
     *
     * @param file a YAML file; named in errors as given
     * @throws ProfileException with every error there is
     */
    public static NightPlan read(Path file) throws ProfileException {
        List<YamlError> errors = new ArrayList<>();
        Optional<YamlTree> tree = new StrictYaml(SCHEMA).read(file, errors);
        NightPlan plan =
                tree.isPresent() && errors.isEmpty() ? new NightPlanReader(file, tree.get(), errors).plan() : null;
        if (plan == null || !errors.isEmpty()) {
            errors.sort(Comparator.comparingInt(YamlError::line));
            throw new ProfileException(errors);
        }
        return plan;
    }

    private NightPlan plan() {
        JsonNode retries = root.path("retries");
        NightPlan plan = new NightPlan(
                file,
                root.path("night").stringValue(),
                present(root.path("profile")).map(this::path),
                lab(),
                texts(root.path("boards")),
                texts(root.path("anyOf")).stream().map(Target::valueOf).toList(),
                texts(root.path("images")),
                texts(root.path("phases")),
                root.path("repeats").asInt(1),
                Order.valueOf(
                        root.path("order").asString("rounds").replace('-', '_').toUpperCase(Locale.ROOT)),
                root.path("seed").asLong(1),
                window(),
                new Retries(
                        retries.path("device").asInt(Retries.DEFAULT.device()),
                        retries.path("cloud").asInt(Retries.DEFAULT.cloud()),
                        retries.path("bench").asInt(Retries.DEFAULT.bench())),
                root.path("quarantineAfter").asInt(3),
                duration(root.path("patience").asString("30m")),
                webhook(),
                root.path("fail").path("flaky").asBoolean(false),
                root.path("fail").path("heapRegression").asBoolean(true));
        if (!plan.boards().isEmpty() && !plan.anyOf().isEmpty()) {
            error("anyOf", "given beside boards", "keep one of the two");
        }
        return plan;
    }

    private Optional<String> lab() {
        Optional<String> address = present(root.path("lab")).map(JsonNode::stringValue);
        if (address.isPresent()) {
            if (!isShared(address.get())) {
                error("lab", "is no address", "use postgresql://user@host/database, the password in PGPASSWORD");
            }
        }
        return address;
    }

    private static boolean isShared(String address) {
        try {
            return HistoryAddress.parse(address) instanceof HistoryAddress.Postgres;
        } catch (HistoryException | InvalidPathException wrong) {
            return false;
        }
    }

    private Optional<Window> window() {
        JsonNode window = root.path("window");
        if (!window.isObject()) {
            return Optional.empty();
        }
        LocalTime from = LocalTime.parse(window.path("from").stringValue());
        LocalTime to = LocalTime.parse(window.path("to").stringValue());
        if (from.equals(to)) {
            error("window", "opens and closes at the same time", "leave it out for a night without end");
        }
        String zone = window.path("zone").asString("");
        try {
            return Optional.of(new Window(from, to, zone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(zone)));
        } catch (DateTimeException unknown) {
            errors.add(tree.error(
                    KeyPath.ROOT.key("window").key("zone"),
                    "\"" + zone + "\" is no time zone",
                    "use for example Europe/Berlin"));
            return Optional.empty();
        }
    }

    private Optional<Webhook> webhook() {
        JsonNode webhook = root.path("webhook");
        if (!webhook.isObject()) {
            return Optional.empty();
        }
        KeyPath place = KeyPath.ROOT.key("webhook");
        if (webhook.has("url") == webhook.has("urlFile")) {
            errors.add(tree.error(place, "needs url or urlFile", "give one of the two"));
            return Optional.empty();
        }
        String key = webhook.has("url") ? "url" : "urlFile";
        String text = webhook.has("url")
                ? webhook.path("url").stringValue()
                : secret(path(webhook.path("urlFile")), place.key(key));
        if (text == null) {
            return Optional.empty();
        }
        URI url = uri(text);
        if (url == null) {
            // Not shown: it may be the secret with a slip in it.
            errors.add(tree.error(place.key(key), "is no http or https address", "use https://host/path"));
            return Optional.empty();
        }
        return Optional.of(
                new Webhook(url, webhook.path("format").asString("json").equals("slack")));
    }

    private static @Nullable URI uri(String text) {
        try {
            URI url = URI.create(text.strip());
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            return web && url.getHost() != null ? url : null;
        } catch (IllegalArgumentException wrong) {
            return null;
        }
    }

    private @Nullable String secret(Path secret, KeyPath place) {
        try {
            return Files.readString(secret);
        } catch (IOException unreadable) {
            errors.add(tree.error(place, "cannot be read: " + secret, "check the path and its permissions"));
            return null;
        }
    }

    private void error(String key, String wrong, String right) {
        errors.add(tree.error(KeyPath.ROOT.key(key), wrong, right));
    }

    private Path path(JsonNode node) {
        String text = node.stringValue();
        if (text.startsWith("~/")) {
            return Path.of(System.getProperty("user.home"), text.substring(2));
        }
        Path here = file.toAbsolutePath();
        return Optional.ofNullable(here.getParent()).orElse(here).resolve(text).normalize();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::stringValue).toList();
    }

    private static Optional<JsonNode> present(JsonNode node) {
        return node.isMissingNode() ? Optional.empty() : Optional.of(node);
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
