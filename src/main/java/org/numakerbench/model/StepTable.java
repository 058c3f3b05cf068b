package org.numakerbench.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.numakerbench.model.Step.Action;

/** The steps of a firmware's tests, in the order in which a good run takes them. */
public final class StepTable {
    /** The example firmware's (main.cpp: main, start_test, sub_pub_topic, run_req_resp). */
    public static final StepTable FIRMWARE = firmware();

    private final List<Step> steps;
    private final Map<String, Step> byName = new LinkedHashMap<>();
    /** The steps of each phase. */
    private final Map<String, Map<Action, Step>> phases = new LinkedHashMap<>();

    private StepTable(List<Step> steps) {
        this.steps = List.copyOf(steps);
        for (Step step : steps) {
            if (byName.put(step.name(), step) != null) {
                throw new IllegalArgumentException("two steps are called " + step.name());
            }
            phases.computeIfAbsent(step.phase(), name -> new EnumMap<>(Action.class))
                    .put(step.action(), step);
        }
    }

    private static StepTable firmware() {
        List<Step> rows = new ArrayList<>();
        rows.add(row("boot", null, Action.BOOT));
        rows.add(row("network", null, Action.NETWORK));
        rows.add(row("mqtt.tls", Step.MQTT, Action.TLS));
        rows.add(row("mqtt.connect", Step.MQTT, Action.CONNECT));
        phase(rows, "mqtt.user", null);
        for (ShadowOperation operation : ShadowOperation.values()) {
            phase(rows, "mqtt.shadow-" + operation.word(), operation);
        }
        rows.add(row("mqtt.disconnect", Step.MQTT, Action.DISCONNECT));
        rows.add(row("https.tls", Step.HTTPS, Action.TLS));
        rows.add(row("https.user-publish", Step.HTTPS, Action.POST));
        for (ShadowOperation operation : ShadowOperation.values()) {
            rows.add(request("https.shadow-" + operation.word() + "-topic", Action.POST, operation));
        }
        for (ShadowOperation operation : ShadowOperation.values()) {
            rows.add(request("https.shadow-" + operation.word() + "-rest", Action.REST, operation));
        }
        rows.add(row("heap", null, Action.HEAP));
        return new StepTable(rows);
    }

    private static Step row(String name, @Nullable String test, Action action) {
        return new Step(name, test, name, action, null);
    }

    private static Step request(String name, Action action, ShadowOperation operation) {
        return new Step(name, Step.HTTPS, name, action, operation);
    }

    /** The phase's own step is its last line's, and so the last. */
    private static void phase(List<Step> rows, String phase, @Nullable ShadowOperation operation) {
        rows.add(new Step(phase + ".subscribe", Step.MQTT, phase, Action.SUBSCRIBE, operation));
        rows.add(new Step(phase + ".publish", Step.MQTT, phase, Action.PUBLISH, operation));
        rows.add(new Step(phase + ".arrive", Step.MQTT, phase, Action.ARRIVE, operation));
        rows.add(new Step(phase + ".unsubscribe", Step.MQTT, phase, Action.UNSUBSCRIBE, operation));
        rows.add(new Step(phase, Step.MQTT, phase, Action.PHASE, operation));
    }

    /** The steps of a run, in order. */
    public List<Step> of(Collection<String> tests) {
        return steps.stream()
                .filter(it -> it.test() == null || tests.contains(it.test()))
                .toList();
    }

    /** All steps of this action, in order. */
    public List<Step> all(Action action) {
        return steps.stream().filter(it -> it.action() == action).toList();
    }

    /** The first step of this action. */
    public Step first(Action action) {
        return all(action).get(0);
    }

    /**
     * The step of this name.
     *
     * @throws NoSuchElementException when there is none
     */
    public Step named(String name) {
        Step step = byName.get(name);
        if (step == null) {
            throw new NoSuchElementException("no step is called " + name);
        }
        return step;
    }

    /** The step of this name; one of a user's own firmware when there is none. */
    public Step of(String name) {
        Step step = byName.get(name);
        return step == null ? Step.own(name) : step;
    }

    /** True for the name of one of its steps or tests, and what begins with one. */
    public boolean isTaken(String name) {
        return steps.stream()
                .anyMatch(it -> it.name().equals(name)
                        || name.startsWith(it.name() + ".")
                        || it.test() != null && (name.equals(it.test()) || name.startsWith(it.test() + ".")));
    }

    /** Which step it is in the order of a good run, from 0. */
    public int place(Step step) {
        return steps.indexOf(step);
    }

    /** The step of this action in the phase of {@code step}; {@code step} itself when the phase has none. */
    public Step inPhaseOf(Step step, Action action) {
        return phases.getOrDefault(step.phase(), Map.of()).getOrDefault(action, step);
    }

    /** True for the last step of its test. */
    public boolean endsTest(Step step) {
        int next = steps.indexOf(step) + 1;
        return next == steps.size() || !Objects.equals(steps.get(next).test(), step.test());
    }

    /** What comes after {@code step} in a run of these tests; itself when it is the last. */
    public Step after(Step step, Collection<String> tests) {
        return steps.stream()
                .skip(steps.indexOf(step) + 1L)
                .filter(it -> it.test() == null || it.test().equals(step.test()) || tests.contains(it.test()))
                .findFirst()
                .orElse(step);
    }
}
