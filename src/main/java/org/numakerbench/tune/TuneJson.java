package org.numakerbench.tune;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.numakerbench.text.JsonText;
import org.numakerbench.tune.TuneResult.Recommendation;
import org.numakerbench.tune.TuneResult.SettingResult;
import org.numakerbench.tune.search.Interval;
import org.numakerbench.tune.search.Setting;
import org.numakerbench.tune.search.Tally;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tune.json}, as {@code schemas/tune.schema.json} describes it. */
public final class TuneJson {
    private static final JsonMapper MAPPER = JsonText.MAPPER;

    private TuneJson() {}

    /** One object. */
    public static String write(TuneResult result) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("schema", 1);
        json.put("experiment", result.name());
        json.put("seed", result.seed());
        json.put("started", result.started());
        json.put("ended", result.ended());
        json.put("why", result.why());
        json.put("confidence", result.confidence());
        json.put("claim", result.claim());
        json.put("margin", result.margin());
        ObjectNode factors = json.putObject("factors");
        result.factors().forEach((name, values) -> {
            ArrayNode list = factors.putArray(name);
            values.forEach(list::add);
        });
        json.set("recommended", recommendation(result.recommended().orElse(null)));
        json.set("cheapest", recommendation(result.cheapest().orElse(null)));
        if (result.baseline().isPresent()) {
            json.set("baseline", values(result.baseline().get()));
        } else {
            json.putNull("baseline");
        }
        json.putObject("spent")
                .put("loops", result.spent().loops())
                .put("networkErrors", result.spent().networkErrors())
                .put("boardMs", result.spent().boardMs())
                .put("fullGridLoops", result.spent().full());
        ArrayNode settings = json.putArray("settings");
        result.settings().forEach(it -> setting(settings.addObject(), it));
        curve(json.putArray("busyMs"), result.busy());
        curve(json.putArray("openMs"), result.open());
        ArrayNode faults = json.putArray("faults");
        result.faults().forEach(faults::add);
        ArrayNode remarks = json.putArray("remarks");
        result.remarks().forEach(remarks::add);
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    private static @Nullable ObjectNode recommendation(@Nullable Recommendation it) {
        if (it == null) {
            return null;
        }
        ObjectNode json = MAPPER.createObjectNode();
        json.set("macros", values(it.setting()));
        json.set("fresh", tally(it.fresh()));
        json.put("needed", it.needed());
        json.put("shown", it.shown());
        json.put("lower", it.lower());
        json.put("words", it.words());
        return json;
    }

    private static void setting(ObjectNode json, SettingResult it) {
        json.set("macros", values(it.setting()));
        json.put("state", it.state());
        json.put("why", it.why());
        json.set("recovery", rate(it.recovery(), it.recoveryInterval()));
        json.set("pass", rate(it.pass(), it.passInterval()));
        json.put("loops", it.loops());
        json.put("meanLoopMs", Math.round(it.meanLoopMs()));
        ObjectNode patterns = json.putObject("patterns");
        it.patterns().forEach((pattern, tally) -> patterns.set(pattern, tally(tally)));
        json.put("predicted", it.predicted());
    }

    private static ObjectNode values(Setting setting) {
        ObjectNode json = MAPPER.createObjectNode();
        setting.values().forEach(json::put);
        return json;
    }

    private static ObjectNode rate(Tally tally, Interval interval) {
        return tally(tally).put("lower", interval.lower()).put("upper", interval.upper());
    }

    private static ObjectNode tally(Tally tally) {
        return MAPPER.createObjectNode().put("successes", tally.successes()).put("trials", tally.trials());
    }

    private static void curve(ArrayNode json, List<double[]> points) {
        points.forEach(point -> json.addArray().add(Math.round(point[0])).add(point[1]));
    }
}
