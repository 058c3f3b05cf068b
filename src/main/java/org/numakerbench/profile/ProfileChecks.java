package org.numakerbench.profile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.numakerbench.firmware.Target;
import org.numakerbench.firmware.Targets;
import org.numakerbench.model.Measurement;
import org.numakerbench.secret.Expressions;
import org.numakerbench.yaml.KeyPath;
import org.numakerbench.yaml.YamlError;
import org.numakerbench.yaml.YamlTree;
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
        errors.addAll(Targets.problems(tree));
        localCloudFillsInTheRest();
        JsonNode secrets = tree.root().path("secrets");
        for (int index = 0; index < secrets.size(); index++) {
            KeyPath place = KeyPath.ROOT.key("secrets").item(index);
            Expressions.problem(secrets.path(index).asString(""))
                    .ifPresent(it -> errors.add(tree.error(place, it.wrong(), it.right())));
        }
        tree.root().path("measurements").properties().forEach(each -> {
            if (!Measurement.isName(each.getKey())) {
                errors.add(tree.error(
                        KeyPath.ROOT.key("measurements").key(each.getKey()),
                        "not the name of a measurement",
                        "use lower-case words with dots between, such as time.tls-handshake; bench trend lists them"));
            }
            JsonNode min = each.getValue().path("min");
            JsonNode max = each.getValue().path("max");
            if (min.isNumber() && max.isNumber() && min.doubleValue() > max.doubleValue()) {
                errors.add(tree.error(
                        KeyPath.ROOT.key("measurements").key(each.getKey()).key("min"),
                        min.asString() + " is above max, which no value can keep to",
                        "exchange the two, or leave one out"));
            }
        });
        JsonNode boards = tree.root().path("boards");
        oneDebugAdapter(boards);
        Map<String, KeyPath> names = new HashMap<>();
        Map<String, KeyPath> ports = new HashMap<>();
        Map<String, KeyPath> usb = new HashMap<>();
        Map<String, KeyPath> links = new HashMap<>();
        for (int index = 0; index < boards.size(); index++) {
            JsonNode board = boards.path(index);
            KeyPath place = KeyPath.ROOT.key("boards").item(index);
            once(board.path("name"), place.key("name"), names, "give each board a name of its own");
            once(
                    board.path("serial").path("port"),
                    place.key("serial").key("port"),
                    ports,
                    "give each board its own port; by-path names tell boards apart");
            once(
                    board.path("link"),
                    place.key("link"),
                    links,
                    "give each board's link an address or a port of its own: they tell boards apart");
            if (board.has("link") && (board.has("virtual") || board.has("qemu"))) {
                errors.add(tree.error(
                        place.key("link"), "given beside a simulator, which fills it in", "keep one of the two"));
            }
            once(board.path("usb"), place.key("usb"), usb, "give each board the USB port it is plugged into");
            for (String standIn : List.of("virtual", "qemu")) {
                if (board.has(standIn)) {
                    standInFillsIn(board, place, standIn);
                }
            }
            target(board, place);
            portIsThisBoards(board, place);
            resetsArePossible(board, place);
            patterns(board.path("flash"), place.key("flash"));
            patterns(board.path("power"), place.key("power"));
            JsonNode resets = board.path("reset");
            for (int item = 0; item < resets.size(); item++) {
                patterns(resets.path(item), place.key("reset").item(item));
            }
        }
        return errors;
    }

    /** OpenOCD and NuLink take the first adapter they find, and adapters have no serial numbers to choose by. */
    private void oneDebugAdapter(JsonNode boards) {
        @Nullable KeyPath first = null;
        for (int index = 0; index < boards.size(); index++) {
            KeyPath place = KeyPath.ROOT.key("boards").item(index).key("flash").key("method");
            String method = boards.path(index).path("flash").path("method").asString("");
            if (!method.equals("openocd") && !method.equals("nulink")) {
                continue;
            }
            if (first != null) {
                errors.add(tree.error(
                        place,
                        "the tool cannot tell this adapter from the one of " + first,
                        "flash one of the two by mass-storage, or attach it to another host"));
            }
            first = first == null ? place : first;
        }
    }

    /** What is known of its target goes with what the profile asks for. */
    private void target(JsonNode board, KeyPath place) {
        KeyPath key = place.key("target");
        Optional<YamlError> unknown = Targets.unknown(tree, key, board.path("target"));
        unknown.ifPresent(errors::add);
        String name = board.path("target").asString("");
        if (unknown.isPresent() || name.isEmpty()) {
            return;
        }
        Target target = Targets.in(tree).stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseGet(() -> Target.named(name));
        if (tree.root().path("heap").has("minHeadroomPercent")
                && target.ramBytes().isEmpty()) {
            errors.add(tree.error(
                    key,
                    "nobody knows the RAM of " + target + ", of which heap.minHeadroomPercent is a part",
                    "give its ram: under targets:, or use heap.minHeadroomBytes"));
        }
        boolean real = !board.has("virtual") && !board.has("qemu");
        String method = board.path("flash").path("method").asString(real ? "mass-storage" : "");
        KeyPath flash = place.key("flash").key("method");
        if (!method.isEmpty()
                && !target.methods().isEmpty()
                && !target.methods().contains(method)) {
            errors.add(tree.error(
                    flash,
                    place,
                    target + " cannot be flashed by " + method,
                    "use " + String.join(" or ", target.methods()) + ", which its methods: has"));
        } else if (method.equals("pyocd") && target.pyocd() == null) {
            errors.add(tree.error(
                    flash,
                    "nobody knows pyOCD's name of " + target,
                    "give it as pyocd: of the target, or use command"));
        }
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

    private void standInFillsIn(JsonNode board, KeyPath place, String standIn) {
        String wrong = "given beside " + standIn + ", which fills it in";
        if (board.path("serial").has("port")) {
            errors.add(tree.error(place.key("serial").key("port"), wrong, "keep one of the two"));
        }
        if (board.has("usb")) {
            errors.add(tree.error(place.key("usb"), wrong, "keep one of the two"));
        }
        if (!tree.root().path("cloud").has("local")) {
            errors.add(tree.error(
                    place.key(standIn), "its certificates come from a local cloud", "use cloud.local in this profile"));
        }
        if (standIn.equals("qemu") && board.has("virtual")) {
            errors.add(tree.error(place.key(standIn), "given beside virtual", "keep one of the two"));
        }
    }

    /** Nu-Link adapters have no unique serial number, and kernels number ports in the order they appear. */
    private void portIsThisBoards(JsonNode board, KeyPath place) {
        String port = board.path("serial").path("port").asString("");
        KeyPath key = place.key("serial").key("port");
        String right = "name the board by its physical port: usb: 1-1.4.2 (bench boards lists them)";
        if (board.has("usb") && !port.isEmpty()) {
            errors.add(tree.error(key, "given beside usb, from which it follows", "keep one of the two"));
        } else if (port.startsWith("/dev/serial/by-id/")) {
            errors.add(tree.error(key, "by-id names of two Nu-Link boards are the same", right));
        } else if (port.matches("/dev/tty(ACM|USB)[0-9]+")) {
            errors.add(tree.error(key, "another board may get this name at the next plug-in", right));
        }
    }

    private void resetsArePossible(JsonNode board, KeyPath place) {
        String power = board.path("power").path("method").asString("");
        if (power.equals("usb-power") && !board.has("usb")) {
            errors.add(tree.error(
                    place.key("power").key("method"), "usb-power needs to know the port", "add usb: to the board"));
        }
        JsonNode resets = board.path("reset");
        for (int item = 0; item < resets.size(); item++) {
            KeyPath key = place.key("reset").item(item).key("method");
            String method = resets.path(item).path("method").asString("");
            if (method.equals("usb-power") && !board.has("usb")) {
                errors.add(tree.error(key, "usb-power needs to know the port", "add usb: to the board"));
            }
            boolean storage = board.path("flash").path("method").asString("").equals("mass-storage");
            if (method.equals("mass-storage") && !storage) {
                errors.add(tree.error(
                        key, "copies the image again, which this board is not flashed by", "choose another means"));
            }
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
            pattern(step.path(key).asString(""), place.key(key));
        }
    }

    private void pattern(String text, KeyPath place) {
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            String wrong = "not a regular expression (" + e.getDescription() + ")";
            errors.add(tree.error(place, wrong, "put a backslash before ( [ { * + ? that stand for themselves"));
        }
    }
}
