package org.numakerbench.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.numakerbench.profile.yaml.KeyPath;
import org.numakerbench.profile.yaml.YamlError;
import org.numakerbench.profile.yaml.YamlTree;
import tools.jackson.databind.JsonNode;

/** What a schema cannot say: rules between keys. Works on any tree, also one that the schema refused. */
final class ProfileChecks {
    private static final List<String> FILLED_IN_BY_LOCAL_CLOUD =
            List.of("endpoint", "mqttPort", "httpsPort", "witness");

    private final YamlTree tree;
    private final List<YamlError> errors = new ArrayList<>();

    ProfileChecks(YamlTree tree) {
        this.tree = tree;
    }

    List<YamlError> check() {
        localCloudFillsInTheRest();
        JsonNode boards = tree.root().path("boards");
        Map<String, KeyPath> names = new HashMap<>();
        Map<String, KeyPath> ports = new HashMap<>();
        for (int index = 0; index < boards.size(); index++) {
            JsonNode board = boards.path(index);
            KeyPath place = KeyPath.ROOT.key("boards").item(index);
            once(board.path("name"), place.key("name"), names, "give each board a name of its own");
            once(
                    board.path("serial").path("port"),
                    place.key("serial").key("port"),
                    ports,
                    "give each board its own port; by-path names tell boards apart");
            virtualBoardHasNoPort(board, place);
            patterns(board.path("flash"), place.key("flash"));
            JsonNode resets = board.path("reset");
            for (int item = 0; item < resets.size(); item++) {
                patterns(resets.path(item), place.key("reset").item(item));
            }
        }
        return errors;
    }

    private void localCloudFillsInTheRest() {
        JsonNode cloud = tree.root().path("cloud");
        KeyPath place = KeyPath.ROOT.key("cloud");
        if (cloud.has("local")) {
            FILLED_IN_BY_LOCAL_CLOUD.stream()
                    .filter(cloud::has)
                    .forEach(key -> errors.add(tree.error(
                            place.key(key), "given beside cloud.local, which fills it in", "keep one of the two")));
        }
    }

    private void virtualBoardHasNoPort(JsonNode board, KeyPath place) {
        KeyPath port = place.key("serial").key("port");
        if (board.has("virtual") && board.path("serial").has("port")) {
            errors.add(tree.error(port, "given beside virtual, which fills it in", "keep one of the two"));
        }
    }

    private void once(JsonNode value, KeyPath place, Map<String, KeyPath> seen, String right) {
        if (!value.isString()) {
            return;
        }
        KeyPath first = seen.putIfAbsent(value.stringValue(), place);
        if (first != null) {
            errors.add(tree.error(place, "the same as " + first, right));
        }
    }

    private void patterns(JsonNode step, KeyPath place) {
        for (String key : List.of("success", "failure")) {
            String text = step.path(key).asString("");
            try {
                Pattern.compile(text);
            } catch (PatternSyntaxException e) {
                String wrong = "not a regular expression (" + e.getDescription() + ")";
                errors.add(tree.error(
                        place.key(key), wrong, "put a backslash before ( [ { * + ? that stand for themselves"));
            }
        }
    }
}
