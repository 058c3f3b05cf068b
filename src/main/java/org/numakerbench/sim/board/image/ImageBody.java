package org.numakerbench.sim.board.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.numakerbench.firmware.Identity;
import org.numakerbench.firmware.Target;
import org.numakerbench.firmware.Targets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON body of an image, key by key: an image made by hand gets told which key is wrong. */
final class ImageBody {
    private static final JsonMapper JSON = JsonMapper.builder()
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    private static final Set<String> IMAGE_KEYS = Set.of(
            "target", "mbedOs", "buildId", "identity", "phases", "heap", "faults", "macros", "loops", "own", "scratch");
    private static final Set<String> OWN_KEYS = Set.of(
            "at", "print", "topic", "payload", "lie", "subscribe", "await", "values", "heard", "delayMs", "prompt");
    private static final Set<String> FAULT_KEYS = Set.of("kind", "phase", "seed", "rate");

    private ImageBody() {}

    static byte[] write(VirtualImage image) {
        ObjectNode body = JSON.createObjectNode();
        body.put("target", image.target().name());
        body.put("mbedOs", image.mbedOs());
        body.put("buildId", image.buildId());
        body.putObject("identity")
                .put("thing", image.identity().thing())
                .put("clientId", image.identity().clientId())
                .put("userTopic", image.identity().userTopic())
                .put("userFilter", image.identity().userFilter());
        ArrayNode phases = body.putArray("phases");
        image.phases().forEach(phases::add);
        body.putObject("heap")
                .put("currentBytes", image.heap().currentBytes())
                .put("maxBytes", image.heap().maxBytes());
        ArrayNode faults = body.putArray("faults");
        image.faults().forEach(fault -> write(fault, faults.addObject()));
        // Left out where they say nothing, so that older images keep their bytes.
        if (!image.macros().isEmpty()) {
            ObjectNode macros = body.putObject("macros");
            image.macros().forEach(macros::put);
        }
        if (image.loops()) {
            body.put("loops", true);
        }
        if (!image.own().isEmpty()) {
            ArrayNode own = body.putArray("own");
            image.own().forEach(line -> own.add(JSON.valueToTree(line)));
        }
        if (image.scratch()) {
            body.put("scratch", true);
        }
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(body) + "\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Fault fault, ObjectNode into) {
        into.put("kind", fault.kind().jsonName());
        if (fault.phase() != null) {
            into.put("phase", fault.phase());
        }
        if (fault.seed() != null) {
            into.put("seed", fault.seed());
        }
        if (fault.rate() != null) {
            into.put("rate", fault.rate());
        }
    }

    static VirtualImage read(byte[] body) throws BrokenImageException {
        try {
            return read(JSON.readTree(body));
        } catch (JacksonException e) {
            throw new BrokenImageException("image body is not JSON: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new BrokenImageException("image body is not understood: " + e.getMessage(), e);
        }
    }

    private static VirtualImage read(JsonNode body) {
        onlyKeys(body, IMAGE_KEYS);
        JsonNode identity = body.path("identity");
        List<String> phases = new ArrayList<>();
        body.path("phases").forEach(phase -> phases.add(phase.asString()));
        List<Fault> faults = new ArrayList<>();
        body.path("faults").forEach(fault -> faults.add(fault(fault)));
        Map<String, String> macros = new TreeMap<>();
        body.path("macros")
                .properties()
                .forEach(macro -> macros.put(macro.getKey(), macro.getValue().asString()));
        return new VirtualImage(
                target(text(body, "target")),
                text(body, "mbedOs"),
                text(body, "buildId"),
                new Identity(
                        text(identity, "thing"),
                        text(identity, "clientId"),
                        text(identity, "userTopic"),
                        text(identity, "userFilter")),
                phases,
                new HeapModel(number(body.path("heap"), "currentBytes"), number(body.path("heap"), "maxBytes")),
                faults,
                macros,
                body.path("loops").asBoolean(false),
                own(body.path("own")),
                body.path("scratch").asBoolean(false));
    }

    private static Target target(String name) {
        return Targets.builtIn(name).orElseThrow(() -> new IllegalArgumentException("no target is called " + name));
    }

    private static List<OwnLine> own(JsonNode lines) {
        List<OwnLine> own = new ArrayList<>();
        for (JsonNode line : lines) {
            onlyKeys(line, OWN_KEYS);
            own.add(JSON.treeToValue(line, OwnLine.class));
        }
        return own;
    }

    private static Fault fault(JsonNode fault) {
        onlyKeys(fault, FAULT_KEYS);
        return new Fault(
                FaultKind.ofJsonName(text(fault, "kind")),
                fault.has("phase") ? text(fault, "phase") : null,
                fault.has("seed") ? (Long) number(fault, "seed") : null,
                rate(fault));
    }

    private static @Nullable Double rate(JsonNode fault) {
        JsonNode rate = fault.path("rate");
        if (!rate.isMissingNode() && !rate.isNumber()) {
            throw new IllegalArgumentException("rate is not a number");
        }
        return rate.isMissingNode() ? null : (Double) rate.doubleValue();
    }

    private static void onlyKeys(JsonNode object, Set<String> known) {
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            if (!known.contains(property.getKey())) {
                throw new IllegalArgumentException("unknown key " + property.getKey());
            }
        }
    }

    private static String text(JsonNode object, String key) {
        JsonNode value = object.path(key);
        if (!value.isString()) {
            throw new IllegalArgumentException(key + " is missing or is not text");
        }
        return value.stringValue();
    }

    private static long number(JsonNode object, String key) {
        JsonNode value = object.path(key);
        if (!value.isIntegralNumber()) {
            throw new IllegalArgumentException(key + " is missing or is not a whole number");
        }
        return value.longValue();
    }
}
