package org.numakerbench.lab.plan;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.history.HistoryException;
import org.numakerbench.history.store.HistoryAddress;
import org.numakerbench.profile.ProfileException;
import org.numakerbench.yaml.KeyPath;
import org.numakerbench.yaml.StrictYaml;
import org.numakerbench.yaml.YamlError;
import org.numakerbench.yaml.YamlTree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads nightly plans. Their shape is published as a JSON Schema, which is also what checks it here. */
public final class NightPlanReader {
    /** The schema, on the class path. */
    public static final String SCHEMA = "/schemas/night-plan.schema.json";

    private static final StrictYaml YAML = new StrictYaml(SCHEMA);

    private final YamlTree tree;
    private final JsonNode root;
    private final List<YamlError> errors;

    private NightPlanReader(YamlTree tree, List<YamlError> errors) {
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
        return YAML.read(file, errors)
                .filter(tree -> errors.isEmpty())
                .map(tree -> new NightPlanReader(tree, errors).checked())
                .filter(tree -> errors.isEmpty())
                .flatMap(tree -> YAML.bind(tree, NightPlan.class, errors))
                .orElseThrow(() -> new ProfileException(errors));
    }

    /** The tree with the webhook's address in place of the file that holds it. */
    private YamlTree checked() {
        if (root.has("boards") && root.has("anyOf")) {
            error("anyOf", "given beside boards", "keep one of the two");
        }
        if (root.has("lab") && !isShared(root.path("lab").stringValue())) {
            error("lab", "is no address", "use postgresql://user@host/database, the password in PGPASSWORD");
        }
        window(root.path("window"));
        if (!root.has("webhook")) {
            return tree;
        }
        ObjectNode filled = (ObjectNode) root.deepCopy();
        webhook(filled.withObject("/webhook"));
        return new YamlTree(tree.file(), filled, tree.lines());
    }

    private static boolean isShared(String address) {
        try {
            return HistoryAddress.parse(address) instanceof HistoryAddress.Postgres;
        } catch (HistoryException | InvalidPathException wrong) {
            return false;
        }
    }

    private void window(JsonNode window) {
        if (window.isObject() && window.path("from").equals(window.path("to"))) {
            error("window", "opens and closes at the same time", "leave it out for a night without end");
        }
        String zone = window.path("zone").asString("UTC");
        try {
            ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            KeyPath place = KeyPath.ROOT.key("window").key("zone");
            errors.add(tree.error(place, "\"" + zone + "\" is no time zone", "use for example Europe/Berlin"));
        }
    }

    private void webhook(ObjectNode webhook) {
        KeyPath place = KeyPath.ROOT.key("webhook");
        if (webhook.has("url") == webhook.has("urlFile")) {
            errors.add(tree.error(place, "needs url or urlFile", "give one of the two"));
            return;
        }
        String key = webhook.has("url") ? "url" : "urlFile";
        String given = webhook.remove(key).stringValue();
        String url = key.equals("url") ? given : secret(tree.path(given), place.key(key));
        if (url != null && !isWeb(url.strip())) {
            // Not shown: it may be the secret with a slip in it.
            errors.add(tree.error(place.key(key), "is no http or https address", "use https://host/path"));
        } else if (url != null) {
            webhook.put("url", url.strip());
        }
    }

    private static boolean isWeb(String address) {
        try {
            URI url = URI.create(address);
            return ("https".equals(url.getScheme()) || "http".equals(url.getScheme())) && url.getHost() != null;
        } catch (IllegalArgumentException wrong) {
            return false;
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
}
