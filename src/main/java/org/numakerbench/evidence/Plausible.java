package org.numakerbench.evidence;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Set;

/** Whether numbers of a fact can be true: counts, sizes and durations are never negative, and a port is a port. */
final class Plausible {
    /** What every reader of JSON can hold; all sums of such numbers fit. */
    private static final long MOST = (1L << 53) - 1;

    private static final Set<String> OF_ANY_SIGN = Set.of("seed", "exitCode", "min", "max");
    private static final Set<String> PORTS = Set.of("port", "mqttPort", "httpsPort");
    private static final int LAST_PORT = 65535;
    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            for (RecordComponent each : components) {
                each.getAccessor().setAccessible(true);
            }
            return components;
        }
    };

    private Plausible() {}

    /** Looks at the record and all records in it. */
    static void check(Record record) throws NoEntryException {
        for (RecordComponent component : COMPONENTS.get(record.getClass())) {
            Object value = value(component, record);
            String name = component.getName();
            if (value instanceof Record inner) {
                check(inner);
            } else if (value instanceof Map<?, ?> map) {
                for (Object each : map.values()) {
                    if (each instanceof Record inner) {
                        check(inner);
                    }
                }
            } else if (value instanceof Number number && !OF_ANY_SIGN.contains(name)) {
                long most = PORTS.contains(name) ? LAST_PORT : MOST;
                if (number.longValue() < 0 || number.longValue() > most) {
                    throw new NoEntryException("not an entry: \"" + name + "\" is " + number + ", not 0 to " + most);
                }
            }
        }
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
