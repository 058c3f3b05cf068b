package org.numakerbench.firmware.footprint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which module grew, and by how much.
 *
 * @param rows every module of either image, the greatest difference first
 */
public record FootprintDiff(Footprint before, Footprint after, List<Row> rows) {
    /** A module that is only in one of them has no bytes in the other. */
    public record Row(String module, ModuleBytes before, ModuleBytes after) {
        /** In bytes; positive when it grew. */
        public long ramDifference() {
            return after.ramBytes() - before.ramBytes();
        }

        /** In bytes; positive when it grew. */
        public long flashDifference() {
            return after.flashBytes() - before.flashBytes();
        }

        /** True when either differs. */
        public boolean isChanged() {
            return !before.equals(after);
        }

        private long size() {
            return Math.abs(ramDifference()) + Math.abs(flashDifference());
        }
    }

    public FootprintDiff {
        rows = List.copyOf(rows);
    }

    /** Compares two images, of the same toolchain or not. */
    public static FootprintDiff of(Footprint before, Footprint after) {
        Set<String> modules = new TreeSet<>(before.modules().keySet());
        modules.addAll(after.modules().keySet());
        List<Row> rows = new ArrayList<>();
        for (String module : modules) {
            rows.add(new Row(
                    module,
                    before.modules().getOrDefault(module, ModuleBytes.NONE),
                    after.modules().getOrDefault(module, ModuleBytes.NONE)));
        }
        rows.sort(Comparator.comparingLong(Row::size).reversed().thenComparing(Row::module));
        return new FootprintDiff(before, after, rows);
    }

    /** Those that differ, in the same order. */
    public List<Row> changed() {
        return rows.stream().filter(Row::isChanged).toList();
    }

    /** Of all static data; stack not included. In bytes. */
    public long ramDifference() {
        return after.ramBytes() - before.ramBytes();
    }

    /** Of what is added to the heap. In bytes. */
    public long staticDifference() {
        return after.staticBytes() - before.staticBytes();
    }

    /** In bytes. */
    public long flashDifference() {
        return after.flashBytes() - before.flashBytes();
    }
}
