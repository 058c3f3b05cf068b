package org.numakerbench.firmware.footprint;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Adds up bytes by object file; at the end the objects become modules. */
final class Tally {
    /** What alignment costs. */
    static final String FILL = "[fill]";
    /** What belongs to no object file: tables, veneers, initial values the linker packed. */
    static final String LINKER = "[linker]";

    private final Map<String, ModuleBytes> objects = new HashMap<>();
    private long stackBytes;

    void ram(String object, long bytes) {
        add(object, new ModuleBytes(bytes, 0));
    }

    void flash(String object, long bytes) {
        add(object, new ModuleBytes(0, bytes));
    }

    void stack(long bytes) {
        stackBytes += bytes;
    }

    void addAll(Tally more) {
        more.objects.forEach(this::add);
    }

    private void add(String object, ModuleBytes bytes) {
        if (!bytes.equals(ModuleBytes.NONE)) {
            objects.merge(object, bytes, ModuleBytes::plus);
        }
    }

    Footprint footprint(MapToolchain toolchain) {
        ModuleNames names = new ModuleNames(objects.keySet());
        Map<String, ModuleBytes> modules = new TreeMap<>();
        objects.forEach((object, bytes) -> modules.merge(names.of(object), bytes, ModuleBytes::plus));
        return Footprint.of(toolchain, stackBytes, modules);
    }
}
