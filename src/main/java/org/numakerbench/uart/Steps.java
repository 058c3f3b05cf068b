package org.numakerbench.uart;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which step of the test a claim belongs to; forgets everything when the board starts again. */
final class Steps {
    /** The names of a phase's steps, put together once. */
    private record Phase(String name, String subscribe, String publish, String arrive, String unsubscribe) {
        static Phase of(String name) {
            String prefix = "mqtt." + name;
            return new Phase(
                    name, prefix + ".subscribe", prefix + ".publish", prefix + ".arrive", prefix + ".unsubscribe");
        }
    }

    private Phase names = Phase.of("user");
    private @Nullable String running;
    private @Nullable String phase;
    private @Nullable String httpsPhase;
    private String role = "mqtt";
    private final Map<Object, String> roleOfPort = new HashMap<>();

    /** The step that runs now, or null. */
    @Nullable
    String running() {
        return running;
    }

    void restart() {
        running = null;
        phase = null;
        httpsPhase = null;
        role = "mqtt";
        roleOfPort.clear();
    }

    /** The step of an MQTT operation that names this topic or filter; it becomes the running one. */
    @Nullable
    String enter(ClaimKind kind, @Nullable String topic) {
        return enter(kind, topic == null ? Map.of() : Map.of("topic", topic, "filter", topic));
    }

    /** The step of a claim of this kind; it becomes the running one. */
    @Nullable
    String enter(ClaimKind kind, Map<String, Object> fields) {
        String step = of(kind, fields);
        // The peak is the last line of a test: nothing runs after it.
        running = kind == ClaimKind.HEAP_MAX ? null : step;
        return step;
    }

    /** The step of a claim of this kind, leaving the running one as it is. */
    @Nullable
    String of(ClaimKind kind, Map<String, Object> fields) {
        return switch (kind) {
            case BOOT_BANNER, MBED_OS_VERSION, PROVISION -> "boot";
            case NETWORK, DNS -> "network";
            case CONNECTING -> {
                role = roleOf(fields.get("port"));
                yield role + ".tls";
            }
            case TCP_CONNECT, TLS_ESTABLISHED, CONNECTED -> {
                String known = roleOfPort.get(fields.get("port"));
                if (known != null) {
                    role = known;
                } else if (fields.containsKey("port")) {
                    role = roleOf(fields.get("port"));
                }
                yield role + ".tls";
            }
            case TLS_HANDSHAKE, SERVER_CERTIFICATE, CERTIFICATE_VERIFIED -> role + ".tls";
            case CLIENT_ID, MQTT_CONNECT -> "mqtt.connect";
            case PHASE_START -> {
                phase = (String) fields.get("phase");
                yield "mqtt." + phase;
            }
            case PHASE_END -> {
                phase = null;
                yield "mqtt." + fields.get("phase");
            }
            case MQTT_SUBSCRIBE -> phase(fields.get("filter")).subscribe();
            case MESSAGE_TO_PUBLISH -> phase(null).publish();
            case MQTT_PUBLISH -> phase(fields.get("topic")).publish();
            case MQTT_RECEIVE -> phase(fields.get("filter")).arrive();
            case MESSAGE_ARRIVED -> phase(null).arrive();
            case MQTT_UNSUBSCRIBE -> phase(fields.get("filter")).unsubscribe();
            case MQTT_DISCONNECT -> "mqtt.disconnect";
            case HTTPS_STEP_START -> {
                httpsPhase = (String) fields.get("phase");
                yield "https." + httpsPhase;
            }
            case HTTPS_STEP_END -> {
                httpsPhase = null;
                yield "https." + fields.get("phase");
            }
            case HTTPS_REQUEST, HTTPS_RECEIVED, HTTPS_STATUS, HTTPS_RESPONSE ->
                httpsPhase == null ? running : "https." + httpsPhase;
            case BUFFER_TOO_SMALL -> phase == null ? running : "mqtt." + phase + ".publish";
            case HEAP_CURRENT, HEAP_MAX, THREAD_STACK -> "heap";
            case IO_ERROR, CRASH, REBOOT_NOTICE, TRACE, AT_DRIVER, UNFINISHED, UNRECOGNISED -> running;
        };
    }

    /**
     * A port keeps the role it has in this boot; else one that ends in 443 is HTTPS (8443, 443); else the first other
     * port is MQTT (8883) and what follows HTTPS, as the firmware runs its tests in this order.
     */
    private String roleOf(@Nullable Object port) {
        return roleOfPort.computeIfAbsent(
                port, p -> String.valueOf(p).endsWith("443") || roleOfPort.containsValue("mqtt") ? "https" : "mqtt");
    }

    /** The running phase; when its first line was lost, the one that the topic tells. */
    private Phase phase(@Nullable Object topic) {
        if (phase == null && topic instanceof String text) {
            int shadow = text.indexOf("/shadow/");
            String operation = shadow < 0 ? "" : text.substring(shadow + "/shadow/".length());
            phase = operation.startsWith("update")
                    ? "shadow-update"
                    : operation.startsWith("get")
                            ? "shadow-get"
                            : operation.startsWith("delete") ? "shadow-delete" : "user";
        }
        String name = phase == null ? "user" : phase;
        if (!names.name.equals(name)) {
            names = Phase.of(name);
        }
        return names;
    }
}
