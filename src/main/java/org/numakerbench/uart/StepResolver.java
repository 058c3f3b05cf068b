package org.numakerbench.uart;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.numakerbench.evidence.RunContext;
import org.numakerbench.model.Step;
import org.numakerbench.model.Step.Action;
import org.numakerbench.model.StepTable;

/**
 * Which step of the tests a claim belongs to: by its topic or path where it names one of the run's identity (the line that
 * starts a phase may be damaged), else by what the device said before. Forgets everything when the board restarts.
 */
final class StepResolver {
    private static final StepTable TABLE = StepTable.FIRMWARE;
    private static final Step BOOT = TABLE.first(Action.BOOT);
    private static final Step NETWORK = TABLE.first(Action.NETWORK);
    private static final Step CONNECT = TABLE.first(Action.CONNECT);
    private static final Step DISCONNECT = TABLE.first(Action.DISCONNECT);
    private static final Step HEAP = TABLE.first(Action.HEAP);
    private static final Step MQTT_TLS = TABLE.named("mqtt.tls");
    private static final Step HTTPS_TLS = TABLE.named("https.tls");
    private static final List<Step> PHASES = TABLE.all(Action.PHASE);
    private static final Step USER = PHASES.get(0);

    /** AWS IoT's ports for HTTPS, where nobody knows what the device is built for. */
    private static final Set<Integer> HTTPS_PORTS = Set.of(443, 8443);

    private final @Nullable RunContext run;
    private final @Nullable StepsByName byName;
    private final Map<Object, Step> tlsOfPort = new HashMap<>();
    private @Nullable Step running;
    /** What ran ahead of the phase of the user's own that runs. */
    private @Nullable Step around;

    private @Nullable Step phase;
    private @Nullable Step request;
    private Step tls = MQTT_TLS;
    private boolean mqttEnded;

    /** @param run what the device is built for; null when nobody knows */
    StepResolver(@Nullable RunContext run) {
        this.run = run;
        byName = run == null ? null : new StepsByName(run);
    }

    /** The step that runs now, or null. */
    @Nullable
    Step running() {
        return running;
    }

    /** A line of the user's own firmware that names its step. */
    void run(Step own) {
        Step now = running;
        if (now == null || !now.phase().equals(own.phase())) {
            around = now;
        }
        running = own;
    }

    /** The last line of a phase of the user's own: what ran ahead of it goes on; what runs beside it does anyway. */
    void leave(Step own) {
        Step now = running;
        if (now != null && now.phase().equals(own.phase())) {
            running = around;
            around = null;
        }
    }

    void restart() {
        running = null;
        around = null;
        phase = null;
        request = null;
        tls = MQTT_TLS;
        mqttEnded = false;
        tlsOfPort.clear();
        if (byName != null) {
            byName.restart();
        }
    }

    /** The step of an MQTT operation that names this topic or filter; it becomes the running one. */
    @Nullable
    Step enter(ClaimKind kind, @Nullable String topic) {
        return enter(kind, topic == null ? Map.of() : Map.of("topic", topic, "filter", topic));
    }

    /** The step of a claim of this kind; it becomes the running one. */
    @Nullable
    Step enter(ClaimKind kind, Map<String, Object> fields) {
        Step step = of(kind, fields);
        // The peak is the last line of a test: nothing runs after it.
        running = kind == ClaimKind.HEAP_MAX ? null : step;
        return step;
    }

    /** The step of a claim that is complete, the next in wire order. */
    @Nullable
    Step complete(ClaimKind kind, Map<String, Object> fields, @Nullable Step said) {
        return byName == null ? said : byName.of(kind, fields, said == null ? BOOT : said);
    }

    /** The step of a claim of this kind, leaving the running one as it is. */
    @Nullable
    Step of(ClaimKind kind, Map<String, Object> fields) {
        return switch (kind) {
            case BOOT_BANNER, MBED_OS_VERSION, PROVISION -> BOOT;
            case NETWORK, DNS -> NETWORK;
            case CONNECTING -> tls(fields.get("port"));
            case TCP_CONNECT, TLS_ESTABLISHED, CONNECTED -> fields.containsKey("port") ? tls(fields.get("port")) : tls;
            case TLS_HANDSHAKE, SERVER_CERTIFICATE, CERTIFICATE_VERIFIED -> tls;
            case CLIENT_ID, MQTT_CONNECT -> CONNECT;
            case PHASE_START -> {
                phase = named(Step.MQTT, fields);
                yield phase;
            }
            case PHASE_END -> {
                phase = null;
                yield named(Step.MQTT, fields);
            }
            case MQTT_SUBSCRIBE -> inPhase(fields.get("filter"), Action.SUBSCRIBE);
            case MESSAGE_TO_PUBLISH -> inPhase(null, Action.PUBLISH);
            case MQTT_PUBLISH -> inPhase(fields.get("topic"), Action.PUBLISH);
            case MQTT_RECEIVE -> inPhase(fields.get("filter"), Action.ARRIVE);
            case MESSAGE_ARRIVED -> inPhase(null, Action.ARRIVE);
            case MQTT_UNSUBSCRIBE -> inPhase(fields.get("filter"), Action.UNSUBSCRIBE);
            case MQTT_DISCONNECT -> {
                mqttEnded = true;
                yield DISCONNECT;
            }
            case HTTPS_STEP_START -> {
                request = named(Step.HTTPS, fields);
                yield request;
            }
            case HTTPS_STEP_END -> {
                request = null;
                yield named(Step.HTTPS, fields);
            }
            case HTTPS_REQUEST, HTTPS_RECEIVED, HTTPS_STATUS, HTTPS_RESPONSE -> request == null ? running : request;
            case BUFFER_TOO_SMALL -> phase == null ? running : TABLE.inPhaseOf(phase, Action.PUBLISH);
            case HEAP_CURRENT, HEAP_MAX, THREAD_STACK -> {
                mqttEnded = true;
                yield HEAP;
            }
            case IO_ERROR, CRASH, REBOOT_NOTICE, TRACE, AT_DRIVER, OWN, UNFINISHED, UNRECOGNISED -> running;
        };
    }

    /** The step that a line of the grammar names by its last part. */
    private static Step named(String test, Map<String, Object> fields) {
        return TABLE.named(test + "." + fields.get("phase"));
    }

    /** A port keeps the role it has in this boot, unless both tests share it. */
    private Step tls(@Nullable Object port) {
        tls = sharesPort() ? (mqttEnded ? HTTPS_TLS : MQTT_TLS) : tlsOfPort.computeIfAbsent(port, this::role);
        return tls;
    }

    private boolean sharesPort() {
        return run != null && run.endpoint().mqttPort() == run.endpoint().httpsPort();
    }

    /**
     * As the profile has it; a port that it does not name (a damaged one, a link's) is the MQTT test's first and then the
     * HTTPS test's, as the firmware runs them in this order.
     */
    private Step role(@Nullable Object port) {
        int number = port instanceof Number it ? it.intValue() : -1;
        if (run != null && number == run.endpoint().mqttPort()) {
            return MQTT_TLS;
        }
        if (run != null && number == run.endpoint().httpsPort()) {
            return HTTPS_TLS;
        }
        return HTTPS_PORTS.contains(number) || tlsOfPort.containsValue(MQTT_TLS) ? HTTPS_TLS : MQTT_TLS;
    }

    /** In the running phase; when its first line was lost, in the one that the topic tells. */
    private Step inPhase(@Nullable Object topic, Action action) {
        if (phase == null && topic instanceof String text) {
            phase = guessed(text);
        }
        return TABLE.inPhaseOf(phase == null ? USER : phase, action);
    }

    private static Step guessed(String topic) {
        int shadow = topic.indexOf("/shadow/");
        String operation = shadow < 0 ? "" : topic.substring(shadow + "/shadow/".length());
        return PHASES.stream()
                .filter(it -> it.operation() != null
                        && operation.startsWith(it.operation().word()))
                .findFirst()
                .orElse(USER);
    }
}
